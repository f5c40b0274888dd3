//! The list that a field team takes along, and the same list when it comes back with what became of each visit.
//!
//! # Design
//!
//! Columns are known by their names, in Chinese or English, and may stand in any order beside others. A case that was not tried has
//! its row as it was handed out, with nothing filled in, and is left out. Every fault is named at once with its row and
//! column, and a file with one is not taken in at all. Of answers the list says one word: that a case is done.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::attempt::{Attempt, AttemptFault, ContactMode};
use crate::case_number::CaseNumber;
use crate::disposition::{CaseState, Disposition, Group};
use crate::store::FieldCase;
use format::table::{Row, UnreadableTable, rows};
use sampling::PsuId;
use spreadsheet::CsvFile;

/// The largest file read, in bytes: some hundred thousand rows.
const LARGEST_FILE: usize = 8 << 20;

/// A column that a list must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say what they hold")]
pub enum Column {
    Case,
    Day,
    Mode,
    Result,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 4] = [Self::Case, Self::Day, Self::Mode, Self::Result];

    /// The names it goes by, the first Chinese and the first English one as in the list handed out.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Case => &[
                "案件号",
                "case",
                "个案号",
                "编号",
                "case number",
                "case_number",
                "case no",
                "id",
            ],
            Self::Day => &["日期", "date", "访问日期", "day"],
            Self::Mode => &["方式", "mode", "联系方式", "contact mode"],
            Self::Result => &["结果", "result", "代码", "code", "disposition", "outcome"],
        }
    }
}

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellProblem {
    /// No case number: a digit is wrong, or it is no number.
    Number,
    /// No day.
    Day,
    /// No mode.
    Mode,
    /// No result.
    Result,
    /// The same attempt stands in this row already.
    Twice {
        /// The row above.
        row: u64,
    },
    /// It can be read, but not be recorded.
    Attempt(AttemptFault),
}

/// A cell that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct CellFault {
    /// The row as the spreadsheet numbers it.
    pub row: u64,
    pub column: Column,
    /// What stands there.
    pub cell: String,
    pub fault: CellProblem,
}

/// Why a file has no rows.
#[derive(Debug, Clone, PartialEq)]
pub enum ListError {
    /// It cannot be read at all.
    Unreadable(UnreadableTable),
    /// Its heading has none of the names of these columns.
    NoColumns(Vec<Column>),
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AttemptList {
    /// The attempts that could be read, with their rows.
    pub attempts: Vec<(u64, Attempt)>,
    /// Rows in which nothing is filled in.
    pub blank: usize,
    /// What is wrong, by row.
    pub faults: Vec<CellFault>,
}

/// Reads the list of a field team, CSV or XLSX.
///
/// # Errors
///
/// Where it is no table, or lacks a column. What is wrong with cells stands in the list.
pub fn read(content: &[u8]) -> Result<AttemptList, ListError> {
    let mut rows = rows(content, LARGEST_FILE)
        .map_err(ListError::Unreadable)?
        .into_iter();
    let (_, heading) = rows.next().unwrap_or_default();
    let places = Column::ALL.map(|column| place(column, &heading));
    let missing: Vec<Column> = Column::ALL
        .into_iter()
        .zip(places)
        .filter_map(|(column, place)| place.is_none().then_some(column))
        .collect();
    if !missing.is_empty() {
        return Err(ListError::NoColumns(missing));
    }
    let mut list = AttemptList::default();
    let mut seen = BTreeMap::new();
    for row in rows {
        list.take(&row, places.map(Option::unwrap_or_default), &mut seen);
    }
    Ok(list)
}

fn place(column: Column, heading: &[String]) -> Option<usize> {
    let names: BTreeSet<&str> = column.names().iter().copied().collect();
    heading.iter().position(|cell| {
        let cell = cell.trim().to_lowercase();
        names.contains(cell.as_str())
    })
}

impl AttemptList {
    fn take(&mut self, (row, cells): &Row, places: [usize; 4], seen: &mut BTreeMap<Attempt, u64>) {
        let cell = |at: usize| cells.get(at).map_or("", |cell| cell.trim());
        let [case, day, mode, result] = places.map(cell);
        if [day, mode, result].iter().all(|cell| cell.is_empty()) {
            self.blank += usize::from(!case.is_empty());
            return;
        }
        let found = self.faults.len();
        let mut fault = |column, cell: &str, fault| {
            self.faults.push(CellFault {
                row: *row,
                column,
                cell: cell.to_owned(),
                fault,
            });
        };
        let number = CaseNumber::parse(case);
        if number.is_none() {
            fault(Column::Case, case, CellProblem::Number);
        }
        let date = day_of(day);
        if date.is_none() {
            fault(Column::Day, day, CellProblem::Day);
        }
        let contact = mode_of(mode);
        if contact.is_none() {
            fault(Column::Mode, mode, CellProblem::Mode);
        }
        let disposition = result_of(result);
        if disposition.is_none() {
            fault(Column::Result, result, CellProblem::Result);
        }
        let (Some(number), Some(day), Some(mode), Some(result)) =
            (number, date, contact, disposition)
        else {
            return;
        };
        let attempt = Attempt {
            case: number,
            day,
            mode,
            result,
        };
        if let Some(above) = seen.get(&attempt) {
            fault(Column::Case, case, CellProblem::Twice { row: *above });
        }
        if self.faults.len() == found {
            seen.insert(attempt, *row);
            self.attempts.push((*row, attempt));
        }
    }

    /// Adds what the store says of the attempts, by their places, and puts all faults in the order of the rows.
    pub fn refuse(&mut self, faults: impl IntoIterator<Item = (usize, AttemptFault)>) {
        for (at, fault) in faults {
            let Some((row, attempt)) = self.attempts.get(at) else {
                continue;
            };
            let (column, cell) = match fault {
                AttemptFault::UnknownCase | AttemptFault::Opened => {
                    (Column::Case, attempt.case.to_string())
                }
                AttemptFault::Day(day) => (Column::Day, day.to_string()),
                AttemptFault::Refused(_) => (Column::Result, attempt.result.to_string()),
            };
            self.faults.push(CellFault {
                row: *row,
                column,
                cell,
                fault: CellProblem::Attempt(fault),
            });
        }
        self.faults.sort_by_key(|fault| (fault.row, fault.column));
    }
}

/// A day as spreadsheets and people write it.
pub fn day_of(text: &str) -> Option<NaiveDate> {
    let text = text.strip_suffix(" 00:00:00").unwrap_or(text);
    let digits = text.chars().all(|c| c.is_ascii_digit()) && text.len() == 8;
    let formats: &[&str] = if digits {
        &["%Y%m%d"]
    } else {
        &["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
    };
    let read = |format: &&str| NaiveDate::parse_from_str(text, format).ok();
    formats.iter().find_map(read)
}

fn mode_of(text: &str) -> Option<ContactMode> {
    Some(match text.to_lowercase().as_str() {
        "letter" | "mail" | "信函" | "信" | "邮寄" => ContactMode::Letter,
        "visit" | "face to face" | "入户" | "上门" | "走访" | "面访" => ContactMode::Visit,
        "telephone" | "phone" | "call" | "电话" => ContactMode::Telephone,
        _ => return None,
    })
}

/// A result by its code, alone or with words behind it, or by one of the words below.
fn result_of(text: &str) -> Option<Disposition> {
    let text = text.to_lowercase();
    let code: String = text
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == '.')
        .collect();
    if !code.is_empty() {
        return Disposition::from_code(&code);
    }
    Some(match text.as_str() {
        "拒访" | "拒绝" | "refused" | "refusal" => Disposition::Refusal,
        "中断" | "中途退出" | "break-off" | "broken off" => Disposition::BreakOff,
        "未接触" | "联系不上" | "no contact" | "non-contact" => Disposition::NonContact,
        "家中无人" | "无人在家" | "nobody home" | "not at home" => Disposition::NobodyHome,
        "本人不在" | "受访者不在" | "away" | "respondent away" => {
            Disposition::RespondentAway
        }
        "死亡" | "去世" | "dead" | "deceased" => Disposition::Dead,
        "无法作答" | "不能作答" | "unable" => Disposition::Unable,
        "语言不通" | "language" => Disposition::Language,
        "无法进入" | "进不去" | "no access" => Disposition::NoAccess,
        "退信" | "查无此址" | "地址不存在" | "letter returned" | "address not found" => {
            Disposition::AddressNotFound
        }
        "不在样本内" | "out of sample" => Disposition::OutOfSample,
        "非住宅" | "not housing" => Disposition::NotHousing,
        "空置" | "无人居住" | "vacant" | "nobody lives there" => Disposition::Vacant,
        "无合格成员" | "无合格对象" | "no eligible person" => {
            Disposition::NoEligiblePerson
        }
        _ => return None,
    })
}

/// What a cell of the handed-out list says of a case that needs no further attempt.
#[derive(Debug, Clone, Copy)]
pub struct ListWords<'a> {
    /// The headings: case number, PSU, its name, household, address, state, day, mode, result.
    pub headings: [&'a str; 9],
    /// The state of a case that needs no visit: it has answered, or nobody is to be asked there.
    pub done: &'a str,
}

/// The cases as a CSV file that a field team fills in; a done case says no more than that. Names are those of the PSUs.
pub fn write<'a>(
    cases: &[FieldCase],
    name_of: impl Fn(&PsuId) -> &'a str,
    words: ListWords<'_>,
) -> Vec<u8> {
    let mut file = CsvFile::marked();
    file.row(words.headings);
    for case in cases {
        let state = if is_done(case.state) { words.done } else { "" };
        let number = case.number.to_string();
        let household = case.household.to_string();
        file.row([
            number.as_str(),
            case.psu.as_str(),
            name_of(&case.psu),
            household.as_str(),
            case.address.as_deref().unwrap_or_default(),
            state,
            "",
            "",
            "",
        ]);
    }
    file.into_bytes()
}

/// Whether nobody has to go there any more. A refusal looks as a return does, so that the list tells nothing of answers that
/// a door does not tell.
fn is_done(state: CaseState) -> bool {
    match state {
        CaseState::Returned => true,
        CaseState::Silent => false,
        CaseState::Known(disposition) => match disposition.group() {
            Group::NonContact | Group::UnknownHousehold | Group::UnknownOther => false,
            Group::Refusal
            | Group::Other
            | Group::NotEligible
            | Group::Complete
            | Group::Partial => true,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disposition::RefusedAttempt;

    fn number(row: i64) -> String {
        CaseNumber::of_row(row).to_string()
    }

    #[test]
    fn a_list_is_read_by_the_names_of_its_columns() {
        let (a, b, c) = (number(1), number(2), number(3));
        let text = format!(
            "备注,结果,案件号,日期,方式\nx,2.11,{a},2014-09-05,入户\n,,{b},,\n,3.18 查无此址,{c},2014年9月6日,信函\n"
        );
        let list = read(text.as_bytes()).unwrap();
        assert_eq!((list.blank, list.faults.len()), (1, 0), "{:?}", list.faults);
        let day = |day| NaiveDate::from_ymd_opt(2014, 9, day).unwrap();
        let attempt = |row, on, mode, result| Attempt {
            case: CaseNumber::of_row(row),
            day: day(on),
            mode,
            result,
        };
        assert_eq!(
            list.attempts,
            [
                (2, attempt(1, 5, ContactMode::Visit, Disposition::Refusal)),
                (
                    4,
                    attempt(3, 6, ContactMode::Letter, Disposition::AddressNotFound)
                ),
            ]
        );
    }

    #[test]
    fn every_fault_is_named_with_its_row_and_column() {
        let (a, b) = (number(1), number(2));
        let text = format!(
            "case,date,mode,result\n12x,soon,pigeon,happy\n{a},2014-09-05,visit,2.24\n{a},2014-09-05,visit,2.24\n{b},2014-09-05,visit,9.9\n"
        );
        let mut list = read(text.as_bytes()).unwrap();
        list.refuse([(0, AttemptFault::Refused(RefusedAttempt::Returned))]);
        let found: Vec<(u64, Column, &str)> = (list.faults.iter())
            .map(|fault| (fault.row, fault.column, fault.cell.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                (2, Column::Case, "12x"),
                (2, Column::Day, "soon"),
                (2, Column::Mode, "pigeon"),
                (2, Column::Result, "happy"),
                (3, Column::Result, "2.24"),
                (4, Column::Case, a.as_str()),
                (5, Column::Result, "9.9"),
            ]
        );
    }

    #[test]
    fn a_file_without_its_columns_says_which() {
        let error = read(b"case,when\n1,2\n").unwrap_err();
        let missing = vec![Column::Day, Column::Mode, Column::Result];
        assert_eq!(error, ListError::NoColumns(missing));
        assert!(matches!(read(b"\0"), Err(ListError::Unreadable(_))));
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for text in [
            "2014-09-05",
            "2014/9/5",
            "20140905",
            "2014年9月5日",
            "2014-09-05 00:00:00",
        ] {
            assert_eq!(day_of(text), NaiveDate::from_ymd_opt(2014, 9, 5), "{text}");
        }
        for text in ["", "5 September", "2014-02-30", "9/5/2014", "140905"] {
            assert_eq!(day_of(text), None, "{text}");
        }
    }

    #[test]
    fn every_result_that_an_attempt_can_have_is_read_by_its_code() {
        for result in Disposition::ALL {
            assert_eq!(result_of(result.code()), Some(result));
        }
    }

    #[test]
    fn the_list_says_of_answers_no_more_than_of_refusals() {
        let case = |row, state| FieldCase {
            number: CaseNumber::of_row(row),
            psu: PsuId::new("A"),
            household: row,
            address: (row == 3).then(|| "中医街3号".to_owned()),
            state,
            attempts: Vec::new(),
        };
        let cases = [
            case(1, CaseState::Returned),
            case(2, CaseState::Known(Disposition::Refusal)),
            case(3, CaseState::Known(Disposition::NobodyHome)),
        ];
        let words = ListWords {
            headings: [
                "案件号",
                "社区",
                "名称",
                "户",
                "地址",
                "状态",
                "日期",
                "方式",
                "结果",
            ],
            done: "已了结",
        };
        let file = write(&cases, |_| "和平社区", words);
        let text = String::from_utf8(file.clone()).unwrap();
        let states: Vec<&str> = (text.lines().skip(1))
            .map(|line| line.split(',').nth(5).unwrap())
            .collect();
        assert_eq!(states, ["已了结", "已了结", ""]);
        assert!(
            text.lines().nth(3).unwrap().contains(",3,中医街3号,"),
            "{text}"
        );
        let back = read(&file).unwrap();
        assert_eq!((back.blank, back.attempts.len()), (3, 0));
    }
}
