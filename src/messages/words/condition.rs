//! A condition in plain words: "if question 1 was answered “Dissatisfied”".

use crate::{Locale, PlainMessage, text};
use questionnaire::{Asked, Assignment, Comparison, Condition, Named, Phrase, Questionnaire, Text};

/// What a resident's conditions are read with: whose words, what is shown, and how a question is called.
pub struct Reader<'a> {
    /// The language.
    pub locale: Locale,
    /// Whose questions and choices they are.
    pub questionnaire: &'a Questionnaire,
    /// What the variant shows.
    pub assignment: &'a Assignment,
    /// How a question is called, as in "question 3".
    pub call: &'a dyn Fn(&Asked<'_>) -> String,
}

impl Reader<'_> {
    /// The condition in words; none where it depends on what was drawn alone.
    pub fn read(&self, condition: &Condition) -> Option<String> {
        let speaker = Speaker {
            locale: self.locale,
            drawn: Some(self.assignment),
            call: self.call,
        };
        speaker.say(&condition.phrase_as_shown(self.questionnaire, self.assignment))
    }
}

/// A phrase as staff read it: questions by their ids, and the groups of experiments named.
pub fn phrase(locale: Locale, phrase: &Phrase<'_>) -> String {
    let speaker = Speaker {
        locale,
        drawn: None,
        call: &|question| question.id.to_string(),
    };
    speaker.say(phrase).unwrap_or_default()
}

struct Speaker<'a> {
    locale: Locale,
    /// What was drawn, which a resident is not told; none for staff, who are.
    drawn: Option<&'a Assignment>,
    call: &'a dyn Fn(&Asked<'_>) -> String,
}

impl Speaker<'_> {
    fn say(&self, phrase: &Phrase<'_>) -> Option<String> {
        match phrase {
            Phrase::All(parts) => self.joined(parts, text::CONDITION_AND),
            // Whoever belongs to the group is asked whatever they answer.
            Phrase::Any(parts) if parts.iter().any(|part| self.drawn_true(part)) => None,
            Phrase::Any(parts) => self.joined(parts, text::CONDITION_OR),
            Phrase::Answered { question, answered } => Some(self.answered(question, *answered)),
            Phrase::Is {
                question,
                choices,
                holds,
            } => Some(self.is(question, choices, *holds)),
            Phrase::Chosen {
                question,
                choice,
                chosen,
            } => {
                let question = (self.call)(question);
                let choices = self.labels(std::slice::from_ref(choice));
                Some(if *chosen {
                    self.locale.t(text::ConditionPicked { choices, question })
                } else {
                    self.locale
                        .t(text::ConditionNotPicked { choices, question })
                })
            }
            Phrase::Number {
                question,
                comparison,
                value,
                unit,
            } => Some(self.number(question, *comparison, value.to_string(), *unit)),
            Phrase::Date {
                question,
                comparison,
                value,
            } => Some(self.date(question, *comparison, self.locale.calendar_date(*value))),
            Phrase::Group { arm, group, member } => self.group(arm, group, *member),
        }
    }

    fn joined(&self, parts: &[Phrase<'_>], between: PlainMessage) -> Option<String> {
        let mut words: Vec<(bool, String)> = parts
            .iter()
            .filter_map(|part| {
                let several = matches!(part, Phrase::All(_) | Phrase::Any(_));
                Some((several, self.say(part)?))
            })
            .collect();
        if words.len() < 2 {
            return words.pop().map(|(_, words)| words);
        }
        let words: Vec<String> = words
            .into_iter()
            .map(|(several, words)| {
                if several {
                    self.locale.t(text::ConditionGroup { condition: words })
                } else {
                    words
                }
            })
            .collect();
        Some(words.join(&self.locale.t(between)))
    }

    /// "… was answered A or B", or was answered otherwise.
    fn is(&self, question: &Asked<'_>, choices: &[Named<'_>], holds: bool) -> String {
        if choices.is_empty() {
            // Nothing fits: that is never so, and its contrary as soon as there is an answer.
            if !holds {
                return self.answered(question, true);
            }
            let question = (self.call)(question);
            return self.locale.t(text::ConditionNever { question });
        }
        if choices.iter().all(|choice| choice.label.is_none()) {
            let comparison = if holds {
                Comparison::Equal
            } else {
                Comparison::NotEqual
            };
            return self.number(question, comparison, self.labels(choices), None);
        }
        let (question, choices) = ((self.call)(question), self.labels(choices));
        if holds {
            self.locale.t(text::ConditionChosen { choices, question })
        } else {
            self.locale
                .t(text::ConditionNotChosen { choices, question })
        }
    }

    fn answered(&self, question: &Asked<'_>, answered: bool) -> String {
        let question = (self.call)(question);
        if answered {
            self.locale.t(text::ConditionAnswered { question })
        } else {
            self.locale.t(text::ConditionUnanswered { question })
        }
    }

    fn number(
        &self,
        question: &Asked<'_>,
        comparison: Comparison,
        value: String,
        unit: Option<&Text>,
    ) -> String {
        let value = match unit {
            Some(unit) => format!("{value} {}", self.locale.wording(unit)),
            None => value,
        };
        let (locale, question) = (self.locale, (self.call)(question));
        match comparison {
            Comparison::Equal => locale.t(text::ConditionEqual { question, value }),
            Comparison::NotEqual => locale.t(text::ConditionDifferent { question, value }),
            Comparison::Less => locale.t(text::ConditionLess { question, value }),
            Comparison::AtMost => locale.t(text::ConditionAtMost { question, value }),
            Comparison::Greater => locale.t(text::ConditionMore { question, value }),
            Comparison::AtLeast => locale.t(text::ConditionAtLeast { question, value }),
        }
    }

    fn date(&self, question: &Asked<'_>, comparison: Comparison, value: String) -> String {
        let (locale, question) = (self.locale, (self.call)(question));
        match comparison {
            Comparison::Equal => locale.t(text::ConditionEqual { question, value }),
            Comparison::NotEqual => locale.t(text::ConditionDifferent { question, value }),
            Comparison::Less => locale.t(text::ConditionBefore { question, value }),
            Comparison::AtMost => locale.t(text::ConditionUntil { question, value }),
            Comparison::Greater => locale.t(text::ConditionAfter { question, value }),
            Comparison::AtLeast => locale.t(text::ConditionSince { question, value }),
        }
    }

    fn group(&self, arm: &str, group: &str, member: bool) -> Option<String> {
        if self.drawn.is_some() {
            return None;
        }
        Some(if member {
            self.locale.t(text::ConditionInGroup { arm, group })
        } else {
            self.locale.t(text::ConditionNotInGroup { arm, group })
        })
    }

    /// True for a group of which it is known that the respondent belongs to it, or does not, as the phrase says.
    fn drawn_true(&self, phrase: &Phrase<'_>) -> bool {
        match (phrase, self.drawn) {
            (Phrase::Group { arm, group, member }, Some(drawn)) => {
                (drawn.group(arm) == Some(group.as_str())) == *member
            }
            _ => false,
        }
    }

    /// The labels in quotes; codes that no choice has as they stand.
    fn labels(&self, choices: &[Named<'_>]) -> String {
        let labels = choices.iter().map(|choice| match choice.label {
            Some(label) => self.locale.t(text::Quoted {
                text: self.locale.wording(label).to_owned(),
            }),
            None => choice.code.to_string(),
        });
        let labels: Vec<String> = labels.collect();
        labels.join(&self.locale.t(text::CONDITION_CHOICE_OR))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn window() -> Questionnaire {
        let source = include_bytes!("../../../surveys/harbin-2012-2014/window.toml");
        format::read("window.toml", source).questionnaire.unwrap()
    }

    /// What a resident of group `b` of arm `a` reads.
    fn read(condition: &str) -> Option<String> {
        let groups = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
        Reader {
            locale: Locale::default(),
            questionnaire: &window(),
            assignment: &Assignment {
                groups,
                ..Assignment::default()
            },
            call: &|question| question.id.to_string(),
        }
        .read(&Condition::parse(condition).unwrap())
    }

    /// What staff read.
    fn staff(locale: Locale, condition: &str) -> String {
        let condition = Condition::parse(condition).unwrap();
        phrase(locale, &condition.phrase(&window()))
    }

    #[test]
    fn choices_are_read_by_their_labels_in_the_order_shown() {
        assert_eq!(
            read("W01 in [1, 2]").as_deref(),
            Some("W01选了“不满意”或“非常不满意”")
        );
        assert_eq!(read("W01 < 2").as_deref(), Some("W01选了“非常不满意”"));
    }

    #[test]
    fn negations_are_drawn_inwards_and_nested_parts_stand_in_brackets() {
        assert_eq!(
            read("W06 == 3 && !(8 in W05)").as_deref(),
            Some("W06选了“没有办成”，并且W05没有选“设施环境”")
        );
        assert_eq!(
            read("!(W06 == 3 && answered(W02)) && W01 == 1").as_deref(),
            Some("（W06选的不是“没有办成”，或者W02没有回答），并且W01选了“非常不满意”")
        );
        assert_eq!(
            staff(Locale::English, "W06 == 3 || !answered(W02)"),
            "W06 was answered “No”, or W02 was not answered"
        );
    }

    #[test]
    fn what_was_drawn_is_nobodys_business_but_the_staffs() {
        assert_eq!(read("arm.a == 'b'"), None);
        assert_eq!(
            read("arm.a == 'b' && answered(W02)").as_deref(),
            Some("W02已经回答")
        );
        assert_eq!(
            read("arm.a == 'b' || answered(W02)"),
            None,
            "the group is asked in any case"
        );
        assert_eq!(
            read("arm.a != 'b' || answered(W02)").as_deref(),
            Some("W02已经回答")
        );
        assert_eq!(
            staff(Locale::Chinese, "arm.a != 'b' && answered(W02)"),
            "不在随机分组 a 的 b 组，并且W02已经回答"
        );
    }

    #[test]
    fn what_nobody_can_choose_is_said_to_be_so() {
        assert_eq!(read("W01 < 1").as_deref(), Some("W01没有符合条件的选项"));
        assert_eq!(read("!(W01 < 1)").as_deref(), Some("W01已经回答"));
        assert_eq!(read("W01 == 7").as_deref(), Some("W01填的是 7"));
    }
}
