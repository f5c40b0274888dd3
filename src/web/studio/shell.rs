//! The shell around the pages of staff.

use maud::{DOCTYPE, Markup, html};

use super::staff::Staff;
use crate::addresses::Address;
use crate::asset;
use crate::error_page::sentence;
use crate::interface::Interface;
use accounts::Permission;
use messages::{Locale, PlainMessage, text};

/// The places of the studio, as its navigation names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Plans and what they promise.
    Plans,
    /// Drafts and versions.
    Questionnaires,
    /// Frames, and lists that are none yet.
    Frames,
    /// Samples.
    Samples,
    /// Waves.
    Waves,
    /// The households that one visits.
    Field,
    /// The results of the part of the city that one answers for.
    Results,
    /// Staff and their roles.
    People,
    /// What was done.
    Audit,
    /// One's own account.
    Account,
}

impl Place {
    /// The places in the navigation; one's own account stands at its end, under one's name.
    const ALL: [Self; 9] = [
        Self::Questionnaires,
        Self::Plans,
        Self::Frames,
        Self::Samples,
        Self::Waves,
        Self::Field,
        Self::Results,
        Self::People,
        Self::Audit,
    ];

    /// The places that somebody may go to.
    pub(super) fn open_to(staff: &Staff) -> impl Iterator<Item = Self> {
        Self::ALL
            .into_iter()
            .filter(|place| place.needs().is_none_or(|needed| staff.may(needed)))
    }

    /// What one does there.
    pub(super) fn purpose(self) -> PlainMessage {
        match self {
            Self::Plans => text::PURPOSE_PLANS,
            Self::Questionnaires => text::PURPOSE_QUESTIONNAIRES,
            Self::Frames => text::PURPOSE_FRAMES,
            Self::Samples => text::PURPOSE_SAMPLES,
            Self::Waves => text::PURPOSE_WAVES,
            Self::Field => text::PURPOSE_FIELD,
            Self::Results => text::PURPOSE_RESULTS,
            Self::People => text::PURPOSE_PEOPLE,
            Self::Audit => text::PURPOSE_AUDIT,
            Self::Account => text::PURPOSE_ACCOUNT,
        }
    }

    pub(super) fn label(self) -> PlainMessage {
        match self {
            Self::Plans => text::PLACE_PLANS,
            Self::Questionnaires => text::PLACE_QUESTIONNAIRES,
            Self::Frames => text::PLACE_FRAMES,
            Self::Samples => text::PLACE_SAMPLES,
            Self::Waves => text::PLACE_WAVES,
            Self::Field => text::PLACE_FIELD,
            Self::Results => text::PLACE_RESULTS,
            Self::People => text::PLACE_PEOPLE,
            Self::Audit => text::PLACE_AUDIT,
            Self::Account => text::PLACE_ACCOUNT,
        }
    }

    /// Its address.
    pub(super) fn path(self) -> Address<'static> {
        match self {
            Self::Plans => Address::Plans,
            Self::Questionnaires => Address::Questionnaires,
            Self::Frames => Address::Frames,
            Self::Samples => Address::Samples,
            Self::Waves => Address::Waves,
            Self::Field => Address::Field,
            Self::Results => Address::OwnResults,
            Self::People => Address::People,
            Self::Audit => Address::Audit,
            Self::Account => Address::Account,
        }
    }

    /// What it takes to go there; nothing but a session for one's own account.
    fn needs(self) -> Option<Permission> {
        match self {
            Self::Questionnaires => Some(Permission::SeeQuestionnaires),
            Self::Plans | Self::Frames | Self::Samples | Self::Waves => Some(Permission::SeeWaves),
            Self::Field => Some(Permission::VisitHouseholds),
            Self::Results => Some(Permission::ReadOwnResults),
            Self::People => Some(Permission::ManagePeople),
            Self::Audit => Some(Permission::ReadAudit),
            Self::Account => None,
        }
    }
}

/// A page of staff to be.
#[derive(Debug)]
pub(crate) struct Studio<'a> {
    interface: &'a Interface,
    staff: Option<&'a Staff>,
    heading: String,
    place: Option<Place>,
    state: Option<String>,
    actions: Option<Markup>,
    tabs: Option<Markup>,
    full: bool,
    scripts: Vec<&'static str>,
}

impl<'a> Studio<'a> {
    /// A page under this heading, in this place.
    pub(crate) fn new(
        interface: &'a Interface,
        staff: &'a Staff,
        place: Place,
        heading: impl Into<String>,
    ) -> Self {
        Self {
            place: Some(place),
            ..Self::in_no_place(interface, Some(staff), heading)
        }
    }

    /// The front door, which is in none of the places.
    pub(super) fn at_home(
        interface: &'a Interface,
        staff: &'a Staff,
        heading: impl Into<String>,
    ) -> Self {
        Self::in_no_place(interface, Some(staff), heading)
    }

    /// A page for whoever has not signed in yet.
    pub(super) fn outside(interface: &'a Interface, heading: impl Into<String>) -> Self {
        Self::in_no_place(interface, None, heading)
    }

    /// A page that belongs to none of the places: it says that there is no such page.
    pub(crate) fn in_no_place(
        interface: &'a Interface,
        staff: Option<&'a Staff>,
        heading: impl Into<String>,
    ) -> Self {
        Self {
            interface,
            staff,
            heading: heading.into(),
            place: None,
            state: None,
            actions: None,
            tabs: None,
            full: false,
            scripts: Vec::new(),
        }
    }

    /// A word beside the heading: draft, published, closed.
    pub(crate) fn state(self, state: impl Into<String>) -> Self {
        Self {
            state: Some(state.into()),
            ..self
        }
    }

    /// Buttons beside the heading.
    pub(crate) fn actions(self, actions: Markup) -> Self {
        Self {
            actions: Some(actions),
            ..self
        }
    }

    /// The pages beside this one.
    pub(crate) fn tabs(self, tabs: Markup) -> Self {
        Self {
            tabs: Some(tabs),
            ..self
        }
    }

    /// Lets the page have the whole width of the window.
    pub(crate) fn full(self) -> Self {
        Self { full: true, ..self }
    }

    /// Loads a script of `static/`.
    pub(crate) fn script(mut self, name: &'static str) -> Self {
        self.scripts.push(name);
        self
    }

    /// The whole document.
    pub(crate) fn body(&self, body: &Markup) -> Markup {
        let locale = self.interface.locale;
        html! {
            (DOCTYPE)
            html lang=(locale.document_language()) .elder[self.interface.large] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (self.heading) " · " (locale.t(text::STUDIO_NAME)) }
                    link rel="stylesheet" href=(asset::address("app.css"));
                    link rel="stylesheet" href=(asset::address("studio.css"));
                    link rel="icon" href=(asset::address("icon.svg"));
                    @for script in &self.scripts { script src=(asset::address(script)) defer {} }
                }
                body.studio {
                    a.skip href="#main" { (locale.t(text::SKIP_LINK)) }
                    (self.top())
                    main #main .full[self.full] tabindex="-1" {
                        @if let Some(fault) = self.staff.and_then(|staff| staff.fault) {
                            p.notice.doubt role="alert" {
                                strong { (locale.t(text::STORAGE_NO_ANSWERS)) } " " (locale.t(sentence(fault)))
                            }
                        }
                        div.headline {
                            h1 { (self.heading) }
                            @if let Some(state) = &self.state { span.state { (state) } }
                            @if let Some(actions) = &self.actions { div.actions { (actions) } }
                        }
                        @if let Some(tabs) = &self.tabs { (tabs) }
                        (body)
                    }
                }
            }
        }
    }

    fn top(&self) -> Markup {
        let interface = self.interface;
        let locale = interface.locale;
        html! {
            header.top {
                a.brand href=(interface.link(Address::Studio)) { (locale.t(text::STUDIO_NAME)) }
                @if let Some(staff) = self.staff {
                    nav.places aria-label=(locale.t(text::STUDIO_NAV_LABEL)) {
                        @for place in Place::open_to(staff) {
                            a href=(interface.link(place.path())) aria-current=[(self.place == Some(place)).then_some("page")] {
                                (locale.t(place.label()))
                            }
                        }
                    }
                }
                div.reading {
                    @for other in Locale::ALL.into_iter().filter(|other| *other != locale) {
                        a href=(interface.read_in(other).here()) lang=(other.document_language()) hreflang=(other.document_language()) {
                            (other.t(text::LANGUAGE_NAME))
                        }
                    }
                    @if let Some(staff) = self.staff {
                        a href=(interface.link(Address::Account)) aria-label=(format!("{}{}{}", locale.t(Place::Account.label()), locale.t(text::LABEL_SEPARATOR), staff.user.name)) aria-current=[(self.place == Some(Place::Account)).then_some("page")] { (staff.user.name) }
                        form method="post" action=(interface.link(Address::Logout)) {
                            (staff.form_token())
                            button.quiet type="submit" { (locale.t(text::SIGN_OUT)) }
                        }
                    }
                }
            }
        }
    }
}
