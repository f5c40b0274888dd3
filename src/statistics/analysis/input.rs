//! The files that a document names, however they come.

use std::fs::File;
use std::io::{Cursor, Read};

/// What a file holds: in memory, or opened to be read a piece at a time.
#[derive(Debug)]
pub enum Input {
    /// All its bytes.
    Memory(Vec<u8>),
    /// An open file, read from where it stands.
    File(File),
}

impl From<Vec<u8>> for Input {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Memory(bytes)
    }
}

impl From<File> for Input {
    fn from(file: File) -> Self {
        Self::File(file)
    }
}

impl Input {
    pub(super) fn into_reader(self) -> Box<dyn Read> {
        match self {
            Self::Memory(bytes) => Box::new(Cursor::new(bytes)),
            Self::File(file) => Box::new(file),
        }
    }
}

/// Hands over a file that the document names, or says why it cannot.
pub type Loader<'a> = dyn FnMut(&str) -> Result<Input, String> + 'a;
