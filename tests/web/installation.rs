//! The one address of an installation: nobody who asks chooses where its posters, cookies and links lead.

use accounts::Role;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::{Request, StatusCode};
use scraper::{Html, Selector};
use web::Site;
use web::server::Peer;

use crate::city::{Answer, City};
use crate::staff::{PASSWORD, hire, member, try_to_sign_in};

const HSTS: &str = "strict-transport-security";

fn configured() -> Site {
    Site {
        address: Some("https://survey.example.cn".parse().unwrap()),
        ..Site::default()
    }
}

/// A page asked for under a host that somebody made up.
async fn get_as_evil(city: &City, page: &str, cookie: &str) -> Answer {
    let request = Request::get(page)
        .header(HOST, "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("x-forwarded-proto", "https")
        .header(COOKIE, cookie);
    city.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_poster_leads_to_the_configured_address_whatever_the_browser_says() {
    let city = City::start_as(configured()).await;
    hire(&city, "李明", &[Role::FieldManager]).await;
    let request = Request::post("/studio/login")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(ORIGIN, "https://survey.example.cn")
        .body(Body::from(format!("name=李明&password={PASSWORD}")));
    let cookie = city.send(request.unwrap()).await.cookie();
    let poster = get_as_evil(&city, "/studio/waves/open/poster", &cookie).await;
    assert_eq!(poster.status, StatusCode::OK);
    assert!(poster.body.contains("https://survey.example.cn/w/open"));
    assert!(!poster.body.contains("evil") && !poster.body.contains("--public-address"));
}

#[tokio::test]
async fn without_a_configured_address_the_poster_says_that_it_is_missing() {
    let city = City::start().await;
    let manager = member(&city, "李明", &[Role::FieldManager]).await;
    let poster = get_as_evil(&city, "/studio/waves/open/poster", &manager.cookie).await;
    assert!(poster.body.contains("http://127.0.0.1:8080/w/open"));
    assert!(poster.body.contains("--public-address"));
    assert!(!poster.body.contains("evil"));
}

#[tokio::test]
async fn a_site_reached_over_tls_says_so_to_browsers_and_a_stranger_cannot() {
    let city = City::start_as(configured()).await;
    let form = city.get("/s/open").await;
    assert_eq!(form.headers[HSTS], "max-age=31536000");
    let cookie = form.headers[SET_COOKIE].to_str().unwrap();
    assert_eq!(cookie.matches("; Secure").count(), 1, "{cookie}");

    let proxies = "127.0.0.1".parse().unwrap();
    let behind = City::start_as(Site {
        proxies,
        ..Site::default()
    })
    .await;
    for (end, tls) in [("127.0.0.1", true), ("192.0.2.1", false)] {
        let request = Request::get("/s/open")
            .header("x-forwarded-proto", "https")
            .extension(Peer(end.parse().unwrap()));
        let form = behind.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(form.headers.contains_key(HSTS), tls, "{end}");
        let cookie = form.headers[SET_COOKIE].to_str().unwrap();
        assert_eq!(cookie.contains("; Secure"), tls, "{cookie}");
    }
}

#[tokio::test]
async fn a_form_sent_from_a_host_that_was_made_up_is_refused() {
    let city = City::start_as(configured()).await;
    hire(&city, "李明", &[]).await;
    let answer = try_to_sign_in(&city, "李明", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN, "sent by minyi.test");
}

#[tokio::test]
async fn no_page_links_to_another_site_whatever_was_asked_for() {
    let city = City::start().await;
    let manager = member(&city, "李明", &[Role::FieldManager]).await;
    let pages = [
        "//evil.example",
        "//evil.example/studio?lang=en",
        "///evil.example",
        "/\\evil.example",
        "//evil.example/%2e%2e",
        "/i//evil.example",
        "/studio//evil.example",
        "/studio/login?next=//evil.example",
        "/?code=//evil.example",
        "/s/%2F%2Fevil.example",
    ];
    for page in pages {
        for cookie in ["", manager.cookie.as_str()] {
            let answer = get_as_evil(&city, page, cookie).await;
            let document = Html::parse_document(&answer.body);
            for (selector, name) in [
                ("[href]", "href"),
                ("[src]", "src"),
                ("form[action]", "action"),
                ("[formaction]", "formaction"),
            ] {
                for element in document.select(&Selector::parse(selector).unwrap()) {
                    let link = element.attr(name).unwrap();
                    let inside = link.starts_with(['#', '?'])
                        || (link.starts_with('/')
                            && !link.get(1..2).is_some_and(|next| "/\\".contains(next)));
                    assert!(inside, "{page} links to {link}");
                }
            }
            if answer.status.is_redirection() {
                assert!(answer.location().starts_with('/') && !answer.location().starts_with("//"));
            }
        }
    }
}
