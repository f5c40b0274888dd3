//! Where an attempt to sign in comes from.

use std::fmt;
use std::net::IpAddr;

/// A network: neighbours in it are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Network(IpAddr);

impl Network {
    /// The network of an address: its /24, in IPv6 its /48, which is what one customer is commonly given.
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                IpAddr::from([a, b, c, 0])
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                IpAddr::from([a, b, c, 0, 0, 0, 0, 0])
            }
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where an attempt comes from, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Whoever attempts is in this network.
    Network(Network),
    /// The other end is a proxy, and for whom it asks is not known. Whoever comes through it must not be
    /// counted as one.
    Proxy(Network),
}

impl Source {
    /// The network of the other end.
    pub(crate) fn network(self) -> Network {
        match self {
            Self::Network(network) | Self::Proxy(network) => network,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_a_network_and_strangers_do_not() {
        let of = |address: &str| Network::of(address.parse().unwrap());
        assert_eq!(of("10.0.3.7"), of("10.0.3.250"));
        assert_eq!(of("10.0.3.7"), of("::ffff:10.0.3.9"));
        assert_ne!(of("10.0.3.7"), of("10.0.4.7"));
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:ffff::9"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:2:2::7"));
    }
}
