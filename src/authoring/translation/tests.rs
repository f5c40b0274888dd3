use super::*;
use crate::editing::apply;
use format::read;
use questionnaire::{Language, QuestionId, TextKey};

const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"题\", en = \"Title\" }\nintro = { zh = \"您好\", en = \"Hello\" }\n\
    [[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几？\"\nhelp = { zh = \"帮\" }\n";

fn draft(text: &str) -> Questionnaire {
    read("t.toml", text.as_bytes()).questionnaire.unwrap()
}

fn states(questionnaire: &Questionnaire, base: &Questionnaire) -> Vec<&'static str> {
    translations(questionnaire, &Language::new("en"), Some(base.into()))
        .iter()
        .map(|translation| translation.state.word())
        .collect()
}

#[test]
fn a_translation_is_stale_once_the_original_alone_has_changed() {
    let base = draft(DRAFT);
    assert_eq!(states(&base, &base), ["ok", "ok", "missing", "missing"]);
    let changed = draft(
        &DRAFT
            .replace("题", "新题")
            .replace("您好", "你好")
            .replace("Hello", "Hi"),
    );
    assert_eq!(
        states(&changed, &base),
        ["stale", "ok", "missing", "missing"]
    );
}

#[test]
fn a_translation_found_right_is_stale_again_with_the_next_change() {
    let base = draft(DRAFT);
    let changed = draft(&DRAFT.replace("题", "新题"));
    let confirmed = [Confirmation {
        language: Language::new("en"),
        text: TextKey::Title,
        original: "新题".to_owned(),
    }];
    let confirmed = confirmed.into();
    let states = |questionnaire: &Questionnaire| {
        let base = Earlier {
            version: &base,
            confirmed: &confirmed,
        };
        translations(questionnaire, &Language::new("en"), Some(base))[0].state
    };
    assert_eq!(states(&changed), TranslationState::Present);
    let again = draft(&DRAFT.replace("题", "另一题"));
    assert_eq!(states(&again), TranslationState::Stale);
}

#[test]
fn what_a_translator_fills_in_comes_back_as_edits() {
    let base = draft(DRAFT);
    let table = String::from_utf8(to_csv(&base, None)).unwrap();
    assert!(
        table.starts_with("\u{feff}key,zh,en,state\ntitle,题,Title,ok\n"),
        "{table}"
    );
    assert_eq!(from_csv(&base, table.as_bytes()).unwrap(), []);
    let filled = table.replace("question.Q1,几？,,", "question.Q1,几？,\"How, many?\",");
    let edits = from_csv(&base, filled.as_bytes()).unwrap();
    let text = edits
        .iter()
        .fold(DRAFT.to_owned(), |text, edit| apply(&text, edit).unwrap());
    assert_eq!(
        text,
        DRAFT.replace("zh = \"几？\"\n", "zh = \"几？\"\nen = \"How, many?\"\n")
    );
}

#[test]
fn every_bad_row_is_named() {
    let base = draft(DRAFT);
    let table = "key,en\ntitle,New\ntitle,Newer\nquestion.Q9,x\nnonsense,y\n";
    let errors = from_csv(&base, table.as_bytes()).unwrap_err();
    let [
        TableError::Twice { row: 3, key: twice },
        TableError::UnknownText {
            row: 4,
            key: unknown,
        },
        TableError::Key { row: 5, error },
    ] = errors.as_slice()
    else {
        panic!("{errors:?}");
    };
    assert_eq!(*twice, TextKey::Title);
    assert_eq!(*unknown, TextKey::Question(QuestionId::new("Q9")));
    assert_eq!(error.key, "nonsense");
    assert_eq!(
        from_csv(&base, b"a,b\n1,2\n").unwrap_err(),
        [TableError::NoKeys]
    );
    assert_eq!(
        from_csv(&base, b"key,fr\ntitle,x\n").unwrap_err(),
        [TableError::NoLanguage]
    );
    assert_eq!(
        from_csv(&base, b"key,en\ntitle,\xff\xfe\n").unwrap_err(),
        [TableError::NotATable]
    );
}

/// A workbook with these cells on its only sheet.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (at, row) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*row) {
            sheet.write_string(at, column, *cell).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_workbook_goes_out_and_comes_back_like_a_csv() {
    let text = DRAFT.replace("Title", "=1+1").replace("帮", "帮\\n助");
    let base = draft(&text);
    let out = to_xlsx(&base, None).unwrap();
    assert_eq!(from_file(&base, &out).unwrap(), []);
    let rows = format::xlsform::first_sheet(&out).unwrap();
    assert_eq!(rows[0].1, ["key", "zh", "en", "state"]);
    assert_eq!(rows[1].1, ["title", "题", "=1+1", "ok"]);
    assert_eq!(rows[4].1, ["question.Q1.help", "帮\n助", "", "missing"]);
    let filled = workbook(&[
        &["en", "key"],
        &["", "title"],
        &["How many?", "question.Q1"],
    ]);
    let edits = from_file(&base, &filled).unwrap();
    let csv = "key,en\ntitle,\nquestion.Q1,How many?\n";
    assert_eq!(edits, from_file(&base, csv.as_bytes()).unwrap());
    assert_eq!(edits.len(), 1);
}

#[test]
fn rows_keep_their_numbers_across_empty_ones() {
    let bad = workbook(&[&["key", "en"], &["", ""], &["question.Q9", "x"]]);
    let errors = from_file(&draft(DRAFT), &bad).unwrap_err();
    assert!(matches!(
        errors[..],
        [TableError::UnknownText { row: 3, .. }]
    ));
}

#[test]
fn a_translation_of_another_original_is_refused_and_the_original_is_never_changed() {
    let base = draft(DRAFT);
    let other = "key,zh,en\ntitle,旧题,Old title\nintro,别的,\n";
    let errors = from_csv(&base, other.as_bytes()).unwrap_err();
    assert!(matches!(
        errors[..],
        [TableError::OriginalDiffers { row: 2, .. }]
    ));
    let original = "key,zh,en\ntitle,旧题,Title\n";
    assert_eq!(from_csv(&base, original.as_bytes()).unwrap(), []);
}

#[test]
fn a_wording_that_cannot_be_stored_is_named_by_its_row() {
    let broken = "key,en\ntitle,\"two\nlines\"\n";
    let errors = from_csv(&draft(DRAFT), broken.as_bytes()).unwrap_err();
    assert!(matches!(errors[..], [TableError::Wording { row: 2, .. }]));
}

#[test]
fn other_documents_are_told_apart_from_tables() {
    let base = draft(DRAFT);
    let old_word = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00";
    assert_eq!(
        from_file(&base, old_word).unwrap_err(),
        [TableError::NotATable]
    );
    let errors = from_file(&base, b"PK\x03\x04nothing").unwrap_err();
    assert!(matches!(errors[..], [TableError::Workbook(_)]));
    let chinese = "key;en\ntitle;a\n\"question.Q1\";b\n";
    assert_eq!(from_file(&base, chinese.as_bytes()).unwrap().len(), 2);
    let no_encoding = b"key,zh,en\ntitle,\xcc\xe2,\xff\xff\n";
    assert_eq!(
        from_file(&base, no_encoding).unwrap_err(),
        [TableError::NotATable]
    );
    let original = base.title.find(&Language::new("zh")).unwrap();
    let table = format!("key,zh,en\ntitle,{original},A Chinese Excel says so\n");
    let (gbk, ..) = encoding_rs::GB18030.encode(&table);
    assert!(std::str::from_utf8(&gbk).is_err());
    assert_eq!(from_file(&base, &gbk).unwrap().len(), 1);
}
