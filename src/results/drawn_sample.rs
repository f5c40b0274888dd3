//! What the draw knows of its PSUs: what a household of each stands for, and who of each class did not answer.

use std::collections::{BTreeMap, BTreeSet};

use super::count::real_count;
use super::dataset::Dataset;
use fieldwork::SampledPsu;
use fieldwork::disposition::Group;
use sampling::{DrawnPairs, PsuId, StratumId};
use statistics::PairedPsus;
use statistics::weighting::{
    CollapsingRule, MergedClass, NonresponseError, ResponseClass, merge_response_classes,
};

/// Classes of fewer respondents are merged.
pub(super) const FEWEST_IN_CLASS: usize = 20;

/// Classes with a factor above so many times the city's are merged.
pub(super) const LARGEST_FACTOR: f64 = 2.0;

/// A response stands in a PSU the draw does not know.
#[derive(Debug, thiserror::Error)]
#[error("a response stands in PSU {psu}, which was not drawn")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct UnknownPsu {
    pub psu: PsuId,
}

/// What the draw knows of every PSU, merged ones under the name they go by.
pub(super) struct Sample<'a> {
    psus: &'a [SampledPsu],
    named: BTreeMap<&'a PsuId, Vec<&'a SampledPsu>>,
}

impl<'a> Sample<'a> {
    pub(super) fn of(psus: &'a [SampledPsu]) -> Self {
        let mut named: BTreeMap<&PsuId, Vec<&SampledPsu>> = BTreeMap::new();
        for psu in psus {
            let name = psu.merged_into.as_ref().unwrap_or(&psu.code);
            named.entry(name).or_default().push(psu);
        }
        Self { psus, named }
    }

    /// The response class of a PSU: stratum and urbanity of the one whose name its responses carry. Those who
    /// answered and those who might have are thus counted in one class also where PSUs were merged.
    fn class<'p>(&'p self, psu: &'p SampledPsu) -> (&'p StratumId, bool) {
        let survivor = psu
            .merged_into
            .as_ref()
            .and_then(|name| self.psus.iter().find(|other| other.code == *name))
            .unwrap_or(psu);
        (&survivor.stratum, survivor.urban)
    }

    /// The households that each row's household stands for.
    pub(super) fn household_weights(&self, dataset: &Dataset) -> Result<Vec<f64>, UnknownPsu> {
        let weights: BTreeMap<&PsuId, f64> = self
            .named
            .iter()
            .map(|(name, members)| (*name, mean_base_weight(members)))
            .collect();
        dataset
            .psu
            .iter()
            .map(|psu| {
                weights
                    .get(psu)
                    .copied()
                    .ok_or_else(|| UnknownPsu { psu: psu.clone() })
            })
            .collect()
    }

    /// The factor of every row for those of its class who are not there.
    pub(super) fn nonresponse_factors(
        &self,
        dataset: &Dataset,
        households: &[f64],
    ) -> Result<Vec<f64>, NonresponseError> {
        let mut classes: Vec<(&StratumId, bool)> = Vec::new();
        for psu in self.psus {
            let class = self.class(psu);
            if !classes.contains(&class) {
                classes.push(class);
            }
        }
        let position = |psu: &SampledPsu| {
            let class = self.class(psu);
            classes.iter().position(|other| *other == class)
        };
        let mut sums: Vec<ResponseClass> = classes
            .iter()
            .map(|class| ResponseClass {
                label: format!("{} {}", class.0, if class.1 { "urban" } else { "rural" }),
                eligible_weight: self.eligible_weight(*class),
                respondent_weight: 0.0,
                respondents: 0,
            })
            .collect();
        let class_of_row: Vec<Option<usize>> = dataset
            .psu
            .iter()
            .map(|psu| {
                let psu = self
                    .named
                    .get(psu)?
                    .iter()
                    .find(|member| member.code == *psu)?;
                position(psu)
            })
            .collect();
        for (class, weight) in class_of_row.iter().zip(households) {
            if let Some(class) = class {
                sums[*class].respondent_weight += weight;
                sums[*class].respondents += 1;
            }
        }
        let eligible: f64 = sums.iter().map(|class| class.eligible_weight).sum();
        let respondents: f64 = sums.iter().map(|class| class.respondent_weight).sum();
        let rule = CollapsingRule {
            minimum_respondents: FEWEST_IN_CLASS,
            maximum_factor: LARGEST_FACTOR * eligible / respondents,
        };
        let merged = merge_response_classes(&sums, rule)?;
        let factor = |class: usize| {
            merged
                .iter()
                .find(|merged| merged.members.contains(&class))
                .map_or(1.0, MergedClass::factor)
        };
        Ok(class_of_row
            .iter()
            .map(|class| class.map_or(1.0, factor))
            .collect())
    }

    /// Base weights of a class's eligible cases, those of unknown eligibility spread over the known ones.
    fn eligible_weight(&self, class: (&StratumId, bool)) -> f64 {
        let (mut all, mut known, mut eligible) = (0.0, 0.0, 0.0);
        for psu in self.psus.iter().filter(|psu| self.class(psu) == class) {
            let tally = &psu.cases;
            let weight = |cases: u64| psu.base_weight * real_count(cases);
            all += weight(tally.cases);
            known += weight(tally.returned);
            eligible += weight(tally.returned);
            for (disposition, cases) in &tally.dispositions {
                match disposition.group() {
                    Group::UnknownHousehold | Group::UnknownOther => {}
                    Group::NotEligible => known += weight(*cases),
                    Group::Complete
                    | Group::Partial
                    | Group::Refusal
                    | Group::NonContact
                    | Group::Other => {
                        known += weight(*cases);
                        eligible += weight(*cases);
                    }
                }
            }
        }
        if known > 0.0 {
            eligible * all / known
        } else {
            0.0
        }
    }
}

/// The pairs that the variance of these rows can use: of strata in which no PSU was merged, so that each stands for itself, and
/// each has rows.
pub(super) fn usable_pairs(
    dataset: &Dataset,
    psus: &[SampledPsu],
    pairs: &[DrawnPairs],
) -> Vec<PairedPsus> {
    let with_rows: BTreeSet<&PsuId> = dataset.psu.iter().collect();
    let stands = |stratum: &StratumId| {
        let mut of_stratum = psus.iter().filter(|psu| psu.stratum == *stratum);
        of_stratum.all(|psu| psu.merged_into.is_none())
    };
    let usable = pairs.iter().filter(|pairs| {
        stands(&pairs.stratum) && pairs.psus.iter().all(|psu| with_rows.contains(psu))
    });
    let paired = usable.map(|pairs| PairedPsus {
        stratum: pairs.stratum.to_string(),
        psus: pairs.psus.iter().map(ToString::to_string).collect(),
        joint: pairs.joint.clone(),
    });
    paired.collect()
}

fn mean_base_weight(members: &[&SampledPsu]) -> f64 {
    let returns: u64 = members.iter().map(|psu| psu.cases.returned).sum();
    if returns == 0 {
        let sum: f64 = members.iter().map(|psu| psu.base_weight).sum();
        return sum / real_count(members.len() as u64);
    }
    let weighted: f64 = members
        .iter()
        .map(|psu| psu.base_weight * real_count(psu.cases.returned))
        .sum();
    weighted / real_count(returns)
}

#[cfg(test)]
mod tests {
    use fieldwork::disposition::Disposition;

    use super::super::dataset::ResponseRow;
    use super::super::example::{self, psu};
    use super::*;

    /// A village of which too few returned, merged with a community of its stratum.
    #[test]
    fn cases_of_a_merged_psu_are_counted_where_its_respondents_are() {
        let mut village = psu("village", "1", false, 2);
        village.merged_into = Some(PsuId::new("community"));
        let psus = [
            psu("community", "1", true, 20),
            village,
            psu("other", "1", false, 20),
        ];
        let sample = Sample::of(&psus);
        let stratum = StratumId::new("1");
        assert_eq!(sample.class(&psus[1]), (&stratum, true));
        let (urban, rural) = (
            sample.eligible_weight((&stratum, true)),
            sample.eligible_weight((&stratum, false)),
        );
        // 25 and 7 cases in one class, 25 in the other; those that nothing is known of may all be eligible.
        assert!((urban - 3_200.0).abs() < 1e-9, "{urban}");
        assert!((rural - 2_500.0).abs() < 1e-9, "{rural}");
    }

    #[test]
    fn merged_psus_share_the_mean_of_their_weights_by_returns() {
        let weighing = |base_weight: f64, returned: u64| SampledPsu {
            base_weight,
            ..psu("any", "1", true, returned)
        };
        let mean = |members: [SampledPsu; 2]| mean_base_weight(&members.each_ref());
        assert!((mean([weighing(100.0, 3), weighing(400.0, 1)]) - 175.0).abs() < 1e-9);
        assert!((mean([weighing(100.0, 0), weighing(400.0, 0)]) - 250.0).abs() < 1e-9);
    }

    /// The factors of a stratum whose villages have so many respondents, and whose communities have forty.
    fn factors_of(villagers: usize, silent: u64) -> (f64, f64) {
        let inputs = example::inputs(1);
        let row = |psu: &str| ResponseRow {
            psu: Some(PsuId::new(psu)),
            mode: None,
            ..inputs.wave.responses[0].clone()
        };
        let mut rows = vec![row("village"); villagers];
        rows.extend(vec![row("community"); 40]);
        let dataset = Dataset::build(&inputs.wave.questionnaire, &[], &rows).unwrap();
        let mut village = psu("village", "1", false, villagers as u64);
        village.cases.silent = silent;
        village.cases.cases = villagers as u64 + silent;
        let mut community = psu("community", "1", true, 40);
        community.cases.silent = 0;
        community.cases.cases = 40;
        let psus = [village, community];
        let sample = Sample::of(&psus);
        let households = sample.household_weights(&dataset).unwrap();
        let factors = sample.nonresponse_factors(&dataset, &households).unwrap();
        (factors[0], factors[villagers])
    }

    #[test]
    fn a_class_of_nineteen_respondents_is_merged_and_one_of_twenty_is_not() {
        assert_eq!(factors_of(20, 5), (1.25, 1.0));
        let (village, community) = factors_of(19, 5);
        assert!((village - 64.0 / 59.0).abs() < 1e-12, "{village}");
        assert!((village - community).abs() < 1e-12, "{community}");
    }

    #[test]
    fn a_factor_of_more_than_twice_that_of_the_city_is_merged_away() {
        // 140 of 60 is 2.33 in the city: 100 of 20 is more than twice that, 90 of 20 is less than twice 2.17.
        let (village, community) = factors_of(20, 80);
        assert!((village - community).abs() < 1e-12, "{village} {community}");
        assert_eq!(factors_of(20, 20), (2.0, 1.0));
    }

    #[test]
    fn who_is_not_eligible_tells_of_the_unknown_and_is_made_up_for_by_nobody() {
        let eligible = |disposition| {
            let mut drawn = psu("any", "1", true, 20);
            drawn.cases.dispositions = [(disposition, 5)].into();
            drawn.cases.cases += 5;
            Sample::of(&[drawn]).eligible_weight((&StratumId::new("1"), true))
        };
        // Of thirty cases twenty-five are known, of whom all or twenty are eligible.
        assert!((eligible(Disposition::Refusal) - 3_000.0).abs() < 1e-9);
        assert!((eligible(Disposition::Vacant) - 2_400.0).abs() < 1e-9);
        // Nothing is known of ten: they may all be eligible.
        assert!((eligible(Disposition::NoAccess) - 3_000.0).abs() < 1e-9);
    }
}
