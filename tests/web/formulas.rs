//! Formulas in the texts of a questionnaire: no file that leaves runs them, and those that come back lose nothing.

use std::io::{Cursor, Read};

use accounts::Role;
use authoring::translation::{from_csv, from_xlsx, to_xlsx};
use axum::http::StatusCode;
use format::{read, xlsform};
use spreadsheet::is_doubtful;

use crate::city::City;
use crate::drafting::draft;
use crate::staff::{hire, member};

/// Texts that a spreadsheet might run, as somebody might type them.
const FORMULAS: &str = include_str!("formula.toml");

/// The cells of a CSV file, as a spreadsheet reads them.
fn cells(file: &str) -> Vec<String> {
    let file = file.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file.as_bytes());
    let rows = reader.records().map(Result::unwrap);
    rows.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

fn assert_that_nothing_runs(file: &str) {
    for cell in cells(file) {
        assert!(!is_doubtful(&cell), "{cell:?}");
    }
}

/// The parts of a workbook, joined.
fn parts(workbook: &[u8], wanted: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut joined = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        if part.name().unwrap().contains(wanted) {
            part.read_to_string(&mut joined).unwrap();
        }
    }
    joined
}

#[tokio::test]
async fn a_translation_table_runs_nothing_and_comes_back_as_it_was() {
    let city = City::start().await;
    let designer = member(&city, "designer", &[Role::Designer]).await;
    let (_, address) = draft(&city, FORMULAS).await;
    let file = designer.get(&format!("{address}/translation.csv")).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_that_nothing_runs(&file.body);
    let cells = cells(&file.body);
    for text in [
        "'=1+1",
        "'@SUM(1)",
        "'=HYPERLINK(\"http://evil\",\"x\")",
        "''=1+1",
    ] {
        assert!(cells.iter().any(|cell| cell == text), "{text}");
    }
    assert!(cells.iter().any(|cell| cell == "-1"), "a number stays one");
    let questionnaire = read("formula.toml", FORMULAS.as_bytes()).questionnaire;
    let edits = from_csv(&questionnaire.unwrap(), file.body.as_bytes());
    assert_eq!(edits.unwrap(), []);
}

#[test]
fn no_cell_of_a_workbook_is_a_formula_even_when_it_is_edited() {
    let questionnaire = read("formula.toml", FORMULAS.as_bytes()).questionnaire;
    let questionnaire = questionnaire.unwrap();
    let table = to_xlsx(&questionnaire, None).unwrap();
    assert_eq!(from_xlsx(&questionnaire, &table).unwrap(), []);
    let form = xlsform::export(&questionnaire).unwrap().workbook;
    for workbook in [table, form] {
        assert!(!parts(&workbook, "sheet").contains("<f>"));
        assert!(parts(&workbook, "sharedStrings").contains("=HYPERLINK"));
        assert!(parts(&workbook, "styles").contains("quotePrefix=\"1\""));
    }
}

#[tokio::test]
async fn the_audit_log_as_a_file_runs_nothing() {
    let city = City::start().await;
    hire(&city, "-cmd", &[]).await;
    let boss = member(&city, "-boss", &[Role::Administrator]).await;
    let file = boss.get("/studio/audit.csv").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_that_nothing_runs(&file.body);
    let cells = cells(&file.body);
    assert!(cells.iter().any(|cell| cell == "'-boss"), "{}", file.body);
}
