//! A drawing of the paths: nodes in rows and columns, and the edges between them.
//!
//! # Design
//!
//! Rows follow the written order, one question each. Column 0 holds what everybody is asked, a
//! conditional question stands one column to the right of the questions its condition is about
//! (if these are conditional too), and ends stand in the last column beside their question. One
//! edge leads from every question to the next; one leads past every run of conditional questions.

use std::collections::BTreeMap;

use questionnaire::{Question, QuestionId, Questionnaire};

/// What a drawing shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Map {
    /// The nodes from top to bottom.
    pub nodes: Vec<Node>,
    /// The edges, by the places of their nodes in `nodes`.
    pub edges: Vec<Edge>,
    /// How many rows there are.
    pub rows: usize,
    /// How many columns there are.
    pub columns: usize,
}

/// One box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it stands for.
    pub sort: NodeSort,
    /// Its row, counted from 0.
    pub row: usize,
    /// Its column, counted from 0.
    pub column: usize,
}

/// What a box stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeSort {
    /// The introduction.
    Start,
    /// A question.
    Question(QuestionId),
    /// The end of an interview at this question.
    EndAt(QuestionId),
    /// The end of the questionnaire.
    Finish,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edge {
    /// The node it starts at.
    pub from: usize,
    /// The node it leads to.
    pub to: usize,
    /// When it is taken.
    pub sort: EdgeSort,
    /// The condition as written, where there is one.
    pub condition: Option<String>,
}

/// When a line is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeSort {
    /// Always.
    Next,
    /// If the condition is true.
    If,
    /// Past questions whose conditions are not true.
    Past,
    /// If the interview ends there.
    End,
}

/// Lays out the drawing of a questionnaire.
pub fn map(questionnaire: &Questionnaire) -> Map {
    let columns = columns(questionnaire);
    let last = columns.values().copied().max().unwrap_or(0);
    let mut nodes = vec![Node {
        sort: NodeSort::Start,
        row: 0,
        column: 0,
    }];
    let mut edges = Vec::new();
    let (mut before, mut trunk) = (0, 0);
    let mut passing = false;
    let mut row = 0;
    for question in &questionnaire.questions {
        row += 1;
        let conditional = question.ask_if.is_some();
        let place = nodes.len();
        let column = columns.get(&question.id).copied().unwrap_or(0);
        nodes.push(Node {
            sort: NodeSort::Question(question.id.clone()),
            row,
            column,
        });
        let condition = question.ask_if.as_ref().map(|ask| ask.source().to_owned());
        let sort = if conditional {
            EdgeSort::If
        } else {
            EdgeSort::Next
        };
        let edge = |from, to, sort, condition| Edge {
            from,
            to,
            sort,
            condition,
        };
        edges.push(edge(before, place, sort, condition));
        if !conditional {
            if passing {
                edges.push(edge(trunk, place, EdgeSort::Past, None));
            }
            trunk = place;
        }
        passing = conditional;
        before = place;
        if let Some(end) = &question.end_if {
            let end_place = nodes.len();
            nodes.push(Node {
                sort: NodeSort::EndAt(question.id.clone()),
                row,
                column: last + 1,
            });
            let condition = Some(end.source().to_owned());
            edges.push(edge(place, end_place, EdgeSort::End, condition));
        }
    }
    let finish = nodes.len();
    nodes.push(Node {
        sort: NodeSort::Finish,
        row: row + 1,
        column: 0,
    });
    let edge = |from, sort| Edge {
        from,
        to: finish,
        sort,
        condition: None,
    };
    edges.push(edge(before, EdgeSort::Next));
    if passing {
        edges.push(edge(trunk, EdgeSort::Past));
    }
    let ends = nodes
        .iter()
        .any(|node| matches!(node.sort, NodeSort::EndAt(_)));
    Map {
        nodes,
        edges,
        rows: row + 2,
        columns: last + 1 + usize::from(ends),
    }
}

/// The column of every question.
fn columns(questionnaire: &Questionnaire) -> BTreeMap<&QuestionId, usize> {
    let mut columns: BTreeMap<&QuestionId, usize> = BTreeMap::new();
    for Question { id, ask_if, .. } in &questionnaire.questions {
        let column = ask_if.as_ref().map_or(0, |condition| {
            let asked = condition.questions().into_iter();
            let deepest = asked.filter_map(|id| columns.get(id)).max();
            deepest.copied().unwrap_or(0) + 1
        });
        columns.insert(id, column);
    }
    columns
}
