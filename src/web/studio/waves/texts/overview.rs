//! Where the texts of a wave stand, question by question, and what is next.

use axum::extract::State;
use maud::{Markup, html};

use super::Desk;
use super::publication;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::Count;
use crate::public::open_answers::agreed;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use messages::text;
use questionnaire::Question;
use results::texts::Progress;
use results::texts::store::load_texts;
use results::texts::summary::{QuestionTexts, agreement_on};

/// Shows it.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Markup, Error> {
    let desk = Desk::load(&app, &slug).await?;
    let coded = load_texts(&app.db, desk.wave.id, &desk.version.questionnaire).await?;
    let next = publication::section(&app, &interface, &staff, &desk).await?;
    Ok(view(&interface, &staff, &desk, &coded, &next))
}

fn view(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    coded: &[QuestionTexts],
    next: &Markup,
) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave;
    Studio::new(interface, staff, Place::Waves, locale.t(text::TEXTS_TITLE)).body(&html! {
        p { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
        p.help { (locale.t(text::TEXTS_HELP)) }
        p.help { (locale.t(text::TEXTS_ORIGINALS)) }
        @if desk.progress.is_empty() { p.notice { (locale.t(text::TEXTS_NONE)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::TEXTS_TITLE)) { table.cards {
                thead { tr { @for head in [text::TEXTS_QUESTION, text::TEXTS_REVIEW_FIRST, text::TEXTS_REVIEW_SECOND, text::TEXTS_CONFIRMED, text::TEXTS_THEMES, text::TEXTS_CODING_FIRST, text::TEXTS_CODING_SECOND] {
                    th scope="col" { (locale.t(head)) }
                } } }
                tbody { @for (question, progress) in desk.questions() { (row(interface, staff, desk, question, progress)) } }
            } }
            (agreements(interface, coded))
            (next)
        }
    })
}

fn row(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    question: &Question,
    progress: &Progress,
) -> Markup {
    let locale = interface.locale;
    let name = staff.user.name.as_str();
    let (wave, question_id) = (desk.wave.slug.as_str(), question.id.as_str());
    let review = |step| Address::WaveTextReview {
        wave,
        question: question_id,
        step,
    };
    let coding = |step| Address::WaveTextCoding {
        wave,
        question: question_id,
        step,
    };
    let open = !desk.published;
    html! { tr {
        th scope="row" { (interface.text(&question.text)) br; small { (locale.t(text::TextsWritten { count: progress.written })) } }
        td { (left(interface, progress.unreviewed, open && progress.unreviewed > 0, review("first"))) }
        td { (left(interface, progress.waiting(), open && progress.waiting_for(name) > 0, review("second"))) }
        td { (Count(progress.confirmed as u64)) @if progress.withheld > 0 { br; small { (locale.t(text::TextsWithheld { count: progress.withheld })) } } }
        td { a href=(interface.link(Address::WaveTextThemes { wave, question: question_id })) { (locale.t(text::TEXTS_THEMES_OPEN)) } }
        @if progress.is_reviewed() {
            td { (left(interface, progress.uncoded, open && progress.uncoded > 0, coding("first"))) }
            td { (left(interface, progress.uncoded_again(), open && progress.uncoded_again_for(name) > 0, coding("second"))) }
        } @else { td { "—" } td { "—" } }
    } }
}

/// How many are left, with the way to them for whoever may go it.
fn left(interface: &Interface, count: usize, mine: bool, to: Address<'_>) -> Markup {
    let locale = interface.locale;
    let said = if count == 0 {
        locale.t(text::TEXTS_LEFT_NONE)
    } else {
        locale.t(text::TextsLeft { count })
    };
    html! { @if mine { a href=(interface.link(to)) { (said) } } @else { (said) } }
}

/// How far coders agree, of the questions that were coded twice.
fn agreements(interface: &Interface, coded: &[QuestionTexts]) -> Markup {
    let locale = interface.locale;
    html! { @for question in coded {
        @let found: Vec<_> = question.themes.iter().filter_map(|theme| Some((theme, agreement_on(&theme.code, &question.texts)?))).collect();
        @if !found.is_empty() {
            h2 { (locale.t(text::TEXTS_AGREEMENT)) }
            p { (interface.text(&question.asked)) }
            p.help { (locale.t(text::TEXTS_AGREEMENT_HELP)) }
            ul { @for (theme, agreement) in found { li { (interface.text(&theme.name)) (locale.t(text::LABEL_SEPARATOR)) (agreed(interface, agreement)) } } }
        }
    } }
}
