//! What is added to a draft, and where: a question, a section, a scale, an arm.

use std::collections::BTreeSet;

use super::choices;
use authoring::editing::{Edit, Property, Sort, Spot, next_id};
use questionnaire::{
    Choice, Code, Part, Question, QuestionId, Questionnaire, Scale, ScaleId, Text,
};

/// What a new part brings along from the bank.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ready {
    /// A scale, to be asked on.
    Scale(Scale),
    /// The districts that other questionnaires ask for.
    Districts(Vec<Choice>),
}

/// The edits that add a part of a sort beside the one on the desk, and the part that comes to the desk; `ready` is
/// what it brings along, `taken` are the ids that no new question can get.
pub(super) fn add(
    draft: &Questionnaire,
    (text, taken): (&str, &BTreeSet<String>),
    part: &Part,
    sort: &str,
    ready: Option<Ready>,
) -> (Vec<Edit>, Part) {
    let id = |like: &Part| next_id(text, like, &BTreeSet::new()).unwrap_or_default();
    let question = Sort::of_word(sort);
    match (question, ready) {
        (Some(sort), Some(Ready::Districts(districts))) => {
            let (mut edits, new) = add_question(draft, (text, taken), part, sort);
            edits.extend(all_districts(&new, districts));
            return (edits, new);
        }
        (Some(sort), _) => return add_question(draft, (text, taken), part, sort),
        (None, Some(Ready::Scale(scale))) => return add_ready(draft, (text, taken), part, scale),
        (None, _) => {}
    }
    match sort {
        "section" => {
            let id = id(&Part::Section(String::new()));
            let new = Part::Section(id.clone());
            let at = match part {
                Part::Section(section) => Spot::After(section.clone()),
                _ => Spot::Last,
            };
            let title = Text::default();
            (vec![Edit::AddSection { id, title, at }], new)
        }
        "new-scale" => {
            let id = next_scale_id(text);
            let new = Part::Scale(id.clone());
            let choices = Vec::new();
            (vec![Edit::AddScale { id, choices }], new)
        }
        "arm" => {
            let id = id(&Part::Arm(String::new()));
            let new = Part::Arm(id.clone());
            let groups = [("a".to_owned(), 0.5), ("b".to_owned(), 0.5)].into();
            (vec![Edit::AddArm { id, groups }], new)
        }
        _ => (Vec::new(), part.clone()),
    }
}

/// The districts in place of the two empty choices that a new question has.
fn all_districts(new: &Part, districts: Vec<Choice>) -> Vec<Edit> {
    let added = districts.into_iter().map(|choice| Edit::AddChoice {
        part: new.clone(),
        choice,
        at: None,
    });
    let empty = [1, 2].map(Code).map(|code| Edit::RemoveChoice {
        part: new.clone(),
        code,
    });
    added.chain(empty).collect()
}

/// A question on a scale of the bank, which is added unless the draft has it. Where the question on the desk is asked
/// on a scale in which nobody has written anything, it takes the place of that one.
fn add_ready(
    draft: &Questionnaire,
    (text, taken): (&str, &BTreeSet<String>),
    part: &Part,
    ready: Scale,
) -> (Vec<Edit>, Part) {
    let known = draft
        .scales
        .iter()
        .find(|scale| scale.choices == ready.choices);
    let id = if let Some(known) = known {
        known.id.clone()
    } else if draft.scale(&ready.id).is_some() {
        next_scale_id(text)
    } else {
        ready.id
    };
    let mut edits = Vec::new();
    if known.is_none() {
        edits.push(Edit::AddScale {
            id: id.clone(),
            choices: ready.choices,
        });
    }
    let empty =
        choices::scale_of(draft, part).filter(|old| !old.choices.iter().any(Choice::is_worded));
    let Some(old) = empty else {
        let (question, new) = question_behind(draft, (text, taken), part, Sort::Scale);
        edits.extend(question);
        edits.push(Edit::Set {
            part: new.clone(),
            property: Property::Scale(id.clone()),
        });
        return (edits, new);
    };
    edits.push(Edit::Set {
        part: part.clone(),
        property: Property::Scale(id),
    });
    let asked = |question: &&Question| question.answer.scale() == Some(&old.id);
    let alone = draft.questions.iter().filter(asked).count() == 1;
    if alone {
        edits.push(Edit::Remove {
            part: Part::Scale(old.id.clone()),
            with_questions: false,
        });
    }
    (edits, part.clone())
}

/// The id that continues those of the scales.
fn next_scale_id(text: &str) -> ScaleId {
    ScaleId::new(
        next_id(text, &Part::Scale(ScaleId::new("")), &BTreeSet::new()).unwrap_or_default(),
    )
}

/// A new question; what is to be asked on a scale brings an empty one along where there is none.
fn add_question(
    draft: &Questionnaire,
    (text, taken): (&str, &BTreeSet<String>),
    part: &Part,
    sort: Sort,
) -> (Vec<Edit>, Part) {
    let mut edits = Vec::new();
    if sort.keys().contains(&"scale") && draft.scales.is_empty() {
        let id = next_scale_id(text);
        let choices = Vec::new();
        edits.push(Edit::AddScale { id, choices });
    }
    let (question, new) = question_behind(draft, (text, taken), part, sort);
    edits.extend(question);
    (edits, new)
}

/// A question behind the one on the desk, or at the end of the section on the desk.
fn question_behind(
    draft: &Questionnaire,
    (text, taken): (&str, &BTreeSet<String>),
    part: &Part,
    sort: Sort,
) -> (Vec<Edit>, Part) {
    let mut edits = Vec::new();
    let id = next_id(text, &Part::Question(QuestionId::new("")), taken);
    let id = QuestionId::new(id.unwrap_or_default());
    let new = Part::Question(id.clone());
    let at = match part {
        Part::Question(question) => Spot::After(question.to_string()),
        Part::Section(section) => end_of(draft, section),
        _ => Spot::Last,
    };
    let text = Text::default();
    edits.push(Edit::AddQuestion { id, sort, text, at });
    if let Part::Section(section) = part {
        edits.push(Edit::Set {
            part: new.clone(),
            property: Property::Section(Some(section.clone())),
        });
    }
    (edits, new)
}

/// Behind the last question of a section; where it has none, behind those of the sections before it.
fn end_of(draft: &Questionnaire, section: &str) -> Spot {
    let mut sections = draft.sections.iter();
    let at = sections.position(|other| other.id == section);
    let upto = draft.sections.get(..=at.unwrap_or_default());
    let upto = upto.unwrap_or_default();
    let before = draft.questions.iter().rev().find(|question| {
        let of = question.section.as_deref();
        of.is_none_or(|of| upto.iter().any(|other| other.id == of))
    });
    let first = draft.questions.first();
    match (before, first) {
        (Some(question), _) => Spot::After(question.id.to_string()),
        (None, Some(first)) => Spot::Before(first.id.to_string()),
        (None, None) => Spot::Last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use authoring::editing::apply;
    use format::read;
    use questionnaire::Language;

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"引\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"一？\"\n\
        [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"二？\"\n";

    fn added_text(draft: &str, part: &Part, sort: &str, ready: Option<Ready>) -> (String, Part) {
        let seen = read("t.toml", draft.as_bytes()).questionnaire.unwrap();
        let (edits, next) = add(&seen, (draft, &BTreeSet::new()), part, sort, ready);
        let text = edits
            .iter()
            .fold(draft.to_owned(), |text, edit| apply(&text, edit).unwrap());
        (text, next)
    }

    fn added(draft: &str, part: &Part, sort: &str, ready: Option<Ready>) -> (Questionnaire, Part) {
        let (text, next) = added_text(draft, part, sort, ready);
        (read("t.toml", text.as_bytes()).questionnaire.unwrap(), next)
    }

    fn question(id: &str) -> Part {
        Part::Question(QuestionId::new(id))
    }

    fn ids(questionnaire: &Questionnaire) -> Vec<&str> {
        let questions = questionnaire.questions.iter();
        questions.map(|it| it.id.as_str()).collect()
    }

    #[test]
    fn a_question_added_to_a_section_stands_at_its_end() {
        let sections = "[[section]]\nid = \"one\"\nzh = \"一\"\n[[section]]\nid = \"two\"\nzh = \"二\"\n[[question]]";
        let draft = DRAFT.replacen("[[question]]", sections, 1);
        let draft = draft.replace("id = \"Q2\"\n", "id = \"Q2\"\nsection = \"two\"\n");
        let draft = draft.replace("id = \"Q1\"\n", "id = \"Q1\"\nsection = \"one\"\n");
        let (grown, next) = added(&draft, &Part::Section("one".into()), "number", None);
        assert_eq!(ids(&grown), ["Q1", "Q3", "Q2"]);
        assert_eq!(
            grown
                .question(&QuestionId::new("Q3"))
                .unwrap()
                .section
                .as_deref(),
            Some("one")
        );
        assert_eq!(next, question("Q3"));
        // Into a section without questions: behind those of the one before it.
        let empty = draft.replace("section = \"two\"", "section = \"one\"");
        let (grown, _) = added(&empty, &Part::Section("two".into()), "number", None);
        assert_eq!(ids(&grown), ["Q1", "Q2", "Q3"]);
        assert_eq!(
            grown
                .question(&QuestionId::new("Q3"))
                .unwrap()
                .section
                .as_deref(),
            Some("two")
        );
    }

    #[test]
    fn a_first_question_on_a_scale_brings_one_along() {
        let (grown, next) = added(DRAFT, &question("Q1"), "scale", None);
        assert_eq!(grown.scales.len(), 1);
        assert_eq!(
            (ids(&grown), next),
            (vec!["Q1", "Q3", "Q2"], question("Q3"))
        );
    }

    fn ready() -> Ready {
        let mut label = Text::default();
        label.set(Language::new("zh"), "满意".to_owned());
        let choice = Choice {
            code: Code(5),
            kind: None,
            score: None,
            label,
            exclusive: false,
            other: false,
            apart: false,
        };
        Ready::Scale(Scale {
            id: ScaleId::new("S5"),
            choices: vec![choice],
        })
    }

    #[test]
    fn a_question_on_a_scale_of_the_bank_brings_it_once() {
        let (text, next) = added_text(DRAFT, &Part::Top, "ready:residents/S5", Some(ready()));
        assert_eq!(next, question("Q3"));
        let (grown, next) = added(&text, &next, "ready:residents/S5", Some(ready()));
        assert_eq!(next, question("Q4"));
        let scales: Vec<&str> = grown.scales.iter().map(|scale| scale.id.as_str()).collect();
        assert_eq!(scales, ["S5"]);
        for asked in ["Q3", "Q4"] {
            let answer = &grown.question(&QuestionId::new(asked)).unwrap().answer;
            assert_eq!(answer.scale(), Some(&ScaleId::new("S5")));
        }
    }

    #[test]
    fn a_question_for_the_district_has_those_of_the_bank() {
        let Ready::Scale(scale) = ready() else {
            unreachable!("it is a scale")
        };
        let districts = Ready::Districts(scale.choices);
        let (grown, _) = added(DRAFT, &question("Q2"), "district", Some(districts));
        let choices = grown
            .question(&QuestionId::new("Q3"))
            .unwrap()
            .answer
            .own_choices();
        let codes: Vec<_> = choices.iter().map(|choice| choice.code).collect();
        assert_eq!(codes, [Code(5)]);
    }

    #[test]
    fn a_scale_of_the_bank_takes_the_place_of_an_empty_one() {
        let (on_empty, asked) = added_text(DRAFT, &question("Q1"), "scale", None);
        let (grown, next) = added(&on_empty, &asked, "ready:residents/S5", Some(ready()));
        assert_eq!(next, asked, "the question stays on the desk");
        let scales: Vec<&str> = grown.scales.iter().map(|scale| scale.id.as_str()).collect();
        assert_eq!(scales, ["S5"]);
    }
}
