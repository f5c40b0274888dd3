use std::io::{Cursor, Write as _};

use super::*;
use crate::read;
use questionnaire::{AnswerType, Number, QuestionId};

fn shipped(path: &str) -> Questionnaire {
    let root = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join("surveys");
    let file = std::fs::read(root.join(path)).unwrap();
    read(path, &file).questionnaire.unwrap()
}

fn there_and_back(questionnaire: &Questionnaire) -> (Questionnaire, Vec<Note>, Vec<Note>) {
    let out = export(questionnaire).unwrap();
    let back = import(&out.workbook).unwrap();
    (back.questionnaire, out.notes, back.notes)
}

#[test]
fn a_questionnaire_without_arms_comes_back_as_it_was() {
    for path in [
        "harbin-2012-2014/window.toml",
        "harbin-2012-2014/parents.toml",
        "examples/choices.toml",
        "examples/limits.toml",
    ] {
        let mut before = shipped(path);
        let (after, _, notes) = there_and_back(&before);
        before.tests.clear();
        assert_eq!(notes, [], "{path}");
        assert_eq!(after.canonical(), before.canonical(), "{path}");
    }
}

#[test]
fn what_has_no_counterpart_is_named_and_the_rest_comes_back() {
    let mut before = shipped("harbin-2012-2014/residents.toml");
    let (after, lost, notes) = there_and_back(&before);
    assert_eq!(notes, []);
    let missing = |part, key| Note::NoCounterpart { part, key };
    for expected in [
        Note::EndGoesOn {
            question: QuestionId::new("R01"),
        },
        missing(Part::Section("efficiency".into()), "rotate"),
        missing(Part::Question(QuestionId::new("R08")), "ask_if"),
        missing(Part::Arm("bridge".into()), "groups"),
        missing(Part::Top, "test"),
    ] {
        assert!(lost.contains(&expected), "{expected:?}: {lost:#?}");
    }
    before.tests.clear();
    before.arms.clear();
    for section in &mut before.sections {
        section.rotate = None;
    }
    for id in ["R08", "R10"] {
        let question = before
            .questions
            .iter_mut()
            .find(|question| question.id.as_str() == id);
        question.unwrap().ask_if = None;
    }
    assert_eq!(after.canonical(), before.canonical());
}

#[test]
fn every_example_is_read_again_and_sound_where_nothing_was_lost() {
    for path in ["examples/conditions.toml", "examples/screening.toml"] {
        let before = shipped(path);
        let (after, ..) = there_and_back(&before);
        assert_eq!(after.questions.len(), before.questions.len());
        let findings = read("again.toml", crate::write(&after).as_bytes()).findings;
        assert!(findings.is_empty(), "{findings:#?}");
    }
}

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (at, row) in rows.iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let (at, column) = (u32::try_from(at).unwrap(), u16::try_from(column).unwrap());
                sheet.write_string(at, column, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn what_the_form_of_elsewhere_loses() -> Vec<Note> {
    let ignored = |row, what: &str| Note::RowIgnored {
        row,
        what: what.to_owned(),
    };
    vec![
        ignored(2, "start"),
        ignored(8, "geopoint"),
        Note::NotUnderstood {
            row: 7,
            question: "more".into(),
            column: "relevant",
            xpath: "count(${why}) > 2".into(),
        },
        Note::Numbered {
            list: "yes_no".into(),
            codes: 2,
        },
        Note::Renamed {
            row: 4,
            from: "has-bus".into(),
            to: "Q_has_bus".into(),
        },
        Note::NoCounterpart {
            part: Part::Question(QuestionId::new("Q_has_bus")),
            key: "required",
        },
        Note::Assumed {
            question: QuestionId::new("age"),
            key: "max",
            value: "999999".into(),
        },
    ]
}

#[test]
fn a_form_made_elsewhere_is_read_and_what_is_not_is_reported() {
    let book = workbook(&[
        (
            "survey",
            &[
                &[
                    "type",
                    "name",
                    "label::English (en)",
                    "relevant",
                    "required",
                    "constraint",
                ],
                &["start", "start", ""],
                &["note", "welcome", "Hello"],
                &["select_one yes_no", "has-bus", "Is there a bus?", "", "yes"],
                &[
                    "select_multiple why or_other",
                    "why",
                    "Why?",
                    "${has-bus} = 'no'",
                ],
                &[
                    "integer",
                    "age",
                    "Age?",
                    "selected(${why}, 'far')",
                    "",
                    ". > 17",
                ],
                &["text", "more", "More?", "count(${why}) > 2"],
                &["geopoint", "where", "Where?"],
            ],
        ),
        (
            "choices",
            &[
                &["list_name", "name", "label::English (en)"],
                &["yes_no", "yes", "Yes"],
                &["yes_no", "no", "No"],
                &["why", "far", "Far"],
                &["why", "dear", "Dear"],
            ],
        ),
        (
            "settings",
            &[&["form_title", "form_id"], &["Buses", "buses 2026"]],
        ),
    ]);
    let read_back = import(&book).unwrap();
    let form = &read_back.questionnaire;
    assert_eq!((form.id.as_str(), form.questions.len()), ("buses-2026", 4));
    assert_eq!(form.questions[0].id.as_str(), "Q_has_bus");
    assert_eq!(
        form.questions[1].ask_if.as_ref().unwrap().source(),
        "Q_has_bus == 2"
    );
    assert!(form.questions[1].other().is_some());
    assert_eq!(
        form.questions[2].ask_if.as_ref().unwrap().source(),
        "1 in why"
    );
    assert!(matches!(
        form.questions[2].answer,
        AnswerType::Number(Number { min: 18, .. })
    ));
    for expected in what_the_form_of_elsewhere_loses() {
        let notes = &read_back.notes;
        assert!(notes.contains(&expected), "{expected:?}: {notes:#?}");
    }
    let again = read("buses.toml", crate::write(form).as_bytes());
    assert!(again.findings.is_empty(), "{:#?}", again.findings);
}

#[test]
fn bombs_and_garbage_are_refused_before_they_are_parsed() {
    assert!(matches!(
        import(b"type,name\n"),
        Err(ImportError::NotAWorkbook { .. })
    ));
    assert!(matches!(
        import(&vec![0; 6 << 20]),
        Err(ImportError::TooLarge { .. })
    ));
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    bomb.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
    bomb.write_all(&vec![b' '; 60 << 20]).unwrap();
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(import(&bomb), Err(ImportError::Bomb)));
    let far = {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("survey").unwrap();
        sheet.write_string(0, 0, "type").unwrap();
        sheet.write_string(1_000_000, 16_000, "far away").unwrap();
        book.save_to_buffer().unwrap()
    };
    assert!(matches!(
        import(&far),
        Err(ImportError::SheetTooLarge { .. })
    ));
    let other = workbook(&[("Sheet1", &[&["姓名", "年龄"]])]);
    assert!(matches!(import(&other), Err(ImportError::NoSurvey)));
    let missing = workbook(&[(
        "survey",
        &[&["type", "name", "label"], &["select_one x", "q", "？"]],
    )]);
    assert_eq!(
        import(&missing).unwrap_err(),
        ImportError::NoList {
            row: 2,
            list: "x".into()
        }
    );
}

#[test]
fn formulas_and_markup_stay_text() {
    let mut before = shipped("harbin-2012-2014/window.toml");
    let zh = questionnaire::Language::new("zh");
    before.title.set(zh.clone(), "=HYPERLINK(\"http://x\")");
    before.intro.set(zh, "<script>alert(1)</script>");
    let (after, ..) = there_and_back(&before);
    assert_eq!((after.title, after.intro), (before.title, before.intro));
}

#[test]
fn decimals_come_back_and_are_assumed_where_a_form_states_none() {
    let mut before = shipped("examples/numbers.toml");
    let (mut after, lost, notes) = there_and_back(&before);
    let unread = Note::NotUnderstood {
        row: 6,
        question: "Q3".into(),
        column: "relevant",
        xpath: "false()".into(),
    };
    assert_eq!(notes, [unread]);
    assert!(lost.iter().all(|note| matches!(
        note,
        Note::NoCounterpart {
            key: "unit" | "extra" | "test",
            ..
        }
    )));
    before.tests.clear();
    for questionnaire in [&mut before, &mut after] {
        for question in &mut questionnaire.questions {
            question.ask_if = question
                .ask_if
                .take()
                .filter(|it| it.source() != "98 in Q2");
            if let AnswerType::Number(number) = &mut question.answer {
                number.unit = questionnaire::Text::default();
                number.extra.clear();
            }
        }
    }
    assert_eq!(after.canonical(), before.canonical());
    let book = workbook(&[(
        "survey",
        &[
            &["type", "name", "label::English (en)", "constraint"],
            &["decimal", "hours", "Hours?", ". >= 0 and . <= 24"],
        ],
    )]);
    let imported = import(&book).unwrap();
    assert!(matches!(
        imported.questionnaire.questions[0].answer,
        AnswerType::Number(Number {
            min: 0,
            max: 24,
            decimals: 2,
            ..
        })
    ));
    let assumed = Note::Assumed {
        question: QuestionId::new("hours"),
        key: "decimals",
        value: "2".into(),
    };
    assert!(imported.notes.contains(&assumed), "{:#?}", imported.notes);
}

#[test]
fn dates_come_back_and_are_assumed_where_a_form_states_no_bounds() {
    let mut before = shipped("examples/dates.toml");
    let (mut after, lost, notes) = there_and_back(&before);
    assert!(lost.iter().all(|note| matches!(
        note,
        Note::NoCounterpart {
            key: "extra" | "test",
            ..
        }
    )));
    assert!(matches!(&notes[..], [Note::NotUnderstood { xpath, .. }] if xpath.contains("false()")));
    before.tests.clear();
    for questionnaire in [&mut before, &mut after] {
        for question in &mut questionnaire.questions {
            question.ask_if.take_if(|it| it.source().contains("98"));
            if let AnswerType::Date(date) = &mut question.answer {
                date.extra.clear();
            }
        }
    }
    assert_eq!(after.canonical(), before.canonical());
    let book = workbook(&[(
        "survey",
        &[
            &[
                "type",
                "name",
                "label::English (en)",
                "constraint",
                "appearance",
                "relevant",
            ],
            &[
                "date",
                "d",
                "When?",
                ". > date('2010-12-31') and . < date('2014-01-01')",
                "",
                "",
            ],
            &[
                "date",
                "m",
                "Which month?",
                "",
                "month-year",
                "${d} < date('2013-05-28')",
            ],
            &[
                "date",
                "n",
                "And then?",
                "",
                "month-year",
                "date('2013-05-28') <= ${m}",
            ],
        ],
    )]);
    let imported = import(&book).unwrap();
    let bounds = |id: &str| {
        let question = imported
            .questionnaire
            .question(&QuestionId::new(id))
            .unwrap();
        let AnswerType::Date(date) = &question.answer else {
            panic!("{id} is a date");
        };
        format!("{} {}", date.earliest, date.latest)
    };
    assert_eq!(bounds("d"), "2011-01-01 2013-12-31");
    assert_eq!(bounds("m"), "1900-01 2099-12");
    let condition = |id: &str| {
        let question = imported
            .questionnaire
            .question(&QuestionId::new(id))
            .unwrap();
        question.ask_if.as_ref().unwrap().source().to_owned()
    };
    assert_eq!(condition("m"), "d < '2013-05-28'");
    assert_eq!(condition("n"), "m >= '2013-05'");
    let assumed = Note::Assumed {
        question: QuestionId::new("m"),
        key: "earliest",
        value: "1900-01".into(),
    };
    assert!(imported.notes.contains(&assumed), "{:#?}", imported.notes);
}

#[test]
fn how_many_are_chosen_is_a_constraint_and_another_constraint_is_reported() {
    let form = |constraint: &str| {
        let book = workbook(&[
            (
                "survey",
                &[
                    &["type", "name", "label::English (en)", "constraint"],
                    &["select_multiple why", "why", "Why?", constraint],
                ],
            ),
            (
                "choices",
                &[
                    &["list_name", "name", "label::English (en)"],
                    &["why", "1", "Far"],
                    &["why", "2", "Late"],
                    &["why", "3", "Dear"],
                ],
            ),
        ]);
        let imported = import(&book).unwrap();
        let question = imported.questionnaire.questions[0].clone();
        let AnswerType::Multiple(multiple) = question.answer else {
            panic!("{question:?}");
        };
        let reported = imported
            .notes
            .iter()
            .any(|note| matches!(note, Note::NotUnderstood { .. }));
        (multiple.min_choices, multiple.max_choices, reported)
    };
    assert_eq!(form("count-selected(.) <= 2"), (None, Some(2), false));
    assert_eq!(
        form("count-selected(.) >= 1 and count-selected(.) <= 2"),
        (Some(1), Some(2), false)
    );
    assert_eq!(
        form("count-selected(.) <= 2 or selected(., '3')"),
        (None, None, true)
    );
}
