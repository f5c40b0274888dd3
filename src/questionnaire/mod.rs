//! Questionnaires: definition, conditions, routing path, validation, variants, checks.
//!
//! A questionnaire is a value. [`read()`] makes it from a TOML file and reports everything
//! that is wrong with it; [`Variants`] lays out what is drawn per respondent; [`route`] says
//! which questions a respondent is asked; [`validate`] makes a submission of form fields;
//! [`Questionnaire::canonical`] is the content a version is identified by.

pub mod advice;
mod answers;
mod canonical;
mod check;
mod condition;
mod definition;
pub mod difference;
pub mod draft;
pub mod duration;
pub mod editing;
mod finding;
mod meaning;
pub mod paths;
mod problem;
mod read;
mod routing;
#[cfg(test)]
mod sample;
pub mod series;
pub mod source;
pub mod store;
mod text;
mod text_key;
pub mod translation;
mod validation;
mod variant;
mod write;
pub mod xlsform;

pub use answers::{Answer, Answers};
pub use canonical::{NotAVersionHash, VersionHash};
pub use check::check;
pub use condition::{
    Asked, Candidate, CandidateSort, Comparison, Completion, Condition, ConditionFault,
    ConditionProblem, Expectation, Named, Phrase, Truth, complete,
};
pub use definition::{
    AnswerType, Arm, Choice, ChoiceKind, ChoiceOrder, Code, Question, Questionnaire, Scale,
    Section, Test,
};
pub use finding::{Finding, Part, Positions, sort_findings};
pub use problem::Problem;
pub use read::{Reading, read};
pub use routing::{RoutingPath, route};
pub use text::{Language, Text};
pub use text_key::{NotATextKey, TextKey};
pub use validation::{
    FieldError, FormErrors, LONGEST_OTHER, Malformed, Refusal, Submission, other_field, validate,
};
pub use variant::{Assignment, LayoutError, MOST_VARIANTS, SharesError, Variants};
