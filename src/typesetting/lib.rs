//! Drawings and documents: what leaves the program as a picture or on paper.
//!
//! # Design
//!
//! A [`Drawing`] is a list of marks and is written three ways: as SVG, which a page holds or a reader keeps; as PNG; and on the
//! paper of a [`Document`], which becomes a PDF on A4. Whoever makes one knows what it says, in which language; this room
//! knows lines, letters and pages, and nothing of surveys.
//!
//! Letters of PNG and PDF come from one font that is compiled into the program (`fonts/README.md`), never from the machine,
//! so the same document gives the same bytes everywhere. Text is set from left to right, letter by letter, as Chinese
//! and Latin letters are: no script that joins letters can be set. A character that the font has not is shown
//! by its code point ([`printable`]) and never lost.
//!
//! A document is a list of [`Block`]s. `galley` cuts them into lines, rows and figures, which `pages` puts on pages, with
//! headings kept by what they head and the heads of tables repeated; `pdf` writes the pages as a tagged PDF (PDF/UA-1 and PDF/A-2a), so that a
//! program that reads it aloud finds headings, tables and the words of figures.

mod breaking;
mod document;
mod drawing;
mod font;
mod galley;
mod pages;
mod pdf;
mod picture;
mod svg;

pub use document::{Block, Column, Day, Document, Style, Table};
pub use drawing::{Anchor, Drawing, Ink, Mark, Place, lines};
pub use font::printable;
pub use pdf::PdfError;
