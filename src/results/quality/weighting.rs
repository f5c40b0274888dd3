//! What weighting did, in pictures' worth of numbers.
//!
//! Quartiles are those of R's type 7. Final weights are classed by their size over the mean weight in steps of a quarter around
//! 1 (0.875 to 1.125 is a class, so that weights that are all equal lie in the middle of one); classes are joined from the smallest
//! weight up until each has ten persons.

use super::response::DistrictClass;
use super::{
    MarginClass, MarginClassName, MarginFit, StepWeights, TrimmingNote, WeightClass, WeightsReport,
};
use crate::count::real_count;
use crate::dataset::Cell;
use crate::prepared::Prepared;
use crate::suppression::{FEWEST_COUNTED, FEWEST_SHOWN, KNOWN_WITHIN};
use questionnaire::{Code, Language, Question, Text};
use sampling::{ControlTotals, Margin, MarginCategory, MarginStatus, StratumId};
use statistics::weighting::WeightDiagnostics;

/// How wide a class of weights is, over the mean weight.
const STEP: f64 = 0.25;

/// Margins with a class of fewer persons are not shown class by class.
const FEWEST_IN_MARGIN: u64 = FEWEST_SHOWN + KNOWN_WITHIN;

/// What the weighting of a wave did.
pub(super) fn report(
    margins: &[Margin],
    classes: &[DistrictClass],
    now: &Prepared<'_>,
) -> WeightsReport {
    let weighted = &now.weighted;
    let steps = weighted.steps.iter().zip(&weighted.columns);
    let last = weighted.design.weights();
    let mean = last.iter().sum::<f64>() / real_count(last.len() as u64);
    let raked = weighted.columns.get(2).is_some();
    let usable = margins
        .iter()
        .filter(|margin| raked && margin.status != MarginStatus::Missing);
    WeightsReport {
        steps: steps
            .map(|(step, weights)| step_weights(step.step, weights))
            .collect(),
        trimmed: weighted.trimmed.map(|cut| TrimmingNote {
            cap: cut.cap / mean,
            persons: cut.rows,
            share: cut.share,
        }),
        classes: weight_classes(last, mean),
        margins: usable.map(|margin| fit(margin, classes, now)).collect(),
    }
}

fn step_weights(step: crate::release::Step, weights: &[f64]) -> StepWeights {
    let mut sorted = weights.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let diagnostics = WeightDiagnostics::of(weights);
    StepWeights {
        step,
        smallest: diagnostics.smallest,
        lower_quartile: quartile(&sorted, 1),
        median: quartile(&sorted, 2),
        upper_quartile: quartile(&sorted, 3),
        largest: diagnostics.largest,
        cv: (diagnostics.design_effect - 1.0).max(0.0).sqrt(),
        design_effect: diagnostics.design_effect,
        effective_sample_size: diagnostics.effective_sample_size,
    }
}

/// A quartile of sorted numbers, of which there is at least one.
fn quartile(sorted: &[f64], quarters: usize) -> f64 {
    let last = sorted.len() - 1;
    let below = last * quarters / 4;
    let rest = real_count((last * quarters % 4) as u64) / 4.0;
    sorted[below] + rest * (sorted[(below + 1).min(last)] - sorted[below])
}

fn weight_classes(weights: &[f64], mean: f64) -> Vec<WeightClass> {
    let mut sorted: Vec<f64> = weights.iter().map(|weight| weight / mean).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let mut classes: Vec<WeightClass> = Vec::new();
    let (mut from, mut to, mut rest) = (0.0, STEP / 2.0, sorted.as_slice());
    while !rest.is_empty() {
        let persons = rest.partition_point(|weight| *weight < to);
        let (here, behind) = rest.split_at(persons);
        if here.len() as u64 >= FEWEST_COUNTED {
            classes.push(WeightClass {
                from,
                to,
                persons: here.len() as u64,
            });
            (from, rest) = (to, behind);
        } else if behind.is_empty() {
            // Too few for a class of their own.
            if let Some(class) = classes.last_mut() {
                class.to = to;
                class.persons += here.len() as u64;
            }
            break;
        }
        to += STEP;
    }
    classes
}

fn fit(margin: &Margin, districts: &[DistrictClass], now: &Prepared<'_>) -> MarginFit {
    let classes = match margin.totals() {
        ControlTotals::Strata(strata) => Some(of_districts(strata, districts, now)),
        ControlTotals::Question {
            question,
            categories,
        } => (now.questionnaire().question(question))
            .and_then(|question| of_question(question, categories, now)),
    };
    MarginFit {
        name: margin.title.clone(),
        classes,
    }
}

/// The share of each class of rows by weights; rows in none are left out.
fn shares(weights: &[f64], rows: &[Option<usize>], classes: usize) -> Vec<f64> {
    let mut sums = vec![0.0; classes];
    for (class, weight) in rows.iter().zip(weights) {
        if let Some(class) = class {
            sums[*class] += weight;
        }
    }
    let whole: f64 = sums.iter().sum();
    sums.into_iter().map(|sum| sum / whole).collect()
}

/// Target, before and after of every class.
fn compared(
    names: Vec<MarginClassName>,
    totals: &[u64],
    rows: &[Option<usize>],
    now: &Prepared<'_>,
) -> Vec<MarginClass> {
    let whole = real_count(totals.iter().sum());
    // The weights of the response, to which raking was applied.
    let before = shares(&now.weighted.columns[1], rows, names.len());
    let after = shares(now.weighted.design.weights(), rows, names.len());
    let classes = names
        .into_iter()
        .zip(totals)
        .zip(before.into_iter().zip(after));
    classes
        .map(|((class, total), (before, after))| MarginClass {
            class,
            target: real_count(*total) / whole,
            before,
            after,
        })
        .collect()
}

fn of_districts(
    strata: &[(StratumId, u64)],
    districts: &[DistrictClass],
    now: &Prepared<'_>,
) -> Vec<MarginClass> {
    let total = |class: &DistrictClass| -> u64 {
        let of_it = strata
            .iter()
            .filter(|(code, _)| class.districts.contains(code));
        of_it.map(|(_, count)| count).sum()
    };
    let totals: Vec<u64> = districts.iter().map(total).collect();
    let class_of = |code: &StratumId| {
        districts
            .iter()
            .position(|class| class.districts.contains(code))
    };
    let rows: Vec<Option<usize>> = now.dataset.stratum.iter().map(class_of).collect();
    let names = districts.iter();
    let names = names.map(|class| MarginClassName::Districts(class.districts.clone()));
    compared(names.collect(), &totals, &rows, now)
}

/// The classes of a margin by question; none where one of them is of too few persons.
fn of_question(
    question: &Question,
    categories: &[MarginCategory],
    now: &Prepared<'_>,
) -> Option<Vec<MarginClass>> {
    let cells = now.dataset.column(&question.id)?;
    let class_of = |cell: &Cell| match cell {
        Cell::Answered(code) => categories.iter().position(|it| it.codes.contains(code)),
        Cell::Skipped | Cell::NotAsked => None,
    };
    let rows: Vec<Option<usize>> = cells.iter().map(class_of).collect();
    let persons = |place: usize| rows.iter().filter(|row| **row == Some(place)).count() as u64;
    if (0..categories.len()).any(|place| persons(place) < FEWEST_IN_MARGIN) {
        return None;
    }
    let totals: Vec<u64> = categories.iter().map(|category| category.count).collect();
    let names = categories.iter();
    let names = names.map(|category| MarginClassName::Choices(labels(question, &category.codes)));
    Some(compared(names.collect(), &totals, &rows, now))
}

/// What the choices of these codes are called; numbers where they are numbers, the first and the last.
fn labels(question: &Question, codes: &[Code]) -> Vec<Text> {
    let choices = question.answer.own_choices();
    let found: Vec<Text> = (codes.iter())
        .filter_map(|code| choices.iter().find(|choice| choice.code == *code))
        .map(|choice| choice.label.clone())
        .collect();
    if !found.is_empty() {
        return found;
    }
    let said = match (codes.iter().min(), codes.iter().max()) {
        (Some(first), Some(last)) if first != last => format!("{first}–{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    };
    let mut text = Text::default();
    for tag in ["zh", "en"] {
        text.set(Language::new(tag), said.as_str());
    }
    vec![text]
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;
    use crate::example;

    #[test]
    fn classes_of_weights_have_ten_persons_and_hold_everybody() {
        let mut weights = vec![1.0; 95];
        weights.extend([4.0, 4.1, 4.2, 9.0, 0.1]);
        let mean = weights.iter().sum::<f64>() / 100.0;
        let classes = weight_classes(&weights, mean);
        assert!(classes.iter().all(|class| class.persons >= 10));
        assert_eq!(classes.iter().map(|class| class.persons).sum::<u64>(), 100);
        assert_eq!(classes.len(), 1, "{classes:?}");
        let mut weights = vec![0.5; 50];
        weights.extend(vec![1.5; 50]);
        let classes = weight_classes(&weights, 1.0);
        let bounds: Vec<(f64, f64)> = classes.iter().map(|it| (it.from, it.to)).collect();
        assert_eq!(bounds, [(0.0, 0.625), (0.625, 1.625)]);
    }

    #[test]
    fn quartiles_lie_between_numbers() {
        assert!((quartile(&[1.0, 2.0, 3.0, 4.0], 1) - 1.75).abs() < 1e-15);
        assert!((quartile(&[1.0, 2.0, 3.0, 4.0], 2) - 2.5).abs() < 1e-15);
        assert!((quartile(&[7.0], 3) - 7.0).abs() < 1e-15);
    }

    #[test]
    fn after_raking_a_margin_is_what_it_was_raked_to() {
        let report = of(&example::inputs(400));
        let classes = report.weights.margins[0].classes.as_ref().unwrap();
        assert_eq!(classes.len(), 2);
        for class in classes {
            assert!((class.after - class.target).abs() < 1e-6, "{class:?}");
        }
        assert_eq!(report.weights.steps.len(), 3);
        assert_eq!(report.weights.trimmed, None);
    }

    #[test]
    fn a_margin_with_a_class_of_few_persons_is_not_shown_class_by_class() {
        let by_vote = |persons: usize| {
            let mut inputs = example::inputs(persons);
            inputs.margins = example::margins(
                "[[margin]]\nid = \"vote\"\ntitle = { zh = \"投票\", en = \"Vote\" }\nby = \"Q3\"\nstatus = \"verified\"\n\
                 categories = [{ codes = [1], count = 8000 }, { codes = [2], count = 2000 }]\n",
            );
            of(&inputs).weights.margins[0].classes.clone()
        };
        // One of seven does not vote.
        assert_eq!(by_vote(270), None);
        let classes = by_vote(294).unwrap();
        assert!((classes[1].target - 0.2).abs() < 1e-12);
        assert!((classes[1].before - 1.0 / 7.0).abs() < 1e-2, "{classes:?}");
    }
}
