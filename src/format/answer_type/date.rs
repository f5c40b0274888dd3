//! A date, as it is written.

use questionnaire::{CalendarDate, Date, Operator, Part, Question, QuestionId};

use super::{Written, beside};
use crate::check::Inspection;
use crate::problem::Problem;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;
use crate::xlsform::import::{Reader, limits_of};
use crate::xlsform::ledger::ReadRow;
use crate::xlsform::sheet::Row;
use crate::xlsform::xpath;

/// What a form calls it.
const CALLED: &str = "date";

/// What a form says of a question for a month.
const MONTH: &str = "month-year";

/// The bounds taken where a workbook states none.
const USUAL: [(u16, u8, u8); 2] = [(1900, 1, 1), (2099, 12, 31)];

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Option<Date> {
    let extra = beside::read(reader, entry, part);
    let earliest = bound(reader, entry, "earliest");
    let latest = bound(reader, entry, "latest");
    Some(Date {
        earliest: earliest?,
        latest: latest?,
        extra,
    })
}

fn bound(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    key: &'static str,
) -> Option<CalendarDate> {
    let written = reader.toml.string(entry, key);
    let written = reader.toml.require(entry, key, written)?;
    let date = written.parse().ok();
    if date.is_none() {
        let line = reader.toml.line_of(entry, key);
        let problem = Problem::DateMalformed { key, written };
        (reader.toml).report(line, entry.place.as_deref(), problem);
    }
    date
}

impl Written for Date {
    fn limits(&self, block: &mut Block<'_>) {
        block.quoted("earliest", &self.earliest.to_string());
        block.quoted("latest", &self.latest.to_string());
        beside::write(&self.extra, block);
    }

    fn choices(&self, _: &mut Block<'_>) {}

    fn inspect(&self, part: &Part, inspection: &mut Inspection<'_>) {
        beside::inspect(&self.extra, part, inspection);
        let (earliest, latest) = (self.earliest, self.latest);
        if earliest.is_month() != latest.is_month() {
            let problem = Problem::DayAndMonth { earliest, latest };
            inspection.report(part, "latest", problem);
        } else if earliest > latest {
            let problem = Problem::NoDateAccepted { earliest, latest };
            inspection.report(part, "earliest", problem);
        }
    }

    fn to_row(&self, question: &Question, row: &mut Row, form: &mut Writer<'_>) {
        row.set("type", CALLED);
        if self.is_month() {
            row.set("appearance", MONTH);
        }
        let (earliest, latest) = (xpath::date(self.earliest), xpath::date(self.latest));
        row.set("constraint", format!(". >= {earliest} and . <= {latest}"));
        beside::to_row(&self.extra, question, form);
    }
}

pub(super) fn from_row(row: &ReadRow, id: &QuestionId, form: &mut Reader<'_>) -> Date {
    let looks = row.read("appearance", |looks| (looks == MONTH).then_some(()));
    let month = looks.is_some();
    let limits = limits_of(row, |limits| {
        let others =
            limits.numbers.is_empty() && limits.lengths.is_empty() && limits.places.is_none();
        let different = limits
            .dates
            .iter()
            .any(|(operator, _)| *operator == Operator::NotEqual);
        others && !different
    });
    let (earliest, latest) = bounds(&limits.dates, month);
    let stated = [("earliest", earliest), ("latest", latest)];
    let [earliest, latest] = [0, 1].map(|at| {
        let (key, stated) = stated[at];
        let (year, of_year, day) = USUAL[at];
        let usual = CalendarDate::new(year, of_year, Some(day));
        let usual = usual.expect("the usual bounds are dates");
        let usual = if month { usual.month_only() } else { usual };
        form.assume(row, id, key, stated, usual)
    });
    Date {
        earliest,
        latest,
        extra: Vec::new(),
    }
}

/// The earliest and the latest date within these limits: days, or months, which are their first days in a form.
fn bounds(
    limits: &[(Operator, CalendarDate)],
    month: bool,
) -> (Option<CalendarDate>, Option<CalendarDate>) {
    let (mut earliest, mut latest) = (None, None);
    for (operator, date) in limits {
        let (from, to) = match operator {
            Operator::AtLeast => (Some(*date), None),
            Operator::Greater => (date.later(1), None),
            Operator::AtMost => (None, Some(*date)),
            Operator::Less => (None, date.previous()),
            Operator::Equal => (Some(*date), Some(*date)),
            Operator::NotEqual => (None, None),
        };
        earliest = earliest.max(from);
        latest = latest.into_iter().chain(to).min();
    }
    if !month {
        return (earliest, latest);
    }
    let first_from = |date: CalendarDate| match date.day() {
        Some(1) => Some(date.month_only()),
        _ => date.month_only().later(1),
    };
    (
        earliest.and_then(first_from),
        latest.map(CalendarDate::month_only),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use questionnaire::{ConditionFault, ConditionProblem};

    /// What is wrong with a question of these keys, and with one that is asked on this condition.
    fn problems(keys: &str, condition: &str) -> Vec<Problem> {
        let file = format!(
            "id = \"sample\"\nlanguages = [\"zh\"]\ntitle = {{ zh = \"题\" }}\nintro = {{ zh = \"您好\" }}\n\
             [[question]]\nid = \"D\"\ntype = \"date\"\nzh = \"哪天？\"\n{keys}\n\
             [[question]]\nid = \"N\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几次？\"\n\
             [[question]]\nid = \"Q\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n{condition}\n"
        );
        let findings = crate::read("sample.toml", file.as_bytes()).findings;
        findings
            .into_iter()
            .map(|finding| finding.problem)
            .collect()
    }

    fn date(text: &str) -> CalendarDate {
        text.parse().unwrap()
    }

    const DAYS: &str = "earliest = \"2012-02-01\"\nlatest = \"2014-12-31\"";

    #[test]
    fn bounds_are_two_days_or_two_months_in_order() {
        assert_eq!(problems(DAYS, ""), []);
        assert_eq!(
            problems("earliest = \"2012-02\"\nlatest = \"2012-02\"", ""),
            []
        );
        let (day, month) = (date("2012-02-01"), date("2012-03"));
        assert_eq!(
            problems("earliest = \"2012-02-01\"\nlatest = \"2012-03\"", ""),
            [Problem::DayAndMonth {
                earliest: day,
                latest: month
            }]
        );
        assert_eq!(
            problems("earliest = \"2012-03\"\nlatest = \"2012-02\"", ""),
            [Problem::NoDateAccepted {
                earliest: month,
                latest: date("2012-02")
            }]
        );
        assert_eq!(
            problems("earliest = \"2012-02-30\"\nlatest = \"2014-12-31\"", ""),
            [Problem::DateMalformed {
                key: "earliest",
                written: "2012-02-30".into()
            }]
        );
    }

    #[test]
    fn conditions_compare_a_date_with_dates_of_its_precision() {
        let fault = |condition: &str| {
            let condition = format!("ask_if = \"{condition}\"");
            match problems(DAYS, &condition).as_slice() {
                [] => None,
                [Problem::Condition { problem, .. }] => {
                    let ConditionProblem { fault, .. } = problem.clone();
                    Some(fault)
                }
                other => panic!("{other:?}"),
            }
        };
        let question = || QuestionId::new("D");
        let wanted = ConditionFault::DateWanted {
            question: question(),
            month: false,
        };
        assert_eq!(fault("D < '2013-05-28' && '2012-03-01' <= D"), None);
        for other in ["D < 5", "D == '2013-05'", "D in [1]", "1 in D"] {
            assert_eq!(fault(other), Some(wanted.clone()), "{other}");
        }
        assert_eq!(
            fault("D == '2011-05-28'"),
            Some(ConditionFault::DateNeverGiven {
                question: question(),
                value: date("2011-05-28"),
                earliest: date("2012-02-01"),
                latest: date("2014-12-31"),
            })
        );
        assert_eq!(
            fault("N < '2013-05-28'"),
            Some(ConditionFault::NumberWanted {
                question: QuestionId::new("N"),
                value: questionnaire::Value::Date(date("2013-05-28")),
            })
        );
    }

    #[test]
    fn a_question_that_no_date_leads_to_is_found() {
        let never = "ask_if = \"D < '2012-02-01'\"";
        assert_eq!(problems(DAYS, never), [Problem::Unreachable]);
        assert_eq!(problems(DAYS, "ask_if = \"D <= '2012-02-01'\""), []);
        assert_eq!(problems(DAYS, "ask_if = \"D > '2014-12-30'\""), []);
        let none = "ask_if = \"D > '2013-01-01' && D < '2013-01-02'\"";
        assert_eq!(problems(DAYS, none), [Problem::Unreachable]);
    }
}
