//! The form of a measure: questions, which answers count, among whom.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::entry::{Counted, MeasureEntry, MeasureFault};
use crate::interface::Interface;
use crate::studio::drafts::design::choices::kind_name;
use messages::{PlainMessage, text, words};
use questionnaire::{ChoiceKind, Code, Question, Questionnaire};

/// The fields, filled in, each with what is wrong with it. Which questions and answers there are to choose from follows
/// from the questionnaire, scale and questions chosen before: without script a button shows them anew.
pub(super) fn fields(
    interface: &Interface,
    questionnaires: &[&Questionnaire],
    entry: &MeasureEntry,
    faults: &[MeasureFault],
) -> Markup {
    let chosen = questionnaires
        .iter()
        .find(|it| it.id == entry.questionnaire);
    let form = Form {
        interface,
        questionnaire: chosen.copied(),
        entry,
        faults,
    };
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::PLAN_MEASURE_QUESTIONS)) }
        div.narrow {
            label.f {
                span { (locale.t(text::PLAN_MEASURE_QUESTIONNAIRE)) (form.message("questionnaire")) }
                select name="questionnaire" {
                    @if chosen.is_none() { option value=(entry.questionnaire) selected { (entry.questionnaire) " " (locale.t(text::PLAN_MEASURE_NOT_APPROVED)) } }
                    @for it in questionnaires { option value=(it.id) selected[it.id == entry.questionnaire] { (interface.text(&it.title)) " · " (it.id) } }
                }
            }
        }
        (form.questions())
        h2 { (locale.t(text::PLAN_MEASURE_COUNTS)) }
        div.narrow { (form.scales("scale", text::PLAN_MEASURE_SCALE, text::PLAN_MEASURE_BY_CODES, &entry.scale)) }
        p { button.quiet type="submit" name="what" value="look" { (locale.t(text::PLAN_MEASURE_LOOK)) } " " small { (locale.t(text::PLAN_MEASURE_LOOK_HELP)) } }
        (form.message("numerator")) (form.message("denominator"))
        @if entry.scale.is_empty() { (form.codes()) } @else { (form.kinds("kind", text::PLAN_MEASURE_COUNTS, &entry.kinds)) }
        h2 { (locale.t(text::PLAN_MEASURE_AMONG)) }
        div.two {
            (form.question("among", text::PLAN_MEASURE_AMONG_QUESTION, text::PLAN_MEASURE_EVERYBODY, &entry.among))
            label.f { span { (locale.t(text::PLAN_MEASURE_AMONG_CODES)) " " small { (form.choices_of(&entry.among)) } } input type="text" name="among-codes" value=(entry.among_codes); }
        }
        h2 { (locale.t(text::PLAN_MEASURE_DRIVERS)) }
        (form.drivers())
        details open[!entry.bridge.is_empty() || !entry.crosswise.is_empty() || entry.cross_check] {
            summary { (locale.t(text::PLAN_MEASURE_MORE)) }
            label.tick { input type="checkbox" name="cross-check" value="yes" checked[entry.cross_check]; span { (locale.t(text::PLAN_MEASURE_CROSS_CHECK)) } }
            h3 { (locale.t(text::PLAN_MEASURE_BRIDGE)) }
            div.narrow { (form.scales("bridge", text::PLAN_MEASURE_BRIDGE_SCALE, text::PLAN_MEASURE_NO_BRIDGE, &entry.bridge)) }
            (form.kinds("bridge", text::PLAN_MEASURE_BRIDGE, &entry.bridge_kinds))
            h3 { (locale.t(text::PLAN_MEASURE_CROSSWISE)) }
            (form.question("crosswise", text::PLAN_MEASURE_CROSSWISE_QUESTION, text::PLAN_MEASURE_NO_CROSSWISE, &entry.crosswise))
            div.two {
                label.f { span { (locale.t(text::PLAN_MEASURE_SAME)) " " small { (form.choices_of(&entry.crosswise)) } } input type="text" name="same" value=(entry.same) maxlength="20"; }
                label.f { span { (locale.t(text::PLAN_MEASURE_PREVALENCE)) } input type="text" inputmode="decimal" name="prevalence" value=(entry.prevalence) maxlength="20"; }
            }
        }
    }
}

struct Form<'f> {
    interface: &'f Interface,
    /// The questionnaire chosen; none where it is not approved.
    questionnaire: Option<&'f Questionnaire>,
    entry: &'f MeasureEntry,
    faults: &'f [MeasureFault],
}

impl<'f> Form<'f> {
    /// What is wrong with a key.
    fn message(&self, key: &str) -> Markup {
        let locale = self.interface.locale;
        let own = self.faults.iter().filter_map(|fault| match fault {
            MeasureFault::Problem(at, problem) if *at == key => {
                Some(words::plan_problem(locale, problem))
            }
            MeasureFault::NotCodes(at) if *at == key => {
                Some(locale.t(text::PLAN_MEASURE_NOT_CODES))
            }
            MeasureFault::NothingChosen(at) if *at == key => {
                Some(locale.t(text::PLAN_MEASURE_NOTHING_CHOSEN))
            }
            MeasureFault::NotAShare if key == "crosswise" => {
                Some(locale.t(text::PLAN_MEASURE_NOT_A_SHARE))
            }
            MeasureFault::Problem(..)
            | MeasureFault::NotCodes(_)
            | MeasureFault::NothingChosen(_)
            | MeasureFault::NotAShare
            | MeasureFault::Unchanged
            | MeasureFault::NoReason => None,
        });
        let own: Vec<String> = own.collect();
        html! { @if !own.is_empty() { span.message role="alert" { @for words in own { (words) " " } } } }
    }

    /// The questions whose answers are codes.
    fn coded(&self) -> impl Iterator<Item = &'f Question> {
        let questions = self.questionnaire.into_iter().flat_map(|it| &it.questions);
        questions.filter(|question| question.answer.has_codes())
    }

    fn questions(&self) -> Markup {
        let locale = self.interface.locale;
        let known: Vec<&Question> = self.coded().collect();
        html! {
            fieldset {
                legend { (locale.t(text::PLAN_MEASURE_ASKED)) }
                p.help { (locale.t(text::PLAN_MEASURE_ASKED_HELP)) }
                (self.message("questions"))
                (self.ticks("question", text::PLAN_MEASURE_ASKED, &known, &self.entry.questions))
            }
        }
    }

    /// The questions that may go with the measure.
    fn drivers(&self) -> Markup {
        let locale = self.interface.locale;
        let on_scale = |question: &&Question| question.answer.scale().is_some();
        let known: Vec<&Question> = self.coded().filter(on_scale).collect();
        html! {
            fieldset {
                legend { (locale.t(text::PLAN_MEASURE_DRIVERS)) }
                p.help { (locale.t(text::PLAN_MEASURE_DRIVERS_HELP)) }
                (self.message("drivers"))
                @if known.is_empty() && self.entry.drivers.is_empty() { p { (locale.t(text::PLAN_MEASURE_DRIVERS_NONE)) } } @else {
                    (self.ticks("driver", text::PLAN_MEASURE_DRIVERS, &known, &self.entry.drivers))
                }
            }
        }
    }

    /// Questions to tick; those that were chosen and are not there any more stand first.
    fn ticks(
        &self,
        name: &str,
        label: PlainMessage,
        known: &[&Question],
        chosen: &[String],
    ) -> Markup {
        let there = |id: &String| known.iter().any(|question| question.id.as_str() == id);
        let gone = chosen.iter().filter(|id| !there(id));
        html! {
            div.scroll.tall tabindex="0" role="region" aria-label=(self.interface.locale.t(label)) {
                @for id in gone { label.tick { input type="checkbox" name=(name) value=(id) checked; span { (id) } } }
                @for question in known {
                    @let id = question.id.as_str();
                    label.tick { input type="checkbox" name=(name) value=(id) checked[chosen.iter().any(|it| it == id)]; span { b { (id) } (self.interface.text(&question.text)) } }
                }
            }
        }
    }

    /// A scale to choose, or none.
    fn scales(&self, name: &str, label: PlainMessage, none: PlainMessage, value: &str) -> Markup {
        let locale = self.interface.locale;
        let scales = self.questionnaire.map_or(&[][..], |it| &it.scales);
        let known = value.is_empty() || scales.iter().any(|scale| scale.id.as_str() == value);
        html! {
            label.f {
                span { (locale.t(label)) (self.message(name)) }
                select name=(name) {
                    option value="" selected[value.is_empty()] { (locale.t(none)) }
                    @if !known { option value=(value) selected { (value) } }
                    @for scale in scales {
                        @let labels = scale.choices.iter().map(|choice| self.interface.text(&choice.label)).collect::<Vec<_>>().join(" / ");
                        option value=(scale.id) selected[scale.id.as_str() == value] { (scale.id) " · " (labels) }
                    }
                }
            }
        }
    }

    /// A question to choose, or none.
    fn question(&self, name: &str, label: PlainMessage, none: PlainMessage, value: &str) -> Markup {
        let locale = self.interface.locale;
        let known = value.is_empty() || self.coded().any(|question| question.id.as_str() == value);
        html! {
            label.f {
                span { (locale.t(label)) (self.message(name)) }
                select name=(name) {
                    option value="" selected[value.is_empty()] { (locale.t(none)) }
                    @if !known { option value=(value) selected { (value) } }
                    @for question in self.coded() { option value=(question.id) selected[question.id.as_str() == value] { (question.id) " " (self.interface.text(&question.text)) } }
                }
            }
        }
    }

    /// The codes of a question with what they say.
    fn choices_of(&self, id: &str) -> String {
        let question = self.coded().find(|question| question.id.as_str() == id);
        let choices = question.map(|question| self.choices(std::iter::once(question)));
        let choices = choices.into_iter().flatten();
        let said: Vec<String> = choices
            .map(|(code, label)| format!("{code} {label}"))
            .collect();
        said.join(" / ")
    }

    /// The answers to some questions by their codes, those of their scales first.
    fn choices(&self, questions: impl Iterator<Item = &'f Question>) -> Vec<(Code, String)> {
        let mut found: BTreeMap<Code, String> = BTreeMap::new();
        for question in questions {
            let scale = question.answer.scale();
            let scale = scale.and_then(|scale| self.questionnaire?.scale(scale));
            let shared = scale.map_or(&[][..], |scale| &scale.choices);
            for choice in shared.iter().chain(question.answer.own_choices()) {
                let label = self.interface.text(&choice.label);
                found.entry(choice.code).or_insert_with(|| label.to_owned());
            }
        }
        found.into_iter().collect()
    }

    /// Which codes of the questions chosen count.
    fn codes(&self) -> Markup {
        let counted = &self.entry.codes;
        let asked =
            (self.coded()).filter(|it| self.entry.questions.iter().any(|id| it.id.as_str() == id));
        let mut choices = self.choices(asked);
        for code in counted.numerator.iter().chain(&counted.denominator) {
            if !choices.iter().any(|(known, _)| known == code) {
                choices.push((*code, String::new()));
            }
        }
        let rows = choices.into_iter().map(|(code, label)| {
            let ticked = (
                counted.numerator.contains(&code),
                counted.denominator.contains(&code),
            );
            (code.to_string(), format!("{code} {label}"), ticked)
        });
        self.counted("code", text::PLAN_MEASURE_COUNTS, &rows.collect::<Vec<_>>())
    }

    /// Which kinds of answers count.
    fn kinds(&self, name: &str, title: PlainMessage, counted: &Counted<ChoiceKind>) -> Markup {
        let rows = ChoiceKind::WORDS.iter().map(|(word, kind)| {
            let ticked = (
                counted.numerator.contains(kind),
                counted.denominator.contains(kind),
            );
            let label = self.interface.locale.t(kind_name(*kind));
            ((*word).to_owned(), label, ticked)
        });
        self.counted(name, title, &rows.collect::<Vec<_>>())
    }

    /// A table of two ticks for each answer: counts as reached, counts at all. Rows are value, label and what is ticked.
    fn counted(
        &self,
        name: &str,
        title: PlainMessage,
        rows: &[(String, String, (bool, bool))],
    ) -> Markup {
        let locale = self.interface.locale;
        let (reached, at_all) = (
            locale.t(text::PLAN_MEASURE_NUMERATOR),
            locale.t(text::PLAN_MEASURE_DENOMINATOR),
        );
        html! {
            @if rows.is_empty() { p { (locale.t(text::PLAN_MEASURE_NO_ANSWERS)) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(locale.t(title)) { table.ticks {
                    thead { tr { th scope="col" { (locale.t(text::PLAN_MEASURE_ANSWER)) } th scope="col" { (reached) } th scope="col" { (at_all) } } }
                    tbody { @for (value, label, (numerator, denominator)) in rows { tr {
                        th scope="row" { (label) }
                        td { input type="checkbox" name={ (name) "-numerator" } value=(value) checked[*numerator] aria-label={ (label) " · " (reached) }; }
                        td { input type="checkbox" name={ (name) "-denominator" } value=(value) checked[*denominator] aria-label={ (label) " · " (at_all) }; }
                    } } }
                } }
            }
        }
    }
}
