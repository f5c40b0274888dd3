//! Properties of a part besides its texts and choices.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use super::keys::{put, put_or_remove};
use super::outline::Outline;
use super::{EditError, parts};
use format::{question_block, swaps, well_formed, well_formed_series};
use questionnaire::{
    Beginning, CalendarDate, ChoiceOrder, Condition, MOST_DECIMALS, Part, Question, ScaleId, Sort,
};

/// A property with its new value; none removes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Property {
    /// The type of a question; what the new type has no use for is removed.
    Type(Sort),
    /// The section of a question, which moves to the others of it.
    Section(Option<String>),
    /// The series a question continues.
    Series(Option<String>),
    /// Whether a question must be answered.
    Required(bool),
    /// When a question is asked.
    AskIf(Option<String>),
    /// When the interview ends at a question.
    EndIf(Option<String>),
    /// The scale of a question.
    Scale(ScaleId),
    /// The order in which choices are shown; none is the type's own.
    Order(Option<ChoiceOrder>),
    /// The least number accepted.
    Min(i64),
    /// The greatest number accepted.
    Max(i64),
    /// The earliest date accepted.
    Earliest(CalendarDate),
    /// The latest date accepted.
    Latest(CalendarDate),
    /// The most decimal places accepted.
    Decimals(u8),
    /// The fewest choices accepted.
    MinChoices(Option<u16>),
    /// The most choices accepted.
    MaxChoices(Option<u16>),
    /// The most characters accepted.
    MaxLength(u16),
    /// The rotation group of a section.
    Rotate(Option<String>),
    /// The groups of an arm and their shares.
    Groups(BTreeMap<String, f64>),
    /// The scales that groups of an arm see in place of others.
    ArmScales(BTreeMap<String, BTreeMap<ScaleId, ScaleId>>),
}

impl Property {
    fn key(&self) -> &'static str {
        match self {
            Self::Type(_) => "type",
            Self::Section(_) => "section",
            Self::Series(_) => "series",
            Self::Required(_) => "required",
            Self::AskIf(_) => "ask_if",
            Self::EndIf(_) => "end_if",
            Self::Scale(_) => "scale",
            Self::Order(_) => "order",
            Self::Min(_) => "min",
            Self::Max(_) => "max",
            Self::Earliest(_) => "earliest",
            Self::Latest(_) => "latest",
            Self::Decimals(_) => "decimals",
            Self::MinChoices(_) => "min_choices",
            Self::MaxChoices(_) => "max_choices",
            Self::MaxLength(_) => "max_length",
            Self::Rotate(_) => "rotate",
            Self::Groups(_) => "groups",
            Self::ArmScales(_) => "scales",
        }
    }

    /// True where a part of this sort has the property.
    fn belongs(&self, part: &Part, sort: Option<Sort>) -> bool {
        let question = matches!(part, Part::Question(_));
        match self {
            Self::Rotate(_) => matches!(part, Part::Section(_)),
            Self::Groups(_) | Self::ArmScales(_) => matches!(part, Part::Arm(_)),
            Self::Type(_)
            | Self::Section(_)
            | Self::Series(_)
            | Self::Required(_)
            | Self::AskIf(_)
            | Self::EndIf(_) => question,
            Self::Scale(_)
            | Self::Order(_)
            | Self::Min(_)
            | Self::Max(_)
            | Self::Earliest(_)
            | Self::Latest(_)
            | Self::Decimals(_)
            | Self::MinChoices(_)
            | Self::MaxChoices(_)
            | Self::MaxLength(_) => {
                question && sort.is_some_and(|sort| sort.keys().contains(&self.key()))
            }
        }
    }
}

/// Sets a property of a part.
pub(super) fn set(
    outline: &mut Outline,
    part: &Part,
    property: &Property,
) -> Result<(), EditError> {
    let word = outline.block(part)?.string("type");
    let sort = word.as_deref().and_then(Sort::of_word);
    if !property.belongs(part, sort) {
        let (part, key) = (part.clone(), property.key());
        return Err(EditError::NotHere { part, key });
    }
    match property {
        Property::Section(section) => {
            return parts::enter_section(outline, part, section.as_deref());
        }
        Property::Type(sort) => return retype(outline, part, *sort, None),
        Property::Scale(scale) => {
            outline.find(&Part::Scale(scale.clone()))?;
        }
        Property::ArmScales(groups) => {
            for scale in groups
                .values()
                .flat_map(|swap| swap.iter().flat_map(<[_; 2]>::from))
            {
                outline.find(&Part::Scale(scale.clone()))?;
            }
        }
        _ => {}
    }
    check(part, property)?;
    outline.block(part)?.change(|table| {
        write(table, property);
        Ok(())
    })
}

fn check(part: &Part, property: &Property) -> Result<(), EditError> {
    match property {
        Property::AskIf(Some(source)) => condition("ask_if", part, source),
        Property::EndIf(Some(source)) => condition("end_if", part, source),
        Property::Series(Some(series)) if !well_formed_series(series) => {
            let series = series.clone();
            Err(EditError::SeriesMalformed { series })
        }
        Property::Rotate(Some(group)) if !well_formed(group, &Part::Top) => {
            let id = group.clone();
            Err(EditError::IdMalformed { id })
        }
        Property::Groups(groups) => {
            let odd = groups.keys().find(|id| !well_formed(id, &Part::Top));
            odd.map_or(Ok(()), |id| Err(EditError::IdMalformed { id: id.clone() }))
        }
        Property::Decimals(decimals) if *decimals > MOST_DECIMALS => {
            Err(EditError::NumberOutOfRange {
                key: "decimals",
                value: i64::from(*decimals),
                min: 0,
                max: i64::from(MOST_DECIMALS),
            })
        }
        Property::MinChoices(Some(count)) | Property::MaxChoices(Some(count))
            if !(1..=1000).contains(count) =>
        {
            Err(EditError::NumberOutOfRange {
                key: property.key(),
                value: i64::from(*count),
                min: 1,
                max: 1000,
            })
        }
        Property::MaxLength(length) if !(1..=4000).contains(length) => {
            Err(EditError::NumberOutOfRange {
                key: "max_length",
                value: i64::from(*length),
                min: 1,
                max: 4000,
            })
        }
        _ => Ok(()),
    }
}

/// Whether a condition may stand at a question; `end_if` alone may ask about its own.
fn condition(key: &'static str, part: &Part, source: &str) -> Result<(), EditError> {
    if let Some(at) = source.chars().position(char::is_control) {
        return Err(EditError::ControlCharacter {
            text: None,
            at: at + 1,
        });
    }
    let parsed = Condition::parse(source);
    let parsed = parsed.map_err(|problem| EditError::Condition { key, problem })?;
    match part {
        Part::Question(own) if key == "ask_if" && parsed.questions().contains(&own) => {
            let question = own.clone();
            Err(EditError::SelfReference { question })
        }
        _ => Ok(()),
    }
}

fn write(table: &mut Table, property: &Property) {
    let key = property.key();
    match property {
        Property::Series(value)
        | Property::AskIf(value)
        | Property::EndIf(value)
        | Property::Rotate(value) => {
            let value = value.as_deref().map(str::trim);
            put_or_remove(table, key, value.filter(|value| !value.is_empty()));
        }
        Property::Required(required) => put_or_remove(table, key, required.then_some(true)),
        Property::Scale(scale) => put(table, key, scale.as_str()),
        Property::Order(order) => put_or_remove(table, key, order.map(ChoiceOrder::word)),
        Property::Min(number) | Property::Max(number) => put(table, key, *number),
        Property::Earliest(date) | Property::Latest(date) => put(table, key, date.to_string()),
        Property::Decimals(decimals) => {
            let decimals = (*decimals > 0).then_some(i64::from(*decimals));
            put_or_remove(table, key, decimals);
        }
        Property::MinChoices(count) | Property::MaxChoices(count) => {
            put_or_remove(table, key, count.map(i64::from));
        }
        Property::MaxLength(length) => put(table, key, i64::from(*length)),
        Property::Groups(groups) => {
            let shares = groups.iter().map(|(group, share)| (group.as_str(), *share));
            put(table, key, shares.collect::<InlineTable>());
        }
        Property::ArmScales(scales) => {
            let written = swaps(scales).parse::<Value>();
            put_or_remove(table, key, written.ok().filter(|_| !scales.is_empty()));
        }
        // Both are done where other parts are at hand.
        Property::Type(_) | Property::Section(_) => {}
    }
}

/// Gives a question another type: keys of the old one go, needed ones of the new one come, as they stood in an earlier
/// state of the question if there is one.
pub(super) fn retype(
    outline: &mut Outline,
    part: &Part,
    sort: Sort,
    earlier: Option<&Question>,
) -> Result<(), EditError> {
    let scales = outline.ids("scale");
    let scale = scales.first().cloned();
    if sort.keys().contains(&"scale") && scale.is_none() {
        return Err(EditError::NoScale);
    }
    let languages = super::wording::languages(outline)?;
    let earlier = match earlier {
        Some(question) => super::outline::parse(&question_block(question, &languages))?,
        None => DocumentMut::new(),
    };
    let earlier = earlier.get("question").and_then(Item::as_array_of_tables);
    let earlier = earlier.and_then(|questions| questions.get(0));
    outline.block(part)?.change(|table| {
        let foreign: Vec<&str> = Sort::WORDS
            .iter()
            .flat_map(|(_, other)| other.keys())
            .filter(|key| !sort.keys().contains(key))
            .copied()
            .collect();
        for key in foreign {
            table.remove(key);
        }
        put(table, "type", sort.word());
        for key in sort.keys() {
            if !table.contains_key(key)
                && let Some(value) = earlier.and_then(|earlier| recalled(earlier, key, &scales))
            {
                put(table, key, value);
            }
        }
        for (key, first) in sort.beginning() {
            if matches!(table.get(key), Some(item) if !item.is_none()) {
                continue;
            }
            let value: Value = match first {
                Beginning::Number(number) => (*number).into(),
                Beginning::Text(text) => (*text).into(),
                Beginning::AnyScale => scale.as_deref().unwrap_or_default().into(),
                Beginning::TwoChoices => super::two_choices(&languages).into(),
            };
            put(table, key, value);
        }
        remove_unfit_flags(table, sort);
        Ok(())
    })
}

/// What an earlier state of a question has under a key; nothing where that is a scale which is gone.
fn recalled(earlier: &Table, key: &str, scales: &[String]) -> Option<Value> {
    let value = earlier.get(key)?.as_value()?;
    let is_gone = key == "scale"
        && !value
            .as_str()
            .is_some_and(|id| scales.iter().any(|it| it == id));
    (!is_gone).then(|| value.clone())
}

/// Removes flags of choices that the new type cannot have.
fn remove_unfit_flags(table: &mut Table, sort: Sort) {
    let choices = table.get_mut("choices").and_then(Item::as_array_mut);
    for choice in choices.into_iter().flat_map(|list| list.iter_mut()) {
        if let Some(choice) = choice.as_inline_table_mut() {
            for flag in sort.impossible_flags() {
                super::keys::remove_inline(choice, flag);
            }
        }
    }
}
