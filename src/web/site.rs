//! What an installation says about itself: which proxies stand before it.

use crate::proxies::TrustedProxies;

/// The settings of an installation.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The proxies that are believed when they say whom they ask for.
    pub proxies: TrustedProxies,
}
