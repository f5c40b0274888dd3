//! Whoever guesses at passwords, and those whom the guessing must not keep out.

use accounts::Role;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, SET_COOKIE};
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use web::Site;
use web::server::Peer;

use crate::city::{Answer, City};
use crate::staff::{PASSWORD, hire, member};

const WRONG: &str = "guess guess guess";

/// A browser somewhere.
#[derive(Debug, Clone, Default)]
struct Browser<'a> {
    /// The address at the other end of its connections.
    end: &'a str,
    /// What a proxy says of it.
    forwarded: Option<String>,
    /// The cookies it holds.
    cookie: String,
}

impl<'a> Browser<'a> {
    fn at(end: &'a str) -> Self {
        Self {
            end,
            ..Self::default()
        }
    }

    fn behind(proxy: &'a str, forwarded: impl Into<String>) -> Self {
        Self {
            forwarded: Some(forwarded.into()),
            ..Self::at(proxy)
        }
    }

    async fn try_to_sign_in(&self, city: &City, name: &str, password: &str) -> Answer {
        let field = |value: &str| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
        let mut request = Request::post("/studio/login")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(HOST, "minyi.test")
            .header(ORIGIN, "http://minyi.test")
            .header(COOKIE, &self.cookie)
            .extension(Peer(self.end.parse().unwrap()));
        if let Some(forwarded) = &self.forwarded {
            request = request.header("x-forwarded-for", forwarded);
        }
        let body = format!("name={}&password={}", field(name), field(password));
        city.send(request.body(Body::from(body)).unwrap()).await
    }

    async fn gets_in(&self, city: &City, name: &str) -> bool {
        let answer = self.try_to_sign_in(city, name, PASSWORD).await;
        answer.status == StatusCode::SEE_OTHER
    }

    /// The browser after a sign-in and the end of its session: it holds what shows that it is known.
    async fn known(self, city: &City, name: &str) -> Self {
        let answer = self.try_to_sign_in(city, name, PASSWORD).await;
        let set = answer.headers.get_all(SET_COOKIE).iter();
        let mut pairs = set.map(|value| value.to_str().unwrap().split(';').next().unwrap());
        let kept = pairs.find(|pair| pair.starts_with("minyi-device="));
        Self {
            cookie: kept.unwrap().to_owned(),
            ..self
        }
    }
}

fn pass(city: &City, milliseconds: i64) {
    (city.clock).set(city.clock.now() + TimeDelta::milliseconds(milliseconds));
}

#[tokio::test]
async fn four_guesses_a_second_from_eight_networks_keep_the_owner_out_nowhere() {
    let city = City::start().await;
    hire(&city, "李明", &[]).await;
    let desk = Browser::at("192.0.2.7").known(&city, "李明").await;
    let networks: Vec<String> = (0..8).map(|number| format!("203.0.{number}.9")).collect();
    let mut checked = 0;
    for second in 0..30 {
        for guess in 0..4 {
            let end = &networks[(second * 4 + guess) % networks.len()];
            let answer = Browser::at(end).try_to_sign_in(&city, "李明", WRONG).await;
            checked += usize::from(answer.status == StatusCode::UNPROCESSABLE_ENTITY);
            pass(&city, 250);
        }
    }
    assert!(desk.gets_in(&city, "李明").await, "with his own browser");
    let stranger = Browser::at("192.0.2.8");
    assert!(stranger.gets_in(&city, "李明").await, "with a new one");
    // From an attacked network only the known browser gets in at once.
    let attacked = Browser::at("203.0.0.9");
    for _ in 0..8 {
        attacked.try_to_sign_in(&city, "李明", WRONG).await;
    }
    assert!(!attacked.gets_in(&city, "李明").await);
    let carried = Browser {
        end: "203.0.0.9",
        ..desk
    };
    assert!(carried.gets_in(&city, "李明").await);
    assert!(
        (32..=64).contains(&checked),
        "of 120 guesses {checked} were looked at"
    );
}

#[tokio::test]
async fn a_guesser_in_one_network_is_slowed_down_and_not_helped_by_a_cookie_of_another_account() {
    let city = City::start().await;
    hire(&city, "李明", &[]).await;
    hire(&city, "王芳", &[]).await;
    let colleague = Browser::at("192.0.2.7").known(&city, "王芳").await;
    for browser in [Browser::at("203.0.113.9"), colleague] {
        let mut checked = 0;
        for _ in 0..600 {
            let answer = browser.try_to_sign_in(&city, "李明", WRONG).await;
            checked += usize::from(answer.status == StatusCode::UNPROCESSABLE_ENTITY);
            pass(&city, 1_000);
        }
        assert!((8..=13).contains(&checked), "{checked} in ten minutes");
    }
}

#[tokio::test]
async fn names_invented_behind_a_proxy_keep_nobody_out() {
    let named = Site {
        proxies: "10.0.0.0/8".parse().unwrap(),
        ..Site::default()
    };
    for site in [named, Site::default()] {
        let city = City::start_as(site).await;
        hire(&city, "李明", &[]).await;
        let guesser = Browser::behind("10.0.0.1", "203.0.113.9");
        for number in 0..150 {
            let name = format!("invented{number}");
            guesser.try_to_sign_in(&city, &name, WRONG).await;
        }
        let owner = Browser::behind("10.0.0.1", "198.51.100.7");
        assert!(owner.gets_in(&city, "李明").await);
    }
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_guesser_waits_and_the_owner_does_not() {
    let site = Site {
        proxies: "10.0.0.0/8".parse().unwrap(),
        ..Site::default()
    };
    let city = City::start_as(site).await;
    hire(&city, "李明", &[]).await;
    for number in 0..8 {
        // What the guesser writes himself stands before what the proxy appends.
        let forwarded = format!("198.51.{number}.7, 203.0.113.9");
        let guesser = Browser::behind("10.0.0.1", forwarded);
        guesser.try_to_sign_in(&city, "李明", WRONG).await;
    }
    let guesser = Browser::behind("10.0.0.1", "203.0.113.9");
    let answer = guesser.try_to_sign_in(&city, "李明", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let owner = Browser::behind("10.0.0.1", "198.51.100.7");
    assert!(owner.gets_in(&city, "李明").await);
}

#[tokio::test]
async fn who_writes_the_header_himself_is_not_believed() {
    let city = City::start().await;
    hire(&city, "李明", &[]).await;
    for number in 0..4 {
        let guesser = Browser::behind("203.0.113.9", format!("198.51.{number}.7"));
        guesser.try_to_sign_in(&city, "李明", WRONG).await;
    }
    let guesser = Browser::behind("203.0.113.9", "198.51.200.7");
    let answer = guesser.try_to_sign_in(&city, "李明", PASSWORD).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(Browser::at("198.51.100.7").gets_in(&city, "李明").await);
}

#[tokio::test]
async fn a_session_left_open_is_no_place_to_guess() {
    let city = City::start().await;
    let desk = member(&city, "李明", &[Role::Designer]).await;
    let new = "another horse battery";
    let guess = [("old", WRONG), ("new", new), ("again", new)];
    for _ in 0..4 {
        let answer = desk.post("/studio/account", &guess).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let right = [("old", PASSWORD), ("new", new), ("again", new)];
    let early = desk.post("/studio/account", &right).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    pass(&city, 1_000);
    let changed = desk.post("/studio/account", &right).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
}
