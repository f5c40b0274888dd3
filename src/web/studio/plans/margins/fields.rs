//! The fields of a margin: what was typed, and the form.

use maud::{Markup, html};

use super::{Margins, Subject};
use crate::interface::Interface;
use crate::studio::plans::words::margin_status;
use crate::studio::typed::Typed;
use messages::{PlainMessage, text, words};
use sampling::{
    LONGEST_MARGIN_TEXT, MarginEntry, MarginFault, MarginField, MarginStatus, TypedTotal,
    ends_interview,
};

/// How many rows without category a margin by a question has, for categories to be added.
const SPARE: usize = 2;

/// The languages of titles, sources and notes, as fields name them.
const LANGUAGES: [&str; 2] = ["zh", "en"];

/// What is wrong with what was typed.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) fields: Vec<(MarginField, MarginFault)>,
    /// No reason was given.
    pub(super) reason: bool,
    /// Nothing was changed.
    pub(super) unchanged: bool,
    /// There would be no margin left that weights can be raked to.
    pub(super) unusable: bool,
}

impl Faults {
    pub(super) fn is_empty(&self) -> bool {
        self.count() == 0
    }

    pub(super) fn count(&self) -> usize {
        let others = [self.reason, self.unchanged, self.unusable];
        self.fields.len() + others.into_iter().filter(|wrong| *wrong).count()
    }
}

/// The margin as it stands, or one to be added with a category for each choice.
pub(super) fn standing(margins: &Margins, subject: &Subject<'_>) -> MarginEntry {
    let mut entry = subject.margin.map_or_else(
        || MarginEntry {
            title: Default::default(),
            status: MarginStatus::Provisional,
            reference_date: String::new(),
            source: Default::default(),
            note: Default::default(),
            totals: Vec::new(),
        },
        MarginEntry::of,
    );
    let row = |category: String| TypedTotal {
        category,
        count: String::new(),
    };
    if subject.by.is_none() {
        let known = std::mem::take(&mut entry.totals);
        entry.totals = (margins.strata.iter())
            .map(|stratum| {
                let code = stratum.code.to_string();
                let total = known.iter().find(|total| total.category == code);
                total.cloned().unwrap_or_else(|| row(code))
            })
            .collect();
        return entry;
    }
    if entry.totals.is_empty() {
        let choices = subject.asked.into_iter().flat_map(|question| {
            let choices = question.answer.own_choices().iter();
            choices.filter(|choice| !ends_interview(question, choice.code))
        });
        let choices = choices.filter(|choice| !choice.is_outside_order());
        entry.totals = choices.map(|choice| row(choice.code.to_string())).collect();
    }
    (entry.totals).extend(std::iter::repeat_n(TypedTotal::default(), SPARE));
    entry
}

/// What was typed into the fields.
pub(super) fn typed(typed: &Typed) -> MarginEntry {
    // A browser ends lines of its own accord with two signs.
    let text = |name: &str| typed.text(name).replace("\r\n", "\n");
    let both = |name: &str| LANGUAGES.map(|language| text(&format!("{name}-{language}")));
    let rows = (0..).map_while(|at| {
        let category = typed.fields.get(&format!("category-{at}"))?;
        Some(TypedTotal {
            category: category.trim().to_owned(),
            count: text(&format!("count-{at}")),
        })
    });
    MarginEntry {
        title: both("title"),
        status: MarginStatus::from_word(typed.text("status")).unwrap_or(MarginStatus::Provisional),
        reference_date: text("reference-date"),
        source: both("source"),
        note: both("note"),
        totals: rows.collect(),
    }
}

/// The fields as a page carries them on.
pub(super) fn carried(entry: &MarginEntry, reason: &str) -> Vec<(String, String)> {
    let mut fields = vec![
        ("status".to_owned(), entry.status.word().to_owned()),
        ("reference-date".to_owned(), entry.reference_date.clone()),
        ("reason".to_owned(), reason.to_owned()),
    ];
    for (name, wordings) in [
        ("title", &entry.title),
        ("source", &entry.source),
        ("note", &entry.note),
    ] {
        for (language, wording) in LANGUAGES.iter().zip(wordings) {
            fields.push((format!("{name}-{language}"), wording.clone()));
        }
    }
    for (at, total) in entry.totals.iter().enumerate() {
        fields.push((format!("category-{at}"), total.category.clone()));
        fields.push((format!("count-{at}"), total.count.clone()));
    }
    fields
}

/// The fields, filled in, each with what is wrong with it.
pub(super) fn fields(
    interface: &Interface,
    margins: &Margins,
    subject: &Subject<'_>,
    entry: &MarginEntry,
    faults: &Faults,
) -> Markup {
    let locale = interface.locale;
    let form = Form { interface, faults };
    html! {
        h2 { (locale.t(text::MARGIN_TOTALS)) }
        @if subject.by.is_some() { p.help { (locale.t(text::MARGIN_TOTALS_HELP)) } }
        @if subject.by.is_some() && subject.asked.is_none() { p.notice { (locale.t(text::MARGIN_NOT_ASKED)) } }
        (form.message(MarginField::Totals, "fault-totals"))
        (form.totals(margins, subject, entry))
        h2 { (locale.t(text::MARGIN_FACTS)) }
        div.narrow {
            (form.both(text::MARGIN_NAME, "title", &entry.title, MarginField::Title, 1))
            label.f { span { (locale.t(text::MARGIN_STATUS)) }
                select name="status" { @for it in MarginStatus::ALL { option value=(it.word()) selected[it == entry.status] { (margin_status(interface, it)) } } }
            }
            (form.both(text::MARGIN_SOURCE, "source", &entry.source, MarginField::Source, 2))
            @let wrong = form.is_wrong(MarginField::ReferenceDate);
            label.f {
                span { (locale.t(text::MARGIN_DATE)) span { small { (locale.t(text::MARGIN_DATE_HELP)) } } (form.message(MarginField::ReferenceDate, "fault-date")) }
                input type="text" name="reference-date" value=(entry.reference_date) placeholder="2020-11-01" maxlength="10" aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some("fault-date")];
            }
            (form.both(text::MARGIN_NOTE, "note", &entry.note, MarginField::Note, 4))
        }
    }
}

struct Form<'f> {
    interface: &'f Interface,
    faults: &'f Faults,
}

impl Form<'_> {
    fn is_wrong(&self, field: MarginField) -> bool {
        self.faults.fields.iter().any(|(wrong, _)| *wrong == field)
    }

    /// What is wrong with a field.
    fn message(&self, field: MarginField, id: &str) -> Markup {
        let faults = self.faults.fields.iter();
        let own: Vec<&MarginFault> = faults
            .filter(|(wrong, _)| *wrong == field)
            .map(|(_, fault)| fault)
            .collect();
        html! {
            @if !own.is_empty() {
                span.message id=(id) role="alert" { @for fault in own { (words::margin_fault(self.interface.locale, fault)) " " } }
            }
        }
    }

    /// A text in both languages, of one line or of several.
    fn both(
        &self,
        label: PlainMessage,
        name: &str,
        wordings: &[String; 2],
        field: fn(usize) -> MarginField,
        lines: u8,
    ) -> Markup {
        let locale = self.interface.locale;
        let languages = [text::MARGIN_IN_CHINESE, text::MARGIN_IN_ENGLISH];
        html! {
            @for (at, wording) in wordings.iter().enumerate() {
                @let (fault, wrong) = (format!("fault-{name}-{at}"), self.is_wrong(field(at)));
                label.f {
                    span { (locale.t(label)) " " (locale.t(languages[at])) (self.message(field(at), &fault)) }
                    @let (field, invalid, described) = (format!("{name}-{}", LANGUAGES[at]), wrong.then_some("true"), wrong.then_some(&fault));
                    @if lines == 1 { input type="text" name=(field) value=(wording) maxlength=(LONGEST_MARGIN_TEXT) aria-invalid=[invalid] aria-describedby=[described]; }
                    @else { textarea name=(field) rows=(lines) maxlength=(LONGEST_MARGIN_TEXT) aria-invalid=[invalid] aria-describedby=[described] { "\n" (wording) } }
                }
            }
        }
    }

    fn totals(&self, margins: &Margins, subject: &Subject<'_>, entry: &MarginEntry) -> Markup {
        let (locale, names) = (self.interface.locale, margins.names());
        html! {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::MARGIN_TOTALS)) { table.entries {
                thead { tr {
                    @if subject.by.is_some() { th scope="col" { (locale.t(text::MARGIN_CODES)) } }
                    th scope="col" { (locale.t(text::MARGIN_CATEGORY)) }
                    th scope="col" { (locale.t(text::MARGIN_COUNT)) }
                } }
                tbody { @for (at, total) in entry.totals.iter().enumerate() {
                    @let name = names.name(self.interface, subject.by.as_ref(), &total.category);
                    tr {
                        @if subject.by.is_some() { td {
                            (self.cell(MarginField::Category(at), &format!("category-{at}"), &total.category, &locale.t(text::MarginCodesOf { row: at + 1 }), true))
                        } }
                        td {
                            @if subject.by.is_none() { input type="hidden" name={ "category-" (at) } value=(total.category); (total.category) " " }
                            (name)
                        }
                        @let row = if name.is_empty() { (at + 1).to_string() } else { name.clone() };
                        td { (self.cell(MarginField::Count(at), &format!("count-{at}"), &total.count, &locale.t(text::MarginCountOf { category: row }), false)) }
                    }
                } }
            } }
        }
    }

    fn cell(
        &self,
        field: MarginField,
        name: &str,
        value: &str,
        label: &str,
        short: bool,
    ) -> Markup {
        let (fault, wrong) = (format!("fault-{name}"), self.is_wrong(field));
        html! {
            input.short[short] type="text" inputmode="numeric" name=(name) value=(value) aria-label=(label)
                aria-invalid=[wrong.then_some("true")] aria-describedby=[wrong.then_some(&fault)];
            (self.message(field, &fault))
        }
    }
}
