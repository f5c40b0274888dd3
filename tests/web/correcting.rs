//! Correcting a wave in the field: its close is put off, for a reason that everybody reads, and its figures stay registered.

use accounts::Role;
use axum::http::StatusCode;
use chrono::TimeDelta;
use clock::in_china;
use sea_orm::ConnectionTrait;

use crate::city::{Answer, City, closes_at};
use crate::releasing::compute;
use crate::staff::{Member, member, sign_in};

const CORRECTION: &str = "/studio/waves/open/correction";

/// What is typed, with what the page knows of the wave.
async fn correct(manager: &Member<'_>, changes: &[(&str, &str)]) -> Answer {
    let page = manager.get(CORRECTION).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let value = |name: &str| page.attribute_after(&format!("name=\"{name}\""), "value");
    let names = [
        "seen",
        "closes",
        "title-zh",
        "title-en",
        "contact-zh",
        "contact-en",
    ];
    let mut typed: Vec<(&str, &str)> = names.map(|name| (name, value(name))).into();
    for change in changes {
        typed.retain(|(name, _)| *name != change.0);
        typed.push(*change);
    }
    manager.post(CORRECTION, &typed).await
}

fn local(days: i64) -> String {
    let moment = in_china(closes_at() + TimeDelta::days(days));
    moment.format("%Y-%m-%dT%H:%M").to_string()
}

#[tokio::test]
async fn a_close_that_is_put_off_is_told_with_its_reason_and_stays_as_registered() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    member(&city, "analyst", &[Role::Analyst]).await;
    member(&city, "releaser", &[Role::Releaser]).await;
    let (earlier, later) = (local(-1), local(10));
    let snow = ("reason", "雪灾 & <停电>");
    for lacking in [
        vec![("closes", later.as_str())],
        vec![("closes", earlier.as_str()), snow],
        vec![("closes", "soon"), snow],
        vec![("title-zh", ""), snow],
        vec![("seen", "another"), ("closes", later.as_str()), snow],
        vec![snow],
    ] {
        let refused = correct(&manager, &lacking).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{lacking:?}"
        );
    }
    let told = correct(
        &manager,
        &[("closes", &later), ("title-zh", "改过的名称"), snow],
    )
    .await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.body);
    let page = manager.get("/studio/waves/open").await.body;
    assert!(page.contains("雪灾 &amp; &lt;停电&gt;"), "{page}");
    assert!(page.contains("改过的名称"), "{page}");

    // What comes after the close that was registered is taken.
    city.clock.set(closes_at() + TimeDelta::days(1));
    for answer in (0..40).map(|person| if person < 30 { 5 } else { 1 }) {
        let form = format!("_variant=0&Q1=1&Q2={answer}");
        let sent = city.post("/s/open", "", form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    city.clock.set(closes_at() + TimeDelta::days(11));
    let late = city.post("/s/open", "", "_variant=0&Q1=1&Q2=5").await;
    assert_eq!(late.status, StatusCode::GONE);
    city.close_and_open(&city.open).await;
    let manager = sign_in(&city, "manager").await;
    assert_eq!(manager.get(CORRECTION).await.status, StatusCode::SEE_OTHER);
    let analyst = sign_in(&city, "analyst").await;
    let page = compute(&analyst, "open").await.body;
    assert!(page.contains("Computed by analyst on"), "{page}");
    let releaser = sign_in(&city, "releaser").await;
    let preview = releaser.get("/studio/waves/open/release").await;
    let seen = preview.attribute_after("name=\"seen\"", "value").to_owned();
    let sure = [("seen", seen.as_str()), ("sure", "yes")];
    let released = releaser.post("/studio/waves/open/release", &sure).await;
    assert_eq!(released.status, StatusCode::SEE_OTHER, "{}", released.body);
    let public = city.get("/results/open").await.body;
    assert!(public.contains("雪灾 &amp; &lt;停电&gt;"), "{public}");
}

#[tokio::test]
async fn what_somebody_moved_in_the_database_stops_the_results() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    member(&city, "analyst", &[Role::Analyst]).await;
    let told = correct(&manager, &[("closes", &local(10)), ("reason", "雪灾")]).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let change = async |sql: &str| {
        let txn = db::begin_write(&city.db).await.unwrap();
        txn.execute_unprepared(sql).await?;
        txn.commit().await
    };
    change("DELETE FROM correction")
        .await
        .expect_err("a correction stays");
    change("UPDATE correction SET reason = ''")
        .await
        .expect_err("a correction stays as it is");
    city.close_and_open(&city.open).await;
    change("UPDATE wave SET closes_at = opens_at WHERE slug = 'open'")
        .await
        .unwrap();
    city.clock.set(closes_at() + TimeDelta::days(1));
    let page = compute(&sign_in(&city, "analyst").await, "open").await.body;
    assert!(!page.contains("Computed by"), "{page}");
    assert!(page.contains("closes_at:"), "{page}");
}
