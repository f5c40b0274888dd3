//! The questionnaire at a glance: its parts in order, what is wrong with each, and room for new ones.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::beginning::beginning;
use super::desk::{Desk, READY};
use super::place;
use crate::addresses;
use crate::answer_type;
use crate::interface::Interface;
use authoring::editing::Sort;
use messages::text;
use questionnaire::{Part, Question, Questionnaire, Scale};

/// The outline.
pub(super) fn view(interface: &Interface, desk: &Desk, questionnaire: &Questionnaire) -> Markup {
    let outline = Outline {
        interface,
        desk,
        faults: desk.faults_by_name(),
    };
    let locale = interface.locale;
    let runs = questionnaire
        .questions
        .chunk_by(|one, next| one.section == next.section);
    let empty = questionnaire.sections.iter().filter(|section| {
        let mut questions = questionnaire.questions.iter();
        !questions.any(|question| question.section.as_ref() == Some(&section.id))
    });
    html! {
        nav.outline #outline data-live aria-label=(locale.t(text::DESIGN_OUTLINE)) {
            ul { (outline.item(&Part::Top, "", &locale.t(text::DESIGN_TOP))) }
            @for run in runs { (outline.run(questionnaire, run)) }
            @for section in empty {
                h2 { (outline.heading(&section.id, interface.text(&section.title))) }
                p.help { (locale.t(text::DESIGN_SECTION_EMPTY)) }
            }
            @if !questionnaire.scales.is_empty() {
                h2 { (locale.t(text::DESIGN_SCALES)) }
                ul { @for scale in &questionnaire.scales {
                    (outline.item(&Part::Scale(scale.id.clone()), scale.id.as_str(), &scale.choices.first().map(|choice| beginning(interface, &choice.label)).unwrap_or_default()))
                } }
            }
            @if !questionnaire.arms.is_empty() {
                h2 { (locale.t(text::DESIGN_ARMS)) }
                ul { @for arm in &questionnaire.arms { (outline.item(&Part::Arm(arm.id.clone()), &arm.id, &arm.groups.keys().cloned().collect::<Vec<_>>().join(" / "))) } }
            }
        }
    }
}

/// The form that adds a part.
pub(super) fn additions(interface: &Interface, desk: &Desk) -> Markup {
    let locale = interface.locale;
    let id = desk.found.draft.id;
    let after = match &desk.part {
        Part::Question(id) => Some(id),
        _ => None,
    };
    html! {
        div.additions {
            label.f { span { (locale.t(if after.is_none() { text::DESIGN_ADD_PART } else { text::DESIGN_ADD })) }
                select name="sort" id="add-sort" form="addition" {
                    optgroup label=(locale.t(text::DESIGN_QUESTION)) { @for (word, sort) in Sort::WORDS { option value=(word) { (locale.t(answer_type::name(*sort))) } } }
                    optgroup label=(locale.t(text::DESIGN_PART)) { @for (word, key) in [("section", text::ADD_SECTION), ("new-scale", text::ADD_NEW_SCALE), ("arm", text::ADD_ARM)] { option value=(word) { (locale.t(key)) } } }
                    @if !desk.ready.is_empty() {
                        optgroup label=(locale.t(text::DESIGN_READY_SCALES)) { @for ready in &desk.ready { option value={ (READY) (ready.key) } { (labels(interface, &ready.scale)) } } }
                    }
                }
            }
            button type="submit" name="do" value="add" id="add" form="addition" { (locale.t(text::DESIGN_ADD_DO)) }
            a.button.quiet href=(interface.link(addresses::draft_bank(id, after))) { (locale.t(text::DESIGN_FROM_BANK)) }
        }
    }
}

/// A scale by its choices.
fn labels(interface: &Interface, scale: &Scale) -> String {
    let labels = scale.choices.iter();
    let labels: Vec<&str> = labels.map(|choice| interface.text(&choice.label)).collect();
    labels.join(" · ")
}

struct Outline<'a> {
    interface: &'a Interface,
    desk: &'a Desk,
    faults: BTreeMap<&'a str, usize>,
}

impl Outline<'_> {
    /// A run of questions under the heading of their section.
    fn run(&self, questionnaire: &Questionnaire, run: &[Question]) -> Markup {
        let section = run
            .first()
            .and_then(|question| questionnaire.section(question.section.as_deref()?));
        html! {
            @if let Some(section) = section { h2 { (self.heading(&section.id, self.interface.text(&section.title))) } }
            ul.questions { @for question in run {
                (self.item(&Part::Question(question.id.clone()), question.id.as_str(), &beginning(self.interface, &question.text)))
            } }
        }
    }

    fn heading(&self, id: &str, title: &str) -> Markup {
        let part = Part::Section(id.to_owned());
        let current = (self.desk.part == part).then_some("true");
        html! { a href=(self.address(&part)) id={ "to-" (place::write(&part)) } data-part=(place::write(&part)) aria-current=[current] { @if title.is_empty() { span.id { (id) } } @else { (title) } (self.flag(id)) } }
    }

    fn item(&self, part: &Part, id: &str, text: &str) -> Markup {
        let current = (self.desk.part == *part).then_some("true");
        let written = place::write(part);
        let drags = matches!(part, Part::Question(_));
        html! {
            li data-part=(written) draggable=[drags.then_some("true")] {
                a href=(self.address(part)) id={ "to-" (written) } draggable="false" aria-current=[current] {
                    @if !id.is_empty() { span.id { (id) } }
                    span.gist { (text) }
                    (self.flag(id))
                }
            }
        }
    }

    /// How much is wrong with a part, by number and word.
    fn flag(&self, name: &str) -> Markup {
        let faults = self.faults.get(name).copied().unwrap_or(0);
        let label = self.interface.locale.t(text::DesignFlag { count: faults });
        html! { @if faults > 0 { span.flag title=(label) { "! " (faults) span.unseen { (label) } } } }
    }

    fn address(&self, part: &Part) -> String {
        place::way_to(self.interface, self.desk.found.draft.id, part)
    }
}
