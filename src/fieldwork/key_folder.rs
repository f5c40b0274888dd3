//! The folder where an installation keeps the private keys of sittings until they are opened.
//!
//! # Design
//!
//! It lies outside the database and has to stay outside its backups: whoever has a copy of the database and one of these
//! files reads what was sealed. A key that is lost takes its questionnaires with it; one that was used is destroyed, and
//! what was sealed to it can never be read again, not even from a copy of the database made before. Overwriting a file
//! is all a program can do: a disk that copies on write, or a copy of the folder, may hold it still.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rand::CryptoRng;

use super::sealing::{OpeningKey, SealingKey};
use super::sitting::NewSitting;

/// The folder, which need not be there before the first key is.
#[derive(Debug, Clone)]
pub struct KeyFolder(PathBuf);

/// Why a key cannot be had, kept or destroyed.
#[derive(Debug, thiserror::Error)]
pub enum KeyFolderError {
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The file holds something else than the key that its name promises.
    #[error("{} must hold the private key that its name belongs to, as 64 hexadecimal digits", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
}

impl KeyFolder {
    /// The folder at this path.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The files that it holds; none where it is not there, or not to be read.
    pub fn files(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.0).into_iter().flatten();
        let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        files.sort_unstable();
        files
    }

    /// Draws the key of a sitting and keeps it, so that it is on the disk before anything is sealed to it.
    pub fn draw_key(&self, rng: &mut impl CryptoRng) -> Result<SealingKey, KeyFolderError> {
        let key = OpeningKey::draw(rng);
        let name = key.sealing_key();
        self.keep(&key).map_err(failed(&self.file(name)))?;
        Ok(name)
    }

    /// The one sitting of a wave that is opened after its close, with a new key that this folder keeps.
    pub fn one_sitting(
        &self,
        closes_at: DateTime<Utc>,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<NewSitting>, KeyFolderError> {
        self.sittings(&[], closes_at, rng)
    }

    /// The sittings of a wave that is read on these dates and at its close, each with a new key that this folder keeps.
    pub fn sittings(
        &self,
        dates: &[DateTime<Utc>],
        closes_at: DateTime<Utc>,
        rng: &mut impl CryptoRng,
    ) -> Result<Vec<NewSitting>, KeyFolderError> {
        let dates = dates.iter().chain([&closes_at]);
        dates
            .map(|until| {
                Ok(NewSitting {
                    until: *until,
                    key: self.draw_key(rng)?,
                    trustees: None,
                })
            })
            .collect()
    }

    /// The private key that belongs to this one, if the folder holds it.
    pub fn find(&self, key: SealingKey) -> Result<Option<OpeningKey>, KeyFolderError> {
        let path = self.file(key);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(&path)(error)),
        };
        let found = OpeningKey::parse(&text).filter(|found| found.sealing_key() == key);
        found.map(Some).ok_or(KeyFolderError::Malformed { path })
    }

    /// Destroys the private key that belongs to this one; nothing happens where there is none.
    pub fn destroy(&self, key: SealingKey) -> Result<(), KeyFolderError> {
        let path = self.file(key);
        match self.overwrite_and_remove(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            outcome => outcome.map_err(failed(&path)),
        }
    }

    fn file(&self, key: SealingKey) -> PathBuf {
        self.0.join(format!("{key}.key"))
    }

    fn keep(&self, key: &OpeningKey) -> std::io::Result<()> {
        let mut folder = fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.0)?;
        // The folder has to be found again as surely as what it holds.
        if let Some(above) = self
            .0
            .parent()
            .filter(|above| !above.as_os_str().is_empty())
        {
            File::open(above)?.sync_all()?;
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.file(key.sealing_key()))?;
        writeln!(file, "{}", key.to_hex())?;
        file.sync_all()?;
        File::open(&self.0)?.sync_all()
    }

    fn overwrite_and_remove(&self, path: &Path) -> std::io::Result<()> {
        let mut file = OpenOptions::new().write(true).open(path)?;
        let length = file.metadata()?.len();
        file.write_all(&vec![b'0'; usize::try_from(length).unwrap_or_default()])?;
        file.sync_all()?;
        fs::remove_file(path)?;
        File::open(&self.0)?.sync_all()
    }
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> KeyFolderError {
    let path = path.to_owned();
    move |source| KeyFolderError::File { path, source }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    #[test]
    fn a_key_is_kept_for_its_owner_until_it_is_destroyed() {
        let place = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(place.path().join("keys"));
        let mut rng = ChaCha20Rng::seed_from_u64(3);
        let (key, other) = (
            folder.draw_key(&mut rng).unwrap(),
            folder.draw_key(&mut rng).unwrap(),
        );
        assert_eq!(folder.find(key).unwrap().unwrap().sealing_key(), key);
        #[cfg(unix)]
        for (path, mode) in [(folder.file(key), 0o600), (folder.path().to_owned(), 0o700)] {
            let found =
                std::os::unix::fs::PermissionsExt::mode(&fs::metadata(path).unwrap().permissions());
            assert_eq!(found & 0o777, mode);
        }
        folder.destroy(key).unwrap();
        folder.destroy(key).unwrap();
        assert!(folder.find(key).unwrap().is_none());
        assert!(folder.find(other).unwrap().is_some());
    }

    #[test]
    fn a_file_under_a_wrong_name_is_no_key() {
        let place = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(place.path());
        let mut rng = ChaCha20Rng::seed_from_u64(4);
        let (one, two) = (
            folder.draw_key(&mut rng).unwrap(),
            folder.draw_key(&mut rng).unwrap(),
        );
        fs::copy(folder.file(one), folder.file(two)).unwrap();
        assert!(matches!(
            folder.find(two),
            Err(KeyFolderError::Malformed { .. })
        ));
    }
}
