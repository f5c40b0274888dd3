//! A system file of SPSS.
//!
//! A dictionary (one record for every variable, then the labels of values, then extensions) and the rows as numbers of eight bytes,
//! not compressed. Names of variables are short in the dictionary itself; an extension tells the real ones, another that texts are
//! UTF-8. Not to be used with texts as values, dates, or names of more than 64 bytes.
//!
//! # References
//! *PSPP developer's guide*, System File Format (Free Software Foundation, 2023).
//!
//! Proven by `statistical_programs_open_the_files`.

use super::{Kind, Table, Variable, cut, whole};

/// The longest label of a variable, in bytes.
const LABEL: usize = 255;

/// The longest label of a value, in bytes.
const VALUE_LABEL: usize = 120;

/// The most single values that SPSS takes for missing in one variable.
const MOST_MISSING: usize = 3;

/// What is written, in the order of the file; little end first.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn number(&mut self, number: i32) {
        self.0.extend(number.to_le_bytes());
    }

    fn real(&mut self, number: f64) {
        self.0.extend(number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.0.extend(text.as_bytes());
    }

    /// A text in a field of this length, filled up with blanks.
    fn field(&mut self, text: &str, length: usize) {
        let text = cut(text, length);
        self.text(text);
        self.0.extend(vec![b' '; length - text.len()]);
    }

    /// An extension: its number, the size of a unit, and the units.
    fn extension(&mut self, number: i32, size: i32, content: &Self) {
        let units = whole(content.0.len()) / size;
        for part in [7, number, size, units] {
            self.number(part);
        }
        self.0.extend(&content.0);
    }
}

/// The table as SPSS opens it, its weight switched on.
pub fn sav(table: &Table) -> Vec<u8> {
    let mut file = Bytes::default();
    header(&mut file, table);
    for (place, variable) in table.variables.iter().enumerate() {
        dictionary_entry(&mut file, place, variable);
    }
    for (place, variable) in table.variables.iter().enumerate() {
        value_labels(&mut file, place, variable);
    }
    extensions(&mut file, table);
    file.number(999);
    file.number(0);
    for row in 0..table.rows() {
        for variable in &table.variables {
            file.real(variable.column[row]);
        }
    }
    file.0
}

fn header(file: &mut Bytes, table: &Table) {
    let mut weights = table.variables.iter();
    let weight = weights.position(|variable| variable.kind == Kind::Weight);
    file.text("$FL2");
    file.field("@(#) SPSS DATA FILE - Minyi", 60);
    let weight = weight.map_or(0, |place| whole(place + 1));
    for number in [2, whole(table.variables.len()), 0, weight] {
        file.number(number);
    }
    file.number(whole(table.rows()));
    file.real(100.0);
    // The same table is the same file, whenever it is written.
    file.text("01 Jan 0000:00:00");
    file.field(&table.title, 64);
    file.0.extend([0; 3]);
}

/// A name of eight signs at most, which nobody sees.
fn short_name(place: usize) -> String {
    format!("V{}", place + 1)
}

fn dictionary_entry(file: &mut Bytes, place: usize, variable: &Variable) {
    let missing = variable.values.iter().filter(|value| value.missing);
    let missing: Vec<i32> = missing.map(|value| value.code).take(MOST_MISSING).collect();
    // F, a width and decimals.
    let format = match variable.kind {
        Kind::Codes => (5 << 16) | (8 << 8),
        Kind::Weight | Kind::Replicate => (5 << 16) | (16 << 8) | 8,
    };
    for number in [2, 0, 1, whole(missing.len()), format, format] {
        file.number(number);
    }
    file.field(&short_name(place), 8);
    let label = cut(&variable.label, LABEL);
    file.number(whole(label.len()));
    file.field(label, label.len().next_multiple_of(4));
    for code in missing {
        file.real(f64::from(code));
    }
}

fn value_labels(file: &mut Bytes, place: usize, variable: &Variable) {
    if variable.values.is_empty() {
        return;
    }
    file.number(3);
    file.number(whole(variable.values.len()));
    for value in &variable.values {
        file.real(f64::from(value.code));
        let label = cut(&value.label, VALUE_LABEL);
        let length = u8::try_from(label.len()).unwrap_or(u8::MAX);
        file.0.push(length);
        file.field(label, (label.len() + 1).next_multiple_of(8) - 1);
    }
    for number in [4, 1, whole(place + 1)] {
        file.number(number);
    }
}

fn extensions(file: &mut Bytes, table: &Table) {
    let mut machine = Bytes::default();
    // Version, no machine, IEEE numbers, no compression, little end first, UTF-8.
    for number in [1, 0, 0, -1, 1, 1, 2, 65_001] {
        machine.number(number);
    }
    file.extension(3, 4, &machine);
    let mut reals = Bytes::default();
    // What stands for a missing number, the highest and the lowest.
    for number in [-f64::MAX, f64::MAX, (-f64::MAX).next_up()] {
        reals.real(number);
    }
    file.extension(4, 8, &reals);
    let mut shown = Bytes::default();
    for variable in &table.variables {
        let (measure, width) = match variable.kind {
            Kind::Codes => (1, 8),
            Kind::Weight | Kind::Replicate => (3, 12),
        };
        for number in [measure, width, 1] {
            shown.number(number);
        }
    }
    file.extension(11, 4, &shown);
    let names = table.variables.iter().enumerate();
    let names: Vec<String> = names
        .map(|(place, variable)| format!("{}={}", short_name(place), variable.name))
        .collect();
    let mut long = Bytes::default();
    long.text(&names.join("\t"));
    file.extension(13, 1, &long);
    let mut encoding = Bytes::default();
    encoding.text("UTF-8");
    file.extension(20, 1, &encoding);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn the_rows_stand_at_the_end_and_the_weight_is_named_in_the_header() {
        let file = sav(&table());
        assert_eq!(&file[..4], b"$FL2");
        assert_eq!(
            file[76..80],
            2_i32.to_le_bytes(),
            "the second variable weighs"
        );
        let rows = &file[file.len() - 48..];
        assert_eq!(rows[..8], 1.0_f64.to_le_bytes());
        assert_eq!(rows[40..], 3.0_f64.to_le_bytes());
        assert_eq!(
            file[file.len() - 56..file.len() - 48],
            [231, 3, 0, 0, 0, 0, 0, 0]
        );
    }
}
