//! What is said of districts beside their rates: each against all others together, and all of them by a model.
//!
//! # Design
//!
//! Eighteen districts are eighteen chances to be taken in by chance. A district is named as different only by Holm, which keeps the
//! chance of any false name at five per cent; Benjamini and Hochberg say where it is worth to look. Both are over the districts
//! that have a figure. A test has the degrees of freedom of its parts, not of the city: of a district of three PSUs the variance
//! is known badly, however many PSUs there are elsewhere.
//!
//! The model sees no answer of a hidden district: with a known model and the other districts' estimates, what it draws in of a
//! district's own answers could be taken out again. A hidden district enters with a variance beyond all bounds, and what is said
//! of it is what the model expects of its kind (`a_hidden_district_is_told_by_the_model_of_the_others_alone`).
//!
//! Of the few areas of a city the variances are smoothed: every district has the design effect of all together. With fewer than a
//! dozen the variance between them is not known well enough, and its estimate of 0 would make intervals that are too short: then there
//! is no model, or no interval.

use super::cells::Cells;
use super::comparison::ComparisonError;
use super::count::real_count;
use super::estimates::{CountingRule, DISTRICT, LEVEL, rate};
use super::release::{AgainstRest, DistrictResult, Figure, ModelledDistrict, SmallAreas};
use super::suppression::Row;
use plan::Indicator;
use sampling::FrameStratum;
use statistics::distribution::normal_quantile;
use statistics::{
    AreaVariance, Benchmark, Domain, Tabulation, arcsine, benjamini_hochberg, fay_herriot,
    from_arcsine, holm,
};

/// With fewer districts that have figures there is no model.
pub(crate) const FEWEST_MODELLED: usize = 12;

/// The most kinds of districts that the model tells apart, each of which has at least two with figures.
pub(crate) const MOST_KINDS: usize = 3;

/// The effective sample size of a district of which the model sees no answer.
pub(crate) const UNSEEN: f64 = 1e-9;

/// Sets every district that has a figure against all others together.
pub(crate) fn set_against_rest(
    districts: &mut [DistrictResult],
    cells: &Cells,
    tabulation: &Tabulation,
    indicator: &Indicator,
) -> Result<(), ComparisonError> {
    let mut found = Vec::new();
    for place in 0..districts.len() {
        let Some(own) = cells.shown(place) else {
            continue;
        };
        let others = (districts.iter().enumerate()).filter(|(other, _)| *other != place);
        let others = others.map(|(_, district)| district.code.as_str());
        let rest = Domain::all().and_any(DISTRICT, others);
        let Some(rest) = rate(tabulation, CountingRule::Headline, indicator, &rest)? else {
            continue;
        };
        let difference = tabulation.difference_of(own, &rest)?.by_parts();
        if !difference.p_value().is_nan() {
            found.push((place, difference));
        }
    }
    let p_values: Vec<f64> = found.iter().map(|(_, it)| it.p_value()).collect();
    let adjusted = holm(&p_values)
        .into_iter()
        .zip(benjamini_hochberg(&p_values));
    for ((place, difference), (holm, screened)) in found.iter().zip(adjusted) {
        districts[*place].against_rest = Some(AgainstRest {
            difference: difference.value,
            interval: difference.interval(LEVEL),
            p_value: difference.p_value(),
            holm,
            screened,
        });
    }
    Ok(())
}

/// What the model is asked: the districts' own estimates, and what else it knows of them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Model {
    /// Of every district: its rate and its effective sample size; ½ and [`UNSEEN`] of one that is hidden.
    pub(crate) direct: Vec<(f64, f64)>,
    /// The kinds that are told apart; the first is what the constant stands for.
    pub(crate) kinds: Vec<String>,
    /// Of every district, besides the constant: 1 where it is of the second kind, of the third.
    pub(crate) columns: Vec<Vec<f64>>,
    /// Its share of the city.
    pub(crate) shares: Vec<f64>,
    /// The city's rate.
    pub(crate) city: f64,
}

impl Model {
    /// The model of the districts with these figures; `rows` are of all districts. None where too few have a figure.
    pub(crate) fn of(
        strata: &[FrameStratum],
        figures: &[Option<Figure>],
        rows: &[Row],
        headline: Option<&Figure>,
    ) -> Option<Self> {
        let city = headline?.value;
        let shown: Vec<&Figure> = figures.iter().flatten().collect();
        if shown.len() < FEWEST_MODELLED {
            return None;
        }
        let persons: f64 = shown.iter().map(|it| real_count(it.respondents)).sum();
        let effective: f64 = shown.iter().map(|it| it.effective_sample_size).sum();
        let direct = figures.iter().map(|figure| match figure {
            Some(figure) => (
                figure.value,
                real_count(figure.respondents) * effective / persons,
            ),
            None => (0.5, UNSEEN),
        });
        let kinds = kinds(strata, figures);
        let columns = strata.iter().map(|stratum| {
            let others = kinds.iter().skip(1);
            let of_kind = others.map(|kind| f64::from(u8::from(*kind == stratum.kind)));
            of_kind.collect()
        });
        let weight: f64 = rows.iter().map(|row| row.weight).sum();
        Some(Self {
            direct: direct.collect(),
            columns: columns.collect(),
            shares: rows.iter().map(|row| row.weight / weight).collect(),
            kinds,
            city,
        })
    }

    /// The districts by the model; none where it cannot be fitted.
    pub(crate) fn answer(&self) -> Option<SmallAreas> {
        let (direct, variances): (Vec<f64>, Vec<f64>) = (self.direct.iter())
            .map(|(rate, effective)| arcsine(*rate, *effective))
            .unzip();
        let width = self.columns.first().map_or(0, Vec::len);
        let mut columns = vec![vec![1.0; direct.len()]];
        columns.extend((0..width).map(|column| {
            let districts = self.columns.iter();
            districts.map(|district| district[column]).collect()
        }));
        let found = fay_herriot(&direct, &variances, &columns, AreaVariance::Reml).ok()?;
        let estimates: Vec<f64> = (found.areas.iter())
            .map(|area| from_arcsine(area.value))
            .collect();
        let benchmark = Benchmark::of(&estimates, &self.shares, self.city)?;
        let z = normal_quantile(0.975);
        let districts = (found.areas.iter().zip(&self.direct)).zip(&estimates);
        let districts = districts.map(|((area, (_, effective)), estimate)| {
            let margin = z * area.mean_squared_error.sqrt();
            let limit = |limit: f64| benchmark.agreeing(from_arcsine(limit));
            let seen = *effective > UNSEEN;
            ModelledDistrict {
                value: benchmark.agreeing(*estimate),
                interval: (found.model_variance > 0.0)
                    .then(|| (limit(area.value - margin), limit(area.value + margin))),
                share_of_direct: if seen { area.share_of_direct } else { 0.0 },
            }
        });
        Some(SmallAreas {
            model_variance: found.model_variance,
            kinds: self.kinds.clone(),
            districts: districts.collect(),
        })
    }
}

/// The kinds of districts that the model can tell apart, in the order of the frame; none where one has fewer than two figures,
/// or there are too many.
fn kinds(strata: &[FrameStratum], figures: &[Option<Figure>]) -> Vec<String> {
    let mut kinds: Vec<String> = Vec::new();
    for stratum in strata {
        if !kinds.contains(&stratum.kind) {
            kinds.push(stratum.kind.clone());
        }
    }
    let shown_of = |kind: &String| {
        let districts = strata.iter().zip(figures);
        let shown = districts.filter(|(stratum, figure)| stratum.kind == *kind && figure.is_some());
        shown.count()
    };
    let usable = (2..=MOST_KINDS).contains(&kinds.len()) && kinds.iter().all(|it| shown_of(it) > 1);
    if usable { kinds } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sampling::StratumId;

    fn strata(kinds: &[&str]) -> Vec<FrameStratum> {
        let stratum = |(place, kind): (usize, &&str)| FrameStratum {
            code: StratumId::new(place.to_string()),
            name: [("zh", "区")].into(),
            kind: (*kind).to_owned(),
            population: 10_000,
            expiry: None,
        };
        kinds.iter().enumerate().map(stratum).collect()
    }

    fn figure(value: f64, respondents: u64) -> Figure {
        Figure {
            value,
            interval: (value - 0.1, value + 0.1),
            standard_error: 0.05,
            respondents,
            effective_sample_size: real_count(respondents) / 1.5,
            design_effect: 1.5,
            degrees_of_freedom: 20,
        }
    }

    fn rows(figures: &[Option<Figure>], hidden_rate: f64) -> Vec<Row> {
        let row = |figure: &Option<Figure>| Row {
            persons: figure.map_or(12, |it| it.respondents),
            rate: figure.map_or(hidden_rate, |it| it.value),
            weight: 1_000.0,
            presentable: figure.is_some(),
        };
        figures.iter().map(row).collect()
    }

    const DISTRICTS: usize = 6;

    fn some_strata(districts: usize) -> Vec<FrameStratum> {
        let kinds = |place| {
            if place < districts {
                "district"
            } else {
                "county"
            }
        };
        strata(&std::array::from_fn::<_, 13, _>(kinds))
    }

    fn figures() -> Vec<Option<Figure>> {
        [
            0.9, 0.8, 0.85, 0.7, 0.8, 0.85, 0.5, 0.6, 0.55, 0.4, 0.5, 0.55, 0.45,
        ]
        .map(|rate| Some(figure(rate, 100)))
        .into()
    }

    fn modelled(figures: &[Option<Figure>], hidden_rate: f64) -> Option<SmallAreas> {
        let city = figure(0.7, 1_300);
        Model::of(
            &some_strata(DISTRICTS),
            figures,
            &rows(figures, hidden_rate),
            Some(&city),
        )?
        .answer()
    }

    #[test]
    fn a_hidden_district_is_told_by_the_model_of_the_others_alone() {
        let mut figures = figures();
        figures[9] = None;
        let (one, other) = (modelled(&figures, 0.0), modelled(&figures, 1.0));
        assert_eq!(one, other);
        let hidden = one.unwrap().districts[9];
        assert!(hidden.share_of_direct.abs() < f64::EPSILON);
        // It is of the kind of those at a half, not of those at four fifths.
        assert!((0.45..0.65).contains(&hidden.value), "{hidden:?}");
    }

    #[test]
    fn estimates_lie_between_the_districts_own_and_those_of_their_kind_and_agree_with_the_city() {
        let found = modelled(&figures(), 0.0).unwrap();
        assert_eq!(found.kinds, ["district", "county"]);
        assert!(found.model_variance > 0.0);
        let mean: f64 = found.districts.iter().map(|it| it.value / 13.0).sum();
        assert!((mean - 0.7).abs() < 1e-12, "{mean}");
        assert!(found.districts.iter().all(|it| it.share_of_direct < 1.0));
        let own: f64 = figures().iter().flatten().map(|it| it.value / 13.0).sum();
        assert!(found.districts[3].value > 0.7 * 0.7 / own);
    }

    #[test]
    fn of_few_districts_there_is_no_model() {
        let mut figures = figures();
        figures[..2].fill(None);
        assert_eq!(modelled(&figures, 0.5), None);
    }

    #[test]
    fn where_districts_differ_by_chance_alone_no_interval_is_given() {
        let figures: Vec<_> = (0..13)
            .map(|place| Some(figure(0.7 + f64::from(place % 2) / 1e3, 100)))
            .collect();
        let found = modelled(&figures, 0.7).unwrap();
        assert!(found.model_variance <= 0.0);
        assert!(found.districts.iter().all(|it| it.interval.is_none()));
    }

    #[test]
    fn districts_where_nobody_is_satisfied_have_limits_and_no_guess() {
        let none: Vec<_> = (0..13).map(|_| Some(figure(0.0, 100))).collect();
        assert_eq!(modelled(&none, 0.0), None);
        let mut some = figures();
        some[9] = Some(figure(0.0, 100));
        let found = modelled(&some, 0.0).unwrap();
        for district in found.districts {
            let (lower, upper) = district.interval.unwrap();
            assert!((0.0..=1.0).contains(&district.value) && lower < upper && lower.is_finite());
        }
    }

    #[test]
    fn kinds_of_which_one_has_a_single_figure_are_not_told_apart() {
        let mut figures = figures();
        assert_eq!(kinds(&some_strata(DISTRICTS), &figures).len(), 2);
        assert!(kinds(&some_strata(12), &figures).is_empty());
        figures[6] = None;
        assert_eq!(kinds(&some_strata(DISTRICTS), &figures).len(), 2);
    }
}
