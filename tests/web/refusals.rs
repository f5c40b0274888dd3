//! What staff are refused: by whom it is tried is written down, and drafts stay with those who write them.

use accounts::Role;
use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::city::City;
use crate::staff::{Member, member};

const REFUSED: &str =
    "SELECT actor || ' ' || subject FROM audit_entry WHERE action = 'access-refused' ORDER BY id";

#[tokio::test]
async fn a_refused_access_is_in_the_audit_log_once_a_minute_and_holds_no_secret() {
    let city = City::start().await;
    let curious = member(&city, "curious", &[Role::Analyst]).await;
    for _ in 0..5 {
        let refused = curious.get("/studio/people/7?secret=swordfish").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
    }
    city.get("/studio/people").await;
    let forged = curious.post_from("http://minyi.test", "AAAA", "/studio/logout", &[]);
    assert_eq!(forged.await.status, StatusCode::FORBIDDEN);
    let wanted = [
        "curious page GET /studio/people/{user}",
        "curious page POST /studio/logout",
    ];
    assert_eq!(city.column(REFUSED).await, wanted);
    city.clock.set(city.clock.now() + TimeDelta::minutes(1));
    curious.get("/studio/people/8").await;
    assert_eq!(city.column(REFUSED).await.len(), 3);

    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let log = boss
        .get("/studio/audit?action=access-refused&lang=en")
        .await;
    assert!(log.body.contains("Access refused") && log.body.contains("curious"));
}

const DRAFT: &str = include_str!("city.toml");

async fn begin(writer: &Member<'_>) -> String {
    let changed = DRAFT.replace("Satisfaction survey", "A survey");
    let file = ("draft.toml", changed.as_bytes());
    let begun = writer
        .upload(
            "/studio/drafts",
            &[("begin", "file"), ("next-version", "yes")],
            file,
        )
        .await;
    begun.location().trim_end_matches("/design").to_owned()
}

#[tokio::test]
async fn a_draft_is_withdrawn_and_given_up_by_its_writers_only() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let other = member(&city, "other", &[Role::Designer]).await;
    let draft = begin(&writer).await;
    let seen = [("seen", "1")];
    let sure = [("seen", "1"), ("sure", "yes")];
    let step = async |who: &Member<'_>, step: &str, fields: &[(&str, &str)]| {
        who.post(&format!("{draft}/{step}"), fields).await
    };
    let refused = step(&other, "discard", &sure).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("只有写过这份草稿的人"));
    step(&writer, "review", &seen).await;
    let refused = step(&other, "withdraw", &seen).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(city.column(REFUSED).await.len(), 2);
    // Whoever may approve it returns it, and may not give it up for that.
    assert_eq!(
        step(&other, "return", &seen).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        step(&other, "discard", &sure).await.status,
        StatusCode::FORBIDDEN
    );
    let page = other.get(&draft).await;
    assert!(
        !page.body.contains("/discard"),
        "nothing is offered that is refused"
    );
    step(&writer, "review", &seen).await;
    assert_eq!(
        step(&writer, "withdraw", &seen).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(
        step(&writer, "discard", &sure).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn nobody_approves_what_they_had_a_hand_in() {
    let city = City::start().await;
    let writer = member(&city, "writer", &[Role::Designer]).await;
    let other = member(&city, "other", &[Role::Designer]).await;
    let draft = begin(&writer).await;
    // Somebody else adds a comment and sends it: the words are the writer's still.
    let page = other.get(&format!("{draft}/text")).await;
    let based = page
        .attribute_after("name=\"based-on\"", "value")
        .to_owned();
    let text = format!(
        "# a comment\n{}",
        DRAFT.replace("Satisfaction survey", "A survey")
    );
    let saved = other
        .post(
            &format!("{draft}/text"),
            &[("based-on", based.as_str()), ("text", &text)],
        )
        .await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let seen = [("seen", "2")];
    other.post(&format!("{draft}/review"), &seen).await;
    for involved in [&writer, &other] {
        let refused = involved.post(&format!("{draft}/publish"), &seen).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
        let page = involved.get(&draft).await;
        assert!(!page.body.contains("/publish"));
    }
    let third = member(&city, "third", &[Role::FieldManager]).await;
    let approved = third.post(&format!("{draft}/publish"), &seen).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.body);
}
