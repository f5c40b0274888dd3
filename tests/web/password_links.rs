//! The links by which people set their own passwords, and the passwords they may set.

use accounts::Role;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::city::{Answer, City};
use crate::staff::{Member, PASSWORD, member, try_to_sign_in};

/// The link that a page shows, without the address of the site.
pub(crate) fn link_on(page: &Answer) -> String {
    let (_, rest) = page
        .body
        .split_once("http://127.0.0.1:8080/password/")
        .unwrap();
    format!("/password/{}", rest.split('<').next().unwrap())
}

async fn add(boss: &Member<'_>, name: &str) -> String {
    let added = boss
        .post("/studio/people", &[("name", name), ("role", "designer")])
        .await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    link_on(&added)
}

pub(crate) async fn set(city: &City, link: &str, password: &str) -> Answer {
    let typed = utf8_percent_encode(password, NON_ALPHANUMERIC);
    let request = Request::post(link).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let body = Body::from(format!("new={typed}&again={typed}"));
    city.send(request.body(body).unwrap()).await
}

#[tokio::test]
async fn a_new_person_sets_a_password_that_nobody_else_knows_and_the_link_counts_once() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let link = add(&boss, "xiaozhao").await;
    for password in ["", PASSWORD] {
        let early = try_to_sign_in(&city, "xiaozhao", password).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(city.get(&link).await.body.contains("xiaozhao"));
    assert_eq!(
        city.get(&link).await.status,
        StatusCode::OK,
        "opening uses nothing up"
    );
    assert_eq!(
        set(&city, &link, PASSWORD).await.status,
        StatusCode::SEE_OTHER
    );
    let signed_in = try_to_sign_in(&city, "xiaozhao", PASSWORD).await;
    assert_eq!(signed_in.status, StatusCode::SEE_OTHER);
    for answer in [
        city.get(&link).await,
        set(&city, &link, "another horse battery").await,
    ] {
        assert_eq!(answer.status, StatusCode::GONE);
    }
    let stored = city
        .column("SELECT count(*) || '' FROM password_link")
        .await;
    assert_eq!(stored, ["0"]);
    let log = boss.get("/studio/audit.csv").await.body;
    assert!(log.contains("add-user") && log.contains("(nobody),set-password,user xiaozhao"));
}

#[tokio::test]
async fn who_forgot_a_password_gets_another_link_and_signs_in_anew_everywhere() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let desk = member(&city, "wangfang", &[Role::Designer]).await;
    let list = boss.get("/studio/people").await;
    let (before, _) = list.body.split_once("wangfang").unwrap();
    let (_, person) = before.rsplit_once("href=\"").unwrap();
    let person = person.split('"').next().unwrap();
    let give = async || link_on(&boss.post(&format!("{person}/link"), &[]).await);
    let first = give().await;
    let second = give().await;
    assert_eq!(city.get(&first).await.status, StatusCode::GONE, "replaced");
    let untouched = desk.get("/studio/account").await;
    assert_eq!(untouched.status, StatusCode::OK, "until the link is used");
    let new = "another horse battery";
    assert_eq!(set(&city, &second, new).await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        desk.get("/studio/account").await.status,
        StatusCode::SEE_OTHER
    );
    let old = try_to_sign_in(&city, "wangfang", PASSWORD).await;
    assert_eq!(old.status, StatusCode::UNPROCESSABLE_ENTITY);
    let third = give().await;
    city.clock.set(city.clock.now() + TimeDelta::hours(24));
    assert_eq!(
        city.get(&third).await.status,
        StatusCode::GONE,
        "a day is over"
    );
}

#[tokio::test]
async fn a_password_that_is_guessed_soon_is_refused_with_what_would_be_better() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let link = add(&boss, "wang.weiming").await;
    for (password, said) in [
        ("short", "密码太短"),
        ("Password1234!", "最先用的清单"),
        ("Harbin2014minyi!", "人人都知道的词"),
        ("哈尔滨市民意调查2014", "人人都知道的词"),
        ("qwertyuiop[]asdf", "相邻的键"),
        ("weiming 2014 harbin", "人人都知道的词"),
    ] {
        let refused = set(&city, &link, password).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{password}"
        );
        assert!(refused.body.contains(said), "{password}: {}", refused.body);
        assert!(
            !refused.body.contains(password),
            "a password is never shown again"
        );
    }
    let english = set(&city, &format!("{link}?lang=en"), "Harbin2014minyi!").await;
    assert!(english.body.contains("Better: four words in a row"));
    let weak = "Harbin2014minyi!";
    let change = [("old", PASSWORD), ("new", weak), ("again", weak)];
    let refused = boss.post("/studio/account", &change).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// Whoever finds a browser signed in must not choose its owner's password without knowing it.
#[tokio::test]
async fn nobody_gives_a_link_to_themselves() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let id = city
        .column("SELECT CAST(id AS text) FROM staff_user WHERE name = 'boss'")
        .await
        .remove(0);
    let own = boss.post(&format!("/studio/people/{id}/link"), &[]).await;
    assert_eq!(own.status, StatusCode::BAD_REQUEST, "{}", own.body);
    assert!(
        city.column("SELECT token_hash FROM password_link")
            .await
            .is_empty()
    );
}
