//! Exact decimal numbers: what a respondent wrote is what is stored and compared, never the nearest binary fraction.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The most decimal places of a number.
pub const MOST_DECIMALS: u8 = 6;

/// The largest absolute value of a number with decimals. With [`MOST_DECIMALS`] it has fifteen digits, which the
/// script of the form compares exactly, too.
pub const LARGEST_DECIMAL: i64 = 999_999_999;

/// A number with at most [`MOST_DECIMALS`] decimal places, without superfluous noughts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    /// The number times a power of ten.
    units: i64,
    /// Which power: the number of decimal places.
    places: u8,
}

/// A text that is no decimal number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a decimal number has digits and at most {MOST_DECIMALS} decimal places, as in 2.5")]
pub struct NotADecimal;

impl Decimal {
    /// `units` divided by ten to the power of `places`.
    pub fn new(mut units: i64, mut places: u8) -> Self {
        while places > 0 && units % 10 == 0 {
            units /= 10;
            places -= 1;
        }
        Self { units, places }
    }

    /// The number if it is whole.
    pub fn whole(self) -> Option<i64> {
        (self.places == 0).then_some(self.units)
    }

    /// How many decimal places it needs.
    pub fn places(self) -> u8 {
        self.places
    }

    /// The number times ten to the power of `places`; none where it has more places or becomes too large.
    pub fn units(self, places: u8) -> Option<i64> {
        let further = places.checked_sub(self.places)?;
        let power = 10_i64.checked_pow(u32::from(further))?;
        self.units.checked_mul(power)
    }

    /// For comparisons: the number in units of the smallest place there is.
    fn smallest_units(self) -> i128 {
        let further = u32::from(MOST_DECIMALS.saturating_sub(self.places));
        i128::from(self.units) * 10_i128.pow(further)
    }
}

impl From<i64> for Decimal {
    fn from(units: i64) -> Self {
        Self { units, places: 0 }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.smallest_units().cmp(&other.smallest_units())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.places == 0 {
            return write!(f, "{}", self.units);
        }
        let power = 10_u64.pow(u32::from(self.places));
        let (whole, rest) = (
            self.units.unsigned_abs() / power,
            self.units.unsigned_abs() % power,
        );
        let sign = if self.units < 0 { "-" } else { "" };
        let width = usize::from(self.places);
        write!(f, "{sign}{whole}.{rest:0width$}")
    }
}

impl FromStr for Decimal {
    type Err = NotADecimal;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(NotADecimal),
            Some(parts) => parts,
            None => (text, ""),
        };
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if digits.is_empty() || !only_digits(digits) || !only_digits(fraction) {
            return Err(NotADecimal);
        }
        let places = u8::try_from(fraction.len()).ok();
        let places = places.filter(|places| *places <= MOST_DECIMALS);
        let units = format!("{whole}{fraction}").parse().ok();
        match (units, places) {
            (Some(units), Some(places)) => Ok(Self::new(units, places)),
            _ => Err(NotADecimal),
        }
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotADecimal;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_decimal_is_read_and_written_without_superfluous_noughts() {
        for (text, written) in [
            ("2.50", "2.5"),
            ("-0.05", "-0.05"),
            ("3.000", "3"),
            ("0", "0"),
            ("-12", "-12"),
            ("999999999.999999", "999999999.999999"),
        ] {
            assert_eq!(decimal(text).to_string(), written);
        }
        for text in [
            "",
            "-",
            ".5",
            "2.",
            "2.5.1",
            "1e3",
            "２",
            "0.1234567",
            "99999999999999999999",
        ] {
            assert_eq!(text.parse::<Decimal>(), Err(NotADecimal), "{text}");
        }
    }

    #[test]
    fn decimals_compare_by_their_value() {
        assert!(decimal("0.1") < decimal("0.11"));
        assert!(decimal("-0.5") < decimal("0"));
        assert_eq!(decimal("2.50"), decimal("2.5"));
        assert!(Decimal::from(i64::MAX) > decimal("0.000001"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(units in any::<i64>(), places in 0..=MOST_DECIMALS) {
            let made = Decimal::new(units, places);
            prop_assert_eq!(decimal(&made.to_string()), made);
        }
    }
}
