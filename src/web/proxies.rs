//! Proxies that stand before the server, and whom they say they ask for.
//!
//! # Design
//!
//! `X-Forwarded-For` and `X-Forwarded-Proto` are believed where the other end of the connection is a proxy that the
//! installation names, and from nobody else, who could write into them what they like. Each proxy appends the address
//! it was asked from, so the list is read from its end: the last address that is no proxy of ours is whom the request
//! comes from, and what stands before it is hearsay.
//!
//! A request with such a header from an end that is not named comes through a proxy that the installation forgot, or
//! from somebody who wants to look like one. It is counted by what is typed and never by its end alone, since that
//! would be one counter for everybody behind the proxy; and the log says once which setting is missing.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::HeaderMap;
use ipnet::IpNet;

use accounts::{Network, Source};

/// The proxies that an installation names.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies {
    networks: Vec<IpNet>,
    warned: Arc<AtomicBool>,
}

/// Why something is no list of networks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no IP address and no network: write them with commas between, as in 127.0.0.1/32,10.0.0.0/8"
)]
pub struct NotNetworks(String);

impl FromStr for TrustedProxies {
    type Err = NotNetworks;

    fn from_str(text: &str) -> Result<Self, NotNetworks> {
        let words = text.split(',').map(str::trim);
        let networks = words
            .filter(|word| !word.is_empty())
            .map(|word| {
                let network = word.parse::<IpNet>().ok();
                let network = network.or_else(|| word.parse::<IpAddr>().ok().map(IpNet::from));
                network.ok_or_else(|| NotNetworks(word.to_owned()))
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            networks,
            warned: Arc::default(),
        })
    }
}

impl TrustedProxies {
    /// Where a request comes from, as far as it is known.
    pub(crate) fn source(&self, end: IpAddr, headers: &HeaderMap) -> Source {
        let end = end.to_canonical();
        let at_end = Network::of(end);
        if !self.hold(end) {
            return if headers.contains_key("x-forwarded-for") {
                self.warn_once();
                Source::Proxy(at_end)
            } else {
                Source::Network(at_end)
            };
        }
        let mut hops = values(headers, "x-forwarded-for").map(address).rev();
        let mut farthest = None;
        let stranger = hops.find(|hop| {
            farthest = *hop;
            hop.is_none_or(|hop| !self.hold(hop))
        });
        match stranger.unwrap_or(farthest) {
            Some(asking) => Source::Network(Network::of(asking)),
            None => Source::Proxy(at_end),
        }
    }

    /// Whether a proxy of ours was asked over TLS.
    pub(crate) fn says_tls(&self, end: IpAddr, headers: &HeaderMap) -> bool {
        let last = values(headers, "x-forwarded-proto").next_back();
        self.hold(end.to_canonical()) && last.is_some_and(|it| it.eq_ignore_ascii_case("https"))
    }

    fn hold(&self, address: IpAddr) -> bool {
        self.networks
            .iter()
            .any(|network| network.contains(&address))
    }

    fn warn_once(&self) {
        if !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "requests carry X-Forwarded-For from an address that is no trusted proxy: it is not believed; if a \
                 proxy stands before this server, name it with --trusted-proxies (MINYI_TRUSTED_PROXIES)"
            );
        }
    }
}

/// The members of a header that is a list, however often it stands there.
fn values<'a>(headers: &'a HeaderMap, name: &str) -> impl DoubleEndedIterator<Item = &'a str> {
    let lines: Vec<&str> = headers
        .get_all(name)
        .iter()
        .map(|value| value.to_str().unwrap_or_default())
        .collect();
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split(',')).collect();
    words.into_iter().map(str::trim)
}

/// An address, alone or with a port.
fn address(hop: &str) -> Option<IpAddr> {
    let plain = hop.trim_matches(['[', ']']).parse().ok();
    let address: IpAddr = plain.or_else(|| Some(hop.parse::<SocketAddr>().ok()?.ip()))?;
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            let (name, value) = (
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
            headers.append(name, value);
        }
        headers
    }

    fn forwarded(lines: &[&'static str]) -> HeaderMap {
        let pairs: Vec<_> = lines
            .iter()
            .map(|line| ("x-forwarded-for", *line))
            .collect();
        headers(&pairs)
    }

    fn ip(address: &str) -> IpAddr {
        address.parse().unwrap()
    }

    fn network(address: &str) -> Source {
        Source::Network(Network::of(ip(address)))
    }

    fn proxies() -> TrustedProxies {
        "127.0.0.1, 10.0.0.0/8".parse().unwrap()
    }

    #[test]
    fn a_trusted_proxy_says_whom_it_asks_for_and_what_the_asker_wrote_before_is_hearsay() {
        let source = |lines: &[&'static str]| proxies().source(ip("127.0.0.1"), &forwarded(lines));
        assert_eq!(source(&["203.0.113.9"]), network("203.0.113.9"));
        assert_eq!(
            source(&["198.51.100.1, 203.0.113.9"]),
            network("203.0.113.9")
        );
        assert_eq!(
            source(&["198.51.100.1", "203.0.113.9, 10.2.3.4"]),
            network("203.0.113.9")
        );
        assert_eq!(source(&["10.9.1.1, 10.2.3.4"]), network("10.9.1.1"));
        assert_eq!(source(&["203.0.113.9:4711"]), network("203.0.113.9"));
        assert_eq!(source(&["[2001:db8::7]:4711"]), network("2001:db8::1"));
        assert_eq!(source(&["::ffff:203.0.113.9"]), network("203.0.113.9"));
    }

    #[test]
    fn nobody_else_is_believed_and_nobody_is_counted_with_a_whole_proxy() {
        let proxy = |address: &str| Source::Proxy(Network::of(ip(address)));
        let spoofed = proxies().source(ip("192.0.2.1"), &forwarded(&["203.0.113.9"]));
        assert_eq!(spoofed, proxy("192.0.2.1"));
        let plain = proxies().source(ip("192.0.2.1"), &HeaderMap::new());
        assert_eq!(plain, network("192.0.2.1"));
        for lines in [&[][..], &["unknown"], &["203.0.113.9, unknown"], &[""]] {
            let source = proxies().source(ip("10.0.0.1"), &forwarded(lines));
            assert_eq!(source, proxy("10.0.0.1"), "{lines:?}");
        }
    }

    #[test]
    fn only_a_trusted_proxy_says_that_it_was_asked_over_tls() {
        let https = headers(&[("x-forwarded-proto", "https")]);
        assert!(proxies().says_tls(ip("::ffff:127.0.0.1"), &https));
        assert!(!proxies().says_tls(ip("192.0.2.1"), &https));
        let spoofed = headers(&[("x-forwarded-proto", "https, http")]);
        assert!(!proxies().says_tls(ip("127.0.0.1"), &spoofed));
    }

    #[test]
    fn what_is_no_network_is_said() {
        let fault = "10.0.0.0/8, proxy.local".parse::<TrustedProxies>();
        assert_eq!(fault.unwrap_err(), NotNetworks("proxy.local".to_owned()));
        assert!("".parse::<TrustedProxies>().unwrap().networks.is_empty());
    }
}
