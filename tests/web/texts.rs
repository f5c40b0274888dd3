//! The texts of a draft: translated on the page and by file, and the draft itself in and out.

use std::io::{Cursor, Write};

use accounts::Role;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use format::{read, xlsform};

use crate::city::{Answer, City};
use crate::staff::{Member, member};

/// The questionnaire that the city has published.
const PUBLISHED: &str = include_str!("city.toml");

async fn designer(city: &City) -> Member<'_> {
    member(city, "designer", &[Role::Designer]).await
}

/// Begins a draft from a file and gives its address.
async fn begin(designer: &Member<'_>, text: &str) -> String {
    let file = ("draft.toml", text.as_bytes());
    let answer = begin_with(designer, file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    without_designer(answer.location())
}

/// The address of a draft whose designer this is.
fn without_designer(address: &str) -> String {
    address.trim_end_matches("/design").to_owned()
}

async fn begin_with(designer: &Member<'_>, file: (&str, &[u8])) -> Answer {
    let fields = [("begin", "file"), ("next-version", "yes")];
    designer.upload("/studio/drafts", &fields, file).await
}

async fn source(designer: &Member<'_>, draft: &str) -> String {
    let answer = designer.get(&format!("{draft}/source")).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.body
}

fn bomb() -> Vec<u8> {
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let packed = zip::write::SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated);
    bomb.start_file("xl/worksheets/sheet1.xml", packed).unwrap();
    bomb.write_all(&vec![b' '; 60 << 20]).unwrap();
    bomb.finish().unwrap().into_inner()
}

#[tokio::test]
async fn translations_are_saved_in_one_revision_and_only_where_they_differ() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, PUBLISHED).await;
    let address = format!("{draft}/translation");
    let page = designer.get(&address).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("name=\"text.question.Q1.choice.1\""));
    let typed = [
        ("based-on", "1"),
        ("to", "en"),
        ("text.title", "Survey of satisfaction"),
        ("text.intro", "Good day!"),
        ("text.question.Q2", "Are you satisfied?\r\n"),
    ];
    let saved = designer.post(&address, &typed).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    assert!(saved.location().ends_with("?to=en&changed=1"));
    let expected = PUBLISHED.replace("Satisfaction survey", "Survey of satisfaction");
    assert_eq!(source(&designer, &draft).await, expected);
    let overview = designer.get(&draft).await;
    assert!(
        overview.body.contains("<td>翻译</td>"),
        "said in the history"
    );
}

#[tokio::test]
async fn what_cannot_be_stored_is_said_at_its_field_and_all_that_was_typed_is_kept() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, PUBLISHED).await;
    let typed = [
        ("based-on", "1"),
        ("to", "en"),
        ("text.title", "Name\tAge\nLi\t18"),
        ("text.intro", "Hello <b>you</b>"),
    ];
    let address = format!("{draft}/translation");
    let refused = designer.post(&address, &typed).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let at_field = refused.attribute_after("name=\"text.title\"", "aria-describedby");
    assert!(at_field.starts_with("message-0"), "{at_field}");
    assert!(
        refused
            .body
            .contains("Hello &lt;b&gt;you&lt;/b&gt;</textarea>")
    );
    assert!(refused.body.contains("Name\tAge\nLi\t18</textarea>"));
    assert_eq!(source(&designer, &draft).await, PUBLISHED);
    let foreign = [("based-on", "1"), ("to", "en"), ("text.question.Q99", "x")];
    let foreign = designer.post(&address, &foreign).await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_translation_whose_original_changed_since_the_last_version_is_called_stale() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let text = PUBLISHED.replace("您满意吗？", "您对服务满意吗？");
    let draft = begin(&designer, &text).await;
    let page = designer.get(&format!("{draft}/translation")).await;
    assert_eq!(page.body.matches("↻ 原文已改").count(), 1);
    assert!(page.body.contains("<del lang=\"zh-CN\">您满意吗？</del>"));
    let work = designer
        .get(&format!("{draft}/translation?show=work"))
        .await;
    assert_eq!(work.body.matches("<textarea").count(), 1);
    assert!(work.body.contains("name=\"text.question.Q2\""));

    let right = [("based-on", "1"), ("to", "en"), ("right.question.Q2", "1")];
    let address = format!("{draft}/translation");
    let confirmed = designer.post(&address, &right).await;
    assert_eq!(confirmed.status, StatusCode::SEE_OTHER);
    let page = designer.get(&address).await;
    assert_eq!(page.body.matches("↻ 原文已改").count(), 0);
    assert_eq!(source(&designer, &draft).await, text, "no word has changed");
    let foreign = [("based-on", "1"), ("to", "en"), ("right.question.Q99", "1")];
    let foreign = designer.post(&address, &foreign).await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn whoever_saves_second_sees_both_wordings_and_loses_neither() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let other = member(&city, "other", &[Role::Designer]).await;
    let draft = begin(&designer, PUBLISHED).await;
    let address = format!("{draft}/translation");
    let first = [("based-on", "1"), ("to", "en"), ("text.title", "Theirs")];
    let first = other.post(&address, &first).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER);
    let mine = [
        ("to", "en"),
        ("text.title", "Mine"),
        ("text.intro", "Hello!"),
    ];
    let late = [&mine[..], &[("based-on", "1")]].concat();
    let collided = designer.post(&address, &late).await;
    assert_eq!(collided.status, StatusCode::CONFLICT);
    assert!(collided.body.contains("对方改成了：Theirs"));
    assert!(collided.body.contains("Mine</textarea>"));
    assert!(collided.body.contains("Hello!</textarea>"));
    assert_eq!(collided.attribute_after("name=\"based-on\"", "value"), "2");
    let again = [&mine[..], &[("based-on", "2")]].concat();
    let again = designer.post(&address, &again).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    let text = source(&designer, &draft).await;
    assert!(text.contains("en = \"Mine\"") && text.contains("en = \"Hello!\""));
}

#[tokio::test]
async fn a_file_is_taken_whole_or_not_at_all() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, PUBLISHED).await;
    let address = format!("{draft}/translation/file");
    let fields = [("based-on", "1"), ("to", "en")];
    let bad = "key,en\ntitle,New title\nquestion.Q99,x\nnonsense,y\n";
    let refused = designer
        .upload(&address, &fields, ("t.csv", bad.as_bytes()))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("id=\"file-faults\""));
    assert!(refused.body.contains("question.Q99") && refused.body.contains("nonsense"));
    for (name, content) in [("t.xlsx", bomb()), ("t.doc", vec![0xd0, 0xcf, 0, 0])] {
        let refused = designer.upload(&address, &fields, (name, &content)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    assert_eq!(source(&designer, &draft).await, PUBLISHED);

    let table = designer.get(&format!("{draft}/translation.csv")).await;
    assert!(table.body.starts_with("\u{feff}key,zh,en,state\n"));
    let filled = table.body.replace("Satisfaction survey", "New title");
    let file = ("t.csv", filled.as_bytes());
    let taken = designer.upload(&address, &fields, file).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert!(taken.location().ends_with("&changed=1"));
    let text = source(&designer, &draft).await;
    assert_eq!(text, PUBLISHED.replace("Satisfaction survey", "New title"));
    let late = designer.upload(&address, &fields, file).await;
    assert_eq!(late.status, StatusCode::CONFLICT);

    let workbook = designer.get(&format!("{draft}/translation.xlsx")).await;
    let name = workbook.headers[CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(name, "attachment; filename=\"city-texts.xlsx\"");
    assert!(workbook.body.starts_with("PK"));
}

#[tokio::test]
async fn whoever_may_only_look_sees_the_texts_and_no_field() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, PUBLISHED).await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let page = analyst.get(&format!("{draft}/translation?lang=en")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Are you satisfied?"));
    assert!(!page.body.contains("<textarea") && !page.body.contains("type=\"file\""));
}

#[tokio::test]
async fn a_draft_goes_out_as_it_is_and_as_a_workbook_only_when_it_is_sound() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let odd = format!("# 注释\n{PUBLISHED}\n\n# 结尾");
    let draft = begin(&designer, &odd).await;
    assert_eq!(source(&designer, &draft).await, odd);
    let report = designer.get(&format!("{draft}/workbook")).await;
    assert!(report.body.contains(&format!("{draft}/workbook.xlsx")));
    let workbook = designer.get(&format!("{draft}/workbook.xlsx")).await;
    assert!(workbook.body.starts_with("PK"));

    let unsound = begin(&designer, &PUBLISHED.replace("Q2 in", "Q9 in")).await;
    let report = designer.get(&format!("{unsound}/workbook")).await;
    assert!(!report.body.contains("workbook.xlsx"));
    let workbook = designer.get(&format!("{unsound}/workbook.xlsx")).await;
    assert_eq!(workbook.status, StatusCode::SEE_OTHER);

    let broken = begin(&designer, &format!("{PUBLISHED}\n一张表\t18\n")).await;
    let translation = designer.get(&format!("{broken}/translation")).await;
    assert!(translation.body.contains("语法错误"));
    let table = designer.get(&format!("{broken}/translation.csv")).await;
    assert_eq!(table.status, StatusCode::SEE_OTHER);

    let version = format!("/studio/versions/{}", city.open.version);
    let report = designer.get(&format!("{version}/workbook")).await;
    assert!(report.body.contains("workbook.xlsx"));
    let workbook = designer.get(&format!("{version}/workbook.xlsx")).await;
    let media_type = workbook.headers[CONTENT_TYPE].to_str().unwrap();
    assert!(media_type.ends_with("spreadsheetml.sheet"), "{media_type}");
}

#[tokio::test]
async fn a_draft_begins_from_an_xlsform() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let questionnaire = read("city.toml", PUBLISHED.as_bytes())
        .questionnaire
        .unwrap();
    let workbook = xlsform::export(&questionnaire).unwrap().workbook;
    let begun = begin_with(&designer, ("form.xlsx", &workbook)).await;
    let draft = match begun.status {
        StatusCode::SEE_OTHER => without_designer(begun.location()),
        StatusCode::CREATED => {
            let report = "class=\"findings\"";
            begun.attribute_after(report, "href").to_owned()
        }
        other => panic!("{other}: {}", begun.body),
    };
    let text = source(&designer, &draft).await;
    assert!(text.starts_with("id = \"city\"\n"), "{text}");
    assert_eq!(begun.status == StatusCode::CREATED, text.contains("\n\n# "));
    assert!(text.contains("您满意吗？") && text.contains("Are you satisfied?"));
}

#[tokio::test]
async fn nothing_begins_from_a_bomb_a_huge_file_garbage_or_a_word_table() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let huge = PUBLISHED.repeat(5 << 10);
    let refused: [(&str, &[u8]); 6] = [
        ("bomb.xlsx", &bomb()),
        ("huge.toml", huge.as_bytes().get(..5 << 20).unwrap()),
        ("garbage.toml", b"\x00\x01\x02\xff"),
        ("table.toml", "姓名\t年龄\n李明\t18\n".as_bytes()),
        ("page.toml", b"<table><tr><td>1</td></tr></table>"),
        ("letter.docx", b"PK\x03\x04word/document.xml"),
    ];
    for (name, content) in refused {
        let answer = begin_with(&designer, (name, content)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains("id=\"file-fault\""), "{name}");
    }
    let list = designer.get("/studio/questionnaires").await;
    assert!(!list.body.contains("href=\"/studio/drafts/1\""));
}
