//! The monitor of a wave in the field: counts, rates and daily returns, and no word about answers.

use std::collections::BTreeMap;

use accounts::Role;
use axum::http::StatusCode;
use fieldwork::store::{list_cases, list_daily_returns};
use scraper::{Html, Selector};
use sea_orm::ConnectionTrait;

use crate::city::{City, opens_at};
use crate::staff::member;

const MONITOR: &str = "/studio/waves/invited/monitor";
const GOOD: &str = "_variant=0&Q1=1&Q2=5";

async fn answer(city: &City, codes: std::ops::Range<usize>) {
    for code in &city.codes[codes] {
        let address = format!("/i/{code}");
        let form = city.get(&address).await;
        let sent = city.post(&address, &form.cookie(), GOOD).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        // Sent again it is counted once.
        let again = city.post(&address, &form.cookie(), GOOD).await;
        assert_eq!(again.receipt(), sent.receipt());
    }
}

#[tokio::test]
async fn returns_are_counted_by_stratum_and_day_and_by_nothing_else() {
    let city = City::start().await;
    let cases = list_cases(&city.db, city.invited.id, None).await.unwrap();
    answer(&city, 0..3).await;
    city.clock.set(opens_at() + chrono::TimeDelta::days(6));
    answer(&city, 3..9).await;
    let mut expected: BTreeMap<(String, &str), u64> = BTreeMap::new();
    for (at, case) in cases.iter().take(9).enumerate() {
        let stratum = case.psu.as_str()[..6].to_owned();
        let day = if at < 3 { "2014-09-07" } else { "2014-09-08" };
        *expected.entry((stratum, day)).or_default() += 1;
    }
    let daily = list_daily_returns(&city.db, city.invited.id).await.unwrap();
    let found: Vec<((String, String), u64)> = (daily.into_iter())
        .map(|it| ((it.stratum.to_string(), it.day.to_string()), it.returns))
        .collect();
    let expected: Vec<((String, String), u64)> = (expected.into_iter())
        .map(|((stratum, day), returns)| ((stratum, day.to_owned()), returns))
        .collect();
    assert_eq!(found, expected);
    assert!(
        list_daily_returns(&city.db, city.open.id)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn the_monitor_shows_rates_of_response_and_a_few_of_a_day_as_few() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let empty = manager.get(MONITOR).await;
    assert_eq!(empty.status, StatusCode::OK);
    assert!(
        empty.body.contains("无法计算"),
        "a rate where there is none"
    );
    answer(&city, 0..4).await;
    let page = manager.get(MONITOR).await.body;
    // Of the sixteen cases four have returned.
    for shown in [
        "RR1 25.0%",
        "25.0%",
        "<td class=\"num\">&lt;5</td>",
        "R 指标",
        "没有异常",
    ] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(page.contains("可以再联系"), "{page}");
    // The plan came without a map, and the page says how one is brought.
    assert!(
        page.contains("districts.geojson") && !page.contains("<path"),
        "{page}"
    );
    let english = manager.get(&format!("{MONITOR}?lang=en")).await.body;
    assert!(english.contains("Half-width of intervals"), "{english}");
}

/// The cells of the rows of a table, headings included, by the name that its region has.
fn rows_of(page: &str, region: &str) -> Vec<Vec<String>> {
    let page = Html::parse_document(page);
    let select = |selector: &str| Selector::parse(selector).unwrap();
    let region = format!("[role=region][aria-label=\"{region}\"] tr");
    let cells = select("th, td");
    let rows = select(&region);
    let rows = page.select(&rows).map(|row| {
        let cells = row.select(&cells);
        let text = cells.map(|cell| cell.text().collect::<String>().trim().to_owned());
        text.collect()
    });
    rows.collect()
}

#[tokio::test]
async fn returns_are_told_by_mode_once_there_are_several() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    answer(&city, 0..9).await;
    let page = manager.get(MONITOR).await.body;
    let heading = rows_of(&page, "各层").remove(0);
    assert!(!heading.contains(&"网上".to_owned()), "{heading:?}");
    // As the desk keeps what it has typed in, and a phone what it was handed for.
    let cases = list_cases(&city.db, city.invited.id, None).await.unwrap();
    let mut by_mode: BTreeMap<(String, &str), u64> = BTreeMap::new();
    let txn = db::begin_write(&city.db).await.unwrap();
    for (at, case) in cases.iter().take(9).enumerate() {
        let mode = ["web", "paper", "interviewer", "web"][at % 4];
        let sql = format!(
            "UPDATE invitation SET mode = '{mode}' WHERE returned AND case_id = {}",
            case.number.row()
        );
        txn.execute_unprepared(&sql).await.unwrap();
        *by_mode
            .entry((case.psu.as_str()[..6].to_owned(), mode))
            .or_default() += 1;
    }
    txn.commit().await.unwrap();
    let page = manager.get(MONITOR).await.body;
    let rows = rows_of(&page, "各层");
    let at = rows[0].iter().position(|cell| cell == "网上").unwrap();
    assert_eq!(rows[0][at..at + 3], ["网上", "纸质", "访问员"]);
    let count = |stratum: &str, mode| {
        let of_stratum = (stratum.to_owned(), mode);
        by_mode.get(&of_stratum).copied().unwrap_or_default()
    };
    let (_, strata) = rows.split_first().unwrap();
    let (city_row, strata) = strata.split_last().unwrap();
    assert_eq!(city_row[at..at + 3], ["5", "2", "2"]);
    assert_eq!(strata.len(), 2);
    for row in strata {
        let expected = ["web", "paper", "interviewer"].map(|mode| count(&row[0], mode).to_string());
        assert_eq!(row[at..at + 3], expected, "{row:?}");
    }
    let psus = rows_of(&page, "各社区和村");
    let at = psus[0].iter().position(|cell| cell == "网上").unwrap();
    let sum: u64 = (psus[1..].iter())
        .map(|row| row[at].parse::<u64>().unwrap())
        .sum();
    assert_eq!(sum, 5, "{psus:?}");
}

#[tokio::test]
async fn an_open_link_has_no_monitor() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let answer = manager.get("/studio/waves/open/monitor").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
