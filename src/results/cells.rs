//! The cells of a table: an indicator's rate in every class that together make up the city, be it districts or what respondents
//! say of themselves.

use super::estimates::{CountingRule, figure, rate};
use super::release::Figure;
use super::suppression::Row;
use plan::Indicator;
use statistics::{Domain, EstimateError, Linearized, Tabulation, VarianceError};

/// The rates of some classes, in the order given, and what of them may be shown.
pub(crate) struct Cells {
    rates: Vec<Option<Linearized>>,
    /// The figures: at first those that could be shown if they stood alone.
    pub(crate) figures: Vec<Option<Figure>>,
    /// Whether the city's own rate is shown, which they make up.
    beside_headline: bool,
}

impl Cells {
    /// The rates of an indicator in the classes of a classification. Where the city's rate is hidden there is no total to
    /// subtract from, and no figure.
    pub(crate) fn of(
        tabulation: &Tabulation,
        classification: &str,
        classes: &[String],
        indicator: &Indicator,
        (headline, city_design_effect): (Option<&Figure>, f64),
    ) -> Result<Self, EstimateError> {
        let mut rates = Vec::with_capacity(classes.len());
        for class in classes {
            let domain = Domain::of(classification, class);
            rates.push(rate(
                tabulation,
                CountingRule::Headline,
                indicator,
                &domain,
            )?);
        }
        let figures = rates.iter().map(|rate| {
            let shown = rate.as_ref().filter(|_| headline.is_some());
            shown.and_then(|rate| figure(&rate.estimate, city_design_effect))
        });
        Ok(Self {
            figures: figures.collect(),
            rates,
            beside_headline: headline.is_some(),
        })
    }

    /// The cells as suppression sees them; none where the city's rate is hidden.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let cells = self.rates.iter().zip(&self.figures);
        let rows = cells.filter(|_| self.beside_headline);
        let rows = rows.map(|(rate, figure)| {
            let estimate = rate.as_ref().map(|rate| &rate.estimate);
            Row {
                persons: estimate.map_or(0, |rate| rate.respondents as u64),
                rate: estimate.map_or(0.0, |rate| rate.value),
                weight: estimate.map_or(0.0, |rate| rate.sum_of_weights),
                presentable: figure.is_some(),
            }
        });
        rows.collect()
    }

    /// Takes the figures away that must not be shown; `shown` is in the order of the classes, and empty where there are no rows.
    pub(crate) fn hide(&mut self, shown: &[bool]) {
        for (figure, shown) in self.figures.iter_mut().zip(shown) {
            *figure = figure.filter(|_| *shown);
        }
    }

    /// The rate of a class that has a figure.
    pub(crate) fn shown(&self, class: usize) -> Option<&Linearized> {
        self.figures[class]?;
        self.rates[class].as_ref()
    }

    /// Standard errors of the differences of every two classes that have a figure: the first against the second, the third and
    /// so on, then the second against the third.
    pub(crate) fn difference_errors(
        &self,
        tabulation: &Tabulation,
    ) -> Result<Vec<f64>, VarianceError> {
        let shown: Vec<&Linearized> = (0..self.figures.len())
            .filter_map(|class| self.shown(class))
            .collect();
        let mut errors = Vec::new();
        for (place, one) in shown.iter().enumerate() {
            for other in &shown[place + 1..] {
                let difference = tabulation.difference_of(one, other)?;
                errors.push(difference.contrast.standard_error);
            }
        }
        Ok(errors)
    }
}
