//! The map of paths, of drafts and of versions.

use accounts::Role;
use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::city::City;
use crate::drafting::{draft, publish};
use crate::staff::member;

const RESIDENTS: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");

const DEAD_END: &str = "id = \"gate\"\nlanguages = [\"zh\"]\ntitle = { zh = \"门\" }\nintro = { zh = \"您好\" }\n\
    [[question]]\nid = \"A\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"甲？\"\nrequired = true\nend_if = \"A <= 9\"\nend = { zh = \"完\" }\n\
    [[question]]\nid = \"B\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"<b>乙</b>？\"\n";

#[tokio::test]
async fn the_map_states_its_finding_and_says_the_same_without_a_picture() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let (_, address) = draft(&city, std::str::from_utf8(RESIDENTS).unwrap()).await;
    let page = designer.get(&format!("{address}/paths")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(
        page.body.contains("所有 5 条路径都能到达结尾：最长 29 题"),
        "{}",
        page.body
    );
    assert!(page.body.contains("R01选了“不满18周岁”"));
    assert!(page.body.contains("随机种子：1"));
    let document = Html::parse_document(&page.body);
    let count = |css: &str| document.select(&Selector::parse(css).unwrap()).count();
    assert_eq!(count("h1"), 1);
    assert_eq!(count("[role=img][aria-label]"), 3);
    assert_eq!(count("svg:not([role=img]):not([aria-hidden])"), 0);
    assert_eq!(count("svg rect.step"), 30);
    assert_eq!(count("[style], style"), 0);
    assert_eq!(count("a[href$='design?at=question.R30']"), 1);
    let english = designer
        .get(&format!("{address}/paths?lang=en&seed=7"))
        .await;
    assert!(english.body.contains("All 5 paths reach the end"));
    assert!(english.body.contains("paths?seed=8&amp;lang=en"));
}

#[tokio::test]
async fn a_dead_end_is_named_before_all_else() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let (_, address) = draft(&city, DEAD_END).await;
    let page = designer.get(&format!("{address}/paths")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("有 1 道题永远问不到"), "{}", page.body);
    assert!(page.body.contains("到 A 时，可能问到它的人都已结束填写"));
    assert!(page.body.contains("design?at=question.B"));
    assert!(!page.body.contains("<b>乙"), "no text becomes markup");
    assert!(page.body.contains("step fault"));
}

#[tokio::test]
async fn a_draft_that_cannot_be_laid_out_says_why_in_the_language_of_its_reader() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let arm = "[[arm]]\nid = \"w\"\ngroups = { a = 0.5, b = 0.6 }\n[[question]]";
    let (_, address) = draft(&city, &DEAD_END.replacen("[[question]]", arm, 1)).await;
    let page = designer.get(&format!("{address}/paths")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let why = "随机分组 w：各组比例之和是 1.1，应等于 1。";
    assert!(page.body.contains(why), "{}", page.body);
    let page = designer.get(&format!("{address}/paths?lang=en")).await;
    let why = "experiment w: The shares of the groups sum to 1.1. They must sum to 1.";
    assert!(page.body.contains(why), "{}", page.body);
}

#[tokio::test]
async fn a_draft_that_cannot_be_read_leads_to_its_findings() {
    let city = City::start().await;
    let analyst = member(&city, "王芳", &[Role::Analyst]).await;
    let (_, address) = draft(&city, "id = [").await;
    let page = analyst.get(&format!("{address}/paths")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("还读不出题目"), "{}", page.body);
    assert!(page.body.contains(&format!("href=\"{address}\"")));
    let (_, address) = draft(
        &city,
        "id = \"new\"\nlanguages = [\"zh\"]\ntitle = { zh = \"新\" }\n",
    )
    .await;
    let page = analyst.get(&format!("{address}/paths")).await;
    assert!(page.body.contains("还读不出题目"), "{}", page.body);
}

#[tokio::test]
async fn a_version_has_the_same_map_without_links_to_the_designer() {
    let city = City::start().await;
    let designer = member(&city, "李明", &[Role::Designer]).await;
    let hash = publish(&city, "residents.toml", RESIDENTS).await;
    let version = designer.get(&format!("/studio/versions/{hash}")).await;
    let address = format!("/studio/versions/{hash}/paths");
    assert!(version.body.contains(&address), "{}", version.body);
    let page = designer.get(&address).await;
    assert!(page.body.contains("所有 5 条路径都能到达结尾"));
    assert!(!page.body.contains("design?at="));
}
