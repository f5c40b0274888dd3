//! A plan comes in as a folder, is read as a page, and changed with its consequences told.

use axum::http::StatusCode;

use crate::city::{Answer, City};
use crate::staff::{Member, member};
use accounts::Role;

pub(crate) const PLAN: &str = include_str!("../../surveys/examples/town/plan.toml");
pub(crate) const FRAME: &str = include_str!("../../surveys/examples/town/frame.csv");
pub(crate) const MARGINS: &str = include_str!("../../surveys/examples/town/margins.toml");
pub(crate) const RESIDENTS: &str = include_str!("../../surveys/examples/town/residents.toml");

const MAP: &str = include_str!("town_districts.geojson");

/// Uploads a folder as a browser sends one, with what a desktop leaves in it.
pub(crate) async fn upload(member: &Member<'_>, plan: &str, margins: &str) -> Answer {
    upload_with(member, plan, margins, None).await
}

/// The same with a map.
async fn upload_with(member: &Member<'_>, plan: &str, margins: &str, map: Option<&str>) -> Answer {
    let mut files: Vec<(&str, &str, &[u8])> = vec![
        ("folder", "town/plan.toml", plan.as_bytes()),
        ("folder", "town/frame.csv", FRAME.as_bytes()),
        ("folder", "town/margins.toml", margins.as_bytes()),
        ("folder", "town/residents.toml", RESIDENTS.as_bytes()),
        ("folder", "town/README.md", b"read me"),
        ("folder", "town/.DS_Store", &[0, 159, 146, 150]),
        ("folder", "town/roads.geojson", b"no map of districts"),
    ];
    if let Some(map) = map {
        files.push(("folder", "town/districts.geojson", map.as_bytes()));
    }
    member.upload_all("/studio/plans", &[], &files).await
}

/// What a page carries on in hidden fields.
fn carried(page: &str) -> Vec<(String, String)> {
    let page = scraper::Html::parse_document(page);
    let fields = scraper::Selector::parse("main form textarea").unwrap();
    let fields = page.select(&fields).map(|field| {
        let name = field.value().attr("name").unwrap().to_owned();
        (name, field.text().collect::<String>())
    });
    fields.collect()
}

/// Agrees to what a page asks.
pub(crate) async fn agree(member: &Member<'_>, address: &str, page: &str) -> Answer {
    let carried = carried(page);
    let mut fields: Vec<(&str, &str)> = (carried.iter())
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    fields.push(("sure", "yes"));
    member.post(address, &fields).await
}

#[tokio::test]
async fn a_folder_becomes_a_plan_and_drafts_that_its_bearer_cannot_approve() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let taken = upload(&manager, PLAN, MARGINS).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    assert_eq!(taken.location(), "/studio/plans/example-town");
    let page = manager.get(taken.location()).await.body;
    for said in [
        "示例镇2026—2027年服务计划",
        "≥ ",
        "value=\"80\"",
        "residents · Q2",
        "草稿",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(
        manager
            .get("/studio/plans")
            .await
            .body
            .contains("example-town")
    );

    let draft = "SELECT CAST(id AS text) FROM draft";
    let drafts = city.column(draft).await;
    let [draft] = drafts.as_slice() else {
        panic!("one draft, of residents: {drafts:?}")
    };
    let draft = format!("/studio/drafts/{draft}");
    let designer = member(&city, "designer", &[Role::Designer]).await;
    let sent = designer
        .post(&format!("{draft}/review"), &[("seen", "1")])
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let confirmed = [("seen", "1"), ("kinds", "yes")];
    let own = manager.post(&format!("{draft}/publish"), &confirmed).await;
    assert_ne!(own.status, StatusCode::SEE_OTHER, "{}", own.body);
    let third = member(&city, "third", &[Role::FieldManager]).await;
    let approved = third.post(&format!("{draft}/publish"), &confirmed).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER, "{}", approved.body);

    // The same folder again changes nothing and begins nothing.
    let again = upload(&manager, PLAN, MARGINS).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(
        city.column("SELECT CAST(id AS text) FROM draft")
            .await
            .len(),
        1
    );
    let editions = "SELECT hash FROM plan_edition WHERE plan_id = 'example-town'";
    assert_eq!(city.column(editions).await.len(), 1);
}

#[tokio::test]
async fn every_fault_of_a_folder_is_told_and_nothing_is_kept() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let wrong = PLAN
        .replace("\"Q2\"", "\"Q99\"")
        .replace("comparator = \">=\"", "comparator = \"at least\"");
    let refused = upload(&manager, &wrong, "[[margin]]\nid = \"x\"\n").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["town/plan.toml", "town/margins.toml", "什么也没有存下"] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    for (files, said) in [
        (&[][..], "没有收到规划文件"),
        (&[("files", "plan.toml", PLAN.as_bytes())], "什么也没有存下"),
        (&[("files", "photo.jpg", b"\xff\xd8")], "没有收到规划文件"),
    ] {
        let refused = manager.upload_all("/studio/plans", &[], files).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let kept = "SELECT id FROM plan WHERE id = 'example-town'";
    assert!(city.column(kept).await.is_empty());
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let barred = upload(&analyst, PLAN, MARGINS).await;
    assert_eq!(barred.status, StatusCode::FORBIDDEN);
    assert!(
        !analyst
            .get("/studio/plans")
            .await
            .body
            .contains("type=\"file\"")
    );
}

#[tokio::test]
async fn what_another_folder_changes_is_told_in_words_before_it_counts() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    upload(&manager, PLAN, MARGINS).await;
    let lower = PLAN.replace("value = 80", "value = 70");
    let asked = upload(&manager, &lower, MARGINS).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    let change = "居民对公共服务的满意度：目标由“≥ 80 %”改为“≥ 70 %”";
    assert!(asked.body.contains(change), "{}", asked.body);
    assert!(!asked.body.contains("性别，"), "{}", asked.body);
    let target = "value=\"80\"";
    let plan = "/studio/plans/example-town";
    assert!(manager.get(plan).await.body.contains(target));
    let agreed = agree(&manager, "/studio/plans", &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let page = manager.get(plan).await.body;
    assert!(page.contains("value=\"70\""), "{page}");
    // The questionnaire came along as it was: it is being written already.
    assert_eq!(
        city.column("SELECT CAST(id AS text) FROM draft")
            .await
            .len(),
        1
    );
}

#[tokio::test]
async fn what_another_folder_changes_of_margins_is_told_in_words() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    upload(&manager, PLAN, MARGINS).await;
    let margins = MARGINS.replace("codes = [2], count = 5700", "codes = [2, 9], count = 5800");
    let asked = upload(&manager, PLAN, &margins).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    for said in [
        "性别，2 9 女 + 不想回答：由 无 改为 5,800",
        "性别，2 女：由 5,700 改为 无",
    ] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
}

#[tokio::test]
async fn a_target_is_changed_with_a_reason_for_waves_opened_later() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let plan = format!("/studio/plans/{}", city.open.plan);
    let targets = format!("{plan}/targets");
    let field = "target:sat-gov-integrity";
    let registration = format!("/registration/{}", city.open.slug);
    let registered = city.get(&registration).await.body;
    for (value, reason) in [
        ("95", ""),
        ("90", "原文如此"),
        ("190", "更高"),
        ("高", "更高"),
    ] {
        let refused = manager
            .post(&targets, &[(field, value), ("reason", reason)])
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        assert!(
            refused.body.contains(&format!("value=\"{value}\"")),
            "{value}"
        );
    }
    let asked = manager
        .post(&targets, &[(field, "95"), ("reason", "市政府决定")])
        .await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    assert!(asked.body.contains("改为“≥ 95 %”"), "{}", asked.body);
    let agreed = agree(&manager, &targets, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let page = manager.get(&plan).await.body;
    assert!(
        page.contains("value=\"95\"") && page.contains("按较早的版次"),
        "{page}"
    );
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'change-targets'";
    let log = city.column(log).await.concat();
    assert!(log.contains("市政府决定") && log.contains("95"), "{log}");
    // The wave opened before is judged by what was promised then.
    assert_eq!(city.get(&registration).await.body, registered);
}

/// Of two people who change targets at a time, the second sees what the first has made of them.
#[tokio::test]
async fn what_another_has_changed_meanwhile_is_asked_anew() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let targets = format!("/studio/plans/{}/targets", city.open.plan);
    let field = "target:sat-gov-integrity";
    let ask = async |value: &str| {
        let fields = [(field, value), ("reason", "市政府决定")];
        manager.post(&targets, &fields).await.body
    };
    let (first, second) = (ask("95").await, ask("96").await);
    let agreed = agree(&manager, &targets, &first).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let again = agree(&manager, &targets, &second).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    let said = "由“≥ 95 %”改为“≥ 96 %”";
    assert!(again.body.contains(said), "{}", again.body);
    let agreed = agree(&manager, &targets, &again.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
}

#[tokio::test]
async fn a_folder_does_not_take_back_what_was_changed_while_it_was_asked_about() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    upload(&manager, PLAN, MARGINS).await;
    let margins = MARGINS.replace("count = 5700", "count = 5800");
    let asked = upload(&manager, PLAN, &margins).await;
    let targets = "/studio/plans/example-town/targets";
    let typed = [("target:sat-services", "85"), ("reason", "镇里决定")];
    let other = manager.post(targets, &typed).await;
    agree(&manager, targets, &other.body).await;
    let again = agree(&manager, "/studio/plans", &asked.body).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    let said = "目标由“≥ 85 %”改为“≥ 80 %”";
    assert!(again.body.contains(said), "{}", again.body);
    let agreed = agree(&manager, "/studio/plans", &again.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
}

#[tokio::test]
async fn a_map_comes_with_the_folder_and_is_no_part_of_the_edition() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let wrong = MAP
        .replace("\"code\":\"2\"", "\"code\":\"9\"")
        .replace("[126.72,45.80]", "[500000,45.80]");
    let refused = upload_with(&manager, PLAN, MARGINS, Some(&wrong)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "town/districts.geojson · 第 3 行 · 9",
        "frame.csv 里没有代码 9",
        "town/districts.geojson · 第 4 行 · 3",
        "“[500000,45.8]”不是经度",
    ] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let taken = upload_with(&manager, PLAN, MARGINS, Some(MAP)).await;
    assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.body);
    let plan = "/studio/plans/example-town";
    assert!(manager.get(plan).await.body.contains("3 个区县的边界"));
    // Nothing of it is asked about as long as it is the same.
    let again = upload_with(&manager, PLAN, MARGINS, Some(MAP)).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);

    let moved = MAP.replace("126.74", "126.75");
    for (map, said) in [
        (Some(moved.as_str()), "3 个区县的边界"),
        (None, "要在监测页上看到地图"),
    ] {
        let asked = upload_with(&manager, PLAN, MARGINS, map).await;
        assert_eq!(asked.status, StatusCode::OK);
        assert!(asked.body.contains("地图有改动"), "{}", asked.body);
        let agreed = agree(&manager, "/studio/plans", &asked.body).await;
        assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
        let page = manager.get(plan).await.body;
        assert!(page.contains(said), "{said}: {page}");
    }
    let editions = "SELECT hash FROM plan_edition WHERE plan_id = 'example-town'";
    assert_eq!(city.column(editions).await.len(), 1);
}
