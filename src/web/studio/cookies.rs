//! The cookies of staff: one holds a session's token, one shows that the password was right until the code
//! is given, one shows later that somebody has signed in with this browser.
//!
//! # Design
//!
//! Over TLS they bear the prefix `__Host-`, which browsers accept only with `Secure`, for this very host and
//! its whole path. Over plain HTTP, as on the machine a demonstration runs on, a browser would drop
//! such a cookie, so they go by other names there. `HttpOnly` keeps them from scripts, `SameSite=Lax` from
//! forms of other sites.

use axum::http::HeaderMap;
use axum::http::header::COOKIE;

use accounts::{Device, DeviceKey, STEP_SECONDS, SessionToken};

const SESSION: Names = Names {
    secure: "__Host-minyi-staff",
    plain: "minyi-staff",
};
const DEVICE: Names = Names {
    secure: "__Host-minyi-device",
    plain: "minyi-device",
};

const STEP: Names = Names {
    secure: "__Host-minyi-step",
    plain: "minyi-step",
};

/// How long a browser is remembered after a sign-in.
const DEVICE_SECONDS: u32 = 180 * 24 * 60 * 60;

/// What a cookie is called over TLS and without.
struct Names {
    secure: &'static str,
    plain: &'static str,
}

impl Names {
    /// The value a browser holds.
    fn read<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        let find = |wanted: &str| {
            headers
                .get_all(COOKIE)
                .iter()
                .filter_map(|value| value.to_str().ok())
                .flat_map(|value| value.split(';'))
                .filter_map(|pair| pair.trim().split_once('='))
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value)
        };
        find(self.secure).or_else(|| find(self.plain))
    }

    fn set(&self, tls: bool, value: &str, age: Option<u32>) -> String {
        let (name, secure) = if tls {
            (self.secure, "; Secure")
        } else {
            (self.plain, "")
        };
        let age = age.map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")
    }
}

/// The token of the session that a browser holds.
pub(super) fn token(headers: &HeaderMap) -> Option<SessionToken> {
    SESSION.read(headers).and_then(SessionToken::parse)
}

/// The cookie that gives a browser its token.
pub(super) fn keep(tls: bool, token: &SessionToken) -> String {
    SESSION.set(tls, &token.reveal(), None)
}

/// The cookie that takes it away.
pub(super) fn forget(tls: bool) -> String {
    SESSION.set(tls, "", Some(0))
}

/// What a browser shows of its second step.
pub(super) fn step(headers: &HeaderMap) -> Option<&str> {
    STEP.read(headers)
}

/// The cookie that leads a browser to its second step.
pub(super) fn keep_step(tls: bool, value: &str) -> String {
    STEP.set(tls, value, Some(STEP_SECONDS))
}

/// The cookie that takes it away.
pub(super) fn forget_step(tls: bool) -> String {
    STEP.set(tls, "", Some(0))
}

/// The browser, if the account of this name was signed in with it before.
pub(super) fn device(headers: &HeaderMap, key: &DeviceKey, name: &str) -> Option<Device> {
    key.recognise(DEVICE.read(headers)?, name)
}

/// The cookie by which a browser is recognised.
pub(super) fn keep_device(tls: bool, key: &DeviceKey, device: Device, name: &str) -> String {
    DEVICE.set(tls, &key.sign(device, name), Some(DEVICE_SECONDS))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn sent(cookie: &str, tls: bool) -> HeaderMap {
        assert_eq!(cookie.contains("; Secure"), tls, "{cookie}");
        assert_eq!(cookie.starts_with("__Host-"), tls, "{cookie}");
        let (pair, _) = cookie.split_once(';').unwrap();
        let sent = HeaderValue::from_str(&format!("fill=x; {pair}")).unwrap();
        HeaderMap::from_iter([(COOKIE, sent)])
    }

    #[test]
    fn a_token_survives_its_cookie_over_tls_and_without() {
        let drawn = SessionToken::draw(&mut ChaCha20Rng::seed_from_u64(1));
        for tls in [true, false] {
            assert_eq!(token(&sent(&keep(tls, &drawn), tls)), Some(drawn.clone()));
        }
    }

    #[test]
    fn a_browser_is_recognised_by_its_cookie_and_for_its_account() {
        let (key, drawn) = (
            DeviceKey::new([3; 32]),
            Device::draw(&mut ChaCha20Rng::seed_from_u64(2)),
        );
        for tls in [true, false] {
            let headers = sent(&keep_device(tls, &key, drawn, "李明"), tls);
            assert_eq!(device(&headers, &key, "李明"), Some(drawn));
            assert_eq!(device(&headers, &key, "王芳"), None);
        }
    }
}
