//! Opening what a wave has sealed: by whoever may release, watched by anybody of the staff. What lies in the database
//! then tells nobody who came when: neither do the rows in the order in which they were written, which a server keeps.

use std::time::Duration;

use accounts::Role;
use axum::http::StatusCode;
use chrono::TimeDelta;
use fieldwork::store::close_wave;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::city::{City, closes_at, opens_at};
use crate::staff::{Member, member};

#[tokio::test]
async fn rows_lie_in_the_order_of_random_keys_and_not_of_arrival() {
    let city = City::start().await;
    for person in 0..12 {
        let form = format!("_variant=0&Q1=1&Q2=5&Q5=person+{person}");
        let sent = city.post("/s/open", "", form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    city.close_and_open(&city.open).await;
    // SQLite keeps these tables in the order of their keys whatever comes; a server as they were written.
    let written = match city.db.get_database_backend() {
        DbBackend::Postgres => " ORDER BY ctid",
        _ => "",
    };
    for column in ["key FROM response", "id FROM remark"] {
        let lying = city.column(&format!("SELECT {column}{written}")).await;
        assert_eq!(lying.len(), 12);
        assert!(lying.is_sorted(), "{column}: {lying:?}");
    }
}

const OPENING: &str = "/studio/waves/open/opening";

#[tokio::test]
async fn a_closed_wave_is_opened_by_a_button_of_whoever_may_release() {
    let city = City::start().await;
    for _ in 0..3 {
        city.post("/s/open", "", "_variant=0&Q1=1&Q2=5").await;
    }
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let page = async || releaser.get("/studio/waves/open?lang=en").await.body;
    assert!(page().await.contains("3, encrypted: nobody can read them"));
    assert!(!page().await.contains(OPENING), "the wave is open");
    // Too early, whoever sends it.
    releaser.post(OPENING, &[]).await;
    settled(&releaser).await;
    assert_eq!(city.stored_responses().await, 3);

    close_wave(&city.db, city.open.id, closes_at())
        .await
        .unwrap();
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let seen = manager.get("/studio/waves/open?lang=en").await.body;
    assert!(
        seen.contains("Somebody who may release opens them."),
        "{seen}"
    );
    assert_eq!(
        manager.post(OPENING, &[]).await.status,
        StatusCode::FORBIDDEN
    );
    assert!(page().await.contains(OPENING));
    let answer = releaser.post(OPENING, &[]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    settled(&releaser).await;
    assert_eq!(city.column("SELECT key FROM response").await.len(), 3);
    assert_eq!(city.stored_responses().await, 0);
    assert!(
        !page().await.contains(OPENING),
        "there is nothing left to open"
    );
    let entries = "SELECT actor FROM audit_entry WHERE action = 'open-sealed'";
    assert_eq!(city.column(entries).await, ["releaser"]);
}

#[tokio::test]
async fn a_page_says_why_a_wave_could_not_be_opened() {
    let city = City::start().await;
    city.post("/s/open", "", "_variant=0&Q1=1&Q2=5").await;
    close_wave(&city.db, city.open.id, closes_at())
        .await
        .unwrap();
    std::fs::remove_dir_all(city.sealing.path()).unwrap();
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    releaser.post(OPENING, &[]).await;
    settled(&releaser).await;
    let page = releaser.get("/studio/waves/open?lang=en").await;
    let why = "the private key of this wave is not in the key folder";
    assert!(page.body.contains(why), "{}", page.body);
    assert_eq!(city.stored_responses().await, 1);
}

/// A link that is open for long is read on its dates, and goes on.
#[tokio::test]
async fn a_wave_with_reading_dates_is_opened_on_them_while_it_goes_on() {
    let city = City::start().await;
    city.clock.set(opens_at());
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let fields = [
        ("version", city.open.version.as_str()),
        ("plan", city.open.plan.as_str()),
        ("title-zh", "调查"),
        ("slug", "long"),
        ("opens", "2014-09-02T00:00"),
        ("closes", "2014-10-02T00:00"),
        ("reads", "2014-09-03"),
    ];
    let opened = manager.post("/studio/waves", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    for _ in 0..30 {
        let sent = city.post("/s/long", "", "_variant=0&Q1=1&Q2=5").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    let page = async || releaser.get("/studio/waves/long?lang=en").await.body;
    let opening = "/studio/waves/long/opening";
    assert!(!page().await.contains(opening), "its date is still to come");
    city.clock.set(opens_at() + TimeDelta::hours(30));
    let late = city.post("/s/long", "", "_variant=0&Q1=1&Q2=5").await;
    assert_eq!(late.status, StatusCode::SEE_OTHER);
    let releaser = member(&city, "later", &[Role::Releaser]).await;
    let seen = releaser.get("/studio/waves/long?lang=en").await.body;
    assert!(seen.contains("can be opened now: 30."), "{seen}");
    releaser.post(opening, &[]).await;
    while city.column("SELECT key FROM response").await.len() < 30 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let left = city.column("SELECT key FROM sealed_form").await;
    assert_eq!(
        left.len(),
        1,
        "what came after the date waits for the close"
    );
}

/// Waits until the opening that was asked for has ended.
async fn settled(watcher: &Member<'_>) {
    let page = async || watcher.get("/studio/waves/open").await;
    while page().await.headers.contains_key("refresh") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
