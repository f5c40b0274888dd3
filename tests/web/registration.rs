//! What was registered before the first answer, as residents, readers and staff meet it.

use accounts::Role;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use chrono::TimeDelta;

use db::{Document, canonical, content_hash};
use questionnaire::store::Library;
use results::registration::store::find_registration;
use results::registration::{Amendment, Difference, Registration};
use results::store::{LoadError, find_stored_release, insert_amended_release, load_inputs};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::Value;

use crate::city::{City, closes_at};
use crate::results::release_open_wave;
use crate::staff::member;

/// The short form of the hash of some bytes.
fn short(bytes: &str) -> String {
    let hash = db::hash(bytes.as_bytes());
    format!("{} {} {}", &hash[..4], &hash[4..8], &hash[8..12])
}

#[tokio::test]
async fn the_privacy_page_of_a_form_shows_the_hash_of_the_document_that_anybody_can_have() {
    let city = City::start().await;
    let form = city.get("/s/open").await;
    assert!(
        form.body.contains("href=\"/privacy?wave=open\""),
        "{}",
        form.body
    );
    let page = city.get("/privacy?wave=open").await;
    let document = city.get("/registration/open").await;
    assert_eq!(document.headers[CONTENT_TYPE], "application/json");
    assert!(page.body.contains(&short(&document.body)), "{}", page.body);
    let registration: serde_json::Value = serde_json::from_str(&document.body).unwrap();
    assert_eq!(registration["wave"], "open");
    assert_eq!(registration["written_after_opening"], false);
    for address in ["/privacy", "/privacy?wave=none"] {
        let page = city.get(address).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains("/registration/"), "{}", page.body);
    }
    assert_eq!(
        city.get("/registration/none").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_public_registration_tells_neither_seed_nor_frame_nor_sample() {
    let city = City::start().await;
    let document = city.get("/registration/invited").await;
    let registration: serde_json::Value = serde_json::from_str(&document.body).unwrap();
    let draw = registration["draw"].as_object().unwrap();
    for secret in ["seed", "frame", "sample"] {
        assert_eq!(draw[secret].as_str().unwrap().len(), 64, "{draw:?}");
    }
    let salt = city.column("SELECT salt FROM registration").await;
    assert_eq!(salt.len(), 2);
    assert_ne!(salt[0], salt[1]);
    let frame = city.column("SELECT frame_hash FROM draw").await;
    for secret in salt.iter().chain(&frame) {
        assert!(!document.body.contains(secret), "{}", document.body);
    }
    assert_ne!(draw["seed"], db::hash(b"1"), "the seed of the city is 1");
}

#[tokio::test]
async fn a_wave_opened_in_the_studio_is_registered_and_the_log_has_its_hash() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let version = city.open.version.clone();
    let fields = [
        ("version", version.as_str()),
        ("plan", city.open.plan.as_str()),
        ("title-zh", "\u{8c03}\u{67e5}"),
        ("slug", "another"),
        ("opens", "2014-09-10T08:00"),
        ("closes", "2014-09-20T08:00"),
    ];
    let opened = manager.post("/studio/waves", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let document = city.get("/registration/another").await;
    let hash = db::hash(document.body.as_bytes());
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'open-wave'";
    assert!(city.column(log).await[0].contains(&hash));
    let page = manager.get("/studio/waves/another").await;
    assert!(page.body.contains(&short(&document.body)), "{}", page.body);
}

#[tokio::test]
async fn a_wave_that_was_opened_stands_on_the_list_until_it_is_released_with_the_reason_once_it_is_late()
 {
    let city = City::start().await;
    let listed = async || city.get("/results?lang=en").await.body;
    assert!(listed().await.contains("In the field; results are due by"));
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let delay = "/studio/waves/open/delay";
    manager.post(delay, &[("reason", "too early to say")]).await;
    assert!(!listed().await.contains("too early to say"));

    city.clock.set(closes_at() + TimeDelta::days(89));
    assert!(listed().await.contains("Over; results are due by"));
    city.clock.set(closes_at() + TimeDelta::days(90));
    assert!(listed().await.contains("No reason has been given."));
    let manager = member(&city, "manager2", &[Role::FieldManager]).await;
    let page = manager.get("/studio/waves/open?lang=en").await;
    assert!(page.body.contains("Late results"), "{}", page.body);
    let empty = manager.post(delay, &[("reason", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    let given = manager
        .post(delay, &[("reason", "the <office> burnt")])
        .await;
    assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.body);
    let page = listed().await;
    assert!(page.contains("the &lt;office&gt; burnt"), "{page}");
    assert!(!page.contains("manager2"), "{page}");
    let log = "SELECT actor FROM audit_entry WHERE action = 'explain-delay'";
    assert_eq!(city.column(log).await, ["manager2"]);

    release_open_wave(&city).await;
    let page = listed().await;
    assert!(!page.contains("the &lt;office&gt; burnt"), "{page}");
    assert!(
        page.contains("No reason has been given."),
        "the sample is late too"
    );
}

#[tokio::test]
async fn an_amended_release_has_pages_of_its_own_and_the_registered_one_leads_there() {
    let city = City::start().await;
    release_open_wave(&city).await;
    let mut release = find_stored_release(&city.db, "open")
        .await
        .unwrap()
        .unwrap();
    release.amendment = Some(Box::new(Amendment {
        number: 1,
        by: "Wang <Fang>".to_owned(),
        at: closes_at(),
        reason: "a typing error".to_owned(),
        changes: vec![Difference {
            what: "plan.edition".to_owned(),
            registered: Some("abc".to_owned()),
            now: None,
        }],
        registered: Vec::new(),
        unreleasable: None,
    }));
    let txn = db::begin_write(&city.db).await.unwrap();
    insert_amended_release(&txn, city.open.id, &release, closes_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();

    let registered = city.get("/results/open?lang=en").await;
    let way = "href=\"/amended/open/1?lang=en\"";
    assert!(registered.body.contains(way), "{}", registered.body);
    assert!(!registered.body.contains("a typing error"));
    let amended = city.get("/amended/open/1?lang=en").await;
    for said in [
        "by Wang &lt;Fang&gt;",
        "a typing error",
        "<code>plan.edition</code>",
        "75.0%",
    ] {
        assert!(amended.body.contains(said), "{said}: {}", amended.body);
    }
    for nothing in [
        "/amended/open/2",
        "/amended/invited/1",
        "/amended/open/x",
        "/amended/open/1/sat-gov-integrity",
    ] {
        assert_eq!(city.get(nothing).await.status, StatusCode::NOT_FOUND);
    }
}

/// The rule about households that return more than once.
const RETURNED_TWICE: &str = "returned_twice";

/// Takes away what keeps registrations as they are, as whoever runs the database can.
async fn unlock(city: &City) {
    let sql = match city.db.get_database_backend() {
        DbBackend::Sqlite => "DROP TRIGGER registration_stays_as_it_is",
        _ => "DROP TRIGGER registration_stays ON registration",
    };
    let txn = db::begin_write(&city.db).await.unwrap();
    txn.execute_unprepared(sql).await.unwrap();
    txn.commit().await.unwrap();
}

/// Keeps another registration of the invited wave, under its own hash.
async fn keep(city: &City, content: &Value) {
    let sql = format!(
        "UPDATE registration SET content = '{}', hash = '{}' WHERE wave_id = {}",
        content.to_string().replace('\'', "''"),
        content_hash(content),
        city.invited.id.0
    );
    let txn = db::begin_write(&city.db).await.unwrap();
    txn.execute_unprepared(&sql).await.unwrap();
    txn.commit().await.unwrap();
}

/// What of the invited wave is not as it was registered.
async fn deviations(city: &City) -> Vec<String> {
    let library = Library::new(city.db.clone());
    match load_inputs(&city.db, &library, &city.invited).await {
        Err(LoadError::Differs { differences, .. }) => {
            let names = differences.into_iter().map(|difference| difference.what);
            names.collect()
        }
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

#[tokio::test]
async fn a_wave_with_a_sample_is_registered_with_the_rule_about_households_that_return_twice() {
    let city = City::start().await;
    let document = city.get("/registration/invited").await.body;
    let registered: Value = serde_json::from_str(&document).unwrap();
    let rule = registered["rules"][RETURNED_TWICE].as_str().unwrap();
    assert!(rule.contains("counts once"), "{rule}");
    let open = city.get("/registration/open").await.body;
    assert!(!open.contains(RETURNED_TWICE), "{open}");
    for (language, said) in [("zh", "每户只计一份"), ("en", "It counts once")] {
        let page = |wave| format!("/privacy?wave={wave}&lang={language}");
        let invited = city.get(&page("invited")).await.body;
        assert!(invited.contains(said), "{invited}");
        let open = city.get(&page("open")).await.body;
        assert!(!open.contains(said), "{open}");
    }
}

#[tokio::test]
async fn another_rule_about_households_that_return_twice_is_a_deviation_and_an_old_registration_is_none()
 {
    let city = City::start().await;
    city.close_and_open(&city.invited).await;
    assert_eq!(deviations(&city).await, [""; 0]);
    unlock(&city).await;
    let document = city.get("/registration/invited").await.body;
    let mut registered: Value = serde_json::from_str(&document).unwrap();

    registered["rules"][RETURNED_TWICE] = "the last form of a household counts".into();
    keep(&city, &registered).await;
    assert_eq!(deviations(&city).await, ["rules.returned_twice"]);

    // As a program before the rule has written it.
    let rules = registered["rules"].as_object_mut().unwrap();
    rules.remove(RETURNED_TWICE).unwrap();
    keep(&city, &registered).await;
    assert_eq!(deviations(&city).await, [""; 0]);
    let kept = find_registration(&city.db, city.invited.id).await.unwrap();
    let kept = kept.unwrap();
    assert_eq!(kept.document, canonical(&registered));
    let again = Registration::from_json(registered.clone()).unwrap();
    assert_eq!(canonical(&again.to_json().unwrap()), kept.document);
    assert_eq!(kept.hash, content_hash(&registered));
    let page = city.get("/privacy?wave=invited&lang=en").await.body;
    assert!(!page.contains("It counts once"), "{page}");

    let rules = registered["rules"].as_object_mut().unwrap();
    rules.insert("returned_thrice".to_owned(), "counts thrice".into());
    keep(&city, &registered).await;
    assert_eq!(deviations(&city).await, ["rules.returned_thrice"]);
}
