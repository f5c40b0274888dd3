//! The page: original left, translation right, one row per text, one form around them.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::desk::{Asked, Desk};
use crate::addresses::{self, Address};
use crate::interface::Interface;
use crate::studio::drafts::tabs::{self, Tab};
use crate::studio::drafts::{name, state};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use accounts::Permission;
use authoring::draft::DraftState;
use authoring::translation::{Translation, TranslationState, translations};
use messages::{Locale, text, words};
use questionnaire::{Language, Part, TextKey};

/// What stands before the key of a text in the name of its field.
pub(super) const FIELD: &str = "text.";

/// What stands before the key of a text in the name of the tick that says its translation is still right.
pub(super) const RIGHT: &str = "right.";

/// What somebody typed for a text, and what is to be said about it.
pub(super) struct Typing {
    pub(super) wording: String,
    pub(super) message: Option<String>,
}

/// The page to be.
pub(super) struct TranslationPage<'a> {
    interface: &'a Interface,
    staff: &'a Staff,
    desk: &'a Desk,
    asked: &'a Asked,
    /// The language translated into; none where there is only the original.
    pub(super) to: Option<&'a Language>,
    rows: Vec<Translation>,
    /// What was typed and is not saved.
    pub(super) typed: BTreeMap<TextKey, Typing>,
    /// What became of what was sent.
    pub(super) notice: Option<Markup>,
    /// What is wrong with a file.
    pub(super) file_faults: Vec<String>,
}

impl<'a> TranslationPage<'a> {
    pub(super) fn of(
        interface: &'a Interface,
        staff: &'a Staff,
        desk: &'a Desk,
        asked: &'a Asked,
    ) -> Self {
        let questionnaire = desk.questionnaire.as_ref();
        let to = questionnaire.and_then(|it| asked.language(interface, it));
        let rows = questionnaire
            .zip(to)
            .map(|(questionnaire, to)| translations(questionnaire, to, desk.base()));
        Self {
            interface,
            staff,
            desk,
            asked,
            to,
            rows: rows.unwrap_or_default(),
            typed: BTreeMap::new(),
            notice: None,
            file_faults: Vec::new(),
        }
    }

    /// The row of a text.
    pub(super) fn row(&self, key: &TextKey) -> Option<&Translation> {
        self.rows.iter().find(|row| row.key == *key)
    }

    /// The list of what cannot be stored, each leading to its field.
    pub(super) fn summary(&self) -> Markup {
        let interface = self.interface;
        let faulty = self.rows.iter().enumerate().filter_map(|(at, row)| {
            let typing = self.typed.get(&row.key)?;
            Some((at, &row.key, typing.message.as_ref()?))
        });
        let faulty: Vec<_> = faulty.collect();
        html! {
            div.errors role="alert" {
                h2 { (interface.locale.t(text::TranslationFaults { count: faulty.len() })) }
                ul { @for (at, key, message) in faulty { li {
                    a href={ "#text-" (at) } { strong { (words::text_key(interface.locale, key)) } (message) }
                } } }
            }
        }
    }

    pub(super) fn view(&self) -> Markup {
        let (interface, draft) = (self.interface, &self.desk.found.draft);
        let locale = interface.locale;
        let word = state(interface, draft.state);
        let tabs = tabs::view(interface, self.staff, draft, Tab::Translation);
        Studio::new(
            interface,
            self.staff,
            Place::Questionnaires,
            name(interface, draft),
        )
        .state(word)
        .tabs(tabs)
        .full()
        .script("studio.js")
        .body(&html! {
            @if let Some(notice) = &self.notice { (notice) }
            @match (&self.desk.questionnaire, self.to) {
                (None, _) => { p.notice.doubt { (locale.t(text::TRANSLATION_UNREADABLE)) } }
                (Some(_), None) => { p.notice { (locale.t(text::TRANSLATION_ONE_LANGUAGE)) } }
                (Some(questionnaire), Some(to)) => {
                    @let others = questionnaire.languages.get(1..).unwrap_or_default();
                    @if others.len() > 1 { (self.languages(others, to)) }
                    (self.overview(to))
                    (self.elsewhere(to))
                    (self.form(questionnaire.languages.first().unwrap_or(to), to))
                }
            }
        })
    }

    fn writable(&self) -> bool {
        self.desk.found.draft.state == DraftState::Draft && self.staff.may(Permission::EditDrafts)
    }

    fn count(&self, state: TranslationState) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }

    fn address(&self, to: &Language, only_work: bool) -> String {
        let id = self.desk.found.draft.id;
        let address = addresses::translation(id, to.tag(), only_work);
        self.interface.link(address)
    }

    fn languages(&self, others: &[Language], to: &Language) -> Markup {
        html! {
            nav.actions aria-label=(self.interface.locale.t(text::TRANSLATION_LANGUAGES)) {
                @for other in others {
                    a.button.quiet href=(self.address(other, self.asked.only_work)) aria-current=[(other == to).then_some("page")] lang=(document_language(other)) { (language_name(other)) }
                }
            }
        }
    }

    /// How much is to be done, and the choice between all texts and these.
    fn overview(&self, to: &Language) -> Markup {
        let locale = self.interface.locale;
        let (missing, stale) = (
            self.count(TranslationState::Missing),
            self.count(TranslationState::Stale),
        );
        let shown = |only_work: bool| (self.asked.only_work == only_work).then_some("page");
        html! {
            div.translation-head {
                p { (locale.t(text::TranslationCounts { total: self.rows.len(), missing, stale })) }
                nav.actions aria-label=(locale.t(text::TRANSLATION_SHOWN)) {
                    a.button.quiet href=(self.address(to, false)) aria-current=[shown(false)] { (locale.t(text::TRANSLATION_ALL)) }
                    a.button.quiet href=(self.address(to, true)) aria-current=[shown(true)] { (locale.t(text::TRANSLATION_WORK)) }
                }
            }
        }
    }

    /// The way out to a translator and back.
    fn elsewhere(&self, to: &Language) -> Markup {
        let (interface, id) = (self.interface, self.desk.found.draft.id);
        let locale = interface.locale;
        let faulty = !self.file_faults.is_empty();
        html! {
            details.elsewhere open[faulty] {
                summary { (locale.t(text::TRANSLATION_ELSEWHERE)) }
                p.help { (locale.t(text::TRANSLATION_ELSEWHERE_HELP)) }
                div.actions {
                    a.button.quiet href=(interface.link(Address::DraftTranslationXlsx { draft: id })) download { (locale.t(text::TRANSLATION_XLSX)) }
                    a.button.quiet href=(interface.link(Address::DraftTranslationCsv { draft: id })) download { (locale.t(text::TRANSLATION_CSV)) }
                }
                @if self.writable() {
                    form method="post" action=(interface.link(Address::DraftTranslationUpload { draft: id })) enctype="multipart/form-data" {
                        (self.hidden(to))
                        @if faulty {
                            div.message #file-faults role="alert" {
                                p { (locale.t(text::TRANSLATION_FILE_REFUSED)) }
                                ul { @for fault in &self.file_faults { li { (fault) } } }
                            }
                        }
                        label.f {
                            span { (locale.t(text::TRANSLATION_FILE)) }
                            input type="file" name="file" accept=".csv,.xlsx" required aria-invalid=[faulty.then_some("true")] aria-describedby=[faulty.then_some("file-faults")];
                        }
                        button type="submit" { (locale.t(text::TRANSLATION_UPLOAD)) }
                    }
                }
            }
        }
    }

    fn hidden(&self, to: &Language) -> Markup {
        html! {
            (self.staff.form_token())
            input type="hidden" name="based-on" value=(self.desk.found.head.number);
            input type="hidden" name="to" value=(to.tag());
            @if self.asked.only_work { input type="hidden" name="show" value="work"; }
        }
    }

    fn form(&self, from: &Language, to: &Language) -> Markup {
        let (interface, id) = (self.interface, self.desk.found.draft.id);
        let locale = interface.locale;
        let rows: Vec<(usize, &Translation)> = self.shown().collect();
        if rows.is_empty() {
            return html! { p.notice.good { (locale.t(text::TRANSLATION_NONE)) } };
        }
        let action = interface.link(Address::DraftTranslation { draft: id });
        html! {
            form.kept .unsaved[!self.typed.is_empty()] method="post" action=(action) {
                (self.hidden(to))
                table.cards.texts {
                    thead { tr {
                        th scope="col" { (locale.t(text::TRANSLATION_TEXT)) }
                        th scope="col" { (locale.t(text::TranslationOriginal { language: language_name(from) })) }
                        th #to scope="col" { (locale.t(text::TranslationTo { language: language_name(to) })) }
                    } }
                    @for group in rows.chunk_by(|(_, a), (_, b)| a.key.part() == b.key.part()) {
                        tbody {
                            @if let Some((_, first)) = group.first() {
                                tr.part { th colspan="3" scope="rowgroup" { (self.part(&first.key.part())) } }
                            }
                            @for (at, row) in group { (self.pair(*at, row, from, to)) }
                        }
                    }
                }
                @if self.writable() {
                    div.save { button.main type="submit" { (locale.t(text::TRANSLATION_SAVE)) } }
                }
            }
        }
    }

    /// The texts asked for, and those with something typed, each with its place among all.
    fn shown(&self) -> impl Iterator<Item = (usize, &Translation)> {
        let wanted = |row: &Translation| {
            !self.asked.only_work
                || row.state != TranslationState::Present
                || self.typed.contains_key(&row.key)
        };
        let rows = self.rows.iter().enumerate();
        rows.filter(move |(_, row)| wanted(row))
    }

    fn part(&self, part: &Part) -> String {
        let locale = self.interface.locale;
        let id = part.name().unwrap_or_default();
        match part {
            Part::Scale(_) => locale.t(text::TranslationScale { id }),
            Part::Section(_) => locale.t(text::TranslationSection { id }),
            Part::Question(_) => locale.t(text::TranslationQuestion { id }),
            _ => locale.t(text::QUESTIONNAIRE),
        }
    }

    fn pair(&self, at: usize, row: &Translation, from: &Language, to: &Language) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let typing = self.typed.get(&row.key);
        let message = typing.and_then(|typing| typing.message.as_ref());
        let wording = typing.map_or(row.translation.as_str(), |typing| &typing.wording);
        let (missing, stale) = (
            row.state == TranslationState::Missing,
            row.state == TranslationState::Stale,
        );
        let described = message.map_or_else(
            || format!("from-{at} state-{at}"),
            |_| format!("message-{at} from-{at} state-{at}"),
        );
        html! {
            tr {
                th scope="row" {
                    label #{ "name-" (at) } for=[(self.writable()).then(|| format!("text-{at}"))] { (words::text_key(interface.locale, &row.key)) }
                    span #{ "state-" (at) } .flag {
                        @if missing { span.state.wait { "○ " (locale.t(text::TRANSLATION_MISSING)) } }
                        @if stale { span.state.wait { "↻ " (locale.t(text::TRANSLATION_STALE)) } }
                    }
                }
                td #{ "from-" (at) } {
                    p.words lang=(document_language(from)) { (row.original) }
                    @if let Some(before) = &row.before {
                        p.words.help { (locale.t(text::TRANSLATION_BEFORE)) " " del lang=(document_language(from)) { (before) } }
                    }
                }
                td {
                    @if let Some(message) = message { p.message #{ "message-" (at) } { (message) } }
                    @if self.writable() || typing.is_some() {
                        textarea #{ "text-" (at) } name={ (FIELD) (row.key) } rows=(lines(&row.original, wording)) lang=(document_language(to)) aria-labelledby={ "name-" (at) " to" } aria-describedby=(described) aria-invalid=[message.map(|_| "true")] readonly[!self.writable()] { "\n" (wording) }
                    } @else {
                        p.words lang=(document_language(to)) { (wording) }
                    }
                    @if stale && self.writable() {
                        label.tick { input type="checkbox" name={ (RIGHT) (row.key) } value="1"; span { (locale.t(text::TRANSLATION_RIGHT)) } }
                    }
                }
            }
        }
    }
}

/// Lines enough for both wordings at the width of a desk.
fn lines(original: &str, wording: &str) -> usize {
    let of = |text: &str| -> usize {
        let lines = text.lines();
        lines.map(|line| 1 + width(line) / 64).sum()
    };
    of(original).max(of(wording)).clamp(1, 10)
}

/// How many narrow characters a line is wide.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// What a language calls itself, where we know it; else its tag.
fn language_name(language: &Language) -> String {
    Locale::from_tag(language.tag()).map_or_else(
        || language.tag().to_owned(),
        |locale| locale.t(text::LANGUAGE_NAME),
    )
}

/// The value of the `lang` attribute of a text.
fn document_language(language: &Language) -> &str {
    Locale::from_tag(language.tag()).map_or(language.tag(), |locale| locale.document_language())
}
