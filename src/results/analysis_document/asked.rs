//! What of one indicator is asked for: a request for every figure that is published.

use super::figure::{FigureKind, PublishedFigure};
use super::table::Table;
use super::{FINAL, Requests, UNWEIGHTED};
use crate::counting::{Counting, MISSING};
use crate::division::Division;
use crate::drivers::DriverColumns;
use crate::estimates::{CountingRule, FLAGGED, UNFLAGGED};
use crate::indicators::{direction, threshold};
use crate::places::Model;
use crate::prepared::Prepared;
use crate::release::{Basis, Drivers, IndicatorResult};
use plan::{Indicator, Measure};
use statistics::analysis::{
    Adjust, Adjustment, Area, Conditions, Crosswise, Difference, DifferenceDf, Importance, Level,
    MeanOfProportions, OneOrMany, Proportion, Regression, RegressionFamily, RegressionTerm,
    SmallAreas, Statistic, Verdict,
};
use statistics::{AreaVariance, Sides};

/// One indicator as it is asked for.
pub(super) struct Asked<'a> {
    pub(super) wave: &'a Prepared<'a>,
    pub(super) indicator: &'a Indicator,
    pub(super) measure: &'a Measure,
    pub(super) result: &'a IndicatorResult,
    /// The ways in which respondents are told apart, as they are in the tables of the result.
    pub(super) divisions: &'a [Division],
    /// What the model of its districts was asked; none where there is none.
    pub(super) model: Option<Model>,
}

impl Asked<'_> {
    pub(super) fn put(&self, table: &mut Table, requests: &mut Requests) {
        let everybody = Conditions::default();
        let headline = self.columns(CountingRule::Headline, "", table);
        let mut ask = |kind, statistic| requests.push((self.figure(kind), statistic));
        if self.result.rate.is_some() {
            ask(FigureKind::Rate, rate(FINAL, &headline, everybody.clone()));
        }
        if let (Some(direction), Some(threshold), Some(_)) = (
            direction(self.indicator),
            threshold(self.indicator),
            self.result.rate,
        ) {
            let (var, vars) = match headline.as_slice() {
                [single] => (Some(single.clone()), OneOrMany::None),
                several => (None, OneOrMany::Many(several.to_vec())),
            };
            let verdict = Statistic::Verdict(Verdict {
                design: FINAL.to_owned(),
                var,
                vars,
                threshold,
                direction,
                level: None,
                truth: OneOrMany::None,
                domain: everybody.clone(),
            });
            ask(FigureKind::Verdict, verdict);
        }
        for district in &self.result.districts {
            if district.figure.is_some() {
                let kind = FigureKind::District(district.code.clone());
                ask(
                    kind,
                    rate(FINAL, &headline, is("stratum", district.code.as_str())),
                );
            }
        }
        self.put_differences(&headline, requests);
        self.put_groups(&headline, requests);
        self.put_small_areas(requests);
        self.put_drivers(&headline, table, requests);
        let mut ask = |kind, statistic| requests.push((self.figure(kind), statistic));
        let parts = self.measure.questions.iter().zip(&headline);
        for ((question, column), part) in parts.zip(&self.result.parts) {
            if part.is_some() {
                let columns = std::slice::from_ref(column);
                let kind = FigureKind::Part(question.clone());
                ask(kind, rate(FINAL, columns, everybody.clone()));
            }
        }
        for other in &self.result.sensitivity {
            let asked = match (other.basis, CountingRule::of(other.basis)) {
                (_, Some(rule)) => {
                    let columns = self.columns(rule, rule.name(), table);
                    Some(rate(FINAL, &columns, everybody.clone()))
                }
                (Basis::CrosswiseDissatisfied, _) => self.crosswise(table),
                (Basis::WithoutFlagged, _) => Some(rate(FINAL, &headline, is(FLAGGED, UNFLAGGED))),
                (Basis::Unweighted, _) => Some(rate(UNWEIGHTED, &headline, everybody.clone())),
                // The point rule judges the estimate itself, asked for above.
                _ => None,
            };
            let figure = self.figure(FigureKind::Sensitivity(other.basis));
            requests.extend(asked.map(|asked| (figure, asked)));
        }
    }

    /// Districts against the rest and against each other. A mean of several questions has no request for its differences.
    fn put_differences(&self, headline: &[String], requests: &mut Requests) {
        let [column] = headline else {
            return;
        };
        let mut ask = |kind, statistic| requests.push((self.figure(kind), statistic));
        let mut tests = Vec::new();
        let districts = &self.result.districts;
        for district in districts.iter().filter(|it| it.against_rest.is_some()) {
            let kind = FigureKind::AgainstRest(district.code.clone());
            tests.push(self.figure(kind.clone()).to_string());
            let difference = Difference {
                rest: true,
                df: DifferenceDf::Parts,
                ..less(column, is("stratum", district.code.as_str()))
            };
            ask(kind, Statistic::Difference(difference));
        }
        if !tests.is_empty() {
            for method in [Adjustment::Holm, Adjustment::Bh] {
                let adjust = Adjust {
                    tests: OneOrMany::Many(tests.clone()),
                    method,
                    level: None,
                };
                ask(FigureKind::Adjusted(method), Statistic::Adjust(adjust));
            }
        }
        let shown = districts.iter().filter(|it| it.figure.is_some());
        let codes: Vec<&str> = shown.map(|it| it.code.as_str()).collect();
        self.put_pairs(column, "stratum", &codes, requests);
    }

    /// Every two classes that have a figure.
    fn put_pairs(&self, var: &str, column: &str, shown: &[&str], requests: &mut Requests) {
        for (place, one) in shown.iter().enumerate() {
            for other in &shown[place + 1..] {
                let difference = Difference {
                    b: is(column, other),
                    df: DifferenceDf::Parts,
                    ..less(var, is(column, one))
                };
                let [column, one, other] = [column, *one, *other].map(str::to_owned);
                let figure = self.figure(FigureKind::Pair(column, one, other));
                requests.push((figure, Statistic::Difference(difference)));
            }
        }
    }

    /// The classes of respondents.
    fn put_groups(&self, headline: &[String], requests: &mut Requests) {
        for (table, division) in self.result.groups.iter().filter_map(|table| {
            let mut divisions = self.divisions.iter();
            Some((table, divisions.find(|division| division.by == table.by)?))
        }) {
            let cells = table.classes.iter().zip(&division.labels);
            let shown: Vec<&str> = cells
                .filter(|(class, _)| class.figure.is_some())
                .map(|(_, label)| label.as_str())
                .collect();
            for label in &shown {
                let kind = FigureKind::Class(division.name.clone(), (*label).to_owned());
                let asked = rate(FINAL, headline, is(&division.name, label));
                requests.push((self.figure(kind), asked));
            }
            if let [column] = headline {
                self.put_pairs(column, &division.name, &shown, requests);
            }
        }
    }

    /// The districts by the model.
    fn put_small_areas(&self, requests: &mut Requests) {
        let Some(model) = self
            .model
            .as_ref()
            .filter(|_| self.result.small_areas.is_some())
        else {
            return;
        };
        let districts = self.result.districts.iter().zip(&model.direct);
        let districts = districts.zip(model.columns.iter().zip(&model.shares));
        let areas = districts.map(
            |((district, (estimate, effective)), (columns, share))| Area {
                area: district.code.to_string(),
                estimate: *estimate,
                variance: None,
                effective_n: Some(*effective),
                columns: OneOrMany::Many(columns.clone()),
                share: Some(*share),
            },
        );
        let asked = SmallAreas {
            areas: areas.collect(),
            method: AreaVariance::Reml,
            benchmark: Some(model.city),
        };
        requests.push((
            self.figure(FigureKind::SmallAreas),
            Statistic::SmallAreas(asked),
        ));
    }

    /// What goes with it: whoever lacks an answer to one of the questions has an empty cell there, and is left out.
    fn put_drivers(&self, headline: &[String], table: &mut Table, requests: &mut Requests) {
        let (Some(Drivers::Told(model)), Some(columns), [var]) = (
            &self.result.drivers,
            DriverColumns::of(self.measure, self.wave),
            headline,
        ) else {
            return;
        };
        let (mut terms, mut by) = (Vec::new(), Vec::new());
        for (driver, published) in columns.drivers.iter().zip(&model.drivers) {
            let column = |what: &str| format!("{} {} {what}", self.indicator.id, driver.question);
            let names = [column("satisfied"), column("score"), column("performance")];
            table.put(
                &names[0],
                driver.satisfied().into_iter().map(number).collect(),
            );
            table.put(&names[1], driver.scores().into_iter().map(number).collect());
            if published.performance.is_some() {
                let cells = driver.counted.iter().copied();
                table.put(&names[2], cells.map(binary).collect());
                let kind = FigureKind::Performance(driver.question.clone());
                let asked = rate(FINAL, &names[2..], Conditions::default());
                requests.push((self.figure(kind), asked));
            }
            let [satisfied, score, _] = names;
            terms.push(RegressionTerm::Number { var: satisfied });
            by.push(score);
        }
        let regression = Statistic::Regression(Regression {
            design: FINAL.to_owned(),
            var: var.clone(),
            family: RegressionFamily::Logistic,
            terms,
            margins: OneOrMany::None,
            domain: Conditions::default(),
            level: None,
        });
        let importance = Statistic::Importance(Importance {
            design: FINAL.to_owned(),
            var: var.clone(),
            by: OneOrMany::Many(by),
            domain: Conditions::default(),
            level: None,
        });
        requests.push((self.figure(FigureKind::Drivers), regression));
        requests.push((self.figure(FigureKind::Importance), importance));
    }

    fn figure(&self, kind: FigureKind) -> PublishedFigure {
        PublishedFigure {
            indicator: self.indicator.id.clone(),
            kind,
        }
    }

    /// Puts a column for every question into the table, and names them.
    fn columns(&self, rule: CountingRule, name: &str, table: &mut Table) -> Vec<String> {
        let mut names = Vec::new();
        for question in &self.measure.questions {
            let Some(counting) = rule.counting(self.measure, question) else {
                continue;
            };
            let column = format!("{} {question} {name}", self.indicator.id);
            let column = column.trim_end().to_owned();
            let cells = counting.column(self.wave.questionnaire(), &self.wave.dataset);
            table.put(&column, cells.into_iter().map(binary).collect());
            names.push(column);
        }
        names
    }

    fn crosswise(&self, table: &mut Table) -> Option<Statistic> {
        let crosswise = self.measure.crosswise.as_ref()?;
        let questionnaire = self.wave.questionnaire();
        let counting = Counting::crosswise(crosswise, questionnaire);
        let column = format!("{} {} same", self.indicator.id, crosswise.question);
        let cells = counting.column(questionnaire, &self.wave.dataset);
        table.put(&column, cells.into_iter().map(binary).collect());
        Some(Statistic::Crosswise(Crosswise {
            design: FINAL.to_owned(),
            var: column,
            prevalence: crosswise.prevalence,
            anchor: None,
            domain: Conditions::default(),
        }))
    }
}

/// The request for a rate: a proportion, or the mean of several.
fn rate(design: &str, columns: &[String], domain: Conditions) -> Statistic {
    let design = design.to_owned();
    let sides = Sides::Both;
    match columns {
        [single] => Statistic::Proportion(Proportion {
            design,
            var: single.clone(),
            domain,
            sides,
            level: None,
        }),
        several => Statistic::MeanOfProportions(MeanOfProportions {
            design,
            vars: OneOrMany::Many(several.to_vec()),
            domain,
            sides,
            level: None,
        }),
    }
}

/// A column's mean in one domain less that in another, which is still to be named.
pub(super) fn less(var: &str, a: Conditions) -> Difference {
    Difference {
        design: FINAL.to_owned(),
        var: var.to_owned(),
        a,
        b: Conditions::default(),
        rest: false,
        domain: Conditions::default(),
        df: DifferenceDf::Design,
        sides: Sides::Both,
        level: None,
    }
}

/// The rows where a column holds a value.
pub(super) fn is(column: &str, value: &str) -> Conditions {
    let value = Level::Text(value.to_owned());
    Conditions([(column.to_owned(), OneOrMany::One(value))].into())
}

fn number(cell: f64) -> String {
    if cell.is_nan() {
        String::new()
    } else {
        cell.to_string()
    }
}

pub(super) fn binary(cell: u8) -> String {
    if cell == MISSING {
        String::new()
    } else {
        cell.to_string()
    }
}
