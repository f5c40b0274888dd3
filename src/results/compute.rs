//! From a closed wave to its release.

use chrono::{DateTime, Utc};

use super::comparison::{Comparison, ComparisonError, FEWEST_WAVES};
use super::estimates::{LEVEL, coaching_share, figure};
use super::indicators::{Bench, Tabulated};
use super::open::count_tables;
use super::prepared::{PrepareError, Prepared, WaveData};
use super::quality::{SurveyNote, report};
use super::registration::RegistrationNote;
use super::release::{Method, QualityConcern, Release, ReserveNote, Results};
use fieldwork::Correction;
use fieldwork::disposition::{Group, OutcomeCounts};
use fieldwork::wave::Mode;
use plan::Plan;
use sampling::{FrameStratum, Margin, StratumId};
use statistics::{Estimate, EstimateError, TabulationError, VarianceError};

/// Above this lower bound of reported coaching "met" is not said.
pub(crate) const COACHING_BOUND: f64 = 0.05;

/// Below this RR3 "met" is not said.
pub(crate) const LEAST_RESPONSE_RATE: f64 = 0.30;

/// What a release is computed from.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Inputs {
    /// The plan whose promises are judged.
    pub plan: Plan,
    pub strata: Vec<FrameStratum>,
    /// The margins weights are raked to.
    pub margins: Vec<Margin>,
    /// The wave to release.
    pub wave: WaveData,
    /// Closed waves of the same questionnaire and mode before it, oldest first.
    pub earlier: Vec<WaveData>,
    /// How the sample was drawn.
    pub draw: String,
    /// What of it was held in reserve.
    pub reserve: Option<ReserveNote>,
    /// The registration of the wave.
    pub registration: Option<RegistrationNote>,
    /// What was corrected of it since.
    pub corrections: Vec<Correction>,
}

/// Why a wave cannot be released.
#[derive(Debug, thiserror::Error)]
pub enum ComputeError {
    /// It still takes answers.
    #[error("wave {slug} is not closed; results are computed after a wave closes")]
    NotClosed {
        /// The wave.
        slug: String,
    },
    /// A wave cannot be weighted.
    #[error("wave {slug}: {source}")]
    Prepare {
        /// The wave.
        slug: String,
        /// Why.
        source: PrepareError,
    },
    /// The items cannot be tabulated.
    #[error(transparent)]
    Tabulation(#[from] TabulationError),
    /// A rate cannot be estimated.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// Two waves cannot be compared.
    #[error(transparent)]
    Comparison(#[from] ComparisonError),
    /// Two modes cannot be compared.
    #[error(transparent)]
    Variance(#[from] VarianceError),
}

/// Computes the release of a closed wave.
pub fn compute(inputs: &Inputs, released_at: DateTime<Utc>) -> Result<Release, ComputeError> {
    let wave = &inputs.wave.wave;
    let Some(closed_at) = wave.closed_at else {
        return Err(ComputeError::NotClosed {
            slug: wave.slug.clone(),
        });
    };
    let (respondents, results) = match wave.mode {
        Mode::Open => {
            let tables = count_tables(&inputs.wave);
            (inputs.wave.responses.len(), Results::Open { tables })
        }
        Mode::Probability => probability(inputs)?,
    };
    Ok(Release {
        wave: wave.slug.clone(),
        title: wave.title.clone(),
        year: wave.year,
        city: inputs.plan.city.clone(),
        mode: wave.mode,
        fielded: (wave.opens_at, closed_at),
        released_at,
        public_from: None,
        header: wave.header.clone(),
        simulated: wave.simulated,
        questionnaire: wave.version.clone(),
        respondents: respondents as u64,
        results,
        registration: inputs.registration.clone(),
        corrections: inputs.corrections.clone(),
        survey: Some(Box::new(SurveyNote::of(inputs))),
        amendment: None,
    })
}

fn probability(inputs: &Inputs) -> Result<(usize, Results), ComputeError> {
    let prepare = |data| {
        Prepared::of(data, &inputs.plan, &inputs.margins).map_err(|source| ComputeError::Prepare {
            slug: data.wave.slug.clone(),
            source,
        })
    };
    let now = prepare(&inputs.wave)?;
    let earlier: Vec<Prepared<'_>> = inputs
        .earlier
        .iter()
        .map(prepare)
        .collect::<Result<_, _>>()?;
    let measured = inputs.plan.measured_by(&now.questionnaire().id);
    let tabulated = Tabulated::of(&now, &measured, &inputs.plan)?;
    let mut method = method(inputs, &now, &tabulated)?;
    let waves: Vec<&Prepared<'_>> = earlier.iter().chain([&now]).collect();
    let mut pairs = Vec::new();
    for (place, one) in waves.iter().enumerate() {
        for other in &waves[place + 1..] {
            pairs.push(Comparison::of(&[one, other], &measured, &inputs.margins)?);
        }
    }
    let all_waves = if waves.len() < FEWEST_WAVES {
        None
    } else {
        Some(Comparison::of(&waves, &measured, &inputs.margins)?)
    };
    let bench = Bench {
        plan: &inputs.plan,
        strata: &inputs.strata,
        now: tabulated,
        before: earlier
            .iter()
            .map(|wave| Tabulated::of(wave, &measured, &inputs.plan))
            .collect::<Result<_, _>>()?,
        pairs,
        all_waves,
        quality_suffices: method.quality_concerns.is_empty(),
    };
    let indicators = bench.results(&measured)?;
    method.quality = Some(Box::new(report(inputs, &now, &indicators)));
    let results = Results::Probability {
        method: Box::new(method),
        indicators,
    };
    Ok((now.dataset.rows(), results))
}

fn method(
    inputs: &Inputs,
    now: &Prepared<'_>,
    tabulated: &Tabulated<'_>,
) -> Result<Method, EstimateError> {
    let outcomes = outcomes(now);
    let response_rates = outcomes.response_rates();
    let coached = coaching_share(&tabulated.tabulation)?;
    let design_effect = |share: &Estimate| share.design_effect_with_replacement.unwrap_or(1.0);
    let mut quality_concerns = Vec::new();
    // Doubts count also where the figure itself is of too few persons to be shown.
    let doubtful = coached.as_ref().is_some_and(|share| {
        let interval = share.interval(LEVEL, design_effect(share));
        interval.is_ok_and(|interval| interval.lower > COACHING_BOUND)
    });
    if doubtful {
        quality_concerns.push(QualityConcern::Coaching);
    }
    let enough = |rate| rate >= LEAST_RESPONSE_RATE;
    if !response_rates.rr3.is_some_and(enough) {
        quality_concerns.push(QualityConcern::ResponseRate);
    }
    let psus = &now.data.psus;
    let mut strata: Vec<&StratumId> = psus.iter().map(|psu| &psu.stratum).collect();
    strata.dedup();
    Ok(Method {
        strata: strata.len() as u64,
        psus: psus.len() as u64,
        merged_psus: psus.iter().filter(|psu| psu.merged_into.is_some()).count() as u64,
        invitations: psus.iter().map(|psu| psu.cases.cases).sum(),
        outcomes,
        response_rates,
        weighting: now.weighted.steps.clone(),
        margins: now.weighted.margins.clone(),
        adults_imputed: now.weighted.adults_imputed,
        effective_sample_size: now
            .weighted
            .design
            .weight_diagnostics()
            .effective_sample_size,
        coaching: coached.and_then(|share| figure(&share, design_effect(&share))),
        quality_concerns,
        draw: inputs.draw.clone(),
        reserve: inputs.reserve.clone(),
        quality: None,
    })
}

/// Cases by AAPOR group. Which case returned is known, how complete its questionnaire was only of the responses as a whole.
fn outcomes(now: &Prepared<'_>) -> OutcomeCounts {
    let mut outcomes = OutcomeCounts {
        complete: now.dataset.complete,
        partial: now.dataset.partial,
        ..OutcomeCounts::default()
    };
    outcomes.add(Group::Refusal, now.dataset.break_offs);
    for psu in &now.data.psus {
        for (disposition, cases) in &psu.cases.dispositions {
            outcomes.add(disposition.group(), *cases);
        }
        outcomes.add(Group::UnknownOther, psu.cases.silent);
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::super::release::{Basis, IndicatorResult, Judgement};
    use super::*;
    use fieldwork::disposition::Disposition;
    use plan::verdict::Verdict;
    use plan::{Among, Comparator, Counts, Crosswise, Measure};
    use questionnaire::{Answer, Code, Condition, Question, QuestionId};
    use sampling::{MarginContext, StratumId, read_margins};

    fn results(respondents: usize) -> Vec<IndicatorResult> {
        let release = compute(&example::inputs(respondents), DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { indicators, .. } => indicators,
            Results::Open { .. } => panic!("the example is a probability wave"),
        }
    }

    #[test]
    fn of_twenty_nine_persons_no_figure_is_shown_and_no_word_said() {
        for result in results(29) {
            let name = &result.indicator;
            assert_eq!(result.rate, None, "{name}");
            assert_eq!(result.judgement, Judgement::None, "{name}");
            assert!(
                result.sensitivity.is_empty(),
                "{name}: {:?}",
                result.sensitivity
            );
            assert!(result.distribution.is_empty(), "{name}");
            assert!(result.history.is_empty(), "{name}");
            assert!(result.parts.iter().all(Option::is_none), "{name}");
            assert!(
                result
                    .districts
                    .iter()
                    .all(|district| district.figure.is_none()),
                "{name}"
            );
            assert_eq!(result.item_nonresponse, None, "{name}");
        }
    }

    #[test]
    fn of_thirty_persons_the_city_is_shown_and_its_districts_are_not() {
        let results = results(30);
        let result = &results[0];
        assert_eq!(result.rate.unwrap().respondents, 30);
        assert!(matches!(result.judgement, Judgement::Threshold { .. }));
        assert_eq!(result.history.len(), 1);
        assert!(
            result
                .districts
                .iter()
                .all(|district| district.figure.is_none())
        );
    }

    #[test]
    fn where_too_few_know_it_is_not_told_how_many_do_not() {
        // Eight of ten know.
        for (persons, told) in [(36, false), (40, true)] {
            let result = &results(persons)[0];
            let bases = [Basis::WithoutDontKnow, Basis::DontKnowSatisfied];
            let shown = |basis| result.sensitivity.iter().any(|row| row.basis == basis);
            assert_eq!(bases.map(shown), [told, told], "{persons}");
            assert_eq!(!result.distribution.is_empty(), told, "{persons}");
        }
    }

    #[test]
    fn a_hidden_rate_is_not_told_by_the_wave_before() {
        for (persons, told) in [(29, false), (30, true)] {
            let mut inputs = answered_by(persons, "Q2");
            let mut earlier = example::inputs(200).wave;
            earlier.wave.slug = "residents-2013".into();
            earlier.wave.year = 2013;
            inputs.earlier.push(earlier);
            let mean = &computed(&inputs).1[1];
            assert_eq!(mean.rate.is_some(), told);
            assert_eq!(mean.change.is_some(), told);
            assert_eq!(mean.since_baseline.is_some(), told);
            assert_eq!(mean.history.len(), if told { 2 } else { 1 });
            // And a rate that was hidden then is not told now.
            std::mem::swap(&mut inputs.wave.responses, &mut inputs.earlier[0].responses);
            let mean = &computed(&inputs).1[1];
            assert!(mean.rate.is_some());
            assert_eq!(mean.change.is_some(), told);
            assert_eq!(mean.history.len(), if told { 2 } else { 1 });
        }
    }

    #[test]
    fn two_districts_of_two_answers_each_are_not_recovered_from_the_others_and_the_census() {
        let mut inputs = example::inputs(0);
        inputs.strata = (1..=5_u64)
            .map(|code| FrameStratum {
                code: StratumId::new(code.to_string()),
                name: [("zh", "区")].into(),
                kind: "district".into(),
                population: 10_000,
                expiry: None,
            })
            .collect();
        let context = MarginContext {
            strata: Some(&inputs.strata),
            questionnaires: None,
        };
        let margin = "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\nstatus = \"verified\"\n";
        inputs.margins = read_margins("margins.toml", margin.as_bytes(), context).unwrap();
        inputs.wave.psus.clear();
        let donor = example::inputs(100).wave.responses;
        for (code, persons) in (1..).zip([200, 2, 90, 2, 150]) {
            let stratum = code.to_string();
            for half in ["a", "b"] {
                let psu = format!("{stratum}{half}");
                inputs
                    .wave
                    .psus
                    .push(example::psu(&psu, &stratum, true, persons / 2));
                let rows = donor.iter().take(usize::try_from(persons / 2).unwrap());
                inputs.wave.responses.extend(rows.cloned().map(|mut row| {
                    row.stratum = Some(StratumId::new(stratum.as_str()));
                    row.psu = Some(sampling::PsuId::new(psu.as_str()));
                    row
                }));
            }
        }
        for result in computed(&inputs).1 {
            let shown = result.districts.iter();
            let shown: Vec<bool> = shown.map(|district| district.figure.is_some()).collect();
            // The third, of ninety, is hidden with the two.
            assert_eq!(
                shown,
                [true, false, false, false, true],
                "{}",
                result.indicator
            );
        }
    }

    #[test]
    fn dont_know_is_bounded_from_both_sides() {
        let results = results(120);
        let value = |basis| {
            let rows = results[0].sensitivity.iter();
            rows.clone().find(|row| row.basis == basis).unwrap().value
        };
        let rate = results[0].rate.unwrap().value;
        assert!(rate < value(Basis::WithoutDontKnow));
        assert!(value(Basis::WithoutDontKnow) < value(Basis::DontKnowSatisfied));
    }

    #[test]
    fn a_cross_check_has_no_verdict_however_it_is_counted() {
        let results = results(120);
        let check = &results[2];
        assert!(check.rate.is_some(), "{check:?}");
        assert!(!check.sensitivity.is_empty(), "{check:?}");
        assert_eq!(check.judgement, Judgement::None);
        assert!(check.sensitivity.iter().all(|row| row.verdict.is_none()));
        let point = |result: &IndicatorResult| {
            (result.sensitivity.iter()).any(|row| row.basis == Basis::PointRule)
        };
        assert!(point(&results[0]) && !point(check));
    }

    #[test]
    fn two_psus_in_each_of_two_districts_are_few_degrees_of_freedom() {
        let rate = results(120)[0].rate.unwrap();
        assert_eq!(rate.degrees_of_freedom, 2);
        assert!(rate.few_degrees_of_freedom());
    }

    /// A wave in which everybody is satisfied, so that the first target is met if quality suffices.
    fn satisfied() -> Inputs {
        let mut inputs = example::inputs(400);
        for response in &mut inputs.wave.responses {
            let satisfied = Answer::Number(5);
            response.answers.0.insert(QuestionId::new("Q1"), satisfied);
        }
        inputs
    }

    fn concerns_and_verdict(inputs: &Inputs) -> (Vec<QualityConcern>, Judgement) {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        let Results::Probability { method, indicators } = release.results else {
            panic!("the example is a probability wave");
        };
        (method.quality_concerns, indicators[0].judgement)
    }

    fn last(verdict: Verdict) -> Judgement {
        Judgement::Threshold {
            verdict,
            last: true,
        }
    }

    #[test]
    fn where_quality_suffices_a_kept_promise_is_met() {
        assert_eq!(
            concerns_and_verdict(&satisfied()),
            (Vec::new(), last(Verdict::Met))
        );
    }

    #[test]
    fn a_poor_response_rate_caps_met() {
        let mut inputs = satisfied();
        for psu in &mut inputs.wave.psus {
            // A hundred returned of every PSU: 400 of 1,332 are 30.03 %, of 1,336 they are 29.9 %.
            psu.cases.silent = 233;
            psu.cases.cases = 333;
        }
        assert_eq!(
            concerns_and_verdict(&inputs),
            (Vec::new(), last(Verdict::Met))
        );
        for psu in &mut inputs.wave.psus {
            psu.cases.silent = 234;
            psu.cases.cases = 334;
        }
        assert_eq!(
            concerns_and_verdict(&inputs),
            (
                vec![QualityConcern::ResponseRate],
                last(Verdict::UndeterminedQuality)
            )
        );
    }

    /// The example, with Q3 taken for the question on coaching, to which 2 reports it.
    fn asked_of_coaching(mut inputs: Inputs) -> Inputs {
        let check = inputs.plan.indicators[2].measure.clone().unwrap();
        let counts = Counts::Codes {
            numerator: vec![Code(2)],
            denominator: vec![Code(1), Code(2)],
        };
        inputs.plan.coaching = Some(Measure { counts, ..check });
        inputs
    }

    #[test]
    fn reported_coaching_caps_met() {
        // One in seven answers 2 at Q3.
        let inputs = asked_of_coaching(satisfied());
        assert_eq!(
            concerns_and_verdict(&inputs),
            (
                vec![QualityConcern::Coaching],
                last(Verdict::UndeterminedQuality)
            )
        );
    }

    #[test]
    fn a_response_by_an_open_link_stops_the_release_of_a_drawn_wave() {
        let mut inputs = example::inputs(120);
        inputs.wave.responses[7].psu = None;
        let refused = compute(&inputs, DateTime::UNIX_EPOCH).unwrap_err();
        assert!(
            refused.to_string().contains("no stratum and no PSU"),
            "{refused}"
        );
    }

    #[test]
    fn a_margin_by_a_question_that_was_not_asked_stops_the_release() {
        let mut inputs = example::inputs(120);
        inputs.margins = example::margins(
            "[[margin]]\nid = \"sex\"\ntitle = { zh = \"性别\", en = \"Sex\" }\nby = \"Q9\"\nstatus = \"verified\"\ncategories = [{ codes = [1], count = 5 }, { codes = [2], count = 5 }]\n",
        );
        let refused = compute(&inputs, DateTime::UNIX_EPOCH).unwrap_err();
        assert!(
            refused
                .to_string()
                .contains("the margin sex is by question Q9"),
            "{refused}"
        );
    }

    /// A hundred returned of every PSU; nothing was heard of so many others, and so many were not eligible.
    fn fielded(mut inputs: Inputs, silent: u64, not_eligible: u64) -> Inputs {
        for psu in &mut inputs.wave.psus {
            psu.cases.silent = silent;
            psu.cases.dispositions = [(Disposition::Vacant, not_eligible)].into();
            psu.cases.cases = 100 + silent + not_eligible;
        }
        inputs
    }

    #[test]
    fn the_response_rate_that_caps_met_takes_out_those_who_are_not_eligible() {
        // RR1 is 400 of 1,400; half of the known are eligible, so RR3 is 400 of 900.
        assert_eq!(
            concerns_and_verdict(&fielded(satisfied(), 250, 100)),
            (Vec::new(), last(Verdict::Met))
        );
    }

    #[test]
    fn the_response_rate_that_caps_met_is_of_complete_questionnaires() {
        let mut inputs = satisfied();
        for response in inputs.wave.responses.iter_mut().take(100) {
            response.answers.0.remove(&QuestionId::new("Q3"));
        }
        // A hundred of three hundred are partial: RR4 is 400 of 1,200, RR3 is 300.
        assert_eq!(
            concerns_and_verdict(&fielded(inputs, 200, 0)),
            (
                vec![QualityConcern::ResponseRate],
                last(Verdict::UndeterminedQuality)
            )
        );
    }

    #[test]
    fn coaching_that_may_be_rare_does_not_cap_met() {
        let mut inputs = asked_of_coaching(satisfied());
        // One in sixteen reports it: its interval reaches below one in twenty and beyond.
        for (place, response) in inputs.wave.responses.iter_mut().enumerate() {
            let coached = if place % 16 == 0 { 2 } else { 1 };
            response
                .answers
                .0
                .insert(QuestionId::new("Q3"), Answer::Number(coached));
        }
        assert_eq!(
            concerns_and_verdict(&inputs),
            (Vec::new(), last(Verdict::Met))
        );
    }

    #[test]
    fn a_promise_is_judged_on_the_side_that_it_names() {
        let mut inputs = satisfied();
        for (comparator, verdict) in [
            (Comparator::AtLeast, Verdict::Met),
            (Comparator::Above, Verdict::Met),
            (Comparator::AtMost, Verdict::NotMet),
        ] {
            inputs.plan.indicators[0].target.comparator = comparator;
            let (_, judgement) = concerns_and_verdict(&inputs);
            assert_eq!(judgement, last(verdict), "{comparator:?}");
        }
    }

    fn computed(inputs: &Inputs) -> (Method, Vec<IndicatorResult>) {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { method, indicators } => (*method, indicators),
            Results::Open { .. } => panic!("the example is a probability wave"),
        }
    }

    /// The example, of whom only the first so many answered a question.
    fn answered_by(persons: usize, question: &str) -> Inputs {
        let question = QuestionId::new(question);
        let mut inputs = example::inputs(200);
        for response in inputs.wave.responses.iter_mut().skip(persons) {
            response.answers.0.remove(&question);
        }
        inputs
    }

    #[test]
    fn a_single_hidden_district_takes_another_with_it() {
        let mut inputs = example::inputs(200);
        inputs.strata[1].population = 2_000;
        let context = MarginContext {
            strata: Some(&inputs.strata),
            questionnaires: None,
        };
        let margin = "[[margin]]\nid = \"district\"\ntitle = { zh = \"区\", en = \"District\" }\nby = \"stratum\"\nstatus = \"verified\"\n";
        inputs.margins = read_margins("margins.toml", margin.as_bytes(), context).unwrap();
        let mut in_second = 0;
        inputs.wave.responses.retain(|response| {
            let second = response.stratum == Some(StratumId::new("2"));
            in_second += usize::from(second);
            !second || in_second <= 20
        });
        for result in computed(&inputs).1 {
            assert!(result.rate.is_some());
            assert!(
                result
                    .districts
                    .iter()
                    .all(|district| district.figure.is_none())
            );
        }
    }

    #[test]
    fn a_mean_is_hidden_where_one_of_its_questions_is_of_a_few() {
        let (_, indicators) = computed(&answered_by(30, "Q2"));
        assert!(indicators[1].rate.is_some());
        assert!(indicators[1].parts.iter().all(Option::is_some));
        let (_, indicators) = computed(&answered_by(29, "Q2"));
        let hidden = &indicators[1];
        assert_eq!((hidden.rate, &hidden.parts[..]), (None, &[None, None][..]));
        let districts = &mut hidden.districts.iter();
        assert!(districts.all(|district| district.figure.is_none()));
        assert!(hidden.distribution.is_empty() && hidden.sensitivity.is_empty());
        assert!(indicators[0].rate.is_some());
    }

    #[test]
    fn the_crosswise_answers_of_a_few_are_not_shown() {
        let shown = |persons| {
            let mut inputs = answered_by(persons, "Q3");
            let measure = inputs.plan.indicators[0].measure.as_mut().unwrap();
            measure.crosswise = Some(Crosswise {
                question: QuestionId::new("Q3"),
                same: Code(1),
                prevalence: 0.25,
            });
            let (_, indicators) = computed(&inputs);
            let mut rows = indicators[0].sensitivity.iter();
            rows.any(|row| row.basis == Basis::CrosswiseDissatisfied)
        };
        assert!(shown(30) && !shown(29));
    }

    #[test]
    fn nonresponse_is_not_shown_where_one_of_the_questions_was_asked_of_a_few() {
        let shown = |persons: usize| {
            let mut inputs = example::inputs(200);
            let only = Condition::parse("Q3 == 2").unwrap();
            inputs.wave.questionnaire.questions.swap(0, 2);
            inputs.wave.questionnaire.questions[1].ask_if = Some(only);
            for (place, response) in inputs.wave.responses.iter_mut().enumerate() {
                let vote = if place < persons { 2 } else { 1 };
                response
                    .answers
                    .0
                    .insert(QuestionId::new("Q3"), Answer::Number(vote));
            }
            let (_, indicators) = computed(&inputs);
            indicators[1].item_nonresponse.is_some()
        };
        assert!(shown(30) && !shown(29));
    }

    #[test]
    fn nonresponse_is_of_those_the_question_is_about() {
        let mut inputs = example::inputs(200);
        let measure = inputs.plan.indicators[0].measure.as_mut().unwrap();
        measure.among = Some(Among {
            question: QuestionId::new("Q3"),
            codes: vec![Code(1)],
        });
        let mut about = 0;
        for (place, response) in inputs.wave.responses.iter_mut().enumerate() {
            if response.answers.code(&QuestionId::new("Q3")) == Some(Code(1)) {
                about += 1;
                if about <= 40 {
                    response.answers.0.remove(&QuestionId::new("Q1"));
                }
            }
            assert!(place < 200);
        }
        let (_, indicators) = computed(&inputs);
        let share = indicators[0].item_nonresponse.unwrap();
        assert!((share - 40.0 / f64::from(about)).abs() < 1e-12, "{share}");
    }

    #[test]
    fn a_cross_check_need_not_be_answered_for_a_complete_questionnaire() {
        let mut inputs = answered_by(0, "Q3");
        let first = inputs.wave.questionnaire.questions[0].clone();
        for more in ["Q4", "Q5", "Q6"] {
            let question = Question {
                id: QuestionId::new(more),
                ..first.clone()
            };
            inputs.wave.questionnaire.questions.push(question);
            for response in &mut inputs.wave.responses {
                response
                    .answers
                    .0
                    .insert(QuestionId::new(more), Answer::Number(5));
            }
        }
        let (method, _) = computed(&inputs);
        assert_eq!(
            (method.outcomes.complete, method.outcomes.partial),
            (200, 0)
        );
    }

    #[test]
    fn outcomes_are_those_of_the_cases() {
        let mut inputs = fielded(example::inputs(400), 7, 3);
        for response in inputs.wave.responses.iter_mut().take(5) {
            response.answers.0.clear();
        }
        for response in inputs.wave.responses.iter_mut().skip(5).take(4) {
            response.answers.0.remove(&QuestionId::new("Q2"));
        }
        let (method, _) = computed(&inputs);
        let expected = OutcomeCounts {
            complete: 391,
            partial: 4,
            refusal: 5,
            unknown_other: 28,
            not_eligible: 12,
            ..OutcomeCounts::default()
        };
        assert_eq!(method.outcomes, expected);
    }

    fn sensitivity(result: &IndicatorResult, basis: Basis) -> f64 {
        let mut rows = result.sensitivity.iter();
        rows.find(|row| row.basis == basis).unwrap().value
    }

    #[test]
    fn without_dont_know_the_others_are_what_shares_are_of() {
        // Of ten, six are satisfied and two do not know.
        let value = sensitivity(&results(120)[0], Basis::WithoutDontKnow);
        assert!((value - 0.75).abs() < 1e-9, "{value}");
    }

    #[test]
    fn unweighted_shares_are_of_those_who_count() {
        let (_, indicators) = computed(&answered_by(100, "Q1"));
        let value = sensitivity(&indicators[0], Basis::Unweighted);
        assert!((value - 0.6).abs() < 1e-9, "{value}");
    }

    #[test]
    fn the_rate_of_two_questions_is_the_mean_of_theirs() {
        let mut inputs = example::inputs(120);
        for response in &mut inputs.wave.responses {
            response
                .answers
                .0
                .insert(QuestionId::new("Q2"), Answer::Number(1));
        }
        let (_, indicators) = computed(&inputs);
        let value = indicators[1].rate.unwrap().value;
        assert!((value - 0.3).abs() < 1e-9, "{value}");
    }

    #[test]
    fn an_effective_sample_is_never_larger_than_the_sample() {
        for result in results(120) {
            let rate = result.rate.unwrap();
            assert!(rate.effective_sample_size <= 120.0, "{rate:?}");
        }
    }

    #[test]
    fn a_word_is_final_in_the_last_year_of_the_plan_alone() {
        let mut inputs = satisfied();
        inputs.wave.wave.year = 2013;
        let (_, judgement) = concerns_and_verdict(&inputs);
        let (verdict, last) = (Verdict::Met, false);
        assert_eq!(judgement, Judgement::Threshold { verdict, last });
    }
}
