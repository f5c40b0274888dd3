//! The page of an interviewer: what to say, and the households by community.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::addresses::Address;
use crate::interface::Interface;
use crate::resident::notice;
use crate::security;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use fieldwork::store::{Round, VisitedPsu};
use fieldwork::{AdultChoice, CaseNumber, Disposition, Wave};
use messages::{PlainMessage, text, words};

/// What became of the request before.
pub(super) enum Notice {
    Recorded {
        case: CaseNumber,
        result: Disposition,
    },
    /// Why nothing was done.
    Refused(String),
}

/// What the page shows.
pub(super) struct Shown<'a> {
    pub(super) interface: &'a Interface,
    pub(super) staff: &'a Staff,
    pub(super) rounds: Vec<Round>,
    pub(super) today: NaiveDate,
    pub(super) notice: Option<Notice>,
}

impl Shown<'_> {
    pub(super) fn view(&self) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let psus = || self.rounds.iter().flat_map(|round| &round.psus);
        let cases: usize = psus().map(|psu| psu.cases.len()).sum();
        let title = locale.t(text::PLACE_FIELD);
        let studio = Studio::new(interface, self.staff, Place::Field, title);
        studio.script("field.js").body(&html! {
            @match &self.notice {
                Some(Notice::Recorded { case, result }) => {
                    p.notice.good role="status" { (locale.t(text::FieldRecorded { case: case.to_string(), result: words::disposition(locale, *result) })) }
                }
                Some(Notice::Refused(said)) => { p.notice.doubt #refused role="alert" { (said) } }
                None => {}
            }
            p.lead { @if cases == 0 { (locale.t(text::FIELD_NOBODY)) } @else { (locale.t(text::FieldCount { cases, psus: psus().count() })) } }
            (self.phone())
            @for round in &self.rounds { @if !round.psus.is_empty() { (self.round(round)) } }
        })
    }

    /// What only the script can do: taking cases along, and what waits on this phone. Its words stand here, those in braces for
    /// the script to fill in.
    fn phone(&self) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let (number, total, count) = ("{number}", "{total}", "{count}");
        let waits = text::FieldCaseWaits { result: "{result}" };
        html! {
            section.phone-side #phone hidden data-user=(self.staff.user.name) data-day=(self.today) data-policy=(security::POLICY) data-worker=(Address::Worker)
                data-taking=(locale.t(text::FieldTaking { number, total })) data-taken=(locale.t(text::FieldTaken { total })) data-not-taken=(locale.t(text::FieldNotTaken { number }))
                data-visits=(locale.t(text::FieldVisitsWait { count })) data-forms=(locale.t(text::FieldFormsWait { count })) data-waits=(locale.t(waits))
                data-filled=(locale.t(text::FIELD_CASE_FILLED)) data-sign-in=(locale.t(text::FIELD_SIGN_IN)) data-drop=(locale.t(text::FIELD_DROP))
                data-form-waits=(locale.t(text::FIELD_FORM_WAITS)) data-leaving=(locale.t(text::FIELD_LEAVING)) data-no-code=(locale.t(text::FIELD_NO_CODE)) data-old=(locale.t(text::FIELD_OLD)) {
                form method="post" action=(interface.link(Address::FieldCodes)) {
                    (self.staff.form_token())
                    button.wide type="submit" { (locale.t(text::FIELD_TAKE)) }
                    p.help role="status" { (locale.t(text::FIELD_TAKE_HELP)) }
                }
                div.waiting hidden {
                    p role="status" {}
                    ul.plain {}
                    button type="button" { (locale.t(text::FIELD_SEND_NOW)) }
                }
            }
        }
    }

    fn round(&self, round: &Round) -> Markup {
        let (interface, locale) = (self.interface, self.interface.locale);
        let until = interface.last_day(round.wave.closes_at);
        html! {
            h2 { (interface.text(&round.wave.title)) }
            p.help { (locale.t(text::OpenUntil { date: until })) }
            details.elsewhere { summary { (locale.t(text::FIELD_SAY)) } (say(interface, &round.wave, round.choice)) }
            @for (at, psu) in round.psus.iter().enumerate() {
                details.community open[at == 0] {
                    summary { h3 { (psu_name(interface, psu)) } span { (locale.t(text::FieldHouseholds { count: psu.cases.len() })) } }
                    @for visited in &psu.cases { (self.case(visited, round.choice)) }
                }
            }
        }
    }
}

fn psu_name(interface: &Interface, psu: &VisitedPsu) -> String {
    let name = psu.community().map_or("", |name| interface.text(name));
    format!("{name} {}", psu.psu)
}

/// What to say at the door: who asks, why, that one may refuse, that nobody sees the answers, and who answers.
fn say(interface: &Interface, wave: &Wave, choice: AdultChoice) -> Markup {
    let locale = interface.locale;
    html! {
        ol.say {
            li { (locale.t(text::FIELD_SAY_HELLO)) }
            li { (notice::who_asks(interface, wave)) p { (locale.t(text::PRIVACY_WHY)) } }
            li { (locale.t(text::FIELD_SAY_FREE)) }
            li { (locale.t(text::FIELD_SAY_ALONE)) }
            li { (locale.t(adult_rule(choice))) }
            li { (locale.t(notice::contact_title(Some(wave)))) (locale.t(text::FORM_COLON)) (notice::contact(interface, Some(wave))) }
        }
    }
}

/// How the adult who answers is found, as the interviewer does it.
fn adult_rule(choice: AdultChoice) -> PlainMessage {
    match choice {
        AdultChoice::NextBirthday => text::FIELD_ADULT_NEXT_BIRTHDAY,
        AdultChoice::LastBirthday => text::FIELD_ADULT_LAST_BIRTHDAY,
        AdultChoice::Draw => text::FIELD_ADULT_DRAW,
        AdultChoice::Kish => text::FIELD_ADULT_KISH,
    }
}
