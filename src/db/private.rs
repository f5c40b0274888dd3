//! Files of an SQLite database that their owner alone may read.
//!
//! SQLite gives the log and the index beside a database the permissions of the database itself, so it is enough to
//! make that file for its owner alone.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// What SQLite keeps beside a database.
const BESIDE: [&str; 3] = ["", "-wal", "-shm"];

/// Makes the file of a database for its owner alone, unless there is one.
pub(super) fn create(file: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    match options.write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// Which of the files of a database others than their owner may open.
pub(super) fn open_to_others(database: &Path) -> Vec<PathBuf> {
    let files = BESIDE.map(|end| {
        let mut name = database.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    });
    files
        .into_iter()
        .filter(|file| is_open_to_others(file))
        .collect()
}

/// Whether there is such a file and others than its owner may open it.
pub fn is_open_to_others(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|found| found.is_file() && found.permissions().mode() & 0o077 != 0)
}
