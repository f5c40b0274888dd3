//! A data set of Stata 14 and later (format 118).
//!
//! Marks in angle brackets around binary parts, a map of where each part begins, and the rows: codes as whole numbers of four bytes,
//! weights as reals of eight. A value that stands for no answer becomes one of Stata's extended missing values, `.a` for the first
//! of the variable, and keeps its label. Not to be used with more than 32,767 variables, or with texts.
//!
//! # References
//! *Stata* 14, `help dta` (`StataCorp`, 2015).
//!
//! Proven by `statistical_programs_open_the_files`.

use super::{Kind, Table, Value, Variable, cut, whole};

/// Stata's `.a` as a whole number of four bytes; those after it are `.b`, `.c`, ….
const FIRST_MISSING: i32 = 2_147_483_622;

/// The marks of the parts that the map tells the places of, in order.
const PARTS: [&str; 11] = [
    "variable_types",
    "varnames",
    "sortlist",
    "formats",
    "value_label_names",
    "variable_labels",
    "characteristics",
    "data",
    "strls",
    "value_labels",
    "",
];

/// The table as Stata opens it.
pub fn dta(table: &Table) -> Vec<u8> {
    let mut file = b"<stata_dta>".to_vec();
    file.extend(header(table));
    let contents: Vec<Vec<u8>> = PARTS.iter().map(|part| content(table, part)).collect();
    let map_at = file.len();
    // Its mark, fourteen places, its other mark.
    let mut place = map_at + "<map>".len() + 14 * 8 + "</map>".len();
    let mut places = vec![0, map_at];
    for content in &contents {
        places.push(place);
        place += content.len();
    }
    places.push(place);
    file.extend(b"<map>");
    for place in places {
        file.extend((place as u64).to_le_bytes());
    }
    file.extend(b"</map>");
    file.extend(contents.into_iter().flatten());
    file
}

fn header(table: &Table) -> Vec<u8> {
    let mut header = b"<header><release>118</release><byteorder>LSF</byteorder><K>".to_vec();
    header.extend(short(table.variables.len()).to_le_bytes());
    header.extend(b"</K><N>");
    header.extend((table.rows() as u64).to_le_bytes());
    header.extend(b"</N><label>");
    // Eighty characters at most.
    let label = table.title.chars().take(80).collect::<String>();
    header.extend(short(label.len()).to_le_bytes());
    header.extend(label.as_bytes());
    // No moment: the same table is the same file, whenever it is written.
    header.extend(b"</label><timestamp>\0</timestamp></header>");
    header
}

/// A part with its marks; the end of the file for the part without a name.
fn content(table: &Table, part: &str) -> Vec<u8> {
    let variables = &table.variables;
    let each = |write: &dyn Fn(&Variable) -> Vec<u8>| variables.iter().flat_map(write).collect();
    let inner: Vec<u8> = match part {
        "variable_types" => each(&|variable| type_of(variable).to_le_bytes().to_vec()),
        "varnames" => each(&|variable| field(&variable.name, 129)),
        "sortlist" => vec![0; 2 * (variables.len() + 1)],
        "formats" => each(&|variable| {
            let format = match variable.kind {
                Kind::Codes => "%8.0g",
                Kind::Weight | Kind::Replicate => "%14.8g",
            };
            field(format, 57)
        }),
        "value_label_names" => each(&|variable| field(&label_name(variable), 129)),
        "variable_labels" => each(&|variable| {
            let label: String = variable.label.chars().take(80).collect();
            field(&label, 321)
        }),
        "data" => rows(table),
        "value_labels" => each(&value_labels),
        "" => return b"</stata_dta>".to_vec(),
        // Nothing is said of variables, and no long text is kept.
        _ => Vec::new(),
    };
    let mut content = format!("<{part}>").into_bytes();
    content.extend(inner);
    content.extend(format!("</{part}>").bytes());
    content
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// A text in a field of this length, which ends in at least one nought.
fn field(text: &str, length: usize) -> Vec<u8> {
    let mut field = cut(text, length - 1).as_bytes().to_vec();
    field.resize(length, 0);
    field
}

/// The type as the format numbers it: a whole number of four bytes, a real of eight.
fn type_of(variable: &Variable) -> u16 {
    match variable.kind {
        Kind::Codes => 65_528,
        Kind::Weight | Kind::Replicate => 65_526,
    }
}

fn label_name(variable: &Variable) -> String {
    if variable.values.is_empty() {
        String::new()
    } else {
        format!("v_{}", variable.name)
    }
}

/// The code of a value as Stata has it.
fn stated(variable: &Variable, value: &Value) -> i32 {
    let missing = variable.values.iter().filter(|value| value.missing);
    let place = missing.take_while(|other| other.code != value.code).count();
    if value.missing {
        FIRST_MISSING + whole(place)
    } else {
        value.code
    }
}

fn rows(table: &Table) -> Vec<u8> {
    let mut rows = Vec::new();
    for row in 0..table.rows() {
        for variable in &table.variables {
            let number = variable.column[row];
            match variable.kind {
                Kind::Codes => {
                    let code = whole_code(number);
                    let value = variable.values.iter().find(|value| value.code == code);
                    let code = value.map_or(code, |value| stated(variable, value));
                    rows.extend(code.to_le_bytes());
                }
                Kind::Weight | Kind::Replicate => rows.extend(number.to_le_bytes()),
            }
        }
    }
    rows
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "codes are whole numbers of four bytes"
)]
fn whole_code(number: f64) -> i32 {
    number as i32
}

fn value_labels(variable: &Variable) -> Vec<u8> {
    if variable.values.is_empty() {
        return Vec::new();
    }
    let mut values: Vec<(i32, &str)> = (variable.values.iter())
        .map(|value| (stated(variable, value), value.label.as_str()))
        .collect();
    values.sort_unstable();
    let (mut places, mut texts) = (Vec::new(), Vec::new());
    for (_, label) in &values {
        places.extend(whole(texts.len()).to_le_bytes());
        texts.extend(cut(label, 32_000).bytes().chain([0]));
    }
    let mut table = whole(values.len()).to_le_bytes().to_vec();
    table.extend(whole(texts.len()).to_le_bytes());
    table.extend(places);
    table.extend(values.iter().flat_map(|(code, _)| code.to_le_bytes()));
    table.extend(texts);
    let mut labels = b"<lbl>".to_vec();
    labels.extend(whole(table.len()).to_le_bytes());
    labels.extend(field(&label_name(variable), 129));
    labels.extend([0; 3]);
    labels.extend(table);
    labels.extend(b"</lbl>");
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn the_map_tells_where_every_part_begins() {
        let file = dta(&table());
        let at = |mark: &str| {
            let mut windows = file.windows(mark.len());
            windows
                .position(|window| window == mark.as_bytes())
                .unwrap()
        };
        let map = at("<map>") + 5;
        let told = |place: usize| {
            let bytes = &file[map + 8 * place..map + 8 * place + 8];
            usize::try_from(u64::from_le_bytes(bytes.try_into().unwrap())).unwrap()
        };
        assert_eq!(told(0), 0);
        assert_eq!(told(1), map - 5);
        for (place, part) in PARTS[..10].iter().enumerate() {
            assert_eq!(told(place + 2), at(&format!("<{part}>")), "{part}");
        }
        assert_eq!(told(12), at("</stata_dta>"));
        assert_eq!(told(13), file.len());
    }
}
