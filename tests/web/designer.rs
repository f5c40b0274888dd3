//! Journeys through the designer: what is pasted, tried and taken away, and what the second person then reads.

use accounts::Role;
use axum::http::StatusCode;
use format::read;
use questionnaire::{Language, QuestionId, Questionnaire};

use crate::city::{Answer, City};
use crate::staff::{Member, member};

const DRAFT: &str = include_str!("city.toml");

async fn designer(city: &City) -> Member<'_> {
    member(city, "designer", &[Role::Designer]).await
}

/// Begins a draft from a text and gives its address.
async fn begin(designer: &Member<'_>, text: &str) -> String {
    let file = ("draft.toml", text.as_bytes());
    let fields = [("begin", "file"), ("next-version", "yes")];
    let begun = designer.upload("/studio/drafts", &fields, file).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    begun.location().trim_end_matches("/design").to_owned()
}

async fn source(designer: &Member<'_>, draft: &str) -> String {
    designer.get(&format!("{draft}/source")).await.body
}

async fn stored(designer: &Member<'_>, draft: &str) -> Questionnaire {
    let text = source(designer, draft).await;
    read("draft.toml", text.as_bytes()).questionnaire.unwrap()
}

/// Sends the designer's form of a part.
async fn save(
    designer: &Member<'_>,
    (draft, revision): (&str, &str),
    part: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let mut all = vec![("based-on", revision), ("at", part)];
    all.extend(fields);
    designer.post(&format!("{draft}/design"), &all).await
}

const CHOICES: &str = "id = \"trees\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"题\", en = \"T\" }\nintro = { zh = \"引\", en = \"I\" }\n\
    [[question]]\nid = \"Q1\"\ntype = \"single\"\nzh = \"一？\"\nen = \"One?\"\nchoices = [\n  { code = 3, zh = \"有\", en = \"Yes\" },\n  { code = 7, zh = \"没有\", en = \"No\" },\n]\n";

#[tokio::test]
async fn what_of_a_pasted_list_is_left_out_is_said() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, CHOICES).await;
    let long: Vec<String> = (1..=250)
        .map(|at| format!("第{at}路\tLine {at}\tVoie {at}"))
        .collect();
    let pasted = [
        ("do", "paste-choices:0"),
        ("language", "zh"),
        ("pasted", &*long.join("\n")),
    ];
    let answer = save(&designer, (&draft, "1"), "question.Q1", &pasted).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let left_out = answer.body.split("id=\"left-out\"").nth(1).unwrap();
    assert!(left_out.contains("“第201路 Line 201”"), "the line is named");
    assert!(left_out.contains("“Voie 1”"), "and the column");
    let now = stored(&designer, &draft).await;
    assert_eq!(now.questions[0].answer.own_choices().len(), 200);
}

#[tokio::test]
async fn a_text_that_is_too_large_is_refused_and_kept_on_the_page() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, DRAFT).await;
    let large = format!("{DRAFT}\n# {}", "a".repeat(2 << 20));
    let fields = [("based-on", "1"), ("text", large.as_str())];
    let text = format!("{draft}/text");
    let refused = designer.post(&text, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let digits = refused.body.replace(',', "");
    let size = large.len().div_ceil(1 << 10);
    assert!(digits.contains(&format!("{size} KiB")), "how large it is");
    assert!(digits.contains("1024 KiB"), "and how large it may be");
    assert!(
        refused.body.contains(&"a".repeat(2 << 20)),
        "it is still there"
    );
    assert_eq!(source(&designer, &draft).await, DRAFT);
}

#[tokio::test]
async fn staff_meet_their_own_page_whatever_goes_wrong() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, DRAFT).await;
    let huge = "a".repeat(9 << 20);
    let text = format!("{draft}/text");
    let large = designer
        .post(&text, &[("based-on", "1"), ("text", &huge)])
        .await;
    assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(large.body.contains("8 MiB"), "the limit is said");
    let method = designer.post("/studio/audit.csv", &[]).await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    let malformed = designer.post(&text, &[("based-on", "x")]).await;
    assert_eq!(malformed.status, StatusCode::BAD_REQUEST);
    let nowhere = designer.get("/studio/nowhere").await;
    let no_draft = designer.get("/studio/drafts/999").await;
    for answer in [nowhere, no_draft] {
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_in_studio(&answer);
        assert!(answer.body.contains("class=\"places\""), "with the ways on");
    }
    for answer in [large, method, malformed] {
        assert_in_studio(&answer);
    }
    assert_in_studio(&city.get("/password/none").await);
    assert_in_studio(&city.get("/studio/nowhere").await);
    let outside = city.get("/studious").await;
    assert!(!outside.body.contains("<body class=\"studio\""));
}

fn assert_in_studio(answer: &Answer) {
    assert!(
        answer.body.contains("<body class=\"studio\""),
        "{}",
        answer.body
    );
    assert!(
        !answer.body.contains("href=\"/results\""),
        "no way for residents"
    );
}

#[tokio::test]
async fn a_language_goes_with_its_texts_in_one_step_and_comes_back() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, DRAFT).await;
    let before = source(&designer, &draft).await;
    let english = [("languages", "zh"), ("do", "save")];
    let asked = save(&designer, (&draft, "1"), "top", &english).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let en = Language::new("en");
    let all = stored(&designer, &draft).await;
    let texts = all.texts().into_iter();
    let count = texts.filter(|(_, text)| text.find(&en).is_some()).count();
    assert!(
        asked.body.contains(&format!("删去 {count} 处文字")),
        "{}",
        asked.body
    );
    assert_eq!(
        source(&designer, &draft).await,
        before,
        "nothing happens unasked"
    );

    let drop = [("languages", "zh"), ("do", "drop-texts")];
    let dropped = save(&designer, (&draft, "1"), "top", &drop).await;
    assert_eq!(dropped.status, StatusCode::SEE_OTHER, "{}", dropped.body);
    let left = source(&designer, &draft).await;
    let reading = read("draft.toml", left.as_bytes());
    assert_eq!(reading.findings, [], "{left}");
    assert!(!left.contains("en = "), "{left}");

    let undone = designer
        .post(
            &format!("{draft}/undo"),
            &[("based-on", "2"), ("at", "top")],
        )
        .await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert_eq!(source(&designer, &draft).await, before);
}

#[tokio::test]
async fn whoever_tries_another_type_finds_the_choices_again() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, CHOICES).await;
    let chosen = |questionnaire: &Questionnaire| {
        let question = questionnaire.question(&QuestionId::new("Q1")).unwrap();
        question.answer.clone()
    };
    let before = chosen(&stored(&designer, &draft).await);
    let turn = async |revision: &str, sort: &str| {
        let fields = [("type", sort), ("do", "save")];
        let saved = save(&designer, (&draft, revision), "question.Q1", &fields).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    };
    turn("1", "number").await;
    turn("2", "long_text").await;
    turn("3", "single").await;
    assert_eq!(chosen(&stored(&designer, &draft).await), before);
}

#[tokio::test]
async fn a_part_opens_at_its_heading() {
    let city = City::start().await;
    let designer = designer(&city).await;
    let draft = begin(&designer, CHOICES).await;
    let page = designer.get(&format!("{draft}/design")).await;
    let link = page.attribute_after("class=\"questions\"", "href");
    assert!(link.ends_with("?at=question.Q1#part-name"), "{link}");
    let opened = designer.get(link.trim_end_matches("#part-name")).await;
    assert_eq!(opened.body.matches("id=\"part-name\"").count(), 1);
    let heading = opened.body.split("<h2 class=\"part-name\"").nth(1).unwrap();
    assert!(
        heading.starts_with(" tabindex=\"-1\""),
        "it takes the focus"
    );
}

#[tokio::test]
async fn whoever_approves_reads_advice_codes_and_conditions() {
    let city = City::start().await;
    let writer = designer(&city).await;
    let draft = format!(
        "{CHOICES}[[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nask_if = \"Q1 == 7\"\nzh = \"二？\"\nen = \"Two?\"\n\
        extra = [{{ code = 98, kind = \"dont_know\", zh = \"不清楚\", en = \"Don’t know\" }}]\n"
    );
    let draft = begin(&writer, &draft).await;
    let sent = writer
        .post(&format!("{draft}/review"), &[("seen", "1")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let approver = member(&city, "approver", &[Role::FieldManager]).await;
    let page = approver.get(&draft).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("还没有试填过"), "the advice is there");
    let listed = page.body.split("id=\"question.Q2\"").nth(1).unwrap();
    assert!(listed.contains("<code>Q1 == 7</code>") && listed.contains("没有"));
    assert!(listed.contains("<code>98</code>") && listed.contains("不了解"));
    let first = page.body.split("id=\"question.Q1\"").nth(1).unwrap();
    assert!(first.contains("One?") && first.contains("<code>7</code>"));
}
