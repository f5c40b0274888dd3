//! A list of choices pasted from elsewhere, read line by line: codes, wordings and what stands for a text field.
//!
//! # Design
//!
//! Whoever pastes a list has it from a paper form, a spreadsheet or a code book, and each writes it in another way.
//! What a line holds is therefore told by all lines together: a number is a code and a letter is the mark of a list only
//! where every line has one. Lines such as "refused" or "other" may lack it, since lists often add them unmarked.
//! Nothing is dropped in silence: whatever is left out is in [`PastedList::left_out`].

mod mark;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use mark::{number_before_words, strip_marks, whole_number};
use questionnaire::{ChoiceKind, Code};

/// The most choices that one list is read into.
pub const MOST_CHOICES: usize = 200;

/// A list as it was read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PastedList {
    /// Its choices, in its order.
    pub choices: Vec<PastedChoice>,
    /// What stood in it and is in none of the choices.
    pub left_out: Vec<LeftOut>,
}

/// One choice of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedChoice {
    /// The code that the list gives it.
    pub code: Option<Code>,
    /// Its wording in one language after the other; at least one, and no more than there are languages.
    pub wordings: Vec<String>,
    /// Asks for words of one's own: "other, please specify".
    pub other: bool,
}

/// Something in a list that is in none of its choices. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum LeftOut {
    /// Lines without any words.
    EmptyLines { count: usize },
    /// The heading of a table.
    Heading { line: usize, words: String },
    /// A line that an earlier one says already.
    Repeated { line: usize, words: String },
    /// Cells for which there is no language, in so many lines, with those of the first.
    SurplusCells {
        line: usize,
        words: String,
        lines: usize,
    },
    /// A code that an earlier line has; the choice gets another.
    RepeatedCode { line: usize, code: Code },
    /// All lines from this one on, beyond [`MOST_CHOICES`].
    Beyond {
        line: usize,
        words: String,
        count: usize,
    },
}

/// A line with its number and its cells.
#[derive(Debug)]
struct Line {
    number: usize,
    code: Option<Code>,
    cells: Vec<String>,
}

impl Line {
    fn words(&self) -> String {
        self.cells.join(" ")
    }

    /// Whether lists often add such a line without the mark that the others have.
    fn is_added(&self) -> bool {
        let wording = self.cells.first().map_or("", String::as_str);
        ChoiceKind::from_wording(wording).is_some_and(ChoiceKind::is_outside_order)
            || asks_to_specify(wording)
    }
}

/// Reads a list whose cells are wordings in so many languages, with or without a column of codes.
pub fn read_pasted_list(text: &str, languages: usize) -> PastedList {
    let mut left_out = Vec::new();
    let mut lines = split(text, &mut left_out);
    let in_column = take_code_column(&mut lines, languages, &mut left_out);
    left_out.extend(take_surplus(&mut lines, languages));
    let marked = strip_marks(&mut lines);
    if !in_column {
        let codes = numbered_points(&lines).or(marked);
        for (line, code) in lines.iter_mut().zip(codes.unwrap_or_default()) {
            line.code = code;
        }
    }
    let mut list = PastedList {
        choices: Vec::new(),
        left_out,
    };
    list.fill(lines);
    list
}

impl PastedList {
    fn fill(&mut self, lines: Vec<Line>) {
        let (mut said, mut codes) = (BTreeSet::new(), BTreeSet::new());
        let count = lines.len();
        for (place, line) in lines.into_iter().enumerate() {
            let number = line.number;
            if self.choices.len() == MOST_CHOICES {
                self.left_out.push(LeftOut::Beyond {
                    line: number,
                    words: line.words(),
                    count: count - place,
                });
                return;
            }
            if !said.insert(line.cells.clone()) {
                let words = line.words();
                let line = number;
                self.left_out.push(LeftOut::Repeated { line, words });
                continue;
            }
            let repeated = line.code.filter(|code| !codes.insert(*code));
            if let Some(code) = repeated {
                let line = number;
                self.left_out.push(LeftOut::RepeatedCode { line, code });
            }
            let other = line.cells.iter().any(|cell| asks_to_specify(cell));
            let worded = line.cells.into_iter();
            self.choices.push(PastedChoice {
                code: line.code.filter(|_| repeated.is_none()),
                wordings: worded
                    .map(|cell| if other { without_blank(&cell) } else { cell })
                    .collect(),
                other,
            });
        }
    }
}

/// The lines that say something, cut into their cells.
fn split(text: &str, left_out: &mut Vec<LeftOut>) -> Vec<Line> {
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim_end();
        line.split('\t')
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    let numbered = text.trim_end().lines().zip(1..);
    let (lines, empty): (Vec<Line>, Vec<Line>) = numbered
        .map(|(line, number)| Line {
            number,
            code: None,
            cells: cells(line),
        })
        .partition(|line| line.cells.iter().any(|cell| !cell.is_empty()));
    if !empty.is_empty() {
        let count = empty.len();
        left_out.push(LeftOut::EmptyLines { count });
    }
    lines
}

/// Takes the codes out of the column that holds them, the first one or one behind all wordings; false where there is no
/// such column. The heading of the columns goes with them.
fn take_code_column(lines: &mut Vec<Line>, languages: usize, left_out: &mut Vec<LeftOut>) -> bool {
    let is_number = |cell: &String| whole_number(cell).is_some();
    let has_heading = |column: usize| {
        lines.len() > 2
            && lines[0].cells.len() > 1
            && lines[0]
                .cells
                .get(column)
                .is_some_and(|cell| !is_number(cell))
    };
    let holds_codes = |column: usize| {
        let body = &lines[usize::from(has_heading(column))..];
        let beside = || body.iter().filter(|line| line.cells.len() > 1);
        let cells = || beside().filter_map(|line| line.cells.get(column));
        // Numbers beside numbers are the same wording in two languages.
        let all_numbers = body.iter().all(|line| line.cells.iter().all(is_number));
        let coded = cells().any(is_number);
        coded && !all_numbers && cells().all(|cell| cell.is_empty() || is_number(cell))
    };
    let Some(column) = [0, languages]
        .into_iter()
        .find(|column| holds_codes(*column))
    else {
        return false;
    };
    if has_heading(column) {
        let heading = lines.remove(0);
        left_out.push(LeftOut::Heading {
            line: heading.number,
            words: heading.words(),
        });
    }
    for line in lines {
        // A lonely number is a point of a scale without words: its code and its wording.
        let lonely = line.cells.len() == 1;
        let code = line.cells.get(column).and_then(|cell| whole_number(cell));
        line.code = code.map(Code);
        if !lonely && column < line.cells.len() {
            line.cells.remove(column);
        }
        if line.cells.iter().all(String::is_empty) {
            line.cells = code.iter().map(i64::to_string).collect();
        }
    }
    true
}

/// Takes away the cells for which there is no language.
fn take_surplus(lines: &mut [Line], languages: usize) -> Option<LeftOut> {
    let surplus = lines.iter_mut().filter_map(|line| {
        let cells = line.cells.split_off(languages.min(line.cells.len()));
        let words = cells.join(" ").trim().to_owned();
        (!words.is_empty()).then_some((line.number, words))
    });
    let surplus: Vec<(usize, String)> = surplus.collect();
    let lines = surplus.len();
    let (line, words) = surplus.into_iter().next()?;
    Some(LeftOut::SurplusCells { line, words, lines })
}

/// The codes of a scale whose points are numbers, some of them with words: "0 (worst)", "1", …, "10 (best)".
fn numbered_points(lines: &[Line]) -> Option<Vec<Option<Code>>> {
    let first = |line: &Line| line.cells.first().cloned().unwrap_or_default();
    let bare = lines
        .iter()
        .any(|line| whole_number(&first(line)).is_some());
    let points: Vec<_> = lines
        .iter()
        .map(|line| number_before_words(&first(line), bare))
        .collect();
    let told = lines.iter().zip(&points);
    let mut untold = told.filter(|(_, point)| point.is_none());
    if !untold.all(|(line, _)| line.is_added()) {
        return None;
    }
    let codes: Vec<i64> = points.iter().flatten().copied().collect();
    let different: BTreeSet<&i64> = codes.iter().collect();
    (codes.len() > 1 && different.len() == codes.len())
        .then(|| points.into_iter().map(|point| point.map(Code)).collect())
}

/// Whether a wording asks for words of one's own: "其他（请注明）", "Other, please specify", "其他____".
fn asks_to_specify(wording: &str) -> bool {
    const OTHER: [&str; 4] = ["其他", "其它", "other", "something else"];
    const SPECIFY: [&str; 10] = [
        "注明",
        "请说明",
        "写明",
        "请填写",
        "请写出",
        "specify",
        "please say",
        "please state",
        "write in",
        "please describe",
    ];
    let wording = wording.to_lowercase();
    OTHER.iter().any(|other| wording.starts_with(other))
        && (SPECIFY.iter().any(|words| wording.contains(words))
            || wording.contains("__")
            || wording.contains("＿＿")
            || wording.ends_with([':', '：']))
}

/// A wording without the line to write on: the form has a field there.
fn without_blank(wording: &str) -> String {
    let kept = wording.replace(['_', '＿'], "");
    let kept = kept.replace("：）", "）").replace(":)", ")");
    let kept = kept.replace("()", "").replace("（）", "");
    kept.trim_end_matches(|c: char| c.is_whitespace() || ":：,，".contains(c))
        .to_owned()
}
