//! A condition read in plain words: "if question 1 was answered “Dissatisfied”".

use serde_json::Value;

use crate::locales::{Argument, Locale};
use crate::questionnaire::{AnswerType, Assignment, Code, Condition, Question, Questionnaire};
use crate::web::interface::Interface;

/// What conditions are read with: whose words, and how a question is called.
pub(super) struct Reader<'a> {
    /// The language.
    pub(super) interface: &'a Interface,
    /// Whose questions and choices they are.
    pub(super) questionnaire: &'a Questionnaire,
    /// What the variant shows.
    pub(super) assignment: &'a Assignment,
    /// How a question is called, as in "question 3".
    pub(super) call: &'a dyn Fn(&Question) -> String,
}

impl Reader<'_> {
    /// The condition in words; none where it depends on what was drawn alone.
    pub(super) fn read(&self, condition: &Condition) -> Option<String> {
        self.tree(&condition.to_tree())
    }

    fn tree(&self, tree: &Value) -> Option<String> {
        let (kind, parts) = tree.as_object()?.iter().next()?;
        match kind.as_str() {
            "all" => self.joined(parts, "condition-and"),
            "any" => self.joined(parts, "condition-or"),
            "not" => {
                let inner = self.tree(parts)?;
                Some(self.say("condition-not", [("condition", inner)]))
            }
            "answered" => {
                let question = self.called(parts)?;
                Some(self.say("condition-answered", [("question", question)]))
            }
            "in" => {
                let codes: Vec<Code> = parts[1]
                    .as_array()?
                    .iter()
                    .filter_map(Value::as_i64)
                    .collect();
                self.chosen(&parts[0], |code| codes.contains(&code))
            }
            "chosen" => self.chosen(&parts[0], |code| Some(code) == parts[1].as_i64()),
            "compare" => self.compared(parts),
            _ => None,
        }
    }

    fn joined(&self, parts: &Value, key: &str) -> Option<String> {
        let words: Vec<String> = parts
            .as_array()?
            .iter()
            .filter_map(|part| self.tree(part))
            .collect();
        (!words.is_empty()).then(|| words.join(&self.locale().t(key)))
    }

    fn compared(&self, parts: &Value) -> Option<String> {
        let (sign, value) = (parts[1].as_str()?, parts[2].as_i64()?);
        let holds = |code: Code| match sign {
            "==" => code == value,
            "!=" => code != value,
            "<" => code < value,
            "<=" => code <= value,
            ">" => code > value,
            _ => code >= value,
        };
        let question = self.question(&parts[0])?;
        if !matches!(question.answer, AnswerType::Number { .. }) {
            return self.chosen(&parts[0], holds);
        }
        let key = match sign {
            "==" => "condition-equal",
            "!=" => "condition-different",
            "<" => "condition-less",
            "<=" => "condition-at-most",
            ">" => "condition-more",
            _ => "condition-at-least",
        };
        let question = (self.call)(question);
        Some(self.say(key, [("question", question), ("value", value.to_string())]))
    }

    /// "… was answered A or B": the choices for which a condition on their code holds.
    fn chosen(&self, question: &Value, holds: impl Fn(Code) -> bool) -> Option<String> {
        let question = self.question(question)?;
        let choices = self.assignment.choices(self.questionnaire, question);
        let labels: Vec<String> = choices
            .into_iter()
            .filter(|choice| holds(choice.code))
            .map(|choice| {
                self.say(
                    "quoted",
                    [("text", self.interface.text(&choice.label).to_owned())],
                )
            })
            .collect();
        let labels = labels.join(&self.locale().t("condition-choice-or"));
        let question = (self.call)(question);
        Some(self.say(
            "condition-chosen",
            [("question", question), ("choices", labels)],
        ))
    }

    fn called(&self, question: &Value) -> Option<String> {
        self.question(question)
            .map(|question| (self.call)(question))
    }

    fn question(&self, id: &Value) -> Option<&Question> {
        self.questionnaire.question(id.as_str()?)
    }

    fn say<const N: usize>(&self, key: &str, words: [(&str, String); N]) -> String {
        let words = words.map(|(name, text)| (name, Argument::from(text)));
        self.locale().with(key, words)
    }

    fn locale(&self) -> Locale {
        self.interface.locale
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(condition: &str) -> Option<String> {
        let source = include_bytes!("../../../surveys/harbin-2012-2014/window.toml");
        let questionnaire = crate::questionnaire::read("window.toml", source)
            .questionnaire
            .unwrap();
        Reader {
            interface: &Interface::default(),
            questionnaire: &questionnaire,
            assignment: &Assignment::default(),
            call: &|question| question.id.clone(),
        }
        .read(&Condition::parse(condition).unwrap())
    }

    #[test]
    fn choices_are_read_by_their_labels() {
        assert_eq!(
            read("W01 in [1, 2]").as_deref(),
            Some("W01选了“不满意”或“非常不满意”")
        );
        assert_eq!(read("W01 < 2").as_deref(), Some("W01选了“非常不满意”"));
        assert_eq!(
            read("W06 == 3 && !(8 in W05)").as_deref(),
            Some("W06选了“没有办成”，并且没有出现“W05选了“设施环境””的情况")
        );
    }

    #[test]
    fn what_was_drawn_is_nobodys_business() {
        assert_eq!(read("arm.a == 'b'"), None);
        assert_eq!(
            read("arm.a == 'b' && answered(W02)").as_deref(),
            Some("W02已经回答")
        );
    }
}
