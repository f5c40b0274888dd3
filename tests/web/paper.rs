//! The desk where booklets are typed in: twice, by two people, and counted once.

use accounts::Role;
use axum::http::StatusCode;

use crate::city::{Answer, City, closes_at};
use crate::staff::{Member, member};

const DESK: &str = "/studio/waves/invited/paper";

/// A booklet as it was filled in.
const FILLED: &[(&str, &str)] = &[
    ("Q1", "1"),
    ("Q2", "5"),
    ("Q3", "1"),
    ("Q3", "2"),
    ("Q4", "3"),
    ("Q5", "更多的树木"),
];

/// Sends a form of the desk about a booklet, the first copy unless another is named.
async fn send(clerk: &Member<'_>, page: &str, code: &str, fields: &[(&str, &str)]) -> Answer {
    let mut fields = [&[("_code", code)], fields].concat();
    if fields.iter().all(|(name, _)| *name != "_copy") {
        fields.push(("_copy", "0"));
    }
    clerk.post(&format!("{DESK}/{page}"), &fields).await
}

async fn enter(clerk: &Member<'_>, code: &str, fields: &[(&str, &str)]) -> Answer {
    send(clerk, "entry", code, fields).await
}

/// What the way back to the desk tells.
fn told(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().split_once("told=").unwrap().1
}

async fn clerks(city: &City) -> (Member<'_>, Member<'_>) {
    (
        member(city, "clerk", &[Role::EntryClerk]).await,
        member(city, "other", &[Role::EntryClerk]).await,
    )
}

async fn waiting(city: &City) -> usize {
    let waiting = city.column("SELECT code_hash FROM paper_entry").await;
    waiting.len()
}

/// The answers of the wave once it was opened.
async fn opened(city: &City) -> Vec<serde_json::Value> {
    city.close_and_open(&city.invited).await;
    let answers = city
        .column("SELECT CAST(answers AS TEXT) FROM response")
        .await;
    answers
        .iter()
        .map(|answers| serde_json::from_str(answers).unwrap())
        .collect()
}

#[tokio::test]
async fn two_people_type_a_booklet_in_and_it_counts_once() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[0].to_string();
    let home = clerk.get("/studio").await.body;
    assert!(home.contains(DESK), "{home}");
    assert_eq!(clerk.get(DESK).await.status, StatusCode::OK);

    // Typed from a screen's address or with small letters, it is the same code.
    let scanned = format!("https://minyi.test/i/{}", code.to_lowercase());
    let form = send(&clerk, "booklet", &scanned, &[]).await;
    assert_eq!(form.status, StatusCode::OK, "{}", form.body);
    assert!(form.body.contains("录入：第一遍") && form.body.contains("1. 您满18周岁了吗？"));
    assert_eq!(told(&enter(&clerk, code, FILLED).await), "entered");
    assert_eq!(
        (waiting(&city).await, city.stored_responses().await),
        (1, 0)
    );

    let blind = send(&other, "booklet", code, &[]).await;
    assert!(blind.body.contains("录入：第二遍"), "{}", blind.body);
    assert!(!blind.body.contains("更多的树木"), "{}", blind.body);
    assert_eq!(told(&enter(&other, code, FILLED).await), "counted");
    assert_eq!(
        (waiting(&city).await, city.stored_responses().await),
        (0, 1)
    );
    let modes = "SELECT mode FROM invitation WHERE returned";
    assert_eq!(city.column(modes).await, ["paper"]);

    // The phone has nothing left to say, and neither has the desk.
    let phone = city
        .post(&format!("/i/{code}"), "", "_variant=0&Q1=1&Q2=1")
        .await;
    assert_eq!(phone.status, StatusCode::GONE);
    let again = enter(&clerk, code, FILLED).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("这一户已经答过"), "{}", again.body);
    assert_eq!(city.column("SELECT hash FROM receipt").await.len(), 1);

    // The log says who typed a booklet in, and not which.
    let log = "SELECT actor || ' ' || subject || ' ' || CAST(after AS TEXT) FROM audit_entry WHERE action = 'enter-paper' ORDER BY id";
    let log = city.column(log).await;
    let spaceless = |line: &String| line.replace(": ", ":");
    assert_eq!(
        log.iter().map(spaceless).collect::<Vec<_>>(),
        [
            r#"clerk wave invited {"counted":false}"#,
            r#"other wave invited {"counted":true}"#
        ]
    );
    let answers = opened(&city).await;
    assert_eq!(answers.len(), 1);
    assert_eq!(
        (&answers[0]["Q2"], &answers[0]["Q4"]),
        (&5.into(), &3.into())
    );
    let remarks = city.column("SELECT wording FROM remark").await;
    assert_eq!(remarks, ["更多的树木"]);
}

#[tokio::test]
async fn where_two_entries_differ_the_paper_is_looked_at_once_more() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let code = &city.codes[1].to_string();
    let mut slipped = FILLED.to_vec();
    slipped[1] = ("Q2", "3");
    assert_eq!(told(&enter(&clerk, code, FILLED).await), "entered");
    assert_eq!(told(&enter(&other, code, &slipped).await), "differs");
    assert_eq!(
        (waiting(&city).await, city.stored_responses().await),
        (1, 0)
    );
    let home = manager.get("/studio").await.body;
    assert!(home.contains("0 份等第二遍，1 份等核定"), "{home}");

    let page = send(&manager, "booklet", code, &[]).await;
    assert!(page.body.contains("有 1 题两遍不一致"), "{}", page.body);
    for said in ["clerk：<b>非常满意</b>", "other：<b>一般</b>"] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(!page.body.contains("name=\"Q4\""), "{}", page.body);
    // A third entry is none: what is to be done has changed.
    let third = enter(&manager, code, FILLED).await;
    assert_eq!(third.status, StatusCode::UNPROCESSABLE_ENTITY);

    // Nothing is decided by saying nothing.
    for undecided in [&[][..], &[("Q2", "1"), ("_stands", "yes")]] {
        let asked = send(&manager, "settling", code, undecided).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(asked.body.contains("请选定纸上是哪一个"), "{}", asked.body);
    }
    let anew = [("_reading_Q2", "anew"), ("Q2", "1")];
    let settled = send(&manager, "settling", code, &anew).await;
    assert_eq!(told(&settled), "counted");
    assert_eq!(
        (waiting(&city).await, city.stored_responses().await),
        (0, 1)
    );
    let settled_by = "SELECT actor FROM audit_entry WHERE action = 'settle-paper'";
    assert_eq!(city.column(settled_by).await, ["manager"]);
    let answers = opened(&city).await;
    assert_eq!(
        (&answers[0]["Q2"], &answers[0]["Q4"]),
        (&1.into(), &3.into())
    );
}

#[tokio::test]
async fn whoever_settles_may_find_one_of_the_two_right() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[8].to_string();
    let slipped = [("Q1", "1"), ("Q2", "3"), ("Q3", "1"), ("Q4", "2")];
    assert_eq!(told(&enter(&clerk, code, &slipped).await), "entered");
    assert_eq!(told(&enter(&other, code, FILLED).await), "differs");
    let readings = [
        ("_reading_Q2", "first"),
        ("_reading_Q3", "second"),
        ("_reading_Q4", "second"),
        ("_reading_Q5", "second"),
    ];
    assert_eq!(
        told(&send(&other, "settling", code, &readings).await),
        "counted"
    );
    let answers = &opened(&city).await[0];
    let expected = serde_json::json!([3, [1, 2], 3]);
    assert_eq!(
        serde_json::json!([answers["Q2"], answers["Q3"], answers["Q4"]]),
        expected
    );
    let remarks = city.column("SELECT wording FROM remark").await;
    assert_eq!(remarks, ["更多的树木"]);
}

/// Neither path asks Q3; the one that the paper takes does, so it has to be settled with what decides the path.
#[tokio::test]
async fn what_a_settled_answer_leads_to_is_settled_with_it() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[9].to_string();
    let stands = ("_stands", "yes");
    let first = [("Q1", "1"), ("Q2", "98"), ("Q3", "1"), stands];
    let second = [("Q1", "1"), ("Q3", "2"), stands];
    assert_eq!(told(&enter(&clerk, code, &first).await), "entered");
    assert_eq!(told(&enter(&other, code, &second).await), "differs");
    let page = send(&clerk, "booklet", code, &[]).await;
    assert!(page.body.contains("有 2 题两遍不一致"), "{}", page.body);
    let readings = [
        ("_reading_Q2", "anew"),
        ("Q2", "5"),
        ("_reading_Q3", "second"),
    ];
    assert_eq!(
        told(&send(&clerk, "settling", code, &readings).await),
        "counted"
    );
    let answers = &opened(&city).await[0];
    let expected = serde_json::json!([5, [2]]);
    assert_eq!(serde_json::json!([answers["Q2"], answers["Q3"]]), expected);
}

#[tokio::test]
async fn the_second_entry_is_another_persons_and_whoever_slipped_begins_anew() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[2].to_string();
    assert_eq!(told(&enter(&clerk, code, FILLED).await), "entered");
    for page in ["booklet", "entry"] {
        let refused = send(&clerk, page, code, FILLED).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("第一遍是您录的"), "{}", refused.body);
    }
    // Whoever misreads the copy would compare answers to other choices.
    let misread = enter(&other, code, &[("_copy", "1")]).await;
    assert!(
        misread.body.contains("第一遍录的是版本 0"),
        "{}",
        misread.body
    );
    let unknown = enter(&other, code, &[("_copy", "200")]).await;
    assert!(unknown.body.contains("没有这个版本号"), "{}", unknown.body);
    assert_eq!(city.stored_responses().await, 0);
    assert_eq!(told(&send(&clerk, "removal", code, &[]).await), "removed");
    assert_eq!(waiting(&city).await, 0);
    assert_eq!(told(&enter(&other, code, FILLED).await), "entered");
    assert_eq!(told(&enter(&clerk, code, FILLED).await), "counted");
}

#[tokio::test]
async fn nobody_completes_what_paper_left_empty_and_what_is_no_answer_counts_as_none() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[3].to_string();
    // Nothing at the required Q1, an answer to Q3 though Q2 skips it, a number out of its range.
    let doubtful = [("Q1", ""), ("Q2", "98"), ("Q3", "1"), ("Q4", "77")];
    let asked = enter(&clerk, code, &doubtful).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "计入时算没有回答",
        "这里的回答不计入",
        "name=\"_stands\"",
        "value=\"77\"",
    ] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
    assert_eq!(waiting(&city).await, 0);
    let stands = [&doubtful[..], &[("_stands", "yes")]].concat();
    assert_eq!(told(&enter(&clerk, code, &stands).await), "entered");
    assert_eq!(told(&enter(&other, code, &stands).await), "counted");
    let answers = opened(&city).await;
    let mut kept = answers[0].as_object().unwrap().clone();
    kept.remove("$schema");
    assert_eq!(
        serde_json::Value::from(kept),
        serde_json::json!({ "Q2": 98 })
    );
}

#[tokio::test]
async fn whoever_answers_by_phone_meanwhile_counts_once() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[4].to_string();
    assert_eq!(told(&enter(&clerk, code, FILLED).await), "entered");
    let phone = city
        .post(&format!("/i/{code}"), "", "_variant=0&Q1=1&Q2=1")
        .await;
    assert_eq!(phone.status, StatusCode::SEE_OTHER, "{}", phone.body);
    let refused = enter(&other, code, FILLED).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("这一户已经答过") && refused.body.contains("原先录的内容已经删除"),
        "{}",
        refused.body
    );
    assert_eq!(
        (waiting(&city).await, city.stored_responses().await),
        (0, 1)
    );
    assert_eq!(opened(&city).await[0]["Q2"], 1);
}

#[tokio::test]
async fn who_does_not_belong_to_those_asked_is_not_counted_and_spends_no_code() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let code = &city.codes[5].to_string();
    let minor = [("Q1", "2")];
    assert_eq!(told(&enter(&clerk, code, &minor).await), "entered");
    assert_eq!(told(&enter(&other, code, &minor).await), "screened-out");
    assert_eq!(
        (waiting(&city).await, city.stored_responses().await),
        (0, 0)
    );
    assert_eq!(city.get(&format!("/i/{code}")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_a_close_would_lose_is_said_before_and_lost_after() {
    let city = City::start().await;
    let (clerk, other) = clerks(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let code = &city.codes[6].to_string();
    let page = manager.get("/studio/waves/invited").await.body;
    assert!(
        page.contains(DESK) && !page.contains("还没有录完"),
        "{page}"
    );
    assert_eq!(told(&enter(&clerk, code, FILLED).await), "entered");
    let page = manager.get("/studio/waves/invited").await.body;
    assert!(page.contains("有 1 份纸质问卷还没有录完"), "{page}");
    let close = [("reason", "flood"), ("sure", "yes")];
    manager.post("/studio/waves/invited/close", &close).await;
    assert_eq!(waiting(&city).await, 0);
    let log = "SELECT CAST(after AS TEXT) FROM audit_entry WHERE action = 'close-wave'";
    let log = city.column(log).await[0].replace(": ", ":");
    assert!(log.contains("\"booklets\":1"), "{log}");
    let refused = enter(&other, code, FILLED).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("现在不收回答"), "{}", refused.body);
    assert_eq!(waiting(&city).await, 0);
}

#[tokio::test]
async fn nothing_is_typed_in_before_or_after_the_wave_or_without_its_code() {
    let city = City::start().await;
    let (clerk, _) = clerks(&city).await;
    for code in ["", "nonsense", "0000-0000-0000-0000"] {
        for page in ["booklet", "entry", "settling"] {
            let refused = send(&clerk, page, code, FILLED).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{page}");
            assert!(refused.body.contains("这不是本期调查的邀请码"));
        }
    }
    // Nothing waits of this booklet that could be settled.
    let code = &city.codes[7].to_string();
    let nothing = send(&clerk, "settling", code, FILLED).await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = enter(&clerk, code, &[("Q99", "1")]).await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        clerk.get("/studio/waves/open/paper").await.status,
        StatusCode::NOT_FOUND,
        "an open link has no codes"
    );
    city.clock.set(closes_at());
    let late = member(&city, "late", &[Role::EntryClerk]).await;
    let refused = enter(&late, code, FILLED).await;
    assert!(refused.body.contains("现在不收回答"), "{}", refused.body);
    assert_eq!(waiting(&city).await, 0);
}
