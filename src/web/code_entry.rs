//! Where a person types the code of an invitation: at the front door, and wherever a code was not found.

use maud::{Markup, html};

use super::interface::Interface;
use crate::addresses::Address;
use messages::text;

/// The field with what was typed before, and whether that cannot be a code.
pub(crate) fn code_entry(interface: &Interface, typed: &str, unreadable: bool) -> Markup {
    let locale = interface.locale;
    html! {
        form.entry method="post" action=(interface.link(Address::Home)) {
            label for="code" { (locale.t(text::CODE_LABEL)) }
            p.help #code-help { (locale.t(text::CODE_HELP)) }
            @if unreadable {
                p.message #code-error role="alert" { span aria-hidden="true" { "! " } (locale.t(text::CODE_UNREADABLE)) }
            }
            input.text.code #code name="code" value=(typed) autocomplete="off"
                autocapitalize="characters" spellcheck="false" maxlength="40" placeholder="XXXX-XXXX-XXXX-XXXX"
                aria-describedby=(if unreadable { "code-help code-error" } else { "code-help" })
                aria-invalid=[unreadable.then_some("true")] autofocus[unreadable];
            button type="submit" { (locale.t(text::CODE_SUBMIT)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unreadable_code_is_said_at_its_field_and_kept() {
        let page = code_entry(&Interface::default(), "ABC\"", true).into_string();
        assert!(page.contains("value=\"ABC&quot;\""));
        assert!(page.contains("aria-describedby=\"code-help code-error\""));
    }
}
