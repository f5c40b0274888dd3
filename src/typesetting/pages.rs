//! Pieces stacked on pages of A4.

use crate::galley::{Item, Piece};

/// Width and height of A4 in points: 210 mm × 297 mm.
pub(crate) const A4: (f32, f32) = (595.276, 841.89);
/// What is left free at the left and at the right.
pub(crate) const SIDE: f32 = 56.0;
/// Where the matter begins and where it ends, from the top.
pub(crate) const MATTER: (f32, f32) = (66.0, 792.0);
/// How wide the matter is.
pub(crate) const WIDTH: f32 = A4.0 - 2.0 * SIDE;

/// What stands on a page besides its head and foot.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) items: Vec<Item>,
}

/// Where a heading stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Bookmark {
    pub(crate) order: u16,
    pub(crate) words: String,
    pub(crate) page: usize,
    pub(crate) top: f32,
}

/// Pages and what leads to their headings.
#[derive(Debug, Default)]
pub(crate) struct Stack {
    pub(crate) pages: Vec<Page>,
    pub(crate) bookmarks: Vec<Bookmark>,
    /// How far the last page is filled, from the top.
    filled: f32,
}

impl Stack {
    /// Stacks pieces, with those that belong together on one page wherever a page holds them.
    pub(crate) fn of(pieces: &[Piece]) -> Self {
        let mut stack = Self::default();
        stack.begin();
        let mut rest = pieces;
        while let Some(first) = rest.first() {
            if first.new_page {
                if !stack.is_at_top() {
                    stack.begin();
                }
                rest = &rest[1..];
                continue;
            }
            let bound = rest.iter().take_while(|piece| piece.with_next).count() + 1;
            let chain = &rest[..bound.min(rest.len())];
            let height: f32 = chain.iter().map(|piece| piece.gap + piece.height).sum();
            if !stack.holds(height) && !stack.is_at_top() {
                stack.begin();
            }
            for piece in chain {
                stack.place(piece);
            }
            rest = &rest[chain.len()..];
        }
        stack
    }

    fn begin(&mut self) {
        self.pages.push(Page::default());
        self.filled = MATTER.0;
    }

    fn is_at_top(&self) -> bool {
        self.filled <= MATTER.0
    }

    fn holds(&self, height: f32) -> bool {
        self.filled + height <= MATTER.1 + 0.01
    }

    fn place(&mut self, piece: &Piece) {
        if !self.holds(piece.gap + piece.height) && !self.is_at_top() {
            self.begin();
        }
        let at_top = self.is_at_top();
        let down = if at_top && piece.height > 0.0 {
            0.0
        } else {
            piece.gap
        };
        if let Some(head) = piece.head.as_ref().filter(|_| at_top) {
            self.draw(&head.items);
            self.filled += head.height;
        }
        self.filled += down;
        if let Some((order, words)) = &piece.bookmark {
            self.bookmarks.push(Bookmark {
                order: *order,
                words: words.clone(),
                page: self.pages.len() - 1,
                top: self.filled,
            });
        }
        self.draw(&piece.items);
        self.filled += piece.height;
    }

    fn draw(&mut self, items: &[Item]) {
        let down = self.filled;
        if let Some(page) = self.pages.last_mut() {
            let moved = items.iter().map(|item| item.moved(SIDE, down));
            page.items.extend(moved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Column, Style, Table};
    use crate::galley::{Galley, Shape};

    fn pages(blocks: &[Block]) -> Stack {
        Stack::of(&Galley::cut(blocks, WIDTH).pieces)
    }

    fn said(page: &Page) -> String {
        let words = page.items.iter().filter_map(|item| match &item.shape {
            Shape::Words { words, .. } => Some(words.as_str()),
            _ => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    fn filler(height: f32) -> Block {
        Block::Figure(crate::Drawing {
            size: (f64::from(WIDTH), f64::from(height)),
            title: "图".to_owned(),
            description: String::new(),
            marks: Vec::new(),
        })
    }

    #[test]
    fn the_head_of_a_table_stands_on_every_page_it_goes_on_to() {
        let table = Table {
            summary: "表".to_owned(),
            columns: vec![Column::words("名称", 1.0), Column::numbers("比例", 1.0)],
            rows: (0..90)
                .map(|row| vec![format!("第{row}行"), "1".to_owned()])
                .collect(),
        };
        let pages = pages(&[Block::Table(table)]);
        assert_eq!(pages.pages.len(), 3);
        for page in &pages.pages {
            assert_eq!(said(page).matches("名称").count(), 1);
        }
        let every: String = pages.pages.iter().map(said).collect();
        assert!((0..90).all(|row| every.contains(&format!("第{row}行"))));
    }

    #[test]
    fn a_heading_goes_to_the_next_page_with_what_it_heads() {
        let pages = pages(&[
            filler(670.0),
            Block::Heading(2, "标题".to_owned()),
            Block::Words(Style::Body, "一行\n".repeat(30)),
        ]);
        assert_eq!(pages.pages.len(), 2);
        assert!(said(&pages.pages[1]).starts_with("标题"));
        assert_eq!(pages.bookmarks[0].page, 1);
    }

    #[test]
    fn a_new_page_is_begun_once_and_nothing_leaves_the_paper() {
        let pages = pages(&[
            Block::NewPage,
            filler(100.0),
            Block::NewPage,
            Block::NewPage,
            Block::Words(Style::Body, "满意度".repeat(2000)),
        ]);
        assert!(pages.pages.len() > 2);
        for page in &pages.pages {
            assert!(!page.items.is_empty());
            for item in &page.items {
                if let Shape::Words { at, .. } = &item.shape {
                    assert!(at.1 <= MATTER.1 && at.0 >= SIDE);
                }
            }
        }
    }
}
