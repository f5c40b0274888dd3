//! The result of one indicator: its rate, the word on it, and everything that stands beside it.

use super::cells::Cells;
use super::comparison::{Comparison, ComparisonError, asked_alike};
use super::count::real_count;
use super::counting::{Counting, MISSING};
use super::dataset::Cell;
use super::drivers::{drivers, hide_nearly_alike};
use super::estimates::{
    CountingRule, DISTRICT, FLAGGED, Items, LEVEL, UNFLAGGED, crosswise_share, districts,
    enough_answered, figure, question_rate, rate,
};
use super::flagged::flagged;
use super::groups::{Measured, group_tables};
use super::measured_words::{counted_choices, labels, question_notes};
use super::places::{Model, set_against_rest};
use super::prepared::Prepared;
use super::release::{
    Basis, Change, DistrictResult, Figure, IndicatorResult, Judgement, Sensitivity, Slope,
    WaveError,
};
use super::suppression;
use plan::verdict::{Trend, Verdict};
use plan::{Baseline, Comparator, Indicator, Measure, Plan, TargetValue};
use questionnaire::{Code, Text};
use sampling::FrameStratum;
use statistics::{
    Direction, Domain, Estimate, EstimateError, Factor, IntervalMethod, Sides, Tabulation,
    TabulationError, crosswise,
};

/// A wave with its tabulation.
pub(crate) struct Tabulated<'a> {
    pub wave: &'a Prepared<'a>,
    pub items: Items<'a>,
    /// Its sums.
    pub tabulation: Tabulation,
}

impl<'a> Tabulated<'a> {
    /// Makes the one pass over the interviews of a wave.
    pub(crate) fn of(
        wave: &'a Prepared<'a>,
        measured: &'a [&'a Indicator],
        plan: &Plan,
    ) -> Result<Self, TabulationError> {
        let coaching = plan
            .coaching
            .as_ref()
            .filter(|measure| measure.questionnaire == wave.questionnaire().id);
        let items = Items::of(wave, measured, coaching);
        let flagged = flagged(wave.questionnaire(), &wave.dataset);
        let labels = flagged.iter().map(|flagged| flag(*flagged));
        let tabulation = items.tabulate(
            &wave.weighted.design,
            &[
                (DISTRICT, &districts(&wave.dataset)),
                (FLAGGED, &Factor::from_labels(labels)),
            ],
        )?;
        Ok(Self {
            wave,
            items,
            tabulation,
        })
    }
}

/// The label of a form in the classification by flags.
pub(crate) fn flag(flagged: bool) -> &'static str {
    if flagged { "yes" } else { UNFLAGGED }
}

/// What an indicator's result is made from.
pub(crate) struct Bench<'a> {
    pub plan: &'a Plan,
    /// The districts, in the frame's order.
    pub strata: &'a [FrameStratum],
    /// The wave.
    pub now: Tabulated<'a>,
    /// The waves before, oldest first.
    pub before: Vec<Tabulated<'a>>,
    /// Every two waves, the earlier first: the first with the second, the third and so on, then the second with the third.
    pub pairs: Vec<Comparison<'a>>,
    /// All waves together; none of fewer than three.
    pub all_waves: Option<Comparison<'a>>,
    /// Whether nothing forbids to say "met".
    pub quality_suffices: bool,
}

impl<'a> Bench<'a> {
    /// The results of the indicators that the wave measures, less what must be hidden.
    pub(crate) fn results(
        &self,
        measured: &[&Indicator],
    ) -> Result<Vec<IndicatorResult>, ComparisonError> {
        let mut results = Vec::new();
        let mut tables = Vec::new();
        let mut headlines: Vec<Measured<'_>> = Vec::new();
        for indicator in measured {
            if let Some(measure) = &indicator.measure {
                let effect = self.city_design_effect(indicator)?;
                let (result, cells) = self.result(indicator, measure, effect)?;
                headlines.push((*indicator, result.rate, effect));
                results.push(result);
                tables.push(cells);
            }
        }
        let rows: Vec<_> = tables.iter().map(Cells::rows).collect();
        let shown = suppression::shown(&rows);
        for (cells, shown) in tables.iter_mut().zip(&shown) {
            cells.hide(shown);
        }
        let plan = (self.plan, self.strata);
        let groups = group_tables(plan, self.now.wave, &headlines, &tables)?;
        let measured = headlines.iter().map(|(indicator, _, _)| *indicator);
        let found = (results.iter_mut().zip(measured)).zip(tables.iter().zip(&rows));
        for (((result, indicator), (cells, rows)), groups) in found.zip(groups) {
            for (district, figure) in result.districts.iter_mut().zip(&cells.figures) {
                district.figure = *figure;
            }
            let tabulation = &self.now.tabulation;
            set_against_rest(&mut result.districts, cells, tabulation, indicator)?;
            result.district_errors = cells.difference_errors(tabulation)?;
            let model = Model::of(self.strata, &cells.figures, rows, result.rate.as_ref());
            result.small_areas = model.and_then(|model| model.answer());
            result.groups = groups;
            result.wave_errors = self.wave_errors(indicator, result.rate.as_ref())?;
            if let Some(measure) = &indicator.measure {
                result.drivers = drivers(measure, result.rate.as_ref(), self.now.wave)?;
            }
        }
        hide_nearly_alike(&mut results);
        Ok(results)
    }

    /// This wave set against an earlier one, by its place; none where there is no such wave.
    fn since(&self, earlier: usize) -> Option<&Comparison<'a>> {
        self.pair(earlier, self.before.len())
    }

    /// Two waves by their places, the earlier first; this wave has the last.
    fn pair(&self, one: usize, other: usize) -> Option<&Comparison<'a>> {
        let last = self.before.len();
        let before = (0..one).map(|place| last - place).sum::<usize>();
        self.pairs.get(before + other.checked_sub(one + 1)?)
    }

    /// The errors of the differences of every two waves of the history.
    fn wave_errors(
        &self,
        indicator: &Indicator,
        headline: Option<&Figure>,
    ) -> Result<Vec<Option<WaveError>>, ComparisonError> {
        let Some(measure) = &indicator.measure else {
            return Ok(Vec::new());
        };
        let told = self.told(indicator, measure, headline)?;
        let mut errors = Vec::new();
        for (place, (one, _)) in told.iter().enumerate() {
            for (other, _) in &told[place + 1..] {
                errors.push(match self.pair(*one, *other) {
                    Some(pair) => pair.error(indicator)?,
                    None => None,
                });
            }
        }
        Ok(errors)
    }

    /// The design effect of the city's rate, which serves where a rate is 0 or 1.
    fn city_design_effect(&self, indicator: &Indicator) -> Result<f64, EstimateError> {
        let rule = CountingRule::Headline;
        let rate = rate(&self.now.tabulation, rule, indicator, &Domain::all())?;
        let effect = rate.and_then(|rate| rate.estimate.design_effect_with_replacement);
        Ok(effect.unwrap_or(1.0))
    }

    /// The result of an indicator, and the rates of its districts, of which nothing is hidden yet.
    fn result(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        city_design_effect: f64,
    ) -> Result<(IndicatorResult, Cells), ComparisonError> {
        let all = Domain::all();
        let rate = rate(
            &self.now.tabulation,
            CountingRule::Headline,
            indicator,
            &all,
        )?;
        let headline = match rate {
            Some(rate) if enough_answered(&self.now.tabulation, indicator, &all)? => {
                figure(&rate.estimate, city_design_effect)
            }
            _ => None,
        };
        let (change, since_baseline) = self.changes(indicator)?;
        let questionnaire = self.now.wave.questionnaire();
        let codes: Vec<String> = (self.strata.iter())
            .map(|stratum| stratum.code.to_string())
            .collect();
        let cells = Cells::of(
            &self.now.tabulation,
            DISTRICT,
            &codes,
            indicator,
            (headline.as_ref(), city_design_effect),
        )?;
        let distribution = if headline.is_some() && self.dont_know_is_told(indicator)? {
            self.distribution(measure)
        } else {
            Vec::new()
        };
        let result = IndicatorResult {
            indicator: indicator.id.clone(),
            kind: indicator.kind,
            name: indicator.name.clone(),
            short: if indicator.short.is_empty() {
                indicator.name.clone()
            } else {
                indicator.short.clone()
            },
            quote: indicator.quote.clone(),
            section: indicator.section.clone(),
            department: indicator.department.clone(),
            target: indicator.target.clone(),
            questions: question_notes(questionnaire, measure),
            numerator: labels(questionnaire, measure, true),
            denominator: labels(questionnaire, measure, false),
            judgement: self.judgement(
                indicator,
                measure,
                headline.as_ref(),
                since_baseline.as_ref(),
            ),
            parts: self.parts(indicator, measure, headline.as_ref())?,
            item_nonresponse: (headline.as_ref()).and_then(|_| self.item_nonresponse(measure)),
            sensitivity: self.sensitivity(
                indicator,
                measure,
                headline.as_ref(),
                city_design_effect,
            )?,
            districts: self.strata.iter().map(unanswered).collect(),
            history: self.history(indicator, measure, headline.as_ref())?,
            slope: self.slope(indicator, headline.as_ref())?,
            district_errors: Vec::new(),
            small_areas: None,
            groups: Vec::new(),
            wave_errors: Vec::new(),
            drivers: None,
            distribution,
            rate: headline,
            change,
            since_baseline: since_baseline
                .filter(|_| indicator.target.baseline == Some(Baseline::FirstWave)),
        };
        Ok((result, cells))
    }

    fn slope(
        &self,
        indicator: &Indicator,
        headline: Option<&Figure>,
    ) -> Result<Option<Slope>, ComparisonError> {
        let waves = self.all_waves.as_ref().filter(|_| headline.is_some());
        waves.map_or(Ok(None), |waves| waves.slope(indicator))
    }

    fn changes(
        &self,
        indicator: &Indicator,
    ) -> Result<(Option<Change>, Option<Change>), ComparisonError> {
        let change = |earlier: usize| {
            let comparison = self.since(earlier);
            comparison.map_or(Ok(None), |comparison| comparison.change(indicator))
        };
        match self.before.len() {
            0 => Ok((None, None)),
            waves => Ok((change(waves - 1)?, change(0)?)),
        }
    }

    fn judgement(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        headline: Option<&Figure>,
        since_baseline: Option<&Change>,
    ) -> Judgement {
        if measure.cross_check || headline.is_none() {
            return Judgement::None;
        }
        if indicator.target.baseline == Some(Baseline::FirstWave) {
            return match since_baseline {
                Some(change) => Judgement::Direction {
                    trend: change.trend,
                },
                None if self.before.is_empty() => Judgement::Direction {
                    trend: Trend::BaselineSet,
                },
                None => Judgement::None,
            };
        }
        match (threshold(indicator), headline) {
            (Some(target), Some(figure)) => {
                judge(indicator, target, figure.interval).map_or(Judgement::None, |verdict| {
                    Judgement::Threshold {
                        verdict: verdict.capped(self.quality_suffices),
                        last: self.now.wave.data.wave.year == self.plan.years.1,
                    }
                })
            }
            _ => Judgement::None,
        }
    }

    /// The rates of the questions of a mean that is shown. Of few PSUs one may have no interval: then none is shown, since
    /// it would follow from the others.
    fn parts(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        headline: Option<&Figure>,
    ) -> Result<Vec<Option<Figure>>, EstimateError> {
        if measure.questions.len() < 2 {
            return Ok(Vec::new());
        }
        let mut parts = Vec::with_capacity(measure.questions.len());
        for question in &measure.questions {
            let rate = question_rate(&self.now.tabulation, indicator, question, &Domain::all())?;
            parts.push(rate.and_then(|rate| {
                figure(&rate, rate.design_effect_with_replacement.unwrap_or(1.0))
            }));
        }
        if headline.is_none() || parts.iter().any(Option::is_none) {
            parts.fill(None);
        }
        Ok(parts)
    }

    /// Share of those asked who left the measure's questions unanswered; the limit is of persons asked one question.
    fn item_nonresponse(&self, measure: &Measure) -> Option<f64> {
        let counts: Vec<(u64, u64)> = measure
            .questions
            .iter()
            .map(|question| {
                Counting::headline(measure, question).nonresponse(&self.now.wave.dataset)
            })
            .collect();
        let fewest = counts.iter().map(|(_, asked)| *asked).min()?;
        let skipped: u64 = counts.iter().map(|(skipped, _)| skipped).sum();
        let asked: u64 = counts.iter().map(|(_, asked)| asked).sum();
        suppression::suffice(fewest).then(|| share(skipped, asked))
    }

    /// Other ways to count. Beside a headline that is hidden there are none: counted with skips, say, the same few
    /// persons would be found again in a larger number.
    fn sensitivity(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        headline: Option<&Figure>,
        city_design_effect: f64,
    ) -> Result<Vec<Sensitivity>, EstimateError> {
        let Some(headline) = headline else {
            return Ok(Vec::new());
        };
        let mut sensitivity = Vec::new();
        // A cross-check has no verdict however it is counted (DOMAIN 7.5).
        let target = threshold(indicator).filter(|_| !measure.cross_check);
        for (basis, rule) in [
            (Basis::WithoutDontKnow, CountingRule::WithoutDontKnow),
            (Basis::DontKnowSatisfied, CountingRule::DontKnowSatisfied),
            (Basis::SkipsNotSatisfied, CountingRule::SkipsNotSatisfied),
            (Basis::FourPointScale, CountingRule::Bridge),
        ] {
            if basis == Basis::DontKnowSatisfied && !self.dont_know_is_told(indicator)? {
                continue;
            }
            let counted = rate(&self.now.tabulation, rule, indicator, &Domain::all())?;
            let counted = counted.and_then(|rate| figure(&rate.estimate, city_design_effect));
            sensitivity.extend(counted.map(|figure| Sensitivity {
                basis,
                value: figure.value,
                interval: Some(figure.interval),
                respondents: figure.respondents,
                verdict: target.and_then(|target| judge(indicator, target, figure.interval)),
            }));
        }
        let without = self.without_flagged(indicator, headline, city_design_effect)?;
        sensitivity.extend(without.map(|figure| Sensitivity {
            basis: Basis::WithoutFlagged,
            value: figure.value,
            interval: Some(figure.interval),
            respondents: figure.respondents,
            verdict: target.and_then(|target| judge(indicator, target, figure.interval)),
        }));
        if let Some(value) = self.now.items.unweighted(indicator) {
            sensitivity.push(Sensitivity {
                basis: Basis::Unweighted,
                value,
                interval: None,
                respondents: headline.respondents,
                verdict: None,
            });
        }
        if let Some(target) = target {
            let point = (headline.value, headline.value);
            sensitivity.push(Sensitivity {
                basis: Basis::PointRule,
                value: headline.value,
                interval: None,
                respondents: headline.respondents,
                verdict: judge(indicator, target, point),
            });
        }
        sensitivity.extend(self.crosswise(indicator, measure)?);
        Ok(sensitivity)
    }

    /// The rate without flagged forms; none where these are too few to be told of: their rate is what it differs by.
    fn without_flagged(
        &self,
        indicator: &Indicator,
        headline: &Figure,
        city_design_effect: f64,
    ) -> Result<Option<Figure>, EstimateError> {
        let unflagged = Domain::of(FLAGGED, UNFLAGGED);
        let rule = CountingRule::Headline;
        let without = rate(&self.now.tabulation, rule, indicator, &unflagged)?;
        let without = without.and_then(|rate| figure(&rate.estimate, city_design_effect));
        let enough =
            |figure: &Figure| suppression::suffice(headline.respondents - figure.respondents);
        Ok(without.filter(enough))
    }

    /// Dissatisfaction by the crosswise question, and by the direct one beside it.
    fn crosswise(
        &self,
        indicator: &Indicator,
        measure: &Measure,
    ) -> Result<Vec<Sensitivity>, EstimateError> {
        let tabulation = &self.now.tabulation;
        let (Some(question), Some(same)) =
            (&measure.crosswise, crosswise_share(tabulation, indicator)?)
        else {
            return Ok(Vec::new());
        };
        let direct = rate(
            tabulation,
            CountingRule::Dissatisfied,
            indicator,
            &Domain::all(),
        )?;
        let direct = direct.and_then(|rate| figure(&rate.estimate, 1.0));
        let indirect = dissatisfied_by_crosswise(&same, question.prevalence);
        let direct = direct.map(|figure| Sensitivity {
            basis: Basis::DirectDissatisfied,
            value: figure.value,
            interval: Some(figure.interval),
            respondents: figure.respondents,
            verdict: None,
        });
        Ok(indirect.into_iter().chain(direct).collect())
    }

    /// Whether it may be told how many do not know. Where the rate without them is of too few persons, it would follow.
    fn dont_know_is_told(&self, indicator: &Indicator) -> Result<bool, EstimateError> {
        let tabulation = &self.now.tabulation;
        let rule = CountingRule::WithoutDontKnow;
        let without = rate(tabulation, rule, indicator, &Domain::all())?;
        let persons = without.map(|rate| rate.estimate.respondents as u64);
        Ok(persons.is_none_or(suppression::suffice))
    }

    fn history(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        headline: Option<&Figure>,
    ) -> Result<Vec<(i32, Figure)>, EstimateError> {
        let told = self.told(indicator, measure, headline)?.into_iter();
        let year = |place: usize| {
            let wave = self.before.get(place).unwrap_or(&self.now);
            wave.wave.data.wave.year
        };
        Ok(told.map(|(place, figure)| (year(place), figure)).collect())
    }

    /// The waves of the history by their places, oldest first, each with its rate.
    fn told(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        headline: Option<&Figure>,
    ) -> Result<Vec<(usize, Figure)>, EstimateError> {
        let mut told = Vec::new();
        for (place, wave) in self.before.iter().enumerate() {
            if !asked_alike(measure, wave.wave, self.now.wave) {
                continue;
            }
            if !enough_answered(&wave.tabulation, indicator, &Domain::all())? {
                continue;
            }
            let rate = rate(
                &wave.tabulation,
                CountingRule::Headline,
                indicator,
                &Domain::all(),
            )?;
            let figure = rate.and_then(|rate| {
                figure(
                    &rate.estimate,
                    rate.estimate.design_effect_with_replacement.unwrap_or(1.0),
                )
            });
            told.extend(figure.map(|figure| (place, figure)));
        }
        told.extend(headline.map(|figure| (self.before.len(), *figure)));
        Ok(told)
    }

    /// Weighted share of each answer that counts to the first question.
    fn distribution(&self, measure: &Measure) -> Vec<(Text, f64)> {
        let wave = self.now.wave;
        let Some(question) = measure.questions.first() else {
            return Vec::new();
        };
        let choices = counted_choices(wave.questionnaire(), measure, question);
        let cells = wave.dataset.column(question).unwrap_or_default();
        let counted = Counting::headline(measure, question)
            .column(wave.questionnaire(), &wave.dataset)
            .into_iter()
            .map(|cell| cell != MISSING);
        let counted: Vec<bool> = counted.collect();
        let persons = counted.iter().filter(|counted| **counted).count();
        if !suppression::suffice(persons as u64) {
            return Vec::new();
        }
        let weight_of = |code: Code| -> f64 {
            cells
                .iter()
                .zip(wave.weighted.design.weights())
                .zip(&counted)
                .filter(|((cell, _), counted)| **counted && **cell == Cell::Answered(code))
                .map(|((_, weight), _)| weight)
                .sum()
        };
        let weights: Vec<f64> = choices
            .iter()
            .map(|choice| weight_of(choice.code))
            .collect();
        let sum: f64 = weights.iter().sum();
        if sum <= 0.0 {
            return Vec::new();
        }
        choices
            .iter()
            .zip(weights)
            .map(|(choice, weight)| (choice.label.clone(), weight / sum))
            .collect()
    }
}

/// A district before its rate is known.
fn unanswered(stratum: &FrameStratum) -> DistrictResult {
    DistrictResult {
        code: stratum.code.clone(),
        name: stratum.name.clone(),
        figure: None,
        against_rest: None,
    }
}

fn share(part: u64, all: u64) -> f64 {
    real_count(part) / real_count(all)
}

/// Dissatisfaction estimated from the share that said "both or neither"; limits outside 0 to 1 are cut for display.
fn dissatisfied_by_crosswise(same: &Estimate, prevalence: f64) -> Option<Sensitivity> {
    if !suppression::suffice(same.respondents as u64) {
        return None;
    }
    let invert = |share: f64| crosswise(share, same.standard_error, prevalence).ok();
    let limits = same
        .precision(1.0)
        .interval(IntervalMethod::T, LEVEL, Sides::Both)
        .ok()?;
    let (one, other) = (
        invert(limits.lower)?.clipped(),
        invert(limits.upper)?.clipped(),
    );
    Some(Sensitivity {
        basis: Basis::CrosswiseDissatisfied,
        value: invert(same.value)?.clipped(),
        interval: Some((one.min(other), one.max(other))),
        respondents: same.respondents as u64,
        verdict: None,
    })
}

/// Which side of its threshold an indicator promises; none where its target is no threshold.
pub(super) fn direction(indicator: &Indicator) -> Option<Direction> {
    match indicator.target.comparator {
        Comparator::AtLeast => Some(Direction::AtLeast),
        Comparator::Above => Some(Direction::Above),
        Comparator::AtMost => Some(Direction::AtMost),
        Comparator::Equal
        | Comparator::Improves
        | Comparator::Increases
        | Comparator::Decreases
        | Comparator::MeetsNationalStandard
        | Comparator::Widespread
        | Comparator::Achieved => None,
    }
}

/// The verdict of an interval on an indicator's threshold, both 0 to 1.
fn judge(indicator: &Indicator, threshold: f64, interval: (f64, f64)) -> Option<Verdict> {
    let verdict = statistics::Verdict::of(interval, threshold, direction(indicator)?);
    Some(match verdict {
        statistics::Verdict::Met => Verdict::Met,
        statistics::Verdict::NotMet => Verdict::NotMet,
        statistics::Verdict::Undetermined => Verdict::Undetermined,
    })
}

/// The threshold of an indicator as a proportion; none where its target is not a percentage.
pub(super) fn threshold(indicator: &Indicator) -> Option<f64> {
    match (&indicator.target.value, indicator.target.unit.as_str()) {
        (Some(TargetValue::Number(percent)), "%") => Some(percent / 100.0),
        _ => None,
    }
}
