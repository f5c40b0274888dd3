//! A questionnaire as whoever approves it reads it: every wording, every code and every condition, on one page.

use maud::{Markup, html};

use super::design::choices::marks;
use super::design::place;
use crate::answer_type;
use crate::interface::Interface;
use messages::{text, words};
use questionnaire::{Arm, Choice, Condition, Part, Question, Questionnaire, Text};

/// The listing; every part has the id by which addresses name it.
pub(super) fn view(interface: &Interface, questionnaire: &Questionnaire) -> Markup {
    let listing = Listing {
        interface,
        questionnaire,
    };
    let runs = questionnaire
        .questions
        .chunk_by(|one, next| one.section == next.section);
    html! {
        div.listing {
            section id=(place::write(&Part::Top)) { (listing.wordings(&questionnaire.title)) (listing.wordings(&questionnaire.intro)) }
            @for arm in &questionnaire.arms { (listing.arm(arm)) }
            @for scale in &questionnaire.scales {
                section id=(place::write(&Part::Scale(scale.id.clone()))) {
                    h3 { (interface.locale.t(text::DESIGN_SCALE)) " " (scale.id) }
                    (listing.choices(&scale.choices))
                }
            }
            @for run in runs {
                @if let Some(section) = run.first().and_then(|question| questionnaire.section(question.section.as_deref()?)) {
                    section id=(place::write(&Part::Section(section.id.clone()))) {
                        h3 { (interface.locale.t(text::DESIGN_SECTION)) " " (section.id) }
                        (listing.wordings(&section.title))
                    }
                }
                @for question in run { (listing.question(question)) }
            }
        }
    }
}

struct Listing<'a> {
    interface: &'a Interface,
    questionnaire: &'a Questionnaire,
}

impl Listing<'_> {
    /// A text in every language that it has.
    fn wordings(&self, text: &Text) -> Markup {
        let languages = self.questionnaire.languages.iter();
        let said = languages.filter_map(|language| Some((language, text.find(language)?)));
        html! { @for (language, wording) in said { p lang=(language) { (wording) } } }
    }

    fn arm(&self, arm: &Arm) -> Markup {
        let shares = arm.groups.iter();
        let shares: Vec<String> = shares
            .map(|(group, share)| format!("{group} = {share}"))
            .collect();
        html! {
            section id=(place::write(&Part::Arm(arm.id.clone()))) {
                h3 { (self.interface.locale.t(text::DESIGN_ARM)) " " (arm.id) }
                p { (shares.join(&self.interface.locale.t(text::NAME_SEPARATOR))) }
            }
        }
    }

    fn question(&self, question: &Question) -> Markup {
        let locale = self.interface.locale;
        html! {
            section id=(place::write(&Part::Question(question.id.clone()))) {
                h3 { (question.id) " · " (self.answered_by(question)) }
                (self.wordings(&question.text))
                (self.wordings(&question.help))
                (self.choices(question.answer.own_choices()))
                @if question.required { p { (locale.t(text::DESIGN_REQUIRED)) } }
                @if let Some(condition) = &question.ask_if {
                    p { (locale.t(text::DesignAskedIf { condition: self.read(condition) })) " " code { (condition.source()) } }
                }
                @if let Some(condition) = &question.end_if {
                    p { (locale.t(text::DesignEndsIf { condition: self.read(condition) })) " " code { (condition.source()) } }
                    (self.wordings(&question.end))
                }
            }
        }
    }

    /// The type, with the bounds of what has no codes or with the scale.
    fn answered_by(&self, question: &Question) -> String {
        let answer = &question.answer;
        let name = self.interface.locale.t(answer_type::name(answer.sort()));
        match answer.scale() {
            Some(scale) => format!("{name} {scale}"),
            None if answer.may_have_choices() && !answer.has_substitute_choices() => name,
            None => answer_type::summary_line(answer, self.interface, String::new()),
        }
    }

    fn choices(&self, choices: &[Choice]) -> Markup {
        html! {
            @if !choices.is_empty() {
                ul.plain { @for choice in choices { li {
                    code { (choice.code) } " "
                    @for language in &self.questionnaire.languages { span lang=(language) { (choice.label.find(language).unwrap_or_default()) } " " }
                    @for mark in marks(self.interface.locale, choice) { span.pill { (mark) } " " }
                } } }
            }
        }
    }

    fn read(&self, condition: &Condition) -> String {
        let phrase = condition.phrase(self.questionnaire);
        words::phrase(self.interface.locale, &phrase)
    }
}
