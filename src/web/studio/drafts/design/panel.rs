//! The part on the desk as a form: everything about it can be changed here.

use maud::{Markup, html};

use super::choices::Use;
use super::desk::Desk;
use super::edits::{DROP_TEXTS, LostTexts, ORDERS, swap_field, typed_languages, written_groups};
use super::fields::{Fault, Held};
use super::place::{PART_NAME, way_to};
use super::{checker, choices, condition_field};
use crate::answer_type;
use crate::extract::Fields;
use crate::interface::Interface;
use messages::{PlainMessage, text};
use questionnaire::{
    Arm, Language, Part, Question, Questionnaire, Scale, ScaleId, Section, TextKey,
};

/// The panel, with what was typed if it could not be saved.
pub(super) fn view(
    interface: &Interface,
    desk: &Desk,
    questionnaire: &Questionnaire,
    again: Option<(&Fields, &[Fault])>,
) -> Markup {
    let held = Held {
        interface,
        languages: &questionnaire.languages,
        typed: again.map(|(typed, _)| typed),
        faults: again.map_or(&[], |(_, faults)| faults),
    };
    let panel = Panel {
        held,
        desk,
        questionnaire,
    };
    html! {
        @if let Some((_, faults)) = again { (summary(&panel.held, faults)) }
        (checker::beside(interface, desk, questionnaire, &desk.part))
        @match &desk.part {
            Part::Question(id) => @if let Some(question) = questionnaire.question(id) { (panel.question(question)) },
            Part::Scale(id) => @if let Some(scale) = questionnaire.scale(id) { (panel.scale(scale)) },
            Part::Section(id) => @if let Some(section) = questionnaire.section(id) { (panel.section(section)) },
            Part::Arm(id) => @if let Some(arm) = questionnaire.arms.iter().find(|arm| arm.id == *id) { (panel.arm(arm)) },
            _ => (panel.top()),
        }
    }
}

/// What could not be saved, above the form.
fn summary(held: &Held<'_>, faults: &[Fault]) -> Markup {
    html! {
        div.errors role="alert" tabindex="-1" id="not-saved" {
            h2 { (held.t(if faults.iter().any(Fault::has_place) { text::DESIGN_NOT_SAVED } else { text::DESIGN_NOT_DONE })) }
            ul { @for fault in faults { li {
                @if fault.has_place() { a href={ "#" (fault.field) } { (fault.message) } } @else { (fault.message) }
            } } }
        }
    }
}

/// The part on the desk.
pub(crate) struct Panel<'a> {
    /// What the form shows.
    pub(crate) held: Held<'a>,
    desk: &'a Desk,
    questionnaire: &'a Questionnaire,
}

impl Panel<'_> {
    fn top(&self) -> Markup {
        let held = &self.held;
        let tags: Vec<&str> = held.languages.iter().map(Language::tag).collect();
        html! {
            h2.part-name tabindex="-1" id=(PART_NAME) { (held.t(text::DESIGN_TOP)) }
            (held.texts(&TextKey::Title, text::DESIGN_TITLE, &self.questionnaire.title))
            (held.texts(&TextKey::Intro, text::DESIGN_INTRO, &self.questionnaire.intro))
            div.two {
                (held.line("languages", text::DESIGN_LANGUAGES, &tags.join(", ")))
                (held.line("id", text::DRAFT_ID, &self.questionnaire.id))
            }
            (self.lost_texts())
            (self.save())
        }
    }

    /// The choice about texts in a language that was taken away: they go with it, or it stays.
    fn lost_texts(&self) -> Markup {
        let held = &self.held;
        let typed = held
            .typed
            .and_then(|typed| typed_languages(self.questionnaire, typed));
        let lost = typed.map_or(0, |kept| LostTexts::of(self.questionnaire, &kept).count);
        html! {
            @if lost > 0 {
                p.actions {
                    button.danger type="submit" name="do" value=(DROP_TEXTS) id="drop-texts" { (held.locale().t(text::DesignDropTexts { count: lost })) }
                    a.button.quiet href=(self.link(&Part::Top)) { (held.t(text::DESIGN_KEEP_LANGUAGES)) }
                }
            }
        }
    }

    fn section(&self, section: &Section) -> Markup {
        let held = &self.held;
        html! {
            (self.head(&section.id, text::DESIGN_SECTION))
            (held.texts(&TextKey::Section(section.id.clone()), text::DESIGN_HEADING, &section.title))
            div.two {
                (held.line("rotate", text::DESIGN_ROTATE, section.rotate.as_deref().unwrap_or_default()))
                (held.line("id", text::DESIGN_ID, &section.id))
            }
            p.help { (held.t(text::DESIGN_ROTATE_HELP)) }
            (self.save())
        }
    }

    fn scale(&self, scale: &Scale) -> Markup {
        let held = &self.held;
        let on_it = |question: &&Question| question.answer.scale() == Some(&scale.id);
        let users: Vec<&Question> = self.questionnaire.questions.iter().filter(on_it).collect();
        html! {
            (self.head(scale.id.as_str(), text::DESIGN_SCALE))
            p.help { (held.locale().t(text::DesignScaleUsed { count: users.len() })) " "
                @for (place, question) in users.iter().enumerate() {
                    @if place > 0 { (held.t(text::NAME_SEPARATOR)) }
                    a href=(self.link(&Part::Question(question.id.clone()))) { (question.id) }
                }
            }
            (choices::view(held, &scale.choices, Use::Scale))
            (held.line("id", text::DESIGN_ID, scale.id.as_str()))
            (self.save())
        }
    }

    fn arm(&self, arm: &Arm) -> Markup {
        let held = &self.held;
        html! {
            (self.head(&arm.id, text::DESIGN_ARM))
            (held.line("groups", text::DESIGN_GROUPS, &written_groups(&arm.groups)))
            p.help { (held.t(text::DESIGN_GROUPS_HELP)) }
            @if self.questionnaire.scales.len() > 1 { (self.swaps(arm)) }
            (held.line("id", text::DESIGN_ID, &arm.id))
            (self.save())
        }
    }

    /// For every group, which scale it sees in the place of which.
    fn swaps(&self, arm: &Arm) -> Markup {
        let held = &self.held;
        let scales = &self.questionnaire.scales;
        html! {
            h3 { (held.t(text::DESIGN_ARM_SCALES)) }
            div.scroll tabindex="0" role="region" aria-label=(held.t(text::DESIGN_ARM_SCALES)) { table.swaps {
                thead { tr { th scope="col" { (held.t(text::DESIGN_GROUP)) } @for scale in scales { th scope="col" { (scale.id) } } } }
                tbody { @for group in arm.groups.keys() { tr {
                    th scope="row" { (group) }
                    @for scale in scales {
                        @let field = swap_field(group, &scale.id);
                        @let stored = arm.scales.get(group).and_then(|swaps| swaps.get(&scale.id)).unwrap_or(&scale.id);
                        td { select #(field) name=(field) aria-label=(format!("{group} · {}", scale.id)) {
                            @for shown in scales { option value=(shown.id) selected[held.value(&field, stored.as_str()) == shown.id.as_str()] { (shown.id) } }
                        } }
                    }
                } } }
            } }
            p.help { (held.t(text::DESIGN_ARM_SCALES_HELP)) }
        }
    }

    fn question(&self, question: &Question) -> Markup {
        let held = &self.held;
        let id = &question.id;
        html! {
            (self.head(id.as_str(), text::DESIGN_QUESTION))
            (self.measured(question))
            (held.texts(&TextKey::Question(id.clone()), text::DESIGN_WORDING, &question.text))
            (held.texts(&TextKey::Help(id.clone()), text::DESIGN_HELP, &question.help))
            (answer_type::panel(self, question))
            (condition_field::view(held, self.desk, question, condition_field::Kind::AskIf))
            div.two {
                (held.tick("required", text::DESIGN_REQUIRED, question.required))
                (self.section_of(question))
            }
            details open[question.required || question.end_if.is_some() || held.typed.is_some() || question.series.is_some()] {
                summary { (held.t(text::DESIGN_MORE)) }
                (condition_field::view(held, self.desk, question, condition_field::Kind::EndIf))
                (held.texts(&TextKey::End(id.clone()), text::DESIGN_END, &question.end))
                div.two {
                    (held.line("id", text::DESIGN_ID, id.as_str()))
                    (held.line("series", text::DESIGN_SERIES, question.series.as_deref().unwrap_or_default()))
                }
                p.help { (held.t(text::DESIGN_SERIES_HELP)) }
            }
            (self.save())
        }
    }

    /// The indicators that the question measures: who changes it changes them.
    fn measured(&self, question: &Question) -> Markup {
        let held = &self.held;
        let mut indicators = self.desk.measured_by(&question.id).peekable();
        html! {
            @if indicators.peek().is_some() {
                p.measures { b { (held.t(text::DESIGN_MEASURES)) } " "
                    @for (place, indicator) in indicators.enumerate() {
                        @if place > 0 { (held.t(text::NAME_SEPARATOR)) }
                        (held.interface.text(&indicator.name)) small { " " (indicator.section) }
                    }
                }
            }
        }
    }

    /// The menu of scales.
    pub(crate) fn scale_of(&self, scale: &ScaleId) -> Markup {
        let scales: Vec<(String, String)> = self
            .questionnaire
            .scales
            .iter()
            .map(|scale| {
                let first = scale.choices.first();
                let label = first.map_or("", |choice| self.held.interface.text(&choice.label));
                (scale.id.to_string(), format!("{} · {label} …", scale.id))
            })
            .collect();
        self.held
            .select("scale", text::DESIGN_SCALE, scale.as_str(), &scales)
    }

    /// The choices of the shared scale, which are edited where the scale is.
    pub(crate) fn scale_shown(&self, id: &ScaleId) -> Markup {
        let held = &self.held;
        let scale = self.questionnaire.scale(id);
        html! {
            @if let Some(scale) = scale {
                p.scale-shown {
                    @for choice in &scale.choices { span.pill { (held.interface.text(&choice.label)) } " " }
                    a href=(self.link(&Part::Scale(id.clone()))) { (held.t(text::DESIGN_SCALE_EDIT)) }
                }
            }
        }
    }

    /// The menu of orders.
    pub(crate) fn order(&self, order: questionnaire::ChoiceOrder) -> Markup {
        let held = &self.held;
        let mut words = ORDERS.iter();
        let stored = words.find(|(_, other, _)| *other == order);
        let options: Vec<(String, String)> = ORDERS
            .iter()
            .map(|(word, _, name)| ((*word).to_owned(), held.t(*name)))
            .collect();
        let stored = stored.map_or("", |(word, ..)| word);
        held.select("order", text::DESIGN_ORDER, stored, &options)
    }

    fn section_of(&self, question: &Question) -> Markup {
        let none = (String::new(), self.held.t(text::DESIGN_NO_SECTION));
        let sections = self.questionnaire.sections.iter();
        let sections = sections.map(|section| {
            let title = self.held.interface.text(&section.title);
            (section.id.clone(), format!("{} · {title}", section.id))
        });
        let options: Vec<(String, String)> = std::iter::once(none).chain(sections).collect();
        let stored = question.section.as_deref().unwrap_or_default();
        self.held
            .select("section", text::DESIGN_SECTION_OF, stored, &options)
    }

    /// The name of the part, and what can be done with it as a whole.
    fn head(&self, id: &str, sort: PlainMessage) -> Markup {
        let held = &self.held;
        let is_section = matches!(self.desk.part, Part::Section(_));
        let moves = is_section || matches!(self.desk.part, Part::Question(_));
        html! {
            div.part-head {
                h2.part-name tabindex="-1" id=(PART_NAME) { (held.t(sort)) " " (id) }
                div.actions {
                    @if moves {
                        button.quiet type="submit" name="do" value="up" id="part-up" aria-keyshortcuts="Alt+ArrowUp" { (held.t(text::MOVE_UP)) }
                        button.quiet type="submit" name="do" value="down" id="part-down" aria-keyshortcuts="Alt+ArrowDown" { (held.t(text::MOVE_DOWN)) }
                    }
                    button.quiet type="submit" name="do" value="duplicate" id="part-duplicate" { (held.t(text::DUPLICATE)) }
                    button.danger type="submit" name="do" value="remove" id="part-remove" { (held.t(text::REMOVE)) }
                    @if is_section { button.danger type="submit" name="do" value="remove-with-questions" { (held.t(text::REMOVE_WITH_QUESTIONS)) } }
                }
            }
        }
    }

    /// Without a script a form is saved by hand; with one this waits for whoever likes to be sure.
    fn save(&self) -> Markup {
        html! { p.save { button.main type="submit" name="do" value="save" id="save" { (self.held.t(text::DRAFT_SAVE)) } } }
    }

    fn link(&self, part: &Part) -> String {
        way_to(self.held.interface, self.desk.found.draft.id, part)
    }
}
