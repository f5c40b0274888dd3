//! The types of answers a question can take, one file each.
//!
//! # Design
//!
//! What a type decides for itself stands in its file, as an implementation of [`Answering`]: what a form may send, what
//! conditions may ask, how long it takes, what a robot answers. Everybody else asks an [`AnswerType`], which hands the
//! question on in one `match`. So a new type is a file here, one in `format` and one in `web`, and the places that the
//! compiler names: no `match` over the type has a wildcard in these modules.
#![deny(clippy::wildcard_enum_match_arm)]

mod beside;
mod choices;
mod date;
mod district;
mod multiple;
mod number;
mod scale;
mod single;
mod text;

use std::collections::BTreeSet;

use rand::Rng;
use serde::{Deserialize, Serialize};

use crate::answers::Answer;
use crate::choice::{Choice, ChoiceOrder, Code};
use crate::condition::{ConditionFault, Operator, Value};
use crate::definition::{Question, Questionnaire};
use crate::id::{QuestionId, ScaleId};
use crate::text::Text;
use crate::validation::{FieldError, Filled, LONGEST_OTHER, other_field};
use crate::variant::Assignment;

pub use beside::beside_field;
pub use date::{Date, day_field, month_field};
pub use district::District;
pub use multiple::Multiple;
pub use number::Number;
pub use scale::OnScale;
pub use single::Single;
pub use text::{LongText, ShortText};

/// What kind of answer a question takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AnswerType {
    /// One of its own choices.
    Single(Single),
    /// One choice of a shared scale, or one of a few of its own beside it.
    Scale(OnScale),
    /// Any number of its own choices.
    Multiple(Multiple),
    /// A number.
    Number(Number),
    /// A day or a month of the calendar.
    Date(Date),
    /// One line of text, kept apart from the other answers.
    ShortText(ShortText),
    /// Several lines of text, kept apart from the other answers.
    LongText(LongText),
    /// A unit of the sampling frame's first level; the codes are those of the frame.
    District(District),
}

/// A type by its name alone, as a file or a designer's menu says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// One of its own choices.
    Single,
    /// One choice of a shared scale.
    Scale,
    /// Any number of its own choices.
    Multiple,
    /// A number.
    Number,
    /// A day or a month of the calendar.
    Date,
    /// One line of text.
    ShortText,
    /// Several lines of text.
    LongText,
    /// A unit of the frame's first level.
    District,
}

impl Sort {
    /// Every type by its word in files, in the order of a menu.
    pub const WORDS: &'static [(&'static str, Self)] = &[
        (Self::Single.word(), Self::Single),
        (Self::Scale.word(), Self::Scale),
        (Self::Multiple.word(), Self::Multiple),
        (Self::Number.word(), Self::Number),
        (Self::Date.word(), Self::Date),
        (Self::ShortText.word(), Self::ShortText),
        (Self::LongText.word(), Self::LongText),
        (Self::District.word(), Self::District),
    ];

    /// The type that a word in files stands for.
    pub fn of_word(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.iter();
        words
            .find(|(other, _)| *other == word)
            .map(|(_, sort)| *sort)
    }

    /// The word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => single::WORD,
            Self::Scale => scale::WORD,
            Self::Multiple => multiple::WORD,
            Self::Number => number::WORD,
            Self::Date => date::WORD,
            Self::ShortText => text::SHORT_WORD,
            Self::LongText => text::LONG_WORD,
            Self::District => district::WORD,
        }
    }

    /// The keys that questions of this type have and some others do not.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Single => single::KEYS,
            Self::Scale => scale::KEYS,
            Self::Multiple => multiple::KEYS,
            Self::Number => number::KEYS,
            Self::Date => date::KEYS,
            Self::ShortText | Self::LongText => text::KEYS,
            Self::District => district::KEYS,
        }
    }

    /// The keys that a question of this type cannot be without, with what they hold at first.
    pub const fn beginning(self) -> &'static [(&'static str, Beginning)] {
        match self {
            Self::Single => single::BEGINNING,
            Self::Scale => scale::BEGINNING,
            Self::Multiple => multiple::BEGINNING,
            Self::Number => number::BEGINNING,
            Self::Date => date::BEGINNING,
            Self::ShortText => text::SHORT_BEGINNING,
            Self::LongText => text::LONG_BEGINNING,
            Self::District => district::BEGINNING,
        }
    }

    /// True where its choices are ticked in place of what is typed.
    pub const fn has_substitute_choices(self) -> bool {
        match self {
            Self::Number | Self::Date => true,
            Self::Single
            | Self::Scale
            | Self::Multiple
            | Self::ShortText
            | Self::LongText
            | Self::District => false,
        }
    }

    /// The flags that its own choices cannot have.
    pub const fn impossible_flags(self) -> &'static [&'static str] {
        match self {
            Self::Single => single::IMPOSSIBLE_FLAGS,
            Self::District => district::IMPOSSIBLE_FLAGS,
            Self::Scale
            | Self::Multiple
            | Self::Number
            | Self::Date
            | Self::ShortText
            | Self::LongText => &[],
        }
    }
}

/// What a key of a question holds while nobody has said anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// A number.
    Number(i64),
    /// A text.
    Text(&'static str),
    /// Any scale of the questionnaire.
    AnyScale,
    /// Two choices without words.
    TwoChoices,
}

/// A question as one respondent sees it.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Seen<'q> {
    /// The questionnaire it stands in.
    pub questionnaire: &'q Questionnaire,
    /// What was drawn for the respondent.
    pub assignment: &'q Assignment,
    pub question: &'q Question,
}

impl<'q> Seen<'q> {
    /// The choices in the order shown.
    fn choices(&self) -> Vec<&'q Choice> {
        self.assignment.choices(self.questionnaire, self.question)
    }

    /// The choice with this code.
    fn choice(&self, code: Code) -> Option<&'q Choice> {
        self.assignment
            .choice(self.questionnaire, self.question, code)
    }
}

/// What every type of answer decides for itself; most have no choices of their own, no limits and one field.
trait Answering {
    /// The type's name.
    fn sort(&self) -> Sort;
    /// The choices that are the question's own: all of them, or those beside its scale.
    fn own_choices(&self) -> &[Choice] {
        &[]
    }
    /// In what order choices are shown.
    fn order(&self) -> ChoiceOrder {
        ChoiceOrder::Fixed
    }
    /// What a number counts.
    fn unit(&self) -> Option<&Text> {
        None
    }
    /// What is accepted, by key, as a comparison of two versions shows it: always the same keys.
    fn limits(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// How many values an honest form can hold for the question.
    fn max_values(&self) -> usize {
        1
    }
    /// The fields of a form besides the one named by the question's id.
    fn extra_fields(&self, _id: &QuestionId) -> Vec<String> {
        Vec::new()
    }
    /// The answer that the fields of a form hold, if they hold one.
    fn read(&self, seen: Seen<'_>, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError>;
    /// Whether somebody can have given this answer.
    fn accepts(&self, seen: Seen<'_>, answer: &Answer) -> bool;
    /// What is wrong with comparing the answer so, whoever the respondent is.
    fn compared(
        &self,
        asked: Compared<'_>,
        operator: Operator,
        value: Value,
    ) -> Option<ConditionFault>;
    /// What is wrong with asking whether a choice is among those chosen.
    fn chosen(&self, asked: Compared<'_>, code: Code) -> Option<ConditionFault>;
    /// The comparisons that a condition can make.
    fn operators(&self) -> &'static [Operator];
    /// The answers that conditions can tell apart which compare with the values `mentioned`.
    fn distinguishable_answers(&self, seen: Seen<'_>, mentioned: &BTreeSet<Value>) -> Vec<Answer>;
    /// An answer at random.
    fn random(&self, seen: Seen<'_>, rng: &mut dyn Rng) -> Option<Answer>;
    /// Seconds to decide and to enter the answer.
    fn answer_seconds(&self) -> f64;
}

/// A question that a condition asks about.
#[derive(Debug, Clone, Copy)]
struct Compared<'q> {
    questionnaire: &'q Questionnaire,
    question: &'q Question,
}

impl Compared<'_> {
    fn id(&self) -> QuestionId {
        self.question.id.clone()
    }
}

impl AnswerType {
    fn answering(&self) -> &dyn Answering {
        match self {
            Self::Single(single) => single,
            Self::Scale(scale) => scale,
            Self::Multiple(multiple) => multiple,
            Self::Number(number) => number,
            Self::Date(date) => date,
            Self::ShortText(text) => text,
            Self::LongText(text) => text,
            Self::District(district) => district,
        }
    }

    /// The type's name.
    pub fn sort(&self) -> Sort {
        self.answering().sort()
    }

    /// The choices that are the question's own: all of them, or those beside its scale.
    pub fn own_choices(&self) -> &[Choice] {
        self.answering().own_choices()
    }

    /// In what order its choices are shown.
    pub fn order(&self) -> ChoiceOrder {
        self.answering().order()
    }

    /// What a number counts; none where nothing is said.
    pub fn unit(&self) -> Option<&Text> {
        self.answering().unit().filter(|unit| !unit.is_empty())
    }

    /// The shared scale it is asked on, unless an arm's group shows another in its place.
    pub fn scale(&self) -> Option<&ScaleId> {
        match self {
            Self::Scale(on) => Some(&on.scale),
            Self::Single(_)
            | Self::Multiple(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::ShortText(_)
            | Self::LongText(_)
            | Self::District(_) => None,
        }
    }

    /// True for texts, which leave the other answers before they are stored.
    pub fn is_text(&self) -> bool {
        match self {
            Self::ShortText(_) | Self::LongText(_) => true,
            Self::Single(_)
            | Self::Scale(_)
            | Self::Multiple(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::District(_) => false,
        }
    }

    /// The most characters that can be written in answer; none where nothing is.
    pub fn longest_text(&self) -> Option<u16> {
        match self {
            Self::ShortText(text) => Some(text.max_length),
            Self::LongText(text) => Some(text.max_length),
            Self::Single(_)
            | Self::Scale(_)
            | Self::Multiple(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::District(_) => {
                let other = self.own_choices().iter().any(|choice| choice.other);
                other.then_some(LONGEST_OTHER)
            }
        }
    }

    /// True where a choice can be "other, please say", which brings a text field.
    pub(crate) fn may_have_other(&self) -> bool {
        match self {
            Self::Single(_) | Self::Multiple(_) => true,
            Self::Scale(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::ShortText(_)
            | Self::LongText(_)
            | Self::District(_) => false,
        }
    }

    /// True where it is answered by choices that can be the question's own.
    pub fn may_have_choices(&self) -> bool {
        match self {
            Self::Single(_)
            | Self::Scale(_)
            | Self::Multiple(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::District(_) => true,
            Self::ShortText(_) | Self::LongText(_) => false,
        }
    }

    /// True where a condition can ask whether a choice was made: `2 in Q`.
    pub fn supports_in(&self) -> bool {
        match self {
            Self::Multiple(_) => true,
            Self::Number(number) => !number.extra.is_empty(),
            Self::Date(date) => !date.extra.is_empty(),
            Self::Single(_)
            | Self::Scale(_)
            | Self::ShortText(_)
            | Self::LongText(_)
            | Self::District(_) => false,
        }
    }

    /// True where the answer is one whole number: the code of a choice, or what a number without decimals counts.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Single(_) | Self::Scale(_) | Self::District(_) => true,
            Self::Number(number) => number.decimals == 0,
            Self::Multiple(_) | Self::Date(_) | Self::ShortText(_) | Self::LongText(_) => false,
        }
    }

    /// True where its choices are ticked in place of what is typed.
    pub fn has_substitute_choices(&self) -> bool {
        self.sort().has_substitute_choices()
    }

    /// True where the answer is the code of one choice.
    pub fn has_codes(&self) -> bool {
        match self {
            Self::Single(_) | Self::Scale(_) | Self::District(_) => true,
            Self::Multiple(_)
            | Self::Number(_)
            | Self::Date(_)
            | Self::ShortText(_)
            | Self::LongText(_) => false,
        }
    }

    /// True where several choices can be made.
    pub fn is_multiple(&self) -> bool {
        self.sort() == Sort::Multiple
    }

    /// What is accepted, by key; two answers of one type have the same keys.
    pub fn limits(&self) -> Vec<(&'static str, String)> {
        self.answering().limits()
    }

    /// The comparisons that a condition can make with it.
    pub fn operators(&self) -> &'static [Operator] {
        self.answering().operators()
    }

    /// How many values an honest form can hold for the question.
    pub(crate) fn max_values(&self) -> usize {
        self.answering().max_values()
    }

    /// Seconds to decide and to enter the answer.
    pub(crate) fn answer_seconds(&self) -> f64 {
        self.answering().answer_seconds()
    }
}

impl Seen<'_> {
    /// Whether somebody can have given this answer.
    pub fn accepts(self, answer: &Answer) -> bool {
        self.question.answer.answering().accepts(self, answer)
    }

    /// The answers that conditions can tell apart which compare with the values `mentioned`.
    pub fn distinguishable_answers(self, mentioned: &BTreeSet<Value>) -> Vec<Answer> {
        let answering = self.question.answer.answering();
        answering.distinguishable_answers(self, mentioned)
    }

    /// An answer at random; none where there is nothing to choose.
    pub fn random(self, rng: &mut dyn Rng) -> Option<Answer> {
        self.question.answer.answering().random(self, rng)
    }

    /// The answer that the fields of a form hold, if they hold one.
    pub(crate) fn read(self, filled: &Filled<'_>) -> Result<Option<Answer>, FieldError> {
        self.question.answer.answering().read(self, filled)
    }
}

impl Question {
    /// The fields of a form that belong to the question besides the one named by its id.
    pub fn extra_fields(&self) -> Vec<String> {
        let mut fields = self.answer.answering().extra_fields(&self.id);
        fields.extend(self.other().map(|_| other_field(&self.id)));
        fields
    }

    /// What is wrong with comparing the answer so, whoever the respondent is.
    pub fn compared(
        &self,
        questionnaire: &Questionnaire,
        operator: Operator,
        value: Value,
    ) -> Option<ConditionFault> {
        let question = self;
        let asked = Compared {
            questionnaire,
            question,
        };
        self.answer.answering().compared(asked, operator, value)
    }

    /// What is wrong with asking whether a choice is among those chosen.
    pub fn chosen(&self, questionnaire: &Questionnaire, code: Code) -> Option<ConditionFault> {
        let question = self;
        let asked = Compared {
            questionnaire,
            question,
        };
        self.answer.answering().chosen(asked, code)
    }
}
