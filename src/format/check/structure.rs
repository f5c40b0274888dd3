//! Ids, choices, arms, sections and variants.

use std::collections::BTreeSet;

use super::{Inspection, part_of};
use crate::answer_type;
use crate::problem::Problem;
use questionnaire::{
    Choice, LayoutError, Part, QuestionId, ScaleId, Variants, kinds_are_partial, rotation_group,
};

/// Words of the condition language, which no question can have as its id.
const RESERVED: [&str; 5] = ["in", "arm", "answered", "true", "false"];

/// What a list of choices must and may have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MayHave {
    /// So many choices at least.
    pub(crate) least: usize,
    /// Choices that stand alone.
    pub(crate) exclusive: bool,
    /// "Other, please say".
    pub(crate) other: bool,
}

impl Inspection<'_> {
    pub(super) fn ids(&mut self) {
        let questionnaire = self.questionnaire;
        let mut parts = vec![(Part::Top, questionnaire.id.as_str())];
        parts.extend(
            questionnaire
                .arms
                .iter()
                .map(|arm| (Part::Arm(arm.id.clone()), arm.id.as_str())),
        );
        parts.extend(
            questionnaire
                .scales
                .iter()
                .map(|scale| (Part::Scale(scale.id.clone()), scale.id.as_str())),
        );
        parts.extend(
            questionnaire
                .sections
                .iter()
                .map(|section| (Part::Section(section.id.clone()), section.id.as_str())),
        );
        parts.extend(
            questionnaire
                .questions
                .iter()
                .map(|question| (part_of(question), question.id.as_str())),
        );
        for (part, id) in parts {
            let absent = part == Part::Top && !self.positions.has(&part, "id");
            if !absent && !well_formed(id, &part) {
                self.report(&part, "id", Problem::IdMalformed { id: id.to_owned() });
            }
        }
        for question in &questionnaire.questions {
            let series = question.series.as_deref();
            if let Some(series) = series.filter(|series| !well_formed_series(series)) {
                let series = series.to_owned();
                self.report(
                    &part_of(question),
                    "series",
                    Problem::SeriesMalformed { series },
                );
            }
        }
        for question in &questionnaire.questions {
            for field in question.extra_fields() {
                let field = QuestionId::new(field);
                if questionnaire.question(&field).is_some() {
                    let problem = Problem::FieldTaken {
                        question: question.id.clone(),
                    };
                    self.report(&Part::Question(field), "id", problem);
                }
            }
        }
    }

    pub(super) fn choices(&mut self) {
        let questionnaire = self.questionnaire;
        if questionnaire.questions.is_empty() && !self.positions.has(&Part::Top, "question") {
            self.report(&Part::Top, "", Problem::NoQuestion);
        }
        for scale in &questionnaire.scales {
            let may = MayHave {
                least: 2,
                exclusive: false,
                other: false,
            };
            self.list(&Part::Scale(scale.id.clone()), &scale.choices, may);
        }
        for question in &questionnaire.questions {
            let part = part_of(question);
            answer_type::inspect(&question.answer, &part, self);
        }
    }

    /// Reports what the choices of a list cannot be.
    pub(crate) fn list(&mut self, part: &Part, choices: &[Choice], may: MayHave) {
        let least = may.least;
        if choices.len() < least {
            let choices = choices.len();
            self.report(part, "choices", Problem::TooFewChoices { choices, least });
        }
        if kinds_are_partial(choices) {
            self.kindless(part, "choices", choices);
        }
        let mut others = 0;
        for choice in choices {
            let (code, key) = (choice.code, choice.code.to_string());
            if choice.exclusive && !may.exclusive {
                self.report(part, &key, Problem::PointlessExclusive { code });
            }
            others += usize::from(choice.other);
            if choice.other && (!may.other || others > 1) {
                self.report(part, &key, Problem::MisplacedOther { code });
            }
        }
    }

    fn kindless(&mut self, part: &Part, key: &str, choices: &[Choice]) {
        let kindless = choices.iter().filter(|choice| choice.kind.is_none());
        let codes = kindless.map(|choice| choice.code).collect();
        self.report(part, key, Problem::KindsPartial { codes });
    }

    /// Extra choices beside a scale must not share a code with any scale shown, and have a kind where those of the scale
    /// have one.
    pub(crate) fn beside_scale(&mut self, part: &Part, scale: &ScaleId, extra: &[Choice]) {
        if !self.known_scale(part, "scale", scale) {
            return;
        }
        let swaps = self
            .questionnaire
            .arms
            .iter()
            .flat_map(|arm| arm.scales.values());
        let mut shown: BTreeSet<&ScaleId> = swaps.filter_map(|swap| swap.get(scale)).collect();
        shown.insert(scale);
        let own = self.questionnaire.scale(scale);
        let rates = own.is_some_and(|own| own.choices.iter().any(Choice::rates));
        let kindless = extra.iter().any(|choice| choice.kind.is_none());
        if rates && kindless && !kinds_are_partial(extra) {
            self.kindless(part, "extra", extra);
        }
        for choice in extra {
            let taken = shown
                .iter()
                .filter_map(|id| self.questionnaire.scale(id))
                .any(|scale| scale.choices.iter().any(|other| other.code == choice.code));
            if taken {
                let code = choice.code;
                self.report(part, &code.to_string(), Problem::DuplicateCode { code });
            }
        }
    }

    /// True for a scale there is; reports one there is not.
    fn known_scale(&mut self, part: &Part, key: &str, scale: &ScaleId) -> bool {
        let known = self.questionnaire.scale(scale).is_some();
        if !known && !self.positions.is_unread(&Part::Scale(scale.clone())) {
            let scale = scale.clone();
            self.report(part, key, Problem::UnknownScale { scale });
        }
        known
    }

    pub(super) fn arms(&mut self) {
        for arm in &self.questionnaire.arms {
            let part = Part::Arm(arm.id.clone());
            for (group, swaps) in &arm.scales {
                if !arm.groups.contains_key(group) {
                    let problem = Problem::UnknownGroup {
                        arm: arm.id.clone(),
                        group: group.clone(),
                        groups: arm.groups.keys().cloned().collect(),
                    };
                    self.report(&part, "scales", problem);
                }
                for scale in swaps.keys().chain(swaps.values()) {
                    self.known_scale(&part, "scales", scale);
                }
            }
        }
    }

    pub(super) fn sections(&mut self) {
        let questionnaire = self.questionnaire;
        let mut left: BTreeSet<&str> = BTreeSet::new();
        let mut left_groups: BTreeSet<&str> = BTreeSet::new();
        let (mut current, mut current_group) = (None, None);
        for question in &questionnaire.questions {
            let section = question.section.as_deref();
            let part = part_of(question);
            if section == current {
                continue;
            }
            let name = section.unwrap_or_default().to_owned();
            if section.is_some_and(|section| questionnaire.section(section).is_none()) {
                // As if it stood in the section it is among: one fault, one finding.
                if !self.positions.is_unread(&Part::Section(name.clone())) {
                    self.report(&part, "section", Problem::UnknownSection { section: name });
                }
                continue;
            }
            let group = rotation_group(questionnaire, question);
            left.extend(current);
            if group != current_group {
                left_groups.extend(current_group);
            }
            (current, current_group) = (section, group);
            if left.contains(name.as_str()) {
                self.report(
                    &part,
                    "section",
                    Problem::SectionInterrupted { section: name },
                );
            } else if let Some(group) = group.filter(|group| left_groups.contains(group)) {
                let (group, section) = (group.to_owned(), name.clone());
                let problem = Problem::RotationInterrupted { group, section };
                self.report(&Part::Section(name), "rotate", problem);
            }
        }
        let some_unread = self.positions.some_question_unread();
        for section in &questionnaire.sections {
            let used = questionnaire
                .questions
                .iter()
                .any(|question| question.section.as_deref() == Some(&section.id));
            if !used && !some_unread {
                self.report(
                    &Part::Section(section.id.clone()),
                    "",
                    Problem::EmptySection,
                );
            }
        }
    }

    pub(super) fn variants(&mut self) {
        match Variants::of(self.questionnaire) {
            Ok(_) => {}
            Err(LayoutError::TooMany { variants }) => {
                self.report(&Part::Top, "arm", Problem::TooManyVariants { variants });
            }
            Err(LayoutError::Shares { .. }) => {
                for arm in &self.questionnaire.arms {
                    if let Err(error) = arm.shares() {
                        self.report(&Part::Arm(arm.id.clone()), "groups", Problem::Shares(error));
                    }
                }
            }
        }
    }
}

/// True for the id of a questionnaire and the id of a question, with a stroke between.
pub fn well_formed_series(series: &str) -> bool {
    series.split_once('/').is_some_and(|(questionnaire, id)| {
        well_formed(questionnaire, &Part::Top)
            && well_formed(id, &Part::Question(QuestionId::new(id)))
    })
}

/// True where `id` can be the id of a part of this sort.
pub fn well_formed(id: &str, part: &Part) -> bool {
    let loose = matches!(part, Part::Top | Part::Section(_));
    let continues =
        |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || (loose && byte == b'-');
    id.len() <= 64
        && id
            .bytes()
            .next()
            .is_some_and(|byte| byte.is_ascii_alphabetic())
        && id.bytes().all(continues)
        && !RESERVED.contains(&id)
}
