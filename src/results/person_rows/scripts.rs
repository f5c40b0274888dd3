//! Scripts in R and Python that compute the published rates again from the rows.
//!
//! `scripts_give_the_published_figures_again` in `tests/demonstration` runs them.

use super::code_book::{CodeBook, Item, Reproduced};

const PYTHON: &str = include_str!("reproduce.py");
const R: &str = include_str!("reproduce.R");

/// The script in Python, which needs nothing else.
pub fn python_script(book: &CodeBook) -> Vec<u8> {
    let figures = book.figures.iter().map(|reproduced| {
        let items = reproduced.items.iter().map(|item| {
            let Item {
                variable,
                numerator,
                denominator,
            } = item;
            format!("({variable:?}, {numerator:?}, {denominator:?})")
        });
        let items: Vec<String> = items.collect();
        let Reproduced {
            indicator, figure, ..
        } = reproduced;
        format!(
            "    ({:?}, [{}], {}, {}),\n",
            indicator.as_str(),
            items.join(", "),
            figure.value,
            figure.standard_error
        )
    });
    let figures: String = figures.collect();
    filled(PYTHON, book, &format!("[\n{figures}]"))
}

/// The script in R, which needs the package `survey`.
pub fn r_script(book: &CodeBook) -> Vec<u8> {
    let figures = book.figures.iter().map(|reproduced| {
        let items = reproduced.items.iter().map(|item| {
            format!(
                "list(column = {:?}, successes = {}, counts = {})",
                item.variable,
                vector(&item.numerator),
                vector(&item.denominator)
            )
        });
        let items: Vec<String> = items.collect();
        let Reproduced {
            indicator, figure, ..
        } = reproduced;
        format!(
            "  list(indicator = {:?}, items = list({}), rate = {}, error = {})",
            indicator.as_str(),
            items.join(", "),
            figure.value,
            figure.standard_error
        )
    });
    let figures: Vec<String> = figures.collect();
    filled(R, book, &figures.join(",\n"))
}

fn vector(codes: &[i64]) -> String {
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    format!("c({})", codes.join(", "))
}

fn filled(script: &str, book: &CodeBook, figures: &str) -> Vec<u8> {
    let replication = &book.replication;
    let plain = |sign: char| sign.is_ascii_alphanumeric() || sign == '-';
    let wave: String = book.wave.chars().filter(|sign| plain(*sign)).collect();
    let script = script
        .replace("@WAVE@", &wave)
        .replace("@SCALE@", &replication.scale.to_string())
        .replace("@REPLICATES@", &replication.replicates.to_string())
        .replace("@DEGREES@", &replication.degrees_of_freedom.to_string())
        .replace("@FIGURES@", figures);
    script.into_bytes()
}
