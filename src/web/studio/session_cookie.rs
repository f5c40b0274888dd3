//! The cookie that holds a session's token.
//!
//! # Design
//!
//! Over TLS it bears the prefix `__Host-`, which browsers accept only with `Secure`, for this very host and
//! its whole path. Over plain HTTP, as on the machine a demonstration runs on, a browser would drop
//! such a cookie, so it goes by another name there. `HttpOnly` keeps it from scripts, `SameSite=Lax` from
//! forms of other sites.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use super::origin;
use accounts::SessionToken;

const SECURE: &str = "__Host-minyi-staff";
const PLAIN: &str = "minyi-staff";

/// The token a browser holds.
pub(super) fn token(headers: &HeaderMap) -> Option<SessionToken> {
    let find = |wanted: &str| {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == wanted)
            .and_then(|(_, value)| SessionToken::parse(value))
    };
    find(SECURE).or_else(|| find(PLAIN))
}

/// The cookie that gives a browser its token, in answer to a form with these headers.
pub(super) fn keep(headers: &HeaderMap, token: &SessionToken) -> String {
    cookie(headers, &token.reveal(), "")
}

/// The cookie that takes it away.
pub(super) fn forget(headers: &HeaderMap) -> String {
    cookie(headers, "", "; Max-Age=0")
}

fn cookie(headers: &HeaderMap, value: &str, more: &str) -> String {
    let (name, secure) = if origin::is_secure(headers) {
        (SECURE, "; Secure")
    } else {
        (PLAIN, "")
    };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{more}")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::ORIGIN;
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    #[test]
    fn a_token_survives_its_cookie_over_tls_and_without() {
        let drawn = SessionToken::draw(&mut ChaCha20Rng::seed_from_u64(1));
        for (origin, secure) in [("https://a.cn", true), ("http://127.0.0.1:8080", false)] {
            let headers = HeaderMap::from_iter([(ORIGIN, HeaderValue::from_static(origin))]);
            let cookie = keep(&headers, &drawn);
            assert_eq!(cookie.contains("; Secure"), secure);
            assert_eq!(cookie.starts_with("__Host-"), secure);
            let (pair, _) = cookie.split_once(';').unwrap();
            let sent = HeaderValue::from_str(&format!("fill=x; {pair}")).unwrap();
            assert_eq!(
                token(&HeaderMap::from_iter([(COOKIE, sent)])),
                Some(drawn.clone())
            );
        }
    }
}
