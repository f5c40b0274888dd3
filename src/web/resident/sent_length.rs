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
    // Three parts of a date, or one value and the text beside it; of several choices each that is ticked.
    let more = if question.answer.is_multiple() {
        question.answer.own_choices().len()
    } else {
        0
    };
    let values = 3 + more;
    let text = CHARACTER * usize::from(question.answer.longest_text().unwrap_or_default());
    values * (question.id.as_str().len() + VALUE) + text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_with_the_longest_answers_to_everything_is_no_longer() {
        let text = "id = \"q\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"您好\" }\n\
            [[question]]\nid = \"Q1\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"一\" }, { code = 2, zh = \"二\" }, { code = 3, zh = \"三\", other = true }]\n\
            [[question]]\nid = \"Q2\"\ntype = \"date\"\nzh = \"？\"\n\
            [[question]]\nid = \"Q3\"\ntype = \"long_text\"\nmax_length = 300\nzh = \"？\"\n";
        let read = format::read("q.toml", text.as_bytes());
        let questionnaire = read
            .questionnaire
            .unwrap_or_else(|| panic!("{:?}", read.findings));
        let written = |characters: usize| "%E6%A0%91".repeat(characters);
        let form = format!(
            "Q1=1&Q1=2&Q1=3&Q1_other={}&Q2=2014&Q2_month=12&Q2_day=31&Q3={}&_variant=255&_fill={:032x}&_pad=",
            written(200),
            written(300),
            0
        );
        let length = sent_length(&questionnaire);
        assert!(form.len() <= length, "{} of {length}", form.len());
        assert!(form.len() + 2 * STEP > length, "{} of {length}", form.len());
    }

    #[test]
    fn the_survey_of_residents_is_sent_in_a_few_kilobytes() {
        let text = include_bytes!("../../../surveys/harbin-2012-2014/residents.toml");
        let read = format::read("residents.toml", text);
        assert_eq!(sent_length(&read.questionnaire.unwrap()), 2_560);
    }
}
