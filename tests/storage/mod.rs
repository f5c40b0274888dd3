//! Where the tests keep their data: an SQLite file or, on the server whose address `MINYI_TEST_POSTGRES` gives, a
//! database of their own.

use std::path::{Path, PathBuf};

use fieldwork::KeyFolder;
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;

/// A place for the data of one test, gone with it; what lies on the server goes with the server.
pub(crate) struct Storage {
    /// A file or an address.
    pub(crate) database: String,
    /// Where the key lies, or will.
    pub(crate) key_file: PathBuf,
    _folder: TempDir,
}

impl Storage {
    /// An SQLite file.
    pub(crate) fn file() -> Self {
        Self::at(|folder| folder.join("minyi.sqlite").to_str().unwrap().to_owned())
    }

    /// A new database of the server, where there is one.
    pub(crate) async fn server() -> Option<Self> {
        let server = setting("MINYI_TEST_POSTGRES")?;
        let name = format!("test_{:016x}", rand::random::<u64>());
        let admin = Database::connect(format!("{server}/postgres"))
            .await
            .unwrap();
        let create = format!("CREATE DATABASE {name}");
        admin.execute_unprepared(&create).await.unwrap();
        admin.close().await.unwrap();
        Some(Self::at(|_| format!("{server}/{name}")))
    }

    /// Where the private keys of sittings lie, or will: where the program looks for them beside its key.
    pub(crate) fn sealing(&self) -> KeyFolder {
        KeyFolder::new(self.key_file.with_extension("sealing"))
    }

    fn at(database: impl FnOnce(&Path) -> String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            database: database(folder.path()),
            key_file: folder.path().join("minyi.key"),
            _folder: folder,
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "a setting of the tests and not of the program"
)]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
