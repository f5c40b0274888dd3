//! A table of persons with a label for every variable and value, as the programs of statisticians open it.
//!
//! | file | for | what is in it |
//! | --- | --- | --- |
//! | [`sav`] | SPSS, PSPP, R (`haven`), Python (`pyreadstat`) | names, labels, values, user-missing values, the weight |
//! | [`dta`] | Stata 14 or later, R, Python | the same; missing values are `.a`, `.b`, … with their labels |
//! | [`ddi`] | data archives | the code book of DDI-Codebook 2.5, with the counts of every value |
//!
//! # Design
//!
//! Only numbers are written, since a table that leaves the house holds codes and weights and no text. Both formats are small then,
//! and a crate for either would bring a whole library of columns with it. Texts are UTF-8 everywhere, cut at a character where a
//! format has a longest one; files of the same table have the same bytes, for none holds the moment it was written.
//!
//! `statistical_programs_open_the_files` in `tests/microdata` has them opened by other programs.

mod ddi;
mod dta;
mod sav;

pub use ddi::{Study, ddi};
pub use dta::dta;
pub use sav::sav;

/// What the numbers of a variable are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Codes of classes, whole numbers.
    Codes,
    /// The weight of the row.
    Weight,
    /// A replicate of the weight.
    Replicate,
}

/// A value with what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Value {
    pub code: i32,
    pub label: String,
    /// Whether it stands for no answer.
    pub missing: bool,
}

/// A variable of the table.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Variable {
    /// Begins with a letter, then letters of ASCII, digits and low lines; at most 32.
    pub name: String,
    pub label: String,
    pub kind: Kind,
    /// In ascending order of their codes.
    pub values: Vec<Value>,
    /// One number for every row.
    pub column: Vec<f64>,
}

/// A table: variables of one length.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Table {
    pub title: String,
    pub variables: Vec<Variable>,
}

impl Table {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        let first = self.variables.first();
        first.map_or(0, |variable| variable.column.len())
    }
}

/// As much of a text as these bytes hold, whole characters only.
fn cut(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev();
    let end = end.into_iter().find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or(0)]
}

/// A number of things as a format writes it, which has room for fewer than any table of ours reaches.
fn whole(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three persons with a question and a weight.
    pub(crate) fn table() -> Table {
        let value = |code, label: &str, missing| Value {
            code,
            label: label.to_owned(),
            missing,
        };
        Table {
            title: "满意度调查".to_owned(),
            variables: vec![
                Variable {
                    name: "R11_S4".to_owned(),
                    label: "您满意吗？<&>".to_owned(),
                    kind: Kind::Codes,
                    values: vec![
                        value(-9, "没有问到", true),
                        value(1, "不满意", false),
                        value(2, "满意", false),
                    ],
                    column: vec![1.0, 2.0, -9.0],
                },
                Variable {
                    name: "weight".to_owned(),
                    label: "权数".to_owned(),
                    kind: Kind::Weight,
                    values: Vec::new(),
                    column: vec![10.5, 20.25, 3.0],
                },
            ],
        }
    }

    #[test]
    fn a_text_is_cut_between_characters() {
        assert_eq!(cut("满意度", 7), "满意");
        assert_eq!(cut("ok", 7), "ok");
        assert_eq!(cut("满", 2), "");
    }

    #[test]
    fn the_same_table_has_the_same_bytes() {
        let table = table();
        assert_eq!(table.rows(), 3);
        assert_eq!(sav(&table), sav(&table));
        assert_eq!(dta(&table), dta(&table));
    }
}
