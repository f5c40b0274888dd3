//! Blocks cut into pieces: lines, rows and figures, each with where its letters and lines stand.
//!
//! A piece is never divided. It knows what must stay with it, so that `pages` has only to stack pieces. What belongs
//! together for whoever hears the document read is a tree of [`Node`]s beside them.

use std::rc::Rc;

use crate::breaking::{broken, broken_by_clauses};
use crate::document::{Block, Style, Table};
use crate::drawing::{Drawing, Ink, Mark, single};
use crate::font::{Weight, printable};

/// A part of the document's structure.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    /// What it is a part of.
    pub(crate) parent: Option<usize>,
    pub(crate) role: Role,
}

/// What a part of the structure is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Role {
    Heading(u16, String),
    Paragraph,
    Quotation,
    List,
    ListItem,
    ItemBody,
    Table(String),
    TableHead,
    TableBody,
    Row,
    ColumnHead,
    RowHead,
    Cell,
    /// With its figures in words.
    Figure(String),
}

/// Something drawn, and the part of the structure it belongs to; none where it only helps the eye.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) node: Option<usize>,
    pub(crate) shape: Shape,
}

/// What is drawn; places are from the left and top of the piece, later of the page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shape {
    /// Words on one baseline.
    Words {
        at: (f32, f32),
        words: String,
        size: f32,
        weight: Weight,
        ink: Ink,
    },
    Rule {
        from: (f32, f32),
        to: (f32, f32),
        width: f32,
        ink: Ink,
    },
    Ground {
        at: (f32, f32),
        size: (f32, f32),
        ink: Ink,
    },
    Drawing {
        at: (f32, f32),
        scale: f32,
        marks: Vec<Mark>,
    },
}

impl Item {
    /// The same so much further right and down.
    pub(crate) fn moved(&self, right: f32, down: f32) -> Self {
        let mut item = self.clone();
        let shift = |place: &mut (f32, f32)| *place = (place.0 + right, place.1 + down);
        match &mut item.shape {
            Shape::Words { at, .. } | Shape::Ground { at, .. } | Shape::Drawing { at, .. } => {
                shift(at);
            }
            Shape::Rule { from, to, .. } => {
                shift(from);
                shift(to);
            }
        }
        item
    }
}

/// The head of a table, drawn again at the top of each page that it goes on to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RepeatedHead {
    pub(crate) height: f32,
    pub(crate) items: Vec<Item>,
}

/// What is never divided.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Piece {
    /// What is left free before it, except at the top of a page.
    pub(crate) gap: f32,
    pub(crate) height: f32,
    pub(crate) items: Vec<Item>,
    /// Whether the next one stands on the same page.
    pub(crate) with_next: bool,
    /// What is drawn above it where it is the first on its page.
    pub(crate) head: Option<Rc<RepeatedHead>>,
    /// The order and the words of the heading that it is.
    pub(crate) bookmark: Option<(u16, String)>,
    pub(crate) new_page: bool,
}

/// How words of a style look.
struct Look {
    size: f32,
    leading: f32,
    weight: Weight,
    ink: Ink,
    gap: f32,
}

const fn look(style: Style) -> Look {
    let (size, leading, weight, ink, gap) = match style {
        Style::Eyebrow => (9.5, 14.0, Weight::Regular, Ink::Soft, 4.0),
        Style::Lead => (11.5, 18.0, Weight::Regular, Ink::Dark, 8.0),
        Style::Body => (9.5, 14.5, Weight::Regular, Ink::Dark, 5.0),
        Style::Fine => (8.0, 12.0, Weight::Regular, Ink::Soft, 4.0),
        Style::Quotation => (9.5, 14.5, Weight::Regular, Ink::Soft, 6.0),
        Style::Verdict(ink) => (13.0, 18.0, Weight::Bold, ink, 4.0),
        Style::Figure => (30.0, 36.0, Weight::Bold, Ink::Dark, 4.0),
    };
    Look {
        size,
        leading,
        weight,
        ink,
        gap,
    }
}

const TITLE: Look = Look {
    size: 25.0,
    leading: 36.0,
    weight: Weight::Bold,
    ink: Ink::Dark,
    gap: 10.0,
};

const fn heading(order: u16) -> Look {
    let (size, leading, gap) = match order {
        0 | 1 => (17.0, 25.0, 0.0),
        2 => (11.5, 17.0, 13.0),
        _ => (9.5, 14.0, 8.0),
    };
    Look {
        size,
        leading,
        weight: Weight::Bold,
        ink: Ink::Dark,
        gap,
    }
}

/// Size of letters and distance of lines in the cells of tables.
const CELL: (f32, f32) = (8.5, 12.0);
/// The same behind a line break.
const SMALL: (f32, f32) = (7.5, 10.5);
/// What is left free at each side of a cell, and above and below it.
const CELL_MARGIN: (f32, f32) = (3.0, 3.0);
/// What is left free between two parts side by side.
const GUTTER: f32 = 22.0;
/// How high a table is that stands on one page.
const WHOLE: f32 = 620.0;
/// How far the points of a list stand in.
const INDENT: f32 = 12.0;

/// What blocks are cut into.
#[derive(Debug, Default)]
pub(crate) struct Galley {
    pub(crate) nodes: Vec<Node>,
    pub(crate) pieces: Vec<Piece>,
}

impl Galley {
    /// Cuts blocks for this width.
    pub(crate) fn cut(blocks: &[Block], width: f32) -> Self {
        let mut galley = Self::default();
        for block in blocks {
            galley.block(block, width);
        }
        galley
    }

    fn node(&mut self, parent: Option<usize>, role: Role) -> usize {
        self.nodes.push(Node { parent, role });
        self.nodes.len() - 1
    }

    fn block(&mut self, block: &Block, width: f32) {
        match block {
            Block::Title(words) => self.heading(1, words, &TITLE, width),
            Block::Heading(order, words) => {
                self.heading(*order, words, &heading(*order), width);
            }
            Block::Words(style, words) => self.words(*style, words, width),
            Block::List(points) => self.list(points, width),
            Block::Facts(facts) => self.facts(facts, width),
            Block::Table(table) => self.table(table, width),
            Block::Figure(drawing) => self.figure(drawing, width),
            Block::Notice(paragraphs) => self.notice(paragraphs, width),
            Block::Beside(share, left, right) => self.beside((*share, left, right), width),
            Block::Space(height) => self.pieces.push(Piece {
                gap: *height,
                ..Piece::default()
            }),
            Block::NewPage => self.pieces.push(Piece {
                new_page: true,
                ..Piece::default()
            }),
        }
    }

    /// The lines of words, each a piece; no line of a paragraph stands alone on a page.
    fn lines(&mut self, node: usize, words: &str, look: &Look, (left, width): (f32, f32)) {
        let words = printable(words);
        let face = look.weight.face();
        let is_heading = matches!(self.nodes[node].role, Role::Heading(1, _));
        let lines = if is_heading {
            broken_by_clauses(face, &words, look.size, width)
        } else {
            broken(face, &words, look.size, width)
        };
        let last = lines.len() - 1;
        for (number, line) in lines.into_iter().enumerate() {
            let shape = Shape::Words {
                at: (left, baseline(look.size, look.leading)),
                words: line,
                size: look.size,
                weight: look.weight,
                ink: look.ink,
            };
            self.pieces.push(Piece {
                gap: if number == 0 { look.gap } else { 0.0 },
                height: look.leading,
                items: vec![Item {
                    node: Some(node),
                    shape,
                }],
                with_next: number < last && (number == 0 || number + 2 > last),
                ..Piece::default()
            });
        }
    }

    fn heading(&mut self, order: u16, words: &str, look: &Look, width: f32) {
        let role = Role::Heading(order, printable(words));
        let node = self.node(None, role);
        let first = self.pieces.len();
        self.lines(node, words, look, (0.0, width));
        for piece in &mut self.pieces[first..] {
            piece.with_next = true;
        }
        self.pieces[first].bookmark = Some((order, printable(words)));
        // A little air below, which stays with what is headed.
        self.pieces.push(Piece {
            height: look.leading / 6.0,
            with_next: true,
            ..Piece::default()
        });
    }

    fn words(&mut self, style: Style, words: &str, width: f32) {
        let quoted = style == Style::Quotation;
        let role = if quoted {
            Role::Quotation
        } else {
            Role::Paragraph
        };
        let node = self.node(None, role);
        let left = if quoted { INDENT } else { 0.0 };
        let first = self.pieces.len();
        self.lines(node, words, &look(style), (left, width - left));
        if quoted {
            for piece in &mut self.pieces[first..] {
                let shape = Shape::Rule {
                    from: (1.5, 0.0),
                    to: (1.5, piece.height),
                    width: 3.0,
                    ink: Ink::Faint,
                };
                piece.items.push(Item { node: None, shape });
            }
        }
    }

    fn list(&mut self, points: &[String], width: f32) {
        let list = self.node(None, Role::List);
        let look = Look {
            gap: 2.0,
            ..look(Style::Body)
        };
        for point in points {
            let item = self.node(Some(list), Role::ListItem);
            let body = self.node(Some(item), Role::ItemBody);
            let first = self.pieces.len();
            self.lines(body, point, &look, (INDENT, width - INDENT));
            let dot = Shape::Words {
                at: (3.0, baseline(look.size, look.leading)),
                words: "·".to_owned(),
                size: look.size,
                weight: Weight::Bold,
                ink: Ink::Soft,
            };
            self.pieces[first].items.push(Item {
                node: None,
                shape: dot,
            });
        }
    }

    /// Names at the left, what is said of each at the right, line by line.
    fn facts(&mut self, facts: &[(String, String)], width: f32) {
        let table = self.node(None, Role::Table(String::new()));
        let body = self.node(Some(table), Role::TableBody);
        let (size, leading) = (9.0, 13.5);
        let left = width * 0.3;
        for (name, said) in facts {
            let row = self.node(Some(body), Role::Row);
            let cells = [
                (
                    self.node(Some(row), Role::RowHead),
                    name,
                    0.0,
                    left - 8.0,
                    Ink::Soft,
                ),
                (
                    self.node(Some(row), Role::Cell),
                    said,
                    left,
                    width - left,
                    Ink::Dark,
                ),
            ];
            let mut lines: Vec<Vec<Item>> = Vec::new();
            for (node, words, from, wide, ink) in cells {
                let parts = words
                    .split('\n')
                    .flat_map(|part| broken(Weight::Regular.face(), &printable(part), size, wide));
                for (number, words) in parts.enumerate() {
                    if lines.len() <= number {
                        lines.push(Vec::new());
                    }
                    let shape = Shape::Words {
                        at: (from, baseline(size, leading)),
                        words,
                        size,
                        weight: Weight::Regular,
                        ink,
                    };
                    lines[number].push(Item {
                        node: Some(node),
                        shape,
                    });
                }
            }
            let last = lines.len() - 1;
            for (number, items) in lines.into_iter().enumerate() {
                self.pieces.push(Piece {
                    gap: if number == 0 { 3.0 } else { 0.0 },
                    height: leading,
                    items,
                    with_next: number < last && (number == 0 || number + 2 > last),
                    ..Piece::default()
                });
            }
        }
    }

    fn table(&mut self, table: &Table, width: f32) {
        let node = self.node(None, Role::Table(printable(&table.summary)));
        let shares: f32 = table.columns.iter().map(|column| column.share).sum();
        let widths: Vec<f32> = (table.columns.iter())
            .map(|column| column.share / shares * width)
            .collect();
        let names: Vec<String> = (table.columns.iter())
            .map(|column| column.name.clone())
            .collect();
        let part = self.node(Some(node), Role::TableHead);
        let mut head = self.row(part, table, &names, &widths, true);
        head.gap = 6.0;
        head.with_next = true;
        let repeated = Rc::new(RepeatedHead {
            height: head.height,
            items: head
                .items
                .iter()
                .map(|item| Item {
                    node: None,
                    shape: item.shape.clone(),
                })
                .collect(),
        });
        self.pieces.push(head);
        let body = self.node(Some(node), Role::TableBody);
        let first = self.pieces.len();
        for cells in &table.rows {
            let mut row = self.row(body, table, cells, &widths, false);
            row.head = Some(Rc::clone(&repeated));
            self.pieces.push(row);
        }
        // A table that a page can hold stands on one; of others no row stands alone at the foot or at the top of a page.
        let rows = &mut self.pieces[first..];
        let height: f32 = rows.iter().map(|row| row.height).sum();
        let count = rows.len();
        for (number, row) in rows.iter_mut().enumerate() {
            let is_edge = number == 0 || number + 2 == count;
            row.with_next = number + 1 < count && (is_edge || height <= WHOLE);
        }
    }

    fn row(
        &mut self,
        part: usize,
        table: &Table,
        cells: &[String],
        widths: &[f32],
        heads: bool,
    ) -> Piece {
        let row = self.node(Some(part), Role::Row);
        let mut items = Vec::new();
        let mut height = 0.0_f32;
        let mut left = 0.0;
        for (number, ((cell, column), width)) in
            cells.iter().zip(&table.columns).zip(widths).enumerate()
        {
            let role = match (heads, number) {
                (true, _) => Role::ColumnHead,
                (false, 0) => Role::RowHead,
                (false, _) => Role::Cell,
            };
            let node = self.node(Some(row), role);
            let weight = if heads { Weight::Bold } else { Weight::Regular };
            let room = width - 2.0 * CELL_MARGIN.0;
            let mut down = CELL_MARGIN.1;
            for (part, words) in cell.split('\n').enumerate() {
                let (size, leading) = if part == 0 && !heads { CELL } else { SMALL };
                let ink = if part == 0 && !heads {
                    Ink::Dark
                } else {
                    Ink::Soft
                };
                let face = weight.face();
                for line in broken(face, &printable(words), size, room) {
                    let wide = face.width(&line, size);
                    let x = if column.numbers {
                        left + width - CELL_MARGIN.0 - wide
                    } else {
                        left + CELL_MARGIN.0
                    };
                    let shape = Shape::Words {
                        at: (x, down + baseline(size, leading)),
                        words: line,
                        size,
                        weight,
                        ink,
                    };
                    items.push(Item {
                        node: Some(node),
                        shape,
                    });
                    down += leading;
                }
            }
            height = height.max(down + CELL_MARGIN.1);
            left += width;
        }
        let (thick, ink) = if heads {
            (1.0, Ink::Soft)
        } else {
            (0.5, Ink::Faint)
        };
        let below = Shape::Rule {
            from: (0.0, height),
            to: (left, height),
            width: thick,
            ink,
        };
        items.push(Item {
            node: None,
            shape: below,
        });
        Piece {
            height,
            items,
            ..Piece::default()
        }
    }

    fn figure(&mut self, drawing: &Drawing, width: f32) {
        let said = [drawing.title.as_str(), drawing.description.as_str()];
        let said: Vec<&str> = said.into_iter().filter(|it| !it.is_empty()).collect();
        let node = self.node(None, Role::Figure(printable(&said.join(" "))));
        let scale = width / single(drawing.size.0);
        let shape = Shape::Drawing {
            at: (0.0, 0.0),
            scale,
            marks: drawing.marks.clone(),
        };
        self.pieces.push(Piece {
            gap: 6.0,
            height: single(drawing.size.1) * scale,
            items: vec![Item {
                node: Some(node),
                shape,
            }],
            ..Piece::default()
        });
    }

    fn notice(&mut self, paragraphs: &[String], width: f32) {
        let (margin, bar) = (9.0, 3.0);
        let mut inner = Self {
            nodes: std::mem::take(&mut self.nodes),
            pieces: Vec::new(),
        };
        for words in paragraphs {
            inner.words(Style::Body, words, width - 2.0 * margin - bar);
        }
        let (mut items, height) = stacked(&inner.pieces);
        self.nodes = inner.nodes;
        for item in &mut items {
            *item = item.moved(margin + bar, margin - 3.0);
        }
        let height = height + 2.0 * margin - 4.0;
        let ground = |at, size, ink| Item {
            node: None,
            shape: Shape::Ground { at, size, ink },
        };
        items.splice(
            0..0,
            [
                ground((0.0, 0.0), (width, height), Ink::Wash),
                ground((0.0, 0.0), (bar, height), Ink::Soft),
            ],
        );
        self.pieces.push(Piece {
            gap: 8.0,
            height,
            items,
            ..Piece::default()
        });
    }

    fn beside(&mut self, (share, left, right): (f32, &[Block], &[Block]), width: f32) {
        let room = width - GUTTER;
        let first = room * share;
        let mut side = |blocks: &[Block], width| {
            let mut inner = Self {
                nodes: std::mem::take(&mut self.nodes),
                pieces: Vec::new(),
            };
            for block in blocks {
                inner.block(block, width);
            }
            self.nodes = std::mem::take(&mut inner.nodes);
            let bookmarks = inner.pieces.iter().find_map(|piece| piece.bookmark.clone());
            (stacked(&inner.pieces), bookmarks)
        };
        let ((mut items, height), bookmark) = side(left, first);
        let ((others, other), _) = side(right, room - first);
        items.extend(others.iter().map(|item| item.moved(first + GUTTER, 0.0)));
        self.pieces.push(Piece {
            gap: 8.0,
            height: height.max(other),
            items,
            bookmark,
            ..Piece::default()
        });
    }
}

/// Pieces under one another: what they draw, and how high they are together.
fn stacked(pieces: &[Piece]) -> (Vec<Item>, f32) {
    let mut items = Vec::new();
    let mut down = 0.0;
    for piece in pieces {
        if down > 0.0 {
            down += piece.gap;
        }
        items.extend(piece.items.iter().map(|item| item.moved(0.0, down)));
        down += piece.height;
    }
    (items, down)
}

/// Where the baseline of a line lies below its top: the letters of the font stand on 0.12 of their size, in the middle
/// of the line.
fn baseline(size: f32, leading: f32) -> f32 {
    (leading - size) / 2.0 + size * 0.88
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Column;

    #[test]
    fn headings_stay_with_what_they_head_and_no_line_stands_alone() {
        let words = "居民满意度调查的结果。".repeat(20);
        let blocks = [
            Block::Heading(2, "标题".to_owned()),
            Block::Words(Style::Body, words),
        ];
        let galley = Galley::cut(&blocks, 300.0);
        let bonds: Vec<bool> = galley.pieces.iter().map(|it| it.with_next).collect();
        let count = bonds.len();
        assert!(count > 6, "{count}");
        // The heading, its air and the first line; then the last line but one.
        assert_eq!(bonds[..4], [true, true, true, false]);
        assert_eq!(bonds[count - 2..], [true, false]);
        assert_eq!(galley.pieces[0].bookmark, Some((2, "标题".to_owned())));
    }

    #[test]
    fn a_row_is_as_high_as_its_highest_cell_and_numbers_end_at_the_right() {
        let table = Table {
            summary: "表".to_owned(),
            columns: vec![Column::words("名称", 1.0), Column::numbers("比例", 1.0)],
            rows: vec![vec!["道里区".to_owned(), "88.2%\n86.7%–89.6%".to_owned()]],
        };
        let galley = Galley::cut(&[Block::Table(table)], 200.0);
        let row = &galley.pieces[1];
        assert!(
            (row.height - (12.0 + 10.5 + 6.0)).abs() < 1e-3,
            "{}",
            row.height
        );
        let ends = row.items.iter().filter_map(|item| match &item.shape {
            Shape::Words {
                at,
                words,
                size,
                weight,
                ..
            } if words.ends_with('%') => Some(at.0 + weight.face().width(words, *size)),
            _ => None,
        });
        for end in ends {
            assert!((end - 197.0).abs() < 0.01, "{end}");
        }
        let roles: Vec<&Role> = galley.nodes.iter().map(|node| &node.role).collect();
        assert!(roles.contains(&&Role::RowHead) && roles.contains(&&Role::Cell));
    }

    #[test]
    fn two_parts_side_by_side_are_one_piece() {
        let one = vec![Block::Words(Style::Body, "甲".to_owned())];
        let other = vec![Block::Words(Style::Body, "乙".repeat(40))];
        let galley = Galley::cut(&[Block::Beside(0.5, one, other)], 200.0);
        assert_eq!(galley.pieces.len(), 1);
        assert!(galley.pieces[0].height > 40.0);
        assert_eq!(galley.nodes.len(), 2);
    }
}
