//! Whether a form was sent by a page of this site, as the browser says.
//!
//! `Sec-Fetch-Site` compares scheme, host and port and stays right behind a proxy that rewrites `Host`. Where it is
//! missing (plain HTTP in an office network) `Origin` must name the configured address of the installation, or, where
//! none is configured, the host that was asked.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

use crate::site::Site;

/// Which page sent a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    /// One of this site.
    Ours,
    /// One of another site.
    Foreign,
    /// Nothing is said of it: the browser is too old, or no page sent it.
    Unsaid,
}

impl Sender {
    /// The sender of a form with these headers.
    pub(crate) fn of(headers: &HeaderMap, site: &Site) -> Self {
        let word = |name: &str| {
            let value = headers.get(name)?;
            Some(value.to_str().unwrap_or_default())
        };
        match word("sec-fetch-site") {
            Some("same-origin") => return Self::Ours,
            Some("none") => return Self::Unsaid,
            Some(_) => return Self::Foreign,
            None => {}
        }
        let Some(origin) = word(ORIGIN.as_str()) else {
            return Self::Unsaid;
        };
        let ours = if let Some(address) = &site.address {
            origin == address.as_str()
        } else {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == word(HOST.as_str())
        };
        if ours { Self::Ours } else { Self::Foreign }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn sender(site: &Site, pairs: &[(&'static str, &'static str)]) -> Sender {
        let headers = pairs.iter().map(|(name, value)| {
            (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            )
        });
        Sender::of(&headers.collect(), site)
    }

    #[test]
    fn only_what_the_browser_calls_ours_is_ours() {
        let site = Site::default();
        let cases: [(&[(&str, &str)], Sender); 9] = [
            (&[("sec-fetch-site", "same-origin")], Sender::Ours),
            (
                &[("sec-fetch-site", "same-origin"), ("origin", "null")],
                Sender::Ours,
            ),
            (&[("sec-fetch-site", "same-site")], Sender::Foreign),
            (
                &[
                    ("sec-fetch-site", "cross-site"),
                    ("host", "a.cn"),
                    ("origin", "http://a.cn"),
                ],
                Sender::Foreign,
            ),
            (
                &[("host", "a.cn:8080"), ("origin", "http://a.cn:8080")],
                Sender::Ours,
            ),
            (
                &[("host", "a.cn"), ("origin", "http://b.cn")],
                Sender::Foreign,
            ),
            (&[("host", "a.cn"), ("origin", "null")], Sender::Foreign),
            (&[("host", "a.cn")], Sender::Unsaid),
            (&[("sec-fetch-site", "none")], Sender::Unsaid),
        ];
        for (pairs, wanted) in cases {
            assert_eq!(sender(&site, pairs), wanted, "{pairs:?}");
        }
    }

    #[test]
    fn a_host_that_somebody_made_up_counts_for_nothing_where_the_address_is_configured() {
        let site = Site {
            address: Some("https://survey.example.cn".parse().unwrap()),
            ..Site::default()
        };
        let made_up = [("host", "evil.cn"), ("origin", "https://evil.cn")];
        assert_eq!(sender(&site, &made_up), Sender::Foreign);
        let own = [
            ("host", "10.0.0.5:8080"),
            ("origin", "https://survey.example.cn"),
        ];
        assert_eq!(sender(&site, &own), Sender::Ours);
        let plain = [
            ("host", "survey.example.cn"),
            ("origin", "http://survey.example.cn"),
        ];
        assert_eq!(sender(&site, &plain), Sender::Foreign);
    }
}
