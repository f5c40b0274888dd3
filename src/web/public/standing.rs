//! How a release stands to what was registered before the first answer: said on every page of it.

use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::interval_mark::promised_percent;
use super::scoreboard::promise;
use super::verdict_mark::Word;
use crate::addresses::Address;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Judged, JudgedInterval};
use fieldwork::store::find_wave;
use fieldwork::{Correction, WaveChange};
use messages::text;
use questionnaire::Text;
use results::registration::store::find_registration;
use results::registration::{Amendment, Difference, RegistrationNote};
use results::release::{IndicatorResult, Release};

/// The registration of a wave, byte for byte as it was hashed.
pub(crate) async fn registration(
    State(app): State<App>,
    Path(wave): Path<String>,
) -> Result<Response, Error> {
    let wave = find_wave(&app.db, &wave).await?;
    let wave = wave.ok_or(Error::NotFound(Missing::Wave))?;
    let kept = find_registration(&app.db, wave.id).await?;
    let kept = kept.ok_or(Error::NotFound(Missing::Wave))?;
    Ok(([(CONTENT_TYPE, "application/json")], kept.document).into_response())
}

/// By what the figures were computed: the registration, or what an amended release changed, with what the registered
/// one says; and the amended releases beside a registered one, by their numbers.
pub(super) fn view(interface: &Interface, release: &Release, amended: &[u32]) -> Markup {
    html! {
        @if let Some(amendment) = &release.amendment { (notice(interface, release, amendment)) }
        @for number in amended { (beside(interface, release, *number)) }
        @if let Some(note) = &release.registration { (line(interface, &release.wave, note)) }
        @if release.public_from.is_some() { p.fine { (interface.locale.t(text::OfficialsEarly { from: interface.date(release.released_at) })) } }
        @if !release.corrections.is_empty() {
            p.fine { (interface.locale.t(text::CORRECTIONS)) }
            (corrections(interface, &release.corrections))
        }
    }
}

/// The short hash of a registration, with the way to the whole.
pub(crate) fn line(interface: &Interface, wave: &str, note: &RegistrationNote) -> Markup {
    let locale = interface.locale;
    let said = if note.written_after_opening {
        text::REGISTERED_LATE
    } else {
        text::REGISTERED
    };
    html! {
        p.fine.registered { (locale.t(said)) " " a href=(Address::Registration { wave }) { code { (note.short()) } } }
    }
}

/// What was corrected of a wave, as staff and the public read it; nothing where nothing was.
pub(crate) fn corrections(interface: &Interface, corrections: &[Correction]) -> Markup {
    html! {
        @if !corrections.is_empty() {
            ul { @for correction in corrections { li { (corrected(interface, correction)) } } }
        }
    }
}

/// One correction in a line.
pub(super) fn corrected(interface: &Interface, correction: &Correction) -> String {
    let locale = interface.locale;
    let wording = |text: &Text| interface.text(text).to_owned();
    let contact = |contact: &Option<Text>| contact.as_ref().map(wording).unwrap_or_default();
    let change = match &correction.change {
        WaveChange::Close { before, after } => locale.t(text::CorrectedClose {
            before: interface.moment(*before),
            after: interface.moment(*after),
        }),
        WaveChange::Title { before, after } => locale.t(text::CorrectedTitle {
            before: wording(before),
            after: wording(after),
        }),
        WaveChange::Contact { before, after } => locale.t(text::CorrectedContact {
            before: contact(before),
            after: contact(after),
        }),
    };
    format!(
        "{}{}{change} {}",
        interface.date(correction.at),
        locale.t(text::LABEL_SEPARATOR),
        locale.t(text::CorrectedBecause {
            reason: correction.reason.as_str(),
        }),
    )
}

/// The link of the release's entry in the audit log: whoever keeps this page can show later that neither the release nor
/// what was logged before it has been changed.
pub(super) fn link_in_log(interface: &Interface, link: &str) -> Markup {
    html! {
        p.fine.registered { (interface.locale.t(text::LINK_IN_LOG)) " " code { (link) } }
    }
}

fn beside(interface: &Interface, release: &Release, number: u32) -> Markup {
    let address = Address::AmendedScoreboard {
        wave: &release.wave,
        number,
    };
    html! {
        p.notice { a href=(interface.link(address)) { (interface.locale.t(text::AmendedBeside { number: number.to_string() })) } }
    }
}

fn notice(interface: &Interface, release: &Release, amendment: &Amendment) -> Markup {
    let locale = interface.locale;
    let registered = Address::Scoreboard {
        wave: &release.wave,
    };
    html! {
        div.notice.doubt.amended {
            p { strong { (locale.t(text::AmendedTitle { date: interface.date(amendment.at), by: amendment.by.as_str() })) } }
            p { (locale.t(text::AmendedReason { reason: amendment.reason.as_str() })) }
            p { (locale.t(text::AMENDED_CHANGES)) }
            ul { @for change in &amendment.changes { li { (difference(interface, change)) } } }
            @match &amendment.unreleasable {
                Some(why) => { p { (locale.t(text::AmendedUnreleasable { why: why.as_str() })) } }
                None => { p { a href=(interface.link(registered)) { (locale.t(text::AMENDED_REGISTERED)) } } }
            }
            @if !amendment.registered.is_empty() {
                table.counts {
                    thead { tr {
                        th scope="col" { (locale.t(text::COLUMN_INDICATOR)) }
                        th.num scope="col" { (locale.t(text::AMENDED_COLUMN_TARGET)) }
                        th.num scope="col" { (locale.t(text::AMENDED_COLUMN_RATE)) }
                        th scope="col" { (locale.t(text::AMENDED_COLUMN_VERDICT)) }
                    } }
                    tbody { @for result in &amendment.registered { (figure(interface, result)) } }
                }
            }
        }
    }
}

fn difference(interface: &Interface, change: &Difference) -> Markup {
    let value = |value: &Option<String>| {
        html! { @if let Some(value) = value { code { (value) } } @else { (interface.locale.t(text::AMENDED_NOTHING)) } }
    };
    html! { code { (change.what) } ": " (value(&change.registered)) " → " (value(&change.now)) }
}

fn figure(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let promised = promised_percent(result);
    html! {
        tr {
            th scope="row" { (interface.text(&result.short)) }
            td.num { (promise(locale, result)) }
            td.num { @if let Some(figure) = result.rate { (Judged(figure.value, promised)) " (" (JudgedInterval(figure.interval, promised)) ")" } @else { "—" } }
            td { @if let Some(word) = Word::on(result) { (word.mark(locale)) } @else { "—" } }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::public::scoreboard::example;
    use plan::verdict::Verdict;
    use results::release::{Judgement, Results};

    fn amended() -> Release {
        let mut release = example::release();
        let Results::Probability { indicators, .. } = &release.results else {
            panic!("the example is a probability wave");
        };
        let mut registered = indicators[..1].to_vec();
        registered[0].judgement = Judgement::Threshold {
            verdict: Verdict::NotMet,
            last: true,
        };
        release.amendment = Some(Box::new(Amendment {
            number: 1,
            by: "王芳".to_owned(),
            at: DateTime::UNIX_EPOCH,
            reason: "<i>typing error</i>".to_owned(),
            changes: vec![Difference {
                what: "promises.sat.target.value".to_owned(),
                registered: Some("90".to_owned()),
                now: Some("80".to_owned()),
            }],
            registered,
            unreleasable: None,
        }));
        release
    }

    #[test]
    fn an_amended_release_says_what_why_and_by_whom_beside_the_registered_verdict() {
        let page = view(&Interface::default(), &amended(), &[]).into_string();
        for said in [
            "王芳",
            "&lt;i&gt;typing error&lt;/i&gt;",
            "<code>promises.sat.target.value</code>: <code>90</code> → <code>80</code>",
            "href=\"/results/residents-2014\"",
            "3f2a 91c0 77de",
            "未达到",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }

    #[test]
    fn a_registered_release_leads_to_the_amended_ones_and_to_its_registration() {
        let page = view(&Interface::default(), &example::release(), &[1, 2]).into_string();
        for to in [
            "/amended/residents-2014/1",
            "/amended/residents-2014/2",
            "/registration/residents-2014",
        ] {
            assert!(page.contains(&format!("href=\"{to}\"")), "{page}");
        }
        assert!(!page.contains("class=\"notice doubt"), "{page}");
    }

    #[test]
    fn a_registration_after_the_opening_says_so() {
        let mut release = example::release();
        release.registration.as_mut().unwrap().written_after_opening = true;
        let page = view(&Interface::default(), &release, &[]).into_string();
        assert!(page.contains("开始之后"), "{page}");
    }
}
