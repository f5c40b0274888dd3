//! A column of numbers, as small as its values allow.

use std::borrow::Cow;

use crate::item_sums::Column;

/// A column of numbers with gaps. Zero and one, the points of a scale and ages take a byte, all others eight.
#[derive(Clone, Debug)]
pub(super) enum Numbers {
    /// Whole numbers below [`Column::MISSING`], which stands for a gap.
    Small { codes: Vec<u8>, largest: u8 },
    /// Any numbers; NaN is a gap.
    Wide(Vec<f64>),
}

impl Default for Numbers {
    fn default() -> Self {
        Self::Small {
            codes: Vec::new(),
            largest: 0,
        }
    }
}

/// The byte of a number, or of a gap; none for a number that has no byte. Minus zero has none.
fn small(value: f64) -> Option<u8> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the cast saturates, and is compared with the number"
    )]
    let code = value as u8;
    if value.is_nan() {
        Some(Column::MISSING)
    } else {
        let same = f64::from(code).to_bits() == value.to_bits();
        (same && code != Column::MISSING).then_some(code)
    }
}

fn number(code: u8) -> f64 {
    Column::Small(&[code]).get(0).unwrap_or(f64::NAN)
}

impl Numbers {
    pub(super) fn push(&mut self, value: f64) {
        match self {
            Self::Small { codes, largest } => {
                if let Some(code) = small(value) {
                    codes.push(code);
                    if code != Column::MISSING {
                        *largest = code.max(*largest);
                    }
                } else {
                    let mut values = self.values().into_owned();
                    values.push(value);
                    *self = Self::Wide(values);
                }
            }
            Self::Wide(values) => values.push(value),
        }
    }

    /// The numbers; NaN where there is none.
    pub(super) fn values(&self) -> Cow<'_, [f64]> {
        match self {
            Self::Small { codes, .. } => codes.iter().map(|&code| number(code)).collect(),
            Self::Wide(values) => values.into(),
        }
    }

    /// The first row that holds something else than zero, one or a gap, and what it holds.
    pub(super) fn beyond_zero_and_one(&self) -> Option<(usize, f64)> {
        match self {
            Self::Small { largest: 0 | 1, .. } => None,
            Self::Small { codes, .. } => {
                let beyond = |&code: &u8| code > 1 && code != Column::MISSING;
                let row = codes.iter().position(beyond)?;
                Some((row, number(codes[row])))
            }
            Self::Wide(values) => {
                let beyond = |value: &f64| !(value.is_nan() || [0.0, 1.0].contains(value));
                let row = values.iter().position(beyond)?;
                Some((row, values[row]))
            }
        }
    }

    /// The column as it is tabulated.
    pub(super) fn column(&self) -> Column<'_> {
        match self {
            Self::Small {
                codes,
                largest: 0 | 1,
            } => Column::Binary(codes),
            Self::Small { codes, .. } => Column::Small(codes),
            Self::Wide(values) => Column::Numeric(values),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back_bit_by_bit() {
        let rows = [0.0, 1.0, f64::NAN, 254.0, 7.0, 255.0, -0.0, 1e300, 0.1];
        for length in 1..=rows.len() {
            let mut numbers = Numbers::default();
            for &value in &rows[..length] {
                numbers.push(value);
            }
            assert_eq!(matches!(numbers, Numbers::Small { .. }), length <= 5);
            let back: Vec<u64> = numbers.values().iter().map(|it| it.to_bits()).collect();
            let wanted: Vec<u64> = rows[..length].iter().map(|it| it.to_bits()).collect();
            assert_eq!(back, wanted);
            let column = numbers.column();
            for (row, value) in rows[..length].iter().enumerate() {
                assert_eq!(column.get(row), (!value.is_nan()).then_some(*value));
            }
        }
    }
}
