//! Chance as a pure function: numbers drawn by what they are about, not by when.
//!
//! A [`Key`] is a 64-bit state; adding a part of the address (a household's number, a year)
//! gives the key of that part by the finaliser of `SplitMix64`. Good enough for a simulation,
//! and for nothing that must not be guessed.
//!
//! # References
//!
//! Steele, Lea & Flood 2014, "Fast splittable pseudorandom number generators", OOPSLA;
//! constants of David Stafford's variant 13.

/// Names one draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key(u64);

impl Key {
    /// The key all others of a city derive from.
    pub(super) fn new(seed: u64) -> Self {
        Self(mix(seed ^ 0x6D69_6E79_6921_2012))
    }

    /// The key of a part of what this key is about.
    pub(super) fn with(self, part: u64) -> Self {
        Self(mix(self.0
            ^ part
                .wrapping_mul(0x9E37_79B9_7F4A_7C15)
                .wrapping_add(0x9E37_79B9_7F4A_7C15)))
    }

    /// The draw itself, as 64 random bits.
    pub(super) fn bits(self) -> u64 {
        self.0
    }

    /// Uniform on [0, 1).
    #[expect(
        clippy::cast_precision_loss,
        reason = "24 bits fit a 32-bit real number exactly"
    )]
    pub(super) fn uniform(self) -> f32 {
        (self.0 >> 40) as f32 / 16_777_216.0
    }

    /// Mean 0 and variance 1, nearly normal within three standard deviations.
    pub(super) fn normal(self) -> f32 {
        normal_from_bits(self.0)
    }

    /// The index of the part of the whole that a uniform draw falls into; the last part
    /// takes what the shares leave.
    pub(super) fn pick(self, shares: &[f32]) -> usize {
        let mut rest = self.uniform();
        for (index, share) in shares.iter().enumerate() {
            rest -= share;
            if rest < 0.0 {
                return index;
            }
        }
        shares.len()
    }
}

/// Mean 0 and variance 1 from the upper 48 bits: the sum of three uniforms, scaled. The
/// lower 16 bits stay free for another draw.
#[expect(
    clippy::cast_precision_loss,
    reason = "18 bits fit a 32-bit real number exactly"
)]
pub(super) fn normal_from_bits(bits: u64) -> f32 {
    let sum = (bits >> 48) + (bits >> 32 & 0xFFFF) + (bits >> 16 & 0xFFFF);
    // Three uniforms on 0..65536 have mean 98 302.5 and standard deviation 65 536 / 2.
    (sum as f32 - 98_302.5) / 32_768.0
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ z >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ z >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ z >> 31
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(draw: impl Fn(Key) -> f32) -> (f64, f64) {
        let count = 100_000_u32;
        let draws: Vec<f64> = (0..count)
            .map(|part| f64::from(draw(Key::new(5).with(part.into()))))
            .collect();
        let mean = draws.iter().sum::<f64>() / f64::from(count);
        let variance = draws
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f64>()
            / f64::from(count);
        (mean, variance)
    }

    #[test]
    fn uniform_draws_have_the_moments_of_a_uniform() {
        let (mean, variance) = moments(Key::uniform);
        assert!(
            (mean - 0.5).abs() < 0.005 && (variance - 1.0 / 12.0).abs() < 0.001,
            "{mean} {variance}"
        );
    }

    #[test]
    fn normal_draws_have_mean_zero_and_variance_one() {
        let (mean, variance) = moments(Key::normal);
        assert!(
            mean.abs() < 0.015 && (variance - 1.0).abs() < 0.02,
            "{mean} {variance}"
        );
    }

    #[test]
    fn the_same_address_gives_the_same_draw_and_another_address_another() {
        let key = Key::new(1).with(2).with(3);
        assert_eq!(key, Key::new(1).with(2).with(3));
        assert_ne!(key, Key::new(1).with(3).with(2));
        assert_ne!(key, Key::new(2).with(2).with(3));
    }

    #[test]
    fn picks_follow_their_shares() {
        let hits = (0..10_000)
            .filter(|part| Key::new(9).with(*part).pick(&[0.2, 0.3]) == 2)
            .count();
        assert!((4_800..5_200).contains(&hits), "{hits}");
    }
}
