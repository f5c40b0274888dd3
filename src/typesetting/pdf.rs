//! A document as PDF: A4, tagged (PDF/UA-1), fit to be kept (PDF/A-2a), with what it uses of the font.
//!
//! The same document gives the same bytes: nothing is taken from the clock or drawn at random, and `krilla` makes the id of a
//! file from its contents.

use std::num::NonZeroU16;

use krilla::Document as Pdf;
use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope,
    Tag, TagGroup, TagTree,
};
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::document::Document;
use crate::drawing::{Anchor, BORDER, DASHES, Ink, Mark, PATH_WIDTH, Place, RING_WIDTH, single};
use crate::font::{Weight, printable};
use crate::galley::{Galley, Item, Role, Shape};
use crate::pages::{A4, Bookmark, Page, SIDE, Stack, WIDTH};

/// Why a document could not be written: a fault of ours, looked for by `the_report_says_every_figure_and_verdict_of_the_release_in_both_languages`.
#[derive(Debug, thiserror::Error)]
#[error("the document could not be written: {0}")]
pub struct PdfError(String);

fn refused(error: impl std::fmt::Debug) -> PdfError {
    PdfError(format!("{error:?}"))
}

/// Where the words above and below the matter stand.
const HEAD: f32 = 42.0;
const FOOT: f32 = 814.0;
/// How large they are.
const SMALL: f32 = 7.5;
/// From the middle of a circle to the handles of its curves, in its radius.
const HANDLE: f32 = 0.552_284_8;

impl Document {
    /// The document as a PDF file; `numbering` says which of how many pages one is, the first is 1.
    ///
    /// # Errors
    ///
    /// It breaks a rule of PDF/UA-1 or PDF/A-2a, such as having no title.
    pub fn pdf(&self, numbering: impl Fn(usize, usize) -> String) -> Result<Vec<u8>, PdfError> {
        let galley = Galley::cut(&self.blocks, WIDTH);
        let stack = Stack::of(&galley.pieces);
        let mut writer = Writer::new(&galley)?;
        for (number, page) in stack.pages.iter().enumerate() {
            let numbered = numbering(number + 1, stack.pages.len());
            writer.page(self, page, &numbered)?;
        }
        let Writer {
            mut pdf, content, ..
        } = writer;
        pdf.set_tag_tree(tree(&galley, content));
        pdf.set_outline(outline(&stack.bookmarks));
        let made = DateTime::new(self.made.year)
            .month(self.made.month)
            .day(self.made.day);
        let metadata = Metadata::new()
            .title(printable(&self.title))
            .authors(vec![printable(&self.author)])
            .description(printable(&self.subject))
            .language(self.language.clone())
            .creation_date(made);
        pdf.set_metadata(metadata);
        pdf.finish().map_err(refused)
    }
}

/// A document that is being written, and what of each part of its structure has been drawn.
struct Writer {
    pdf: Pdf,
    fonts: [Font; 2],
    content: Vec<Vec<Identifier>>,
}

impl Writer {
    fn new(galley: &Galley) -> Result<Self, PdfError> {
        let rules = ConfigurationBuilder::new()
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1);
        let settings = SerializeSettings {
            configuration: rules.finish().map_err(refused)?,
            ..SerializeSettings::default()
        };
        let font = |weight: Weight| {
            let font = Font::new(weight.face().bytes.into(), 0);
            font.ok_or_else(|| PdfError(format!("{weight:?} is no font")))
        };
        Ok(Self {
            pdf: Pdf::new_with(settings),
            fonts: [font(Weight::Regular)?, font(Weight::Bold)?],
            content: galley.nodes.iter().map(|_| Vec::new()).collect(),
        })
    }

    fn page(&mut self, document: &Document, page: &Page, number: &str) -> Result<(), PdfError> {
        let settings = PageSettings::from_wh(A4.0, A4.1);
        let settings = settings.ok_or_else(|| PdfError("A4 has no size".to_owned()))?;
        let mut paper = self.pdf.start_page_with(settings);
        let mut brush = Brush {
            surface: paper.surface(),
            fonts: &self.fonts,
        };
        brush.around(document, number);
        let mut items = page.items.as_slice();
        while let Some(first) = items.first() {
            let same = items.iter().take_while(|item| item.node == first.node);
            let (together, rest) = items.split_at(same.count());
            let drawing = matches!(first.shape, Shape::Drawing { .. });
            let tag = match first.node {
                None => artifact(ArtifactType::Other),
                Some(_) if drawing => ContentTag::Other,
                Some(_) => ContentTag::Span(SpanTag::empty()),
            };
            let identifier = brush.surface.start_tagged(tag);
            for item in together {
                brush.item(item);
            }
            brush.surface.end_tagged();
            if let Some(content) = first.node.and_then(|node| self.content.get_mut(node)) {
                content.push(identifier);
            }
            items = rest;
        }
        // Dropped here, the surface and then the page hand over what was drawn.
        Ok(())
    }
}

/// Draws on a page.
struct Brush<'p> {
    surface: Surface<'p>,
    fonts: &'p [Font; 2],
}

impl Brush<'_> {
    /// What stands above and below the matter of every page.
    fn around(&mut self, document: &Document, number: &str) {
        let right = A4.0 - SIDE;
        let rule = |y| ((SIDE, y), (right, y));
        let tag = artifact(ArtifactType::Header);
        self.surface.start_tagged(tag);
        self.words(
            (SIDE, HEAD),
            &printable(&document.head),
            (SMALL, Weight::Regular),
            Ink::Soft,
        );
        if let Some(mark) = &document.mark {
            let mark = printable(mark);
            let wide = Weight::Bold.face().width(&mark, SMALL);
            self.words(
                (right - wide, HEAD),
                &mark,
                (SMALL, Weight::Bold),
                Ink::Warm,
            );
        }
        self.line(rule(HEAD + 6.0), 0.5, Ink::Faint);
        self.surface.end_tagged();
        let tag = artifact(ArtifactType::Footer);
        self.surface.start_tagged(tag);
        self.line(rule(FOOT - 11.0), 0.5, Ink::Faint);
        self.words(
            (SIDE, FOOT),
            &printable(&document.foot),
            (SMALL, Weight::Regular),
            Ink::Soft,
        );
        let number = printable(number);
        let wide = Weight::Regular.face().width(&number, SMALL);
        self.words(
            (right - wide, FOOT),
            &number,
            (SMALL, Weight::Regular),
            Ink::Soft,
        );
        self.surface.end_tagged();
    }

    fn item(&mut self, item: &Item) {
        match &item.shape {
            Shape::Words {
                at,
                words,
                size,
                weight,
                ink,
            } => self.words(*at, words, (*size, *weight), *ink),
            Shape::Rule {
                from,
                to,
                width,
                ink,
            } => self.line((*from, *to), *width, *ink),
            Shape::Ground { at, size, ink } => {
                let rect = Rect::from_xywh(at.0, at.1, size.0, size.1);
                let mut path = PathBuilder::new();
                if let Some(rect) = rect {
                    path.push_rect(rect);
                }
                self.fill(path.finish(), colour(*ink));
            }
            Shape::Drawing { at, scale, marks } => {
                let place = Transform::from_row(*scale, 0.0, 0.0, *scale, at.0, at.1);
                self.surface.push_transform(&place);
                for mark in marks {
                    self.mark(mark);
                }
                self.surface.pop();
            }
        }
    }

    /// Words that are printable, from the left end of their baseline.
    fn words(&mut self, at: (f32, f32), words: &str, (size, weight): (f32, Weight), ink: Ink) {
        let glyphs: Vec<KrillaGlyph> = (weight.face().letters(words).into_iter())
            .map(|letter| {
                let glyph = GlyphId::new(letter.glyph.to_u32());
                KrillaGlyph::new(glyph, letter.advance, 0.0, 0.0, 0.0, letter.range, None)
            })
            .collect();
        let font = match weight {
            Weight::Regular => &self.fonts[0],
            Weight::Bold => &self.fonts[1],
        };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(filled(colour(ink))));
        let from = Point::from_xy(at.0, at.1);
        (self.surface).draw_glyphs(from, &glyphs, font.clone(), words, size, false);
    }

    fn line(&mut self, (from, to): ((f32, f32), (f32, f32)), width: f32, ink: Ink) {
        let mut path = PathBuilder::new();
        path.move_to(from.0, from.1);
        path.line_to(to.0, to.1);
        self.stroke(path.finish(), (width, ink), None);
    }

    fn stroke(&mut self, path: Option<Path>, (width, ink): (f32, Ink), dash: Option<StrokeDash>) {
        let Some(path) = path else { return };
        self.surface.set_fill(None);
        self.surface.set_stroke(Some(Stroke {
            paint: colour(ink).into(),
            width,
            dash,
            ..Stroke::default()
        }));
        self.surface.draw_path(&path);
    }

    fn fill(&mut self, path: Option<Path>, colour: rgb::Color) {
        self.area(path, filled(colour));
    }

    fn area(&mut self, path: Option<Path>, fill: Fill) {
        let Some(path) = path else { return };
        self.surface.set_stroke(None);
        self.surface.set_fill(Some(fill));
        self.surface.draw_path(&path);
    }

    fn mark(&mut self, mark: &Mark) {
        match mark {
            Mark::Line {
                from,
                to,
                ink,
                width,
                dashed,
            } => {
                let dash = dashed.then(|| StrokeDash {
                    array: DASHES.to_vec(),
                    offset: 0.0,
                });
                let path = through(&[*from, *to]);
                self.stroke(path, (single(*width), *ink), dash);
            }
            Mark::Path {
                through: places,
                ink,
            } => {
                self.stroke(through(places), (PATH_WIDTH, *ink), None);
            }
            Mark::Area { rings, ink } => {
                let inside = Fill {
                    rule: FillRule::EvenOdd,
                    ..filled(colour(*ink))
                };
                self.area(area(rings), inside);
                let (width, ink) = BORDER;
                self.stroke(area(rings), (width, ink), None);
            }
            Mark::Point { at, radius, ink } => self.fill(circle(*at, *radius), colour(*ink)),
            Mark::Ring { at, radius, ink } => {
                self.fill(circle(*at, *radius), rgb::Color::new(255, 255, 255));
                self.stroke(circle(*at, *radius), (RING_WIDTH, *ink), None);
            }
            Mark::Told { marks, .. } => {
                for mark in marks {
                    self.mark(mark);
                }
            }
            Mark::Label {
                at,
                words,
                anchor,
                size,
                bold,
                ink,
            } => {
                let weight = if *bold { Weight::Bold } else { Weight::Regular };
                let (words, size) = (printable(words), single(*size));
                let wide = weight.face().width(&words, size);
                let left = single(at.0)
                    - match anchor {
                        Anchor::Start => 0.0,
                        Anchor::Middle => wide / 2.0,
                        Anchor::End => wide,
                    };
                self.words((left, single(at.1)), &words, (size, weight), *ink);
            }
        }
    }
}

/// What is no part of what the document says.
fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn colour(ink: Ink) -> rgb::Color {
    let (red, green, blue) = ink.colour();
    rgb::Color::new(red, green, blue)
}

fn filled(colour: rgb::Color) -> Fill {
    Fill {
        paint: colour.into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }
}

fn through(places: &[Place]) -> Option<Path> {
    let mut path = PathBuilder::new();
    follow(&mut path, places);
    path.finish()
}

/// The closed lines around an area.
fn area(rings: &[Vec<Place>]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for ring in rings {
        follow(&mut path, ring);
        path.close();
    }
    path.finish()
}

fn follow(path: &mut PathBuilder, places: &[Place]) {
    for (number, place) in places.iter().enumerate() {
        let (x, y) = (single(place.0), single(place.1));
        if number == 0 {
            path.move_to(x, y);
        } else {
            path.line_to(x, y);
        }
    }
}

/// A circle as four curves.
fn circle(at: Place, radius: f64) -> Option<Path> {
    let (x, y, r) = (single(at.0), single(at.1), single(radius));
    let k = r * HANDLE;
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}

/// The structure of the document, each part with what was drawn of it.
fn tree(galley: &Galley, content: Vec<Vec<Identifier>>) -> TagTree {
    let mut content: Vec<Option<Vec<Identifier>>> = content.into_iter().map(Some).collect();
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); galley.nodes.len()];
    for (number, node) in galley.nodes.iter().enumerate() {
        if let Some(parent) = node.parent {
            parts[parent].push(number);
        }
    }
    let mut tree = TagTree::new();
    for (number, node) in galley.nodes.iter().enumerate() {
        if node.parent.is_none() {
            tree.push(group(galley, &parts, &mut content, number));
        }
    }
    tree
}

fn group(
    galley: &Galley,
    parts: &[Vec<usize>],
    content: &mut [Option<Vec<Identifier>>],
    number: usize,
) -> TagGroup {
    let drawn = content[number].take().unwrap_or_default();
    let mut children: Vec<Node> = drawn.into_iter().map(Node::Leaf).collect();
    for part in &parts[number] {
        children.push(Node::Group(group(galley, parts, content, *part)));
    }
    match &galley.nodes[number].role {
        Role::Heading(order, words) => {
            let order = NonZeroU16::new(*order).unwrap_or(NonZeroU16::MIN);
            TagGroup::with_children(Tag::Hn(order, Some(words.clone())), children)
        }
        Role::Paragraph => TagGroup::with_children(Tag::P, children),
        Role::Quotation => TagGroup::with_children(Tag::BlockQuote, children),
        Role::List => TagGroup::with_children(Tag::L(ListNumbering::Disc), children),
        Role::ListItem => TagGroup::with_children(Tag::LI, children),
        Role::ItemBody => TagGroup::with_children(Tag::LBody, children),
        Role::Table(words) => {
            let words = (!words.is_empty()).then(|| words.clone());
            TagGroup::with_children(Tag::Table.with_summary(words), children)
        }
        Role::TableHead => TagGroup::with_children(Tag::THead, children),
        Role::TableBody => TagGroup::with_children(Tag::TBody, children),
        Role::Row => TagGroup::with_children(Tag::TR, children),
        Role::ColumnHead => TagGroup::with_children(Tag::TH(TableHeaderScope::Column), children),
        Role::RowHead => TagGroup::with_children(Tag::TH(TableHeaderScope::Row), children),
        Role::Cell => TagGroup::with_children(Tag::TD, children),
        Role::Figure(words) => TagGroup::with_children(Tag::Figure(Some(words.clone())), children),
    }
}

/// The headings as bookmarks, those of a lower order below the one before them.
fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = bookmarks;
    while let Some(first) = rest.first() {
        let below = rest[1..].iter().take_while(|it| it.order > first.order);
        let (own, others) = rest.split_at(1 + below.count());
        outline.push_child(bookmark(own));
        rest = others;
    }
    outline
}

/// The first of these bookmarks with the others below it.
fn bookmark(own: &[Bookmark]) -> OutlineNode {
    let first = &own[0];
    let at = Point::from_xy(SIDE, first.top);
    let mut node = OutlineNode::new(first.words.clone(), XyzDestination::new(first.page, at));
    for below in &own[1..] {
        let at = Point::from_xy(SIDE, below.top);
        let to = XyzDestination::new(below.page, at);
        node.push_child(OutlineNode::new(below.words.clone(), to));
    }
    node
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Column, Day, Style, Table};
    use crate::drawing::Drawing;

    fn document() -> Document {
        let drawing = Drawing {
            size: (100.0, 40.0),
            title: "政府诚信".to_owned(),
            description: "道里区 88.2%".to_owned(),
            marks: vec![
                Mark::target((50.0, 0.0), (50.0, 40.0)),
                Mark::interval((20.0, 20.0), (60.0, 20.0)),
                Mark::point((40.0, 20.0)),
                Mark::Area {
                    rings: vec![vec![(5.0, 5.0), (9.0, 5.0), (5.0, 9.0)]],
                    ink: Ink::Class(3),
                },
                Mark::label((40.0, 38.0), "88.2%", Anchor::Middle, Ink::Dark),
            ],
        };
        let table = Table {
            summary: "表".to_owned(),
            columns: vec![Column::words("名称", 1.0), Column::numbers("比例", 1.0)],
            rows: vec![vec!["道里区".to_owned(), "88.2%\n86.7%–89.6%".to_owned()]; 80],
        };
        Document {
            language: "zh-CN".to_owned(),
            title: "居民满意度调查".to_owned(),
            author: "哈尔滨市".to_owned(),
            subject: "一项达到".to_owned(),
            made: Day {
                year: 2015,
                month: 3,
                day: 1,
            },
            head: "哈尔滨市 · 居民满意度调查".to_owned(),
            mark: Some("模拟数据".to_owned()),
            foot: "第 0 号发布 · 0123456789ab".to_owned(),
            blocks: vec![
                Block::Title("一项目标达到".to_owned()),
                Block::Words(Style::Lead, "与 2012 年相比，“没有”变化。🙂".to_owned()),
                Block::Heading(2, "图".to_owned()),
                Block::Figure(drawing),
                Block::List(vec!["一".to_owned(), "二".to_owned()]),
                Block::Facts(vec![("标准误".to_owned(), "0.72 个百分点".to_owned())]),
                Block::Notice(vec!["不能排除系统偏差".to_owned()]),
                Block::Heading(2, "表".to_owned()),
                Block::Table(table),
            ],
        }
    }

    fn numbered(page: usize, pages: usize) -> String {
        format!("第 {page} 页，共 {pages} 页")
    }

    #[test]
    fn a_document_keeps_the_rules_of_accessible_pdf_and_gives_the_same_bytes() {
        let first = document().pdf(numbered).unwrap();
        assert!(first.starts_with(b"%PDF-1.7"));
        let contains = |words: &[u8]| first.windows(words.len()).any(|it| it == words);
        assert!(contains(b"/StructTreeRoot") && contains(b"/Outlines"));
        assert_eq!(document().pdf(numbered).unwrap(), first);
        // What it uses of the font, not the whole of it.
        assert!(first.len() < 200_000, "{}", first.len());
    }

    #[test]
    fn a_document_without_a_title_is_refused() {
        let untitled = Document {
            title: String::new(),
            ..document()
        };
        assert!(untitled.pdf(numbered).is_err());
    }
}
