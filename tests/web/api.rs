//! What programs ask for: held to its own document, to its bounds, and to what pages show.

use axum::body::Body;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_REQUEST_METHOD,
    CONTENT_TYPE, ETAG, IF_NONE_MATCH, ORIGIN, RETRY_AFTER,
};
use axum::http::{Method, Request, StatusCode};
use chrono::TimeDelta;
use results::release::Results;
use scraper::{Html, Selector};
use serde_json::{Value, json};
use web::server::Peer;

use crate::city::{Answer, City};
use crate::releases::{publish, sample};

/// The JSON Schema of OpenAPI 3.1, by the OpenAPI Initiative (Apache-2.0).
const OPENAPI: &str = include_str!("openapi-3.1.json");

async fn json(city: &City, address: &str) -> Value {
    let answer = city.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}: {}", answer.body);
    assert_eq!(
        answer.headers[CONTENT_TYPE], "application/json",
        "{address}"
    );
    serde_json::from_str(&answer.body).unwrap()
}

fn hold(schema: &Value, instance: &Value, place: &str) {
    let validator = jsonschema::validator_for(schema).unwrap();
    let faults: Vec<String> = validator
        .iter_errors(instance)
        .map(|fault| format!("{}: {fault}", fault.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{place}: {faults:#?}");
}

#[tokio::test]
async fn the_document_is_valid_openapi() {
    let city = City::start().await;
    let rules: Value = serde_json::from_str(OPENAPI).unwrap();
    for language in ["zh", "en"] {
        let document = json(&city, &format!("/api/v1/openapi.json?lang={language}")).await;
        hold(&rules, &document, "openapi.json");
        assert_eq!(document["openapi"], "3.1.0");
    }
    let mut broken = json(&city, "/api/v1/openapi.json").await;
    broken["paths"]["/api/v1/plans"]["get"]["responses"]["200"]["description"].take();
    let validator = jsonschema::validator_for(&rules).unwrap();
    assert!(
        !validator.is_valid(&broken),
        "the rules see what is missing"
    );
}

#[tokio::test]
async fn every_operation_answers_as_the_document_says() {
    let city = City::start().await;
    publish(&city).await;
    let document = json(&city, "/api/v1/openapi.json").await;
    let guide = city.get("/api").await;
    let links = Selector::parse("td a[href^='/api/v1/']").unwrap();
    let examples = Html::parse_document(&guide.body);
    let examples: Vec<String> = examples
        .select(&links)
        .map(|link| link.attr("href").unwrap().to_owned())
        .collect();
    let paths = document["paths"].as_object().unwrap();
    assert_eq!((paths.len(), examples.len()), (7, 7), "{examples:?}");
    for (path, operation) in paths {
        let written: Vec<&str> = path.split('/').collect();
        let example = examples.iter().find(|example| {
            let parts: Vec<&str> = example.split('/').collect();
            let fits =
                |(part, written): (&&str, &&str)| part == written || written.starts_with('{');
            parts.len() == written.len() && parts.iter().zip(&written).all(fits)
        });
        let answer = json(&city, example.unwrap()).await;
        let shape = &operation["get"]["responses"]["200"]["content"]["application/json"]["schema"];
        let mut schema = shape.clone();
        schema["components"] = document["components"].clone();
        hold(&schema, &answer, path);
        assert!(
            !jsonschema::validator_for(&schema)
                .unwrap()
                .is_valid(&json!({})),
            "{path} asks for nothing"
        );
    }
}

#[tokio::test]
async fn figures_and_districts_are_those_of_the_release() {
    let city = City::start().await;
    publish(&city).await;
    let release = sample(&city);
    let Results::Probability { indicators, .. } = &release.results else {
        panic!("a sample has indicators");
    };
    let figures = json(&city, "/api/v1/waves/invited/figures").await;
    let districts = json(&city, "/api/v1/waves/invited/districts").await;
    let districts = districts["districts"].as_array().unwrap();
    assert_eq!(
        figures["figures"].as_array().unwrap().len(),
        indicators.len()
    );
    assert_eq!(figures["about"]["simulated"], true);
    let mut rows = districts.iter();
    for (result, figure) in indicators
        .iter()
        .zip(figures["figures"].as_array().unwrap())
    {
        let rate = result.rate.unwrap();
        assert_eq!(figure["indicator"], result.indicator.as_str());
        assert_eq!(figure["estimate"]["rate"], rate.value);
        assert_eq!(
            figure["estimate"]["interval"],
            json!([rate.interval.0, rate.interval.1])
        );
        assert_eq!(figure["estimate"]["respondents"], rate.respondents);
        let changes = result.change.iter().chain(&result.since_baseline);
        let told: Vec<Value> = changes.map(|change| json!(change.difference)).collect();
        let said: Vec<Value> = figure["changes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|change| change["difference"].clone())
            .collect();
        assert_eq!(said, told);
        for district in &result.districts {
            let row = rows.next().unwrap();
            assert_eq!(row["district"], district.code.to_string());
            if let Some(figure) = district.figure {
                assert_eq!(row["estimate"]["rate"], figure.value);
            } else {
                assert!(row["estimate"].is_null());
                assert_eq!(row["missing"], "suppressed");
            }
        }
    }
    assert!(rows.next().is_none());
    assert!(districts.iter().any(|row| row["missing"] == "suppressed"));
}

#[tokio::test]
async fn what_is_not_released_is_named_as_waiting_and_nothing_of_it_is_told() {
    let city = City::start().await;
    let waves = json(&city, "/api/v1/waves").await;
    let waves = waves["waves"].as_array().unwrap();
    assert_eq!(waves.len(), 2);
    for wave in waves {
        assert_eq!(wave["releases"], json!([]));
        assert!(wave["due"].is_string());
    }
    for address in [
        "/api/v1/waves/invited/figures",
        "/api/v1/waves/open/districts",
        "/api/v1/plans/none/indicators",
        "/api/v1/releases/000000000000",
        "/api/v1/nothing",
    ] {
        let answer = city.get(&format!("{address}?lang=en")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(answer.headers[CONTENT_TYPE], "application/problem+json");
        let problem: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(problem["status"], 404);
        assert!(
            problem["title"]
                .as_str()
                .is_some_and(|title| !title.is_empty())
        );
        assert_eq!(problem["type"], "about:blank");
    }
    let sent = Request::post("/api/v1/waves").body(Body::empty()).unwrap();
    let sent = city.send(sent).await;
    assert_eq!(sent.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(sent.headers[CONTENT_TYPE], "application/problem+json");
    publish(&city).await;
    let waves = json(&city, "/api/v1/waves").await;
    let invited = waves["waves"]
        .as_array()
        .unwrap()
        .iter()
        .find(|wave| wave["id"] == "invited");
    assert_eq!(invited.unwrap()["releases"].as_array().unwrap().len(), 2);
    assert!(invited.unwrap()["due"].is_null());
}

#[tokio::test]
async fn what_has_not_changed_is_answered_in_a_word() {
    let city = City::start().await;
    publish(&city).await;
    for address in [
        "/api/v1/waves",
        "/api/v1/waves/invited/figures",
        "/api/v1/openapi.json",
    ] {
        let first = city.get(address).await;
        let tag = first.headers[ETAG].clone();
        let request = Request::get(address).header(IF_NONE_MATCH, tag);
        let again = city.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(
            (again.status, again.bytes),
            (StatusCode::NOT_MODIFIED, 0),
            "{address}"
        );
    }
    let other = Request::get("/api/v1/waves").header(IF_NONE_MATCH, "\"other\"");
    let other = city.send(other.body(Body::empty()).unwrap()).await;
    assert_eq!(other.status, StatusCode::OK);
}

async fn ask(city: &City, end: &str, address: &str) -> Answer {
    let request = Request::get(address).extension(Peer(end.parse().unwrap()));
    city.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_back_and_keeps_no_page_from_anybody() {
    let city = City::start().await;
    let busy = "203.0.113.9";
    for _ in 0..300 {
        assert_eq!(
            ask(&city, busy, "/api/v1/plans").await.status,
            StatusCode::OK
        );
    }
    city.clock.set(city.clock.now() + TimeDelta::seconds(20));
    let refused = ask(&city, busy, "/api/v1/plans?lang=en").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused.headers[RETRY_AFTER], "40");
    assert_eq!(refused.headers[CONTENT_TYPE], "application/problem+json");
    assert_eq!(refused.headers[ACCESS_CONTROL_ALLOW_ORIGIN], "*");
    let files = ask(&city, busy, "/results/invited/files").await;
    assert_eq!(files.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(files.headers[RETRY_AFTER], "40");
    for page in ["/", "/s/open", "/results"] {
        assert_eq!(
            ask(&city, busy, page).await.status,
            StatusCode::OK,
            "{page}"
        );
    }
    assert_eq!(
        ask(&city, "198.51.100.7", "/api/v1/plans").await.status,
        StatusCode::OK
    );
    city.clock.set(city.clock.now() + TimeDelta::seconds(40));
    assert_eq!(
        ask(&city, busy, "/api/v1/plans").await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn scripts_of_other_sites_read_the_answers_and_nothing_else() {
    let city = City::start().await;
    publish(&city).await;
    let from_elsewhere = async |method: Method, address: &str| {
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(ORIGIN, "https://elsewhere.example");
        let request = request.header(ACCESS_CONTROL_REQUEST_METHOD, "GET");
        city.send(request.body(Body::empty()).unwrap()).await
    };
    for address in ["/api/v1/waves", "/api/v1/openapi.json", "/api/v1/nothing"] {
        let answer = from_elsewhere(Method::GET, address).await;
        assert_eq!(
            answer.headers[ACCESS_CONTROL_ALLOW_ORIGIN], "*",
            "{address}"
        );
    }
    let asked = from_elsewhere(Method::OPTIONS, "/api/v1/waves").await;
    assert_eq!(asked.status, StatusCode::NO_CONTENT);
    assert_eq!(asked.headers[ACCESS_CONTROL_ALLOW_METHODS], "GET, HEAD");
    for address in [
        "/",
        "/api",
        "/results",
        "/results/invited/files/tables.json",
        "/embed/invited/sat-environment",
        "/studio",
    ] {
        let answer = from_elsewhere(Method::GET, address).await;
        assert!(
            !answer.headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN),
            "{address}"
        );
    }
    let sent = from_elsewhere(Method::POST, "/api/v1/waves").await;
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
}
