//! Variants: everything drawn per respondent, as a pure function of version and variant.
//!
//! # Design
//!
//! A version has at most [`MOST_VARIANTS`] variants, each equally likely, laid out so that
//! shares are exact. Arms are fully crossed: one *atom* is one part of every arm (shares
//! 3/4 : 1/4 and 4/5 : 1/5 make 4 · 5 = 20 atoms). Within every atom stand the *order
//! factors*: one per rotation group (which section comes first), one for reversal (2 levels)
//! and one for rotating choices (which comes first; the least common multiple of their
//! numbers). If atoms × all levels fit, they are fully crossed. Otherwise every atom has
//! m = lcm(levels) slots, and factor f in slot j of atom a has level (j + shift) mod levels,
//! the shifts being the mixed-radix digits of a over the levels of factors 1, 2, …: each
//! level then has its exact share within every atom, and the shifts decouple the factors
//! across atoms. Six rotating sections and reversal over 20 atoms take 20 · 6 = 120
//! variants, in which every start meets either direction equally often.

mod assignment;
mod shares;

use std::collections::BTreeMap;

use crate::choice::{Choice, ChoiceOrder};
use crate::definition::{Arm, Questionnaire};

pub use assignment::Assignment;
pub use assignment::rotation_group;
pub use shares::SharesError;

/// The most variants a version may have.
pub const MOST_VARIANTS: u8 = 128;

/// The variants of a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Variants(Vec<Assignment>);

/// Why a questionnaire has no layout.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum LayoutError {
    /// An arm whose shares are no shares.
    Shares {
        arm: String,
        /// What is wrong with them.
        error: SharesError,
    },
    /// More variants than a version may have.
    TooMany {
        /// How many it needs.
        variants: usize,
    },
}

impl Variants {
    /// Lays out the variants of a questionnaire.
    pub fn of(questionnaire: &Questionnaire) -> Result<Self, LayoutError> {
        let atoms = atoms(&questionnaire.arms)?;
        let factors = factors(questionnaire);
        let levels: Vec<usize> = factors.iter().map(|(_, levels)| *levels).collect();
        let crossed = levels
            .iter()
            .try_fold(1_usize, |product, levels| product.checked_mul(*levels));
        let most = usize::from(MOST_VARIANTS);
        let crossed = crossed.filter(|slots| atoms.len().saturating_mul(*slots) <= most);
        let slots =
            crossed.unwrap_or_else(|| levels.iter().copied().fold(1, least_common_multiple));
        let variants = atoms.len().saturating_mul(slots);
        if variants > most {
            return Err(LayoutError::TooMany { variants });
        }
        let mut assignments = Vec::with_capacity(variants);
        for (atom, groups) in atoms.iter().enumerate() {
            for slot in 0..slots {
                let drawn = if crossed.is_some() {
                    digits(slot, &levels)
                } else {
                    diagonal(slot, atom, &levels)
                };
                assignments.push(assign(groups.clone(), &factors, &drawn));
            }
        }
        Ok(Self(assignments))
    }

    /// How many there are: 1 to [`MOST_VARIANTS`].
    ///
    /// # Panics
    ///
    /// Never: no larger layout is made.
    pub fn count(&self) -> u8 {
        u8::try_from(self.0.len()).expect("a layout has at most 128 variants")
    }

    /// What a variant assigns.
    pub fn get(&self, variant: u8) -> Option<&Assignment> {
        self.0.get(usize::from(variant))
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Assignment> {
        self.0.iter()
    }
}

/// What an order factor decides.
enum Factor<'q> {
    Start(&'q str),
    Reversal,
    ChoiceStart,
}

/// Every combination of parts of the arms, with the groups they belong to.
fn atoms(arms: &[Arm]) -> Result<Vec<BTreeMap<String, String>>, LayoutError> {
    let mut atoms = vec![BTreeMap::new()];
    for arm in arms {
        let parts = shares::parts(&arm.groups).map_err(|error| LayoutError::Shares {
            arm: arm.id.clone(),
            error,
        })?;
        let whole: usize = parts.iter().map(|(_, part)| part).sum();
        let variants = atoms.len() * whole;
        if variants > usize::from(MOST_VARIANTS) {
            return Err(LayoutError::TooMany { variants });
        }
        let mut crossed = Vec::with_capacity(variants);
        for atom in &atoms {
            for (group, part) in &parts {
                for _ in 0..*part {
                    let mut groups: BTreeMap<String, String> = atom.clone();
                    groups.insert(arm.id.clone(), (*group).to_owned());
                    crossed.push(groups);
                }
            }
        }
        atoms = crossed;
    }
    Ok(atoms)
}

/// The order factors with their numbers of levels.
fn factors(questionnaire: &Questionnaire) -> Vec<(Factor<'_>, usize)> {
    let mut sections: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut groups: Vec<&str> = Vec::new();
    let (mut reversal, mut choice_starts) = (false, 1);
    for question in &questionnaire.questions {
        if let (Some(group), Some(section)) = (
            rotation_group(questionnaire, question),
            question.section.as_deref(),
        ) {
            let members = sections.entry(group).or_insert_with(|| {
                groups.push(group);
                Vec::new()
            });
            if !members.contains(&section) {
                members.push(section);
            }
        }
        let answer = &question.answer;
        match answer.order() {
            ChoiceOrder::Fixed => {}
            ChoiceOrder::Reverse => reversal = true,
            ChoiceOrder::Rotate => {
                let scale = answer.scale().and_then(|id| questionnaire.scale(id));
                let shared = scale.map_or(&[][..], |scale| &scale.choices);
                let choices = shared.iter().chain(answer.own_choices());
                choice_starts = least_common_multiple(choice_starts, rotating(choices));
            }
        }
    }
    let starts = groups
        .into_iter()
        .map(|group| (Factor::Start(group), sections[group].len()));
    let mut factors: Vec<_> = starts.collect();
    factors.push((Factor::Reversal, if reversal { 2 } else { 1 }));
    factors.push((Factor::ChoiceStart, choice_starts));
    factors.retain(|(_, levels)| *levels > 1);
    factors
}

fn rotating<'q>(choices: impl Iterator<Item = &'q Choice>) -> usize {
    choices
        .filter(|choice| !choice.is_outside_order())
        .count()
        .max(1)
}

/// The mixed-radix digits of a slot: every combination of levels once.
fn digits(mut slot: usize, levels: &[usize]) -> Vec<usize> {
    levels
        .iter()
        .map(|levels| {
            let digit = slot % levels;
            slot /= levels;
            digit
        })
        .collect()
}

/// The levels of a slot that runs through all factors at once, shifted by the atom.
fn diagonal(slot: usize, atom: usize, levels: &[usize]) -> Vec<usize> {
    let mut rest = atom;
    levels
        .iter()
        .enumerate()
        .map(|(factor, levels)| {
            if factor == 0 {
                return slot % levels;
            }
            let shift = rest % levels;
            rest /= levels;
            (slot + shift) % levels
        })
        .collect()
}

fn assign(
    groups: BTreeMap<String, String>,
    factors: &[(Factor<'_>, usize)],
    drawn: &[usize],
) -> Assignment {
    let mut assignment = Assignment {
        groups,
        ..Assignment::default()
    };
    for ((factor, _), level) in factors.iter().zip(drawn) {
        match factor {
            Factor::Start(group) => {
                assignment.starts.insert((*group).to_owned(), *level);
            }
            Factor::Reversal => assignment.reversed = *level == 1,
            Factor::ChoiceStart => assignment.choice_start = *level,
        }
    }
    assignment
}

fn least_common_multiple(a: usize, b: usize) -> usize {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    (a / x).saturating_mul(b)
}
