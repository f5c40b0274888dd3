//! The map drawn: the way everybody goes runs down the left, what only some are asked hangs beside it.
//!
//! # Design
//!
//! One row a question. A conditional question is entered from the main way and leads back to it, so
//! that every path is a walk along the lines; it stands further to the right the more it depends on other
//! conditional questions. The width never changes: a deep questionnaire gets smaller steps. The
//! drawing is a picture to those who see it; the table below it says the same to everybody.

use maud::{Markup, html};

use super::words::{beginning, real};
use super::{PathReport, Setting};
use crate::number::Coordinate;
use authoring::interview_paths::{Edge, EdgeSort, Node, NodeSort};
use messages::{text, words::phrase};
use questionnaire::{Condition, Question, QuestionId};

const WIDTH: f64 = 1_120.0;
const BOX: f64 = 600.0;
const HEIGHT: f64 = 38.0;
const END: f64 = 130.0;
/// Where the main way runs.
const RAIL: f64 = 26.0;
/// Where the first conditional questions begin, and how far all of them may reach.
const FIRST: f64 = 64.0;
const DEEPEST: f64 = 200.0;
const GAP: f64 = 18.0;
/// The room above a conditional question for its condition.
const CONDITION: f64 = 36.0;
/// Rows of one piece.
const PIECE: usize = 8;
const FONT: f64 = 15.0;
const SMALL: f64 = 13.0;

/// The drawing, in a frame that scrolls; cut into pieces so that paper can break between them.
pub(super) fn view(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let locale = setting.interface.locale;
    let drawing = Drawing::new(setting, report);
    let rows = drawing.tops.len();
    html! {
        div.scroll.map tabindex="0" role="region" aria-label=(locale.t(text::WAYS_MAP)) {
            div role="img" aria-label=(locale.t(text::WAYS_MAP_ALTERNATIVE)) {
                @for first in (0..rows).step_by(PIECE) { (drawing.piece(first, rows.min(first + PIECE))) }
            }
        }
    }
}

struct Drawing<'a> {
    setting: &'a Setting<'a>,
    report: &'a PathReport,
    /// The upper edge of every row.
    tops: Vec<f64>,
    /// How far one column stands from the next.
    indent: f64,
}

impl<'a> Drawing<'a> {
    fn new(setting: &'a Setting<'a>, report: &'a PathReport) -> Self {
        let rows = report.map.nodes.iter();
        let rows = rows.filter(|node| !matches!(node.sort, NodeSort::EndAt(_)));
        let mut tops = Vec::with_capacity(report.map.rows);
        let (mut at, mut before) = (2.0, 0);
        let mut deepest = 1;
        for node in rows {
            if node.row > 0 {
                let back = if before > 0 { 6.0 } else { 0.0 };
                at += HEIGHT + back + if node.column > 0 { CONDITION } else { GAP };
            }
            tops.push(at);
            before = node.column;
            deepest = deepest.max(node.column);
        }
        Self {
            setting,
            report,
            tops,
            indent: (DEEPEST / real(deepest)).min(48.0),
        }
    }

    fn top(&self, node: &Node) -> f64 {
        self.tops.get(node.row).copied().unwrap_or(0.0)
    }

    fn middle(&self, node: &Node) -> f64 {
        self.top(node) + HEIGHT / 2.0
    }

    fn left(&self, node: &Node) -> f64 {
        match (&node.sort, node.column) {
            (NodeSort::EndAt(_), _) => WIDTH - END - 2.0,
            (_, 0) => 2.0,
            (_, column) => FIRST + real(column - 1) * self.indent,
        }
    }

    /// The rows from `first` to before `end`, with every line that touches them.
    fn piece(&self, first: usize, end: usize) -> Markup {
        let below = |row: usize| {
            let top = row.checked_sub(1).and_then(|row| self.tops.get(row));
            top.map_or(0.0, |top| top + HEIGHT + 2.0)
        };
        let (top, bottom) = (below(first), below(end));
        let size = [0.0, top, WIDTH, bottom - top].map(|it| Coordinate(it).to_string());
        let nodes = &self.report.map.nodes;
        html! {
            svg viewBox=(size.join(" ")) aria-hidden="true" {
                (self.lines(first, end))
                @for node in nodes.iter().filter(|node| (first..end).contains(&node.row)) { (self.node(node)) }
            }
        }
    }

    /// The lines along the main way, beside it and back, and out of the interview.
    fn lines(&self, first: usize, end: usize) -> Markup {
        let nodes = &self.report.map.nodes;
        let touches = |edge: &&Edge| nodes[edge.from].row < end && nodes[edge.to].row >= first;
        html! {
            @for edge in self.report.map.edges.iter().filter(touches) {
                @let (from, to) = (&nodes[edge.from], &nodes[edge.to]);
                @match edge.sort {
                    EdgeSort::End => {
                        (arrow(&[(self.left(from) + BOX, self.middle(from)), (self.left(to), self.middle(to))]))
                    }
                    _ => {
                        @if from.column > 0 { (self.back(from, to)) }
                        @if to.column > 0 {
                            (arrow(&[(RAIL, self.middle(to)), (self.left(to), self.middle(to))]))
                        } @else if from.column == 0 {
                            (arrow(&[(RAIL, self.top(from) + HEIGHT), (RAIL, self.top(to))]))
                        }
                    }
                }
            }
        }
    }

    /// From a conditional question back to the main way.
    fn back(&self, from: &Node, to: &Node) -> Markup {
        let (x, bottom) = (self.left(from) + RAIL, self.top(from) + HEIGHT);
        let y = (bottom + 11.0).min(self.top(to));
        line(&[(x, bottom), (x, y), (RAIL, y)])
    }

    fn node(&self, node: &Node) -> Markup {
        let locale = self.setting.interface.locale;
        match &node.sort {
            NodeSort::Start => self.stop(node, &locale.t(text::WAYS_START), END),
            NodeSort::Finish => self.stop(node, &locale.t(text::WAYS_FINISH), END),
            NodeSort::EndAt(id) => {
                let question = self.report.questionnaire.question(id);
                let condition = question.and_then(|question| question.end_if.as_ref());
                let from = 2.0 + BOX + self.shift(id) + 12.0;
                let room = (self.left(node) - from - 20.0) / SMALL;
                html! {
                    (self.stop(node, &locale.t(text::WAYS_ENDS_HERE), END))
                    @if let Some(condition) = condition { (self.condition(condition, from, self.middle(node) - 7.0, room)) }
                }
            }
            NodeSort::Question(id) => {
                let question = self.report.questionnaire.question(id);
                html! { @if let Some(question) = question { (self.step(node, question)) } }
            }
        }
    }

    /// How far the box of a question is moved to the right.
    fn shift(&self, id: &QuestionId) -> f64 {
        let found = self
            .report
            .map
            .nodes
            .iter()
            .find(|node| matches!(&node.sort, NodeSort::Question(question) if question == id));
        found.map_or(0.0, |node| self.left(node) - 2.0)
    }

    /// The box of a question, with its condition above it.
    fn step(&self, node: &Node, question: &Question) -> Markup {
        let (left, top) = (self.left(node), self.top(node));
        let wording = self.setting.wording(question);
        let mut faults = self.report.faults.iter();
        let faulty = faults.any(|fault| *fault.question() == question.id);
        let mark = if faulty { "✕ " } else { "" };
        let id = beginning(&format!("{mark}{}", question.id), 5.0);
        let words = 18.0 + FONT * 4.5;
        let room = (BOX - words - 10.0) / FONT;
        html! {
            @if let Some(condition) = &question.ask_if {
                (self.condition(condition, left + 40.0, top - 8.0, (WIDTH - left - 40.0) / SMALL))
            }
            rect.step.fault[faulty] x=(Coordinate(left)) y=(Coordinate(top)) width=(Coordinate(BOX)) height=(Coordinate(HEIGHT)) rx="8" {}
            text.id x=(Coordinate(left + 12.0)) y=(Coordinate(top + 24.5)) { (id) }
            text x=(Coordinate(left + words)) y=(Coordinate(top + 24.5)) { (beginning(wording, room)) title { (wording) } }
        }
    }

    fn stop(&self, node: &Node, label: &str, width: f64) -> Markup {
        let (left, top) = (self.left(node), self.top(node));
        html! {
            rect.stop x=(Coordinate(left)) y=(Coordinate(top)) width=(Coordinate(width)) height=(Coordinate(HEIGHT)) rx="19" {}
            text x=(Coordinate(left + width / 2.0)) y=(Coordinate(top + 24.5)) text-anchor="middle" { (label) }
        }
    }

    fn condition(&self, condition: &Condition, x: f64, y: f64, room: f64) -> Markup {
        let interface = self.setting.interface;
        let words = phrase(
            interface.locale,
            &condition.phrase(&self.report.questionnaire),
        );
        html! {
            text.when x=(Coordinate(x)) y=(Coordinate(y)) { (beginning(&words, room)) title { (words) " · " (condition.source()) } }
        }
    }
}

fn line(points: &[(f64, f64)]) -> Markup {
    let points: Vec<String> = (points.iter())
        .map(|(x, y)| format!("{},{}", Coordinate(*x), Coordinate(*y)))
        .collect();
    html! { polyline.way points=(points.join(" ")) {} }
}

/// A line with a tip at its end, which points down or to the right.
fn arrow(points: &[(f64, f64)]) -> Markup {
    let (Some((x, y)), Some(start)) = (points.last(), points.first()) else {
        return html! {};
    };
    let corners = if (start.0 - x).abs() < 0.5 {
        [(*x, *y), (x - 5.0, y - 8.0), (x + 5.0, y - 8.0)]
    } else {
        [(*x, *y), (x - 8.0, y - 5.0), (x - 8.0, y + 5.0)]
    };
    let corners = corners.map(|(x, y)| format!("{},{}", Coordinate(x), Coordinate(y)));
    html! { (line(points)) polygon.tip points=(corners.join(" ")) {} }
}
