mod forms;
mod planted;

use std::io::{Cursor, Write as _};

use super::*;
use crate::read;
use crate::source::LARGEST_FILE;
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

pub(super) fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
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

/// What was left, as a line each: why, where, and the cells.
fn left(notes: &[Note]) -> Vec<String> {
    let left = notes.iter().filter_map(|note| match note {
        Note::Left(left) => Some(left),
        _ => None,
    });
    left.map(|left| {
        let cells = left.cells.iter();
        let cells: Vec<String> = cells
            .map(|cell| format!("{}={}", cell.place, cell.text))
            .collect();
        format!(
            "{:?} {} {}: {}",
            left.why,
            left.sheet,
            left.heading,
            cells.join(" ")
        )
    })
    .collect()
}

fn what_the_form_of_elsewhere_loses() -> Vec<Note> {
    vec![
        Note::Numbered {
            list: "yes_no".into(),
            names: vec!["yes".into(), "no".into()],
        },
        Note::Renamed {
            sheet: "survey",
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
            unread: false,
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
    assert_eq!(
        left(&read_back.notes),
        [
            "Row { what: \"start\" } survey : A2=start B2=start",
            "Column survey name: B3=welcome",
            "NotUnderstood survey relevant: D7=count(${why}) > 2",
            "Row { what: \"geopoint\" } survey : A8=geopoint B8=where C8=Where?",
        ]
    );
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
        ImportError::NoLists {
            missing: vec![(2, "x".into())]
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
    assert_eq!(left(&notes).len(), notes.len());
    let [never] = &left(&notes)[..] else {
        panic!("{notes:#?}");
    };
    assert!(never.starts_with("Never survey relevant: ") && never.ends_with("6=false()"));
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
        unread: false,
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
    // Nobody can tick in place of a date there, and the alternative is as good as none.
    assert_eq!(notes, []);
    before.tests.clear();
    for questionnaire in [&mut before, &mut after] {
        for question in &mut questionnaire.questions {
            if let Some(condition) = &mut question.ask_if
                && let Some((kept, _)) = condition.source().split_once(" || 98 in")
            {
                *condition = questionnaire::Condition::parse(kept).unwrap();
            }
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
    assert_eq!(condition("n"), "m > '2013-05'");
    let assumed = Note::Assumed {
        question: QuestionId::new("m"),
        key: "earliest",
        value: "1900-01".into(),
        unread: false,
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
            .any(|note| matches!(note, Note::Left(_)));
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

#[test]
fn what_was_left_stays_with_the_draft() {
    let book = workbook(&[(
        "survey",
        &[
            &["type", "name", "label::English (en)", "default"],
            &["text", "q", "Why?", "because\nof that"],
        ],
    )]);
    let imported = import(&book).unwrap();
    let file = imported.file(|note| format!("{note:?}"));
    assert!(file.contains("\n\n# Assumed {") && file.contains("# Left(Left { why: Preset"));
    let again = read("again.toml", file.as_bytes());
    assert_eq!(
        again.questionnaire.unwrap().canonical(),
        imported.questionnaire.canonical()
    );
}

#[test]
fn what_no_cell_holds_is_refused_with_its_place() {
    let mut form = shipped("examples/choices.toml");
    let zh = questionnaire::Language::new("zh");
    form.intro.set(zh.clone(), "您".repeat(32_767));
    assert!(export(&form).is_ok());
    form.intro.set(zh, "您".repeat(32_768));
    assert!(matches!(
        export(&form),
        Err(WorkbookError::TooLong { name, column, characters: 32_768, .. })
            if name == "intro" && column == "label::中文 (zh)"
    ));
}

#[test]
fn the_longest_list_there_is_comes_back() {
    let choices = (0..33_000).map(|code| format!("{{code={code},en=\"S{code}\"}}"));
    let file = format!(
        "id = \"c\"\nlanguages = [\"en\"]\ntitle = {{ en = \"Case\" }}\nintro = {{ en = \"Hello\" }}\n\
         [[question]]\nid = \"D\"\ntype = \"district\"\nen = \"Where?\"\nchoices = [{}]\n",
        choices.collect::<Vec<_>>().join(",")
    );
    assert!(file.len() > LARGEST_FILE * 7 / 10 && file.len() < LARGEST_FILE);
    let before = crate::parse("c.toml", file.as_bytes())
        .questionnaire
        .unwrap();
    let (after, lost, notes) = there_and_back(&before);
    assert_eq!((lost, notes), (vec![], vec![]));
    assert_eq!(after.canonical(), before.canonical());
}

/// The names of the rows of the survey sheet that an export writes: no two are the same, none is kept for forms.
#[test]
fn no_name_stands_twice_in_a_workbook() {
    let section = |id: &str| format!("[[section]]\nid = \"{id}\"\ntitle = {{ en = \"Part\" }}\n");
    let question = |id: &str, section: &str| {
        format!(
            "[[question]]\nid = \"{id}\"\nsection = \"{section}\"\ntype = \"short_text\"\nmax_length = 9\nen = \"Why ${{x}}?\"\n"
        )
    };
    let sections = ["intro", "title", "Q1_end", "Q1_other", "meta", "Q2"];
    let file =
        "id = \"c\"\nlanguages = [\"en\"]\ntitle = { en = \"Case\" }\nintro = { en = \"Hello\" }\n"
            .to_owned()
            + &sections.map(section).concat()
            + "[[question]]\nid = \"Q1\"\ntype = \"single\"\nen = \"Which?\"\n\
           choices = [{ code = 1, en = \"A\" }, { code = 2, en = \"B\", other = true }]\n\
           end_if = \"Q1 == 2\"\nend = { en = \"Bye\" }\n"
            + &["meta", "Q2", "Q3", "Q4", "Q5", "Q6"]
                .iter()
                .zip(sections)
                .map(|(id, section)| question(id, section))
                .collect::<String>();
    let form = read("c.toml", file.as_bytes());
    assert!(form.findings.is_empty(), "{:#?}", form.findings);
    let out = export(&form.questionnaire.unwrap()).unwrap();
    let sheets = workbook::read(&out.workbook).unwrap();
    let rows = sheets[0].rows.iter();
    let mut names: Vec<&str> = rows
        .map(|row| row.see("name"))
        .filter(|it| !it.is_empty())
        .collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
    assert!(!names.contains(&"meta") && names.contains(&"meta_"));
    let renamed = out
        .notes
        .iter()
        .filter(|note| matches!(note, Note::NamedOtherwise { .. }));
    assert_eq!(renamed.count(), 3, "{:#?}", out.notes);
    let back = import(&out.workbook).unwrap().questionnaire;
    let why = &back.question(&QuestionId::new("Q3")).unwrap().text;
    assert_eq!(why.get(&questionnaire::Language::new("en")), "Why ${x}?");
}
