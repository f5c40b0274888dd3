//! Tables with right answers (`tests/golden/data/disclosure.json.xz`). The attacker finds the bounds that two other solvers
//! found (`the_attacker_finds_the_bounds_that_other_solvers_found`), and what our rules publish of the same tables is safe
//! from him (`districts_of_tables_with_right_answers_are_published_safely`).

use std::io::Cursor;

use serde::Deserialize;

use super::super::{FEWEST_SHOWN, Row, counted, shown};
use super::{Attacker, known};
use crate::count::real_count;

#[derive(Debug, Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

/// A table, as it was published.
#[derive(Debug, Deserialize)]
struct Case {
    id: String,
    /// How far a published number may lie from the true one.
    tolerance: u32,
    #[serde(rename = "true")]
    cells: Vec<u32>,
    published: Vec<Option<u32>>,
    /// Cells of one to nine.
    primary: Vec<usize>,
    equations: Vec<Equation>,
    ranges: Vec<Range>,
    /// Whether no hidden cell is known to within ten.
    safe: bool,
}

#[derive(Debug, Deserialize)]
struct Equation {
    total: usize,
    parts: Vec<usize>,
}

#[derive(Debug, Deserialize)]
struct Range {
    cell: usize,
    lp: (f64, f64),
}

fn golden() -> Vec<Case> {
    let packed = include_bytes!("../../../../tests/golden/data/disclosure.json.xz");
    let mut text = Vec::new();
    lzma_rs::xz_decompress(&mut Cursor::new(&packed[..]), &mut text).unwrap();
    let golden: Golden = serde_json::from_slice(&text).unwrap();
    golden.cases
}

impl Case {
    fn attacker(&self, published: &[Option<u32>]) -> Attacker {
        let mut attacker = Attacker::default();
        let about = f64::from(self.tolerance);
        for cell in published {
            match cell.map(f64::from) {
                Some(cell) => attacker.unknown((cell - about).max(0.0), cell + about),
                None => attacker.unknown(0.0, f64::INFINITY),
            };
        }
        for Equation { total, parts } in &self.equations {
            let mut terms = vec![(*total, -1.0)];
            terms.extend(parts.iter().map(|part| (*part, 1.0)));
            attacker.equal(terms, 0.0);
        }
        attacker
    }
}

#[test]
fn the_attacker_finds_the_bounds_that_other_solvers_found() {
    let mut compared = 0;
    for case in golden() {
        let attacker = case.attacker(&case.published);
        let mut safe = true;
        for Range { cell, lp } in &case.ranges {
            let found = attacker.bounds(&vec![(*cell, 1.0)]);
            let same = (found.0 - lp.0).abs() < 1e-6 && (found.1 - lp.1).abs() < 1e-6;
            assert!(same, "{} cell {cell}: {found:?}, not {lp:?}", case.id);
            safe &= !known(found.1 - found.0);
            compared += 1;
        }
        let (hides, rounds) = (!case.ranges.is_empty(), case.tolerance > 0);
        assert!(!hides || rounds || safe == case.safe, "{}", case.id);
    }
    assert!(compared > 500, "{compared}");
}

/// The tables in which every row has two answers and a total: ours of districts.
fn of_two_answers(case: &Case) -> Option<Vec<(usize, [usize; 2])>> {
    let rows = case.equations.iter().map_while(|equation| {
        let pair = <[usize; 2]>::try_from(equation.parts.as_slice()).ok()?;
        Some((equation.total, pair))
    });
    let rows: Vec<_> = rows.collect();
    let columns = rows.len() >= 3 && rows.len() + 4 == case.equations.len();
    columns.then_some(rows)
}

#[test]
fn districts_of_tables_with_right_answers_are_published_safely() {
    let mut hidden_cells = 0;
    for case in golden() {
        let Some(pairs) = of_two_answers(&case).filter(|_| case.id.ends_with("nothing_hidden"))
        else {
            continue;
        };
        let rows: Vec<Row> = (pairs.iter())
            .map(|(total, [yes, _])| {
                let persons = u64::from(case.cells[*total]);
                let small = |cell: &usize| case.primary.contains(cell);
                let inner = pairs.iter().find(|(row, _)| row == total).unwrap().1;
                Row {
                    persons,
                    rate: f64::from(case.cells[*yes]) / real_count(persons),
                    weight: real_count(persons),
                    presentable: persons >= FEWEST_SHOWN && !inner.iter().any(small),
                }
            })
            .collect();
        let mut published: Vec<Option<u32>> = case.cells.iter().copied().map(Some).collect();
        let mut hidden = Vec::new();
        for ((total, pair), shown) in pairs.iter().zip(&shown(&[rows])[0]) {
            if !shown {
                hidden.extend([*total, pair[0], pair[1]]);
            }
        }
        for cell in &hidden {
            published[*cell] = None;
        }
        let attacker = case.attacker(&published);
        for cell in &hidden {
            let width = attacker.width(*cell);
            assert!(!known(width), "{} cell {cell}: {width}", case.id);
        }
        hidden_cells += hidden.len();
    }
    assert!(hidden_cells > 50, "{hidden_cells}");
}

#[test]
fn counts_of_tables_with_right_answers_are_published_safely() {
    let (mut hidden_cells, mut broken) = (0, 0);
    for case in golden() {
        for Equation { total, parts } in &case.equations {
            let counts: Vec<u64> = (parts.iter()).map(|&at| case.cells[at].into()).collect();
            if u64::from(case.cells[*total]) < FEWEST_SHOWN {
                continue;
            }
            let widths = |shown: &[bool]| -> Vec<f64> {
                let mut attacker = Attacker::default();
                for (count, shown) in counts.iter().zip(shown) {
                    let count = real_count(*count);
                    let range = if *shown {
                        (count, count)
                    } else {
                        (0.0, f64::INFINITY)
                    };
                    attacker.unknown(range.0, range.1);
                }
                let sum = (0..counts.len()).map(|count| (count, 1.0)).collect();
                attacker.equal(sum, f64::from(case.cells[*total]));
                let hidden = (0..counts.len()).filter(|&count| !shown[count]);
                hidden.map(|count| attacker.width(count)).collect()
            };
            let ours = widths(&counted(&counts, true));
            assert!(ours.iter().all(|&width| !known(width)), "{counts:?}");
            hidden_cells += ours.len();
            let alone: Vec<bool> = counts.iter().map(|n| !(1..10).contains(n)).collect();
            broken += usize::from(widths(&alone).into_iter().any(known));
        }
    }
    assert!(
        hidden_cells > 500 && broken > 100,
        "{hidden_cells} {broken}"
    );
}
