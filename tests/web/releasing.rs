//! Computing results and publishing them: the deeds of two persons, and nothing is public before the second.

use std::time::Duration;

use accounts::Role;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use chrono::TimeDelta;
use fieldwork::store::find_wave;
use minyi::cli::audit::verify;
use minyi::cli::erase::erase;
use minyi::cli::release::release_once;
use sea_orm::ConnectionTrait;

use crate::city::{Answer, City, closes_at};
use crate::staff::{Member, member};

const COMPUTATION: &str = "/studio/waves/open/computation";
const RELEASE: &str = "/studio/waves/open/release";
/// What says that nothing can be taken back.
const SURE: (&str, &str) = ("sure", "yes");
const PREPARED: &str = "SELECT by FROM prepared_release";

/// A city whose wave by open link is over, with forty answers that have been opened.
async fn over() -> City {
    let city = City::start().await;
    for answer in (0..40).map(|person| if person < 30 { 5 } else { 1 }) {
        let form = format!("_variant=0&Q1=1&Q2={answer}");
        let sent = city.post("/s/open", "", form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    city.close_and_open(&city.open).await;
    city.clock.set(closes_at() + TimeDelta::days(1));
    city
}

/// Has somebody compute the results of a wave, and hands back its page once that is done.
pub(crate) async fn compute(somebody: &Member<'_>, wave: &str) -> Answer {
    let begun = somebody
        .post(&format!("/studio/waves/{wave}/computation"), &[])
        .await;
    assert_eq!(begun.status, StatusCode::SEE_OTHER, "{}", begun.body);
    let page = format!("/studio/waves/{wave}?lang=en");
    loop {
        let page = somebody.get(&page).await;
        if !page.headers.contains_key("refresh") {
            return page;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// What tells the results on a page from others.
fn seen(page: &Answer) -> String {
    page.attribute_after("name=\"seen\"", "value").to_owned()
}

async fn assert_nothing_is_public(city: &City) {
    let list = city.get("/results").await.body;
    assert!(!list.contains("/results/open"), "{list}");
    for page in ["/results/open", "/results/invited"] {
        assert_eq!(city.get(page).await.status, StatusCode::NOT_FOUND);
    }
}

/// The figures of a page of results, without how a public one is cited.
fn results(page: &Answer) -> &str {
    let (page, _) = (page.body.split_once("<section class=\"cite\">")).unwrap_or((&page.body, ""));
    let (_, results) = page.split_once("<section>").unwrap();
    results.rsplit_once("</section>").unwrap().0
}

#[tokio::test]
async fn one_person_computes_results_and_another_publishes_what_they_saw() {
    let city = over().await;
    let first = member(&city, "wangfang", &[Role::Analyst, Role::Releaser]).await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let forbidden = [
        manager.post(COMPUTATION, &[]).await,
        manager.get(RELEASE).await,
        manager.post(RELEASE, &[]).await,
        analyst.post(RELEASE, &[]).await,
    ];
    assert!(
        forbidden
            .iter()
            .all(|it| it.status == StatusCode::FORBIDDEN)
    );
    assert_eq!(releaser.get(RELEASE).await.status, StatusCode::SEE_OTHER);

    let page = compute(&first, "open").await.body;
    assert!(page.contains("Computed by wangfang on"), "{page}");
    assert_nothing_is_public(&city).await;
    let page = manager.get("/studio/waves/open?lang=en").await.body;
    assert!(page.contains("Computed by wangfang on"), "{page}");
    for way in [COMPUTATION, RELEASE] {
        assert!(!page.contains(way), "{page}");
    }

    let preview = releaser.get("/studio/waves/open/release?lang=en").await;
    assert_eq!(preview.headers[CACHE_CONTROL], "no-store");
    for said in ["Computed by wangfang on", "not published", "75.0%"] {
        assert!(preview.body.contains(said), "{said}: {}", preview.body);
    }
    for (somebody, why) in [
        (&first, "somebody else publishes them"),
        (&analyst, "A releaser publishes them"),
    ] {
        let page = somebody.get("/studio/waves/open/release?lang=en").await;
        assert!(page.body.contains(why), "{}", page.body);
        assert!(!page.body.contains("name=\"seen\""), "{}", page.body);
    }
    let hash = seen(&preview);
    let own = first.post(RELEASE, &[("seen", &hash), SURE]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert!(own.body.contains("须由另一人发布"), "{}", own.body);
    assert_nothing_is_public(&city).await;

    let unsure = releaser.post(RELEASE, &[("seen", &hash)]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.body.contains("请先打勾"), "{}", unsure.body);
    assert_nothing_is_public(&city).await;

    city.clock.set(city.clock.now() + TimeDelta::minutes(5));
    let published = releaser.post(RELEASE, &[("seen", &hash), SURE]).await;
    assert_eq!(
        published.status,
        StatusCode::SEE_OTHER,
        "{}",
        published.body
    );
    assert_eq!(published.location(), "/results/open");
    let public = city.get("/results/open?lang=en").await;
    assert_eq!(results(&public), results(&preview));
    assert!(!public.body.contains("wangfang"), "{}", public.body);
    let list = city.get("/results").await.body;
    assert!(list.contains("/results/open"), "{list}");
    let page = manager.get("/studio/waves/open?lang=en").await.body;
    assert!(page.contains("The results were published on"), "{page}");
    assert!(page.contains("href=\"/results/open?lang=en\""), "{page}");
    assert!(!page.contains("/studio/waves/open/poster"), "{page}");
    let again = releaser.post(RELEASE, &[("seen", &hash), SURE]).await;
    assert_eq!(again.location(), "/studio/waves/open");

    let log = releaser.get("/studio/audit.csv").await.body;
    for told in [
        "wangfang,compute-release,wave open",
        "wangfang,access-refused",
        "releaser,release-wave,wave open",
        "\"\"computed_by\"\":\"\"wangfang\"\"",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    let verified = verify(&city.db, &[]).await.unwrap();
    assert_eq!((verified.releases, verified.faults), (1, Vec::new()));
    assert_eq!(city.column(PREPARED).await, [""; 0]);
    let released = city
        .column("SELECT CAST(content AS text) FROM release")
        .await;
    let released: serde_json::Value = serde_json::from_str(&released[0]).unwrap();
    let at = closes_at() + TimeDelta::days(1) + TimeDelta::minutes(5);
    assert_eq!(released["released_at"], serde_json::json!(at));
}

#[tokio::test]
async fn what_was_computed_again_after_it_was_seen_is_not_published() {
    let city = over().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    compute(&analyst, "open").await;
    let before = seen(&releaser.get(RELEASE).await);
    city.clock.set(city.clock.now() + TimeDelta::minutes(5));
    compute(&analyst, "open").await;
    for hash in [before.as_str(), ""] {
        let refused = releaser.post(RELEASE, &[("seen", hash), SURE]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(
            refused.body.contains("结果又重新计算过"),
            "{}",
            refused.body
        );
    }
    assert_nothing_is_public(&city).await;
    let now = seen(&releaser.get(RELEASE).await);
    assert_ne!(now, before);

    // Whoever computes it again has computed it.
    compute(&releaser, "open").await;
    let own = releaser.post(RELEASE, &[("seen", &now), SURE]).await;
    assert_eq!(own.status, StatusCode::FORBIDDEN);
    assert_eq!(city.column(PREPARED).await, ["releaser"]);
}

/// Somebody who can write to the database bends a figure between the look at it and its publication, or an answer.
#[tokio::test]
async fn what_was_changed_in_the_database_after_it_was_computed_is_not_published() {
    let city = over().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let change = async |sql: &str| {
        let txn = db::begin_write(&city.db).await.unwrap();
        txn.execute_unprepared(sql).await.unwrap();
        txn.commit().await.unwrap();
    };
    let refused = async || {
        let hash = seen(&releaser.get(RELEASE).await);
        let refused = releaser.post(RELEASE, &[("seen", &hash), SURE]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.body.contains("与留存的不一致"), "{}", refused.body);
        assert_nothing_is_public(&city).await;
    };
    compute(&analyst, "open").await;
    let kept = city
        .column("SELECT CAST(content AS text) FROM prepared_release")
        .await;
    let mut bent: serde_json::Value = serde_json::from_str(&kept[0]).unwrap();
    bent["respondents"] = (bent["respondents"].as_u64().unwrap() + 1).into();
    let bent = bent.to_string().replace('\'', "''");
    change(&format!("UPDATE prepared_release SET content = '{bent}'")).await;
    refused().await;

    compute(&analyst, "open").await;
    let one = "(SELECT min(key) FROM response)";
    change(&format!("DELETE FROM response WHERE key = {one}")).await;
    refused().await;
}

#[tokio::test]
async fn what_is_no_longer_as_registered_is_neither_computed_nor_published() {
    let city = over().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    compute(&analyst, "open").await;
    let hash = seen(&releaser.get(RELEASE).await);
    let bend = "UPDATE wave SET year = 2015 WHERE slug = 'open'";
    let txn = db::begin_write(&city.db).await.unwrap();
    txn.execute_unprepared(bend).await.unwrap();
    txn.commit().await.unwrap();
    let why = "year: 2014 was registered, now 2015";
    let refused = releaser.post(RELEASE, &[("seen", &hash), SURE]).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains(why), "{}", refused.body);
    let page = compute(&analyst, "open").await.body;
    assert!(page.contains(why), "{page}");
    assert_nothing_is_public(&city).await;
}

#[tokio::test]
async fn a_wave_says_why_its_results_cannot_be_computed_and_is_not_asked_before_it_is_opened() {
    let city = over().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let page = compute(&analyst, "invited").await.body;
    assert!(
        !page.contains("/studio/waves/invited/computation"),
        "{page}"
    );
    city.close_and_open(&city.invited).await;
    let page = compute(&analyst, "invited").await.body;
    assert!(page.contains("Not computed as registered:"), "{page}");
    assert!(page.contains("wave invited: "), "{page}");
    assert!(page.contains("/studio/waves/invited/computation"), "{page}");
    assert_eq!(city.column(PREPARED).await, [""; 0]);
}

#[tokio::test]
async fn what_was_computed_goes_with_a_release_at_the_terminal_and_with_the_answers() {
    let city = over().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    compute(&analyst, "open").await;
    assert_eq!(city.column(PREPARED).await, ["analyst"]);
    let wave = find_wave(&city.db, "open").await.unwrap().unwrap();
    let now = city.clock.now();
    release_once(&city.db, &wave, now).await.unwrap();
    assert_eq!(city.column(PREPARED).await, [""; 0]);
    let page = analyst.get("/studio/waves/open").await.body;
    assert!(!page.contains(COMPUTATION), "{page}");

    let city = over().await;
    city.close_and_open(&city.invited).await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    compute(&analyst, "open").await;
    city.clock.set(closes_at() + TimeDelta::days(3 * 366));
    erase(&city.db, &city.open.plan, true, &city.clock)
        .await
        .unwrap();
    assert_eq!(city.column(PREPARED).await, [""; 0]);
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    assert_eq!(releaser.get(RELEASE).await.status, StatusCode::SEE_OTHER);
}
