mod choices;
mod merging;

use proptest::prelude::*;

use super::*;
use format::read;
use questionnaire::{Answer, ConditionFault, QuestionId, Questionnaire, ScaleId};

const DRAFT: &str = r#"# What this is for.
id        = "draft"          # aligned
languages = ["zh", "en"]
title     = { zh = "题", en = "Title" }

[intro]
zh = "您好"
en = "Hello"

# The scale of everything.
[[scale]]
id = "S3"
choices = [
  { code = 3,  kind = "satisfied",    score = 100, zh = "好",     en = "Good" },
  { code = 1,  kind = "dissatisfied", score = 0,   zh = "差",     en = "Bad" },
  { code = 98, kind = "dont_know",                 zh = "不清楚", en = "Don't know" },
]

[[section]]
id = "one"
title = { zh = "一", en = "One" }

[[section]]
id = "two"
title = { zh = "二", en = "Two" }

# A comment apart.

# About the first.
[[question]]
id = "Q1"
section = "one"
type = "scale"
scale = "S3"
zh = "甲？"   # kept
en = "A?"

[[question]]
id = "Q2"
section = "one"
type = "multiple"
ask_if = "Q1 in [1, 98]"
zh = "乙？"
en = "B?"
choices = [
  { code = 1, zh = "甲", en = "a" },
  { code = 2, zh = "乙", en = "b" },
]

[[question]]
id = "Q3"
section = "two"
type = "number"
min = 0
max = 9
ask_if = "1 in Q2 && Q1 == 1"
zh = "丙？"
en = "C?"

[[test]]
name = "low"
answers = { Q1 = 1, Q2 = [1] }
path = ["Q1", "Q2", "Q3"]
# The end.
"#;

#[track_caller]
fn sound(text: &str) -> Questionnaire {
    let reading = read("draft.toml", text.as_bytes());
    assert!(
        reading.findings.is_empty(),
        "{:#?}\n{text}",
        reading.findings
    );
    reading.questionnaire.unwrap()
}

#[track_caller]
fn done(edit: &Edit) -> String {
    apply(DRAFT, edit).unwrap()
}

fn q(id: &str) -> QuestionId {
    QuestionId::new(id)
}

fn question(id: &str) -> Part {
    Part::Question(q(id))
}

fn word(text: &str, language: &str, wording: &str) -> Edit {
    Edit::Word {
        text: text.parse().unwrap(),
        language: Language::new(language),
        wording: wording.to_owned(),
    }
}

fn set(part: Part, property: Property) -> Edit {
    Edit::Set { part, property }
}

/// The lines of one text that the other does not have, in order.
fn new_lines<'t>(text: &'t str, before: &str) -> Vec<&'t str> {
    let old: Vec<&str> = before.lines().collect();
    text.lines().filter(|line| !old.contains(line)).collect()
}

#[test]
fn a_wording_changes_its_line_and_nothing_else() {
    sound(DRAFT);
    let text = done(&word("question.Q1", "zh", " 甲的新问法？ "));
    assert_eq!(
        text,
        DRAFT.replace("zh = \"甲？\"", "zh = \"甲的新问法？\"")
    );
    let text = done(&word("scale.S3.choice.98", "en", "No idea"));
    assert_eq!(text, DRAFT.replace("Don't know", "No idea"));
    let text = done(&word("title", "en", "New"));
    assert_eq!(text, DRAFT.replace("\"Title\"", "\"New\""));
    let text = done(&word("intro", "zh", "两行\r\n的话"));
    assert_eq!(sound(&text).intro.get(&Language::new("zh")), "两行\n的话");
}

#[test]
fn a_question_in_a_language_tagged_as_a_key_is_worded_apart() {
    let languages = ["zh", "en", "id"].map(Language::new).to_vec();
    let text = done(&Edit::Languages { languages });
    let text = apply(&text, &word("question.Q3", "id", "Apa?")).unwrap();
    assert!(text.contains("id = \"Q3\"\n") && text.contains("text = { id = \"Apa?\" }\n"));
    let asked = &read("draft.toml", text.as_bytes()).questionnaire.unwrap();
    let asked = &asked.question(&q("Q3")).unwrap().text;
    assert_eq!(asked.get(&Language::new("id")), "Apa?");
    let text = apply(&text, &word("question.Q3", "id", "")).unwrap();
    assert!(!text.contains("text ="), "{text}");
}

#[test]
fn an_optional_text_comes_where_it_belongs_and_goes_without_a_trace() {
    let text = done(&word("question.Q3.help", "zh", "提示"));
    let text = apply(&text, &word("question.Q3.help", "en", "A hint")).unwrap();
    assert_eq!(
        new_lines(&text, DRAFT),
        ["help = { zh = \"提示\", en = \"A hint\" }"]
    );
    let text = apply(&text, &word("question.Q3.help", "en", "")).unwrap();
    let text = apply(&text, &word("question.Q3.help", "zh", "  ")).unwrap();
    assert_eq!(text, DRAFT);
}

#[test]
fn what_cannot_be_a_text_is_refused_with_its_place() {
    let refused = |edit: &Edit| apply(DRAFT, edit).unwrap_err();
    let pasted = refused(&word("question.Q1", "zh", "姓名\t年龄"));
    assert!(
        matches!(pasted, EditError::ControlCharacter { at: 3, .. }),
        "{pasted:?}"
    );
    let turned = refused(&word("title", "zh", "a\u{202e}b"));
    assert!(matches!(turned, EditError::ControlCharacter { at: 2, .. }));
    let broken = refused(&word("title", "zh", "a\nb"));
    assert!(matches!(broken, EditError::LineBreak { .. }));
    let long = refused(&word("section.one", "zh", &"长".repeat(301)));
    assert!(matches!(
        long,
        EditError::TooLong {
            characters: 301,
            most: 300,
            ..
        }
    ));
    let foreign = refused(&word("title", "fr", "Titre"));
    assert!(matches!(foreign, EditError::UnknownLanguage { .. }));
    let gone = refused(&word("question.Q9", "zh", "？"));
    assert_eq!(
        gone,
        EditError::UnknownPart {
            part: question("Q9")
        }
    );
    let markup = done(&word("title", "en", "<script>alert(1)</script>"));
    assert_eq!(
        sound(&markup).title.get(&Language::new("en")),
        "<script>alert(1)</script>"
    );
}

#[test]
fn a_condition_must_parse_and_must_not_ask_about_itself() {
    let refused = |source: &str| {
        apply(
            DRAFT,
            &set(question("Q2"), Property::AskIf(Some(source.to_owned()))),
        )
        .unwrap_err()
    };
    assert!(matches!(
        refused("Q1 = 1"),
        EditError::Condition { key: "ask_if", problem } if problem.fault == ConditionFault::Halved('=')
    ));
    assert_eq!(
        refused("answered(Q2)"),
        EditError::SelfReference { question: q("Q2") }
    );
    let text = done(&set(
        question("Q2"),
        Property::AskIf(Some("Q1 == 1".into())),
    ));
    assert_eq!(text, DRAFT.replace("\"Q1 in [1, 98]\"", "\"Q1 == 1\""));
    let text = done(&set(question("Q3"), Property::AskIf(None)));
    assert_eq!(text, DRAFT.replace("ask_if = \"1 in Q2 && Q1 == 1\"\n", ""));
}

#[test]
fn a_renamed_question_is_followed_by_conditions_and_tests() {
    let text = done(&Edit::Rename {
        part: question("Q1"),
        id: "overall".to_owned(),
    });
    assert_eq!(text, DRAFT.replace("Q1", "overall"));
    let taken = Edit::Rename {
        part: question("Q1"),
        id: "Q2".to_owned(),
    };
    assert_eq!(
        apply(DRAFT, &taken),
        Err(EditError::IdTaken { id: "Q2".into() })
    );
    let reserved = Edit::Rename {
        part: question("Q1"),
        id: "in".to_owned(),
    };
    assert!(matches!(
        apply(DRAFT, &reserved),
        Err(EditError::IdMalformed { .. })
    ));
    for part in [Part::Scale(ScaleId::new("S3")), Part::Section("one".into())] {
        let id = "other".to_owned();
        sound(&done(&Edit::Rename { part, id }));
    }
}

#[test]
fn questions_are_added_duplicated_moved_and_removed() {
    let text = done(&Edit::AddQuestion {
        id: q("Q4"),
        sort: Sort::Single,
        text: Text::from([("zh", "丁？"), ("en", "D?")]),
        at: Spot::After("Q1".to_owned()),
    });
    let added = "[[question]]\nid = \"Q4\"\nsection = \"one\"\ntype = \"single\"\nzh = \"丁？\"\nen = \"D?\"\nchoices = [\n  { code = 1, zh = \"\", en = \"\" },\n  { code = 2, zh = \"\", en = \"\" },\n]\n\n[[question]]\nid = \"Q2\"";
    assert!(text.contains(added), "{text}");
    assert_eq!(text.replacen(added, "[[question]]\nid = \"Q2\"", 1), DRAFT);

    let copy = done(&Edit::Duplicate {
        part: question("Q2"),
        id: "Q2b".to_owned(),
        taken: BTreeSet::new(),
    });
    let ids = |text: &str| -> Vec<String> {
        let reading = read("draft.toml", text.as_bytes());
        let questions = reading.questionnaire.unwrap().questions;
        let ids = questions.iter().map(|question| question.id.to_string());
        ids.collect()
    };
    assert_eq!(ids(&copy), ["Q1", "Q2", "Q2b", "Q3"]);

    let moved = done(&Edit::Move {
        part: question("Q3"),
        at: Spot::Before("Q2".to_owned()),
    });
    assert_eq!(ids(&moved), ["Q1", "Q3", "Q2"]);
    assert!(moved.contains("id = \"Q3\"\nsection = \"one\""));
    let back = apply(
        &moved,
        &set(question("Q3"), Property::Section(Some("two".into()))),
    )
    .unwrap();
    assert_eq!(back, DRAFT);

    let used = Edit::Remove {
        part: question("Q1"),
        with_questions: false,
    };
    let by = vec![question("Q2"), question("Q3")];
    assert_eq!(
        apply(DRAFT, &used),
        Err(EditError::StillUsed {
            part: question("Q1"),
            by
        })
    );
    let gone = done(&Edit::Remove {
        part: question("Q3"),
        with_questions: false,
    });
    assert!(
        gone.contains("path = [\"Q1\", \"Q2\"]\n# The end.\n"),
        "{gone}"
    );
}

#[test]
fn a_section_moves_and_is_copied_with_its_questions() {
    let text = done(&Edit::Duplicate {
        part: Part::Section("one".into()),
        id: "again".to_owned(),
        taken: BTreeSet::new(),
    });
    let copy = read("draft.toml", text.as_bytes()).questionnaire.unwrap();
    let ids: Vec<&str> = copy
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(ids, ["Q1", "Q2", "Q1_2", "Q2_2", "Q3"]);
    assert_eq!(
        copy.questions[3].ask_if.as_ref().unwrap().source(),
        "Q1_2 in [1, 98]"
    );
    let moved = apply(
        &text,
        &Edit::Move {
            part: Part::Section("again".into()),
            at: Spot::Last,
        },
    )
    .unwrap();
    let moved = read("draft.toml", moved.as_bytes()).questionnaire.unwrap();
    let ids: Vec<&str> = moved
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(ids, ["Q1", "Q2", "Q3", "Q1_2", "Q2_2"]);
    let gone = apply(
        DRAFT,
        &Edit::Remove {
            part: Part::Section("two".into()),
            with_questions: true,
        },
    )
    .unwrap();
    assert_eq!(
        read("draft.toml", gone.as_bytes())
            .questionnaire
            .unwrap()
            .sections
            .len(),
        1
    );
}

#[test]
fn an_item_of_the_bank_comes_with_its_scale_and_its_series() {
    let bank = sound(DRAFT);
    let item = BankItem::of(&bank, &q("Q1")).unwrap();
    assert_eq!(item.series, "draft/Q1");
    let insert = Edit::Insert {
        item: Box::new(item),
        id: q("Q4"),
        at: Spot::Last,
    };
    let json = serde_json::to_string(&insert).unwrap();
    assert_eq!(serde_json::from_str::<Edit>(&json).unwrap(), insert);
    let text = done(&insert);
    let draft = read("draft.toml", text.as_bytes()).questionnaire.unwrap();
    assert_eq!(draft.scales.len(), 1, "an equal scale is there");
    assert_eq!(
        draft.question(&q("Q4")).unwrap().series.as_deref(),
        Some("draft/Q1")
    );
    assert_ne!(draft.version(), bank.version());
    let other = apply(DRAFT, &word("scale.S3.choice.1", "zh", "很差")).unwrap();
    let text = apply(&other, &insert).unwrap();
    let draft = read("draft.toml", text.as_bytes()).questionnaire.unwrap();
    assert_eq!(draft.scales[1].id.as_str(), "S3_2");
    let again = BankItem::of(&draft, &q("Q4")).unwrap();
    assert_eq!(
        again.series, "draft/Q1",
        "a series is continued, not begun anew"
    );
}

#[test]
fn a_questionnaire_can_be_built_from_nothing() {
    let mut text = "id = \"window\"\nlanguages = [\"zh\"]\n".to_owned();
    let edits = [
        word("title", "zh", "评价"),
        word("intro", "zh", "您好"),
        Edit::AddScale {
            id: ScaleId::new("G5"),
            choices: vec![],
        },
        word("scale.G5.choice.1", "zh", "满意"),
        word("scale.G5.choice.2", "zh", "不满意"),
        Edit::AddSection {
            id: "main".into(),
            title: Text::from([("zh", "评价")]),
            at: Spot::Last,
        },
        Edit::AddQuestion {
            id: q("W01"),
            sort: Sort::Scale,
            text: Text::from([("zh", "总体？")]),
            at: Spot::Last,
        },
        set(question("W01"), Property::Section(Some("main".into()))),
        Edit::AddQuestion {
            id: q(&next_id(
                "[[question]]\nid = \"W01\"\n",
                &question(""),
                &BTreeSet::new(),
            )
            .unwrap()),
            sort: Sort::LongText,
            text: Text::from([("zh", "为什么？")]),
            at: Spot::Last,
        },
        set(question("W02"), Property::AskIf(Some("W01 == 2".into()))),
        Edit::AddArm {
            id: "half".into(),
            groups: BTreeMap::from([("a".into(), 0.5), ("b".into(), 0.5)]),
        },
        Edit::SetTest {
            name: "low".into(),
            arms: BTreeMap::new(),
            answers: questionnaire::Answers(BTreeMap::from([(q("W01"), Answer::Number(2))])),
            path: vec![q("W01"), q("W02")],
        },
    ];
    for edit in &edits {
        text = apply(&text, edit).unwrap_or_else(|error| panic!("{edit:?}: {error:?}\n{text}"));
    }
    let built = sound(&text);
    assert_eq!(built.questions[1].section.as_deref(), Some("main"));
    assert_eq!(built.arms.len(), 1);
}

#[test]
fn garbage_is_refused_with_a_line() {
    let garbage = apply("id = \"a\"\n姓名\t年龄\n", &word("title", "zh", "x"));
    assert!(
        matches!(garbage, Err(EditError::Unreadable { line: 2, .. })),
        "{garbage:?}"
    );
    let large = "#".repeat(5 << 20);
    assert!(matches!(
        apply(&large, &word("title", "zh", "x")),
        Err(EditError::TooLarge { .. })
    ));
}

proptest! {
    #[test]
    fn cutting_and_putting_together_changes_no_byte(at in 0..DRAFT.len(), piece in "[\\n #\\[\\]a-z=\"']{0,6}") {
        if DRAFT.is_char_boundary(at) {
            let text = format!("{}{piece}{}", &DRAFT[..at], &DRAFT[at..]);
            if let Ok(outline) = Outline::of(&text) {
                prop_assert_eq!(outline.write().unwrap(), text);
            }
        }
    }

    #[test]
    fn any_wording_survives_and_leaves_the_draft_readable(wording in "\\PC{0,40}") {
        if let Ok(text) = apply(DRAFT, &word("question.Q1.help", "zh", &wording)) {
            let read = read("draft.toml", text.as_bytes()).questionnaire.unwrap();
            prop_assert_eq!(read.questions[0].help.find(&Language::new("zh")).unwrap_or_default(), wording.trim());
        }
    }
}

#[test]
fn several_edits_are_made_together_or_not_at_all() {
    let word = |key: &str, wording: &str| Edit::Word {
        text: key.parse().unwrap(),
        language: Language::new("zh"),
        wording: wording.to_owned(),
    };
    let text =
        "id = \"t\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n";
    let good = [word("title", "新题"), word("intro", "你好")];
    let one_by_one = good
        .iter()
        .fold(text.to_owned(), |text, edit| apply(&text, edit).unwrap());
    assert_eq!(apply_all(text, &good).unwrap(), one_by_one);
    let bad = [
        word("title", "新题"),
        word("intro", "a\tb"),
        word("section.x", "节"),
    ];
    let errors = apply_all(text, &bad).unwrap_err();
    let places: Vec<usize> = errors.iter().map(|(at, _)| *at).collect();
    assert_eq!(places, [1, 2]);
    assert_eq!(apply_all(text, &[]).unwrap(), text);
}

#[test]
fn a_declaration_follows_its_text_and_goes_with_it() {
    let editorial = Editorial {
        text: TextKey::Question(q("Q1")),
        language: Language::new("zh"),
        before: "甲 ？".to_owned(),
        after: "甲？".to_owned(),
        reason: "空格".to_owned(),
    };
    let declared = done(&Edit::DeclareEditorial {
        editorial: editorial.clone(),
    });
    let read_back = |text: &str| read("draft.toml", text.as_bytes()).questionnaire.unwrap();
    let declarations = read_back(&declared).editorial;
    assert_eq!(declarations, std::slice::from_ref(&editorial));
    let again = Edit::DeclareEditorial {
        editorial: Editorial {
            reason: "多了空格".to_owned(),
            ..editorial.clone()
        },
    };
    let once = read_back(&apply(&declared, &again).unwrap()).editorial;
    assert_eq!((once.len(), once[0].reason.as_str()), (1, "多了空格"));
    let renamed = Edit::Rename {
        part: question("Q1"),
        id: "Q1x".to_owned(),
    };
    let renamed = read_back(&apply(&declared, &renamed).unwrap()).editorial;
    assert_eq!(renamed[0].text, TextKey::Question(q("Q1x")));
    let retract = Edit::RetractEditorial {
        editorial: editorial.clone(),
    };
    assert_eq!(apply(&declared, &retract).unwrap(), DRAFT);
    let of_label = |code| Edit::DeclareEditorial {
        editorial: Editorial {
            text: TextKey::of_choice(&question("Q2"), Code(code)),
            ..editorial.clone()
        },
    };
    let label = done(&of_label(2));
    let remove = Edit::RemoveChoice {
        part: question("Q2"),
        code: Code(2),
    };
    let removed = apply(&label, &remove).unwrap();
    assert_eq!(read_back(&removed).editorial, []);
}
