//! What a draft may not do to published versions, and what it may declare of them.

use accounts::Role;
use axum::http::StatusCode;

use crate::city::{Answer, City};
use crate::drafting;
use crate::staff::{Member, member};

const QUESTIONNAIRE: &str = include_str!("city.toml");

async fn design(member: &Member<'_>, draft: &str, fields: &[(&str, &str)]) -> Answer {
    member.post(&format!("{draft}/design"), fields).await
}

fn shows(answer: &Answer, words: &str) {
    assert!(answer.body.contains(words), "{words}: {}", answer.body);
}

/// The text without its last question, Q5.
fn without_q5() -> String {
    let (head, _) = QUESTIONNAIRE
        .split_once("[[question]]\nid = \"Q5\"")
        .unwrap();
    head.to_owned()
}

#[tokio::test]
async fn an_id_that_a_version_had_is_not_given_again() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let (id, draft) = drafting::draft(&city, QUESTIONNAIRE).await;
    let remove = [("based-on", "1"), ("at", "question.Q5"), ("do", "remove")];
    assert_eq!(
        design(&writer, &draft, &remove).await.status,
        StatusCode::SEE_OTHER
    );
    let add = [
        ("based-on", "2"),
        ("at", "question.Q4"),
        ("do", "add"),
        ("sort", "number"),
    ];
    let added = design(&writer, &draft, &add).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    let text = drafting::text(&city, id).await;
    assert!(
        text.contains("id = \"Q6\"") && !text.contains("id = \"Q5\""),
        "{text}"
    );
    let page = writer.get(&format!("{draft}/difference")).await;
    shows(&page, "新增题目 Q6");
    shows(&page, "删去题目 Q5");
}

#[tokio::test]
async fn a_text_that_gives_an_id_to_another_question_is_not_sent_to_review() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let number = "[[question]]\nid = \"Q5\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几口人？\"\nen = \"How many people?\"\n";
    let (_, draft) = drafting::draft(&city, &(without_q5() + number)).await;
    let page = writer.get(&draft).await;
    shows(&page, "Q5 在第 1 版里是另一道题");
    let sent = writer
        .post(&format!("{draft}/review"), &[("seen", "1")])
        .await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    shows(&sent, "Q5 在第 1 版里是另一道题");
}

#[tokio::test]
async fn a_new_questionnaire_does_not_take_a_published_id_unawares() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let empty = |id| [("begin", "empty"), ("id", id), ("title-zh", "新问卷")];
    let refused = writer.post("/studio/drafts", &empty("city")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&refused, "编号“city”属于一份已经发布的问卷");
    let begun = writer.post("/studio/drafts", &empty("town")).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER);

    let file = ("draft.toml", QUESTIONNAIRE.as_bytes());
    let refused = writer
        .upload("/studio/drafts", &[("begin", "file")], file)
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    shows(&refused, "如果它就是那份问卷的下一版");
    let aware = [("begin", "file"), ("next-version", "yes")];
    let begun = writer.upload("/studio/drafts", &aware, file).await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);

    // Renamed afterwards, as in the text.
    let town = QUESTIONNAIRE.replace("id = \"city\"", "id = \"town\"");
    let (id, draft) = drafting::draft(&city, &town).await;
    drafting::change(&city, id, QUESTIONNAIRE).await;
    shows(
        &writer.get(&draft).await,
        "编号“city”属于一份已经发布的问卷",
    );
    let sent = writer
        .post(&format!("{draft}/review"), &[("seen", "2")])
        .await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_panel_shows_every_break_that_the_page_of_changes_shows() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let text = QUESTIONNAIRE
        .replace("zh = \"一般\"", "zh = \"还可以\"")
        .replace("Q2 in [1, 3, 5]", "Q2 in [1, 3]");
    let (text, _) = text.split_once("[[question]]\nid = \"Q5\"").unwrap();
    let (_, draft) = drafting::draft(&city, text).await;
    let at = async |part: &str| writer.get(&format!("{draft}/design?at={part}")).await;
    let label = "Q2 与以前各版不再可比：选项的说法变了。";
    let people = "Q3 与以前各版不再可比：被问到的人变了。";
    let gone = "Q5 与以前各版不再可比：不再问这道题。";
    shows(&at("scale.S5").await, label);
    shows(&at("question.Q2").await, label);
    shows(&at("question.Q3").await, people);
    shows(&at("").await, gone);
    let page = writer.get(&format!("{draft}/difference")).await;
    for broken in [label, people, gone] {
        shows(&page, broken);
    }
    assert!(!at("question.Q4").await.body.contains("不再可比"));
}

#[tokio::test]
async fn another_code_is_shown_as_that() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let text = QUESTIONNAIRE
        .replace("code = 5, kind", "code = 9, kind")
        .replace("Q2 in [1, 3, 5]", "Q2 in [1, 3, 9]");
    let (_, draft) = drafting::draft(&city, &text).await;
    let page = writer.get(&format!("{draft}/difference")).await;
    shows(&page, "选项的代码由 5 改为 9");
    shows(&page, "有 1 处改动，都不影响历年比较");
}

#[tokio::test]
async fn an_editorial_change_is_declared_confirmed_and_goes_on_with_its_series() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let second = member(&city, "second", &[Role::FieldManager]).await;
    let text = QUESTIONNAIRE.replace("您满意吗？", "您满意吗?");
    let (id, draft) = drafting::draft(&city, &text).await;
    let address = format!("{draft}/difference");
    let declare = async |change: &str, reason: &str| {
        let fields = [
            ("based-on", "1"),
            ("do", "declare"),
            ("change", change),
            ("reason", reason),
        ];
        writer.post(&address, &fields).await
    };
    for (change, reason) in [
        ("question.Q2@zh", " "),
        ("question.Q3@zh", "标点"),
        ("", "标点"),
    ] {
        let refused = declare(change, reason).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{change} {reason}"
        );
    }
    shows(&writer.get(&address).await, "Q2 与以前各版不再可比");
    let declared = declare("question.Q2@zh", "只改了标点").await;
    assert_eq!(declared.status, StatusCode::SEE_OTHER, "{}", declared.body);
    let page = writer.get(&address).await;
    shows(&page, "声明为文字改动，趋势接着算。理由：只改了标点");
    shows(&page, "都不影响历年比较");
    assert!(drafting::text(&city, id).await.contains("[[editorial]]"));

    let retract = [
        ("based-on", "2"),
        ("do", "retract"),
        ("change", "question.Q2@zh"),
    ];
    assert_eq!(
        writer.post(&address, &retract).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        drafting::text(&city, id).await,
        text,
        "nothing is left of it"
    );
    let undo = [("based-on", "3")];
    writer.post(&format!("{draft}/undo"), &undo).await;

    let sent = writer
        .post(&format!("{draft}/review"), &[("seen", "2")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    shows(&second.get(&draft).await, "我已逐条看过");
    let publish = format!("{draft}/publish");
    let unconfirmed = second.post(&publish, &[("seen", "2")]).await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirmed = second
        .post(&publish, &[("seen", "2"), ("editorial", "yes")])
        .await;
    assert_eq!(
        confirmed.status,
        StatusCode::SEE_OTHER,
        "{}",
        confirmed.body
    );
    shows(&second.get(confirmed.location()).await, "理由：只改了标点");
}

#[tokio::test]
async fn what_choices_newly_count_as_is_confirmed_before_a_draft_is_published() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let second = member(&city, "second", &[Role::FieldManager]).await;
    let text = QUESTIONNAIRE.replace(
        "code = 3, kind = \"neutral\"",
        "code = 3, kind = \"satisfied\"",
    );
    let (_, draft) = drafting::draft(&city, &text).await;
    let seen = [("seen", "1")];
    writer.post(&format!("{draft}/review"), &seen).await;
    let page = second.get(&draft).await;
    shows(&page, "量表 S5：“一般”算满意");
    assert!(
        !page.body.contains("“非常满意”算满意"),
        "what was so before is not asked again"
    );
    let publish = format!("{draft}/publish");
    let unconfirmed = second.post(&publish, &seen).await;
    assert_eq!(unconfirmed.status, StatusCode::UNPROCESSABLE_ENTITY);
    let confirmed = [("seen", "1"), ("kinds", "yes")];
    let published = second.post(&publish, &confirmed).await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
}
