//! What an installation says about itself: its address, and which proxies stand before it.
//!
//! What a browser writes into `Host` is never taken for the address of the installation: posters that led where
//! somebody else wished would be hung up all over the city.

use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

use url::Url;

use crate::addresses::Address;
use crate::proxies::TrustedProxies;
use accounts::LinkToken;

/// The settings of an installation.
#[derive(Debug, Clone)]
pub struct Site {
    /// The address people reach it at, if it is configured.
    pub address: Option<PublicAddress>,
    /// Where it listens.
    pub listening: SocketAddr,
    /// The proxies that are believed when they say whom they ask for.
    pub proxies: TrustedProxies,
}

impl Default for Site {
    fn default() -> Self {
        Self {
            address: None,
            listening: (Ipv4Addr::LOCALHOST, 8080).into(),
            proxies: TrustedProxies::default(),
        }
    }
}

impl Site {
    /// The full address of a page: at the configured address, else where the server listens.
    pub(crate) fn full(&self, page: &str) -> String {
        match &self.address {
            Some(address) => format!("{}{page}", address.as_str()),
            None => format!("http://{}{page}", self.listening),
        }
    }

    /// The full address at which somebody sets their own password.
    pub fn password_link(&self, token: &LinkToken) -> String {
        let link = token.reveal();
        self.full(&Address::SetPassword { link: &link }.to_string())
    }

    /// Whether people reach it over TLS, as it is configured.
    pub(crate) fn is_https(&self) -> bool {
        let address = self.address.as_ref();
        address.is_some_and(|address| address.as_str().starts_with("https://"))
    }
}

/// The address of an installation: scheme, host and port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicAddress(String);

/// Why something is no address of an installation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no address of an installation: write https://, the name and nothing after it")]
pub struct NotAnAddress(String);

impl FromStr for PublicAddress {
    type Err = NotAnAddress;

    fn from_str(text: &str) -> Result<Self, NotAnAddress> {
        let fault = || NotAnAddress(text.to_owned());
        let Ok(url) = Url::parse(text.trim()) else {
            return Err(fault());
        };
        let plain = matches!(url.scheme(), "http" | "https")
            && url.username().is_empty()
            && url.password().is_none()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        if plain {
            Ok(Self(url.origin().ascii_serialization()))
        } else {
            Err(fault())
        }
    }
}

impl PublicAddress {
    /// The address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_name_and_nothing_more() {
        let read = |text: &str| text.parse::<PublicAddress>();
        for (text, wanted) in [
            ("https://survey.example.cn", "https://survey.example.cn"),
            (
                "https://Survey.Example.cn:443/",
                "https://survey.example.cn",
            ),
            ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
            ("https://民意.cn", "https://xn--jgux8v.cn"),
        ] {
            assert_eq!(read(text).unwrap().as_str(), wanted);
        }
        for text in [
            "",
            "survey.example.cn",
            "ftp://survey.example.cn",
            "https://survey.example.cn/minyi",
            "https://survey.example.cn?a=b",
            "https://somebody@survey.example.cn",
        ] {
            assert_eq!(read(text), Err(NotAnAddress(text.to_owned())));
        }
    }

    #[test]
    fn a_page_has_its_full_address_at_the_configured_one_or_where_the_server_listens() {
        let mut site = Site::default();
        assert_eq!(site.full("/s/open"), "http://127.0.0.1:8080/s/open");
        site.address = Some("https://survey.example.cn".parse().unwrap());
        assert_eq!(site.full("/s/open"), "https://survey.example.cn/s/open");
    }
}
