//! A condition in the words of staff: "R08 is “satisfied” or “very satisfied”".

use crate::locales::Argument;
use crate::questionnaire::{Asked, Comparison, Condition, Named, Phrase, Questionnaire};
use crate::web::interface::Interface;

/// The condition in words; questions are called by their ids.
pub(super) fn say(
    interface: &Interface,
    questionnaire: &Questionnaire,
    condition: &Condition,
) -> String {
    Speaker(interface).say(&condition.phrase(questionnaire), false)
}

struct Speaker<'a>(&'a Interface);

impl Speaker<'_> {
    /// `inner` phrases of several parts stand in brackets.
    fn say(&self, phrase: &Phrase<'_>, inner: bool) -> String {
        match phrase {
            Phrase::All(parts) => self.joined(parts, "condition-and", inner),
            Phrase::Any(parts) => self.joined(parts, "condition-or", inner),
            Phrase::Answered { question, answered } => {
                let key = either(*answered, "phrase-answered", "phrase-unanswered");
                self.with(key, question, Vec::new())
            }
            Phrase::Is {
                question,
                choices,
                holds,
            } => {
                let choices: Vec<String> = choices.iter().map(|it| self.label(it)).collect();
                let choices = choices.join(&self.0.locale.t("condition-choice-or"));
                let key = either(*holds, "phrase-is", "phrase-is-not");
                self.with(key, question, vec![("choices", choices)])
            }
            Phrase::Chosen {
                question,
                choice,
                chosen,
            } => {
                let key = either(*chosen, "phrase-chosen", "phrase-not-chosen");
                self.with(key, question, vec![("choices", self.label(choice))])
            }
            Phrase::Number {
                question,
                comparison,
                value,
                unit,
            } => {
                let unit = unit.map_or("", |unit| self.0.text(unit));
                let value = format!("{} {value} {unit}", sign(*comparison));
                let value = value.trim_end().to_owned();
                self.with("phrase-number", question, vec![("value", value)])
            }
            Phrase::Group { arm, group, member } => {
                let key = either(*member, "phrase-group", "phrase-not-group");
                let words = [("arm", arm), ("group", group)];
                let words = words.map(|(name, word)| (name, Argument::from(word.as_str())));
                self.0.locale.with(key, words)
            }
        }
    }

    fn joined(&self, parts: &[Phrase<'_>], key: &str, inner: bool) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.say(part, true)).collect();
        let phrase = parts.join(&self.0.locale.t(key));
        if inner && parts.len() > 1 {
            let phrase = Argument::from(phrase);
            return self.0.locale.with("phrase-bracket", [("phrase", phrase)]);
        }
        phrase
    }

    fn label(&self, choice: &Named<'_>) -> String {
        let Some(label) = choice.label else {
            return choice.code.to_string();
        };
        let text = Argument::from(self.0.text(label));
        self.0.locale.with("quoted", [("text", text)])
    }

    fn with(&self, key: &str, question: &Asked<'_>, words: Vec<(&str, String)>) -> String {
        let question = Argument::from(question.id.as_str());
        match words.into_iter().next() {
            Some((name, word)) => {
                let word = (name, Argument::from(word));
                self.0.locale.with(key, [("question", question), word])
            }
            None => self.0.locale.with(key, [("question", question)]),
        }
    }
}

fn either(holds: bool, yes: &'static str, no: &'static str) -> &'static str {
    if holds { yes } else { no }
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
        Comparison::Less => "<",
        Comparison::AtMost => "≤",
        Comparison::Greater => ">",
        Comparison::AtLeast => "≥",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_said_with_the_labels_of_their_choices() {
        let source = include_bytes!("../../../surveys/harbin-2012-2014/residents.toml");
        let residents = crate::questionnaire::read("residents.toml", source)
            .questionnaire
            .unwrap();
        let spoken = |condition: &str| {
            say(
                &Interface::default(),
                &residents,
                &Condition::parse(condition).unwrap(),
            )
        };
        assert_eq!(spoken("R01 == 1"), "R01 选“不满18周岁”");
        assert_eq!(
            spoken("arm.anticorruption == 'direct' && (answered(R04) || R01 in [2, 3])"),
            "属于 anticorruption 的 direct 组，并且（已回答 R04，或者R01 选“18-29岁”或“30-44岁”）"
        );
        assert_eq!(spoken("!(R02 == 1)"), "R02 没有选“不满6个月”");
    }
}
