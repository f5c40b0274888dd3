//! Devices: how a browser shows that somebody has signed in with it before.
//!
//! # Design
//!
//! After a sign-in the browser keeps a cookie: a random number, and a keyed hash of that number and the name. With
//! it an attempt on that account has a counter of its own, so that strangers who guess at the account keep its owner
//! waiting nowhere. It opens nothing: without the password it is worth a few guesses, counted like any others. The
//! database holds no list of devices; the key is drawn from that of the installation.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use rand::{Rng, RngExt};
use sha2::Sha256;

/// The key that devices are signed with.
#[derive(Clone)]
pub struct DeviceKey([u8; 32]);

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

/// A browser that somebody has signed in with before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Device([u8; 16]);

impl fmt::Debug for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Device(…)")
    }
}

impl Device {
    /// Draws a device.
    pub fn draw(rng: &mut impl Rng) -> Self {
        Self(rng.random())
    }

    /// What its failures are counted by.
    pub(crate) fn word(self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

impl DeviceKey {
    /// The key made of these bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// What the browser keeps: the device, signed for the account of this name.
    pub fn sign(&self, device: Device, name: &str) -> String {
        let mut value = device.0.to_vec();
        value.extend(self.mac(device, name).finalize().into_bytes());
        BASE64URL_NOPAD.encode(&value)
    }

    /// The device that a browser shows, if it was signed for the account of this name.
    pub fn recognise(&self, value: &str, name: &str) -> Option<Device> {
        let value = BASE64URL_NOPAD.decode(value.as_bytes()).ok()?;
        let (device, tag) = value.split_at_checked(16)?;
        let device = Device(device.try_into().ok()?);
        self.mac(device, name).verify_slice(tag).ok()?;
        Some(device)
    }

    fn mac(&self, device: Device, name: &str) -> Hmac<Sha256> {
        Hmac::<Sha256>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length")
            .chain_update("minyi device\n")
            .chain_update(device.0)
            .chain_update(name.trim().to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    #[test]
    fn a_device_is_known_for_its_account_and_for_no_other() {
        let device = Device::draw(&mut ChaCha20Rng::seed_from_u64(1));
        let key = DeviceKey::new([7; 32]);
        let kept = key.sign(device, "Li");
        assert_eq!(key.recognise(&kept, " li "), Some(device));
        assert_eq!(key.recognise(&kept, "wang"), None);
        assert_eq!(DeviceKey::new([8; 32]).recognise(&kept, "li"), None);
    }

    #[test]
    fn what_was_not_signed_is_no_device() {
        let key = DeviceKey::new([7; 32]);
        for value in ["", "AAAA", "AAAAAAAAAAAAAAAAAAAAAA", &"A".repeat(64), "=é"] {
            assert_eq!(key.recognise(value, "li"), None, "{value}");
        }
    }
}
