//! Asks whether a new edition is meant, with what it changes.

use maud::{Markup, html};

use super::words;
use crate::addresses::Address;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use messages::text;
use plan::{Change, Plan};

/// What is to be confirmed.
pub(super) struct Confirmation<'a> {
    pub(super) before: &'a Plan,
    pub(super) after: &'a Plan,
    pub(super) changes: &'a [Change],
    /// What changes besides the plan itself, in words.
    pub(super) beside: Vec<String>,
    /// Where the form goes.
    pub(super) to: Address<'a>,
    /// What the form carries on.
    pub(super) fields: Vec<(String, String)>,
}

impl Confirmation<'_> {
    /// The page that asks.
    pub(super) fn view(&self, interface: &Interface, staff: &Staff) -> Markup {
        let locale = interface.locale;
        let plan = &self.after.id;
        Studio::new(
            interface,
            staff,
            Place::Plans,
            locale.t(text::PLAN_CONFIRM_TITLE),
        )
        .body(&html! {
            p { (interface.text(&self.after.title)) " " small { (plan) } }
            ul { @for change in self.changes { li { (words::change(interface, change, self.before, self.after)) } }
                 @for words in &self.beside { li { (words) } } }
            p.notice { (locale.t(text::PLAN_CONFIRM_HELP)) }
            form.narrow method="post" action=(interface.link(self.to)) {
                (staff.form_token())
                @for (name, value) in &self.fields { textarea name=(name) hidden { "\n" (value) } }
                input type="hidden" name="sure" value="yes";
                button.main type="submit" { (locale.t(text::PLAN_CONFIRM_SUBMIT)) }
                " " a.button.quiet href=(interface.link(Address::Plan { plan })) { (locale.t(text::PLAN_CONFIRM_BACK)) }
            }
        })
    }
}

/// The edition whose change somebody has seen and means; empty before. A form that carries the edition asks anew where
/// somebody else has made another one since.
pub(super) fn confirmed(typed: &Typed) -> String {
    match typed.text("sure") {
        "yes" => typed.text("edition").to_owned(),
        _ => String::new(),
    }
}

/// The field of the reason, with what is wrong with it.
pub(super) fn reason(interface: &Interface, id: &str, value: &str, lacking: bool) -> Markup {
    let locale = interface.locale;
    html! {
        label.f {
            span { (locale.t(text::PLAN_TARGETS_REASON))
                @if lacking { span.message id=(id) role="alert" { (locale.t(text::PLAN_REASON_LACKING)) } } }
            input type="text" name="reason" maxlength=(LONGEST_REASON) value=(value) aria-invalid=[lacking.then_some("true")] aria-describedby=[lacking.then_some(id)];
        }
    }
}
