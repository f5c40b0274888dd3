//! A list of choices pasted from elsewhere: one line for each choice, cells apart by a tabulator for the languages.

use std::collections::BTreeSet;

use super::choices::{self, blank, place_of_next};
use authoring::editing::Edit;
use questionnaire::{Code, Part, Questionnaire};

/// The most lines that are taken.
const MOST: usize = 200;

/// The edits that write a list into the choices of a part, from a place and a language on. Lines beyond the choices
/// there are become new ones, before those that stand apart.
pub(super) fn edits(
    draft: &Questionnaire,
    part: &Part,
    (place, language): (usize, &str),
    text: &str,
) -> Vec<Edit> {
    let Some(own) = choices::of(draft, part) else {
        return Vec::new();
    };
    let room = place_of_next(own).unwrap_or(own.len());
    let first = draft.languages.iter().position(|it| it.tag() == language);
    let languages = draft.languages.get(first.unwrap_or_default()..);
    let languages = languages.unwrap_or_default();
    let mut codes = FreeCodes::of(draft, part, own.iter().map(|choice| choice.code));
    let lines = text
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty());
    let mut written = Vec::new();
    for (at, line) in (place..).zip(lines.take(MOST)) {
        let known = own.get(at).filter(|_| at < room || at == place);
        let mut choice = known.cloned().unwrap_or_else(|| blank(codes.next()));
        let untold = !choice.is_worded();
        for (language, cell) in languages.iter().zip(line.split('\t')) {
            choice.label.set(language.clone(), cell.trim());
        }
        if untold && choice.kind.is_none() {
            choice.kind = choice.kind_told();
        }
        let part = part.clone();
        written.push(match known {
            Some(known) => Edit::SetChoice {
                part,
                code: known.code,
                choice,
            },
            None => Edit::AddChoice {
                part,
                choice,
                at: Some(at.max(room)).filter(|_| room < own.len()),
            },
        });
    }
    written
}

/// Codes that no choice has, one after the other.
struct FreeCodes {
    next: Code,
    taken: BTreeSet<Code>,
}

impl FreeCodes {
    fn of(draft: &Questionnaire, part: &Part, taken: impl Iterator<Item = Code>) -> Self {
        Self {
            next: choices::free_code(draft, part),
            taken: taken.collect(),
        }
    }

    fn next(&mut self) -> Code {
        while self.taken.contains(&self.next) {
            self.next = self.next.next();
        }
        self.taken.insert(self.next);
        self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use authoring::editing::apply;
    use format::read;
    use questionnaire::{ChoiceKind, Language, QuestionId};

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"题\", en = \"T\" }\nintro = { zh = \"引\", en = \"I\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"single\"\nzh = \"一？\"\nen = \"One?\"\nchoices = [\n  { code = 1, zh = \"\", en = \"\" },\n  { code = 2, zh = \"\", en = \"\" },\n  { code = 98, kind = \"dont_know\", zh = \"不了解\", en = \"Don’t know\" },\n]\n";

    fn pasted(place: usize, language: &str, text: &str) -> Questionnaire {
        let seen = read("t.toml", DRAFT.as_bytes()).questionnaire.unwrap();
        let part = Part::Question(QuestionId::new("Q1"));
        let edits = edits(&seen, &part, (place, language), text);
        let text = edits
            .iter()
            .fold(DRAFT.to_owned(), |text, edit| apply(&text, edit).unwrap());
        read("t.toml", text.as_bytes()).questionnaire.unwrap()
    }

    #[test]
    fn a_list_fills_the_rows_and_makes_more_before_those_apart() {
        let grown = pasted(
            0,
            "zh",
            "满意\tSatisfied\n一般\tNeither\r\n\n不满意\tDissatisfied\n",
        );
        let choices = grown.questions[0].answer.own_choices();
        let codes: Vec<Code> = choices.iter().map(|choice| choice.code).collect();
        assert_eq!(codes, [1, 2, 3, 98].map(Code));
        let english: Vec<&str> = choices
            .iter()
            .map(|choice| choice.label.get(&Language::new("en")))
            .collect();
        assert_eq!(english[..3], ["Satisfied", "Neither", "Dissatisfied"]);
        let kinds = [0, 1, 2].map(|at| choices[at].kind.unwrap());
        assert_eq!(
            kinds,
            [
                ChoiceKind::Satisfied,
                ChoiceKind::Neutral,
                ChoiceKind::Dissatisfied
            ]
        );
    }

    #[test]
    fn a_list_in_the_other_language_leaves_the_first_alone() {
        let grown = pasted(1, "en", "Two\nThree");
        let choices = grown.questions[0].answer.own_choices();
        let label = |at: usize, tag: &str| choices[at].label.get(&Language::new(tag)).to_owned();
        assert_eq!(label(1, "en"), "Two");
        assert_eq!(label(2, "en"), "Three");
        assert_eq!(label(0, "en"), "");
    }
}
