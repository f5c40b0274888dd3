//! The packed references: every file of `data/` unpacked once into a temporary directory.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use tempfile::TempDir;

static UNPACKED: OnceLock<TempDir> = OnceLock::new();

/// The directory that holds the unpacked references.
pub(crate) fn directory() -> &'static Path {
    UNPACKED.get_or_init(unpack).path()
}

fn unpack() -> TempDir {
    let target = tempfile::tempdir().unwrap();
    let packed = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/data");
    for entry in std::fs::read_dir(packed).unwrap() {
        let path = entry.unwrap().path();
        let mut input = BufReader::new(std::fs::File::open(&path).unwrap());
        let mut text = Vec::new();
        lzma_rs::xz_decompress(&mut input, &mut text).unwrap();
        std::fs::write(target.path().join(path.file_stem().unwrap()), text).unwrap();
    }
    target
}

/// The rows of a comma-separated reference file, header first.
pub(crate) fn rows(file: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_path(directory().join(file))
        .unwrap();
    reader
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect()
}

/// A number as the references write it: `NA`, `NaN`, `Inf` and the empty cell included.
pub(crate) fn number(cell: &str) -> f64 {
    match cell {
        "" | "NA" | "NaN" => f64::NAN,
        "Inf" => f64::INFINITY,
        "-Inf" => f64::NEG_INFINITY,
        other => other.parse().unwrap(),
    }
}
