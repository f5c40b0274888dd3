//! What stands on paper, as poppler reads it again.

use std::process::Command;

/// A PDF file, read.
pub(crate) struct Printed {
    pub(crate) pages: usize,
    pub(crate) text: String,
}

impl Printed {
    /// Reads a file whose pages are A4.
    pub(crate) fn read(content: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("printed.pdf");
        std::fs::write(&file, content).unwrap();
        let read = |program: &str, arguments: &[&str]| {
            let output = Command::new(program)
                .arg(&file)
                .args(arguments)
                .output()
                .unwrap();
            String::from_utf8(output.stdout).unwrap()
        };
        let facts = read("pdfinfo", &[]);
        assert!(facts.contains("(A4)"), "{facts}");
        let pages = facts.lines().find_map(|line| line.strip_prefix("Pages:"));
        Self {
            pages: pages.unwrap().trim().parse().unwrap(),
            text: read("pdftotext", &["-layout", "-"]),
        }
    }

    /// Whether it says this, wherever its lines are broken.
    pub(crate) fn says(&self, words: &str) -> bool {
        let joined = |words: &str| words.split_whitespace().collect::<String>();
        joined(&self.text).contains(&joined(words))
    }
}
