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
        Err(ExportError::TooLong { name, column, characters: 32_768, .. })
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

/// What an import made of a workbook, in lines: its questions, then its notes.
fn outcome(book: &[u8]) -> Vec<String> {
    let imported = match import(book) {
        Ok(imported) => imported,
        Err(error) => return vec![format!("{error:?}")],
    };
    let form = &imported.questionnaire;
    let language = &form.languages[0];
    let languages: Vec<&str> = form
        .languages
        .iter()
        .map(questionnaire::Language::tag)
        .collect();
    let mut lines = vec![format!(
        "{} ({}) {:?}",
        form.title.get(language),
        languages.join(" "),
        form.intro.get(language)
    )];
    let choices = |choices: &[questionnaire::Choice]| {
        let each = choices.iter().map(|choice| {
            let kind = choice.kind.map_or("", |kind| kind.word());
            let other = if choice.other { "other" } else { "" };
            format!(
                " {}={}{kind}{other}",
                choice.code,
                choice.label.get(language)
            )
        });
        each.collect::<String>()
    };
    for scale in &form.scales {
        lines.push(format!("scale {}{}", scale.id, choices(&scale.choices)));
    }
    for question in &form.questions {
        let asked = question.ask_if.as_ref();
        let limits = match &question.answer {
            AnswerType::Number(number) => format!(" {}..{}", number.min, number.max),
            _ => String::new(),
        };
        lines.push(format!(
            "{} {}{limits}{} [{}]",
            question.id,
            question.answer.sort().word(),
            choices(question.answer.own_choices()),
            asked.map_or("", questionnaire::Condition::source),
        ));
    }
    lines.extend(left(&imported.notes));
    let others = imported.notes.iter();
    let others =
        others.filter(|note| !matches!(note, Note::Left(_) | Note::Assumed { unread: false, .. }));
    lines.extend(others.map(|note| format!("{note:?}")));
    lines
}

/// The workbook of a case: sheets after `--`, cells with ` | ` between them, `\n` for a line break; `date:` and `bool:`
/// are what a spreadsheet makes of such a text.
fn case_workbook(lines: &[&str]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let date_format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for sheet in lines
        .split(|line| line.starts_with("-- "))
        .skip(1)
        .zip(lines.iter().filter_map(|line| line.strip_prefix("-- ")))
    {
        let page = book.add_worksheet();
        page.set_name(sheet.1).unwrap();
        for (row, cells) in (0..).zip(sheet.0) {
            for (column, cell) in (0..).zip(cells.split(" | ").map(str::trim)) {
                if let Some(date) = cell.strip_prefix("date:") {
                    let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(date).unwrap();
                    page.write_datetime_with_format(row, column, &date, &date_format)
                        .unwrap();
                } else if let Some(value) = cell.strip_prefix("bool:") {
                    page.write_boolean(row, column, value == "True").unwrap();
                } else if !cell.is_empty() {
                    page.write_string(row, column, cell.replace("\\n", "\n"))
                        .unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// Forms as other tools and people write them, and what becomes of each.
#[test]
fn forms_of_elsewhere_lose_nothing_unsaid() {
    let cases: Vec<&str> = include_str!("forms.txt").split("\n## ").skip(1).collect();
    assert!(cases.len() > 45);
    let mut wrong = String::new();
    for case in cases {
        let lines: Vec<&str> = case.lines().collect();
        let at = lines.iter().position(|line| *line == "=>").unwrap();
        let expected: Vec<&str> = lines[at + 1..]
            .iter()
            .copied()
            .filter(|it| !it.is_empty())
            .collect();
        let actual = outcome(&case_workbook(&lines[..at]));
        if actual != expected {
            wrong += &format!("\n## {}\n=>\n{}\n", lines[0], actual.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Workbooks whose columns, rows and cells are drawn at random, known ones among them: each text that was planted stands
/// in the questionnaire or in the ledger.
#[test]
fn every_planted_cell_is_read_or_named() {
    const COLUMNS: [&str; 22] = [
        "type",
        "name",
        "label",
        "label::French (fr)",
        "hint",
        "Label::Klingon",
        "relevant",
        "constraint",
        "required",
        "default",
        "appearance",
        "parameters",
        "media::image",
        "",
        "choice_filter",
        "minyi_type",
        "minyi_order",
        "minyi_series",
        "disabled",
        "invented",
        "Relevance",
        "bind::odk:length",
    ];
    const TYPES: [&str; 14] = [
        "text",
        "integer",
        "note",
        "select_one l",
        "select_multiple l or_other",
        "begin group",
        "end group",
        "begin repeat",
        "geopoint",
        "calculate",
        "range",
        "date",
        "",
        "decimal",
    ];
    const OF_CHOICES: [&str; 9] = [
        "list_name",
        "name",
        "label",
        "label::French (fr)",
        "kind",
        "score",
        "apart",
        "scale",
        "d",
    ];
    let mut state: u64 = 20_261_130;
    let mut drawn = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    for round in 0..300 {
        let mut planted: Vec<String> = Vec::new();
        let mut cell = |column: &str, drawn: &mut dyn FnMut(usize) -> usize| -> String {
            let known = drawn(3) > 0;
            match column {
                "type" => TYPES[drawn(TYPES.len())].to_owned(),
                "list_name" => ["l", "l", "m"][drawn(3)].to_owned(),
                _ if drawn(3) == 0 => String::new(),
                "required" | "disabled" | "apart" if known => ["yes", "no"][drawn(2)].to_owned(),
                "kind" if known => "satisfied".to_owned(),
                "minyi_order" if known => "fixed".to_owned(),
                "scale" if known => "l".to_owned(),
                _ => {
                    planted.push(format!("planted{}x", planted.len()));
                    planted.last().unwrap().clone()
                }
            }
        };
        let mut columns = COLUMNS.to_vec();
        for at in (2..columns.len()).rev() {
            columns.swap(at, 2 + drawn(at - 1));
        }
        columns.truncate(4 + drawn(columns.len() - 4));
        let mut survey = vec![
            columns
                .iter()
                .map(|it| (*it).to_owned())
                .collect::<Vec<_>>(),
        ];
        for _ in 0..12 {
            survey.push(
                columns
                    .iter()
                    .map(|column| cell(column, &mut drawn))
                    .collect(),
            );
        }
        let mut choices = vec![
            OF_CHOICES
                .iter()
                .map(|it| (*it).to_owned())
                .collect::<Vec<_>>(),
        ];
        choices.push(
            ["l", "1", "One", "Un", "", "", "", "", ""]
                .map(str::to_owned)
                .to_vec(),
        );
        for _ in 0..6 {
            choices.push(
                OF_CHOICES
                    .iter()
                    .map(|column| cell(column, &mut drawn))
                    .collect(),
            );
        }
        let other: Vec<Vec<String>> = vec![vec![cell("", &mut drawn), cell("", &mut drawn)]];
        let settings = vec![
            vec!["form_title".to_owned(), "style".to_owned()],
            vec![cell("title", &mut drawn), cell("style", &mut drawn)],
            vec![cell("title", &mut drawn)],
        ];
        let mut book = rust_xlsxwriter::Workbook::new();
        for (name, rows) in [
            ("notes", other),
            ("survey", survey),
            ("choices", choices),
            ("settings", settings),
        ] {
            let page = book.add_worksheet();
            page.set_name(name).unwrap();
            for (row, cells) in (0..).zip(&rows) {
                for (column, text) in (0..).zip(cells) {
                    if !text.is_empty() {
                        page.write_string(row, column, text).unwrap();
                    }
                }
            }
        }
        let imported = import(&book.save_to_buffer().unwrap()).unwrap();
        let file = imported.file(|note| format!("{note:?}"));
        for text in &planted {
            assert!(
                file.contains(text.as_str()),
                "round {round}: {text} is lost:\n{file}"
            );
        }
    }
}
