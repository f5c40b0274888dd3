//! The page on which PSUs are given to interviewers.

use maud::{Markup, html};

use crate::addresses::Address;
use crate::interface::Interface;
use crate::number::Count;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::waves::cases::tabs;
use accounts::{Permission, User};
use fieldwork::{AdultChoice, InterviewerId, Wave};
use messages::{PlainMessage, text};
use questionnaire::Text;
use sampling::PsuId;

/// A PSU and who visits it.
pub(super) struct Assigned {
    pub(super) code: PsuId,
    pub(super) name: Text,
    pub(super) district: Text,
    /// How many of its cases are still visited.
    pub(super) cases: u64,
    pub(super) to: Option<InterviewerId>,
}

/// What the page shows.
pub(super) struct Shown<'a> {
    pub(super) interface: &'a Interface,
    pub(super) staff: &'a Staff,
    pub(super) wave: &'a Wave,
    pub(super) choice: AdultChoice,
    /// Whether anything can be changed here.
    pub(super) changes: bool,
    /// Interviewers, and who was one when a PSU was given to them.
    pub(super) people: Vec<User>,
    /// In the order drawn.
    pub(super) psus: Vec<Assigned>,
}

impl Shown<'_> {
    /// Those to whom a PSU can be given.
    pub(super) fn active(&self) -> impl Iterator<Item = &User> {
        let people = self.people.iter();
        people.filter(|user| !user.disabled && user.may(Permission::VisitHouseholds))
    }

    /// How many cases somebody still visits.
    pub(super) fn cases_of(&self, interviewer: InterviewerId) -> u64 {
        let own = self.psus.iter().filter(|psu| psu.to == Some(interviewer));
        own.map(|psu| psu.cases).sum()
    }

    /// The page, with how many PSUs were given and codes voided, or what was wrong.
    pub(super) fn view(&self, changed: Option<(u64, u64)>, fault: Option<PlainMessage>) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let here = Address::WaveInterviewers {
            wave: &self.wave.slug,
        };
        let heading = interface.text(&self.wave.title);
        let studio = Studio::new(interface, self.staff, Place::Waves, heading);
        studio.tabs(tabs(interface, self.wave, here)).body(&html! {
            @if let Some((psus, voided)) = changed {
                p.notice.good role="status" {
                    (locale.t(text::InterviewersChanged { count: psus }))
                    @if voided > 0 { " " (locale.t(text::InterviewersVoided { count: voided })) }
                }
            }
            @if let Some(fault) = fault { p.notice.doubt role="alert" { (locale.t(fault)) } }
            p.lead { (locale.t(self.next_step())) }
            p.help { (locale.t(text::INTERVIEWERS_HELP)) }
            @if self.changes { (self.adult_form()) } @else { p { (locale.t(text::INTERVIEWERS_ADULT)) (locale.t(text::LABEL_SEPARATOR)) (locale.t(name(self.choice))) } }
            @if !self.people.is_empty() { (self.loads()) }
            h2 { (locale.t(text::CASES_BY_PSU)) }
            @if self.psus.is_empty() { p.help { (locale.t(text::CASES_NONE)) } }
            @else if self.changes {
                form method="post" action=(interface.link(here)) {
                    (self.staff.form_token())
                    (self.giving())
                    (self.table())
                }
            } @else { (self.table()) }
        })
    }

    /// What the field manager does next.
    fn next_step(&self) -> PlainMessage {
        let free = self
            .psus
            .iter()
            .any(|psu| psu.to.is_none() && psu.cases > 0);
        if !self.changes {
            text::INTERVIEWERS_ONLY_SEEN
        } else if self.active().next().is_none() {
            text::INTERVIEWERS_NONE
        } else if free {
            text::INTERVIEWERS_NEXT_GIVE
        } else {
            text::INTERVIEWERS_NEXT_WAIT
        }
    }

    fn adult_form(&self) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        html! {
            form.narrow method="post" action=(interface.link(Address::WaveInterviewers { wave: &self.wave.slug })) {
                (self.staff.form_token())
                label.f { span { (locale.t(text::INTERVIEWERS_ADULT)) } select #choice name="choice" {
                    @for choice in AdultChoice::ALL { option value=(choice.as_str()) selected[choice == self.choice] { (locale.t(name(choice))) } }
                } }
                p.help { (locale.t(text::INTERVIEWERS_ADULT_HELP)) }
                button type="submit" name="do" value="choice" { (locale.t(text::INTERVIEWERS_ADULT_SUBMIT)) }
            }
        }
    }

    /// What each interviewer has.
    fn loads(&self) -> Markup {
        let locale = self.interface.locale;
        html! {
            h2 { (locale.t(text::INTERVIEWERS_TITLE)) }
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::INTERVIEWERS_TITLE)) { table {
                thead { tr { @for heading in [text::ROLE_INTERVIEWER, text::INTERVIEWERS_PSUS, text::INTERVIEWERS_CASES] { th scope="col" { (locale.t(heading)) } } } }
                tbody { @for user in &self.people { @let id = InterviewerId(user.id.0); tr {
                    th scope="row" { (user.name) }
                    td.num { (Count(self.psus.iter().filter(|psu| psu.to == Some(id)).count() as u64)) }
                    td.num { (Count(self.cases_of(id))) }
                } } }
            } }
        }
    }

    /// Giving the PSUs that are ticked below to somebody, or spreading the rest.
    fn giving(&self) -> Markup {
        let locale = self.interface.locale;
        html! {
            div.two {
                label.f { span { (locale.t(text::INTERVIEWERS_TO)) } select #to name="to" {
                    @for user in self.active() { option value=(user.id) { (user.name) } }
                    option value="nobody" { (locale.t(text::INTERVIEWERS_NOBODY)) }
                } }
            }
            p.help { (locale.t(text::INTERVIEWERS_TAKE_HELP)) }
            div.actions {
                button.main type="submit" name="do" value="give" { (locale.t(text::INTERVIEWERS_GIVE)) }
                button type="submit" name="do" value="spread" { (locale.t(text::INTERVIEWERS_SPREAD)) }
            }
        }
    }

    fn table(&self) -> Markup {
        let locale = self.interface.locale;
        html! {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::CASES_BY_PSU)) { table {
                thead { tr { @for heading in [text::CASES_PSU, text::CASES_STRATUM, text::INTERVIEWERS_CASES, text::ROLE_INTERVIEWER] { th scope="col" { (locale.t(heading)) } } } }
                tbody { @for psu in &self.psus { (self.row(psu)) } }
            } }
        }
    }

    fn row(&self, psu: &Assigned) -> Markup {
        let interface = self.interface;
        let name = interface.text(&psu.name);
        let to = psu
            .to
            .and_then(|to| self.people.iter().find(|user| user.id.0 == to.0));
        html! {
            tr {
                th scope="row" {
                    @if self.changes { label.tick { input type="checkbox" name="psu" value=(psu.code); span { (name) " " small { (psu.code) } } } }
                    @else { (name) " " small { (psu.code) } }
                }
                td { (interface.text(&psu.district)) }
                td.num { (Count(psu.cases)) }
                td { @if let Some(user) = to { (user.name) } @else { "–" } }
            }
        }
    }
}

/// What a way of choosing the adult is called.
fn name(choice: AdultChoice) -> PlainMessage {
    match choice {
        AdultChoice::NextBirthday => text::INTERVIEWERS_NEXT_BIRTHDAY,
        AdultChoice::LastBirthday => text::INTERVIEWERS_LAST_BIRTHDAY,
        AdultChoice::Draw => text::INTERVIEWERS_DRAW,
        AdultChoice::Kish => text::INTERVIEWERS_KISH,
    }
}
