//! Staff at the city: added as from the terminal, signed in through the page.

use std::collections::BTreeSet;

use accounts::password::{self, Password};
use accounts::store::{Actor, Audited, add_user};
use accounts::{Action, Entry, Role, UserName};
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN};
use axum::http::{Method, Request, StatusCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::city::{Answer, City};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// Somebody with a browser that is signed in.
pub(crate) struct Member<'c> {
    city: &'c City,
    pub(crate) cookie: String,
    pub(crate) csrf: String,
}

/// Adds somebody.
pub(crate) async fn hire(city: &City, name: &str, roles: &[Role]) {
    let name = UserName::new(name).unwrap();
    let password = Password::new(PASSWORD, &name, &[]).unwrap();
    let hash = password::hash(&password, &mut ChaCha20Rng::seed_from_u64(1)).await;
    let roles: BTreeSet<Role> = roles.iter().cloned().collect();
    let audited = Audited::begin(&city.db, Actor::Terminal, city.clock.now())
        .await
        .unwrap();
    add_user(&audited, &name, &roles, Some(hash))
        .await
        .unwrap()
        .unwrap();
    let entry = Entry::new(Action::AddUser, format!("user {name}"));
    audited.commit(entry).await.unwrap();
}

/// Tries to sign in, as a browser does.
pub(crate) async fn try_to_sign_in(city: &City, name: &str, password: &str) -> Answer {
    let body = form(&[
        ("name", name),
        ("password", password),
        ("next", "/studio/account"),
    ]);
    let request = Request::post("/studio/login")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(HOST, "minyi.test")
        .header(ORIGIN, "http://minyi.test");
    city.send(request.body(Body::from(body)).unwrap()).await
}

/// Adds somebody and signs them in.
pub(crate) async fn member<'c>(city: &'c City, name: &str, roles: &[Role]) -> Member<'c> {
    hire(city, name, roles).await;
    sign_in(city, name).await
}

/// Signs somebody in who was added.
pub(crate) async fn sign_in<'c>(city: &'c City, name: &str) -> Member<'c> {
    let answer = try_to_sign_in(city, name, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    let cookie = answer.cookie();
    let account = city.get_with("/studio/account", &cookie).await;
    let csrf = account
        .attribute_after("name=\"_csrf\"", "value")
        .to_owned();
    Member { city, cookie, csrf }
}

impl Member<'_> {
    /// Asks for a page.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.city.get_with(address, &self.cookie).await
    }

    /// Sends a form of ours.
    pub(crate) async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_from("http://minyi.test", &self.csrf, address, fields)
            .await
    }

    /// Sends a form from some origin with some token.
    pub(crate) async fn post_from(
        &self,
        origin: &str,
        csrf: &str,
        address: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut fields = fields.to_vec();
        fields.push(("_csrf", csrf));
        let request = Request::builder()
            .method(Method::POST)
            .uri(address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(HOST, "minyi.test")
            .header(ORIGIN, origin)
            .header(COOKIE, &self.cookie);
        self.city
            .send(request.body(Body::from(form(&fields))).unwrap())
            .await
    }

    /// Sends a form of ours with a file.
    pub(crate) async fn upload(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        (name, content): (&str, &[u8]),
    ) -> Answer {
        self.upload_all(address, fields, &[("file", name, content)])
            .await
    }

    /// Sends a form of ours with files: the field, the name and the content of each.
    pub(crate) async fn upload_all(
        &self,
        address: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &str, &[u8])],
    ) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields.iter().chain(&[("_csrf", self.csrf.as_str())]) {
            let part = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        for (field, name, content) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend(head.into_bytes());
            body.extend(*content);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        let request = Request::post(address)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=edge")
            .header(HOST, "minyi.test")
            .header(ORIGIN, "http://minyi.test")
            .header(COOKIE, &self.cookie);
        self.city
            .send(request.body(Body::from(body)).unwrap())
            .await
    }
}

fn form(fields: &[(&str, &str)]) -> String {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    pairs.collect::<Vec<_>>().join("&")
}
