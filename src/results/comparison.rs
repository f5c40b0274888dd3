//! A wave set against earlier ones: differences and the trend, with the covariance of shared PSUs.

use super::estimates::{CountingRule, Items, LEVEL, WAVE, enough_answered, figure, rate};
use super::prepared::Prepared;
use super::release;
use super::weights::{WeightingError, stack};
use fieldwork::SampledPsu;
use plan::verdict::judge_change;
use plan::{Counts, Indicator, Measure};
use questionnaire::Part;
use questionnaire::difference::{Change, differences};
use sampling::Margin;
use statistics::{
    Contrast, Domain, EstimateError, Factor, Linearized, RegressionError, SurveyDesign, Tabulation,
    TabulationError, VarianceError, trend_coefficients,
};

/// Of fewer waves no line is told: two have a difference.
pub(crate) const FEWEST_WAVES: usize = 3;

/// Waves in one tabulation, the oldest first.
pub struct Comparison<'a> {
    waves: Vec<&'a Prepared<'a>>,
    tabulation: Tabulation,
}

/// Why a wave cannot be compared with others, or its answers with each other.
#[derive(Debug, thiserror::Error)]
pub enum ComparisonError {
    /// They cannot be raked together.
    #[error(transparent)]
    Weighting(#[from] WeightingError),
    /// They cannot be tabulated together.
    #[error(transparent)]
    Tabulation(#[from] TabulationError),
    /// A rate cannot be estimated.
    #[error(transparent)]
    Estimate(#[from] EstimateError),
    /// The difference has no variance.
    #[error(transparent)]
    Variance(#[from] VarianceError),
    /// What goes with an indicator cannot be computed.
    #[error(transparent)]
    Regression(#[from] RegressionError),
}

impl<'a> Comparison<'a> {
    /// Stacks waves, the oldest first.
    pub fn of(
        waves: &[&'a Prepared<'a>],
        indicators: &[&Indicator],
        margins: &[Margin],
    ) -> Result<Self, ComparisonError> {
        let labels: Vec<String> = waves.iter().map(|wave| label(wave)).collect();
        let design = stack_prepared(waves, &labels, margins)?;
        let rows = waves.iter().zip(&labels);
        let rows = rows.flat_map(|(wave, label)| std::iter::repeat_n(label, wave.dataset.rows()));
        let wave_of_row = Factor::from_labels(rows);
        let tabulation = Items::on(&[CountingRule::Headline], indicators, waves)
            .tabulate(&design, &[(WAVE, &wave_of_row)])?;
        Ok(Self {
            waves: waves.to_vec(),
            tabulation,
        })
    }

    /// How an indicator changed from the first of the waves to the last; none where the two did not ask the same, or too few
    /// answered to show it.
    pub fn change(
        &self,
        indicator: &Indicator,
    ) -> Result<Option<release::Change>, ComparisonError> {
        let (Some(first), Some(difference)) = (self.waves.first(), self.difference(indicator)?)
        else {
            return Ok(None);
        };
        let interval = difference.interval(LEVEL);
        Ok(Some(release::Change {
            from: first.data.wave.year,
            difference: difference.value,
            interval,
            p_value: difference.p_value(),
            trend: judge_change(interval),
        }))
    }

    /// How exactly that change is known; none where there is no change, or no test of it.
    pub(crate) fn error(
        &self,
        indicator: &Indicator,
    ) -> Result<Option<release::WaveError>, ComparisonError> {
        let difference = self.difference(indicator)?;
        let tested = difference.filter(|it| !it.p_value().is_nan());
        Ok(tested.map(|difference| release::WaveError {
            standard_error: difference.standard_error,
            degrees_of_freedom: difference.degrees_of_freedom as u64,
        }))
    }

    /// The last of the waves less the first.
    fn difference(&self, indicator: &Indicator) -> Result<Option<Contrast>, ComparisonError> {
        let [first, .., last] = self.waves.as_slice() else {
            return Ok(None);
        };
        let (Some(later), Some(earlier)) = (
            self.rate_in(indicator, last)?,
            self.rate_in(indicator, first)?,
        ) else {
            return Ok(None);
        };
        Ok(Some(
            self.tabulation.difference_of(&later, &earlier)?.contrast,
        ))
    }

    /// The slope of the line through the rates of all waves that asked as the last did; none of fewer than three, or where the
    /// last is not among them.
    pub(crate) fn slope(
        &self,
        indicator: &Indicator,
    ) -> Result<Option<release::Slope>, ComparisonError> {
        let mut found = Vec::new();
        for wave in &self.waves {
            // A wave whose own figure may not be shown would follow from the slope and the others.
            let rate = self.rate_in(indicator, wave)?;
            let effect = |rate: &Linearized| rate.estimate.design_effect.unwrap_or(1.0);
            if let Some(rate) = rate.filter(|rate| figure(&rate.estimate, effect(rate)).is_some()) {
                found.push((*wave, rate));
            }
        }
        let years: Vec<f64> = (found.iter())
            .map(|(wave, _)| f64::from(wave.data.wave.year))
            .collect();
        let latest = |(wave, _): &(&Prepared<'_>, _)| {
            let last = self.waves.last();
            last.is_some_and(|last| last.data.wave.slug == wave.data.wave.slug)
        };
        let coefficients = trend_coefficients(&years);
        let (Some(coefficients), true, true) = (
            coefficients,
            found.len() >= FEWEST_WAVES,
            found.last().is_some_and(latest),
        ) else {
            return Ok(None);
        };
        let terms = coefficients.iter().copied();
        let terms: Vec<_> = terms.zip(found.iter().map(|(_, rate)| rate)).collect();
        let labels = found.iter().map(|(wave, _)| label(wave));
        let within = Domain::all().and_any(WAVE, labels);
        let slope = self.tabulation.contrast_of(&terms, &within)?;
        let p_value = slope.p_value();
        Ok((!p_value.is_nan()).then(|| release::Slope {
            from: found[0].0.data.wave.year,
            waves: found.len() as u64,
            per_year: slope.value,
            interval: slope.interval(LEVEL),
            p_value,
        }))
    }

    /// The rate of a wave; none where it did not ask as the last did, or too few answered to show it.
    fn rate_in(
        &self,
        indicator: &Indicator,
        wave: &Prepared<'_>,
    ) -> Result<Option<Linearized>, ComparisonError> {
        let comparable = self.waves.last().is_some_and(|last| {
            let measure = indicator.measure.as_ref();
            measure.is_some_and(|measure| asked_alike(measure, wave, last))
        });
        if !comparable {
            return Ok(None);
        }
        let domain = Domain::of(WAVE, &label(wave));
        if !enough_answered(&self.tabulation, indicator, &domain)? {
            return Ok(None);
        }
        let found = rate(&self.tabulation, CountingRule::Headline, indicator, &domain)?;
        Ok(found)
    }
}

/// The design of waves one below the other.
pub(crate) fn stack_prepared(
    waves: &[&Prepared<'_>],
    labels: &[String],
    margins: &[Margin],
) -> Result<SurveyDesign, WeightingError> {
    let psus = waves.iter().flat_map(|wave| wave.data.psus.iter().cloned());
    let psus: Vec<SampledPsu> = psus.collect();
    let parts = waves.iter().zip(labels);
    let parts: Vec<_> = parts
        .map(|(wave, label)| (label.as_str(), &wave.dataset, &wave.weighted))
        .collect();
    stack(&parts, &psus, margins)
}

/// Tells the waves of one comparison apart.
pub(crate) fn label(wave: &Prepared<'_>) -> String {
    format!("{} ", wave.data.wave.slug)
}

/// Whether two waves asked the questions of a measure alike, as the [differences](differences()) of their questionnaires
/// judge it; otherwise the series breaks. Where answers are counted by their codes these must have stayed, too.
pub(crate) fn asked_alike(measure: &Measure, earlier: &Prepared<'_>, later: &Prepared<'_>) -> bool {
    let (before, after) = (earlier.questionnaire(), later.questionnaire());
    let mut questions = measure.questions.iter();
    let asked = questions.all(|id| before.question(id).is_some() && after.question(id).is_some());
    let by_code = matches!(measure.counts, Counts::Codes { .. });
    let recoded = |change: &Change| match change {
        Change::Recoded { part, .. } => {
            let mut questions = measure.questions.iter();
            questions.any(|id| {
                let question = after.question(id);
                let scale = question.and_then(|question| question.answer.scale());
                *part == Part::Question(id.clone())
                    || scale.is_some_and(|scale| *part == Part::Scale(scale.clone()))
            })
        }
        _ => false,
    };
    let broken = differences(before, after).into_iter().any(|difference| {
        let mut breaks = difference.breaks.iter();
        breaks.any(|id| measure.questions.contains(id)) || by_code && recoded(&difference.change)
    });
    asked && !broken
}

#[cfg(test)]
mod tests {
    use super::super::compute::{Inputs, compute};
    use super::super::example;
    use super::super::prepared::WaveData;
    use super::super::release::{IndicatorResult, Judgement, Results, Slope};
    use plan::verdict::Trend;
    use questionnaire::{Answer, AnswerType, Code, QuestionId, Single, Text};

    /// Two waves of one questionnaire, of which the earlier can be changed.
    fn two_waves() -> Inputs {
        let mut inputs = example::inputs(200);
        let mut earlier = example::inputs(200).wave;
        earlier.wave.slug = "residents-2013".into();
        earlier.wave.year = 2013;
        inputs.earlier.push(earlier);
        inputs
    }

    /// Which of the three indicators are compared, and how long the history of each is.
    fn compared(inputs: &Inputs) -> Vec<(bool, usize)> {
        let release = compute(inputs, chrono::DateTime::UNIX_EPOCH).unwrap();
        let Results::Probability { indicators, .. } = release.results else {
            panic!("the example is a probability wave");
        };
        let of = |result: &IndicatorResult| (result.change.is_some(), result.history.len());
        indicators.iter().map(of).collect()
    }

    #[test]
    fn questions_put_alike_are_compared() {
        assert_eq!(compared(&two_waves()), [(true, 2), (true, 2), (true, 2)]);
    }

    /// Three waves, of which the rate of the first question rises by five points a year.
    fn three_waves() -> Inputs {
        let mut inputs = example::inputs(200);
        for (year, dissatisfied) in [(2012, 20), (2013, 10)] {
            let mut earlier = example::inputs(200).wave;
            earlier.wave.slug = format!("residents-{year}");
            earlier.wave.year = year;
            let satisfied = Answer::Number(5);
            let of = |it: &&mut crate::dataset::ResponseRow| {
                it.answers.get(&QuestionId::new("Q1")) == Some(&satisfied)
            };
            for response in earlier.responses.iter_mut().filter(of).take(dissatisfied) {
                let answers = &mut response.answers.0;
                answers.insert(QuestionId::new("Q1"), Answer::Number(1));
            }
            inputs.earlier.push(earlier);
        }
        inputs
    }

    fn slopes(inputs: &Inputs) -> Vec<Option<Slope>> {
        let release = compute(inputs, chrono::DateTime::UNIX_EPOCH).unwrap();
        let Results::Probability { indicators, .. } = release.results else {
            panic!("the example is a probability wave");
        };
        indicators.iter().map(|result| result.slope).collect()
    }

    #[test]
    fn a_rate_that_rises_by_five_points_a_year_has_that_slope() {
        let slope = slopes(&three_waves())[0].unwrap();
        assert_eq!((slope.from, slope.waves), (2012, 3));
        assert!((slope.per_year - 0.05).abs() < 1e-9, "{slope:?}");
        assert!(slope.interval.0 < 0.05 && slope.interval.1 > 0.05);
        assert_eq!(slopes(&two_waves()), [None; 3]);
    }

    #[test]
    fn a_wave_that_asked_otherwise_is_not_in_the_line() {
        let mut inputs = three_waves();
        let mut middle = inputs.earlier[1].questionnaire.clone();
        middle.questions[0].text = Text::from([("zh", "另问？")]);
        inputs.earlier[1].questionnaire = middle;
        assert_eq!(slopes(&inputs)[0], None);
    }

    #[test]
    fn a_changed_scale_breaks_the_series_of_what_is_asked_on_it() {
        let mut inputs = two_waves();
        let scale = &mut inputs.earlier[0].questionnaire.scales[0];
        scale.choices[1].label = Text::from([("zh", "还可以"), ("en", "So-so")]);
        assert_eq!(compared(&inputs), [(false, 1), (false, 1), (true, 2)]);
    }

    #[test]
    fn another_wording_breaks_the_series_of_every_indicator_that_asks_it() {
        let mut inputs = two_waves();
        inputs.earlier[0].questionnaire.questions[1].text = Text::from([("zh", "乙乙？")]);
        assert_eq!(compared(&inputs), [(true, 2), (false, 1), (true, 2)]);
    }

    #[test]
    fn other_choices_break_the_series_of_a_question_with_its_own() {
        let mut inputs = two_waves();
        let question = &mut inputs.earlier[0].questionnaire.questions[2];
        if let AnswerType::Single(Single { choices, .. }) = &mut question.answer {
            choices[0].code = Code(3);
        }
        assert_eq!(compared(&inputs), [(true, 2), (true, 2), (false, 1)]);
    }

    #[test]
    fn other_people_asked_break_the_series_and_declared_wordings_do_not() {
        let mut inputs = two_waves();
        let condition = questionnaire::Condition::parse("answered(Q1)").unwrap();
        inputs.earlier[0].questionnaire.questions[1].ask_if = Some(condition);
        assert_eq!(compared(&inputs), [(true, 2), (false, 1), (true, 2)]);

        let mut inputs = two_waves();
        let question = &mut inputs.earlier[0].questionnaire.questions[1];
        let language = questionnaire::Language::new("zh");
        let words = question.text.find(&language).unwrap().to_owned();
        let before = format!("{words}。");
        question.text.set(language.clone(), before.clone());
        let text = questionnaire::TextKey::Question(question.id.clone());
        assert_eq!(compared(&inputs), [(true, 2), (false, 1), (true, 2)]);
        inputs.wave.questionnaire.editorial = vec![questionnaire::Editorial {
            text,
            language,
            before,
            after: words,
            reason: "标点".into(),
        }];
        assert_eq!(compared(&inputs), [(true, 2), (true, 2), (true, 2)]);
    }

    #[test]
    fn another_code_on_a_scale_goes_on_where_kinds_are_counted() {
        let mut inputs = two_waves();
        let scale = &mut inputs.earlier[0].questionnaire.scales[0];
        let free = scale.choices.iter().map(|choice| choice.code.0).max();
        scale.choices[1].code = Code(free.unwrap() + 1);
        assert_eq!(compared(&inputs), [(true, 2), (true, 2), (true, 2)]);
    }

    fn results(inputs: &Inputs) -> Vec<IndicatorResult> {
        let release = compute(inputs, chrono::DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { indicators, .. } => indicators,
            Results::Open { .. } => panic!("the example is a probability wave"),
        }
    }

    #[test]
    fn a_broken_series_is_not_called_a_baseline() {
        let of = |inputs: &Inputs| results(inputs)[1].judgement;
        let trend = |trend| Judgement::Direction { trend };
        assert_eq!(of(&example::inputs(200)), trend(Trend::BaselineSet));
        let mut inputs = two_waves();
        assert_eq!(of(&inputs), trend(Trend::NoDemonstrableChange));
        inputs.earlier[0].questionnaire.questions[1].text = Text::from([("zh", "乙乙？")]);
        assert_eq!(of(&inputs), Judgement::None);
    }

    #[test]
    fn a_wave_that_too_few_answered_is_not_compared_with() {
        let answering = |persons| {
            let mut inputs = two_waves();
            for response in inputs.earlier[0].responses.iter_mut().skip(persons) {
                response.answers.0.remove(&QuestionId::new("Q3"));
            }
            compared(&inputs)[2]
        };
        assert_eq!(answering(30), (true, 2));
        assert_eq!(answering(29), (false, 1));
    }

    #[test]
    fn a_baseline_is_the_first_wave_and_a_change_is_since_the_last() {
        let mut inputs = two_waves();
        let mut first = example::inputs(200).wave;
        first.wave.slug = "residents-2012".into();
        first.wave.year = 2012;
        // Nobody was satisfied in the first wave, everybody since.
        let answer = |data: &mut WaveData, opinion| {
            for response in &mut data.responses {
                for question in ["Q1", "Q2"] {
                    let given = Answer::Number(opinion);
                    response.answers.0.insert(QuestionId::new(question), given);
                }
            }
        };
        answer(&mut first, 1);
        answer(&mut inputs.earlier[0], 5);
        answer(&mut inputs.wave, 5);
        inputs.earlier.insert(0, first);
        let result = &results(&inputs)[1];
        assert_eq!(result.change.unwrap().from, 2013);
        assert_eq!(result.since_baseline.unwrap().from, 2012);
        let trend = Trend::Rose;
        assert_eq!(result.judgement, Judgement::Direction { trend });
    }
}
