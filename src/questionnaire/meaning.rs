//! What the words of a choice say about satisfaction, as far as the words alone tell: a first guess for whoever writes
//! a choice or brings one from a workbook, who sees it and can change it.

use crate::choice::{Choice, ChoiceKind};

/// Words and what they mean, looked for in this order: "neither satisfied nor dissatisfied" holds "dissatisfied", which
/// holds "satisfied".
const WORDS: &[(ChoiceKind, &[&str])] = &[
    (
        ChoiceKind::Refused,
        &[
            "不想回答",
            "不愿回答",
            "拒绝回答",
            "prefer not",
            "rather not",
            "refuse to",
            "refused",
        ],
    ),
    (
        ChoiceKind::NotApplicable,
        &[
            "不适用",
            "没有接触",
            "没办过",
            "没有办过",
            "没用过",
            "没有用过",
            "not applicable",
            "does not apply",
        ],
    ),
    (
        ChoiceKind::DontKnow,
        &[
            "不了解",
            "说不清",
            "不清楚",
            "不知道",
            "don’t know",
            "don't know",
            "can’t say",
            "can't say",
            "not sure",
        ],
    ),
    (
        ChoiceKind::Neutral,
        &["谈不上", "neither satisfied", "neither agree", "neutral"],
    ),
    (
        ChoiceKind::Dissatisfied,
        &[
            "不满意",
            "不太满意",
            "不大满意",
            "dissatisfied",
            "unsatisfied",
            "not satisfied",
        ],
    ),
    (ChoiceKind::Satisfied, &["满意", "satisfied"]),
    (ChoiceKind::Neutral, &["一般"]),
];

impl ChoiceKind {
    /// The kind that a wording tells, if it tells one.
    pub(crate) fn from_wording(wording: &str) -> Option<Self> {
        let wording = wording.to_lowercase();
        let tells = |words: &[&str]| words.iter().any(|word| wording.contains(word));
        let found = WORDS.iter().find(|(_, words)| tells(words))?;
        Some(found.0)
    }
}

impl Choice {
    /// Whether anybody has written anything in it.
    pub fn is_worded(&self) -> bool {
        let mut wordings = self.label.languages().filter_map(|it| self.label.find(it));
        wordings.any(|wording| !wording.trim().is_empty())
    }

    /// The kind that its words tell in any language; none where two languages tell different ones.
    pub fn kind_told(&self) -> Option<ChoiceKind> {
        let languages = self.label.languages();
        let mut told =
            languages.filter_map(|language| ChoiceKind::from_wording(self.label.find(language)?));
        let first = told.next()?;
        told.all(|kind| kind == first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_their_meaning_and_plain_facts_tell_none() {
        for (wording, kind) in [
            ("非常满意", Some(ChoiceKind::Satisfied)),
            ("不太满意", Some(ChoiceKind::Dissatisfied)),
            ("Very dissatisfied", Some(ChoiceKind::Dissatisfied)),
            ("一般", Some(ChoiceKind::Neutral)),
            (
                "Neither satisfied nor dissatisfied",
                Some(ChoiceKind::Neutral),
            ),
            ("Refuse collection", None),
            ("Neither of these", None),
            ("不了解、说不清", Some(ChoiceKind::DontKnow)),
            ("Prefer not to say", Some(ChoiceKind::Refused)),
            ("没有办过事", Some(ChoiceKind::NotApplicable)),
            ("道里区", None),
            ("18–29", None),
        ] {
            assert_eq!(ChoiceKind::from_wording(wording), kind, "{wording}");
        }
    }
}
