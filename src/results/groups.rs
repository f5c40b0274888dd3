//! The rate by what respondents say of themselves, and by how their forms came: a table for each, hidden like districts, and
//! beside them.

use std::collections::BTreeMap;

use super::cells::Cells;
use super::comparison::ComparisonError;
use super::counting::{Counting, MISSING};
use super::division::Division;
use super::estimates::{CountingRule, Items};
use super::prepared::Prepared;
use super::release::{Class, ClassResult, Figure, GroupTable};
use super::suppression::{self, Sorted};
use plan::{Indicator, Plan};
use sampling::{FrameStratum, StratumId};
use statistics::Tabulation;

/// An indicator with the city's figure, none where it is hidden, and its design effect.
pub(crate) type Measured<'a> = (&'a Indicator, Option<Figure>, f64);

/// The tables of every indicator, in the order of the groupings of the plan, then by mode. `districts` are the tables of districts
/// as they are shown, by indicator: no class of respondents may tell what they hide.
pub(crate) fn group_tables(
    (plan, strata): (&Plan, &[FrameStratum]),
    wave: &Prepared<'_>,
    measured: &[Measured<'_>],
    districts: &[Cells],
) -> Result<Vec<Vec<GroupTable>>, ComparisonError> {
    let mut tables = vec![Vec::new(); measured.len()];
    let persons: Vec<Vec<usize>> = measured
        .iter()
        .map(|(it, _, _)| persons(it, wave))
        .collect();
    let strata: Vec<&str> = strata.iter().map(|stratum| stratum.code.as_str()).collect();
    let of_row: Vec<&str> = wave.dataset.stratum.iter().map(StratumId::as_str).collect();
    let mut earlier: Vec<Vec<Sorted>> = (districts.iter().zip(&persons))
        .map(|(cells, persons)| vec![sorted(cells, &strata, &of_row, persons)])
        .collect();
    for division in divisions(plan, wave) {
        let mut found = Divided::of(division, wave, measured)?;
        if found.tells_of_few_not_stated() {
            found = Divided::of(found.division.merged(), wave, measured)?;
        }
        found.hide();
        found.hide_what_tells(&persons, &mut earlier);
        for (table, cells) in tables.iter_mut().zip(&found.tables) {
            table.push(found.table(cells)?);
        }
    }
    Ok(tables)
}

/// The rows of those who count in an indicator's rate.
fn persons(indicator: &Indicator, wave: &Prepared<'_>) -> Vec<usize> {
    let mut counts = vec![false; wave.dataset.rows()];
    if let Some(measure) = &indicator.measure {
        for question in &measure.questions {
            let counting = Counting::headline(measure, question);
            let cells = counting.column(wave.questionnaire(), &wave.dataset);
            for (counts, cell) in counts.iter_mut().zip(cells) {
                *counts |= cell != MISSING;
            }
        }
    }
    let rows = counts.into_iter().enumerate();
    rows.filter_map(|(row, counts)| counts.then_some(row))
        .collect()
}

/// The cells of these persons by the labels of a table and of the rows.
fn sorted(cells: &Cells, labels: &[&str], of_row: &[&str], persons: &[usize]) -> Sorted {
    let places: BTreeMap<&str, usize> = labels.iter().copied().zip(0..).collect();
    let of_person = persons
        .iter()
        .filter_map(|row| places.get(of_row[*row]).copied());
    let of_person: Vec<usize> = of_person.collect();
    Sorted {
        hides: of_person
            .iter()
            .any(|place| cells.figures[*place].is_none()),
        cells: of_person,
    }
}

/// Every way in which the respondents of a wave are told apart.
pub(crate) fn divisions(plan: &Plan, wave: &Prepared<'_>) -> Vec<Division> {
    let groupings = plan.groupings_of(&wave.questionnaire().id);
    (groupings.map(|grouping| Division::by_question(grouping, &wave.dataset)))
        .chain(Division::by_mode(&wave.dataset))
        .collect()
}

/// The rates of every indicator in the classes of one division.
struct Divided {
    division: Division,
    tabulation: Tabulation,
    /// By indicator.
    tables: Vec<Cells>,
}

impl Divided {
    fn of(
        division: Division,
        wave: &Prepared<'_>,
        measured: &[Measured<'_>],
    ) -> Result<Self, ComparisonError> {
        let indicators: Vec<&Indicator> = measured.iter().map(|(it, _, _)| *it).collect();
        let factor = division.factor();
        let tabulation = Items::on(&[CountingRule::Headline], &indicators, &[wave])
            .tabulate(&wave.weighted.design, &[(&division.name, &factor)])?;
        let mut tables = Vec::with_capacity(measured.len());
        for (indicator, headline, effect) in measured {
            tables.push(Cells::of(
                &tabulation,
                &division.name,
                &division.labels,
                indicator,
                (headline.as_ref(), *effect),
            )?);
        }
        Ok(Self {
            division,
            tabulation,
            tables,
        })
    }

    /// Whether under some indicator those who are in no class are a few who could not be shown.
    fn tells_of_few_not_stated(&self) -> bool {
        let mut classes = self.division.classes.iter();
        let Some(place) = classes.position(|class| *class == Class::NotStated) else {
            return false;
        };
        self.tables.iter().any(|cells| {
            let rows = cells.rows();
            let few = |row: &suppression::Row| row.persons > 0 && !row.presentable;
            rows.get(place).is_some_and(few)
        })
    }

    fn hide(&mut self) {
        let rows: Vec<_> = self.tables.iter().map(Cells::rows).collect();
        for (cells, shown) in self.tables.iter_mut().zip(suppression::shown(&rows)) {
            cells.hide(&shown);
        }
    }

    /// Takes away what tells, beside the tables before it, what either hides; and counts itself among these.
    fn hide_what_tells(&mut self, persons: &[Vec<usize>], earlier: &mut [Vec<Sorted>]) {
        let labels: Vec<&str> = self.division.labels.iter().map(String::as_str).collect();
        let of_row: Vec<&str> = self.division.rows.iter().map(String::as_str).collect();
        for ((cells, persons), earlier) in self.tables.iter_mut().zip(persons).zip(earlier) {
            let mut own = sorted(cells, &labels, &of_row, persons);
            if earlier.iter().any(|table| own.tells_with(table)) {
                cells.hide(&vec![false; labels.len()]);
                own.hides = true;
            }
            earlier.push(own);
        }
    }

    fn table(&self, cells: &Cells) -> Result<GroupTable, ComparisonError> {
        let classes = self.division.classes.iter().zip(&cells.figures).enumerate();
        let classes = classes.map(|(place, (class, figure))| ClassResult {
            class: class.clone(),
            with_not_stated: self.division.with_not_stated == Some(place),
            figure: *figure,
        });
        Ok(GroupTable {
            by: self.division.by.clone(),
            classes: classes.collect(),
            difference_errors: cells.difference_errors(&self.tabulation)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::compute::{Inputs, compute};
    use super::super::example;
    use crate::release::{Basis, Class, GroupTable, IndicatorResult, Results};
    use chrono::DateTime;
    use fieldwork::AnswerMode;
    use plan::{GroupClass, Grouping};
    use questionnaire::{Answer, Code, Question, QuestionId};

    /// The example, in which respondents are told apart by Q3: one in seven answers 2.
    fn by_vote(respondents: usize) -> Inputs {
        let mut inputs = example::inputs(respondents);
        let class = |title: &str, code| GroupClass {
            title: [("zh", title)].into(),
            codes: vec![Code(code)],
        };
        inputs.plan.groupings.push(Grouping {
            id: "vote".into(),
            title: [("zh", "投票")].into(),
            questionnaire: "residents".into(),
            question: QuestionId::new("Q3"),
            classes: vec![class("投了", 1), class("没有投", 2)],
        });
        inputs
    }

    fn results(inputs: &Inputs) -> Vec<IndicatorResult> {
        let release = compute(inputs, DateTime::UNIX_EPOCH).unwrap();
        match release.results {
            Results::Probability { indicators, .. } => indicators,
            Results::Open { .. } => panic!("the example is a probability wave"),
        }
    }

    fn persons(table: &GroupTable) -> Vec<Option<u64>> {
        let figures = table.classes.iter().map(|class| class.figure);
        figures
            .map(|figure| figure.map(|it| it.respondents))
            .collect()
    }

    #[test]
    fn classes_make_up_the_city_and_every_two_can_be_compared() {
        for result in results(&by_vote(420)) {
            let [table] = result.groups.as_slice() else {
                panic!("one grouping: {:?}", result.groups);
            };
            assert_eq!(persons(table), [Some(360), Some(60)]);
            let rates: Vec<f64> = (table.classes.iter())
                .map(|it| it.figure.unwrap().value)
                .collect();
            let whole = (rates[0] * 6.0 + rates[1]) / 7.0;
            assert!((whole - result.rate.unwrap().value).abs() < 1e-9);
            // Of the check, which asks the question itself, everybody of a class answers alike.
            let compared = result.group_pair(table, 0, 1).is_some();
            assert_eq!(compared, result.indicator.as_str() != "par-check");
        }
    }

    #[test]
    fn a_class_of_few_takes_the_other_with_it() {
        let result = &results(&by_vote(189))[0];
        assert_eq!(persons(&result.groups[0]), [None, None], "27 of 189");
        assert!(result.groups[0].difference_errors.is_empty());
    }

    #[test]
    fn few_who_did_not_state_their_class_are_counted_with_the_most() {
        let mut inputs = by_vote(420);
        for response in inputs.wave.responses.iter_mut().take(20) {
            response.answers.0.remove(&QuestionId::new("Q3"));
        }
        // Three of the first twenty are of the second class.
        let table = &results(&inputs)[0].groups[0];
        assert_eq!(persons(table), [Some(363), Some(57)]);
        let with: Vec<bool> = table.classes.iter().map(|it| it.with_not_stated).collect();
        assert_eq!(with, [true, false]);
    }

    #[test]
    fn many_who_did_not_state_their_class_stand_by_themselves() {
        let mut inputs = by_vote(420);
        for response in inputs.wave.responses.iter_mut().take(70) {
            response.answers.0.remove(&QuestionId::new("Q3"));
        }
        let results = results(&inputs);
        let table = &results[0].groups[0];
        assert_eq!(persons(table), [Some(300), Some(50), Some(70)]);
        assert_eq!(table.classes[2].class, Class::NotStated);
        // Under the check nobody of them counts.
        assert_eq!(persons(&results[2].groups[0]), [Some(300), Some(50), None]);
    }

    #[test]
    fn a_plan_without_groupings_has_tables_by_mode_alone_and_these_where_there_are_several() {
        let mut inputs = example::inputs(200);
        assert!(results(&inputs)[0].groups.is_empty());
        for (row, response) in inputs.wave.responses.iter_mut().enumerate() {
            let paper = row % 5 == 0;
            response.mode = Some(if paper {
                AnswerMode::Paper
            } else {
                AnswerMode::Web
            });
        }
        let table = &results(&inputs)[0].groups[0];
        assert_eq!(persons(table), [Some(160), Some(40)]);
        assert_eq!(table.classes[1].class, Class::Mode(AnswerMode::Paper));
    }

    /// Everybody answers six questions of one scale; the first so many give one answer to all.
    fn with_straight_lines(lines: usize) -> Inputs {
        let mut inputs = example::inputs(200);
        let first = inputs.wave.questionnaire.questions[0].clone();
        for (place, more) in ["Q4", "Q5", "Q6", "Q7"].into_iter().enumerate() {
            let question = Question {
                id: QuestionId::new(more),
                ..first.clone()
            };
            inputs.wave.questionnaire.questions.push(question);
            for (row, response) in inputs.wave.responses.iter_mut().enumerate() {
                let own = response.answers.code(&QuestionId::new("Q1")).unwrap().0;
                let other = if own == 5 { 3 } else { 5 };
                let code = if row < lines || place > 0 { own } else { other };
                let answers = &mut response.answers.0;
                answers.insert(QuestionId::new(more), Answer::Number(code));
            }
        }
        inputs
    }

    #[test]
    fn the_rate_without_flagged_forms_is_told_where_it_tells_not_of_few() {
        let without = |lines| {
            let results = results(&with_straight_lines(lines));
            let mut rows = results[0].sensitivity.iter();
            let row = rows.find(|row| row.basis == Basis::WithoutFlagged);
            row.map(|row| row.respondents)
        };
        assert_eq!(without(0), None);
        assert_eq!(without(29), None);
        assert_eq!(without(30), Some(170));
        assert_eq!(without(171), None, "29 are left");
    }
}
