//! What is taken away from a release: every file read again by another program.

use std::collections::BTreeSet;
use std::io::Cursor;

use atom_syndication::Feed;
use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH,
};
use axum::http::{Request, StatusCode};
use calamine::{Data, Reader, Xlsx};
use db::Document;
use results::Release;
use results::release::Results;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::city::{Answer, City};
use crate::releases::{open_link, publish, sample};

/// The links of a page that lead to files.
async fn files(city: &City, page: &str) -> Vec<String> {
    let answer = city.get(page).await;
    assert_eq!(answer.status, StatusCode::OK, "{page}: {}", answer.body);
    let links = Selector::parse("main a[href*='/files/']").unwrap();
    let document = Html::parse_document(&answer.body);
    let found = document
        .select(&links)
        .map(|link| link.attr("href").unwrap().to_owned());
    found.collect()
}

/// Whether a file is a picture, which is looked at where it is.
fn is_looked_at(address: &str) -> bool {
    address.contains(".svg") || address.contains(".png")
}

async fn file(city: &City, address: &str) -> Answer {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    answer
}

/// Every number of a document, and every text that is one, as bits.
fn numbers(value: &Value, into: &mut BTreeSet<u64>) {
    match value {
        Value::Number(number) => {
            into.insert(number.as_f64().unwrap().to_bits());
        }
        Value::String(text) => into.extend(text.parse::<f64>().ok().map(f64::to_bits)),
        Value::Array(values) => values.iter().for_each(|value| numbers(value, into)),
        Value::Object(members) => members.values().for_each(|value| numbers(value, into)),
        Value::Bool(_) | Value::Null => {}
    }
}

/// Every number that a release has: as it is, targets as shares, shares of the counts that the page shows, and the small
/// whole numbers by which lists are numbered.
fn known(release: &Release) -> BTreeSet<u64> {
    let mut known: BTreeSet<u64> = (1_u32..9)
        .map(|number| f64::from(number).to_bits())
        .collect();
    numbers(&release.to_json().unwrap(), &mut known);
    match &release.results {
        Results::Probability { indicators, .. } => {
            for result in indicators {
                if let Some(plan::TargetValue::Number(percent)) = result.target.value {
                    known.insert((percent / 100.0).to_bits());
                }
            }
        }
        Results::Open { tables } => {
            for table in tables {
                for row in &table.rows {
                    if let Some((count, answered)) = row.count.zip(table.answered) {
                        #[expect(clippy::cast_precision_loss, reason = "a few hundred persons")]
                        known.insert((count as f64 / answered.max(1) as f64).to_bits());
                    }
                }
            }
        }
    }
    known
}

/// The numbers of a file.
fn numbers_of(address: &str, answer: &Answer) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    if address.contains(".json") {
        let document: Value = serde_json::from_slice(&answer.content).unwrap();
        let told = if address.contains("json-stat") {
            "/value"
        } else {
            "/tables"
        };
        numbers(document.pointer(told).unwrap(), &mut found);
    } else if address.contains(".csv") {
        for record in csv_rows(answer) {
            found.extend(
                record
                    .iter()
                    .filter_map(|cell| cell.parse::<f64>().ok())
                    .map(f64::to_bits),
            );
        }
    } else if address.contains(".xlsx") {
        for (_, sheet) in sheets(answer) {
            for cell in sheet.iter().flatten() {
                match cell {
                    Data::Float(number) => {
                        found.insert(number.to_bits());
                    }
                    Data::String(text) => found.extend(text.parse::<f64>().ok().map(f64::to_bits)),
                    _ => {}
                }
            }
        }
    }
    found
}

fn csv_rows(answer: &Answer) -> Vec<csv::StringRecord> {
    let text = answer.body.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

fn sheets(answer: &Answer) -> Vec<(String, Vec<Vec<Data>>)> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(answer.content.clone())).unwrap();
    let names = book.sheet_names();
    let mut sheets = Vec::new();
    for name in names {
        let range = book.worksheet_range(&name).unwrap();
        sheets.push((name, range.rows().map(<[Data]>::to_vec).collect()));
    }
    sheets
}

#[tokio::test]
async fn no_file_shows_a_number_that_the_release_has_not() {
    let city = City::start().await;
    publish(&city).await;
    for (page, release) in [
        ("/results/invited/files", sample(&city)),
        ("/results/open/files", open_link(&city)),
    ] {
        let mut release = release;
        if let Results::Open { tables } = &mut release.results {
            // The page shows nothing of this table, so neither may a file.
            tables[3].rows[0].count = None;
        }
        let known = known(&release);
        let addresses = files(&city, page).await;
        assert!(addresses.len() > 6, "{addresses:?}");
        // What pictures and reports say, `reports` reads.
        let tables = addresses.iter().filter(|address| !is_looked_at(address));
        for address in tables.filter(|address| !address.contains(".pdf")) {
            let answer = file(&city, address).await;
            let found = numbers_of(address, &answer);
            if !address.contains("notes") {
                assert!(found.len() > 3, "{address}");
                let unknown: Vec<f64> = found
                    .difference(&known)
                    .map(|bits| f64::from_bits(*bits))
                    .collect();
                assert_eq!(unknown, Vec::<f64>::new(), "{address}");
            }
            assert!(!answer.body.contains("987651"), "{address}");
        }
    }
}

#[tokio::test]
async fn a_district_that_is_not_shown_is_said_to_be_hidden_in_every_file() {
    let city = City::start().await;
    publish(&city).await;
    let release = sample(&city);
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("a sample has indicators");
    };
    let (result, district) = (&indicators[0], &indicators[0].districts[1]);
    let (indicator, code) = (result.indicator.as_str(), district.code.to_string());

    let table = file(&city, "/results/invited/files/districts.csv").await;
    let hidden = |row: &[String]| {
        assert_eq!(row[0], indicator);
        assert_eq!(
            row[4..12],
            [const { "[c]" }; 8].map(str::to_owned),
            "{row:?}"
        );
    };
    let rows = csv_rows(&table);
    let row = rows
        .iter()
        .find(|row| &row[0] == indicator && row[2] == code)
        .unwrap();
    hidden(&row.iter().map(str::to_owned).collect::<Vec<_>>());
    assert_eq!(&row[1], "'=1+1");
    let shown = rows
        .iter()
        .find(|row| &row[0] == indicator && row[2] != code)
        .unwrap();
    assert!(shown[4].parse::<f64>().is_ok());

    let book = file(&city, "/results/invited/files/tables.xlsx").await;
    let book = sheets(&book);
    let (_, sheet) = book
        .iter()
        .find(|(name, _)| name == "各区县（市）")
        .unwrap();
    let row = sheet.iter().find(|row| {
        row[0] == Data::String(indicator.into()) && row[2] == Data::String(code.clone())
    });
    hidden(
        &row.unwrap()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>(),
    );
    assert_eq!(row.unwrap()[1], Data::String("=1+1".to_owned()));

    let document = file(&city, "/results/invited/files/tables.json").await;
    let document: Value = serde_json::from_str(&document.body).unwrap();
    let tables = document["tables"].as_array().unwrap();
    let table = tables
        .iter()
        .find(|table| table["id"] == "districts")
        .unwrap();
    let row = table["rows"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["indicator"] == indicator && row["district"] == code.as_str());
    assert_eq!(row.unwrap()["rate"]["missing"], "suppressed");

    let cube = file(&city, "/results/invited/files/districts.json-stat.json").await;
    let cube: Value = serde_json::from_str(&cube.body).unwrap();
    let place = |dimension: &str, category: &str| {
        let index = cube["dimension"][dimension]["category"]["index"]
            .as_array()
            .unwrap();
        index.iter().position(|one| one == category).unwrap()
    };
    let districts = whole(&cube["size"][1]);
    let measures = whole(&cube["size"][2]);
    let at = (place("indicator", indicator) * districts + place("district", &code)) * measures
        + place("measure", "rate");
    assert!(cube["value"][at].is_null());
    assert_eq!(cube["status"][at.to_string()], "[c]");

    let picture = file(
        &city,
        &format!("/results/invited/files/{indicator}.districts.svg"),
    )
    .await;
    assert!(
        picture.body.contains("人数不足，不公布"),
        "{}",
        picture.body
    );
}

fn whole(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

/// Holds a data set to the rules of JSON-stat 2.0.
fn hold_to_json_stat(cube: &Value) {
    assert_eq!(cube["version"], "2.0");
    assert_eq!(cube["class"], "dataset");
    let ids: Vec<&str> = cube["id"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    let sizes: Vec<usize> = cube["size"].as_array().unwrap().iter().map(whole).collect();
    assert_eq!(ids.len(), sizes.len());
    let dimensions = cube["dimension"].as_object().unwrap();
    assert_eq!(
        dimensions
            .keys()
            .map(String::as_str)
            .collect::<BTreeSet<_>>(),
        ids.iter().copied().collect()
    );
    for (id, size) in ids.iter().zip(&sizes) {
        let category = &dimensions[*id]["category"];
        let index: BTreeSet<&str> = category["index"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one.as_str().unwrap())
            .collect();
        assert_eq!(index.len(), *size, "{id}");
        let labels: BTreeSet<&str> = category["label"]
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(labels, index, "{id}");
        assert!(dimensions[*id]["label"].is_string());
    }
    for (role, of) in cube["role"].as_object().unwrap() {
        assert!(["time", "geo", "metric"].contains(&role.as_str()), "{role}");
        for id in of.as_array().unwrap() {
            assert!(ids.contains(&id.as_str().unwrap()), "{id}");
        }
    }
    let values = cube["value"].as_array().unwrap();
    assert_eq!(values.len(), sizes.iter().product::<usize>());
    let status = cube["status"].as_object().unwrap();
    for (place, value) in values.iter().enumerate() {
        assert!(value.is_number() || value.is_null(), "{value}");
        assert_eq!(
            value.is_null(),
            status.contains_key(&place.to_string()),
            "{place}"
        );
    }
    assert!(chrono::DateTime::parse_from_rfc3339(cube["updated"].as_str().unwrap()).is_ok());
    for text in ["label", "source"] {
        assert!(cube[text].is_string(), "{text}");
    }
    assert!(cube["note"].is_array());
}

#[tokio::test]
async fn every_table_keeps_the_rules_of_json_stat_and_every_file_says_what_it_is_of() {
    let city = City::start().await;
    publish(&city).await;
    for page in [
        "/results/invited/files",
        "/results/open/files?lang=en",
        "/amended/invited/1/files",
    ] {
        for address in files(&city, page).await {
            let answer = file(&city, &address).await;
            let kind = answer.headers[CONTENT_TYPE].to_str().unwrap();
            if address.contains("json-stat") {
                let cube: Value = serde_json::from_str(&answer.body).unwrap();
                hold_to_json_stat(&cube);
                assert_eq!(cube["extension"]["simulated"], true);
            } else if address.contains(".csv") {
                assert!(answer.content.starts_with("\u{feff}".as_bytes()));
                assert!(answer.body.ends_with("\r\n") && kind.starts_with("text/csv"));
                assert!(
                    answer.body.contains("模拟") || answer.body.contains("Simulated"),
                    "{address}"
                );
            } else if address.contains(".xlsx") {
                let book = sheets(&answer);
                let said = book[0].1.iter().flatten().any(|cell| {
                    let said = cell.to_string();
                    said.contains("模拟") || said.contains("Simulated")
                });
                assert!(said, "{address}");
            } else if address.contains(".svg") {
                assert_eq!(kind, "image/svg+xml");
                assert!(answer.body.starts_with("<?xml"));
                for said in ["<title>", "模拟", "/results/invited/releases/"] {
                    assert!(answer.body.contains(said), "{address}: {said}");
                }
                assert!(!answer.body.contains("class=") && !answer.body.contains("style="));
            } else if address.contains(".png") {
                assert_eq!(kind, "image/png");
                assert!(answer.content.starts_with(b"\x89PNG\r\n\x1a\n"));
            } else if address.contains(".pdf") {
                assert_eq!(kind, "application/pdf");
                assert!(answer.content.starts_with(b"%PDF-1.7"));
            }
            let kept = answer.headers.get(CONTENT_DISPOSITION).is_some();
            assert_eq!(kept, !is_looked_at(&address), "{address}");
        }
    }
    for nothing in [
        "/results/invited/files/none.csv",
        "/results/none/files",
        "/amended/invited/2/files",
    ] {
        assert_eq!(
            city.get(nothing).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn a_file_that_has_not_changed_is_not_sent_again() {
    let city = City::start().await;
    publish(&city).await;
    for address in [
        "/results/invited/files/report.pdf",
        "/results/invited/files/tables.xlsx",
        "/results/invited/files/history.csv",
        "/results/feed.atom",
        "/embed/invited/sat-environment",
    ] {
        let first = file(&city, address).await;
        let tag = first.headers[ETAG].clone();
        assert!(
            first.headers[CACHE_CONTROL]
                .to_str()
                .unwrap()
                .contains("public")
        );
        let request = Request::get(address).header(IF_NONE_MATCH, tag.clone());
        let again = city.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address}");
        assert_eq!(again.bytes, 0);
        let other = file(&city, &format!("{address}?lang=en")).await;
        assert_ne!(other.headers[ETAG], tag, "{address}");
    }
}

#[tokio::test]
async fn the_page_of_files_is_a_page_like_every_other_and_leads_to_what_it_says() {
    let city = City::start().await;
    publish(&city).await;
    for (page, language) in [
        ("/results/invited/files", "zh-CN"),
        ("/results/invited/files?lang=en", "en"),
        ("/results/open/files", "zh-CN"),
        ("/amended/invited/1/files?lang=en", "en"),
        ("/api", "zh-CN"),
        ("/api?lang=en", "en"),
    ] {
        let answer = city.get(page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let document = Html::parse_document(&answer.body);
        let count = |css: &str| document.select(&Selector::parse(css).unwrap()).count();
        assert_eq!(count(&format!("html[lang={language}]")), 1, "{page}");
        assert_eq!(count("h1"), 1, "{page}");
        assert_eq!(count("style, [style], [onclick], iframe"), 0, "{page}");
        assert_eq!(
            count("link[rel=alternate][type='application/atom+xml']"),
            1,
            "{page}"
        );
        let links = Selector::parse("main a[href^='/']").unwrap();
        for link in document.select(&links) {
            let address = link.attr("href").unwrap();
            assert_eq!(
                city.get(address).await.status,
                StatusCode::OK,
                "{page} leads to {address}"
            );
        }
    }
    let page = city.get("/results/invited/files").await;
    assert!(
        page.body
            .contains("&lt;iframe src=&quot;http://127.0.0.1:8080/embed/invited/"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_release_is_cited_by_an_address_that_says_what_was_changed_since() {
    let city = City::start().await;
    publish(&city).await;
    for page in ["/results/invited", "/amended/invited/1", "/results/open"] {
        let answer = city.get(page).await;
        assert!(answer.body.contains("怎样引用"), "{page}");
        let address = answer
            .attribute_after("<p class=\"fine\"><a", "href")
            .to_owned();
        assert!(address.contains("/releases/"), "{page}: {address}");
        let cited = city.get(&address).await;
        assert_eq!(cited.status, StatusCode::OK, "{address}");
        let newer = cited.body.contains("此后另有修正");
        assert_eq!(newer, page == "/results/invited", "{page}");
        if page != "/results/open" {
            assert!(
                cited.body.contains("the target was a typing error"),
                "{page}"
            );
        }
        let (short, _) = address.split_at(address.len() - 1);
        assert_eq!(city.get(short).await.status, StatusCode::NOT_FOUND);
    }
    let indicator = city.get("/results/invited/sat-environment").await;
    assert!(indicator.body.contains("href=\"/results/invited/files\""));
}

#[tokio::test]
async fn a_figure_may_stand_in_the_frames_of_others_and_no_other_page_may() {
    let city = City::start().await;
    publish(&city).await;
    let embedded = city.get("/embed/invited/sat-environment").await;
    assert_eq!(embedded.status, StatusCode::OK);
    let policy = embedded.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(
        policy.contains("frame-ancestors *") && !policy.contains("script-src"),
        "{policy}"
    );
    let document = Html::parse_document(&embedded.body);
    let count = |css: &str| document.select(&Selector::parse(css).unwrap()).count();
    assert_eq!(count("script, form, [style]"), 0);
    assert_eq!((count("h1"), count("svg")), (1, 1));
    assert!(embedded.body.contains("模拟数据"));
    for page in [
        "/results/invited",
        "/results/invited/sat-environment",
        "/results/invited/files",
        "/api",
        "/results",
        "/embed/invited/none",
        "/embed/none/sat-environment",
    ] {
        let answer = city.get(page).await;
        let policy = answer.headers[CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{page}: {policy}"
        );
    }
}

#[tokio::test]
async fn the_feed_tells_of_every_release_the_latest_first() {
    let city = City::start().await;
    publish(&city).await;
    let answer = file(&city, "/results/feed.atom").await;
    assert!(
        answer.headers[CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("application/atom+xml")
    );
    let feed = Feed::read_from(answer.body.as_bytes()).unwrap();
    assert_eq!(feed.entries().len(), 3);
    let moments: Vec<_> = feed
        .entries()
        .iter()
        .map(|entry| *entry.updated())
        .collect();
    assert!(moments.is_sorted_by(|one, other| one >= other));
    assert_eq!(*feed.updated(), moments[0]);
    for entry in feed.entries() {
        assert!(
            entry.title().as_str().contains("模拟"),
            "{:?}",
            entry.title()
        );
        let path = entry.id().strip_prefix("http://127.0.0.1:8080").unwrap();
        assert_eq!(entry.links()[0].href(), entry.id());
        assert_eq!(city.get(path).await.status, StatusCode::OK);
    }
    let list = city.get("/results").await;
    assert!(list.body.contains("href=\"/results/feed.atom\""));
}
