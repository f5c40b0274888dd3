//! What is said of closing a wave before its time: the form that asks for it, and the reason in the log.

use maud::{Markup, html};

use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use crate::studio::typed::LONGEST_REASON;
use accounts::Action;
use accounts::store::find_last_entry;
use fieldwork::Wave;
use messages::text;

/// What is wrong with the wish to close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NoReason,
    NoConsent,
}

/// What the log calls a wave.
pub(super) fn subject(slug: &str) -> String {
    format!("wave {slug}")
}

/// Why somebody closed a wave before its time, if somebody did.
pub(super) async fn reason(app: &App, slug: &str) -> Result<Option<String>, Error> {
    let entry = find_last_entry(&app.db, Action::CloseWave, &subject(slug)).await?;
    let after = entry.and_then(|entry| entry.after);
    Ok(after.and_then(|after| Some(after.get("reason")?.as_str()?.to_owned())))
}

/// The form that asks for a reason and for consent.
pub(super) fn form(
    interface: &Interface,
    staff: &Staff,
    wave: &Wave,
    fault: Option<Fault>,
) -> Markup {
    let locale = interface.locale;
    html! {
        h2 { (locale.t(text::WAVE_CLOSE_TITLE)) }
        p { (locale.t(text::WAVE_CLOSE_HELP)) }
        form.narrow method="post" action=(interface.link(Address::WaveClose { wave: &wave.slug })) {
            (staff.form_token())
            label.f {
                span { (locale.t(text::WAVE_CLOSE_REASON)) }
                @if fault == Some(Fault::NoReason) { span.message #reason-fault role="alert" { (locale.t(text::WAVE_CLOSE_NO_REASON)) } }
                input type="text" name="reason" required maxlength=(LONGEST_REASON) aria-describedby=[(fault == Some(Fault::NoReason)).then_some("reason-fault")];
            }
            @if fault == Some(Fault::NoConsent) { p.message #consent-fault role="alert" { (locale.t(text::WAVE_CLOSE_NO_CONSENT)) } }
            label.tick { input type="checkbox" name="sure" value="yes" required aria-describedby=[(fault == Some(Fault::NoConsent)).then_some("consent-fault")]; span { (locale.t(text::WAVE_CLOSE_SURE)) } }
            button.danger type="submit" { (locale.t(text::WAVE_CLOSE_SUBMIT)) }
        }
    }
}
