//! A disk that fails when it is told to: `disk.c`, compiled and laid under a program.

use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Calls that can be made to fail, to be added up.
pub(crate) const WRITE: u32 = 1;
pub(crate) const SYNC: u32 = 2;
pub(crate) const TRUNCATE: u32 = 4;
pub(crate) const OPEN: u32 = 8;

/// No error: the disk says that it has written, and has not.
pub(crate) const LIE: u32 = 0;
pub(crate) const EINTR: u32 = 4;
pub(crate) const EIO: u32 = 5;
pub(crate) const ENOSPC: u32 = 28;
pub(crate) const EROFS: u32 = 30;

/// As often as it is asked.
pub(crate) const ALWAYS: u32 = u32::MAX;

/// What fails.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Failure {
    /// Which calls.
    pub(crate) calls: u32,
    /// With what errno.
    pub(crate) error: u32,
    /// One in so many of them.
    pub(crate) one_in: u32,
    /// At most so many of them.
    pub(crate) left: u32,
}

impl Failure {
    /// Every one of these calls.
    pub(crate) fn of(calls: u32, error: u32) -> Self {
        Self {
            calls,
            error,
            one_in: 1,
            left: ALWAYS,
        }
    }
}

/// The disk under one database.
pub(crate) struct Disk {
    control: std::fs::File,
    folder: TempDir,
}

impl Disk {
    /// A sound disk, until it is told otherwise.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("disk.c");
        std::fs::write(&source, include_str!("disk.c")).unwrap();
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o"])
            .arg(folder.path().join("disk.so"))
            .arg(&source)
            .arg("-ldl")
            .output()
            .unwrap();
        assert!(compiled.status.success(), "{compiled:?}");
        let mut control = std::fs::File::create_new(folder.path().join("control")).unwrap();
        control.write_all(&[0; 24]).unwrap();
        Self { control, folder }
    }

    /// The environment of a program whose database lies on it.
    pub(crate) fn environment(&self, database: &Path) -> Vec<(&'static str, PathBuf)> {
        vec![
            ("LD_PRELOAD", self.folder.path().join("disk.so")),
            ("FAULTY_CONTROL", self.folder.path().join("control")),
            ("FAULTY_PATH", database.to_owned()),
        ]
    }

    /// From now on these calls fail.
    pub(crate) fn fail(&self, failure: Failure) {
        self.mend();
        for (at, value) in [
            (4, failure.error),
            (8, failure.one_in),
            (12, failure.left),
            (0, failure.calls),
        ] {
            self.control.write_all_at(&value.to_ne_bytes(), at).unwrap();
        }
    }

    /// From now on nothing fails.
    pub(crate) fn mend(&self) {
        self.control.write_all_at(&[0; 4], 0).unwrap();
    }

    /// How many calls have failed.
    pub(crate) fn failed(&self) -> u32 {
        let mut bytes = [0; 4];
        self.control.read_exact_at(&mut bytes, 16).unwrap();
        u32::from_ne_bytes(bytes)
    }
}
