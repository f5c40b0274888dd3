//! A wave set against an earlier one: the difference with the covariance of shared PSUs.

use super::estimates::{CountingRule, Items, LEVEL, WAVE, enough_answered, rate};
use super::prepared::Prepared;
use super::release;
use super::weights::{WeightingError, stack};
use plan::verdict::judge_change;
use plan::{Counts, Indicator, Measure};
use questionnaire::Part;
use questionnaire::difference::{Change, differences};
use sampling::Margin;
use statistics::{Domain, EstimateError, Factor, Tabulation, TabulationError, VarianceError};

/// Two waves in one tabulation.
pub struct Comparison<'a> {
    earlier: &'a Prepared<'a>,
    later: &'a Prepared<'a>,
    tabulation: Tabulation,
}

/// Why two waves cannot be compared.
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
}

impl<'a> Comparison<'a> {
    /// Stacks two waves.
    pub fn of(
        earlier: &'a Prepared<'a>,
        later: &'a Prepared<'a>,
        indicators: &[&Indicator],
        margins: &[Margin],
    ) -> Result<Self, ComparisonError> {
        let (first, second) = (label(earlier), label(later));
        let mut psus = earlier.data.psus.clone();
        psus.extend(later.data.psus.iter().cloned());
        let design = stack(
            (&first, &earlier.dataset, &earlier.weighted),
            (&second, &later.dataset, &later.weighted),
            &psus,
            margins,
        )?;
        let labels = std::iter::repeat_n(&first, earlier.dataset.rows())
            .chain(std::iter::repeat_n(&second, later.dataset.rows()));
        let waves = Factor::from_labels(labels);
        let tabulation = Items::on(&[CountingRule::Headline], indicators, &[earlier, later])
            .tabulate(&design, &[(WAVE, &waves)])?;
        Ok(Self {
            earlier,
            later,
            tabulation,
        })
    }

    /// How an indicator changed; none where the two waves did not ask the same, or too few answered to show it.
    pub fn change(
        &self,
        indicator: &Indicator,
    ) -> Result<Option<release::Change>, ComparisonError> {
        let comparable = indicator
            .measure
            .as_ref()
            .is_some_and(|measure| asked_alike(measure, self.earlier, self.later));
        if !comparable {
            return Ok(None);
        }
        let in_wave = |wave: &Prepared<'_>| {
            let domain = Domain::of(WAVE, &label(wave));
            if !enough_answered(&self.tabulation, indicator, &domain)? {
                return Ok(None);
            }
            rate(&self.tabulation, CountingRule::Headline, indicator, &domain)
        };
        let (Some(later), Some(earlier)) = (in_wave(self.later)?, in_wave(self.earlier)?) else {
            return Ok(None);
        };
        let difference = self.tabulation.difference_of(&later, &earlier)?;
        let interval = difference.interval(LEVEL);
        Ok(Some(release::Change {
            from: self.earlier.data.wave.year,
            difference: difference.value,
            interval,
            p_value: difference.p_value(),
            trend: judge_change(interval),
        }))
    }
}

/// Tells the waves of one comparison apart.
fn label(wave: &Prepared<'_>) -> String {
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
    use super::super::release::{IndicatorResult, Judgement, Results};
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
