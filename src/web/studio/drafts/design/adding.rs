//! What is added to a draft, and where: a question, a section, a scale, an arm.

use super::choices;
use crate::questionnaire::editing::{Edit, Property, Sort, Spot, next_id};
use crate::questionnaire::{AnswerType, Choice, Part, Question, Questionnaire, Scale, Text};

/// The edits that add a part of a sort beside the one on the desk, and the part that comes to the desk. `ready` is
/// the scale of the bank that was asked for.
pub(super) fn add(
    draft: &Questionnaire,
    text: &str,
    part: &Part,
    sort: &str,
    ready: Option<Scale>,
) -> (Vec<Edit>, Part) {
    let id = |like: &Part| next_id(text, like).unwrap_or_default();
    let question = Sort::WORDS.iter().find(|(word, _)| *word == sort);
    if let Some((_, sort)) = question {
        return add_question(draft, text, part, *sort);
    }
    if let Some(scale) = ready {
        return add_ready(draft, text, part, scale);
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
            let id = id(&Part::Scale(String::new()));
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

/// A scale of the bank. Where the question on the desk is asked on a scale it takes the place of that one, which goes
/// if nobody has written anything in it.
fn add_ready(draft: &Questionnaire, text: &str, part: &Part, ready: Scale) -> (Vec<Edit>, Part) {
    let id = if draft.scale(&ready.id).is_some() {
        next_id(text, &Part::Scale(String::new())).unwrap_or_default()
    } else {
        ready.id
    };
    let choices = ready.choices;
    let mut edits = vec![Edit::AddScale {
        id: id.clone(),
        choices,
    }];
    let Some(old) = choices::scale_of(draft, part) else {
        return (edits, Part::Scale(id));
    };
    edits.push(Edit::Set {
        part: part.clone(),
        property: Property::Scale(id),
    });
    let asked = |question: &&Question| match &question.answer {
        AnswerType::Scale { scale, .. } => *scale == old.id,
        _ => false,
    };
    let alone = draft.questions.iter().filter(asked).count() == 1;
    let worded = |choice: &Choice| {
        let mut wordings = draft
            .languages
            .iter()
            .filter_map(|it| choice.label.find(it));
        wordings.any(|wording| !wording.is_empty())
    };
    if alone && !old.choices.iter().any(worded) {
        edits.push(Edit::Remove {
            part: Part::Scale(old.id.clone()),
            with_questions: false,
        });
    }
    (edits, part.clone())
}

/// A question behind the one on the desk, or at the end of the section on the desk. What is to be asked on a scale
/// brings an empty one along where there is none.
fn add_question(draft: &Questionnaire, text: &str, part: &Part, sort: Sort) -> (Vec<Edit>, Part) {
    let mut edits = Vec::new();
    if sort == Sort::Scale && draft.scales.is_empty() {
        let id = next_id(text, &Part::Scale(String::new())).unwrap_or_default();
        let choices = Vec::new();
        edits.push(Edit::AddScale { id, choices });
    }
    let id = next_id(text, &Part::Question(String::new())).unwrap_or_default();
    let new = Part::Question(id.clone());
    let at = match part {
        Part::Question(question) => Spot::After(question.clone()),
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
        (Some(question), _) => Spot::After(question.id.clone()),
        (None, Some(first)) => Spot::Before(first.id.clone()),
        (None, None) => Spot::Last,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::editing::apply;
    use crate::questionnaire::{Language, read};

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"引\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"一？\"\n\
        [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"二？\"\n";

    fn added_text(draft: &str, part: &Part, sort: &str, ready: Option<Scale>) -> (String, Part) {
        let seen = read("t.toml", draft.as_bytes()).questionnaire.unwrap();
        let (edits, next) = add(&seen, draft, part, sort, ready);
        let text = edits
            .iter()
            .fold(draft.to_owned(), |text, edit| apply(&text, edit).unwrap());
        (text, next)
    }

    fn added(draft: &str, part: &Part, sort: &str, ready: Option<Scale>) -> (Questionnaire, Part) {
        let (text, next) = added_text(draft, part, sort, ready);
        (read("t.toml", text.as_bytes()).questionnaire.unwrap(), next)
    }

    fn question(id: &str) -> Part {
        Part::Question(id.into())
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
            grown.question("Q3").unwrap().section.as_deref(),
            Some("one")
        );
        assert_eq!(next, question("Q3"));
        // Into a section without questions: behind those of the one before it.
        let empty = draft.replace("section = \"two\"", "section = \"one\"");
        let (grown, _) = added(&empty, &Part::Section("two".into()), "number", None);
        assert_eq!(ids(&grown), ["Q1", "Q2", "Q3"]);
        assert_eq!(
            grown.question("Q3").unwrap().section.as_deref(),
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

    fn ready() -> Scale {
        let mut label = Text::default();
        label.set(Language::new("zh"), "满意".to_owned());
        let choice = Choice {
            code: 5,
            kind: None,
            score: None,
            label,
            exclusive: false,
            other: false,
            apart: false,
        };
        Scale {
            id: "S5".into(),
            choices: vec![choice],
        }
    }

    #[test]
    fn a_scale_of_the_bank_comes_whole_and_under_its_own_id() {
        let (grown, next) = added(DRAFT, &Part::Top, "ready:residents/S5", Some(ready()));
        assert_eq!(next, Part::Scale("S5".into()));
        assert_eq!(grown.scale("S5").unwrap().choices.len(), 1);
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
