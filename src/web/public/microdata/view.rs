//! The page of the rows for everybody: what there is to take, what the columns hold, what they cannot tell.

use maud::{Markup, html};

use super::{File, Held, words};
use crate::addresses::Address;
use crate::number::{Count, Percent};
use crate::page::Page;
use crate::public::files::citation;
use crate::public::files::source::nature;
use crate::public::seen::Seen;
use crate::public::wide_table::wide_table;
use messages::text;

/// So many of the codes of a column stand on the page before they are folded.
const SHOWN: usize = 8;

/// What is in the file, in one paragraph.
pub(super) fn lead(held: &Held<'_>) -> String {
    let book = &held.public.code_book;
    held.interface.locale.t(text::MicrodataLead {
        rows: book.rows,
        nature: nature(held.interface.locale, &held.published),
    })
}

/// The page.
pub(super) fn page(held: &Held<'_>) -> Markup {
    let (interface, locale) = (held.interface, held.interface.locale);
    let (book, release) = (&held.public.code_book, &held.published.release);
    let seen = Seen::public(release);
    Page::new(interface, &locale.t(text::MICRODATA_TITLE))
        .eyebrow(seen.eyebrow(interface))
        .simulated(book.simulated)
        .wide()
        .body(&html! {
            p.back { a href=(interface.link(Address::Files { wave: &book.wave })) { (locale.t(text::MICRODATA_BACK)) } }
            p.lead { (lead(held)) }
            section {
                h2 { (locale.t(text::MICRODATA_CANNOT)) }
                ul { @for limit in words::limits(locale, book) { li { (limit) } } }
                p.fine { (locale.t(text::MICRODATA_CONDITIONS)) }
            }
            section {
                h2 { (locale.t(text::MICRODATA_FILES)) }
                ul { @for file in File::ALL { li { (link(held, file)) } } }
                p.fine { (locale.t(text::MicrodataHash { hash: held.public.hash.as_str() })) }
            }
            (reproduced(held))
            (variables(held))
            section {
                h2 { (locale.t(text::CITE_TITLE)) }
                p { (citation::text(interface, &held.published, &held.app.site)) }
            }
        })
}

fn link(held: &Held<'_>, file: File) -> Markup {
    let (interface, locale) = (held.interface, held.interface.locale);
    let to = Address::MicrodataFile {
        wave: &held.public.code_book.wave,
        file: file.name(),
    };
    let said = locale.t(match file {
        File::Rows => text::MICRODATA_ROWS,
        File::CodeBook => text::MICRODATA_CODE_BOOK,
        File::Spss => text::MICRODATA_SPSS,
        File::Stata => text::MICRODATA_STATA,
        File::Ddi => text::MICRODATA_DDI,
        File::R => text::MICRODATA_R,
        File::Python => text::MICRODATA_PYTHON,
    });
    html! { a href=(interface.link(to)) { (said) } }
}

/// The published rates that the rows give again.
fn reproduced(held: &Held<'_>) -> Markup {
    let (interface, locale) = (held.interface, held.interface.locale);
    let book = &held.public.code_book;
    let title = locale.t(text::MICRODATA_REPRODUCED);
    let head = html! { tr {
        th scope="col" { (locale.t(text::MICRODATA_COLUMN_INDICATOR)) }
        th.num scope="col" { (locale.t(text::MICRODATA_COLUMN_RATE)) }
        th scope="col" { (locale.t(text::MICRODATA_COLUMN_COUNTED)) }
    } };
    let codes = |codes: &[i64]| {
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        codes.join(", ")
    };
    let body = html! { @for figure in &book.figures { tr {
        th scope="row" { (interface.text(&figure.name)) }
        td.num { (Percent(figure.figure.value)) }
        td { @for item in &figure.items { div {
            code { (item.variable) } " " (locale.t(text::MicrodataCounted { numerator: codes(&item.numerator), denominator: codes(&item.denominator) }))
        } } }
    } } };
    html! { section {
        h2 { (title) }
        p { (words::weighting(locale, book)) }
        (wide_table(&title, &head, &body))
    } }
}

/// Every column of codes with what its codes stand for.
fn variables(held: &Held<'_>) -> Markup {
    let locale = held.interface.locale;
    let book = &held.public.code_book;
    let title = locale.t(text::MICRODATA_VARIABLES);
    let head = html! { tr {
        th scope="col" { (locale.t(text::MICRODATA_COLUMN_NAME)) }
        th scope="col" { (locale.t(text::MICRODATA_COLUMN_LABEL)) }
        th scope="col" { (locale.t(text::MICRODATA_COLUMN_MEANING)) }
    } };
    let body = html! { @for variable in &book.variables {
        @let values = variable.values.iter().map(|value| (value.code, words::meaning(locale, variable, value)));
        @let values = values.collect::<Vec<_>>();
        tr {
            th scope="row" { code { (variable.name) } }
            td { (words::label(locale, variable)) }
            td {
                @if values.len() <= SHOWN { (listed(&values)) } @else {
                    details {
                        summary { (locale.t(text::MicrodataCodes { count: values.len() })) }
                        (listed(&values))
                    }
                }
            }
        }
    } };
    html! { section {
        h2 { (title) }
        p.fine { (locale.t(text::MicrodataColumns { columns: Count(book.columns().len() as u64).to_string() })) }
        (wide_table(&title, &head, &body))
    } }
}

fn listed(values: &[(i64, String)]) -> Markup {
    html! { @for (code, meaning) in values { div { code { (code) } " " (meaning) } } }
}
