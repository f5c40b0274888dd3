//! Two people wrote at the same time: the second sees both texts and chooses.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{load, name, state};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use authoring::draft::{DraftId, DraftState};
use authoring::store::DraftHead;
use messages::text;

/// The lines in which two texts differ, as far as their common beginning and end go.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Differing<'t> {
    /// The number of the first line that differs.
    line: usize,
    theirs: Vec<&'t str>,
    mine: Vec<&'t str>,
}

impl<'t> Differing<'t> {
    /// Compares two texts line by line.
    fn of(theirs: &'t str, mine: &'t str) -> Self {
        let theirs: Vec<&str> = theirs.lines().collect();
        let mine: Vec<&str> = mine.lines().collect();
        let same = |(a, b): &(&&str, &&str)| a == b;
        let start = theirs.iter().zip(&mine).take_while(same).count();
        let end = theirs[start..]
            .iter()
            .rev()
            .zip(mine[start..].iter().rev())
            .take_while(same)
            .count();
        Self {
            line: start + 1,
            theirs: theirs[start..theirs.len() - end].to_vec(),
            mine: mine[start..mine.len() - end].to_vec(),
        }
    }
}

/// Who saved what stands there now, and what that means for one's own words.
pub(super) fn notice(interface: &Interface, found: &DraftHead, explanation: &Markup) -> Markup {
    html! {
        div.notice.doubt role="alert" {
            p { b { (interface.locale.t(text::CollisionTitle { who: found.head.by.clone(), when: interface.moment(found.head.at) })) } }
            (explanation)
        }
    }
}

/// Answers somebody whose text was not saved with the page that shows both.
pub(super) async fn page(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    id: DraftId,
    mine: &str,
) -> Result<Response, Error> {
    let page = view(interface, staff, &load(app, id.0).await?, mine);
    Ok((StatusCode::CONFLICT, page).into_response())
}

/// The page with both texts: take theirs, put one's own in its place, or join them by hand.
fn view(interface: &Interface, staff: &Staff, found: &DraftHead, mine: &str) -> Markup {
    let (draft, theirs) = (&found.draft, &found.head);
    let locale = interface.locale;
    let differing = Differing::of(&theirs.text, mine);
    let locked = draft.state != DraftState::Draft;
    let action = interface.link(Address::DraftText { draft: draft.id });
    let title = name(interface, draft);
    Studio::new(interface, staff, Place::Questionnaires, title).state(state(interface, draft.state)).full().script("studio.js").body(&html! {
        (notice(interface, found, &html! { p { (locale.t(if locked { text::COLLISION_LOCKED } else { text::COLLISION })) } }))
        p { (locale.t(text::CollisionLine { line: differing.line })) }
        div.two {
            section aria-labelledby="theirs" { h2 #theirs { (locale.t(text::COLLISION_THEIRS)) } pre.lines tabindex="0" { (differing.theirs.join("\n")) } }
            section aria-labelledby="mine" { h2 #mine { (locale.t(text::COLLISION_MINE)) } pre.lines tabindex="0" { (differing.mine.join("\n")) } }
        }
        form method="post" action=(action) {
            (staff.form_token())
            input type="hidden" name="based-on" value=(theirs.number);
            label.f { span { (locale.t(text::COLLISION_JOIN)) } textarea.source name="text" rows="20" spellcheck="false" { (mine) } }
            div.actions {
                a.button.quiet href=(action) { (locale.t(text::COLLISION_TAKE_THEIRS)) }
                button.main type="submit" { (locale.t(text::COLLISION_KEEP_MINE)) }
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_that_differ_are_shown() {
        let differing = Differing::of("a\nb\nc\nd", "a\nx\nc\nd");
        assert_eq!(
            (differing.line, differing.theirs, differing.mine),
            (2, vec!["b"], vec!["x"])
        );
        let longer = Differing::of("a\na", "a\na\na");
        assert_eq!((longer.theirs.len(), longer.mine.len()), (0, 1));
        assert_eq!(Differing::of("", "x").mine, ["x"]);
    }
}
