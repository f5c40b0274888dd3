//! What the buttons of the designer do, as edits.

use std::collections::BTreeSet;

use super::adding::{self, Ready};
use super::edits::DROP_TEXTS;
use super::{choices, pasting, place};
use crate::studio::typed::Typed;
use authoring::editing::{Edit, Spot, next_id};
use authoring::pasted_list::LeftOut;
use questionnaire::{Part, Questionnaire};

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
    /// Writes a list that was pasted into the choices from a place on: a line for each, from a language on a cell
    /// for each.
    PasteChoices {
        place: usize,
        language: String,
        text: String,
    },
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
            "" | "save" | DROP_TEXTS => Self::Save,
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
            "paste-choices" => Self::PasteChoices {
                place: place.parse().ok()?,
                language: typed.text("language").to_owned(),
                text: typed.text("pasted").to_owned(),
            },
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

    /// What was pasted and is in none of its edits.
    pub(super) fn left_out(&self, draft: &Questionnaire, part: &Part) -> Vec<LeftOut> {
        match self {
            Self::PasteChoices {
                place,
                language,
                text,
            } => pasting::edits(draft, part, (*place, language), text).1,
            _ => Vec::new(),
        }
    }

    /// The edits that do it to a draft in which everything typed is there, and the part on the desk afterwards.
    /// `ready` is what a new part brings along from the bank; `taken` are the ids that no new question can get.
    pub(super) fn edits(
        &self,
        draft: &Questionnaire,
        text: &str,
        part: &Part,
        ready: Option<Ready>,
        taken: &BTreeSet<String>,
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
                let id = next_id(text, part, taken).unwrap_or_default();
                let copy = place::renamed(part, &id);
                let duplicate = Edit::Duplicate {
                    part: part.clone(),
                    id,
                    taken: taken.clone(),
                };
                (vec![duplicate], copy)
            }
            Self::Remove { with_questions } => {
                let remove = Edit::Remove {
                    part: part.clone(),
                    with_questions: *with_questions,
                };
                (vec![remove], beside(draft, part))
            }
            Self::Add { sort } => adding::add(draft, (text, taken), part, sort, ready),
            Self::AddChoice => stay(Some(Edit::AddChoice {
                part: part.clone(),
                choice: choices::blank(choices::free_code(draft, part)),
                at: choices::place_of_next(choices),
            })),
            Self::PasteChoices {
                place,
                language,
                text,
            } => {
                let (pasted, _) = pasting::edits(draft, part, (*place, language), text);
                (pasted, part.clone())
            }
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
    use authoring::editing::apply;
    use format::read;
    use questionnaire::{Code, QuestionId};

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\"]\ntitle = { zh = \"题\" }\nintro = { zh = \"引\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"single\"\nchoices = [\n  { code = 1, zh = \"有\" },\n  { code = 98, kind = \"dont_know\", zh = \"不了解\" },\n]\nzh = \"一？\"\n\
        [[question]]\nid = \"Q2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"二？\"\n";

    fn done(action: &Action, part: &Part) -> (Questionnaire, Part) {
        let seen = read("t.toml", DRAFT.as_bytes()).questionnaire.unwrap();
        let (edits, next) = action.edits(&seen, DRAFT, part, None, &BTreeSet::new());
        let mut text = DRAFT.to_owned();
        for edit in edits {
            text = apply(&text, &edit).unwrap();
        }
        (read("t.toml", text.as_bytes()).questionnaire.unwrap(), next)
    }

    fn question(id: &str) -> Part {
        Part::Question(QuestionId::new(id))
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
        assert_eq!(codes, [1, 2, 98].map(Code));
    }
}
