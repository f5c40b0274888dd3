//! The fields in which trustees enter their shares, one for each share that is needed.

use maud::{Markup, html};

use crate::extract::Fields;
use crate::interface::Interface;
use crate::shares::{self, Fault};
use crate::studio::typed::Typed;
use fieldwork::{EntrustedKey, OpeningKey};
use messages::text;

/// What was entered, and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Entered<'a> {
    pub(super) fields: &'a Fields,
    pub(super) faults: &'a [Fault],
}

/// The private key that the shares entered make.
pub(super) fn make_key(typed: &Typed, entrusted: EntrustedKey) -> Result<OpeningKey, Vec<Fault>> {
    let needed = usize::from(entrusted.trustees.needed());
    let names: Vec<String> = (0..needed).map(name).collect();
    let shares: Vec<&str> = names.iter().map(|name| typed.text(name)).collect();
    shares::make_key(&shares, entrusted)
}

/// The name of a field, by its place from 0 on; what is wrong with all of them stands at the first.
pub(super) fn name(at: usize) -> String {
    format!("share-{}", at + 1)
}

/// What people call a field.
pub(super) fn label(interface: &Interface, at: usize) -> String {
    let number = (at + 1).to_string();
    interface.locale.t(text::ShareField { number })
}

/// The fields. What was entered stays, so that one symbol can be mended.
pub(super) fn view(
    interface: &Interface,
    entrusted: EntrustedKey,
    entered: Option<Entered<'_>>,
) -> Markup {
    let needed = usize::from(entrusted.trustees.needed());
    html! {
        @for at in 0..needed {
            @let name = name(at);
            @let fault = entered.and_then(|it| it.faults.iter().find(|fault| fault.at.unwrap_or(0) == at));
            @let note = fault.map(|_| format!("{name}-note"));
            label.f {
                span { (label(interface, at)) }
                @if let (Some(fault), Some(note)) = (fault, &note) { span id=(note) { b.message role="alert" { (interface.locale.t(fault.what)) } } }
                textarea id=(name) name=(name) rows="4" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby=[&note] aria-invalid=[fault.map(|_| "true")] {
                    (entered.and_then(|it| it.fields.get(&name)).unwrap_or_default())
                }
            }
        }
    }
}
