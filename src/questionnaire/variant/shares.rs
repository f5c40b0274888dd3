//! Shares of an arm as whole parts.

use std::collections::BTreeMap;

use super::MOST_VARIANTS;
use crate::definition::Arm;

/// How far a share may lie from its fraction: a third is written 0.3333333.
const ROUNDING: f64 = 1e-6;

/// Why groups of an arm cannot be laid out.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum SharesError {
    /// An arm that draws nothing.
    TooFewGroups,
    /// A share of nothing, or less.
    NotPositive { group: String, share: f64 },
    /// Shares that are not the whole.
    NotTheWhole {
        /// Their sum.
        sum: f64,
    },
    /// Shares that no small number of variants can hold exactly.
    TooFine,
}

impl Arm {
    /// Whether the shares can be laid out, and why not.
    pub fn shares(&self) -> Result<(), SharesError> {
        parts(&self.groups).map(|_| ())
    }
}

/// The groups of an arm in the order of their names, each with its number of parts; the
/// whole has the fewest parts that hold every share exactly.
pub(super) fn parts(groups: &BTreeMap<String, f64>) -> Result<Vec<(&str, usize)>, SharesError> {
    if groups.len() < 2 {
        return Err(SharesError::TooFewGroups);
    }
    if let Some((group, share)) = groups.iter().find(|(_, share)| **share <= 0.0) {
        let (group, share) = (group.clone(), *share);
        return Err(SharesError::NotPositive { group, share });
    }
    let sum: f64 = groups.values().sum();
    let slack = ROUNDING * f64::from(MOST_VARIANTS);
    if (sum - 1.0).abs() > slack {
        let sum = (sum * 1e6).round() / 1e6;
        return Err(SharesError::NotTheWhole { sum });
    }
    (2..=MOST_VARIANTS)
        .find_map(|whole| exact(groups, whole))
        .ok_or(SharesError::TooFine)
}

fn exact(groups: &BTreeMap<String, f64>, whole: u8) -> Option<Vec<(&str, usize)>> {
    let parts: Vec<(&str, usize)> = groups
        .iter()
        .map(|(group, share)| Some((group.as_str(), whole_part(*share, whole)?)))
        .collect::<Option<_>>()?;
    let sum: usize = parts.iter().map(|(_, part)| part).sum();
    (sum == usize::from(whole)).then_some(parts)
}

/// The number of parts of `whole` that the share is, if it is one.
fn whole_part(share: f64, whole: u8) -> Option<usize> {
    (1..=whole)
        .find(|part| (share - f64::from(*part) / f64::from(whole)).abs() < ROUNDING)
        .map(usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_can_be_written_and_a_thousandth_cannot() {
        let groups = |shares: &[f64]| -> BTreeMap<String, f64> {
            shares
                .iter()
                .enumerate()
                .map(|(i, share)| (format!("g{i}"), *share))
                .collect()
        };
        let third = groups(&[0.333_333_3, 0.333_333_3, 0.333_333_3]);
        let whole: Vec<usize> = parts(&third)
            .unwrap()
            .iter()
            .map(|(_, part)| *part)
            .collect();
        assert_eq!(whole, [1, 1, 1]);
        assert_eq!(parts(&groups(&[0.999, 0.001])), Err(SharesError::TooFine));
        assert_eq!(
            parts(&groups(&[0.5, 0.6])),
            Err(SharesError::NotTheWhole { sum: 1.1 })
        );
        assert!(matches!(
            parts(&groups(&[1.5, -0.5])),
            Err(SharesError::NotPositive { .. })
        ));
        assert_eq!(parts(&groups(&[1.0])), Err(SharesError::TooFewGroups));
    }
}
