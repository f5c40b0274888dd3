//! What a questionnaire is: definition, conditions, routing path, validation, variants.
//!
//! A questionnaire is a value. [`Variants`] lays out what is drawn per respondent; [`route`] says
//! which questions a respondent is asked; [`validate`] makes a submission of form fields;
//! [`Questionnaire::canonical`] is the content a version is identified by. How a questionnaire is
//! written in files is known to the crate `format`, how it is made to `authoring`.

mod answer_type;
mod answers;
mod calendar;
mod canonical;
mod choice;
mod condition;
mod decimal;
mod definition;
pub mod difference;
pub mod duration;
mod id;
mod meaning;
mod part;
mod routing;
pub mod store;
mod text;
mod text_key;
mod typed;
mod validation;
mod variant;

pub use answer_type::{
    AnswerType, Beginning, Date, District, LongText, Multiple, Number, OnScale, Seen, ShortText,
    Single, Sort, beside_field, day_field, month_field,
};
pub use answers::{Answer, Answers};
pub use calendar::{CalendarDate, NotADate};
pub use canonical::{NotAVersionHash, VersionHash};
pub use choice::{Choice, ChoiceKind, ChoiceOrder, Code};
pub use condition::{
    Asked, Comparison, Condition, ConditionFault, ConditionProblem, Expectation, Expression, Name,
    Named, NamedQuestion, Operator, Phrase, Renamed, Token, Truth, Value, tokens,
};
pub use decimal::{Decimal, LARGEST_DECIMAL, MOST_DECIMALS, NotADecimal};
pub use definition::{Arm, Editorial, Question, Questionnaire, Scale, Section, Test};
pub use id::{QuestionId, ScaleId};
pub use meaning::kinds_are_partial;
pub use part::Part;
pub use routing::{RoutingPath, route};
pub use text::{Language, Text};
pub use text_key::{NotATextKey, TextKey};
pub use validation::{
    CopiedForm, FieldError, FormErrors, LONGEST_OTHER, Malformed, Refusal, Submission, other_field,
    read_copied, validate,
};
pub use variant::{Assignment, LayoutError, MOST_VARIANTS, SharesError, Variants, rotation_group};
