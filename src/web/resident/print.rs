//! The questionnaire on paper: an A4 booklet, numbered, with its routing in words.

use axum::extract::State;
use maud::{Markup, html};
use rand::RngExt;

use super::notice;
use crate::answer_type;
use crate::app::App;
use crate::error::{Error, FormFault, Missing};
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::page::Page;
use crate::shown::{Part, Shown, number_of, parts};
use fieldwork::store;
use fieldwork::wave::Wave;
use messages::{text, words::Reader};
use questionnaire::QuestionId;
use questionnaire::store::Version;

/// Shows the booklet of one variant (`?variant=7`), one that is drawn unless it is asked for, as on a phone.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let wave = store::find_wave(&app.db, &wave).await?;
    let wave = wave.ok_or(Error::NotFound(Missing::Wave))?;
    let version = app.version_of(&wave).await?;
    let variants = 0..version.variants.count();
    let variant = match query.get("variant") {
        Some(asked) => asked.parse().ok().filter(|it| variants.contains(it)),
        None => Some(app.rng().random_range(variants)),
    };
    let variant = variant.ok_or(Error::Malformed(FormFault::Foreign))?;
    let booklet = booklet(&interface, &wave, &version, variant);
    let booklet = booklet.ok_or(Error::NotFound(Missing::Page))?;
    let page = Page::new(&interface, interface.text(&wave.title)).paper();
    Ok(page.simulated(wave.simulated).body(&booklet))
}

/// Everything of the booklet but its heading; none where there is no such variant. Nothing in it tells for whom it is.
pub(crate) fn booklet(
    interface: &Interface,
    wave: &Wave,
    version: &Version,
    variant: u8,
) -> Option<Markup> {
    let locale = interface.locale;
    let questionnaire = &version.questionnaire;
    let assignment = version.variants.get(variant)?;
    let parts = parts(questionnaire, assignment);
    let number = |question: &QuestionId| number_of(&parts, question);
    let reader = Reader {
        locale,
        questionnaire,
        assignment,
        call: &|question| {
            let number = number(&question.id);
            locale.t(text::PaperQuestion { number })
        },
    };
    let copy = locale.t(text::PaperCopy {
        wave: wave.slug.as_str(),
        variant: usize::from(variant),
    });
    Some(html! {
        (notice::statutory_header(interface, wave))
        p.lead { (interface.text(&questionnaire.intro)) }
        (notice::who_answers(interface, wave))
        (notice::who_asks(interface, wave))
        (notice::complaints_line(interface, wave))
        p { (locale.t(text::OpenUntil { date: interface.last_day(wave.closes_at) })) }
        p { (locale.t(text::PRIVACY_SHORT)) }
        p { strong { (locale.t(text::PAPER_HOW)) } }
        div.booklet {
            @for part in &parts { (section(interface, part, &reader, &number)) }
        }
        p { (locale.t(text::PAPER_END)) }
        p.fine { (copy) }
    })
}

fn section(
    interface: &Interface,
    part: &Part<'_>,
    reader: &Reader<'_>,
    number: &dyn Fn(&QuestionId) -> usize,
) -> Markup {
    html! {
        @if let Some(section) = part.section { h2 { (interface.text(&section.title)) } }
        @for shown in &part.questions { (question(interface, shown, reader, number(&shown.question.id))) }
    }
}

fn question(
    interface: &Interface,
    shown: &Shown<'_>,
    reader: &Reader<'_>,
    number: usize,
) -> Markup {
    let locale = interface.locale;
    let question = shown.question;
    let words = |condition: &Option<_>| condition.as_ref().and_then(|it| reader.read(it));
    let only_if = words(&question.ask_if);
    let ends_if = words(&question.end_if);
    html! {
        section.paper {
            h3 { (number) ". " (interface.text(&question.text)) @if question.required { (locale.t(text::REQUIRED)) } }
            @if !question.help.is_empty() { p.help { (interface.text(&question.help)) } }
            @if let Some(condition) = only_if {
                p.route { (locale.t(text::PaperIf { condition })) }
            }
            (answer_type::on_paper(interface, shown))
            @if let Some(condition) = ends_if {
                p.route {
                    (locale.t(text::PaperEnds { condition }))
                    (interface.text(&question.end))
                }
            }
        }
    }
}
