//! How long a form is when it is sent.
//!
//! Whoever logs sizes between a phone and the server sees nothing of a form but its length, and that follows from the answers.
//! So the script fills up what it sends to the length of the longest form of the questionnaire.

use questionnaire::{Question, Questionnaire};

/// Lengths of what is sent are multiples of this, in bytes; the script knows it, too.
const STEP: usize = 512;

/// The longest that every form of a questionnaire is made, in bytes: half a second on a slow network. A questionnaire that
/// takes more text than this is sent in several lengths.
const LONGEST_USUAL: usize = 16 * STEP;

/// Variant, fill and the name of what fills up.
const FRAME: usize = 128;

/// A value other than a text: a code, a number, a part of a date, with the signs around it.
const VALUE: usize = 24;

/// A Chinese character as it is sent: nine bytes.
const CHARACTER: usize = 9;

/// The length to which the script fills up what it sends, in bytes: that of the longest form, up to 8 KiB.
pub(super) fn sent_length(questionnaire: &Questionnaire) -> usize {
    let answers: usize = questionnaire.questions.iter().map(longest_field).sum();
    (FRAME + answers).next_multiple_of(STEP).min(LONGEST_USUAL)
}

fn longest_field(question: &Question) -> usize {
    // Of a date three parts are sent; of several choices each, and the text beside one.
    let values = 3 + question.answer.own_choices().len();
    let text = CHARACTER * usize::from(question.answer.longest_text().unwrap_or_default());
    values * (question.id.as_str().len() + VALUE) + text
}
