//! What the buttons of the designer do, as edits.

use super::choices;
use super::place;
use crate::questionnaire::editing::{Edit, Property, Sort, Spot, next_id};
use crate::questionnaire::{Choice, Code, Part, Question, Questionnaire, Scale, Text};
use crate::web::studio::typed::Typed;

/// What a button does besides saving what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Action {
    /// Nothing more.
    Save,
    /// Moves the part up by one among its siblings.
    Up,
    /// Moves it down by one.
    Down,
    /// Moves a part before another of its sort.
    Before {
        /// What is moved.
        moved: Part,
        /// Before which it comes to stand.
        other: String,
    },
    /// Copies the part.
    Duplicate,
    /// Removes it; a section with or without its questions.
    Remove { with_questions: bool },
    /// Adds a part of this sort behind the one on the desk.
    Add { sort: String },
    /// Adds a choice.
    AddChoice,
    /// Removes the choice at a place.
    RemoveChoice(usize),
    /// Moves the choice at a place by one, up or down.
    ShiftChoice { place: usize, down: bool },
}

impl Action {
    /// The action of the button that was pressed; none for a word that no button has.
    pub(super) fn read(typed: &Typed) -> Option<Self> {
        let word = typed.text("do");
        let (verb, place) = word.split_once(':').unwrap_or((word, ""));
        Some(match verb {
            "" | "save" => Self::Save,
            "up" => Self::Up,
            "down" => Self::Down,
            "before" => Self::Before {
                moved: place::read(typed.text("moved")),
                other: place::read(typed.text("other")).name()?.to_owned(),
            },
            "duplicate" => Self::Duplicate,
            "remove" => Self::Remove {
                with_questions: false,
            },
            "remove-with-questions" => Self::Remove {
                with_questions: true,
            },
            "add" => Self::Add {
                sort: typed.text("sort").to_owned(),
            },
            "add-choice" => Self::AddChoice,
            "remove-choice" => Self::RemoveChoice(place.parse().ok()?),
            "choice-up" => Self::ShiftChoice {
                place: place.parse().ok()?,
                down: false,
            },
            "choice-down" => Self::ShiftChoice {
                place: place.parse().ok()?,
                down: true,
            },
            _ => return None,
        })
    }

    /// The edits that do it to a draft in which everything typed is there, and the part on the desk afterwards.
    /// `ready` is the scale of the bank that was asked for.
    pub(super) fn edits(
        &self,
        draft: &Questionnaire,
        text: &str,
        part: &Part,
        ready: Option<Scale>,
    ) -> (Vec<Edit>, Part) {
        let stay = |edit: Option<Edit>| (Vec::from_iter(edit), part.clone());
        let shifted = |by: isize| {
            let at = neighbour(draft, part, by)?;
            let part = part.clone();
            Some(Edit::Move { part, at })
        };
        let choices = choices::of(draft, part).unwrap_or_default();
        match self {
            Self::Save => stay(None),
            Self::Up => stay(shifted(-1)),
            Self::Down => stay(shifted(1)),
            Self::Before { moved, other } => {
                stay((moved.name() != Some(other)).then(|| Edit::Move {
                    part: moved.clone(),
                    at: Spot::Before(other.clone()),
                }))
            }
            Self::Duplicate => {
                let id = next_id(text, part).unwrap_or_default();
                let copy = place::renamed(part, &id);
                let part = part.clone();
                (vec![Edit::Duplicate { part, id }], copy)
            }
            Self::Remove { with_questions } => {
                let remove = Edit::Remove {
                    part: part.clone(),
                    with_questions: *with_questions,
                };
                (vec![remove], beside(draft, part))
            }
            Self::Add { sort } => add(draft, text, part, sort, ready),
            Self::AddChoice => stay(Some(Edit::AddChoice {
                part: part.clone(),
                choice: blank(choices::free_code(draft, part)),
                at: place_of_next(choices),
            })),
            Self::RemoveChoice(place) => stay(choices.get(*place).map(|choice| {
                let (part, code) = (part.clone(), choice.code);
                Edit::RemoveChoice { part, code }
            })),
            Self::ShiftChoice { place, down } => {
                let to = if *down {
                    place + 1
                } else {
                    place.saturating_sub(1)
                };
                let choice = choices.get(*place).filter(|_| to < choices.len());
                stay(choice.map(|choice| Edit::MoveChoice {
                    part: part.clone(),
                    code: choice.code,
                    to,
                }))
            }
        }
    }
}

fn add(
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
        let (id, choices) = (scale.id.clone(), scale.choices);
        let id = if draft.scale(&id).is_some() {
            next_id(text, &Part::Scale(String::new())).unwrap_or_default()
        } else {
            id
        };
        let mut edits = vec![Edit::AddScale {
            id: id.clone(),
            choices,
        }];
        let asked_on = choices::scale_of(draft, part);
        let Some(old) = asked_on else {
            return (edits, Part::Scale(id));
        };
        edits.push(Edit::Set {
            part: part.clone(),
            property: Property::Scale(id),
        });
        let on_it = |question: &&Question| {
            choices::scale_of(draft, &Part::Question(question.id.clone()))
                .is_some_and(|scale| scale.id == old.id)
        };
        let alone = draft.questions.iter().filter(on_it).count() == 1;
        if alone
            && old
                .choices
                .iter()
                .all(|choice| choice.label == Text::default())
        {
            edits.push(Edit::Remove {
                part: Part::Scale(old.id.clone()),
                with_questions: false,
            });
        }
        return (edits, part.clone());
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

fn blank(code: Code) -> Choice {
    Choice {
        code,
        kind: None,
        score: None,
        label: Text::default(),
        exclusive: false,
        other: false,
        apart: false,
    }
}

/// A new choice comes before those that stand apart.
fn place_of_next(choices: &[Choice]) -> Option<usize> {
    choices.iter().position(Choice::stands_apart)
}

/// The ids of the parts of the same sort, in their order.
fn siblings<'q>(seen: &'q Questionnaire, part: &Part) -> Vec<&'q str> {
    match part {
        Part::Question(_) => seen.questions.iter().map(|it| it.id.as_str()).collect(),
        Part::Section(_) => seen.sections.iter().map(|it| it.id.as_str()).collect(),
        Part::Scale(_) => seen.scales.iter().map(|it| it.id.as_str()).collect(),
        Part::Arm(_) => seen.arms.iter().map(|it| it.id.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn neighbour(seen: &Questionnaire, part: &Part, by: isize) -> Option<Spot> {
    let siblings = siblings(seen, part);
    let at = siblings.iter().position(|id| Some(*id) == part.name())?;
    let to = at.checked_add_signed(by)?;
    let other = (*siblings.get(to)?).to_owned();
    Some(if by < 0 {
        Spot::Before(other)
    } else {
        Spot::After(other)
    })
}

/// The part that comes to the desk when this one is gone.
fn beside(seen: &Questionnaire, part: &Part) -> Part {
    let siblings = siblings(seen, part);
    let at = siblings.iter().position(|id| Some(*id) == part.name());
    let next = at.and_then(|at| {
        siblings
            .get(at + 1)
            .or_else(|| siblings.get(at.checked_sub(1)?))
    });
    next.map_or(Part::Top, |id| place::renamed(part, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::editing::apply;
    use crate::questionnaire::read;

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"引\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"single\"\nchoices = [\n  { code = 1, zh = \"有\" },\n  { code = 98, kind = \"dont_know\", zh = \"不了解\" },\n]\nzh = \"一？\"\n\
        [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"二？\"\n";

    fn done(action: &Action, part: &Part) -> (Questionnaire, Part) {
        done_to(DRAFT, action, part)
    }

    fn done_to(draft: &str, action: &Action, part: &Part) -> (Questionnaire, Part) {
        let seen = read("t.toml", draft.as_bytes()).questionnaire.unwrap();
        let (edits, next) = action.edits(&seen, draft, part, None);
        let mut text = draft.to_owned();
        for edit in edits {
            text = apply(&text, &edit).unwrap();
        }
        (read("t.toml", text.as_bytes()).questionnaire.unwrap(), next)
    }

    fn question(id: &str) -> Part {
        Part::Question(id.into())
    }

    fn ids(questionnaire: &Questionnaire) -> Vec<&str> {
        questionnaire
            .questions
            .iter()
            .map(|it| it.id.as_str())
            .collect()
    }

    #[test]
    fn a_part_moves_by_one_and_stops_at_the_ends() {
        assert_eq!(ids(&done(&Action::Up, &question("Q2")).0), ["Q2", "Q1"]);
        assert_eq!(ids(&done(&Action::Up, &question("Q1")).0), ["Q1", "Q2"]);
    }

    #[test]
    fn what_is_removed_makes_room_for_its_neighbour() {
        let remove = Action::Remove {
            with_questions: false,
        };
        let (left, next) = done(&remove, &question("Q2"));
        assert_eq!((ids(&left), next), (vec!["Q1"], question("Q1")));
    }

    #[test]
    fn a_new_question_comes_behind_the_one_on_the_desk() {
        let add = Action::Add {
            sort: "multiple".into(),
        };
        let (grown, next) = done(&add, &question("Q1"));
        assert_eq!(
            (ids(&grown), next),
            (vec!["Q1", "Q3", "Q2"], question("Q3"))
        );
    }

    #[test]
    fn a_new_choice_comes_before_those_that_stand_apart() {
        let (grown, _) = done(&Action::AddChoice, &question("Q1"));
        let codes: Vec<Code> = grown.questions[0]
            .answer
            .own_choices()
            .iter()
            .map(|choice| choice.code)
            .collect();
        assert_eq!(codes, [1, 2, 98]);
    }

    #[test]
    fn a_question_added_to_a_section_stands_at_its_end() {
        let sections = "[[section]]\nid = \"one\"\nzh = \"一\"\n[[section]]\nid = \"two\"\nzh = \"二\"\n[[question]]";
        let draft = DRAFT.replacen("[[question]]", sections, 1);
        let draft = draft.replace("id = \"Q2\"\n", "id = \"Q2\"\nsection = \"two\"\n");
        let draft = draft.replace("id = \"Q1\"\n", "id = \"Q1\"\nsection = \"one\"\n");
        let add = Action::Add {
            sort: "number".into(),
        };
        let (grown, next) = done_to(&draft, &add, &Part::Section("one".into()));
        assert_eq!(ids(&grown), ["Q1", "Q3", "Q2"]);
        assert_eq!(
            grown.question("Q3").unwrap().section.as_deref(),
            Some("one")
        );
        assert_eq!(next, question("Q3"));
        // Into a section without questions: behind those of the one before it.
        let empty = draft.replace("section = \"two\"", "section = \"one\"");
        let (grown, _) = done_to(&empty, &add, &Part::Section("two".into()));
        assert_eq!(ids(&grown), ["Q1", "Q2", "Q3"]);
        assert_eq!(
            grown.question("Q3").unwrap().section.as_deref(),
            Some("two")
        );
    }

    #[test]
    fn a_first_question_on_a_scale_brings_one_along() {
        let add = Action::Add {
            sort: "scale".into(),
        };
        let (grown, next) = done(&add, &question("Q1"));
        assert_eq!(grown.scales.len(), 1);
        assert_eq!(
            (ids(&grown), next),
            (vec!["Q1", "Q3", "Q2"], question("Q3"))
        );
    }

    #[test]
    fn a_scale_of_the_bank_comes_whole_and_under_its_own_id() {
        let seen = read("t.toml", DRAFT.as_bytes()).questionnaire.unwrap();
        let ready = Scale {
            id: "S5".into(),
            choices: vec![blank(5)],
        };
        let add = Action::Add {
            sort: "ready:residents/S5".into(),
        };
        let (edits, next) = add.edits(&seen, DRAFT, &Part::Top, Some(ready));
        assert_eq!(next, Part::Scale("S5".into()));
        assert!(matches!(&edits[..], [Edit::AddScale { choices, .. }] if choices.len() == 1));
    }
}
