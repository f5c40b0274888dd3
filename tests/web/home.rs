//! The front door of the studio shows everybody what waits for them, and nobody what waits for others.

use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::city::{City, closes_at};
use crate::drafting::draft;
use crate::staff::{Member, member};
use accounts::Role;

const TEXT: &str = include_str!("../../surveys/examples/town/residents.toml");

/// Whether the front door names each of these, in this order.
async fn waits(member: &Member<'_>, words: &[&str]) {
    let page = member.get("/studio").await;
    assert_eq!(page.status, StatusCode::OK);
    let mut rest = page.body.as_str();
    for word in words {
        let at = rest.find(word);
        let at = at.unwrap_or_else(|| panic!("{word} is not there, or too early: {}", page.body));
        rest = &rest[at..];
    }
}

#[tokio::test]
async fn a_questionnaire_waits_for_its_reader_and_then_for_its_writer() {
    let city = City::start().await;
    let (_, address) = draft(&city, TEXT).await;
    let writer = member(&city, "somebody", &[Role::Designer]).await;
    waits(&writer, &[&address, "您在编写"]).await;
    let reader = member(&city, "reader", &[Role::FieldManager]).await;
    assert!(!reader.get("/studio").await.body.contains(&address));
    let seen = ("seen", "1");
    let sent = writer.post(&format!("{address}/review"), &[seen]).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    waits(&reader, &[&address, "通读并审批", "somebody"]).await;
    assert!(!writer.get("/studio").await.body.contains("通读并审批"));
    let back = [seen, ("reason", "第二题问了两件事")];
    let back = reader.post(&format!("{address}/return"), &back).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.body);
    waits(&writer, &[&address, "退回给您", "第二题问了两件事"]).await;
    assert!(!reader.get("/studio").await.body.contains(&address));
}

#[tokio::test]
async fn a_wave_waits_for_whoever_goes_its_next_step() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    waits(&manager, &["/studio/waves/invited", "正在收集回答", "截止"]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    waits(&releaser, &["现在没有等您处理的事"]).await;
    for code in &city.codes[..6] {
        let sent = city
            .post(&format!("/i/{code}"), "", "_variant=0&Q1=1&Q2=5")
            .await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    }
    city.clock.set(closes_at() + TimeDelta::hours(1));
    fieldwork::store::close_wave(&city.db, city.invited.id, city.clock.now())
        .await
        .unwrap();
    let releaser = member(&city, "later", &[Role::Releaser]).await;
    waits(
        &releaser,
        &["/studio/waves/invited", "开启封存的问卷", "前公布"],
    )
    .await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let page = analyst.get("/studio").await.body;
    assert!(!page.contains("开启封存的问卷"), "{page}");
    city.clock.set(closes_at() + TimeDelta::days(120));
    let late = member(&city, "late", &[Role::Releaser]).await;
    waits(&late, &["/studio/waves/invited", "已超过公布期限"]).await;
}

#[tokio::test]
async fn an_official_finds_results_and_every_role_is_offered() {
    let city = City::start().await;
    let official: Role = "official:city".parse().unwrap();
    let official = member(&city, "official", &[official]).await;
    let door = official.get("/studio").await;
    assert_eq!(door.location(), "/studio/results");
    let page = official.get("/studio/results").await.body;
    assert!(page.contains("还没有公布过结果"), "{page}");
    assert!(!page.contains("等您处理的事"), "{page}");
    let administrator = member(&city, "administrator", &[Role::Administrator]).await;
    let people = administrator.get("/studio/people").await.body;
    for role in Role::PLAIN {
        assert!(people.contains(&format!("value=\"{role}\"")), "{role}");
    }
}
