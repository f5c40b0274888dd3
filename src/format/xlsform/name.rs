//! The names of a workbook as ids, and the types of its rows.

use crate::check::well_formed;
use questionnaire::Part;

/// The id of a part for a name: the name itself, or what is left of it and is not taken.
pub(super) fn plain_id(name: &str, part: &Part, taken: impl Fn(&str) -> bool) -> String {
    let mut id = name.to_owned();
    if !well_formed(&id, part) {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        id = format!("Q_{}", name.chars().take(50).map(plain).collect::<String>());
    }
    while taken(&id) {
        id.push('x');
    }
    id
}

/// What a row of the survey sheet is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RowType<'r> {
    Blank,
    Begin {
        repeat: bool,
    },
    End,
    Note,
    Question(QuestionType<'r>),
    /// A type that is not read.
    Other,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuestionType<'r> {
    Select(Selection<'r>),
    Text,
    Whole,
    Decimal,
    /// A number between those that its parameters name.
    Range,
    Date,
}

/// One or several choices of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Selection<'r> {
    pub(crate) several: bool,
    pub(crate) list: &'r str,
    /// With a choice "other" made for it.
    pub(crate) or_other: bool,
}

/// The words before a list, longer ones before those that they begin with.
const SELECTING: &[(&str, bool)] = &[
    ("add select one prompt using", false),
    ("add select multiple prompt using", true),
    ("select all that apply from", true),
    ("select all that apply", true),
    ("select one from", false),
    ("select multiple from", true),
    ("select one", false),
    ("select multiple", true),
    ("select1", false),
    ("select_one", false),
    ("select_multiple", true),
];

impl<'r> RowType<'r> {
    /// The type that is written, in any case and with blanks or underscores.
    pub(crate) fn of(written: &'r str) -> Self {
        let words: Vec<&str> = written.split_whitespace().collect();
        let plain = words.join("_").to_lowercase();
        match plain.as_str() {
            "" => Self::Blank,
            "begin_group" => Self::Begin { repeat: false },
            "begin_repeat" => Self::Begin { repeat: true },
            "end_group" | "end_repeat" => Self::End,
            "note" => Self::Note,
            "text" | "string" => Self::Question(QuestionType::Text),
            "integer" | "int" => Self::Question(QuestionType::Whole),
            "decimal" => Self::Question(QuestionType::Decimal),
            "range" => Self::Question(QuestionType::Range),
            "date" => Self::Question(QuestionType::Date),
            _ => selection(&words).map_or(Self::Other, |selection| {
                Self::Question(QuestionType::Select(selection))
            }),
        }
    }
}

fn selection<'r>(words: &[&'r str]) -> Option<Selection<'r>> {
    let (several, rest) = SELECTING.iter().find_map(|(before, several)| {
        let before: Vec<&str> = before.split(' ').collect();
        let same = |(word, known): (&&str, &&str)| word.eq_ignore_ascii_case(known);
        let begins = words.len() > before.len() && words.iter().zip(&before).all(same);
        begins.then(|| (*several, &words[before.len()..]))
    })?;
    let (list, rest) = rest.split_first()?;
    let or_other = match rest.join(" ").to_lowercase().as_str() {
        "" => false,
        "or_other" | "or other" | "or specify other" => true,
        _ => return None,
    };
    // The answers of a repeated question are no list.
    (!list.starts_with("${")).then_some(Selection {
        several,
        list,
        or_other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_in_all_their_spellings() {
        let select = |several, list, or_other| {
            RowType::Question(QuestionType::Select(Selection {
                several,
                list,
                or_other,
            }))
        };
        for (written, expected) in [
            ("select_one yn", select(false, "yn", false)),
            ("select one yn", select(false, "yn", false)),
            ("select one from yn", select(false, "yn", false)),
            ("Select_One Yn or_other", select(false, "Yn", true)),
            ("select all that apply from yn", select(true, "yn", false)),
            ("select_multiple  yn or other", select(true, "yn", true)),
            ("begin group", RowType::Begin { repeat: false }),
            ("begin_repeat", RowType::Begin { repeat: true }),
            ("string", RowType::Question(QuestionType::Text)),
            ("select_one ${N}", RowType::Other),
            ("select_one_from_file towns.csv", RowType::Other),
            ("select_one yn and more", RowType::Other),
            ("geopoint", RowType::Other),
        ] {
            assert_eq!(RowType::of(written), expected, "{written}");
        }
    }
}
