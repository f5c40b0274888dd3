//! From the fields of a form to a submission.
//!
//! # Design
//!
//! A form is *malformed* if no page of ours could have sent it (unknown fields, a NUL, far
//! too many fields) and *invalid* if a respondent has to correct something. Only questions
//! on the routing path are judged: what stands in fields of questions that a condition
//! rules out is ignored, whatever it is. An answer that cannot be accepted counts as not
//! given while the path is followed. Texts lose their control characters except line ends;
//! they leave the other answers here and are never stored beside them.
//!
//! Markup in a text is a text: a resident may write "<3" or "a < b", and refusing it would be asking people to write
//! for our sake. It is stored as typed and escaped wherever it is shown.

use std::collections::{BTreeMap, BTreeSet};

use crate::answer_type::Seen;
use crate::answers::{Answer, Answers};
use crate::calendar::CalendarDate;
use crate::definition::{Question, Questionnaire};
use crate::id::QuestionId;
use crate::routing::route;
use crate::variant::Assignment;

mod copied;

use copied::Reading;
pub use copied::{CopiedForm, read_copied};

/// The longest text to an "other, please say" choice, in characters.
pub const LONGEST_OTHER: u16 = 200;

/// The fields that a form adds by itself, whatever it asks: variant, submission id, what fills it up to its usual length.
/// The last two were sent by the forms of earlier versions, of which phones may hold some still.
const OWN_FIELDS: [&str; 5] = ["_variant", "_fill", "_pad", "_script", "_seconds"];

/// What a form amounts to.
#[derive(Debug, Clone, PartialEq)]
pub enum Submission {
    /// A complete interview.
    Complete {
        /// The answers; none is a text.
        answers: Answers,
        /// Texts by question: of text questions and of "other, please say" choices.
        texts: Vec<(QuestionId, String)>,
    },
    /// The respondent does not belong to the population; nothing is stored.
    ScreenedOut {
        /// The question whose answer ended the interview.
        question: QuestionId,
    },
}

/// Why a form is not taken.
#[derive(Debug, Clone, PartialEq)]
pub enum Refusal {
    /// No page of ours could have sent it.
    Malformed(Malformed),
    /// The respondent has to correct something.
    Invalid(FormErrors),
}

/// How a form is malformed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Malformed {
    /// Far more fields than the questionnaire has.
    TooManyFields {
        /// How many.
        fields: usize,
        /// The most accepted.
        most: usize,
    },
    /// A field that the questionnaire does not have.
    UnknownField {
        /// Its name, at most 64 characters of it.
        name: String,
    },
    /// A NUL character.
    Nul,
}

/// What has to be corrected, in the order of the questions shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FormErrors(pub Vec<(QuestionId, FieldError)>);

impl FormErrors {
    /// The error at a question.
    pub fn get(&self, question: &QuestionId) -> Option<&FieldError> {
        let mut errors = self.0.iter();
        errors
            .find(|(id, _)| id == question)
            .map(|(_, error)| error)
    }
}

/// What is wrong with the answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldError {
    /// It must be answered.
    Required,
    /// The question has no such choice.
    UnknownChoice,
    /// Not a whole number.
    NotANumber,
    /// Too small or too large.
    OutOfRange {
        /// The least accepted.
        min: i64,
        /// The greatest accepted.
        max: i64,
    },
    /// Not a number with so many decimals within these bounds.
    NotADecimal {
        /// The least accepted.
        min: i64,
        /// The greatest accepted.
        max: i64,
        /// The most decimal places accepted.
        decimals: u8,
    },
    /// Too long a text.
    TooLong {
        /// The most characters accepted.
        max: u16,
    },
    /// A choice that stands alone was chosen together with others.
    ExclusiveTogether,
    /// Fewer choices than are asked for.
    TooFewChosen {
        /// The fewest accepted.
        least: u16,
    },
    /// More choices than are accepted.
    TooManyChosen {
        /// The most accepted.
        most: u16,
    },
    /// Not a date that is wanted and accepted.
    NotADate {
        /// The earliest accepted; a month where no day is asked for.
        earliest: CalendarDate,
        /// The latest accepted.
        latest: CalendarDate,
    },
    /// A number or a date, and something ticked in its place.
    TypedAndChosen,
    /// A text to an "other, please say" choice that is not chosen.
    OtherUnticked,
    /// Several answers where one is asked for.
    MoreThanOne,
}

/// The field that carries the text to a question's "other, please say" choice.
pub fn other_field(question: &QuestionId) -> String {
    format!("{question}_other")
}

/// Makes a submission of decoded form fields, named by question id.
///
/// The fields that a form adds by itself (`_variant`, `_fill`, `_pad`) are not looked at.
pub fn validate(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    fields: &[(String, String)],
) -> Result<Submission, Refusal> {
    let form = read(questionnaire, assignment, fields).map_err(Refusal::Malformed)?;
    if form.faults.0.is_empty() {
        Ok(form.submission)
    } else {
        Err(Refusal::Invalid(form.faults))
    }
}

/// Reads a form: what is kept of it, and what its respondent would have to correct.
fn read(
    questionnaire: &Questionnaire,
    assignment: &Assignment,
    fields: &[(String, String)],
) -> Result<CopiedForm, Malformed> {
    let form = Filled::sort(questionnaire, fields)?;
    let mut answers = Answers::default();
    let mut readings = BTreeMap::new();
    for question in &questionnaire.questions {
        let seen = Seen {
            questionnaire,
            assignment,
            question,
        };
        let answer = seen.read(&form);
        let given = answer.as_ref().ok().and_then(Option::as_ref);
        let other = form.other(questionnaire, assignment, question, given);
        if let Some(given) = given {
            answers.0.insert(question.id.clone(), given.clone());
        }
        readings.insert(question.id.clone(), Reading { answer, other });
    }
    let path = route(questionnaire, assignment, &answers);
    let asked = path.asked.iter().map(|asked| asked.id.clone()).collect();
    if let Some(end) = path.ended_at {
        let question = end.id.clone();
        return Ok(CopiedForm {
            submission: Submission::ScreenedOut { question },
            faults: FormErrors::default(),
            readings,
            asked,
        });
    }
    let mut faults = FormErrors::default();
    let mut kept = Answers::default();
    let mut texts = Vec::new();
    for question in path.asked {
        let id = &question.id;
        let Reading { answer, other } = &readings[id];
        let answer = match answer {
            Err(error) => {
                faults.0.push((id.clone(), error.clone()));
                continue;
            }
            Ok(None) if question.required => {
                faults.0.push((id.clone(), FieldError::Required));
                continue;
            }
            Ok(answer) => answer,
        };
        match other {
            Some(Ok(text)) => texts.push((id.clone(), text.clone())),
            Some(Err(error)) => faults.0.push((id.clone(), error.clone())),
            None => {}
        }
        match answer {
            Some(Answer::Text(text)) => texts.push((id.clone(), text.clone())),
            Some(answer) => {
                kept.0.insert(id.clone(), answer.clone());
            }
            None => {}
        }
    }
    Ok(CopiedForm {
        submission: Submission::Complete {
            answers: kept,
            texts,
        },
        faults,
        readings,
        asked,
    })
}

/// The filled fields of a form by name.
pub(crate) struct Filled<'f>(BTreeMap<&'f str, Vec<&'f str>>);

impl<'f> Filled<'f> {
    fn sort(
        questionnaire: &Questionnaire,
        fields: &'f [(String, String)],
    ) -> Result<Self, Malformed> {
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut expected = 0;
        for question in &questionnaire.questions {
            expected += question.answer.max_values();
            names.insert(question.id.to_string());
            let further = question.extra_fields();
            expected += further.len();
            names.extend(further);
        }
        let (count, most) = (fields.len(), 10 * expected.max(1));
        if count > most {
            return Err(Malformed::TooManyFields {
                fields: count,
                most,
            });
        }
        let mut filled: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, value) in fields {
            if name.contains('\0') || value.contains('\0') {
                return Err(Malformed::Nul);
            }
            if OWN_FIELDS.contains(&name.as_str()) {
                continue;
            }
            if !names.contains(name) {
                let name = name.chars().take(64).collect();
                return Err(Malformed::UnknownField { name });
            }
            let values = filled.entry(name).or_default();
            if !value.trim().is_empty() && !values.contains(&value.as_str()) {
                values.push(value);
            }
        }
        Ok(Self(filled))
    }

    /// What was filled in under a name.
    pub(crate) fn values(&self, field: &str) -> &[&'f str] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    /// The one value under a name.
    pub(crate) fn single(&self, field: &str) -> Result<Option<&'f str>, FieldError> {
        match self.values(field) {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(FieldError::MoreThanOne),
        }
    }

    /// The text to an "other" choice. One without the choice is neither stored nor dropped: the respondent meant
    /// something by it, and is asked what.
    fn other(
        &self,
        questionnaire: &Questionnaire,
        assignment: &Assignment,
        question: &Question,
        answer: Option<&Answer>,
    ) -> Option<Result<String, FieldError>> {
        let other = question.other()?;
        assignment.choice(questionnaire, question, other.code)?;
        let chosen = answer.is_some_and(|answer| match answer {
            Answer::Codes(codes) => codes.contains(&other.code),
            answer => answer.code() == Some(other.code),
        });
        let text = self.single(&other_field(&question.id)).and_then(|value| {
            value.map_or(Ok(None), |value| clean_text(value, false, LONGEST_OTHER))
        });
        match text.transpose()? {
            Ok(_) if !chosen => Some(Err(FieldError::OtherUnticked)),
            text => Some(text),
        }
    }
}

/// A text without control characters; line ends stay in long texts and become spaces in
/// short ones.
pub(crate) fn clean_text(value: &str, lines: bool, max: u16) -> Result<Option<String>, FieldError> {
    let value = value.replace("\r\n", "\n");
    let clean: String = value
        .chars()
        .filter_map(|c| match c {
            '\n' | '\r' if lines => Some('\n'),
            '\n' | '\r' | '\t' => Some(' '),
            c if c.is_control() => None,
            c => Some(c),
        })
        .collect();
    let clean = clean.trim();
    if clean.chars().count() > usize::from(max) {
        return Err(FieldError::TooLong { max });
    }
    Ok((!clean.is_empty()).then(|| clean.to_owned()))
}
