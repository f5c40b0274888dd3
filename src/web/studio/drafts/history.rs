//! What is told of the revisions of a draft: whose change a step takes back, and what became of the draft meanwhile.

use std::fmt;

use maud::{Markup, html};

use crate::addresses::{self, Address};
use crate::app::App;
use crate::error::Error;
use crate::extract::Fields;
use crate::interface::Interface;
use authoring::draft::{DraftId, DraftState};
use authoring::store::{Change, DraftHead, Meanwhile, Steps, find_change, find_meanwhile};
use messages::{PlainMessage, text, words};
use questionnaire::Part;

/// So many parts are named; of more it is said how many there are.
const MOST_NAMED: usize = 3;

/// What a page tells of the request that led to it. An address names revisions only; what became of them is read from
/// the database, so that no address can put words on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// What was saved is joined with what became of the draft between these revisions.
    Joined { seen: i32, head: i32 },
    /// This revision was undone.
    Undone(i32),
    /// This revision was made the head again.
    Redone(i32),
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Joined { seen, head } => write!(f, "joined.{seen}.{head}"),
            Self::Undone(number) => write!(f, "undone.{number}"),
            Self::Redone(number) => write!(f, "redone.{number}"),
        }
    }
}

impl Told {
    /// What the query of an address asks to be told.
    pub(super) fn read(query: &Fields) -> Option<Self> {
        let (what, numbers) = query.get("told")?.split_once('.')?;
        let number = |written: &str| written.parse::<i32>().ok();
        match what {
            "joined" => {
                let (seen, head) = numbers.split_once('.')?;
                let (seen, head) = (number(seen)?, number(head)?);
                Some(Self::Joined { seen, head })
            }
            "undone" => number(numbers).map(Self::Undone),
            "redone" => number(numbers).map(Self::Redone),
            _ => None,
        }
    }

    /// The address of a page that tells it.
    pub(super) fn on(self, page: &str) -> String {
        addresses::telling(page, &self.to_string())
    }

    /// The notice; none where it is not so, or not so any more.
    pub(super) async fn notice(
        self,
        app: &App,
        interface: &Interface,
        found: &DraftHead,
    ) -> Result<Option<Markup>, Error> {
        let (id, head) = (found.draft.id, found.head.number);
        let words = match self {
            Self::Joined { seen, head: then } => {
                let since = find_meanwhile(&app.db, id, seen, then).await?;
                let until_now = find_meanwhile(&app.db, id, seen, head).await?;
                let undone = until_now.map(|it| it.undone_of).unwrap_or_default();
                let is_so = |it: &Meanwhile| it.undone_of.iter().all(|who| undone.contains(who));
                let since = since.filter(is_so);
                let since = since.and_then(|since| meanwhile(interface, &since));
                since.map(|since| format!("{since} {}", interface.locale.t(text::DRAFT_JOINED)))
            }
            Self::Undone(number) => find_change(&app.db, id, number)
                .await?
                .filter(|(before, _)| *before == head)
                .map(|(_, Change { by: who, parts })| {
                    let what = parts_named(interface, &parts);
                    interface.locale.t(text::DraftUndone { who, what })
                }),
            Self::Redone(number) => find_change(&app.db, id, number)
                .await?
                .filter(|_| number == head)
                .map(|(_, Change { by: who, parts })| {
                    let what = parts_named(interface, &parts);
                    interface.locale.t(text::DraftRedone { who, what })
                }),
        };
        Ok(words.map(|words| html! { p.notice #told role="status" { (words) } }))
    }
}

/// Who changed what since a page was opened. None where nothing became of the draft.
pub(super) fn meanwhile(interface: &Interface, since: &Meanwhile) -> Option<String> {
    let names = |names: &[String]| names.join(&interface.locale.t(text::NAME_SEPARATOR));
    let what = parts_named(interface, &since.parts);
    if !since.written_by.is_empty() {
        let who = names(&since.written_by);
        return Some(interface.locale.t(text::DraftChangedSince { who, what }));
    }
    let who = names(&since.undone_of);
    (!who.is_empty()).then(|| interface.locale.t(text::DraftUndoneSince { who, what }))
}

/// The parts of a change, the first of them by name.
fn parts_named(interface: &Interface, parts: &[Part]) -> String {
    let locale = interface.locale;
    let named = parts.iter().take(MOST_NAMED);
    let named: Vec<String> = named.map(|part| words::part(locale, part)).collect();
    let named = named.join(&locale.t(text::NAME_SEPARATOR));
    match parts.len() {
        0 => locale.t(text::DRAFT_WHOLE_TEXT),
        count if count > MOST_NAMED => locale.t(text::DraftPartsNamed {
            parts: named,
            count,
        }),
        _ => named,
    }
}

/// The buttons that undo and redo, each with whose change it is about. `hidden` is what both forms say.
pub(super) fn step_buttons(
    interface: &Interface,
    found: &DraftHead,
    steps: &Steps,
    hidden: &Markup,
) -> Markup {
    let locale = interface.locale;
    let draft = found.draft.id;
    let writable = found.draft.state == DraftState::Draft;
    let undo = steps.undo.as_ref().map(|Change { by, parts }| {
        let what = parts_named(interface, parts);
        locale.t(text::DraftUndoOf { who: by, what })
    });
    let redo = steps.redo.as_ref().map(|Change { by, parts }| {
        let what = parts_named(interface, parts);
        locale.t(text::DraftRedoOf { who: by, what })
    });
    let button = |step: Address<'_>, plain: PlainMessage, label: Option<String>| {
        let possible = writable && label.is_some();
        html! {
            form method="post" action=(interface.link(step)) {
                (hidden)
                button.quiet type="submit" id=(plain.key()) disabled[!possible] { (label.unwrap_or_else(|| locale.t(plain))) }
            }
        }
    };
    html! {
        (button(Address::DraftUndo { draft }, text::DRAFT_UNDO, undo))
        (button(Address::DraftRedo { draft }, text::DRAFT_REDO, redo))
    }
}

/// The page a step was taken on, and leads back to: the designer at a part, or the text.
pub(super) fn page_of_step(id: DraftId, at: &str) -> String {
    match at {
        "" => Address::DraftText { draft: id }.to_string(),
        part => addresses::draft_part(id, part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_address_tells_is_read_as_it_was_written() {
        for told in [
            Told::Joined { seen: 3, head: 12 },
            Told::Undone(4),
            Told::Redone(5),
        ] {
            let fields = Fields::from_pairs(vec![("told".to_owned(), told.to_string())]);
            assert_eq!(Told::read(&fields), Some(told));
        }
        for foreign in ["", "joined", "joined.1", "undone.x", "said.1"] {
            let fields = Fields::from_pairs(vec![("told".to_owned(), foreign.to_owned())]);
            assert_eq!(Told::read(&fields), None, "{foreign}");
        }
    }
}
