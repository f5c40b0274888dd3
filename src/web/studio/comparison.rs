//! A questionnaire beside the version before it: what changed, in words, and which series that breaks.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::drafts::bank_entries;
use super::version_number::version_number;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use authoring::bank::by_series;
use authoring::series::changes;
use messages::{text, words};
use questionnaire::difference::{Change, Difference};
use questionnaire::store::{StoredVersion, find_version};
use questionnaire::{Choice, Condition, Editorial, Part, Question, QuestionId, Questionnaire};

/// So many questions are named in the sentence at the top; of more only their number is said.
const MOST_NAMED: usize = 6;

/// What a questionnaire changes: against the version before it, and in the series it takes over.
#[derive(Debug)]
pub(super) struct Comparison {
    /// The version before it; none where it is the first.
    earlier: Option<(StoredVersion, Questionnaire)>,
    after: Questionnaire,
    differences: Vec<Difference>,
}

impl Comparison {
    /// Compares a questionnaire with the version before it, if there is one.
    pub(super) async fn with(
        app: &App,
        earlier: Option<StoredVersion>,
        questionnaire: Questionnaire,
    ) -> Result<Self, Error> {
        let earlier = match earlier {
            Some(version) => {
                let content = find_version(&app.db, &version.hash).await?;
                let content = content.ok_or_else(|| {
                    Error::internal(format!("version {} has no content", version.hash))
                })?;
                Some((version, content))
            }
            None => None,
        };
        let names_a_series = |question: &Question| question.series.is_some();
        let published = if questionnaire.questions.iter().any(names_a_series) {
            by_series(&bank_entries(app).await?)
        } else {
            BTreeMap::new()
        };
        let before = earlier.as_ref().map(|(_, before)| before);
        Ok(Self {
            differences: changes(before, &questionnaire, &published),
            earlier,
            after: questionnaire,
        })
    }

    /// Everything that changes.
    pub(super) fn differences(&self) -> &[Difference] {
        &self.differences
    }

    /// The declarations that wordings were changed editorially, which the version before it did not have.
    pub(super) fn declared(&self) -> Vec<&Editorial> {
        let before = self.earlier.as_ref();
        let before = before.map_or(&[][..], |(_, before)| &before.editorial);
        let declared = self.after.editorial.iter();
        declared.filter(|one| !before.contains(one)).collect()
    }

    /// The choices that count as something which no choice of that code and these words counted as in the version
    /// before it, by the question or scale they stand in.
    pub(super) fn new_kinds(&self) -> Vec<(Part, Vec<&Choice>)> {
        let before = self.earlier.as_ref();
        let before = before.map_or_else(Vec::new, |(_, before)| lists(before));
        let lists = lists(&self.after).into_iter().map(|(part, choices)| {
            let known = before.iter().find(|(other, _)| *other == part);
            let known = known.map_or(&[][..], |(_, choices)| choices);
            let same = |choice: &&Choice| {
                known.iter().any(|other| {
                    (other.code, other.kind, &other.label)
                        == (choice.code, choice.kind, &choice.label)
                })
            };
            let counted = choices.iter().filter(|choice| choice.kind.is_some());
            let new = counted.filter(|choice| !same(choice));
            (part, new.collect::<Vec<_>>())
        });
        lists.filter(|(_, choices)| !choices.is_empty()).collect()
    }

    /// The changes in one sentence.
    pub(super) fn summary(&self, interface: &Interface) -> String {
        let locale = interface.locale;
        let Some((earlier, _)) = &self.earlier else {
            return locale.t(text::COMPARISON_NONE);
        };
        let version = version_number(interface, earlier);
        let count = self.differences.len();
        let breaking = self.differences.iter().filter(|one| breaks(one));
        match (self.differences.len(), breaking.count()) {
            (0, _) => locale.t(text::ComparisonSame { version }),
            (_, 0) => locale.t(text::ComparisonHarmless { version, count }),
            (_, breaking) => locale.t(text::ComparisonBreaking {
                version,
                count,
                breaking,
                questions: self.broken_series(interface),
            }),
        }
    }

    /// The questions whose series are broken.
    fn broken_series(&self, interface: &Interface) -> String {
        let mut questions: Vec<&QuestionId> = Vec::new();
        for question in self.differences.iter().flat_map(|one| &one.breaks) {
            if !questions.contains(&question) {
                questions.push(question);
            }
        }
        let locale = interface.locale;
        if questions.len() > MOST_NAMED {
            let count = questions.len();
            return locale.t(text::ComparisonQuestionsMany { count });
        }
        let ids: Vec<&str> = questions.into_iter().map(QuestionId::as_str).collect();
        ids.join(&locale.t(text::NAME_SEPARATOR))
    }

    /// The changes by the part they concern, those that break a series first.
    fn by_part(&self) -> Vec<(Part, Vec<&Difference>)> {
        let mut parts: Vec<(Part, Vec<&Difference>)> = Vec::new();
        for difference in &self.differences {
            let part = difference.change.part();
            match parts.iter_mut().find(|(other, _)| *other == part) {
                Some((_, changes)) => changes.push(difference),
                None => parts.push((part, vec![difference])),
            }
        }
        for (_, changes) in &mut parts {
            changes.sort_by_key(|difference| !breaks(difference));
        }
        parts.sort_by_key(|(_, changes)| !changes.iter().any(|difference| breaks(difference)));
        parts
    }

    /// The sentence, then every change under the part it concerns.
    pub(super) fn view(&self, interface: &Interface) -> Markup {
        html! {
            p.lead { (self.summary(interface)) }
            @for (part, changes) in self.by_part() {
                h3 { (words::part(interface.locale, &part)) }
                ul.changes { @for difference in changes { (self.change(interface, difference)) } }
            }
        }
    }

    fn change(&self, interface: &Interface, difference: &Difference) -> Markup {
        let broken = words::broken_series(interface.locale, difference);
        html! {
            li.breaking[broken.is_some()] {
                @if broken.is_some() {
                    strong.broken { span aria-hidden="true" { "≠ " } (interface.locale.t(text::COMPARISON_BREAK)) } " "
                }
                span.what { (words::difference(interface.locale, difference)) }
                @if let Some(reading) = self.conditions(interface, difference) { p.why { (reading) } }
                @if let Some(broken) = broken { p.why { (broken) } }
                @if let Some(reason) = &difference.editorial { p.why { (interface.locale.t(text::ComparisonEditorial { reason: reason.clone() })) } }
            }
        }
    }

    /// The conditions of a change as people say them, if it is about any.
    fn conditions(&self, interface: &Interface, difference: &Difference) -> Option<String> {
        let Change::Property {
            key: "ask_if" | "end_if",
            before,
            after,
            ..
        } = &difference.change
        else {
            return None;
        };
        let locale = interface.locale;
        let earlier = self.earlier.as_ref().map(|(_, earlier)| earlier);
        let said = |source: &str, questionnaire: &Questionnaire| {
            if source.is_empty() {
                return Some(locale.t(text::COMPARISON_NO_CONDITION));
            }
            let condition = Condition::parse(source).ok()?;
            Some(words::phrase(
                interface.locale,
                &condition.phrase(questionnaire),
            ))
        };
        Some(locale.t(text::ComparisonConditions {
            before: said(before, earlier?)?,
            after: said(after, &self.after)?,
        }))
    }
}

/// Every list of choices by the scale or question it belongs to.
fn lists(questionnaire: &Questionnaire) -> Vec<(Part, &[Choice])> {
    let scales = questionnaire.scales.iter();
    let scales = scales.map(|scale| (Part::Scale(scale.id.clone()), &scale.choices[..]));
    let questions = questionnaire.questions.iter();
    let questions = questions.map(|question| {
        let part = Part::Question(question.id.clone());
        (part, question.answer.own_choices())
    });
    scales.chain(questions).collect()
}

fn breaks(difference: &Difference) -> bool {
    difference.reason.is_some()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use format::read;
    use messages::Locale;
    use questionnaire::Text;

    const BEFORE: &[u8] = include_bytes!("../../../surveys/harbin-2012-2014/window.toml");

    fn comparison(change: impl FnOnce(&mut Questionnaire)) -> Comparison {
        let before = read("window.toml", BEFORE).questionnaire.unwrap();
        let mut after = before.clone();
        change(&mut after);
        let version = StoredVersion {
            hash: String::new(),
            questionnaire: before.id.clone(),
            title: before.title.clone(),
            number: 1,
            plan: None,
            since: DateTime::UNIX_EPOCH,
            publication: None,
        };
        Comparison {
            differences: changes(Some(&before), &after, &BTreeMap::new()),
            earlier: Some((version, before)),
            after,
        }
    }

    fn english(comparison: &Comparison) -> String {
        comparison.summary(&Interface::default().read_in(Locale::English))
    }

    #[test]
    fn the_sentence_says_how_much_changed_and_which_series_break() {
        assert_eq!(
            english(&comparison(|_| {})),
            "Nothing changed since window · version 1."
        );
        let titled = comparison(|after| after.title = Text::default());
        assert_eq!(
            english(&titled),
            "2 changes since window · version 1; none breaks a series."
        );
        let asked = comparison(|after| {
            after.title = Text::default();
            after.questions[5].text = [("zh", "办成了没有？")].into();
        });
        assert_eq!(
            english(&asked),
            "4 changes since window · version 1, of which 2 break the series of W06."
        );
    }

    #[test]
    fn a_changed_condition_is_also_read_in_words() {
        let asked = comparison(|after| {
            after.questions[5].ask_if = Some(Condition::parse("W01 == 1").unwrap());
        });
        let page = asked.view(&Interface::default()).into_string();
        let reading = "原来：没有条件；现在：W01选了“非常不满意”。";
        assert!(page.contains(reading), "{page}");
    }

    #[test]
    fn what_breaks_a_series_stands_first() {
        let both = comparison(|after| {
            after.title = Text::default();
            after.questions[5].text = [("zh", "办成了没有？")].into();
        });
        let parts: Vec<Part> = both.by_part().into_iter().map(|(part, _)| part).collect();
        assert_eq!(parts, [Part::Question(QuestionId::new("W06")), Part::Top]);
        let page = both.view(&Interface::default()).into_string();
        assert!(page.contains("题目的说法变了"), "{page}");
        assert!(page.contains("不再可比"), "{page}");
    }
}
