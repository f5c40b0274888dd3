//! The desk: how many booklets wait, the next one from the pile, and what became of the last.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::laid::{self, Fault, Laid, Step};
use super::{CODE, COPY, entry, settling};
use crate::addresses::{Address, telling};
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use crate::studio::waves::cases::load_sampled;
use crate::studio::waves::state;
use accounts::Permission;
use fieldwork::store::{WaitingCount, count_waiting_booklets};
use fieldwork::{AccessCode, Spent, Wave, WaveState};
use messages::{PlainMessage, text};

/// What became of the last booklet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Entered,
    Counted,
    Differs,
    ScreenedOut,
    Removed,
}

impl Told {
    const ALL: [Self; 5] = [
        Self::Entered,
        Self::Counted,
        Self::Differs,
        Self::ScreenedOut,
        Self::Removed,
    ];

    /// The word in the address.
    fn word(self) -> &'static str {
        match self {
            Self::Entered => "entered",
            Self::Counted => "counted",
            Self::Differs => "differs",
            Self::ScreenedOut => "screened-out",
            Self::Removed => "removed",
        }
    }

    fn said(self) -> PlainMessage {
        match self {
            Self::Entered => text::PAPER_TOLD_ENTERED,
            Self::Counted => text::PAPER_TOLD_COUNTED,
            Self::Differs => text::PAPER_TOLD_DIFFERS,
            Self::ScreenedOut => text::PAPER_TOLD_SCREENED_OUT,
            Self::Removed => text::PAPER_TOLD_REMOVED,
        }
    }
}

/// Shows the desk.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let desk = Desk::of(&app, &wave).await?;
    let word = query.get("told");
    let told = (Told::ALL.into_iter()).find(|told| Some(told.word()) == word);
    Ok(desk.view(&interface, &staff, told, None))
}

/// Takes the next booklet from the pile: shows what is to be done with it.
pub(crate) async fn take(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let laid = match lay(&app, &interface, &staff, &slug, &typed).await? {
        Ok(laid) => laid,
        Err(refused) => return Ok(refused),
    };
    let page = match laid.step {
        Step::First | Step::Second { .. } => entry::blank(&interface, &staff, &laid)?,
        Step::Settle { .. } => settling::blank(&interface, &staff, &laid)?,
    };
    Ok(page.into_response())
}

/// The booklet that a form is about, laid on the desk; or the desk with why nothing can be done with it.
pub(super) async fn lay(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    slug: &str,
    typed: &Typed,
) -> Result<Result<Laid, Response>, Error> {
    let wave = load_sampled(app, slug).await?;
    match Laid::of(app, staff, wave, typed).await? {
        Ok(laid) => Ok(Ok(laid)),
        Err(fault) => {
            let refused = refuse(app, interface, staff, slug, typed, fault).await?;
            Ok(Err(refused))
        }
    }
}

/// Removes what was typed of a booklet: it was typed in as another copy, or somebody mistook it for another.
pub(crate) async fn remove(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Redirect, Error> {
    let wave = load_sampled(&app, &slug).await?;
    let code = AccessCode::parse(typed.text(CODE));
    let code = code.ok_or(Error::Malformed(FormFault::Foreign))?;
    laid::remove(&app, &staff, &wave, code, "anew").await?;
    Ok(back(&interface, &wave, Told::Removed))
}

/// The way back to the desk, with what became of the booklet.
pub(super) fn back(interface: &Interface, wave: &Wave, told: Told) -> Redirect {
    let desk = interface.link(Address::WavePaper { wave: &wave.slug });
    Redirect::to(&telling(&desk, told.word()))
}

/// The desk, with why nothing can be done with the booklet.
pub(super) async fn refuse(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    slug: &str,
    typed: &Typed,
    fault: Fault,
) -> Result<Response, Error> {
    let wave = load_sampled(app, slug).await?;
    let desk = Desk::of(app, &wave).await?;
    let page = desk.view(interface, staff, None, Some((fault, typed)));
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// The desk as it stands.
struct Desk<'a> {
    wave: &'a Wave,
    now: WaveState,
    waiting: WaitingCount,
    /// How many variants of the booklet there are.
    copies: u8,
}

impl<'a> Desk<'a> {
    async fn of(app: &App, wave: &'a Wave) -> Result<Self, Error> {
        Ok(Self {
            wave,
            now: wave.state(app.clock.now()),
            waiting: count_waiting_booklets(&app.db, wave.id).await?,
            copies: app.version_of(wave).await?.variants.count(),
        })
    }

    fn view(
        &self,
        interface: &Interface,
        staff: &Staff,
        told: Option<Told>,
        fault: Option<(Fault, &Typed)>,
    ) -> Markup {
        let locale = interface.locale;
        let wave = self.wave;
        Studio::new(interface, staff, Place::Waves, locale.t(text::PAPER_TITLE))
            .state(state(interface, self.now))
            .body(&html! {
                p {
                    @if staff.may(Permission::SeeWaves) { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
                    @else { (interface.text(&wave.title)) }
                }
                @if let Some(told) = told { p.notice role="status" { (locale.t(told.said())) } }
                @if let Some((fault, typed)) = fault { (self.refused(interface, staff, fault, typed)) }
                @if self.now == WaveState::Open { (self.next(interface, staff, fault)) }
                @else if fault.is_none() { p.notice { (locale.t(text::PAPER_NOT_OPEN)) } }
                h2 { (locale.t(text::PAPER_WAITING)) }
                dl.facts {
                    dt { (locale.t(text::PAPER_ENTERED_ONCE)) } dd { (locale.t(text::PaperBooklets { count: self.waiting.entered_once })) }
                    dt { (locale.t(text::PAPER_TO_SETTLE)) } dd { (locale.t(text::PaperBooklets { count: self.waiting.to_settle })) }
                }
                @if self.now == WaveState::Open {
                    p.help { (locale.t(text::PaperWaitingHelp { at: interface.moment(wave.closes_at) })) }
                }
                details {
                    summary { (locale.t(text::PAPER_HOW_TITLE)) }
                    ol { @for step in [text::PAPER_STEP_FIRST, text::PAPER_STEP_SECOND, text::PAPER_STEP_SETTLE, text::PAPER_STEP_SHRED] { li { (locale.t(step)) } } }
                    p { (locale.t(text::PAPER_KEY)) }
                }
            })
    }

    /// The form that asks for the booklet on top of the pile.
    fn next(&self, interface: &Interface, staff: &Staff, fault: Option<(Fault, &Typed)>) -> Markup {
        let locale = interface.locale;
        let action = Address::WavePaperBooklet {
            wave: &self.wave.slug,
        };
        // What has to be corrected stands there again, and nothing of a booklet that is done with.
        let kept = |field: &str, faulty: fn(Fault) -> bool| {
            let typed = fault.filter(|(fault, _)| faulty(*fault));
            typed.map(|(_, typed)| typed.text(field).to_owned())
        };
        let code = kept(CODE, |fault| matches!(fault, Fault::NoCode | Fault::NoCopy));
        let copy = kept(COPY, |fault| fault == Fault::NoCopy);
        html! {
            form.narrow method="post" action=(interface.link(action)) {
                (staff.form_token())
                label.f {
                    span { (locale.t(text::PAPER_CODE)) small { (locale.t(text::PAPER_CODE_HELP)) } }
                    input type="text" name=(CODE) required maxlength="200" autocomplete="off" spellcheck="false" autofocus value=[code] aria-describedby=[fault.map(|_| "fault")];
                }
                @if self.copies > 1 {
                    label.f {
                        span { (locale.t(text::PAPER_COPY_NUMBER)) small { (locale.t(text::PAPER_COPY_HELP)) } }
                        input.short type="text" name=(COPY) required inputmode="numeric" maxlength="3" autocomplete="off" value=[copy] aria-describedby=[fault.map(|_| "fault")];
                    }
                }
                button.main type="submit" { (locale.t(text::PAPER_NEXT)) }
            }
        }
    }

    /// Why nothing can be done with a booklet, and the way out where there is one.
    fn refused(&self, interface: &Interface, staff: &Staff, fault: Fault, typed: &Typed) -> Markup {
        let anew = matches!(fault, Fault::OwnEntry | Fault::OtherCopy { .. });
        html! {
            div.notice.doubt #fault role="alert" {
                p { (said(interface, fault)) }
                @if anew { (removal(interface, staff, self.wave, typed.text(CODE))) }
            }
        }
    }
}

/// A button that removes what was typed of a booklet.
pub(super) fn removal(interface: &Interface, staff: &Staff, wave: &Wave, code: &str) -> Markup {
    let action = Address::WavePaperRemoval { wave: &wave.slug };
    html! {
        form method="post" action=(interface.link(action)) {
            (staff.form_token())
            input type="hidden" name=(CODE) value=(code);
            button.danger type="submit" { (interface.locale.t(text::PAPER_REMOVE)) }
        }
    }
}

fn said(interface: &Interface, fault: Fault) -> String {
    let locale = interface.locale;
    match fault {
        Fault::NotOpen(_) => locale.t(text::PAPER_NOT_OPEN),
        Fault::NoCode => locale.t(text::PAPER_FAULT_CODE),
        Fault::NoCopy => locale.t(text::PAPER_FAULT_COPY),
        Fault::Spent { spent, removed } => {
            let spent = locale.t(match spent {
                Spent::Used | Spent::HouseholdAnswered => text::PAPER_FAULT_ANSWERED,
                Spent::Void => text::PAPER_FAULT_VOID,
            });
            if removed {
                format!("{spent}{}", locale.t(text::PAPER_FAULT_REMOVED))
            } else {
                spent
            }
        }
        Fault::OwnEntry => locale.t(text::PAPER_FAULT_OWN),
        Fault::OtherCopy { first } => locale.t(text::PaperFaultOtherCopy {
            first: first.to_string(),
        }),
        Fault::Meanwhile => locale.t(text::PAPER_FAULT_MEANWHILE),
    }
}
