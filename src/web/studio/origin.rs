//! Whether a form was sent by a page of this site, as the browser says.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// True where the browser names this site as the origin; a request that says nothing about it comes from no
/// browser of the last years and is refused.
///
/// `Sec-Fetch-Site` compares scheme, host and port and stays right behind a proxy that rewrites `Host`; where
/// it is missing (plain HTTP in an office network) `Origin` must name the host that was asked.
pub(super) fn is_own_origin(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let asked = text(HOST.as_str());
    text(ORIGIN.as_str())
        .and_then(|origin| origin.split_once("://"))
        .is_some_and(|(_, authority)| Some(authority) == asked)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn ours(pairs: &[(&'static str, &'static str)]) -> bool {
        let headers = pairs.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        is_own_origin(&headers.collect())
    }

    #[test]
    fn only_what_the_browser_calls_ours_is_ours() {
        assert!(ours(&[("sec-fetch-site", "same-origin")]));
        assert!(!ours(&[("sec-fetch-site", "same-site")]));
        assert!(!ours(&[
            ("sec-fetch-site", "cross-site"),
            ("host", "a.cn"),
            ("origin", "http://a.cn")
        ]));
        assert!(ours(&[
            ("host", "a.cn:8080"),
            ("origin", "http://a.cn:8080")
        ]));
        assert!(!ours(&[("host", "a.cn"), ("origin", "http://b.cn")]));
        assert!(!ours(&[("host", "a.cn"), ("origin", "null")]));
        assert!(!ours(&[("host", "a.cn")]));
    }
}
