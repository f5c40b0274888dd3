//! A draft as runs of lines, one for each table, so that what an edit does not touch stays as
//! it is, byte for byte.

use toml_edit::{Document, DocumentMut, Item, Table};

use super::EditError;
use format::source::LARGEST_FILE;
use questionnaire::{Part, QuestionId, ScaleId};

/// A draft cut into its tables. Put together again, the pieces are the draft.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// The keys before the first table.
    pub(super) head: String,
    /// The tables in the order of the file.
    pub(super) blocks: Vec<Block>,
    /// Blank lines and comments after the last table.
    pub(super) tail: String,
}

/// One table with the comment directly above it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// Blank lines and comments apart, before it; they keep their place when tables move.
    pub(super) gap: String,
    /// Its key: question, scale, …
    pub(super) sort: String,
    /// Its id, if it has one.
    pub(super) id: Option<String>,
    /// Its lines.
    pub(super) text: String,
}

impl Block {
    /// A table that is new to the draft.
    pub(super) fn new(sort: &str, id: &str, text: String) -> Self {
        Self {
            gap: "\n".to_owned(),
            sort: sort.to_owned(),
            id: Some(id.to_owned()),
            text,
        }
    }

    /// True for the table of this part.
    pub(super) fn is(&self, part: &Part) -> bool {
        sort_of(part) == Some(self.sort.as_str()) && self.id.as_deref() == part.name()
    }

    /// Changes the keys of the table; the lines of the others stay as they are.
    pub(super) fn change<T>(
        &mut self,
        change: impl FnOnce(&mut Table) -> Result<T, EditError>,
    ) -> Result<T, EditError> {
        let mut document = parse(&self.text)?;
        let item = document.get_mut(&self.sort);
        let table = match item {
            Some(Item::ArrayOfTables(tables)) => tables.get_mut(0),
            Some(Item::Table(table)) => Some(table),
            _ => None,
        };
        let done = change(table.expect("a block holds the table it was cut out for"))?;
        self.text = document.to_string();
        Ok(done)
    }

    /// Looks at the keys of the table.
    pub(super) fn look<T>(
        &self,
        look: impl FnOnce(&Table) -> Result<T, EditError>,
    ) -> Result<T, EditError> {
        self.clone().change(|table| look(table))
    }

    /// The text under a key.
    pub(super) fn string(&self, key: &str) -> Option<String> {
        self.look(|table| Ok(table.get(key).and_then(Item::as_str).map(str::to_owned)))
            .ok()
            .flatten()
    }
}

/// The key of the tables of a part's sort.
pub(super) fn sort_of(part: &Part) -> Option<&'static str> {
    match part {
        Part::Arm(_) => Some("arm"),
        Part::Scale(_) => Some("scale"),
        Part::Section(_) => Some("section"),
        Part::Question(_) => Some("question"),
        Part::Top | Part::Indicator(_) | Part::Measure(_) => None,
    }
}

/// The part that a table is; the top for one that is no part of its own.
pub(super) fn part_of(sort: &str, id: Option<&str>) -> Part {
    let id = id.unwrap_or_default().to_owned();
    match sort {
        _ if id.is_empty() => Part::Top,
        "arm" => Part::Arm(id),
        "scale" => Part::Scale(ScaleId::new(id)),
        "section" => Part::Section(id),
        "question" => Part::Question(QuestionId::new(id)),
        _ => Part::Top,
    }
}

pub(super) fn parse(text: &str) -> Result<DocumentMut, EditError> {
    text.parse::<DocumentMut>()
        .map_err(|error| unreadable(text, &error))
}

fn unreadable(text: &str, error: &toml_edit::TomlError) -> EditError {
    let at = error.span().map_or(0, |span| span.start).min(text.len());
    EditError::Unreadable {
        line: text.as_bytes()[..at].split(|byte| *byte == b'\n').count(),
        message: error.message().to_owned(),
    }
}

impl Outline {
    /// Cuts a draft into its tables. Line ends of Windows become line feeds.
    pub(super) fn of(text: &str) -> Result<Self, EditError> {
        let bytes = text.len();
        if bytes > LARGEST_FILE {
            let limit = LARGEST_FILE;
            return Err(EditError::TooLarge { bytes, limit });
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let text = text.replace("\r\n", "\n");
        let document = Document::parse(text.as_str()).map_err(|error| unreadable(&text, &error))?;
        let mut starts: Vec<(usize, &str, Option<String>)> = Vec::new();
        for (key, item) in document.as_table() {
            let mut start = |table: &Table| {
                let id = table.get("id").and_then(Item::as_str).map(str::to_owned);
                starts.extend(table.span().map(|span| (span.start, key, id)));
            };
            match item {
                Item::Table(table) if !table.is_dotted() && !table.is_implicit() => start(table),
                Item::ArrayOfTables(tables) => tables.iter().for_each(start),
                _ => {}
            }
        }
        starts.sort_by_key(|(start, ..)| *start);
        let mut outline = Self {
            head: String::new(),
            blocks: Vec::new(),
            tail: String::new(),
        };
        let mut piece_start = 0;
        for (start, sort, id) in starts {
            let attached = attached_from(&text[piece_start..start]) + piece_start;
            let gap = outline.close(&text[piece_start..attached]);
            outline.blocks.push(Block {
                gap,
                sort: sort.to_owned(),
                id,
                text: String::new(),
            });
            piece_start = attached;
        }
        outline.tail = outline.close(&text[piece_start..]);
        Ok(outline)
    }

    /// Gives the current piece its lines; hands back the blank lines and comments behind it.
    fn close(&mut self, lines: &str) -> String {
        let end = content_end(lines);
        let piece = match self.blocks.last_mut() {
            Some(block) => &mut block.text,
            None => &mut self.head,
        };
        lines[..end].clone_into(piece);
        if !piece.is_empty() && !piece.ends_with('\n') {
            piece.push('\n');
        }
        lines[end..].to_owned()
    }

    /// The pieces put together.
    pub(super) fn write(&self) -> Result<String, EditError> {
        let mut text = self.head.clone();
        for block in &self.blocks {
            text.push_str(&block.gap);
            text.push_str(&block.text);
        }
        text.push_str(&self.tail);
        let (bytes, limit) = (text.len(), LARGEST_FILE);
        if bytes > limit {
            return Err(EditError::TooLarge { bytes, limit });
        }
        Ok(text)
    }

    /// The place of a part's table among the blocks.
    pub(super) fn find(&self, part: &Part) -> Result<usize, EditError> {
        let unknown = || EditError::UnknownPart { part: part.clone() };
        self.blocks
            .iter()
            .position(|block| block.is(part))
            .ok_or_else(unknown)
    }

    /// The table of a part.
    pub(super) fn block(&mut self, part: &Part) -> Result<&mut Block, EditError> {
        let at = self.find(part)?;
        Ok(&mut self.blocks[at])
    }

    /// The ids of the tables of one sort, in the order of the file.
    pub(super) fn ids(&self, sort: &str) -> Vec<String> {
        self.blocks
            .iter()
            .filter(|block| block.sort == sort)
            .filter_map(|block| block.id.clone())
            .collect()
    }

    /// Puts a table at a place among the blocks.
    pub(super) fn insert(&mut self, at: usize, mut block: Block) {
        if at == 0 && self.head.is_empty() {
            block.gap.clear();
        }
        self.blocks.insert(at, block);
    }

    /// Takes a table out, with the blank lines before it.
    pub(super) fn take(&mut self, at: usize) -> Block {
        self.blocks.remove(at)
    }

    /// Moves tables, the blank lines between all of them staying where they are: `order` has
    /// for every place the table that comes to stand there.
    pub(super) fn reorder(&mut self, order: &[usize]) {
        let gaps: Vec<String> = self.blocks.iter().map(|block| block.gap.clone()).collect();
        let moved = order.iter().zip(gaps).map(|(from, gap)| Block {
            gap,
            ..self.blocks[*from].clone()
        });
        self.blocks = moved.collect();
    }
}

/// Where the comment lines directly above the end of `lines` begin.
fn attached_from(lines: &str) -> usize {
    let mut at = lines.len();
    for line in lines.split_inclusive('\n').rev() {
        if !line.trim_start().starts_with('#') {
            break;
        }
        at -= line.len();
    }
    at
}

/// Where the blank lines and comment lines at the end of `lines` begin.
fn content_end(lines: &str) -> usize {
    let mut at = lines.len();
    for line in lines.split_inclusive('\n').rev() {
        let line_text = line.trim();
        if !line_text.is_empty() && !line_text.starts_with('#') {
            break;
        }
        at -= line.len();
    }
    at
}
