//! What a draft changes, on its page, for its reviewer, and on the version it becomes.

use accounts::Role;
use axum::http::StatusCode;

use crate::city::City;
use crate::drafting;
use crate::staff::member;

const QUESTIONNAIRE: &str = include_str!("city.toml");

/// Begins a draft with this text and returns its address.
async fn begin(city: &City, text: &str) -> String {
    drafting::draft(city, text).await.1
}

#[tokio::test]
async fn a_changed_wording_is_shown_to_break_its_series_all_the_way_to_the_version() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let second = member(&city, "second", &[Role::FieldManager]).await;
    let text = QUESTIONNAIRE
        .replace("您满意吗？", "您觉得怎么样？")
        .replace("您好！", "你好！");
    let draft = begin(&city, &text).await;

    let page = writer.get(&format!("{draft}/difference")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let wording = "Q2 的题干（中文）由“您满意吗？”改为“您觉得怎么样？”";
    let broken = "Q2 与以前各版不再可比：题目的说法变了。";
    for words in [wording, broken, "有 2 处改动，其中 1 处"] {
        assert!(page.body.contains(words), "{words}: {}", page.body);
    }
    let place = |words: &str| page.body.find(words).unwrap();
    assert!(
        place("题目 Q2") < place("问卷引言"),
        "what breaks a series comes first"
    );

    let english = writer.get(&format!("{draft}/difference?lang=en")).await;
    let sentence = "2 changes since city · version 1, of which 1 breaks the series of Q2.";
    assert!(english.body.contains(sentence), "{}", english.body);

    let sent = writer
        .post(&format!("{draft}/review"), &[("seen", "1")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let decision = second.get(&format!("{draft}?lang=en")).await;
    assert!(decision.body.contains(sentence), "{}", decision.body);
    assert!(
        decision
            .body
            .contains(&format!("{draft}/difference?lang=en"))
    );

    let published = second
        .post(&format!("{draft}/publish"), &[("seen", "1")])
        .await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
    let version = second.get(published.location()).await;
    assert!(version.body.contains(broken), "{}", version.body);
    let same = second.get(&format!("{draft}/difference")).await;
    assert!(same.body.contains(broken), "{}", same.body);
}

#[tokio::test]
async fn without_a_change_or_an_earlier_version_the_page_says_so() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let same = begin(&city, QUESTIONNAIRE).await;
    let page = writer.get(&format!("{same}/difference")).await;
    assert!(page.body.contains("没有改动"), "{}", page.body);
    let other = QUESTIONNAIRE.replace("id = \"city\"", "id = \"town\"");
    let new = begin(&city, &other).await;
    let page = writer.get(&format!("{new}/difference")).await;
    assert!(page.body.contains("以前没有发布过"), "{}", page.body);
    let broken = begin(&city, "id = ").await;
    let page = writer.get(&format!("{broken}/difference")).await;
    assert!(page.body.contains("还有读不出的地方"), "{}", page.body);
}

#[tokio::test]
async fn findings_are_said_in_the_language_of_the_page() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let faulty = QUESTIONNAIRE.replace("Q2 in [1, 3, 5]", "Q9 in [1, 3, 5]");
    let draft = begin(&city, &faulty).await;
    let page = writer.get(&draft).await;
    let chinese = "没有题目 Q9，是不是 Q1？";
    assert!(page.body.contains(chinese), "{}", page.body);
    let page = writer.get(&format!("{draft}?lang=en")).await;
    assert!(
        page.body
            .contains("there is no question Q9; did you mean Q1?"),
        "{}",
        page.body
    );
}
