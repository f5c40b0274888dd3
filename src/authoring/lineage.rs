//! The versions a questionnaire has had, and what no draft may do to them.
//!
//! # Design
//!
//! The id of a question names its answers over all versions: data files, measures and series are joined
//! by it. So an id that any version had is never given to another question. Nor can a questionnaire take the
//! id of a published one: its first version would be taken for the next one of that.

use std::collections::BTreeSet;

use crate::series::alone;
use questionnaire::difference::{differences, is_another};
use questionnaire::{Question, QuestionId, Questionnaire};

/// Every version of one questionnaire, the oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lineage {
    /// The hash of each, with its content.
    pub versions: Vec<(String, Questionnaire)>,
}

/// A question with an id that was another question's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reused {
    /// The question, as the draft calls it.
    pub question: QuestionId,
    /// The number of the last version in which the id was another question's.
    pub version: usize,
}

impl Lineage {
    /// The ids of all questions that any version had.
    pub fn question_ids(&self) -> BTreeSet<String> {
        let versions = self.versions.iter();
        let questions = versions.flat_map(|(_, version)| &version.questions);
        questions.map(|question| question.id.to_string()).collect()
    }

    /// Whether a version of this hash is among them.
    pub fn has(&self, hash: &str) -> bool {
        self.versions.iter().any(|(other, _)| other == hash)
    }

    /// The questions of a draft whose ids were other questions', in its order; `origin` is the version it was begun from.
    ///
    /// A question that goes on from there may be changed, as long as it is that question. One that the version
    /// it was begun from did not have comes back only as it was.
    pub fn reused(&self, draft: &Questionnaire, origin: Option<&str>) -> Vec<Reused> {
        let origin = self
            .versions
            .iter()
            .position(|(hash, _)| Some(hash.as_str()) == origin);
        let questions = draft.questions.iter();
        let reused = questions.filter_map(|question| {
            let goes_on = origin.filter(|at| self.versions[*at].1.question(&question.id).is_some());
            let having = self.versions.iter().enumerate().skip(goes_on.unwrap_or(0));
            let mut having = having.rev().filter_map(|(at, (_, version))| {
                Some((at + 1, version, version.question(&question.id)?))
            });
            let (version, ..) = if goes_on.is_some() {
                having.find(|(_, _, earlier)| is_another(earlier, question))?
            } else {
                let last = having.next();
                last.filter(|(_, version, earlier)| {
                    asks_otherwise((version, earlier), (draft, question))
                })?
            };
            let question = question.id.clone();
            Some(Reused { question, version })
        });
        reused.collect()
    }
}

/// Whether two questions of one id, taken by themselves, are not one series.
fn asks_otherwise(
    (before, earlier): (&Questionnaire, &Question),
    (draft, question): (&Questionnaire, &Question),
) -> bool {
    let by_itself = |questionnaire: &Questionnaire, question: &Question| {
        let scale = question.answer.scale();
        let scale = scale.and_then(|scale| questionnaire.scale(scale));
        let name = scale.map(|_| questionnaire::ScaleId::new("scale"));
        alone(draft, (&question.id, name.as_ref()), question, scale)
    };
    let (before, after) = (by_itself(before, earlier), by_itself(draft, question));
    let differences = differences(&before, &after);
    differences.iter().any(|found| !found.breaks.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::questionnaire;

    const Q20: &str = "[[question]]\nid = \"Q20\"\ntype = \"long_text\"\nmax_length = 100\nzh = \"还有什么意见？\"\n";
    const Q19: &str =
        "[[question]]\nid = \"Q19\"\ntype = \"long_text\"\nmax_length = 100\nzh = \"住在哪里？\"\n";
    const NUMBER: &str =
        "[[question]]\nid = \"Q20\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"家里几口人？\"\n";

    /// A line of versions with these tables; the first is called 1.
    fn lineage(tables: &[&str]) -> Lineage {
        let versions = tables.iter().enumerate();
        let versions = versions.map(|(at, tables)| ((at + 1).to_string(), questionnaire(tables)));
        Lineage {
            versions: versions.collect(),
        }
    }

    #[test]
    fn an_id_is_never_another_questions() {
        let reused = |lineage: &Lineage, draft: &str, origin: Option<&str>| {
            let found = lineage.reused(&questionnaire(draft), origin);
            let found = found.into_iter().map(|found| found.version);
            found.collect::<Vec<_>>()
        };
        let once = lineage(&[&[Q19, Q20].concat()]);
        assert_eq!(reused(&once, NUMBER, Some("1")), [1], "in the same draft");
        // Left out of version 2, given to something else in a draft from it.
        let gone = lineage(&[&[Q19, Q20].concat(), Q19]);
        let with = |question: &str| [Q19, question].concat();
        assert_eq!(reused(&gone, &with(NUMBER), Some("2")), [1]);
        let reworded = Q20.replace("意见", "建议");
        assert_eq!(reused(&gone, &with(&reworded), Some("2")), [1]);
        assert_eq!(
            reused(&gone, &with(Q20), Some("2")),
            [] as [usize; 0],
            "it came back"
        );
        // Given to another question by a version that the draft did not begin from.
        let given = lineage(&[Q19, &with(NUMBER)]);
        assert_eq!(reused(&given, &with(Q20), Some("1")), [2]);
        // A question that goes on may be changed.
        assert!(reused(&once, &with(&reworded), Some("1")).is_empty());
        let renewed = lineage(&[&with(Q20), &with(&reworded)]);
        assert!(
            reused(&renewed, &with(Q20), Some("1")).is_empty(),
            "as in version 1"
        );
        // What was accepted long ago is not held against what follows it.
        let accepted = lineage(&[&with(NUMBER), &with(Q20)]);
        assert!(reused(&accepted, &with(&reworded), Some("2")).is_empty());
    }
}
