//! The pages of one draft, side by side above each of them.

use maud::{Markup, html};

use crate::addresses::Address;
use crate::interface::Interface;
use crate::studio::staff::Staff;
use accounts::Permission;
use authoring::draft::{Draft, DraftId, DraftState};
use messages::{PlainMessage, text};

/// A page of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    /// Where it is on its way.
    Overview,
    /// The designer.
    Design,
    /// The map of paths.
    Paths,
    /// The translations side by side.
    Translation,
    /// What it changes.
    Difference,
    /// The TOML text.
    Text,
}

impl Tab {
    const ALL: [Self; 6] = [
        Self::Overview,
        Self::Design,
        Self::Paths,
        Self::Translation,
        Self::Difference,
        Self::Text,
    ];

    fn label(self) -> PlainMessage {
        match self {
            Self::Overview => text::TAB_OVERVIEW,
            Self::Design => text::TAB_DESIGN,
            Self::Paths => text::TAB_PATHS,
            Self::Translation => text::TAB_TRANSLATION,
            Self::Difference => text::TAB_DIFFERENCE,
            Self::Text => text::TAB_TEXT,
        }
    }

    fn address(self, draft: DraftId) -> Address<'static> {
        match self {
            Self::Overview => Address::Draft { draft },
            Self::Design => Address::DraftDesign { draft },
            Self::Paths => Address::DraftPaths { draft },
            Self::Translation => Address::DraftTranslation { draft },
            Self::Difference => Address::DraftDifference { draft },
            Self::Text => Address::DraftText { draft },
        }
    }

    /// Whether the page only makes sense for somebody who may write now.
    fn writes(self) -> bool {
        matches!(self, Self::Design | Self::Text)
    }
}

/// The tabs of a draft that somebody may see, one of them current.
pub(super) fn view(interface: &Interface, staff: &Staff, draft: &Draft, current: Tab) -> Markup {
    let locale = interface.locale;
    let writable = draft.state == DraftState::Draft && staff.may(Permission::EditDrafts);
    html! {
        nav.tabs aria-label=(locale.t(text::TABS_LABEL)) {
            @for tab in Tab::ALL.into_iter().filter(|tab| writable || !tab.writes()) {
                a href=(interface.link(tab.address(draft.id))) aria-current=[(tab == current).then_some("page")] { (locale.t(tab.label())) }
            }
        }
    }
}
