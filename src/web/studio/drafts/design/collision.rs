//! Somebody else has changed the draft meanwhile: what they did, what is mine, and the choice between them.

use maud::{Markup, html};

use super::desk::Desk;
use super::place;
use crate::addresses::{self, Address};
use crate::interface::Interface;
use crate::studio::staff::Staff;
use authoring::draft::{DraftState, Revision};
use authoring::editing::Edit;
use authoring::reading::questionnaire_of;
use messages::{text, words};
use questionnaire::Part;
use questionnaire::difference::{Difference, differences};

/// Both changes in words. Mine is kept as its edits, so that making it again takes nothing of theirs back
/// but what it is about.
pub(super) fn view(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    seen: &Revision,
    (my_text, mine): (&str, &[Edit]),
    part: &Part,
) -> Markup {
    let locale = interface.locale;
    let (draft, theirs) = (&desk.found.draft, &desk.found.head);
    let locked = draft.state != DraftState::Draft;
    let at = place::write(part);
    let kept = serde_json::to_string(mine).expect("edits have a JSON form");
    html! {
        section.decision #collision role="alert" aria-labelledby="collision-title" tabindex="-1" {
            h2 #collision-title { (locale.t(text::CollisionTitle { who: theirs.by.clone(), when: interface.moment(theirs.at) })) }
            p { (locale.t(if locked { text::COLLISION_LOCKED } else { text::DESIGN_COLLISION })) }
            div.two {
                div { h3 { (locale.t(text::COLLISION_THEIRS)) } (changes(interface, &seen.text, &theirs.text)) }
                div { h3 { (locale.t(text::COLLISION_MINE)) } (changes(interface, &seen.text, my_text)) }
            }
            div.actions {
                a.button.quiet href=(interface.link(addresses::draft_part(draft.id, &at))) { (locale.t(text::COLLISION_TAKE_THEIRS)) }
                @if !locked {
                    form method="post" action=(interface.link(Address::DraftDesign { draft: draft.id })) {
                        (staff.form_token())
                        input type="hidden" name="based-on" value=(theirs.number);
                        input type="hidden" name="at" value=(at);
                        input type="hidden" name="edits" value=(kept);
                        button.main type="submit" id="keep-mine" { (locale.t(text::DESIGN_COLLISION_KEEP)) }
                    }
                }
            }
        }
    }
}

fn changes(interface: &Interface, before: &str, after: &str) -> Markup {
    let [before, after] = [before, after].map(questionnaire_of);
    let changes: Vec<Difference> = match (&before, &after) {
        (Some(before), Some(after)) => differences(before, after),
        _ => Vec::new(),
    };
    html! {
        @if changes.is_empty() { p { (interface.locale.t(text::DESIGN_COLLISION_TEXT)) } } @else {
            ul { @for change in &changes { li { (words::difference(interface.locale, change)) } } }
        }
    }
}
