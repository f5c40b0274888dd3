//! The columns of the rows before they are made alike: where a person lives, what the person says of himself or herself, and the
//! answers that measure indicators.

use std::collections::{BTreeMap, BTreeSet};

use super::code_book::{Item, Meaning, Role, Value, Variable};
use crate::coarsening::{Class, Known};
use crate::compute::Inputs;
use crate::counting::{Counting, MISSING};
use crate::dataset::Cell;
use crate::prepared::Prepared;
use crate::release::{GroupedBy, IndicatorResult};
use crate::suppression::{FEWEST_SHOWN, suffice};
use plan::{Among, Counts, Grouping, Measure};
use questionnaire::{Choice, Code, Question, QuestionId, ScaleId, Text};
use sampling::StratumId;

/// The codes that stand for no answer, below every code of an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Special {
    pub(super) untold: i64,
    unanswered: i64,
    unasked: i64,
}

impl Special {
    fn below(lowest: i64) -> Self {
        let lowest = lowest.min(0);
        Self {
            untold: lowest - 7,
            unanswered: lowest - 8,
            unasked: lowest - 9,
        }
    }

    /// The code of a class of what is known of a person.
    pub(super) fn class_code(self, class: Class) -> i64 {
        match class {
            Class::Untold => self.untold,
            Class::Missing => self.unanswered,
            Class::Group(group) => coded(group),
        }
    }

    fn values(self) -> [Value; 3] {
        let value = |(code, meaning)| Value { code, meaning };
        [
            (self.unasked, Meaning::NotAsked),
            (self.unanswered, Meaning::NotAnswered),
            (self.untold, Meaning::NotTold),
        ]
        .map(value)
    }
}

/// A place as a code, from 1.
fn coded(place: usize) -> i64 {
    i64::try_from(place + 1).unwrap_or(i64::MAX)
}

/// What respondents say of themselves, by one question.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) question: QuestionId,
    label: Text,
    /// The first and the last name of every class, in their order.
    classes: Vec<(Text, Text)>,
    /// The class with which the few are counted who did not say.
    silent_with: Option<usize>,
}

/// The answers to a question on one scale.
#[derive(Debug)]
pub(super) struct AnswerColumn {
    pub(super) name: String,
    question: QuestionId,
    /// The scale, where it has one.
    scale: Option<ScaleId>,
    /// Whether the scale is another than the question's own.
    other_scale: bool,
    label: Text,
    values: Vec<Value>,
    cells: Vec<i64>,
    /// The place of what respondents say of themselves by which they are asked.
    among: Option<usize>,
    /// The code that most gave.
    usual: Option<i64>,
}

/// All columns.
pub(super) struct Columns<'a> {
    prepared: &'a Prepared<'a>,
    /// The area of every row.
    pub(super) areas: Vec<usize>,
    area_names: Vec<Meaning>,
    pub(super) districts_together: usize,
    pub(super) persons: Vec<Person>,
    pub(super) known: Vec<Known>,
    /// The level from which on no class of what is known has fewer than thirty persons.
    pub(super) from: Vec<u32>,
    pub(super) answers: Vec<AnswerColumn>,
    pub(super) special: Special,
}

impl<'a> Columns<'a> {
    pub(super) fn of(
        inputs: &Inputs,
        prepared: &'a Prepared<'a>,
        indicators: &[IndicatorResult],
    ) -> Self {
        let asked = &prepared.questionnaire().id;
        let measures = inputs.plan.indicators.iter();
        let measures: Vec<&Measure> = measures
            .filter_map(|indicator| indicator.measure.as_ref())
            .filter(|measure| measure.questionnaire == *asked)
            .collect();
        let (areas, area_names, districts_together) = areas(inputs, prepared, indicators);
        let told = told_of_persons(inputs, prepared, &measures);
        let (mut persons, mut known, mut from) = (Vec::new(), Vec::new(), Vec::new());
        for question in told
            .iter()
            .filter(|it| !only_counts_adults(inputs, &measures, it))
        {
            if let Some((person, column)) = person(inputs, prepared, &measures, question) {
                from.push(finest(
                    &column,
                    hidden(inputs, prepared, indicators, question),
                ));
                persons.push(person);
                known.push(column);
            }
        }
        let mut columns = Self {
            prepared,
            areas,
            area_names,
            districts_together,
            persons,
            known,
            from,
            answers: Vec::new(),
            special: Special::below(0),
        };
        columns.add_answers(&measures, &told);
        columns
    }

    fn add_answers(&mut self, measures: &[&Measure], told: &[&QuestionId]) {
        let mut questions: Vec<&Question> = Vec::new();
        let form = self.prepared.questionnaire();
        let crosswise = measures
            .iter()
            .filter_map(|measure| measure.crosswise.as_ref());
        let asked = measures.iter().flat_map(|measure| &measure.questions);
        for id in asked.chain(crosswise.map(|crosswise| &crosswise.question)) {
            if let (false, Some(question)) = (told.contains(&id), form.question(id))
                && !questions.iter().any(|known| known.id == *id)
            {
                questions.push(question);
            }
        }
        let lowest = questions.iter().flat_map(|question| {
            let given = self
                .prepared
                .dataset
                .column(&question.id)
                .unwrap_or_default();
            given.iter().filter_map(|cell| match cell {
                Cell::Answered(code) => Some(code.0),
                Cell::Skipped | Cell::NotAsked => None,
            })
        });
        self.special = Special::below(lowest.min().unwrap_or(0));
        for question in questions {
            let rows = 0..self.areas.len();
            let shown = rows.filter_map(|row| self.prepared.dataset.scale(&question.id, row));
            let shown: BTreeSet<&ScaleId> = shown.collect();
            let own = question.answer.scale();
            let others = shown.into_iter().filter(|scale| Some(*scale) != own);
            for scale in [own].into_iter().chain(others.map(Some)) {
                self.answers.push(self.answer(question, scale, measures));
            }
        }
    }

    /// The answers of those who were shown a question on a scale.
    fn answer(
        &self,
        question: &Question,
        scale: Option<&ScaleId>,
        measures: &[&Measure],
    ) -> AnswerColumn {
        let Special {
            unanswered,
            unasked,
            ..
        } = self.special;
        let dataset = &self.prepared.dataset;
        let given = dataset.column(&question.id).unwrap_or_default();
        let among = among(measures, &question.id);
        let cell = |row: usize| {
            let belongs = among.is_empty()
                || among.iter().any(|among| {
                    let said = dataset
                        .column(&among.question)
                        .and_then(|cells| cells.get(row));
                    matches!(said, Some(Cell::Answered(code)) if among.codes.contains(code))
                });
            match given.get(row) {
                Some(Cell::Answered(Code(code)))
                    if belongs && dataset.scale(&question.id, row) == scale =>
                {
                    *code
                }
                Some(Cell::Skipped) if belongs && dataset.scale(&question.id, row) == scale => {
                    unanswered
                }
                _ => unasked,
            }
        };
        let cells: Vec<i64> = (0..self.areas.len()).map(cell).collect();
        let choices = self.choices(question, scale).into_iter();
        let mut values: Vec<Value> = choices
            .map(|choice| Value {
                code: choice.code.0,
                meaning: Meaning::Label(choice.label.clone()),
            })
            .chain(self.special.values())
            .collect();
        values.sort_by_key(|value| value.code);
        let other_scale = scale != question.answer.scale();
        let named = match scale {
            Some(scale) if other_scale => format!("{}_{scale}", question.id),
            _ => question.id.to_string(),
        };
        let place = among.first().and_then(|among| {
            let mut persons = self.persons.iter();
            persons.position(|person| person.question == among.question)
        });
        AnswerColumn {
            name: name(&named),
            question: question.id.clone(),
            scale: scale.cloned(),
            other_scale,
            label: question.text.clone(),
            usual: usual(&cells, self.special.untold),
            values,
            cells,
            among: place,
        }
    }

    fn choices(&self, question: &'a Question, scale: Option<&ScaleId>) -> Vec<&'a Choice>
    where
        Self: 'a,
    {
        let form = self.prepared.questionnaire();
        let on_scale = scale.and_then(|scale| form.scale(scale));
        let on_scale = on_scale.map(|scale| scale.choices.as_slice());
        let own = question.answer.own_choices();
        on_scale.unwrap_or_default().iter().chain(own).collect()
    }

    /// The code of the area of a row.
    pub(super) fn area_code(&self, row: usize) -> i64 {
        coded(self.areas[row])
    }

    /// The answers of a row, as codes. Who was asked because of what they say of themselves gave no answer where that is not told.
    pub(super) fn answers_of(&self, row: usize, told: bool, levels: &[u32]) -> Vec<i64> {
        let code = |answer: &AnswerColumn| {
            let hidden = answer.among.is_some_and(|place| {
                !told
                    || levels
                        .get(place)
                        .is_none_or(|level| *level >= self.known[place].top())
            });
            if hidden {
                self.special.untold
            } else {
                answer.cells[row]
            }
        };
        self.answers.iter().map(code).collect()
    }

    /// Whether all of these rows gave the same answer to a question, other than the one that most persons give.
    pub(super) fn tell_an_answer(&self, rows: &[usize]) -> bool {
        let Some((first, others)) = rows.split_first() else {
            return false;
        };
        self.answers.iter().any(|answer| {
            let code = answer.cells[*first];
            let same = || others.iter().all(|row| answer.cells[*row] == code);
            code > self.special.untold && answer.usual != Some(code) && same()
        })
    }

    /// The place of the column that a way to count reads.
    pub(super) fn answer_to(&self, counting: &Counting<'_>) -> Option<usize> {
        self.answers.iter().position(|answer| {
            answer.question == *counting.question
                && match &counting.counts {
                    Counts::Kinds { scale, .. } => answer.scale.as_ref() == Some(scale),
                    Counts::Codes { .. } => !answer.other_scale,
                }
        })
    }

    /// Which codes of which column a way to count counts.
    pub(super) fn item(&self, counting: &Counting<'_>) -> Option<Item> {
        let answer = &self.answers[self.answer_to(counting)?];
        let (numerator, denominator) = match &counting.counts {
            Counts::Codes {
                numerator,
                denominator,
            } => {
                let codes = |codes: &[Code]| codes.iter().map(|code| code.0).collect();
                (codes(numerator), codes(denominator))
            }
            Counts::Kinds {
                numerator,
                denominator,
                ..
            } => {
                let form = self.prepared.questionnaire();
                let question = form.question(counting.question)?;
                let choices = self.choices(question, answer.scale.as_ref());
                let of = |kinds: &[questionnaire::ChoiceKind]| {
                    let counted = choices.iter();
                    let counted = counted
                        .filter(|choice| choice.kind.is_some_and(|kind| kinds.contains(&kind)));
                    counted.map(|choice| choice.code.0).collect()
                };
                let counted: Vec<i64> = of(denominator);
                let mut successes: Vec<i64> = of(numerator);
                successes.retain(|code| counted.contains(code));
                (successes, counted)
            }
        };
        Some(Item {
            variable: answer.name.clone(),
            numerator,
            denominator,
        })
    }

    /// What the columns of codes hold at these levels.
    pub(super) fn variables(&self, levels: &[u32]) -> Vec<Variable> {
        let with_special = |values: Vec<Value>| -> Vec<Value> {
            let mut values: Vec<Value> = values.into_iter().chain(self.special.values()).collect();
            values.sort_by_key(|value| value.code);
            values
        };
        let area_names = self.area_names.iter().enumerate();
        let areas = area_names.map(|(place, meaning)| Value {
            code: coded(place),
            meaning: meaning.clone(),
        });
        let district = Variable {
            name: "district".to_owned(),
            role: Role::District,
            label: Text::default(),
            scale: None,
            values: with_special(areas.collect()),
            silent_with: None,
        };
        let persons = self.persons.iter().zip(self.known.iter().zip(levels));
        let persons = persons.map(|(person, (known, level))| Variable {
            name: name(person.question.as_str()),
            role: Role::Person,
            label: person.label.clone(),
            scale: None,
            values: with_special(person.values(known, *level)),
            silent_with: person
                .silent_with
                .filter(|_| *level < known.top())
                .map(|class| coded(class >> *level)),
        });
        let answers = self.answers.iter().map(|answer| Variable {
            name: answer.name.clone(),
            role: Role::Answer,
            label: answer.label.clone(),
            scale: (answer.scale.as_ref())
                .filter(|_| answer.other_scale)
                .map(ToString::to_string),
            values: answer.values.clone(),
            silent_with: None,
        });
        [district]
            .into_iter()
            .chain(persons)
            .chain(answers)
            .collect()
    }
}

impl Person {
    /// The classes that a level makes; none where nothing is told.
    fn values(&self, known: &Known, level: u32) -> Vec<Value> {
        if level >= known.top() {
            return Vec::new();
        }
        let groups = 0..known.values.div_ceil(1 << level);
        let value = |group| {
            let (first, last) = known.ends(group, level);
            let (first, last) = (&self.classes[first].0, &self.classes[last].1);
            Value {
                code: coded(group),
                meaning: if first == last {
                    Meaning::Label(first.clone())
                } else {
                    Meaning::Span(first.clone(), last.clone())
                },
            }
        };
        groups.map(value).collect()
    }
}

/// The area of every row, what the areas are, and how many districts are one of them together: those of which the release hides a
/// figure, and those of fewer than thirty rows.
fn areas(
    inputs: &Inputs,
    prepared: &Prepared<'_>,
    indicators: &[IndicatorResult],
) -> (Vec<usize>, Vec<Meaning>, usize) {
    let mut rows: BTreeMap<&StratumId, u64> = BTreeMap::new();
    for stratum in &prepared.dataset.stratum {
        *rows.entry(stratum).or_default() += 1;
    }
    let shown = indicators.iter().filter(|result| result.rate.is_some());
    let districts = shown.flat_map(|result| &result.districts);
    let hidden = districts.filter(|district| district.figure.is_none());
    let hidden: BTreeSet<&StratumId> = hidden.map(|district| &district.code).collect();
    let few = rows.iter().filter(|(_, rows)| !suffice(**rows));
    let mut together: BTreeSet<&StratumId> = few.map(|(stratum, _)| *stratum).collect();
    together.extend(
        hidden
            .into_iter()
            .filter(|stratum| rows.contains_key(*stratum)),
    );
    // One alone would be told by what it is called.
    if together.len() == 1 {
        let others = rows
            .iter()
            .filter(|(stratum, _)| !together.contains(*stratum));
        let smallest = others.min_by_key(|(_, rows)| **rows);
        let smallest = smallest.map(|(stratum, _)| *stratum);
        together.extend(smallest);
    }
    let names = inputs.strata.iter();
    let named: BTreeMap<&StratumId, &Text> = names.map(|it| (&it.code, &it.name)).collect();
    let order = inputs.strata.iter().map(|stratum| &stratum.code);
    let order = order.filter(|code| rows.contains_key(*code));
    let alone: Vec<&StratumId> = order.filter(|code| !together.contains(*code)).collect();
    let mut meanings: Vec<Meaning> = alone
        .iter()
        .map(|code| {
            Meaning::Label(
                named
                    .get(*code)
                    .map_or_else(Text::default, |it| (*it).clone()),
            )
        })
        .collect();
    if !together.is_empty() {
        meanings.push(Meaning::OtherDistricts);
    }
    let place = |stratum: &StratumId| {
        let place = alone.iter().position(|code| *code == stratum);
        place.unwrap_or(alone.len())
    };
    let areas = prepared.dataset.stratum.iter().map(place).collect();
    (areas, meanings, together.len())
}

/// The questions by which a person might be known: what margins classify by, found or not, how many adults a household
/// has, and who an indicator is about.
fn told_of_persons<'a>(
    inputs: &'a Inputs,
    prepared: &Prepared<'_>,
    measures: &[&'a Measure],
) -> Vec<&'a QuestionId> {
    let margins = inputs.margins.iter().filter_map(|margin| margin.question());
    let adults = inputs.plan.adults.iter();
    let adults = adults
        .filter(|adults| adults.questionnaire == prepared.questionnaire().id)
        .map(|adults| &adults.question);
    let among = measures.iter().filter_map(|measure| measure.among.as_ref());
    let mut told = Vec::new();
    for question in margins
        .chain(adults)
        .chain(among.map(|among| &among.question))
    {
        if !told.contains(&question) {
            told.push(question);
        }
    }
    told
}

/// Whether a question is asked for the number of adults alone. The weight needs that and no reader does: told, it would take room
/// from sex and age.
fn only_counts_adults(inputs: &Inputs, measures: &[&Measure], question: &QuestionId) -> bool {
    let adults = inputs.plan.adults.as_ref();
    let mut about = measures.iter().filter_map(|measure| measure.among.as_ref());
    let mut margins = inputs.margins.iter().filter_map(|margin| margin.question());
    adults.is_some_and(|adults| adults.question == *question)
        && margins.all(|asked| asked != question)
        && about.all(|among| among.question != *question)
}

/// Whom all figures are about that a question measures; nobody in particular where one is about everybody.
fn among<'m>(measures: &[&'m Measure], question: &QuestionId) -> Vec<&'m Among> {
    let asking = measures
        .iter()
        .filter(|measure| measure.questions.contains(question));
    let among: Option<Vec<&Among>> = asking.map(|measure| measure.among.as_ref()).collect();
    among.unwrap_or_default()
}

/// What respondents say of themselves by a question, in classes: whom a figure is about and the others, else those of the plan,
/// else the codes themselves. None where it was not asked.
fn person(
    inputs: &Inputs,
    prepared: &Prepared<'_>,
    measures: &[&Measure],
    question: &QuestionId,
) -> Option<(Person, Known)> {
    let cells = prepared.dataset.column(question)?;
    let asked = prepared.questionnaire().question(question)?;
    let given: BTreeSet<Code> = cells.iter().filter_map(answered).collect();
    let about = measures.iter().filter_map(|measure| measure.among.as_ref());
    let about = about.clone().find(|among| among.question == *question);
    let grouping = grouping(inputs, prepared, question);
    let (codes, names, label): (Vec<Vec<Code>>, Vec<(Text, Text)>, Text) = match (about, grouping) {
        (Some(about), _) => {
            let (inside, outside): (Vec<Code>, Vec<Code>) =
                given.iter().partition(|code| about.codes.contains(code));
            let mut classes = vec![inside, outside];
            classes.retain(|codes| !codes.is_empty());
            let names = classes.iter().map(|codes| ends(asked, codes));
            (classes.clone(), names.collect(), asked.text.clone())
        }
        (None, Some(grouping)) => {
            let names = grouping.classes.iter();
            let names = names.map(|class| (class.title.clone(), class.title.clone()));
            let codes = grouping.classes.iter().map(|class| class.codes.clone());
            (codes.collect(), names.collect(), grouping.title.clone())
        }
        (None, None) => {
            let classes: Vec<Vec<Code>> = given.iter().map(|code| vec![*code]).collect();
            let names = classes.iter().map(|codes| ends(asked, codes));
            (classes.clone(), names.collect(), asked.text.clone())
        }
    };
    let place = |cell: &Cell| {
        let code = answered(cell)?;
        codes.iter().position(|class| class.contains(&code))
    };
    let mut cells: Vec<Option<usize>> = cells.iter().map(place).collect();
    let silent_with = count_silent(&mut cells);
    let person = Person {
        question: question.clone(),
        label,
        classes: names,
        silent_with,
    };
    let values = codes.len();
    Some((person, Known { values, cells }))
}

fn answered(cell: &Cell) -> Option<Code> {
    match cell {
        Cell::Answered(code) => Some(*code),
        Cell::Skipped | Cell::NotAsked => None,
    }
}

/// The grouping of the plan by a question.
fn grouping<'a>(
    inputs: &'a Inputs,
    prepared: &Prepared<'_>,
    question: &QuestionId,
) -> Option<&'a Grouping> {
    let mut groupings = inputs.plan.groupings_of(&prepared.questionnaire().id);
    groupings.find(|grouping| grouping.question == *question)
}

/// What the first and the last of some codes are called.
fn ends(question: &Question, codes: &[Code]) -> (Text, Text) {
    let name = |code: Option<&Code>| {
        let Some(code) = code else {
            return Text::default();
        };
        let mut choices = question.answer.own_choices().iter();
        choices.find(|choice| choice.code == *code).map_or_else(
            || {
                let number = code.to_string();
                Text::from([("zh", number.as_str()), ("en", number.as_str())])
            },
            |choice| choice.label.clone(),
        )
    };
    (name(codes.first()), name(codes.last()))
}

/// Counts the few who did not say with the class of the most, as the tables of a release do.
fn count_silent(cells: &mut [Option<usize>]) -> Option<usize> {
    let silent = cells.iter().filter(|cell| cell.is_none()).count() as u64;
    if !(1..FEWEST_SHOWN).contains(&silent) {
        return None;
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for class in cells.iter().flatten() {
        *sizes.entry(*class).or_default() += 1;
    }
    let most = sizes.values().max().copied()?;
    let class = sizes.iter().find(|(_, size)| **size == most);
    let class = class.map(|(class, _)| *class)?;
    for cell in cells.iter_mut().filter(|cell| cell.is_none()) {
        *cell = Some(class);
    }
    Some(class)
}

/// The first level at which no class has fewer than thirty persons; the one at which nothing is told where the release hides a
/// class.
fn finest(known: &Known, hidden: bool) -> u32 {
    let top = known.top();
    if hidden {
        return top;
    }
    let large = |level: &u32| {
        known
            .sizes(*level)
            .values()
            .all(|size| suffice(*size as u64))
    };
    (0..top).find(large).unwrap_or(top)
}

/// Whether the release hides a figure of some who say this of themselves.
fn hidden(
    inputs: &Inputs,
    prepared: &Prepared<'_>,
    indicators: &[IndicatorResult],
    question: &QuestionId,
) -> bool {
    let Some(grouping) = grouping(inputs, prepared, question) else {
        return false;
    };
    let cells = prepared.dataset.column(question).unwrap_or_default();
    indicators
        .iter()
        .filter(|result| result.rate.is_some())
        .any(|result| {
            let mut known = inputs.plan.indicators.iter();
            let indicator = known.find(|indicator| indicator.id == result.indicator);
            let Some(measure) = indicator.and_then(|indicator| indicator.measure.as_ref()) else {
                return false;
            };
            let mut tables = result.groups.iter();
            let Some(table) = tables.find(
                |table| matches!(&table.by, GroupedBy::Question { id, .. } if *id == grouping.id),
            ) else {
                return false;
            };
            let counted: BTreeSet<Option<usize>> = (measure.questions.iter())
                .flat_map(|asked| {
                    let counting = Counting::headline(measure, asked);
                    let column = counting.column(prepared.questionnaire(), &prepared.dataset);
                    let rows = column.into_iter().zip(cells);
                    rows.filter(|(counts, _)| *counts != MISSING)
                        .map(|(_, cell)| answered(cell).and_then(|code| grouping.class_of(code)))
                })
                .collect();
            // Those who stated no class stand last, where they are told apart.
            let classes = table.classes.iter().enumerate();
            let mut hidden = classes.filter(|(_, class)| class.figure.is_none());
            hidden.any(|(place, _)| {
                let class = (place < grouping.classes.len()).then_some(place);
                counted.contains(&class)
            })
        })
}

/// The answer that most gave.
fn usual(cells: &[i64], untold: i64) -> Option<i64> {
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    for code in cells.iter().filter(|code| **code > untold) {
        *sizes.entry(*code).or_default() += 1;
    }
    let most = sizes.values().max().copied()?;
    sizes
        .into_iter()
        .find(|(_, size)| *size == most)
        .map(|(code, _)| code)
}

/// A name that every program takes: letters of ASCII, digits and low lines, a letter first, at most 32.
fn name(id: &str) -> String {
    let plain = |sign: char| {
        if sign.is_ascii_alphanumeric() {
            sign
        } else {
            '_'
        }
    };
    let name: String = id.chars().map(plain).collect();
    let letter = name.starts_with(|sign: char| sign.is_ascii_alphabetic());
    let name = if letter { name } else { format!("q{name}") };
    name.chars().take(32).collect()
}
