//! What goes with an indicator: the questions that its measure names, by regression and by relative importance.
//!
//! With y = 1 for a success of the indicator and 0 for a failure, zⱼ the score of the answer to question j and sⱼ = 1 where that
//! answer is a satisfied one:
//!
//! | figure | how |
//! |---|---|
//! | odds ratio | exp bⱼ of the logistic regression of y on all sⱼ; t interval of bⱼ, p values by Holm over the questions |
//! | importance | the LMG part of the share of the variance of y that all zⱼ explain together (`importance.rs` of `statistics`) |
//! | performance | the rate of sⱼ among all who answered question j, "don't know" counted as in the indicator |
//!
//! Both models are over the same persons: who counts in the rate of the indicator and gave an answer with a score to every
//! question, on the scale that it is put on. Who does not is counted by the reason, each person once; nobody's answer is made up.
//!
//! Assumed: those who are left out would not go together otherwise. Not to be used to say what would happen if one of the
//! questions were answered otherwise, nor for a verdict.
//!
//! # Design
//!
//! Which questions are looked at is said in the plan and registered with the wave: whoever looks at enough questions afterwards
//! finds one that goes with anything.
//!
//! Disclosure: coefficients are over all cases of the city, [`FEWEST_CASES`] or more, with as many on both sides of every
//! question as a rate needs to be shown. The constant is not told, so that no rate of the cases follows. The performance of a
//! question is hidden where another rate of the same question stands for nearly the same persons ([`hide_nearly_alike`]).
//!
//! # References
//!
//! * Lindeman, Merenda & Gold (1980); Grömping (2006), *Journal of Statistical Software* 17(1). Binder (1983), *International
//!   Statistical Review* 51, 279–292.
//!
//! Proven by `every_number_of_the_stored_releases_is_what_r_computes_from_the_raw_cases` (R's `svyglm`, and LMG over all subsets),
//! and again by `every_published_rate_and_interval_is_answered_again_by_analyze`.

use super::comparison::ComparisonError;
use super::counting::{Counting, MISSING};
use super::dataset::{Cell, Dataset};
use super::estimates::{LEVEL, figure};
use super::prepared::Prepared;
use super::release::{
    Driver, DriverModel, Drivers, Figure, IndicatorResult, LeftOut, NoDrivers, Part, QuestionNote,
};
use super::suppression;
use plan::{Counts, Measure};
use questionnaire::{ChoiceKind, QuestionId, Questionnaire, Scale};
use statistics::{
    Column, Compared, Contrast, Domain, EstimateError, Family, Importance, ImportanceMeasure,
    Model, ModelTerms, Regression, RegressionError, SurveyDesign, Tabulation, Uncertain, holm,
};

/// Of fewer persons who answered everything nothing is told.
pub(crate) const FEWEST_CASES: usize = 200;

/// Nor of persons of so few PSUs that they leave fewer degrees of freedom.
pub(crate) const FEWEST_DEGREES: usize = 15;

/// What counts among the answers to a question where the indicator does not say it by kinds.
const COUNTED: [ChoiceKind; 4] = [
    ChoiceKind::Satisfied,
    ChoiceKind::Neutral,
    ChoiceKind::Dissatisfied,
    ChoiceKind::DontKnow,
];

/// Why somebody has no score at a question; the first that holds of any question is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    NotAsked,
    OtherScale,
    Skipped,
    NoOpinion,
}

/// The answers to one question, one per row.
pub(crate) struct DriverColumn<'a> {
    pub(crate) question: &'a QuestionId,
    /// The score, or why there is none.
    scored: Vec<Result<(f64, bool), Lack>>,
    /// 1 for a satisfied answer, 0 for another that counts, [`MISSING`] for whoever does not count.
    pub(crate) counted: Vec<u8>,
}

impl<'a> DriverColumn<'a> {
    fn of(measure: &'a Measure, question: &'a QuestionId, wave: &Prepared<'_>) -> Self {
        let (questionnaire, dataset) = (wave.questionnaire(), &wave.dataset);
        let (satisfied, counted) = match &measure.counts {
            Counts::Kinds {
                numerator,
                denominator,
                ..
            } => (numerator.as_slice(), denominator.as_slice()),
            Counts::Codes { .. } => (&COUNTED[..1], &COUNTED[..]),
        };
        let scale = scale_of(questionnaire, question);
        let cells = dataset.column(question).zip(scale);
        let rows = 0..dataset.rows();
        let scored = rows.map(|row| {
            let (cells, scale) = cells.ok_or(Lack::NotAsked)?;
            score(dataset, question, scale, (cells[row], row), satisfied)
        });
        let counting = scale.map(|scale| Counting {
            question,
            counts: Counts::Kinds {
                scale: scale.id.clone(),
                numerator: satisfied.to_vec(),
                denominator: counted.to_vec(),
            },
            skips_count: false,
            among: measure.among.as_ref(),
        });
        Self {
            question,
            scored: scored.collect(),
            counted: counting.map_or_else(
                || vec![MISSING; dataset.rows()],
                |counting| counting.column(questionnaire, dataset),
            ),
        }
    }

    /// The score of every row, 0 to 100; not a number where there is none.
    pub(crate) fn scores(&self) -> Vec<f64> {
        let scores = self.scored.iter();
        scores
            .map(|it| it.map_or(f64::NAN, |(score, _)| score))
            .collect()
    }

    /// 1 for a satisfied answer with a score, 0 for another with one; not a number where there is none.
    pub(crate) fn satisfied(&self) -> Vec<f64> {
        let satisfied = self.scored.iter();
        satisfied
            .map(|it| it.map_or(f64::NAN, |(_, satisfied)| one_or_zero(satisfied)))
            .collect()
    }
}

fn one_or_zero(one: bool) -> f64 {
    f64::from(u8::from(one))
}

fn scale_of<'q>(questionnaire: &'q Questionnaire, question: &QuestionId) -> Option<&'q Scale> {
    let question = questionnaire.question(question)?;
    questionnaire.scale(question.answer.scale()?)
}

fn score(
    dataset: &Dataset,
    question: &QuestionId,
    scale: &Scale,
    (cell, row): (Cell, usize),
    satisfied: &[ChoiceKind],
) -> Result<(f64, bool), Lack> {
    let shown = || dataset.scale(question, row) == Some(&scale.id);
    match cell {
        Cell::NotAsked => Err(Lack::NotAsked),
        Cell::Skipped | Cell::Answered(_) if !shown() => Err(Lack::OtherScale),
        Cell::Skipped => Err(Lack::Skipped),
        Cell::Answered(code) => {
            let choice = scale.choices.iter().find(|choice| choice.code == code);
            let scored = choice.and_then(|choice| Some((choice.score?, choice.kind)));
            let (score, kind) = scored.ok_or(Lack::NoOpinion)?;
            let is_satisfied = kind.is_some_and(|kind| satisfied.contains(&kind));
            Ok((f64::from(score), is_satisfied))
        }
    }
}

/// The columns of an indicator and of the questions that may go with it.
pub(crate) struct DriverColumns<'a> {
    /// 1 for a success, 0 for a failure, not a number for whoever does not count.
    pub(crate) answer: Vec<f64>,
    pub(crate) drivers: Vec<DriverColumn<'a>>,
}

impl<'a> DriverColumns<'a> {
    /// The columns; none where nothing may go with the measure.
    pub(crate) fn of(measure: &'a Measure, wave: &Prepared<'_>) -> Option<Self> {
        let ([question], false) = (measure.questions.as_slice(), measure.drivers.is_empty()) else {
            return None;
        };
        let answer = Counting::headline(measure, question)
            .column(wave.questionnaire(), &wave.dataset)
            .into_iter()
            .map(|cell| {
                if cell == MISSING {
                    f64::NAN
                } else {
                    f64::from(cell)
                }
            });
        let drivers = measure.drivers.iter();
        Some(Self {
            answer: answer.collect(),
            drivers: drivers
                .map(|question| DriverColumn::of(measure, question, wave))
                .collect(),
        })
    }

    /// The rows that have everything, and who of the rate has not.
    fn cases(&self) -> (Vec<bool>, LeftOut) {
        let mut left_out = LeftOut::default();
        let mut complete = vec![false; self.answer.len()];
        for (row, answer) in self.answer.iter().enumerate() {
            if answer.is_nan() {
                continue;
            }
            let drivers = self.drivers.iter();
            let lack = drivers.filter_map(|driver| driver.scored[row].err()).min();
            match lack {
                None => complete[row] = true,
                Some(Lack::NotAsked) => left_out.not_asked += 1,
                Some(Lack::OtherScale) => left_out.other_scale += 1,
                Some(Lack::Skipped) => left_out.skipped += 1,
                Some(Lack::NoOpinion) => left_out.no_opinion += 1,
            }
        }
        (complete, left_out)
    }

    /// Whether enough of the cases are on both sides of every question, and of the answer.
    fn on_both_sides(&self, complete: &[bool]) -> bool {
        let enough = |column: &[f64]| {
            let cases = column.iter().zip(complete);
            let cases: Vec<f64> = cases
                .filter(|(_, case)| **case)
                .map(|(it, _)| *it)
                .collect();
            let ones = cases.iter().filter(|it| **it > 0.5).count();
            suppression::suffice(ones as u64) && suppression::suffice((cases.len() - ones) as u64)
        };
        let mut drivers = self.drivers.iter();
        enough(&self.answer) && drivers.all(|driver| enough(&driver.satisfied()))
    }

    fn regression(
        &self,
        design: &SurveyDesign,
        complete: &[bool],
    ) -> Result<Regression, RegressionError> {
        let drivers = self.drivers.iter();
        let terms = drivers.fold(ModelTerms::default(), |terms, driver| {
            terms.number(driver.question.as_str(), driver.satisfied())
        });
        design.regression(&Model {
            family: Family::Logistic,
            answer: &self.answer,
            terms: &terms,
            selected: complete,
        })
    }

    fn importance(
        &self,
        design: &SurveyDesign,
        complete: &[bool],
    ) -> Result<Importance, RegressionError> {
        let scores: Vec<(&str, Vec<f64>)> = (self.drivers.iter())
            .map(|driver| (driver.question.as_str(), driver.scores()))
            .collect();
        let columns: Vec<(&str, &[f64])> = (scores.iter())
            .map(|(name, scores)| (*name, scores.as_slice()))
            .collect();
        design.importance(&Compared {
            answer: &self.answer,
            columns: &columns,
            selected: complete,
        })
    }
}

/// What goes with an indicator of which this is the rate; none where its measure names no question that may.
pub(crate) fn drivers(
    measure: &Measure,
    headline: Option<&Figure>,
    wave: &Prepared<'_>,
) -> Result<Option<Drivers>, ComparisonError> {
    let Some(columns) = DriverColumns::of(measure, wave) else {
        return Ok(None);
    };
    let not_told = |why| Ok(Some(Drivers::NotTold(why)));
    if headline.is_none() {
        return not_told(NoDrivers::RateHidden);
    }
    let (complete, left_out) = columns.cases();
    if complete.iter().filter(|case| **case).count() < FEWEST_CASES {
        return not_told(NoDrivers::FewCases);
    }
    if !columns.on_both_sides(&complete) {
        return not_told(NoDrivers::OneSided);
    }
    let design = &wave.weighted.design;
    let fitted = columns
        .importance(design, &complete)
        .and_then(|importance| {
            let regression = columns.regression(design, &complete)?;
            Ok((importance, regression))
        });
    let (importance, regression) = match fitted {
        Ok(fitted) => fitted,
        Err(
            RegressionError::Dependent { .. }
            | RegressionError::NothingToExplain { .. }
            | RegressionError::TooFewRows { .. }
            | RegressionError::Separated
            | RegressionError::NotSolved,
        ) => return not_told(NoDrivers::NotSolved),
        Err(error) => return Err(error.into()),
    };
    if importance.degrees_of_freedom < FEWEST_DEGREES {
        return not_told(NoDrivers::FewDegreesOfFreedom);
    }
    let performance = performance(&columns, design)?;
    let notes = columns.drivers.iter().map(|driver| {
        let question = wave.questionnaire().question(driver.question);
        QuestionNote {
            id: driver.question.clone(),
            text: question.map(|it| it.text.clone()).unwrap_or_default(),
        }
    });
    let told = told((&importance, &regression), notes.zip(performance));
    Ok(Some(Drivers::Told(DriverModel { left_out, ..told })))
}

fn told(
    (importance, regression): (&Importance, &Regression),
    questions: impl Iterator<Item = (QuestionNote, Option<Figure>)>,
) -> DriverModel {
    let degrees_of_freedom = importance.degrees_of_freedom;
    let part = |share: &Uncertain| {
        let share = Contrast {
            value: share.value,
            standard_error: share.standard_error,
            degrees_of_freedom,
        };
        let (lower, upper) = share.interval(LEVEL);
        Part {
            value: share.value,
            interval: (lower.max(0.0), upper.min(1.0)),
        }
    };
    let parts = importance.by(ImportanceMeasure::Lmg);
    // The constant is the first column.
    let p_values: Vec<f64> = (1..=parts.len())
        .map(|column| regression.p_value(column))
        .collect();
    let adjusted = holm(&p_values);
    let drivers = questions.zip(parts).enumerate();
    let drivers = drivers.map(|(place, ((question, performance), importance))| {
        let (lower, upper) = regression.interval(place + 1, LEVEL);
        Driver {
            question,
            performance,
            importance: part(importance),
            odds_ratio: regression.coefficients[place + 1].exp(),
            odds_interval: (lower.exp(), upper.exp()),
            p_value: p_values[place],
            holm: adjusted[place],
        }
    });
    DriverModel {
        cases: importance.rows as u64,
        left_out: LeftOut::default(),
        explained: part(&importance.explained),
        degrees_of_freedom: degrees_of_freedom as u64,
        drivers: drivers.collect(),
    }
}

/// How satisfied all who answered a question are with it, question by question.
fn performance(
    columns: &DriverColumns<'_>,
    design: &SurveyDesign,
) -> Result<Vec<Option<Figure>>, ComparisonError> {
    let mut builder = Tabulation::builder();
    for driver in &columns.drivers {
        builder = builder.item(driver.question.as_str(), Column::Binary(&driver.counted));
    }
    let tabulation = builder.build(design)?;
    let mut found = Vec::with_capacity(columns.drivers.len());
    for driver in &columns.drivers {
        let rate = tabulation.linearize_mean(driver.question.as_str(), &Domain::all());
        found.push(match rate {
            Ok(rate) => {
                let effect = rate.estimate.design_effect_with_replacement;
                figure(&rate.estimate, effect.unwrap_or(1.0))
            }
            Err(EstimateError::NoAnswers { .. }) => None,
            Err(error) => return Err(error.into()),
        });
    }
    Ok(found)
}

/// Takes the performance of a question away where another rate of the same question is of nearly the same persons: what the few
/// answered by whom they differ would follow. Rates of indicators stay.
pub(crate) fn hide_nearly_alike(results: &mut [IndicatorResult]) {
    let mut told: Vec<(QuestionId, u64)> = Vec::new();
    for result in results.iter() {
        let parts = result.parts.iter().copied();
        let rates = result.questions.iter().zip(parts.chain([result.rate]));
        let alone = result.questions.len() == 1 || !result.parts.is_empty();
        let rates = rates.filter(|_| alone);
        told.extend(
            rates.filter_map(|(question, rate)| Some((question.id.clone(), rate?.respondents))),
        );
    }
    for result in results {
        let Some(Drivers::Told(model)) = &mut result.drivers else {
            continue;
        };
        for driver in &mut model.drivers {
            let id = &driver.question.id;
            driver.performance = driver.performance.filter(|figure| {
                let mut alike = told.iter().filter(|(question, _)| question == id);
                alike.all(|(_, persons)| {
                    let apart = persons.abs_diff(figure.respondents);
                    apart == 0 || suppression::suffice(apart)
                })
            });
            told.extend(
                driver
                    .performance
                    .map(|figure| (id.clone(), figure.respondents)),
            );
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::super::compute::{Inputs, compute};
    use super::super::example;
    use super::*;
    use crate::release::Results;
    use chrono::DateTime;
    use questionnaire::{Answer, Code, Question};
    use sampling::{PsuId, StratumId};

    /// The example in twelve PSUs of each district, with two questions that may go with the first: Q4 mostly does, Q5 does not.
    pub(crate) fn inputs(respondents: usize) -> Inputs {
        let mut inputs = example::inputs(respondents);
        for choice in &mut inputs.wave.questionnaire.scales[0].choices {
            choice.score = u8::try_from(choice.code.0).ok().filter(|code| *code < 10);
            choice.score = choice.score.map(|code| (code - 1) * 25);
        }
        let first = inputs.wave.questionnaire.questions[0].clone();
        for id in ["Q4", "Q5"] {
            let id = QuestionId::new(id);
            let question = Question {
                id,
                ..first.clone()
            };
            inputs.wave.questionnaire.questions.push(question);
        }
        let measure = inputs.plan.indicators[0].measure.as_mut().unwrap();
        measure.drivers = ["Q4", "Q5"].map(QuestionId::new).into();
        inputs.wave.psus = (0..24)
            .map(|place| {
                let stratum = if place % 2 == 0 { "1" } else { "2" };
                let returned = (respondents / 24) as u64;
                example::psu(&format!("{stratum}-{}", place / 2), stratum, true, returned)
            })
            .collect();
        for (index, response) in inputs.wave.responses.iter_mut().enumerate() {
            let stratum = if index % 2 == 0 { "1" } else { "2" };
            response.stratum = Some(StratumId::new(stratum));
            response.psu = Some(PsuId::new(format!("{stratum}-{}", index / 2 % 12)));
            let opinion = response.answers.code(&QuestionId::new("Q1"));
            let alike = if opinion == Some(Code(5)) { 5 } else { 3 };
            let other = if alike == 5 { 1 } else { 5 };
            let fourth = if index * 7 % 11 < 3 { other } else { alike };
            let fifth = [5, 3, 5, 1, 5, 5, 3][index * 5 % 7];
            for (question, code) in [("Q4", fourth), ("Q5", fifth)] {
                let question = QuestionId::new(question);
                response.answers.0.insert(question, Answer::Number(code));
            }
        }
        inputs
    }

    fn found(inputs: &Inputs) -> Option<Drivers> {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { indicators, .. } => indicators[0].drivers.clone(),
            Results::Open { .. } => panic!("the example is a probability wave"),
        }
    }

    fn model(inputs: &Inputs) -> DriverModel {
        match found(inputs) {
            Some(Drivers::Told(model)) => model,
            other => panic!("it is told: {other:?}"),
        }
    }

    fn answer(inputs: &mut Inputs, question: &str, given: impl Fn(usize) -> Option<i64>) {
        let question = QuestionId::new(question);
        for (place, response) in inputs.wave.responses.iter_mut().enumerate() {
            match given(place) {
                Some(code) => {
                    let answer = Answer::Number(code);
                    response.answers.0.insert(question.clone(), answer);
                }
                None => {
                    response.answers.0.remove(&question);
                }
            }
        }
    }

    #[test]
    fn what_goes_with_an_answer_explains_more_and_has_the_larger_odds() {
        let model = model(&inputs(480));
        assert_eq!((model.cases, model.left_out), (480, LeftOut::default()));
        assert_eq!(model.degrees_of_freedom, 22);
        let [fourth, fifth] = model.drivers.as_slice() else {
            panic!("there are two: {model:?}");
        };
        assert!(
            fourth.importance.value > 10.0 * fifth.importance.value,
            "{model:?}"
        );
        assert!(
            fourth.odds_interval.0 > 1.0 && fourth.holm < 0.001,
            "{fourth:?}"
        );
        assert!(
            fifth.odds_interval.0 < 1.0 && fifth.odds_interval.1 > 1.0,
            "{fifth:?}"
        );
        let sum = fourth.importance.value + fifth.importance.value;
        assert!((sum - model.explained.value).abs() < 1e-12);
        assert!(fifth.importance.interval.0 >= 0.0);
        // Four of seven are satisfied with it.
        let performance = fifth.performance.unwrap();
        assert!(
            (performance.value - 4.0 / 7.0).abs() < 0.02,
            "{performance:?}"
        );
        assert_eq!(performance.respondents, 480);
    }

    #[test]
    fn who_lacks_an_answer_is_left_out_once_by_the_first_reason() {
        let mut inputs = inputs(480);
        answer(&mut inputs, "Q5", |place| match place {
            0..10 => None,
            10..25 => Some(98),
            _ => Some([5, 3, 5, 1, 5, 1, 3][place * 3 % 7]),
        });
        answer(&mut inputs, "Q4", |place| match place {
            5..12 => Some(98),
            _ => Some([5, 3, 1][place % 3]),
        });
        let model = model(&inputs);
        let expected = LeftOut {
            skipped: 10,
            no_opinion: 15,
            ..LeftOut::default()
        };
        assert_eq!((model.left_out, model.cases), (expected, 455));
        assert_eq!(expected.persons(), 25);
        // "Don't know" counts among the answers to the question, as it does in the indicator.
        let persons: Vec<u64> = (model.drivers.iter())
            .map(|driver| driver.performance.unwrap().respondents)
            .collect();
        assert_eq!(persons, [480, 470]);
    }

    #[test]
    fn where_too_little_is_known_the_reason_is_told_and_nothing_else() {
        let untold = |inputs: &Inputs| match found(inputs) {
            Some(Drivers::NotTold(why)) => why,
            other => panic!("it is not told: {other:?}"),
        };
        assert_eq!(untold(&inputs(192)), NoDrivers::FewCases);
        assert_eq!(untold(&inputs(24)), NoDrivers::RateHidden);
        let mut few = inputs(480);
        answer(&mut few, "Q5", |place| Some(if place < 29 { 5 } else { 1 }));
        assert_eq!(untold(&few), NoDrivers::OneSided);
        answer(&mut few, "Q5", |place| Some(if place < 30 { 5 } else { 1 }));
        assert_eq!(model(&few).cases, 480);
        let mut alike = inputs(480);
        for response in &mut alike.wave.responses {
            let fourth = response.answers.code(&QuestionId::new("Q4")).unwrap();
            let (fifth, answer) = (QuestionId::new("Q5"), Answer::Number(fourth.0));
            response.answers.0.insert(fifth, answer);
        }
        assert_eq!(untold(&alike), NoDrivers::NotSolved);
        let mut clustered = inputs(480);
        clustered.wave.psus = ["1-0", "1-1", "2-0", "2-1"]
            .map(|code| example::psu(code, &code[..1], true, 120))
            .into();
        for (index, response) in clustered.wave.responses.iter_mut().enumerate() {
            let stratum = response.stratum.clone().unwrap();
            response.psu = Some(PsuId::new(format!("{stratum}-{}", index / 2 % 2)));
        }
        assert_eq!(untold(&clustered), NoDrivers::FewDegreesOfFreedom);
    }

    #[test]
    fn a_plan_that_names_no_questions_leaves_its_releases_as_they_were() {
        let mut inputs = inputs(480);
        let measure = inputs.plan.indicators[0].measure.as_mut().unwrap();
        measure.drivers.clear();
        let release = compute(&inputs, DateTime::UNIX_EPOCH).unwrap();
        let written = serde_json::to_string(&release).unwrap();
        assert!(!written.contains("drivers") && !written.contains("wave_errors"));
    }

    #[test]
    fn a_rate_of_nearly_the_same_persons_hides_that_of_a_question() {
        let release = compute(&inputs(480), DateTime::UNIX_EPOCH).unwrap();
        let Results::Probability { indicators, .. } = release.results else {
            panic!("the example is a probability wave");
        };
        let shown = |apart: u64| {
            let mut results = indicators.clone();
            // The third indicator is taken for one of Q4.
            results[2].questions[0].id = QuestionId::new("Q4");
            results[2].rate.as_mut().unwrap().respondents = 480 - apart;
            hide_nearly_alike(&mut results);
            let Some(Drivers::Told(model)) = &results[0].drivers else {
                panic!("it is told");
            };
            assert!(results[2].rate.is_some());
            let shown = model
                .drivers
                .iter()
                .map(|driver| driver.performance.is_some());
            shown.collect::<Vec<_>>()
        };
        assert_eq!(shown(0), [true, true]);
        assert_eq!(shown(1), [false, true]);
        assert_eq!(shown(29), [false, true]);
        assert_eq!(shown(30), [true, true]);
    }
}
