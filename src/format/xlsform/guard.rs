//! Workbooks that would not fit: refused before any sheet is parsed.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::ImportError;

/// The largest workbook of a form that is read, in bytes.
pub const LARGEST_WORKBOOK: usize = 5 << 20;

/// What a workbook may have at most.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Its size in bytes.
    pub bytes: usize,
    /// The bytes of all its parts together when unpacked.
    pub unpacked: u64,
    /// The rows of a sheet.
    pub rows: u32,
    /// The columns of a sheet.
    pub columns: u32,
}

impl Bounds {
    /// What holds a form. A questionnaire of the largest size there is (`LARGEST_FILE`) has fewer choices than rows here.
    pub(super) const OF_A_FORM: Self = Self {
        bytes: LARGEST_WORKBOOK,
        unpacked: 48 << 20,
        rows: 65_536,
        columns: 200,
    };
}

/// The most parts.
const MOST_PARTS: usize = 500;

/// A part larger than this may not shrink by more than [`MOST_RATIO`].
const RATIO_FROM: u64 = 1 << 20;

/// How many times its packed size a large part may have.
const MOST_RATIO: u64 = 150;

/// Unpacks every part into nothing and counts: what a header claims is not believed.
pub(super) fn inspect(content: &[u8], bounds: Bounds) -> Result<(), ImportError> {
    let (bytes, limit) = (content.len(), bounds.bytes);
    if bytes > limit {
        return Err(ImportError::TooLarge { bytes, limit });
    }
    let unreadable = |error: &dyn std::fmt::Display| ImportError::NotAWorkbook {
        message: error.to_string(),
    };
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|error| unreadable(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(ImportError::Bomb);
    }
    let mut unpacked = 0;
    for part in 0..archive.len() {
        let file = archive.by_index(part).map_err(|error| unreadable(&error))?;
        let packed = file.compressed_size().max(1);
        let left = bounds.unpacked - unpacked;
        let size = io::copy(&mut file.take(left + 1), &mut io::sink())
            .map_err(|error| unreadable(&error))?;
        let inflated = size > RATIO_FROM && size / packed > MOST_RATIO;
        if size > left || inflated {
            return Err(ImportError::Bomb);
        }
        unpacked += size;
    }
    Ok(())
}
