//! From base weights to final weights, with the design that the variance needs.
//!
//! 1. Base: a household of PSU i stands for 1/(π₁ π₂) households, its respondent for that times
//!    the number of adults (DOMAIN 6.1). Adults not stated are imputed by the mean of the PSU.
//! 2. Unknown eligibility and nonresponse, in classes of stratum and urbanity: both are known for every
//!    PSU, so nothing about a single household is needed. Classes with fewer than twenty respondents, or a
//!    factor above twice the city's, are merged.
//! 3. Raking to the margins of the plan, 4. trimming at the median plus six interquartile ranges (where that is no more
//!    than the mean, at five times the mean) and raking again. A plan without usable margins keeps the weights of 2.
//!
//! # Design
//!
//! Where the draw knows the joint probabilities of its PSUs, the variance uses them in every stratum in which no PSU was
//! merged and each has respondents; elsewhere, and in comparisons of two waves, PSUs count as drawn with replacement.
//!
//! PSUs merged at close share a weight, the mean of theirs by returns. A stratum left with a single PSU is
//! centred at the grand mean ([`SinglePsuPolicy::Adjust`]): conservative, and stated here rather than
//! set somewhere.

use std::collections::BTreeMap;

use super::count::real_count;
use super::dataset::{Cell, Dataset};
use super::drawn_sample::{Sample, usable_pairs};
use super::release::{MarginNote, Step, WeightingStep};
use fieldwork::SampledPsu;
use plan::Adults;
use questionnaire::{Code, QuestionId};
use sampling::{ControlTotals, DrawnPairs, Margin, MarginError, MarginStatus, PsuId, StratumId};
use statistics::weighting::{
    Margin as RakingMargin, NonresponseError, Raking, RakingError, TrimmingError, WeightCap,
    WeightDiagnostics, rake, rake_and_trim,
};
use statistics::{DesignError, Factor, PairedPsus, SinglePsuPolicy, SurveyDesign};

pub use super::drawn_sample::UnknownPsu;

/// Trimmed weights are raked again at most this often.
pub(crate) const TRIMMING_ROUNDS: usize = 5;

/// Interquartile ranges above the median at which weights are capped.
pub(crate) const CAP_IN_QUARTILE_RANGES: f64 = 6.0;

/// The cap where that is no more than the mean: so many times the mean.
pub(crate) const CAP_IN_MEANS: f64 = 5.0;

/// The category of those who did not say.
const NOT_STATED: &str = "not stated";

/// A wave's respondents with their final weights.
#[derive(Debug)]
pub struct Weighted {
    /// The design with the final weights and the residuals of the raking.
    pub design: SurveyDesign,
    /// What each step did.
    pub steps: Vec<WeightingStep>,
    /// What the weights were raked to.
    pub margins: Vec<MarginNote>,
    /// Respondents whose number of adults was imputed.
    pub adults_imputed: u64,
    /// The weights after each step.
    pub(crate) columns: Vec<Vec<f64>>,
    /// What was cut off; none where no weight exceeded the cap.
    pub(crate) trimmed: Option<Trimming>,
}

/// What trimming cut off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trimming {
    /// The cap, in the unit of the weights.
    pub(crate) cap: f64,
    /// Weights above it before the first round.
    pub(crate) rows: u64,
    /// The share of the sum of weights that was cut off in the first round.
    pub(crate) share: f64,
}

/// Why respondents could not be weighted.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum WeightingError {
    /// Nobody answered.
    #[error("nobody answered: there is nothing to weight")]
    NoRespondents,
    /// A response stands in a PSU the draw does not know.
    #[error(transparent)]
    UnknownPsu(#[from] UnknownPsu),
    /// A margin classifies by a question that was not asked: everybody would be "not stated", and raking would
    /// do nothing while the release said it did.
    #[error("the margin {margin} is by question {question}, which the questionnaire does not have")]
    UnknownQuestion {
        margin: String,
        question: QuestionId,
    },
    /// The margins have no totals to rake to.
    #[error(transparent)]
    Margin(#[from] MarginError),
    /// The columns make no design.
    #[error(transparent)]
    Design(#[from] DesignError),
    /// Nobody responded in any class.
    #[error(transparent)]
    Nonresponse(#[from] NonresponseError),
    /// Raking failed.
    #[error(transparent)]
    Raking(#[from] RakingError),
    /// Trimming failed.
    #[error(transparent)]
    Trimming(#[from] TrimmingError),
}

/// Weights the respondents of one wave; `pairs` are what its draw knows of every two PSUs.
pub fn weight(
    dataset: &Dataset,
    (psus, pairs): (&[SampledPsu], &[DrawnPairs]),
    adults: Option<&Adults>,
    margins: &[Margin],
) -> Result<Weighted, WeightingError> {
    if dataset.rows() == 0 {
        return Err(WeightingError::NoRespondents);
    }
    let sample = Sample::of(psus);
    let households = sample.household_weights(dataset)?;
    let (adult_counts, adults_imputed) = adult_counts(dataset, adults);
    let times = |weights: &[f64], factors: &[f64]| -> Vec<f64> {
        weights
            .iter()
            .zip(factors)
            .map(|(weight, factor)| weight * factor)
            .collect()
    };
    let base = times(&households, &adult_counts);
    let mut steps = vec![step(Step::Base, &WeightDiagnostics::of(&base))];
    let factors = sample.nonresponse_factors(dataset, &households)?;
    let adjusted = times(&base, &factors);
    steps.push(step(Step::Nonresponse, &WeightDiagnostics::of(&adjusted)));
    let mut columns = vec![base, adjusted.clone()];
    let design = design(
        &[dataset],
        psus,
        usable_pairs(dataset, psus, pairs),
        adjusted,
    )?;
    let usable: Vec<&Margin> = margins
        .iter()
        .filter(|margin| margin.status != MarginStatus::Missing)
        .collect();
    if usable.is_empty() {
        return Ok(Weighted {
            design,
            steps,
            margins: Vec::new(),
            adults_imputed,
            columns,
            trimmed: None,
        });
    }
    let raking = Raking::new(
        usable
            .iter()
            .map(|margin| {
                raking_margin(margin, dataset, design.weights(), population(&usable)?, "")
            })
            .collect::<Result<_, _>>()?,
    );
    let raked = rake(&design, &raking)?;
    steps.push(step(Step::Raking, &raked.diagnostics));
    columns.push(raked.design.weights().to_vec());
    let (trimmed, report) = rake_and_trim(
        &design,
        &raking,
        cap(raked.design.weights()),
        TRIMMING_ROUNDS,
    )?;
    let cut = (report.trimmed_rows > 0).then_some(Trimming {
        cap: report.upper,
        rows: report.trimmed_rows as u64,
        share: report.trimmed_share,
    });
    if cut.is_some() {
        steps.push(step(Step::Trimming, &trimmed.diagnostics));
        columns.push(trimmed.design.weights().to_vec());
    }
    Ok(Weighted {
        design: trimmed.design,
        steps,
        margins: usable.into_iter().map(note).collect(),
        adults_imputed,
        columns,
        trimmed: cut,
    })
}

/// Waves stacked into one design, in which a PSU met twice is one PSU, raked so that each wave keeps its own totals. Each has a
/// label of its own.
pub(crate) fn stack(
    waves: &[(&str, &Dataset, &Weighted)],
    psus: &[SampledPsu],
    margins: &[Margin],
) -> Result<SurveyDesign, WeightingError> {
    let weights = waves
        .iter()
        .flat_map(|(_, _, weighted)| weighted.design.weights().iter().copied())
        .collect();
    let datasets: Vec<&Dataset> = waves.iter().map(|(_, dataset, _)| *dataset).collect();
    let design = design(&datasets, psus, Vec::new(), weights)?;
    let usable: Vec<&Margin> = margins
        .iter()
        .filter(|margin| margin.status != MarginStatus::Missing)
        .collect();
    if usable.is_empty() {
        return Ok(design);
    }
    let population = population(&usable)?;
    let stacked = usable.iter().map(|margin| {
        let mut labels = Vec::new();
        let mut totals = Vec::new();
        for (wave, dataset, weighted) in waves {
            let (wave_labels, wave_totals) =
                categories(margin, dataset, weighted.design.weights(), population, wave)?;
            labels.extend(wave_labels);
            totals.extend(wave_totals);
        }
        Ok(RakingMargin::new(
            &margin.id,
            Factor::from_labels(labels),
            totals,
        )?)
    });
    let raking = Raking::new(stacked.collect::<Result<_, WeightingError>>()?);
    Ok(rake(&design, &raking)?.design)
}

/// The design of the rows of these datasets, one below the other.
fn design(
    datasets: &[&Dataset],
    psus: &[SampledPsu],
    pairs: Vec<PairedPsus>,
    weights: Vec<f64>,
) -> Result<SurveyDesign, DesignError> {
    let strata = datasets.iter().flat_map(|dataset| &dataset.stratum);
    let units = datasets.iter().flat_map(|dataset| &dataset.psu);
    let builder = SurveyDesign::builder(weights)
        .strata(Factor::from_labels(strata.map(StratumId::as_str)))
        .units(Factor::from_labels(units.map(PsuId::as_str)))
        .certainty_psus(certainty(psus))
        .single_psu(SinglePsuPolicy::Adjust);
    if pairs.is_empty() {
        builder.build()
    } else {
        builder.pps_paired(pairs).build()
    }
}

/// Where weights are capped (DOMAIN 6.4): at the median plus six interquartile ranges; where that is not above the mean,
/// as when most weights are equal, nobody could take the excess, and the other cap holds, five times the mean.
fn cap(weights: &[f64]) -> WeightCap {
    let by_quartiles = WeightCap::MedianPlusIqr(CAP_IN_QUARTILE_RANGES);
    let mean = WeightCap::TimesMean(1.0).of(weights);
    if by_quartiles.of(weights) > mean * (1.0 + 1e-9) {
        by_quartiles
    } else {
        WeightCap::TimesMean(CAP_IN_MEANS)
    }
}

fn certainty(psus: &[SampledPsu]) -> Vec<String> {
    let certain = psus.iter().filter(|psu| psu.certainty);
    certain.map(|psu| psu.code.to_string()).collect()
}

fn step(step: Step, diagnostics: &WeightDiagnostics) -> WeightingStep {
    WeightingStep {
        step,
        range: (diagnostics.smallest, diagnostics.largest),
        design_effect: diagnostics.design_effect,
    }
}

fn note(margin: &Margin) -> MarginNote {
    MarginNote {
        name: margin.title.clone(),
        source: margin.source.clone(),
        provisional: margin.status == MarginStatus::Provisional,
    }
}

/// The number of adults of every row, capped, and how many were imputed.
fn adult_counts(dataset: &Dataset, adults: Option<&Adults>) -> (Vec<f64>, u64) {
    let Some((adults, cells)) =
        adults.and_then(|adults| Some((adults, dataset.column(&adults.question)?)))
    else {
        return (vec![1.0; dataset.rows()], 0);
    };
    let stated: Vec<Option<f64>> = cells
        .iter()
        .map(|cell| match cell {
            Cell::Answered(Code(count)) if *count >= 1 => {
                Some(real_number((*count).min(adults.cap)))
            }
            _ => None,
        })
        .collect();
    let mut sums: BTreeMap<&PsuId, (f64, f64)> = BTreeMap::new();
    for (psu, count) in dataset.psu.iter().zip(&stated) {
        if let Some(count) = count {
            let (sum, rows) = sums.entry(psu).or_default();
            *sum += count;
            *rows += 1.0;
        }
    }
    let (sum, rows) = sums
        .values()
        .fold((0.0, 0.0), |(s, r), (sum, rows)| (s + sum, r + rows));
    let overall = if rows > 0.0 { sum / rows } else { 1.0 };
    let counts = dataset
        .psu
        .iter()
        .zip(&stated)
        .map(|(psu, count)| {
            count.unwrap_or_else(|| sums.get(psu).map_or(overall, |(sum, rows)| sum / rows))
        })
        .collect();
    let imputed = stated.iter().filter(|count| count.is_none()).count();
    (counts, imputed as u64)
}

/// The population all margins are scaled to: that of the first.
fn population(margins: &[&Margin]) -> Result<f64, MarginError> {
    margins.first().map_or(Ok(1.0), |margin| {
        Ok(match margin.control_totals()? {
            ControlTotals::Strata(strata) => {
                strata.iter().map(|(_, count)| real_count(*count)).sum()
            }
            ControlTotals::Question { categories, .. } => categories
                .iter()
                .map(|category| real_count(category.count))
                .sum(),
        })
    })
}

fn raking_margin(
    margin: &Margin,
    dataset: &Dataset,
    weights: &[f64],
    population: f64,
    wave: &str,
) -> Result<RakingMargin, WeightingError> {
    let (labels, totals) = categories(margin, dataset, weights, population, wave)?;
    Ok(RakingMargin::new(
        &margin.id,
        Factor::from_labels(labels),
        totals,
    )?)
}

/// The category of every row, and the control total of every category.
type Categories = (Vec<String>, Vec<(String, f64)>);

/// The category of every row and the control total of every category, scaled to the population. Those
/// who did not say are a category of their own, with the share they have under the weights given.
fn categories(
    margin: &Margin,
    dataset: &Dataset,
    weights: &[f64],
    population: f64,
    wave: &str,
) -> Result<Categories, WeightingError> {
    let label = |category: &str| format!("{wave}{category}");
    Ok(match margin.control_totals()? {
        ControlTotals::Strata(strata) => {
            let sum: f64 = strata.iter().map(|(_, count)| real_count(*count)).sum();
            let totals = strata
                .iter()
                .map(|(code, count)| (label(code.as_str()), population * real_count(*count) / sum))
                .collect();
            (
                (dataset.stratum.iter())
                    .map(|code| label(code.as_str()))
                    .collect(),
                totals,
            )
        }
        ControlTotals::Question {
            question,
            categories,
        } => {
            let cells =
                dataset
                    .column(question)
                    .ok_or_else(|| WeightingError::UnknownQuestion {
                        margin: margin.id.clone(),
                        question: question.clone(),
                    })?;
            let category = |row: usize| match cells.get(row) {
                Some(Cell::Answered(code)) => categories
                    .iter()
                    .position(|category| category.codes.contains(code)),
                _ => None,
            };
            let name = |category: Option<usize>| {
                category.map_or_else(
                    || label(NOT_STATED),
                    |category| label(&category.to_string()),
                )
            };
            let stated: Vec<Option<usize>> = (0..dataset.rows()).map(category).collect();
            let all: f64 = weights.iter().sum();
            let silent: f64 = weights
                .iter()
                .zip(&stated)
                .filter(|(_, category)| category.is_none())
                .map(|(weight, _)| weight)
                .sum();
            let sum: f64 = categories
                .iter()
                .map(|category| real_count(category.count))
                .sum();
            let spoken = 1.0 - silent / all;
            let mut totals: Vec<(String, f64)> = categories
                .iter()
                .enumerate()
                .map(|(position, category)| {
                    let share = real_count(category.count) / sum;
                    (name(Some(position)), population * spoken * share)
                })
                .collect();
            if silent > 0.0 {
                totals.push((name(None), population * (1.0 - spoken)));
            }
            (stated.into_iter().map(name).collect(), totals)
        }
    })
}

#[expect(clippy::cast_precision_loss, reason = "a number of adults is small")]
fn real_number(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use questionnaire::{Answer, Answers};
    use sampling::{FrameStratum, MarginContext, read_margins};

    use super::super::dataset::ResponseRow;
    use super::super::example::{inputs, margins, psu};
    use super::*;

    const FORM: &str = r#"
id = "form"
languages = ["zh"]
title = { zh = "表" }
intro = { zh = "您好" }
[[question]]
id = "N"
type = "number"
min = 0
max = 20
zh = "几口人？"
[[question]]
id = "S"
type = "single"
zh = "性别？"
choices = [{ code = 1, zh = "男" }, { code = 2, zh = "女" }]
"#;

    /// Rows of a stratum and a PSU, a number of adults and a sex.
    fn dataset(rows: &[(&str, &str, Option<i64>, Option<i64>)]) -> Dataset {
        let read = format::read("form.toml", FORM.as_bytes());
        assert!(read.findings.is_empty(), "{:?}", read.findings);
        let form = read.questionnaire.unwrap();
        let response = |(stratum, psu, adults, sex): &(&str, &str, Option<i64>, Option<i64>)| {
            let given = [("N", *adults), ("S", *sex)];
            let given = given.into_iter().filter_map(|(question, number)| {
                Some((QuestionId::new(question), Answer::Number(number?)))
            });
            ResponseRow {
                stratum: Some(StratumId::new(*stratum)),
                psu: Some(PsuId::new(*psu)),
                mode: None,
                arms: BTreeMap::new(),
                answers: Answers(given.collect()),
            }
        };
        let rows: Vec<ResponseRow> = rows.iter().map(response).collect();
        Dataset::build(&form, &[], &rows).unwrap()
    }

    fn adults() -> Adults {
        Adults {
            questionnaire: "form".into(),
            question: QuestionId::new("N"),
            cap: 6,
        }
    }

    fn close(one: &[f64], other: &[f64]) -> bool {
        one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    #[test]
    fn adults_are_capped_and_imputed_by_the_psu_or_where_nobody_said_by_the_city() {
        let dataset = dataset(&[
            ("1", "a", Some(2), Some(1)),
            ("1", "a", Some(9), Some(1)),
            ("1", "a", None, Some(1)),
            ("1", "b", Some(1), Some(1)),
            ("1", "c", Some(0), Some(1)),
        ]);
        let (counts, imputed) = adult_counts(&dataset, Some(&adults()));
        assert!(close(&counts, &[2.0, 6.0, 4.0, 1.0, 3.0]), "{counts:?}");
        assert_eq!(imputed, 2);
    }

    #[test]
    fn a_person_stands_for_the_adults_of_the_household() {
        let dataset = dataset(&[
            ("1", "a", Some(1), Some(1)),
            ("1", "a", Some(3), Some(1)),
            ("1", "b", Some(2), Some(1)),
        ]);
        let psus = [psu("a", "1", true, 2), psu("b", "1", true, 1)];
        let weighted = weight(
            &dataset,
            (&psus, &[]),
            Some(&adults()),
            &by_district(&[("1", 6)]),
        )
        .unwrap();
        let weights = weighted.design.weights();
        let relative: Vec<f64> = weights.iter().map(|weight| weight / weights[0]).collect();
        assert!(close(&relative, &[1.0, 3.0, 2.0]), "{weights:?}");
    }

    /// The margin of districts of these populations.
    fn by_district(populations: &[(&str, u64)]) -> Vec<Margin> {
        let strata = populations.iter().map(|(code, population)| FrameStratum {
            code: StratumId::new(*code),
            name: [("zh", *code)].into(),
            kind: "district".into(),
            population: *population,
            expiry: None,
        });
        let strata: Vec<FrameStratum> = strata.collect();
        let context = MarginContext {
            strata: Some(&strata),
            questionnaires: None,
        };
        let text = "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\nstatus = \"verified\"\n";
        read_margins("margins.toml", text.as_bytes(), context).unwrap()
    }

    #[test]
    fn pairs_are_used_where_each_psu_of_the_stratum_stands_for_itself_and_has_rows() {
        let rows = ["1a", "1b", "2a", "2b", "3a"].map(|psu| (&psu[..1], psu, None, Some(1)));
        let mut psus =
            ["1a", "1b", "2a", "2b", "2c", "3a", "3b"].map(|code| psu(code, &code[..1], true, 5));
        psus[4].merged_into = Some(PsuId::new("2b"));
        let pairs = ["1", "2", "3"].map(|stratum| DrawnPairs {
            stratum: StratumId::new(stratum),
            psus: ["a", "b"]
                .map(|psu| PsuId::new(format!("{stratum}{psu}")))
                .into(),
            joint: vec![vec![0.5, 0.2], vec![0.2, 0.4]],
        });
        let usable = usable_pairs(&dataset(&rows), &psus, &pairs);
        let strata: Vec<&str> = usable.iter().map(|pairs| pairs.stratum.as_str()).collect();
        assert_eq!(strata, ["1"]);
    }

    #[test]
    fn without_a_usable_margin_weights_stay_those_of_the_nonresponse() {
        let rows = [("1", "a", None, Some(1)), ("2", "b", None, Some(1))];
        let psus = [psu("a", "1", true, 1), psu("b", "2", true, 1)];
        let missing = [by_sex((30, 10), "missing")];
        for margins in [&missing[..], &[]] {
            let weighted = weight(&dataset(&rows), (&psus, &[]), None, margins).unwrap();
            let weights = weighted.design.weights();
            assert!(close(weights, &[600.0, 600.0]), "{weights:?}");
            assert!(weighted.margins.is_empty());
            assert!(weighted.steps.iter().all(|it| it.step != Step::Raking));
            let both = ("a ", &dataset(&rows), &weighted);
            let stacked = stack(&[both, ("b ", both.1, both.2)], &psus, margins).unwrap();
            assert!(close(stacked.weights(), &[600.0; 4]), "{stacked:?}");
        }
    }

    #[test]
    fn districts_are_raked_to_their_own_totals() {
        let rows = [("1", "a", None, Some(1)), ("2", "b", None, Some(1))];
        let psus = [psu("a", "1", true, 1), psu("b", "2", true, 1)];
        let margins = by_district(&[("1", 300), ("2", 100)]);
        let weighted = weight(&dataset(&rows), (&psus, &[]), None, &margins).unwrap();
        let weights = weighted.design.weights();
        assert!(close(weights, &[300.0, 100.0]), "{weights:?}");
    }

    fn by_sex(counts: (u64, u64), status: &str) -> Margin {
        let (men, women) = counts;
        margins(&format!(
            "[[margin]]\nid = \"sex\"\ntitle = {{ zh = \"性别\", en = \"Sex\" }}\nby = \"S\"\nstatus = \"{status}\"\ncategories = [{{ codes = [1], count = {men} }}, {{ codes = [2], count = {women} }}]\n"
        ))
        .remove(0)
    }

    #[test]
    fn who_did_not_say_keeps_the_share_of_those_who_did_not() {
        let dataset = dataset(&[
            ("1", "a", Some(1), Some(1)),
            ("1", "a", Some(1), Some(2)),
            ("1", "a", Some(1), Some(2)),
            ("1", "a", Some(1), None),
        ]);
        let margin = by_sex((30, 10), "verified");
        let (labels, totals) = categories(&margin, &dataset, &[1.0; 4], 40.0, "").unwrap();
        assert_eq!(labels, ["0", "1", "1", NOT_STATED]);
        let (names, sums): (Vec<String>, Vec<f64>) = totals.into_iter().unzip();
        assert_eq!(names, ["0", "1", NOT_STATED]);
        assert!(close(&sums, &[22.5, 7.5, 10.0]), "{sums:?}");
    }

    #[test]
    fn every_margin_is_scaled_to_the_population_of_the_first() {
        let margins = [by_sex((30, 10), "verified"), by_sex((4, 4), "verified")];
        let margins: Vec<&Margin> = margins.iter().collect();
        assert!((population(&margins).unwrap() - 40.0).abs() < 1e-9);
    }

    #[test]
    fn a_margin_is_told_to_be_provisional_where_it_is() {
        let provisional = |status| note(&by_sex((1, 1), status)).provisional;
        assert!(provisional("provisional") && !provisional("verified"));
    }

    #[test]
    fn psus_taken_for_certain_are_named_to_the_design() {
        let mut psus = inputs(8).wave.psus;
        psus[2].certainty = true;
        assert_eq!(certainty(&psus), ["2a"]);
    }

    /// Forty households of two PSUs, of which the first has one with many adults.
    #[test]
    fn weights_are_trimmed_at_the_median_and_six_ranges_between_quartiles() {
        let trimmed = |most: i64| {
            let rows: Vec<_> = (0..40)
                .map(|row| {
                    let adults = if row == 0 { most } else { 2 + row % 2 };
                    ("1", if row < 20 { "a" } else { "b" }, Some(adults), Some(1))
                })
                .collect();
            let cap = Adults {
                cap: 20,
                ..adults()
            };
            let psus = [psu("a", "1", true, 20), psu("b", "1", true, 20)];
            let weighted = weight(
                &dataset(&rows),
                (&psus, &[]),
                Some(&cap),
                &by_district(&[("1", 100)]),
            )
            .unwrap();
            let ratio = weighted.design.weights()[0] / weighted.design.weights()[1];
            let step = weighted
                .steps
                .iter()
                .any(|step| step.step == Step::Trimming);
            (step, ratio)
        };
        // The quartiles are 2 and 3 adults.
        let (step, ratio) = trimmed(8);
        assert!(!step && (ratio - 8.0 / 3.0).abs() < 1e-9, "{ratio}");
        let (step, ratio) = trimmed(15);
        assert!(step && ratio < 4.9, "{ratio}");
    }

    #[test]
    fn where_most_weights_are_equal_they_are_capped_at_five_times_the_mean() {
        let rows: Vec<_> = (0..40)
            .map(|row| if row < 36 { ("1", "a") } else { ("2", "b") })
            .map(|(stratum, psu)| (stratum, psu, None, Some(1)))
            .collect();
        let psus = [psu("a", "1", true, 36), psu("b", "2", true, 4)];
        let margins = by_district(&[("1", 3_600), ("2", 800)]);
        let weighted = weight(&dataset(&rows), (&psus, &[]), None, &margins).unwrap();
        let weights = weighted.design.weights();
        assert!(
            close(&[weights[0], weights[39]], &[100.0, 200.0]),
            "{weights:?}"
        );
    }
}
