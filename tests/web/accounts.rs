//! Signing in, changing a password, looking after people, and the log of it all.

use accounts::Role;
use axum::body::Body;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN, RETRY_AFTER, SET_COOKIE,
};
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use futures_util::future::join_all;

use crate::city::City;
use crate::password_links::{link_on, set};
use crate::staff::{PASSWORD, hire, member, try_to_sign_in};

#[tokio::test]
async fn a_session_is_rotated_at_sign_in_and_ends_at_sign_out() {
    let city = City::start().await;
    let first = member(&city, "李明", &[Role::Designer]).await;
    let request = Request::post("/studio/login")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(ORIGIN, "https://minyi.test")
        .header("cookie", &first.cookie)
        .body(Body::from(format!("name=李明&password={PASSWORD}")));
    let again = city.send(request.unwrap()).await;
    let set = again.headers[SET_COOKIE].to_str().unwrap();
    assert!(
        set.starts_with("__Host-minyi-staff=") && set.contains("; Secure"),
        "{set}"
    );
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Lax"),
        "{set}"
    );
    assert_eq!(
        first.get("/studio/account").await.status,
        StatusCode::SEE_OTHER,
        "the session held before is over"
    );
    let second = again.cookie();
    let page = city.get_with("/studio/account", &second).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.headers.contains_key(CONTENT_SECURITY_POLICY));
    let third = member(&city, "王芳", &[Role::Designer]).await;
    third.post("/studio/logout", &[]).await;
    assert_eq!(
        third.get("/studio/account").await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn guessing_becomes_slow_and_the_owner_still_gets_in() {
    let city = City::start().await;
    hire(&city, "李明", &[]).await;
    for _ in 0..4 {
        let refused = try_to_sign_in(&city, "李明", "guess guess guess").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(!refused.headers.contains_key(SET_COOKIE));
        assert!(
            !refused.body.contains("guess guess"),
            "a password is never shown again"
        );
    }
    let early = try_to_sign_in(&city, "李明", PASSWORD).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(early.headers[RETRY_AFTER], "1");
    assert!(early.body.contains("请等 1 秒再试"), "{}", early.body);
    city.clock.set(city.clock.now() + TimeDelta::seconds(1));
    let right = try_to_sign_in(&city, "李明", PASSWORD).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn guesses_made_at_the_same_time_are_counted_one_after_the_other() {
    let city = City::start().await;
    hire(&city, "李明", &[]).await;
    let guesses = (0..24).map(|_| try_to_sign_in(&city, "李明", "guess guess guess"));
    let answers = join_all(guesses).await;
    let checked = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::UNPROCESSABLE_ENTITY)
        .count();
    let waiting = answers
        .iter()
        .filter(|answer| answer.status == StatusCode::TOO_MANY_REQUESTS)
        .count();
    assert_eq!((checked, waiting), (4, 20));
}

#[tokio::test]
async fn a_sign_in_form_of_another_site_is_refused() {
    let city = City::start().await;
    hire(&city, "李明", &[]).await;
    for origin in ["http://evil.test", "null"] {
        let request = Request::post("/studio/login")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(HOST, "minyi.test")
            .header(ORIGIN, origin)
            .body(Body::from(format!("name=李明&password={PASSWORD}")));
        let answer = city.send(request.unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(!answer.headers.contains_key(SET_COOKIE));
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions_and_keeps_this_browser_in() {
    let city = City::start().await;
    let desk = member(&city, "李明", &[]).await;
    let elsewhere = try_to_sign_in(&city, "李明", PASSWORD).await.cookie();
    let new = "another horse battery";
    let change = |old, again| [("old", old), ("new", new), ("again", again)];
    let wrong = desk
        .post("/studio/account", &change("not this one", new))
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let differ = desk.post("/studio/account", &change(PASSWORD, "x")).await;
    assert_eq!(differ.status, StatusCode::UNPROCESSABLE_ENTITY);
    let changed = desk.post("/studio/account", &change(PASSWORD, new)).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let here = changed.cookie();
    let asked = async |cookie: &str| city.get_with("/studio/account", cookie).await.status;
    assert_eq!(asked(&here).await, StatusCode::OK);
    assert_eq!(asked(&elsewhere).await, StatusCode::SEE_OTHER);
    assert_eq!(asked(&desk.cookie).await, StatusCode::SEE_OTHER);
    assert_eq!(
        try_to_sign_in(&city, "李明", new).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn an_administrator_adds_changes_and_bars_people_and_the_log_tells_it() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let add = |name| [("name", name), ("role", "designer")];
    let bad = boss.post("/studio/people", &add("<b>x</b>")).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(bad.body.contains("value=\"&lt;b&gt;x&lt;/b&gt;\""));
    let added = boss.post("/studio/people", &add("小赵")).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    let taken = boss.post("/studio/people", &add("小赵")).await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    set(&city, &link_on(&added), PASSWORD).await;

    let person = added.attribute_after("class=\"button\"", "href").to_owned();
    let cookie = try_to_sign_in(&city, "小赵", PASSWORD).await.cookie();
    let roles = [
        ("role", "designer"),
        ("role", "field-manager"),
        ("districts", "230102"),
    ];
    assert_eq!(
        boss.post(&person, &roles).await.status,
        StatusCode::SEE_OTHER
    );
    let after = city.get_with("/studio/account", &cookie).await;
    assert_eq!(
        after.status,
        StatusCode::SEE_OTHER,
        "new roles end old sessions"
    );
    let barred = [("access", "barred")];
    boss.post(&format!("{person}/access"), &barred).await;
    let refused = try_to_sign_in(&city, "小赵", PASSWORD).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);

    let found = boss
        .get("/studio/audit?words=%E5%B0%8F%E8%B5%B5&action=change-roles")
        .await;
    assert!(
        found.body.contains("区（县）负责人（230102）"),
        "{}",
        found.body
    );
    let file = boss.get("/studio/audit.csv?words=%E5%B0%8F%E8%B5%B5").await;
    assert!(
        file.headers[CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/csv")
    );
    for action in [
        "add-user",
        "change-roles",
        "disable-user",
        "sign-in-refused",
    ] {
        assert!(file.body.contains(action), "{action}: {}", file.body);
    }
}

#[tokio::test]
async fn nobody_takes_the_last_key_from_themselves() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let list = boss.get("/studio/people").await;
    let own = list
        .attribute_after("<th scope=\"row\">", "href")
        .to_owned();
    boss.post(&own, &[("role", "designer")]).await;
    boss.post(&format!("{own}/access"), &[("access", "barred")])
        .await;
    assert_eq!(boss.get("/studio/people").await.status, StatusCode::OK);
}

/// One administrator, with somebody of their own making, must not be the two persons that a rule asks for.
#[tokio::test]
async fn a_weighty_role_waits_for_a_second_administrator() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let alone = boss
        .post("/studio/people", &[("name", "early"), ("role", "releaser")])
        .await;
    assert_eq!(alone.status, StatusCode::CREATED);
    let second = member(&city, "second", &[Role::Administrator]).await;
    let held = async |name: &str| {
        let sql = format!(
            "SELECT role FROM staff_role JOIN staff_user ON staff_user.id = user_id WHERE name = '{name}' ORDER BY role"
        );
        city.column(&sql).await
    };
    assert_eq!(held("early").await, ["releaser"], "there was nobody to ask");

    let wanted = [
        ("name", "puppet"),
        ("role", "entry-clerk"),
        ("role", "designer"),
    ];
    let added = boss.post("/studio/people", &wanted).await;
    let person = added.attribute_after("class=\"button\"", "href").to_owned();
    assert_eq!(held("puppet").await, ["entry-clerk"]);
    let list = second.get("/studio/people").await.body;
    assert!(
        list.contains("boss于") && list.contains("等待另一位管理员同意"),
        "{list}"
    );
    let own = boss.get(&person).await;
    assert!(!own.body.contains("value=\"agree\""));
    let seen = own.attribute_after("name=\"seen\"", "value").to_owned();
    let decide = format!("{person}/proposal");
    let agree = [("decision", "agree"), ("seen", seen.as_str())];
    let refused = boss.post(&decide, &agree).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert_eq!(held("puppet").await, ["entry-clerk"]);
    // Nor is it got by being alone afterwards.
    let others = second.get("/studio/people").await;
    let (_, after) = others.body.split_once("second</a>").unwrap_or(("", ""));
    assert!(!after.is_empty());
    let id = city
        .column("SELECT CAST(id AS text) FROM staff_user WHERE name = 'second'")
        .await
        .remove(0);
    let theirs = format!("/studio/people/{id}");
    boss.post(&format!("{theirs}/access"), &[("access", "barred")])
        .await;
    boss.post(&theirs, &[("role", "entry-clerk")]).await;
    assert_eq!(second.get("/studio/people").await.status, StatusCode::OK);
    let old = [("decision", "agree"), ("seen", "something else")];
    second.post(&decide, &old).await;
    assert_eq!(
        held("puppet").await,
        ["entry-clerk"],
        "what was seen is agreed to"
    );
    second.post(&decide, &agree).await;
    assert_eq!(held("puppet").await, ["designer", "entry-clerk"]);
    let refuse = second.get(&theirs).await;
    let seen = refuse.attribute_after("name=\"seen\"", "value").to_owned();
    let refuse = [("decision", "refuse"), ("seen", seen.as_str())];
    second.post(&format!("{theirs}/proposal"), &refuse).await;
    assert_eq!(held("second").await, ["administrator"]);
    let log = boss.get("/studio/audit.csv").await.body;
    for told in [
        "boss,propose-roles,user second",
        "second,change-roles,user puppet",
        "second,refuse-roles,user second",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    assert_eq!(
        city.column("SELECT CAST(user_id AS text) FROM role_proposal")
            .await,
        [""; 0]
    );
}
