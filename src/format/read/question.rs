//! A question and the type of its answer.

use super::Sheet;
use crate::problem::Problem;
use crate::source::Entry;
use questionnaire::{AnswerType, ChoiceOrder, Condition, Part, Question};

/// Every key of a question besides its wording.
pub(super) const QUESTION_KEYS: [&str; 17] = [
    "id",
    "section",
    "type",
    "help",
    "required",
    "ask_if",
    "end_if",
    "end",
    "series",
    "scale",
    "extra",
    "choices",
    "order",
    "min",
    "max",
    "unit",
    "max_length",
];

const SHARED_KEYS: [&str; 9] = [
    "id", "section", "type", "help", "required", "ask_if", "end_if", "end", "series",
];

const ORDERS: &[(&str, ChoiceOrder)] = &[
    ("fixed", ChoiceOrder::Fixed),
    ("reverse", ChoiceOrder::Reverse),
    ("rotate", ChoiceOrder::Rotate),
];

/// The longest text a respondent may be allowed to write, in characters.
const LONGEST_TEXT: i64 = 4000;

#[derive(Clone, Copy)]
enum Sort {
    Single,
    Scale,
    Multiple,
    Number,
    ShortText,
    LongText,
    District,
}

impl Sort {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("single", Self::Single),
        ("scale", Self::Scale),
        ("multiple", Self::Multiple),
        ("number", Self::Number),
        ("short_text", Self::ShortText),
        ("long_text", Self::LongText),
        ("district", Self::District),
    ];

    fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Single | Self::Multiple => &["choices", "order"],
            Self::Scale => &["scale", "extra", "order"],
            Self::Number => &["min", "max", "unit"],
            Self::ShortText | Self::LongText => &["max_length"],
            Self::District => &["choices"],
        }
    }
}

impl Sheet<'_, '_> {
    pub(super) fn question(&mut self, entry: &Entry<'_>, id: String) -> Option<Question> {
        let sort = self.reader.word(entry, "type", Sort::WORDS);
        let sort = self.reader.require(entry, "type", sort);
        let own: &[&str] = sort.map_or(&QUESTION_KEYS, Sort::keys);
        let known: Vec<&str> = SHARED_KEYS.iter().chain(own).copied().collect();
        self.allow_worded(entry, &known);
        let answer =
            sort.and_then(|sort| self.answer_type(entry, sort, &Part::Question(id.clone())));
        let section = self.reader.string(entry, "section");
        let text = self.wordings(entry);
        let help = self.text(entry, "help").unwrap_or_default();
        let required = self.reader.flag(entry, "required");
        let ask_if = self.condition(entry, "ask_if", &id);
        let end_if = self.condition(entry, "end_if", &id);
        let end = self.text(entry, "end").unwrap_or_default();
        Some(Question {
            id,
            section,
            answer: answer?,
            text,
            help,
            required,
            ask_if,
            end_if,
            end,
            series: self.reader.string(entry, "series"),
        })
    }

    fn answer_type(&mut self, entry: &Entry<'_>, sort: Sort, part: &Part) -> Option<AnswerType> {
        Some(match sort {
            Sort::Single => AnswerType::Single {
                choices: self.choices(entry, "choices", part)?,
                order: self.reader.word(entry, "order", ORDERS).unwrap_or_default(),
            },
            Sort::Multiple => AnswerType::Multiple {
                choices: self.choices(entry, "choices", part)?,
                order: self.reader.word(entry, "order", ORDERS).unwrap_or_default(),
            },
            Sort::District => AnswerType::District {
                choices: self.choices(entry, "choices", part)?,
            },
            Sort::Scale => {
                let scale = self.reader.string(entry, "scale");
                let scale = self.reader.require(entry, "scale", scale);
                let extra = if entry.has("extra") {
                    self.choices(entry, "extra", part).unwrap_or_default()
                } else {
                    Vec::new()
                };
                let order = self.reader.word(entry, "order", ORDERS);
                AnswerType::Scale {
                    scale: scale?,
                    extra,
                    order: order.unwrap_or(ChoiceOrder::Reverse),
                }
            }
            Sort::Number => {
                let min = self.reader.integer(entry, "min");
                let min = self.reader.require(entry, "min", min);
                let max = self.reader.integer(entry, "max");
                let max = self.reader.require(entry, "max", max);
                let unit = self.text(entry, "unit").unwrap_or_default();
                AnswerType::Number {
                    min: min?,
                    max: max?,
                    unit,
                }
            }
            Sort::ShortText => AnswerType::ShortText {
                max_length: self.max_length(entry)?,
            },
            Sort::LongText => AnswerType::LongText {
                max_length: self.max_length(entry)?,
            },
        })
    }

    fn max_length(&mut self, entry: &Entry<'_>) -> Option<u16> {
        let length = self
            .reader
            .integer_within(entry, "max_length", 1, LONGEST_TEXT);
        let length = self.reader.require(entry, "max_length", length)?;
        u16::try_from(length).ok()
    }

    fn condition(
        &mut self,
        entry: &Entry<'_>,
        key: &'static str,
        question: &str,
    ) -> Option<Condition> {
        let Some(source) = self.reader.string(entry, key) else {
            if entry.has(key) {
                self.positions.mark_without_condition(question);
            }
            return None;
        };
        match Condition::parse(&source) {
            Ok(condition) => Some(condition),
            Err(problem) => {
                self.positions.mark_without_condition(question);
                let line = self.reader.line_of(entry, key);
                self.reader
                    .report(line, Some(question), Problem::Condition { key, problem });
                None
            }
        }
    }
}
