//! Merging PSUs with few returns, so that no response stands nearly alone in its PSU.

use super::sampled_psu::SampledPsu;
use sampling::PsuId;

/// The fewest returns a PSU may have once its wave is closed.
pub(crate) const FEWEST_RETURNS: u64 = 5;

/// One PSU that disappears in a neighbour of its stratum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merger {
    /// The row of the PSU that disappears.
    pub row: i64,
    /// Its code.
    pub psu: PsuId,
    /// The code of the neighbour.
    pub into: PsuId,
}

/// Which PSUs to merge, given all of a draw in its order; neighbours are those next in order.
///
/// Within a stratum, PSUs are gathered from the first on until a group has enough returns; what is
/// left at the end joins the last group. A group goes by the name of its PSU with the most returns. A
/// stratum with fewer returns in all than the bound becomes one PSU.
pub fn merge_small_psus(psus: &[SampledPsu]) -> Vec<Merger> {
    psus.chunk_by(|one, next| one.stratum == next.stratum)
        .flat_map(groups)
        .flat_map(|group| mergers(&group))
        .collect()
}

fn groups(stratum: &[SampledPsu]) -> Vec<Vec<&SampledPsu>> {
    let mut groups: Vec<Vec<&SampledPsu>> = Vec::new();
    let mut gathered: Vec<&SampledPsu> = Vec::new();
    for psu in stratum {
        gathered.push(psu);
        if gathered.iter().map(|psu| psu.cases.returned).sum::<u64>() >= FEWEST_RETURNS {
            groups.push(std::mem::take(&mut gathered));
        }
    }
    match groups.last_mut() {
        Some(last) => last.extend(gathered),
        None => groups.push(gathered),
    }
    groups
}

fn mergers(group: &[&SampledPsu]) -> Vec<Merger> {
    let Some(name) = group
        .iter()
        .rev()
        .max_by_key(|psu| psu.cases.returned)
        .map(|psu| psu.code.clone())
    else {
        return Vec::new();
    };
    group
        .iter()
        .filter(|psu| psu.code != name)
        .map(|psu| Merger {
            row: psu.id,
            psu: psu.code.clone(),
            into: name.clone(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampled_psu::{AtFirst, CaseTally};
    use sampling::StratumId;

    fn psus(stratum: &str, returns: &[u64]) -> Vec<SampledPsu> {
        (1..)
            .zip(returns)
            .map(|(id, returned)| SampledPsu {
                id,
                code: PsuId::new(format!("{stratum}{id}")),
                stratum: StratumId::new(stratum),
                urban: true,
                households: 4_400,
                inclusion_probability: 1.0,
                certainty: false,
                base_weight: 100.0,
                at_first: AtFirst {
                    cases: 44,
                    base_weight: 100.0,
                },
                merged_into: None,
                cases: CaseTally {
                    cases: 44,
                    returned: *returned,
                    ..CaseTally::default()
                },
            })
            .collect()
    }

    fn merged(psus: &[SampledPsu]) -> Vec<(String, String)> {
        merge_small_psus(psus)
            .into_iter()
            .map(|merger| (merger.psu.to_string(), merger.into.to_string()))
            .collect()
    }

    #[test]
    fn a_small_psu_joins_the_next_of_its_stratum() {
        assert_eq!(
            merged(&psus("A", &[18, 2, 20, 5])),
            [("A2".to_owned(), "A3".to_owned())]
        );
    }

    #[test]
    fn a_small_psu_at_the_end_joins_the_one_before() {
        assert_eq!(
            merged(&psus("A", &[18, 7, 0])),
            [("A3".to_owned(), "A2".to_owned())]
        );
    }

    #[test]
    fn a_stratum_with_few_returns_becomes_one_psu() {
        assert_eq!(
            merged(&psus("A", &[1, 2, 1])),
            [
                ("A1".to_owned(), "A2".to_owned()),
                ("A3".to_owned(), "A2".to_owned())
            ]
        );
    }

    #[test]
    fn of_equal_returns_the_first_gives_the_name() {
        assert_eq!(
            merged(&psus("A", &[3, 3, 9])),
            [("A2".to_owned(), "A1".to_owned())]
        );
    }

    #[test]
    fn strata_are_never_merged() {
        let mut all = psus("A", &[6, 1]);
        all.extend(psus("B", &[9]));
        assert_eq!(merged(&all), [("A2".to_owned(), "A1".to_owned())]);
    }

    #[test]
    fn four_returns_are_too_few_and_five_are_enough() {
        assert_eq!(
            merged(&psus("A", &[18, 4, 20])),
            [("A2".to_owned(), "A3".to_owned())]
        );
        assert_eq!(merged(&psus("A", &[18, 5, 20])), []);
    }
}
