//! What holds for every page, whichever it is.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY,
};
use axum::http::{Request, StatusCode};
use scraper::{Html, Selector};

use crate::city::City;

const PAGES: [&str; 9] = [
    "/", "/s/open", "/receipt", "/privacy", "/results", "/api", "/nothing", "/s/none", "/i/none",
];

#[tokio::test]
async fn every_page_says_its_language_has_one_heading_and_no_foreign_or_inline_code() {
    let city = City::start().await;
    for page in PAGES {
        for (query, language) in [("", "zh-CN"), ("?lang=en", "en")] {
            let answer = city.get(&format!("{page}{query}")).await;
            let document = Html::parse_document(&answer.body);
            let count = |css: &str| document.select(&Selector::parse(css).unwrap()).count();
            assert_eq!(count(&format!("html[lang={language}]")), 1, "{page}");
            assert_eq!(count("h1"), 1, "{page}");
            assert_eq!(count("title"), 1, "{page}");
            assert_eq!(count("a[href='#main']"), 1, "{page}");
            assert_eq!(
                count(
                    "script:not([src^='/static/']):not([type='application/json']), style, [style], [onclick], [src^=http]"
                ),
                0,
                "{page}"
            );
            assert!(
                answer.headers.contains_key(CONTENT_SECURITY_POLICY),
                "{page}"
            );
            // What everybody reads may be kept, and is asked for again; of no other page is anything kept.
            let kept = if page == "/results" {
                "no-cache"
            } else {
                "no-store"
            };
            assert_eq!(answer.headers[CACHE_CONTROL], kept, "{page}");
        }
    }
}

#[tokio::test]
async fn every_id_is_unique_and_every_reference_leads_somewhere() {
    let city = City::start().await;
    for page in PAGES {
        let answer = city.get(page).await;
        let document = Html::parse_document(&answer.body);
        let with = |css: &str| Selector::parse(css).unwrap();
        let ids: Vec<_> = document
            .select(&with("[id]"))
            .filter_map(|it| it.attr("id"))
            .collect();
        for id in &ids {
            assert_eq!(
                ids.iter().filter(|other| *other == id).count(),
                1,
                "{page} #{id}"
            );
        }
        for reference in ["aria-describedby", "aria-labelledby", "for"] {
            for element in document.select(&with(&format!("[{reference}]"))) {
                for id in element.attr(reference).unwrap().split(' ') {
                    assert!(ids.contains(&id), "{page}: {reference}={id}");
                }
            }
        }
    }
}

#[tokio::test]
async fn the_stylesheet_may_be_kept_for_ever_under_its_own_name() {
    let city = City::start().await;
    let home = city.get("/").await;
    let address = home.attribute_after("rel=\"stylesheet\"", "href");
    let sheet = city.get(address).await;
    assert_eq!(sheet.status, StatusCode::OK);
    assert!(
        sheet.headers[CACHE_CONTROL]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
    assert_eq!(
        city.get("/static/app.000000000000.css").await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn pages_are_compressed_for_those_who_can_read_it() {
    let city = City::start().await;
    let request = Request::get("/s/open").header(ACCEPT_ENCODING, "br, gzip");
    let answer = city.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.headers[CONTENT_ENCODING], "br");
}
