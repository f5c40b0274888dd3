//! The page of the bank.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::Sought;
use crate::addresses::Address;
use crate::answer_type;
use crate::interface::Interface;
use crate::studio::drafts::tabs::{self, Tab};
use crate::studio::drafts::{name, state};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use authoring::bank::{Entry, indicators, search, topics};
use authoring::draft::DraftState;
use authoring::editing::EditError;
use authoring::reading::questionnaire_of;
use authoring::series::series_of;
use authoring::store::DraftHead;
use messages::{text, words};
use plan::IndicatorId;
use questionnaire::{Language, QuestionId, Questionnaire, Text};

/// The most items shown at once.
const SHOWN: usize = 100;

pub(super) struct Page<'a> {
    interface: &'a Interface,
    staff: &'a Staff,
    found: &'a DraftHead,
    /// The draft as far as it can be read.
    draft: Option<Questionnaire>,
    entries: &'a [Entry],
    sought: &'a Sought,
}

impl<'a> Page<'a> {
    pub(super) fn new(
        interface: &'a Interface,
        staff: &'a Staff,
        found: &'a DraftHead,
        entries: &'a [Entry],
        sought: &'a Sought,
    ) -> Self {
        Self {
            interface,
            staff,
            found,
            draft: questionnaire_of(&found.head.text),
            entries,
            sought,
        }
    }

    /// The page, with what was refused.
    pub(super) fn view(&self, error: Option<&EditError>) -> Markup {
        let (interface, draft) = (self.interface, &self.found.draft);
        let locale = interface.locale;
        let results = search(self.entries, self.sought.wanted());
        let linked = self.linked();
        let place = Place::Questionnaires;
        let page = Studio::new(interface, self.staff, place, name(interface, draft));
        let page = page.state(state(interface, draft.state));
        let page = page.tabs(tabs::view(interface, self.staff, draft, Tab::Design));
        page.body(&html! {
            @if let Some(error) = error {
                div.notice.doubt role="alert" { p { b { (locale.t(text::BANK_REFUSED)) } } p { (words::edit_error(interface.locale, error)) } }
            }
            @if draft.state != DraftState::Draft { p.notice { (locale.t(text::BANK_LOCKED)) } }
            h2 { (locale.t(text::BANK_TITLE)) }
            p.help { (locale.t(text::BANK_HELP)) }
            (self.form())
            p role="status" { (locale.t(text::BankFound { count: results.len() })) }
            ul.plain.bank { @for entry in results.iter().take(SHOWN) { li { (self.card(entry, &linked)) } } }
            @if results.len() > SHOWN { p.help { (locale.t(text::BankMore { count: results.len().saturating_sub(SHOWN) })) } }
        })
    }

    /// The questions of the draft by the series they belong to.
    fn linked(&self) -> BTreeMap<String, &QuestionId> {
        let questions = self.draft.iter().flat_map(|draft| {
            let questions = draft.questions.iter();
            questions.map(|question| (series_of(draft, question), &question.id))
        });
        questions.collect()
    }

    fn form(&self) -> Markup {
        let (interface, sought) = (self.interface, self.sought);
        let locale = interface.locale;
        let action = Address::DraftBank {
            draft: self.found.draft.id,
        };
        let questions = self.draft.iter().flat_map(|draft| &draft.questions);
        html! {
            form.search method="get" action=(action) role="search" {
                @if locale != messages::Locale::default() { input type="hidden" name="lang" value=(locale.tag()); }
                label.f { span { (locale.t(text::BANK_WORDS)) } input type="search" name="q" value=(sought.words); }
                label.f { span { (locale.t(text::BANK_INDICATOR)) } select name="indicator" {
                    option value="" { (locale.t(text::AUDIT_ANY)) }
                    @for found in indicators(self.entries) {
                        option value=(found.id) selected[Some(&found.id) == sought.indicator.as_ref()] { (interface.text(&found.name)) }
                    }
                } }
                label.f { span { (locale.t(text::BANK_TOPIC)) } select name="topic" {
                    option value="" { (locale.t(text::AUDIT_ANY)) }
                    @for topic in topics(self.entries) {
                        @let heading = interface.text(topic);
                        option value=(heading) selected[heading == sought.topic] { (heading) }
                    }
                } }
                label.f { span { (locale.t(text::BANK_AFTER)) } select name="after" {
                    option value="" { (locale.t(text::BANK_LAST)) }
                    @for question in questions {
                        option value=(question.id) selected[Some(&question.id) == sought.after.as_ref()] { (question.id) " " (interface.text(&question.text)) }
                    }
                } }
                button type="submit" { (locale.t(text::AUDIT_SEARCH)) }
            }
        }
    }

    fn card(&self, entry: &Entry, linked: &BTreeMap<String, &QuestionId>) -> Markup {
        let interface = self.interface;
        let locale = interface.locale;
        let question = &entry.item.question;
        let indicators = entry.indicators.iter();
        let indicators: Vec<&str> = indicators.map(|it| interface.text(&it.name)).collect();
        let there = linked.get(&entry.item.series);
        html! {
            article .there[there.is_some()] {
                (self.wording(&question.text))
                dl.facts {
                    dt { (locale.t(text::BANK_ANSWERS)) } dd { (self.answers(entry)) }
                    @if !indicators.is_empty() { dt { (locale.t(text::BANK_INDICATOR)) } dd { (indicators.join(" · ")) } }
                    @if !entry.topic.is_empty() { dt { (locale.t(text::BANK_TOPIC)) } dd { (interface.text(&entry.topic)) } }
                    dt { (locale.t(text::BANK_FROM)) }
                    dd {
                        a href=(interface.link(Address::Version { version: &entry.version })) { (interface.text(&entry.title)) }
                        " · " (locale.t(text::VersionNumber { number: entry.number })) " · " (question.id)
                    }
                    dt { (locale.t(text::BANK_SERIES)) } dd { code { (entry.item.series) } }
                }
                @match there {
                    Some(id) => { p.linked { (locale.t(text::BankLinked { question: id.as_str() })) } }
                    None if self.found.draft.state == DraftState::Draft => (self.insert(entry)),
                    None => {}
                }
            }
        }
    }

    /// The wording in every language, the reader's first.
    fn wording(&self, text: &Text) -> Markup {
        let own = self.interface.language();
        let shown = self.interface.text(text);
        let others = text.languages().filter(|language| **language != own);
        let others = others.filter_map(|language| Some((language, text.find(language)?)));
        let others: Vec<(&Language, &str)> = others.filter(|(_, words)| *words != shown).collect();
        html! {
            h3 { (shown) }
            @for (language, words) in others { p lang=(language.tag()) { (words) } }
        }
    }

    /// How the question is answered, in a line.
    fn answers(&self, entry: &Entry) -> String {
        let interface = self.interface;
        let question = &entry.item.question;
        let scale = entry.item.scale.iter().flat_map(|scale| &scale.choices);
        let choices = scale.chain(question.answer.own_choices());
        let labels: Vec<&str> = choices
            .map(|choice| interface.text(&choice.label))
            .collect();
        let choices = labels.join(" / ");
        answer_type::summary_line(&question.answer, interface, choices)
    }

    fn insert(&self, entry: &Entry) -> Markup {
        let (interface, sought) = (self.interface, self.sought);
        let locale = interface.locale;
        let wording = interface.text(&entry.item.question.text);
        let label = locale.t(text::BANK_INSERT);
        let spoken = format!("{label}{}{wording}", locale.t(text::LABEL_SEPARATOR));
        let fields = [
            ("version", entry.version.as_str()),
            ("question", entry.item.question.id.as_str()),
            (
                "after",
                sought.after.as_ref().map_or("", QuestionId::as_str),
            ),
            ("q", &sought.words),
            (
                "indicator",
                sought.indicator.as_ref().map_or("", IndicatorId::as_str),
            ),
            ("topic", &sought.topic),
        ];
        html! {
            form method="post" action=(interface.link(Address::DraftBank { draft: self.found.draft.id })) {
                (self.staff.form_token())
                input type="hidden" name="based-on" value=(self.found.head.number);
                @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                button type="submit" aria-label=(spoken) { (label) }
            }
        }
    }
}
