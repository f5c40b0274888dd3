//! An entry of the audit log as people read it: what it is about, and what changed, in words and local time.
//!
//! The log itself keeps words and values as they were written, and so does its file: this is how the page shows them.

use chrono::DateTime;
use maud::{Markup, html};
use serde_json::Value;

use crate::addresses::Address;
use crate::interface::Interface;
use crate::studio::people::role_label;
use accounts::Role;
use authoring::draft::DraftId;
use messages::{PlainMessage, text};

/// How many digits of a hash are shown.
const DIGITS: usize = 12;

/// What an entry is about, with the way there where it has a page.
pub(super) fn subject(interface: &Interface, subject: &str) -> Markup {
    let locale = interface.locale;
    let Some((kind, name)) = subject.split_once(' ') else {
        return html! { (subject) };
    };
    let (label, address) = match kind {
        "wave" => (text::WAVE, Some(Address::StaffWave { wave: name })),
        "plan" => (text::PLAN, Some(Address::Plan { plan: name })),
        "version" => (text::VERSION, Some(Address::Version { version: name })),
        "draft" => (
            text::STATE_DRAFT,
            name.parse()
                .ok()
                .map(|id| Address::Draft { draft: DraftId(id) }),
        ),
        "user" => (text::LOGGED_USER, None),
        _ => return html! { (subject) },
    };
    let name = short(name);
    html! {
        (locale.t(label)) " "
        @if let Some(address) = address { a href=(interface.link(address)) { (name) } } @else { (name) }
    }
}

/// What changed: every member with its label, what was before and what came after.
pub(super) fn change(
    interface: &Interface,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Markup {
    let (before, after) = (members(before), members(after));
    let mut names: Vec<&String> = after.iter().map(|(name, _)| name).collect();
    let gone = before.iter().map(|(name, _)| name);
    names.extend(gone.filter(|name| !after.iter().any(|(other, _)| other == *name)));
    let find = |members: &[(String, Value)], name: &str| {
        let found = members.iter().find(|(other, _)| other == name);
        found.map(|(name, value)| match (name.as_str(), value) {
            ("roles", Value::Array(roles)) => roles_in_words(interface, roles),
            _ => value_in_words(interface, value),
        })
    };
    html! {
        dl.logged { @for name in names {
            @let (was, is) = (find(&before, name), find(&after, name));
            @if was.as_ref().or(is.as_ref()).is_some_and(|words| !words.is_empty()) {
                dt { (label(interface, name)) }
                dd {
                    @if let Some(was) = &was { (was) @if is.is_some() { " → " } }
                    @if let Some(is) = &is { (is) }
                }
            }
        } }
    }
}

/// The members of an object, or the value itself under no name; what is null is left out.
fn members(value: Option<&Value>) -> Vec<(String, Value)> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Object(members)) => members
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
        Some(other) => vec![(String::new(), other.clone())],
    }
}

fn value_in_words(interface: &Interface, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => interface.locale.t(text::LOGGED_YES),
        Value::Bool(false) => interface.locale.t(text::LOGGED_NO),
        Value::Number(number) => number.to_string(),
        Value::String(word) => match DateTime::parse_from_rfc3339(word) {
            Ok(moment) => interface.moment(moment.to_utc()),
            Err(_) => short(word).to_owned(),
        },
        Value::Array(values) => {
            let words = values.iter().map(|value| value_in_words(interface, value));
            words.collect::<Vec<_>>().join(" · ")
        }
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            let words = members.map(|(name, value)| {
                let value = value_in_words(interface, value);
                format!("{} {value}", label(interface, name))
            });
            words.collect::<Vec<_>>().join(" · ")
        }
    }
}

fn roles_in_words(interface: &Interface, roles: &[Value]) -> String {
    let words = roles.iter().filter_map(Value::as_str).map(|word| {
        let role = word.parse().ok();
        role.map_or_else(
            || word.to_owned(),
            |role: Role| role_label(interface, &role),
        )
    });
    words.collect::<Vec<_>>().join(" · ")
}

/// A hash by its first digits; any other word as it is.
fn short(word: &str) -> &str {
    let is_hash = word.len() == 64 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_hash { &word[..DIGITS] } else { word }
}

/// What a member is called; one without a name of its own as it was written.
fn label(interface: &Interface, name: &str) -> String {
    let label: PlainMessage = match name {
        "booklets" => text::LOGGED_BOOKLETS,
        "closed" => text::WAVE_CLOSED_AT,
        "closes" => text::WAVE_CLOSES,
        "complaints" => text::WAVE_COMPLAINTS,
        "contact" => text::WAVE_CONTACT,
        "content" => text::LOGGED_CONTENT,
        "counted" => text::LOGGED_COUNTED,
        "custody" => text::WAVE_CUSTODY,
        "disabled" => text::LOGGED_DISABLED,
        "drafts" => text::DRAFTS_TITLE,
        "due" => text::LOGGED_DUE,
        "edition" => text::PLAN_EDITION,
        "from" => text::LOGGED_FROM,
        "header" => text::WAVE_HEADER,
        "opens" => text::WAVE_OPENS,
        "public_from" => text::LOGGED_PUBLIC_FROM,
        "questionnaire" => text::QUESTIONNAIRE,
        "questionnaires" => text::PLACE_QUESTIONNAIRES,
        "reads" => text::WAVE_READS,
        "reason" => text::PLAN_TARGETS_REASON,
        "registration" => text::WAVE_REGISTRATION,
        "respondents" => text::LOGGED_RESPONDENTS,
        "remarks" => text::LOGGED_REMARKS,
        "responses" => text::LOGGED_RESPONSES,
        "revision" => text::LOGGED_REVISION,
        "roles" => text::PERSON_ROLES,
        "scope" => text::LOGGED_SCOPE,
        "state" => text::PERSON_STATE,
        "indicator" => text::PLAN_INDICATOR,
        "margin" => text::PLAN_MARGIN,
        "measure" => text::PLAN_ASKED_BY,
        "reference_date" => text::MARGIN_DATE,
        "source" => text::MARGIN_SOURCE,
        "status" => text::MARGIN_STATUS,
        "totals" => text::MARGIN_TOTALS,
        "targets" => text::PLAN_TARGET,
        "unreadable" => text::LOGGED_UNREADABLE,
        "version" => text::VERSION,
        "what" => text::LOGGED_WHAT,
        _ => return name.to_owned(),
    };
    interface.locale.t(label)
}

#[cfg(test)]
mod tests {
    use axum::http::Uri;
    use serde_json::json;

    use super::*;

    fn interface() -> Interface {
        Interface::of(&Uri::from_static("/studio/audit"))
    }

    #[test]
    fn a_change_reads_in_words_and_local_time() {
        let (before, after) = (
            json!({ "closes": "2014-09-30T16:00:00Z", "note": null }),
            json!({ "closes": "2014-10-07T16:00:00Z", "reason": "邮路中断", "registration": "ab".repeat(32) }),
        );
        let shown = change(&interface(), Some(&before), Some(&after)).into_string();
        for said in [
            "2014年10月1日 00:00 → 2014年10月8日 00:00",
            "邮路中断",
            "<dd>abababababab</dd>",
        ] {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains("note") && !shown.contains('{'), "{shown}");
    }

    #[test]
    fn what_has_no_name_of_its_own_is_shown_as_it_was_written() {
        let after = json!({ "unheard": ["a", 2, true] });
        let shown = change(&interface(), None, Some(&after)).into_string();
        assert!(
            shown.contains("<dt>unheard</dt><dd>a · 2 · 是</dd>"),
            "{shown}"
        );
        let roles = json!({ "roles": ["field-manager"] });
        let shown = change(&interface(), None, Some(&roles)).into_string();
        assert!(!shown.contains("field-manager"), "{shown}");
        let shown = subject(&interface(), "audit log").into_string();
        assert_eq!(shown, "audit log");
    }

    #[test]
    fn a_subject_leads_to_its_page() {
        let shown = subject(&interface(), "wave residents-2014").into_string();
        assert!(
            shown.contains("href=\"/studio/waves/residents-2014\""),
            "{shown}"
        );
        let shown = subject(&interface(), "draft 7").into_string();
        assert!(shown.contains("href=\"/studio/drafts/7\""), "{shown}");
    }
}
