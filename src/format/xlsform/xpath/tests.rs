use super::*;
use crate::sample::questionnaire;
use crate::xlsform::language::Columns;
use crate::xlsform::ledger::Why;
use crate::xlsform::lists::{Lists, Uses};
use crate::xlsform::{tests::workbook as book, workbook};
use questionnaire::{Condition, QuestionId};

/// What a condition says, of a form with questions of every kind; Q1 and Q2 take choices of the list l: 1 and 2.
fn said(xpath: &str) -> Result<String, Why> {
    let rows: &[&[&str]] = &[
        &["list_name", "name", "label::English (en)"],
        &["l", "1", "One"],
        &["l", "2", "Two"],
        &["w", "near", "Near"],
        &["w", "far", "Far"],
    ];
    let sheets = workbook::read(&book(&[("choices", rows)])).unwrap();
    let columns = Columns::of(&[&sheets[0]], "").unwrap();
    let uses = Uses {
        shown: ["l", "w"].map(str::to_owned).into(),
        ..Uses::default()
    };
    let lists = Lists::of(&sheets[0], &columns, &uses, &mut Vec::new());
    let one = |list: &str| Compared::One {
        list: list.to_owned(),
    };
    let question = |name: &str| {
        let compared = match name {
            "Q1" => one("l"),
            "W" => one("w"),
            "Q2" => Compared::Several {
                list: "l".to_owned(),
            },
            "Q3" => Compared::Number,
            "Q4" => Compared::Day,
            "Q5" => Compared::Month,
            "Q6" => Compared::Text,
            _ => {
                return Err(Why::NoQuestion {
                    name: name.to_owned(),
                });
            }
        };
        Ok((QuestionId::new(name), compared))
    };
    let scope = Scope {
        lists: &lists,
        question: &question,
    };
    let formula = read(xpath, &scope)?.simplified();
    Ok(formula.source().unwrap_or_else(|| format!("{formula:?}")))
}

#[test]
fn conditions_go_to_xpath_and_back() {
    let sample = questionnaire(
        "[[arm]]\nid = \"w\"\ngroups = { a = 0.5, b = 0.5 }\n\
         [[question]]\nid = \"Q1\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"一\" }, { code = 2, zh = \"二\" }]\n\
         [[question]]\nid = \"Q2\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"票价\" }, { code = 2, zh = \"班次\" }]\n\
         [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n\
         [[question]]\nid = \"Q4\"\ntype = \"date\"\nearliest = \"2010-01-01\"\nlatest = \"2014-12-31\"\nzh = \"？\"\n",
    );
    for (condition, xpath, back) in [
        ("Q1 == 1", "${Q1} = '1'", "Q1 == 1"),
        (
            "Q1 in [1, 2]",
            "(${Q1} = '1' or ${Q1} = '2')",
            "Q1 in [1, 2]",
        ),
        ("Q1 != 1", "(${Q1} != '' and ${Q1} != '1')", "Q1 != 1"),
        (
            "!(Q3 < 5) && 1 in Q2",
            "${Q3} >= 5 and selected(${Q2}, '1')",
            "Q3 >= 5 && 1 in Q2",
        ),
        (
            "!(1 in Q2)",
            "(${Q2} != '' and not(selected(${Q2}, '1')))",
            "!(1 in Q2)",
        ),
        (
            "answered(Q3) && (Q3 == 2 || Q1 == 2)",
            "${Q3} != '' and (${Q3} = 2 or ${Q1} = '2')",
            "answered(Q3) && (Q3 == 2 || Q1 == 2)",
        ),
        ("!answered(Q3)", "${Q3} = ''", "!answered(Q3)"),
        ("arm.w == 'a' && Q1 == 2", "${Q1} = '2'", "Q1 == 2"),
        ("Q3 >= 2.50", "${Q3} >= 2.5", "Q3 >= 2.5"),
        (
            "!(Q4 < '2014-01-31') || Q4 == '2013-12-01'",
            "${Q4} >= date('2014-01-31') or ${Q4} = date('2013-12-01')",
            "Q4 >= '2014-01-31' || Q4 == '2013-12-01'",
        ),
    ] {
        let parsed = Condition::parse(condition).unwrap();
        assert_eq!(
            write(&parsed, &sample, &QuestionId::to_string).as_deref(),
            Some(xpath)
        );
        assert_eq!(said(xpath).as_deref(), Ok(back));
        assert!(Condition::parse(back).is_ok());
    }
    assert_eq!(
        write(
            &Condition::parse("arm.w == 'a'").unwrap(),
            &sample,
            &QuestionId::to_string
        ),
        None
    );
}

#[test]
fn a_blank_is_different_from_everything_and_nothing_else() {
    for (xpath, back) in [
        ("${Q1} != 2", "!answered(Q1) || Q1 != 2"),
        ("not(${Q1} = 2)", "!answered(Q1) || Q1 != 2"),
        ("not(${Q1} != 2)", "Q1 == 2"),
        ("${Q3} < 10", "Q3 < 10"),
        ("not(${Q3} < 10)", "!answered(Q3) || Q3 >= 10"),
        ("not(selected(${Q2}, '1'))", "!answered(Q2) || !(1 in Q2)"),
        ("not(selected(${Q1}, '1'))", "!answered(Q1) || Q1 != 1"),
        (
            "${Q1} != 1 and ${Q3} > 2",
            "(!answered(Q1) || Q1 != 1) && Q3 > 2",
        ),
        ("${Q3} > 2 and ${Q3} != 5", "Q3 > 2 && Q3 != 5"),
        (
            "${Q1} != '' and (${Q1} != 1 or ${Q3} = 1)",
            "answered(Q1) && (Q1 != 1 || Q3 == 1)",
        ),
        (
            "not(${Q1} = 1 and ${Q3} = '')",
            "!answered(Q1) || Q1 != 1 || answered(Q3)",
        ),
        ("${Q6} != ''", "answered(Q6)"),
        ("true()", "Constant(true)"),
        ("${Q1} = 1 or true()", "Constant(true)"),
        ("${Q1} = '' and ${Q1} = 1", "Constant(false)"),
    ] {
        assert_eq!(said(xpath).as_deref(), Ok(back), "{xpath}");
    }
}

#[test]
fn a_month_is_its_first_day() {
    for (xpath, back) in [
        ("${Q5} >= date('2013-05-01')", "Q5 >= '2013-05'"),
        ("${Q5} >= date('2013-05-28')", "Q5 > '2013-05'"),
        ("${Q5} < date('2013-05-28')", "Q5 <= '2013-05'"),
        ("date('2013-05-28') <= ${Q5}", "Q5 > '2013-05'"),
        ("${Q5} = date('2013-05-28')", "Constant(false)"),
        ("${Q5} != date('2013-05-28')", "Constant(true)"),
    ] {
        assert_eq!(said(xpath).as_deref(), Ok(back), "{xpath}");
    }
}

#[test]
fn typographic_quotes_and_blanks_in_braces_are_plain_ones() {
    for xpath in [
        "${Q1} = ‘1’",
        "${Q1}=“1”",
        "${ Q1 } = '1'",
        "'1' = ${Q1}",
        "(((${Q1}\u{a0}= 1)))",
    ] {
        assert_eq!(said(xpath).as_deref(), Ok("Q1 == 1"), "{xpath}");
    }
}

#[test]
fn what_is_not_understood_is_said_and_why() {
    for unread in [
        "count(${Q1}) > 1",
        "${Q1} = ${Q2}",
        "${Q4} < date('2014-01-31'",
        "${Q4} < today('2014-01-31')",
        "${Q4} < '2014-01-31'",
        "${Q3} = '5.0'",
        "${Q2} = '1'",
        "${Q6} = 'yes'",
        "${W} > 1",
        "",
        "(((",
        "selected(${Q2}, '1'",
        "selected(${Q2}, '1', '2')",
        "${Q1",
        "${Q1} == 1",
        "${Q3} > 99999999999999999999",
        "${Q1} = 1 ${Q1} = 2",
    ] {
        assert_eq!(said(unread), Err(Why::NotUnderstood), "{unread}");
    }
    assert_eq!(said(&"(".repeat(100_000)), Err(Why::NotUnderstood));
    assert_eq!(
        said("${q1} = 1"),
        Err(Why::NoQuestion { name: "q1".into() })
    );
    for (xpath, name) in [
        ("${W} = 'Far'", "Far"),
        ("${Q1} = '01'", "01"),
        ("${Q1} = 3", "3"),
    ] {
        assert_eq!(said(xpath), Err(Why::NoChoice { name: name.into() }));
    }
}

#[test]
fn the_parts_of_a_constraint_that_must_all_hold_are_limits() {
    let numbers = |constraint: &str| {
        let limits = limits(constraint);
        let numbers = limits.numbers.iter();
        let said: Vec<String> = numbers
            .map(|(operator, number)| format!("{}{number}", operator.sign()))
            .collect();
        (said.join(" "), limits.says_more)
    };
    for (constraint, said) in [
        (". >= 0 and . <= 120", (">=0 <=120", false)),
        ("(. >= 0) and (. <= 120)", (">=0 <=120", false)),
        ("((.>=0  and\n.<=120))", (">=0 <=120", false)),
        ("0 <= . and 120 > .", (">=0 <120", false)),
        (". >= 18 and . <= 120 or . = 998", ("", true)),
        ("(. >= 18 and . <= 120) or . = 998", ("", true)),
        (". > 0 and . < 100 and . mod 2 = 1", (">0 <100", true)),
        (". >= 0 and . <= ${N}", (">=0", true)),
        (". >= 0 and . <= 99999999999999999999", ("", true)),
        ("not(. > 5)", ("", true)),
        (") and (", ("", true)),
    ] {
        assert_eq!(
            numbers(constraint),
            (said.0.to_owned(), said.1),
            "{constraint}"
        );
    }
}
