//! Workbooks whose columns, rows and cells are drawn at random: each text that was planted in them stands in the
//! questionnaire or in the ledger.

use super::*;

const COLUMNS: [&str; 22] = [
    "type",
    "name",
    "label",
    "label::French (fr)",
    "hint",
    "Label::Klingon",
    "relevant",
    "constraint",
    "required",
    "default",
    "appearance",
    "parameters",
    "media::image",
    "",
    "choice_filter",
    "minyi_type",
    "minyi_order",
    "minyi_series",
    "disabled",
    "invented",
    "Relevance",
    "bind::odk:length",
];
const TYPES: [&str; 14] = [
    "text",
    "integer",
    "note",
    "select_one l",
    "select_multiple l or_other",
    "begin group",
    "end group",
    "begin repeat",
    "geopoint",
    "calculate",
    "range",
    "date",
    "",
    "decimal",
];
const OF_CHOICES: [&str; 9] = [
    "list_name",
    "name",
    "label",
    "label::French (fr)",
    "kind",
    "score",
    "apart",
    "scale",
    "d",
];

type Rows = Vec<Vec<String>>;

struct Planting {
    state: u64,
    planted: usize,
}

impl Planting {
    fn below(&mut self, bound: usize) -> usize {
        let step = self.state.wrapping_mul(6_364_136_223_846_793_005);
        self.state = step.wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap() % bound
    }

    /// Nothing, a word that the column knows, or a text that stands nowhere else.
    fn cell(&mut self, column: &str) -> String {
        let known = match column {
            "type" => return TYPES[self.below(TYPES.len())].to_owned(),
            "list_name" => return ["l", "l", "m"][self.below(3)].to_owned(),
            "required" | "disabled" | "apart" => ["yes", "no"][self.below(2)],
            "kind" => "satisfied",
            "minyi_order" => "fixed",
            "scale" => "l",
            _ => "",
        };
        match self.below(4) {
            0 => String::new(),
            1 | 2 if !known.is_empty() => known.to_owned(),
            _ => {
                self.planted += 1;
                planted(self.planted)
            }
        }
    }

    fn rows(&mut self, columns: &[&str], count: usize) -> Rows {
        let rows = (0..count).map(|_| columns.iter().map(|column| self.cell(column)).collect());
        rows.collect()
    }

    fn sheets(&mut self) -> [(&'static str, Rows); 4] {
        let mut columns = COLUMNS.to_vec();
        for at in (2..columns.len()).rev() {
            columns.swap(at, 2 + self.below(at - 1));
        }
        columns.truncate(4 + self.below(columns.len() - 4));
        let headed = |headings: &[&str], rows: Rows| {
            let mut all: Rows = vec![headings.iter().map(|it| (*it).to_owned()).collect()];
            all.extend(rows);
            all
        };
        let mut choices = vec![["l", "1", "One", "Un"].map(str::to_owned).to_vec()];
        choices.extend(self.rows(&OF_CHOICES, 6));
        [
            ("notes", self.rows(&["", ""], 2)),
            ("survey", headed(&columns, self.rows(&columns, 12))),
            ("choices", headed(&OF_CHOICES, choices)),
            (
                "settings",
                headed(&["form_title", "style"], self.rows(&["title", "style"], 2)),
            ),
        ]
    }
}

fn planted(at: usize) -> String {
    format!("planted{at}x")
}

#[test]
fn every_planted_cell_is_read_or_named() {
    for round in 0..150 {
        let mut planting = Planting {
            state: round,
            planted: 0,
        };
        let sheets = planting.sheets();
        let rows = sheets.each_ref().map(|(name, rows)| {
            let rows: Vec<Vec<&str>> = rows
                .iter()
                .map(|row| row.iter().map(String::as_str).collect())
                .collect();
            (*name, rows)
        });
        let rows = rows.each_ref().map(|(name, rows)| {
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            (*name, rows)
        });
        let imported = import(&workbook(
            &rows.each_ref().map(|(name, rows)| (*name, rows.as_slice())),
        ));
        let file = imported.unwrap().file(|note| format!("{note:?}"));
        assert!(planting.planted > 40);
        for at in 1..=planting.planted {
            let text = planted(at);
            assert!(
                file.contains(&text),
                "round {round}: {text} is lost of {sheets:#?}\n{file}"
            );
        }
    }
}
