//! What a document on paper is made of.

use crate::drawing::{Drawing, Ink};

/// A document on A4.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its language as BCP 47 writes it (`zh-CN`).
    pub language: String,
    /// What it is called.
    pub title: String,
    /// Who publishes it.
    pub author: String,
    /// What it is about, in a sentence.
    pub subject: String,
    /// The day that it bears.
    pub made: Day,
    /// What stands at the top of every page.
    pub head: String,
    /// What stands there besides, to be seen first: that figures are simulated, or not public yet.
    pub mark: Option<String>,
    /// What stands at the foot of every page, beside its number.
    pub foot: String,
    /// What it says, in order.
    pub blocks: Vec<Block>,
}

/// A day of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Day {
    pub year: u16,
    pub month: u8,
    pub day: u8,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// What the document says first, large.
    Title(String),
    /// A heading of the first (1) to the third (3) order, which is a bookmark as well.
    Heading(u16, String),
    /// A paragraph.
    Words(Style, String),
    /// Points under one another.
    List(Vec<String>),
    /// Names and what there is to say of each.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// A drawing as wide as there is room for.
    Figure(Drawing),
    /// What must be read, set apart.
    Notice(Vec<String>),
    /// Two parts side by side, on one page; the first has this share of the width.
    Beside(f32, Vec<Block>, Vec<Block>),
    /// Nothing, so many points high.
    Space(f32),
    /// The rest stands on a new page.
    NewPage,
}

/// How words are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Where one is.
    Eyebrow,
    /// What is to be read first.
    Lead,
    /// Everything else.
    Body,
    /// What helps to read it.
    Fine,
    /// The words of somebody else.
    Quotation,
    /// A verdict, in a colour that does not say it alone.
    Verdict(Ink),
    /// A figure that is to be seen first.
    Figure,
}

/// A table: its first row heads its columns, and the first cell of each row heads the row.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it holds, for whoever hears it read.
    pub summary: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// As many cells in each as there are columns; what stands behind a line break is set smaller. No cell is empty.
    pub rows: Vec<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What stands above it.
    pub name: String,
    /// How wide it is, against the others.
    pub share: f32,
    /// Whether it holds numbers, which end at its right.
    pub numbers: bool,
}

impl Column {
    /// One of words.
    pub fn words(name: impl Into<String>, share: f32) -> Self {
        Self {
            name: name.into(),
            share,
            numbers: false,
        }
    }

    /// One of numbers.
    pub fn numbers(name: impl Into<String>, share: f32) -> Self {
        Self {
            name: name.into(),
            share,
            numbers: true,
        }
    }
}
