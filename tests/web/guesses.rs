//! Whoever guesses at codes and receipts, and the phones behind the same address.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{Request, StatusCode};
use chrono::TimeDelta;
use fieldwork::AccessCode;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use web::server::Peer;

use crate::city::{Answer, City};

async fn open(city: &City, end: &str, address: &str) -> Answer {
    let request = Request::get(address).extension(Peer(end.parse().unwrap()));
    city.send(request.body(Body::empty()).unwrap()).await
}

async fn look_up(city: &City, end: &str, receipt: &str) -> Answer {
    let request = Request::post("/receipt")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .extension(Peer(end.parse().unwrap()));
    let body = Body::from(format!("receipt={receipt}"));
    city.send(request.body(body).unwrap()).await
}

#[tokio::test]
async fn a_guesser_gets_a_sentence_and_the_phones_behind_the_same_address_their_forms() {
    let city = City::start().await;
    let mut rng = ChaCha20Rng::seed_from_u64(3);
    let carrier = "203.0.113.9";
    for guess in 0..300 {
        let code = AccessCode::draw(&mut rng).to_string();
        let answer = if guess % 2 == 0 {
            open(&city, carrier, &format!("/i/{code}")).await
        } else {
            look_up(&city, carrier, &code).await
        };
        assert_ne!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    }
    let wrong = AccessCode::draw(&mut rng);
    let answers = [
        open(&city, carrier, &format!("/i/{wrong}?lang=en")).await,
        look_up(&city, carrier, &wrong.to_string()).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        assert_eq!(answer.headers[RETRY_AFTER], "60");
        assert!(answer.bytes < 400, "{}", answer.body);
    }
    // Whoever has a code gets the form and is counted, from the same address and in the same minute.
    for code in &city.codes[..4] {
        let address = format!("/i/{code}");
        let form = open(&city, carrier, &address).await;
        assert_eq!(form.status, StatusCode::OK);
        let request = Request::post(&address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(Peer(carrier.parse().unwrap()));
        let body = Body::from("_variant=0&Q1=1&Q2=5");
        let sent = city.send(request.body(body).unwrap()).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        let (_, receipt) = sent.location().split_once("receipt=").unwrap();
        let found = look_up(&city, carrier, receipt).await;
        assert_eq!(found.status, StatusCode::OK);
    }
    // Others who mistype, and the guesser a minute later, get the page.
    let elsewhere = open(&city, "198.51.100.7", &format!("/i/{wrong}")).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
    city.clock.set(city.clock.now() + TimeDelta::minutes(1));
    let later = open(&city, carrier, &format!("/i/{wrong}")).await;
    assert_eq!(later.status, StatusCode::NOT_FOUND);
}
