//! The page of a wave's letters.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use crate::addresses::Address;
use crate::interface::Interface;
use crate::letters::{Standing, explain_plan, name};
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::Permission;
use clock::in_china;
use fieldwork::mailing::{MOST_REMINDERS, PlanFault};
use fieldwork::store::Replicate;
use fieldwork::{Mailing, MailingKind, Occasion, Wave, WaveState};
use messages::{grouped, text};

/// What is wrong with what was asked for, at the form that asked.
#[derive(Default)]
pub(super) struct Refused<'a> {
    /// Why no letters were made, or none can be fetched.
    pub(super) making: Option<String>,
    /// Making this again voids codes, which was not confirmed.
    pub(super) unsure: Option<Occasion>,
    pub(super) plan: Option<(&'a Typed, PlanRefused)>,
    /// The number that was typed, and why its household gets no code.
    pub(super) fresh: Option<(&'a str, String)>,
}

/// Why reminders are not planned as they were typed.
pub(super) enum PlanRefused {
    Unreadable,
    Fault(PlanFault),
}

/// How the word begins by which a form asks for the invitation of a replicate.
pub(super) const OF_REPLICATE: &str = "replicate-";

/// The field of the day of a reminder, from 1.
pub(super) fn day_field(number: usize) -> String {
    format!("day{number}")
}

/// What the page shows.
pub(super) struct Shown<'a> {
    pub(super) interface: &'a Interface,
    pub(super) staff: &'a Staff,
    pub(super) wave: &'a Wave,
    pub(super) now: DateTime<Utc>,
    pub(super) mailings: Vec<Mailing>,
    pub(super) replicates: Vec<Replicate>,
    pub(super) standing: Option<Standing>,
    /// Whether letters lead to the installation from anywhere.
    pub(super) has_address: bool,
    pub(super) refused: Refused<'a>,
}

impl Shown<'_> {
    /// The whole page; `site` is where letters lead to.
    pub(super) fn view(&self, site: &str) -> Markup {
        let (interface, wave) = (self.interface, self.wave);
        let locale = interface.locale;
        let open = wave.state(self.now) != WaveState::Closed;
        let acts = open && self.staff.may(Permission::ManageWaves);
        let free = matches!(self.standing, None | Some(Standing::Failed));
        Studio::new(interface, self.staff, Place::Waves, locale.t(text::LETTERS_TITLE)).body(&html! {
            p { a href=(interface.link(Address::StaffWave { wave: &wave.slug })) { (interface.text(&wave.title)) } }
            @if !self.has_address { p.notice.doubt role="alert" { (locale.t(text::BookletAddress { address: site })) } }
            @match self.standing {
                Some(standing) => { (self.finished(standing)) }
                None => { p.lead { (self.next_step()) } }
            }
            @if let Some(why) = &self.refused.making { p.notice.doubt role="alert" { (why) } }
            p.help { (locale.t(text::LETTERS_HELP)) }
            p { a.button.quiet href=(interface.link(Address::WaveAddresses { wave: &wave.slug })) { (locale.t(text::ADDRESSES_TITLE)) }
                @if !self.replicates.is_empty() { " " a.button.quiet href=(interface.link(Address::WaveReserve { wave: &wave.slug })) { (locale.t(text::RESERVE_TITLE)) } }
            }
            (self.table())
            @if acts && free { (self.making()) }
            @if acts { (self.planning()) (self.fresh_code()) }
            @if acts && free { (self.making_again()) }
        })
    }

    fn reminders(&self) -> impl Iterator<Item = &Mailing> {
        self.mailings
            .iter()
            .filter(|mailing| mailing.kind == MailingKind::Reminder)
    }

    fn invitation(&self) -> Option<&Mailing> {
        let mut mailings = self.mailings.iter();
        mailings.find(|mailing| mailing.kind == MailingKind::Invitation)
    }

    /// The first replicate that was released and has no invitation yet.
    fn uninvited(&self) -> Option<i64> {
        let invited = |number| self.mailings.iter().any(|it| it.replicate == Some(number));
        let mut released = self.replicates.iter().filter(|it| it.released.is_some());
        released.find(|it| !invited(it.number)).map(|it| it.number)
    }

    /// What a mailing is called, with its number or its day where there are several of its kind.
    fn name_of(&self, mailing: &Mailing) -> String {
        let name = name(self.interface.locale, mailing.kind);
        match (mailing.replicate, mailing.planned_on) {
            (Some(number), _) => format!("{name} {number}"),
            (None, Some(day)) => format!("{name} {}", self.interface.day(day)),
            (None, None) => name,
        }
    }

    /// What the field manager does next.
    fn next_step(&self) -> String {
        let locale = self.interface.locale;
        if self.wave.state(self.now) == WaveState::Closed {
            return locale.t(text::LETTERS_CLOSED);
        }
        if self.invitation().is_none() {
            return locale.t(text::LETTERS_NEXT_INVITATION);
        }
        if let Some(number) = self.uninvited() {
            return locale.t(text::LettersNextReplicate {
                number: number.to_string(),
            });
        }
        let today = in_china(self.now).date_naive();
        let due = self.reminders().find(|mailing| mailing.made.is_none());
        match due.and_then(|mailing| mailing.planned_on) {
            Some(day) if day < today => locale.t(text::LettersNextOverdue {
                date: self.interface.day(day),
            }),
            Some(day) => locale.t(text::LettersNextReminder {
                date: self.interface.day(day),
            }),
            None if self.reminders().next().is_none() => locale.t(text::LETTERS_NEXT_PLAN),
            None => locale.t(text::LETTERS_NEXT_NONE),
        }
    }

    /// Letters that are being written or wait to be fetched.
    fn finished(&self, standing: Standing) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        match standing {
            Standing::Running { done, of } => {
                let said = locale.t(text::LettersRunning { done, of });
                html! {
                    p role="status" { (said) }
                    progress value=(done) max=(of.max(1)) aria-label=(said) {}
                    p.help { (locale.t(text::WAVE_OPENING_WAIT)) }
                }
            }
            Standing::Waiting {
                letters,
                voided,
                maker,
                until,
            } if maker == self.staff.user.id => {
                let until = interface.moment(until);
                html! {
                    div.decision {
                        p role="status" { strong { (locale.t(text::LettersWaiting { count: letters, until })) } }
                        @if voided > 0 { p { (locale.t(text::LettersWaitingVoided { count: voided })) } }
                        p { (locale.t(text::LETTERS_PRINT)) }
                        form method="post" action=(interface.link(Address::WaveLetterFile { wave: &self.wave.slug })) {
                            (self.staff.form_token())
                            button.main type="submit" { (locale.t(text::LETTERS_FETCH)) }
                        }
                    }
                }
            }
            Standing::Waiting { until, .. } => html! {
                p.notice role="status" { (locale.t(text::LettersWaitingOther { until: interface.moment(until) })) }
            },
            Standing::Failed => {
                html! { p.notice.doubt role="alert" { (locale.t(text::LETTERS_BROKEN)) } }
            }
        }
    }

    /// What was made and what is planned; fresh codes are counted.
    fn table(&self) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let listed = |mailing: &&Mailing| mailing.kind != MailingKind::Single;
        let singles = self.mailings.iter().filter(|it| !listed(it)).count();
        html! {
            @if self.mailings.iter().any(|mailing| listed(&mailing)) {
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::LETTERS_TITLE)) {
                    table {
                        thead { tr {
                            @for head in [text::LETTERS_KIND, text::LETTERS_PLANNED_ON, text::LETTERS_MADE_AT, text::LETTERS_MADE_BY, text::LETTERS_COUNT, text::LETTERS_USABLE] { th scope="col" { (locale.t(head)) } }
                        } }
                        tbody { @for mailing in self.mailings.iter().filter(listed) { tr {
                            th scope="row" { (name(locale, mailing.kind)) @if let Some(number) = mailing.replicate { " " (number) } }
                            td { @if let Some(day) = mailing.planned_on { (interface.day(day)) } }
                            @match &mailing.made {
                                Some(made) => {
                                    td { (interface.moment(made.at)) }
                                    td { (made.by) }
                                    td.num { (grouped(&made.letters.to_string())) }
                                    td.num { (grouped(&mailing.usable.to_string())) }
                                }
                                None => { td { (locale.t(text::LETTERS_NOT_MADE)) } td {} td {} td {} }
                            }
                        } } }
                    }
                }
            } @else { p { (locale.t(text::LETTERS_NONE)) } }
            @if singles > 0 { p { (locale.t(text::LettersSingles { count: singles })) } }
        }
    }

    /// The form that makes what comes next: the invitation, then one reminder after the other.
    fn making(&self) -> Markup {
        let next = self.reminders().find(|mailing| mailing.made.is_none());
        let locale = self.interface.locale;
        let (occasion, name) = match (self.invitation(), self.uninvited(), next) {
            (None, ..) => (Occasion::Invitation, name(locale, MailingKind::Invitation)),
            (Some(_), Some(number), _) => {
                let name = name(locale, MailingKind::Replicate);
                (Occasion::Replicate(number), format!("{name} {number}"))
            }
            (Some(_), None, Some(next)) => (Occasion::Reminder(next.id), name(locale, next.kind)),
            (Some(_), None, None) => return Markup::default(),
        };
        html! {
            h2 { (locale.t(text::LETTERS_MAKE_TITLE)) }
            (self.make_form(occasion, &name, None))
        }
    }

    /// The forms that make one again.
    fn making_again(&self) -> Markup {
        let locale = self.interface.locale;
        let made: Vec<(Occasion, &Mailing)> = (self.mailings.iter())
            .filter(|mailing| mailing.made.is_some())
            .filter_map(|mailing| Some((occasion_of(mailing)?, mailing)))
            .collect();
        html! {
            @if !made.is_empty() {
                h2 { (locale.t(text::LETTERS_AGAIN_TITLE)) }
                p.help { (locale.t(text::LETTERS_AGAIN_HELP)) }
                @for (occasion, mailing) in made { (self.make_form(occasion, &self.name_of(mailing), Some(mailing))) }
            }
        }
    }

    fn make_form(&self, occasion: Occasion, name: &str, again: Option<&Mailing>) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let word = match occasion {
            Occasion::Reminder(id) => id.0.to_string(),
            Occasion::Replicate(number) => format!("{OF_REPLICATE}{number}"),
            Occasion::Invitation | Occasion::Single(_) => {
                MailingKind::Invitation.as_str().to_owned()
            }
        };
        let usable = again.map_or(0, |mailing| mailing.usable);
        let unsure = self.refused.unsure == Some(occasion);
        let fault = format!("unsure-{word}");
        html! {
            form.narrow method="post" action=(interface.link(Address::WaveLetters { wave: &self.wave.slug })) {
                (self.staff.form_token())
                input type="hidden" name="mailing" value=(word);
                @if usable > 0 {
                    @if unsure { p.message id=(fault) role="alert" { (locale.t(text::LETTERS_NO_CONSENT)) } }
                    label.tick { input type="checkbox" name="sure" value="yes" required aria-describedby=[unsure.then_some(&fault)]; span { (locale.t(text::LettersSure { count: usable })) } }
                }
                @if again.is_some() { button.danger type="submit" { (locale.t(text::LettersMakeAgain { name })) } }
                @else { button.main type="submit" { (locale.t(text::LettersMake { name })) } }
            }
        }
    }

    /// The form that plans the reminders which were not made.
    fn planning(&self) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let made = self.reminders().filter(|mailing| mailing.made.is_some());
        let made = made.count();
        let planned: Vec<String> = (self.reminders())
            .filter(|mailing| mailing.made.is_none())
            .filter_map(|mailing| Some(mailing.planned_on?.to_string()))
            .collect();
        let typed = self.refused.plan.as_ref().map(|(typed, _)| *typed);
        let value = |number: usize| match typed {
            Some(typed) => Some(typed.text(&day_field(number)).to_owned()),
            None => planned.get(number - 1).cloned(),
        };
        let fault = self.refused.plan.as_ref().map(|(_, fault)| fault);
        html! {
            @if made < MOST_REMINDERS {
                h2 { (locale.t(text::LETTERS_PLAN_TITLE)) }
                p.help { (locale.t(text::LETTERS_PLAN_HELP)) }
                form.narrow method="post" action=(interface.link(Address::WaveReminders { wave: &self.wave.slug })) {
                    (self.staff.form_token())
                    @if let Some(fault) = fault { p.message #plan-fault role="alert" { (self.explain_plan(fault)) } }
                    @for number in 1..=MOST_REMINDERS - made {
                        label.f {
                            span { (locale.t(text::LettersPlanDay { number: (made + number).to_string() })) }
                            input type="date" name=(day_field(number)) value=[value(number)] aria-describedby=[fault.map(|_| "plan-fault")];
                        }
                    }
                    button type="submit" { (locale.t(text::LETTERS_PLAN_SUBMIT)) }
                }
            }
        }
    }

    fn explain_plan(&self, fault: &PlanRefused) -> String {
        let locale = self.interface.locale;
        match fault {
            PlanRefused::Unreadable => locale.t(text::LETTERS_PLAN_UNREADABLE),
            PlanRefused::Fault(fault) => explain_plan(locale, *fault),
        }
    }

    /// The form that makes a fresh code for one household.
    fn fresh_code(&self) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let fault = self.refused.fresh.as_ref();
        html! {
            h2 { (locale.t(text::LETTERS_FRESH_TITLE)) }
            p.help { (locale.t(text::LETTERS_FRESH_HELP)) }
            form.narrow method="post" action=(interface.link(Address::WaveFreshCode { wave: &self.wave.slug })) {
                (self.staff.form_token())
                label.f {
                    span { (locale.t(text::LETTERS_FRESH_CASE)) }
                    @if let Some((_, why)) = fault { b.message #case-fault role="alert" { (why) } }
                    input type="text" name="case" required inputmode="numeric" maxlength="18" autocomplete="off" value=[fault.map(|(typed, _)| typed)] aria-describedby=[fault.map(|_| "case-fault")] aria-invalid=[fault.map(|_| "true")];
                }
                button type="submit" { (locale.t(text::LETTERS_FRESH_SUBMIT)) }
            }
        }
    }
}

/// How a mailing is made again; a fresh code is not, nor what interviewers take along.
fn occasion_of(mailing: &Mailing) -> Option<Occasion> {
    match mailing.kind {
        MailingKind::Invitation => Some(Occasion::Invitation),
        MailingKind::Replicate => mailing.replicate.map(Occasion::Replicate),
        MailingKind::Reminder => Some(Occasion::Reminder(mailing.id)),
        MailingKind::Single | MailingKind::Visits => None,
    }
}
