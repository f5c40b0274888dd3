//! What was done: searched, read and exported.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::shell::{Place, Studio};
use super::staff::Staff;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Query};
use crate::interface::Interface;
use crate::paths;
use accounts::audit::Logged;
use accounts::store::{AuditPage, AuditSearch, search_audit};
use accounts::{Action, Entry};
use clock::{CHINA, in_china};

/// Entries on a page.
const PAGE: u64 = 50;
/// The most entries of a file.
const FILE: u64 = 1_000_000;

/// Shows what a search finds.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Query(query): Query,
) -> Result<Markup, Error> {
    let page = search_audit(&app.db, &read(&query), PAGE).await?;
    Ok(view(&interface, &staff, &query, &page))
}

/// Sends what a search finds as a file; that it was taken is itself an entry.
pub(crate) async fn export(
    State(app): State<App>,
    staff: Staff,
    Query(query): Query,
) -> Result<Response, Error> {
    let found = search_audit(&app.db, &read(&query), FILE).await?;
    let write = staff.write(&app).await?;
    let entry = Entry::new(Action::ExportAudit, "audit log")
        .after(serde_json::json!({ "entries": found.entries.len(), "search": narrowing(&query) }));
    write.commit(entry).await?;
    let file = file(&found.entries).map_err(Error::internal)?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, file).into_response())
}

fn read(query: &Fields) -> AuditSearch {
    let given = |name: &str| {
        let value = query.get(name).unwrap_or_default().trim();
        (!value.is_empty()).then_some(value)
    };
    let day = |name: &str, later: u64| {
        let day: NaiveDate = given(name)?.parse().ok()?;
        midnight(day.checked_add_days(Days::new(later))?)
    };
    AuditSearch {
        words: given("words").map(str::to_owned),
        action: given("action").and_then(Action::parse),
        from: day("from", 0),
        until: day("until", 1),
        before: given("before").and_then(|number| number.parse().ok()),
    }
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    let moment = midnight.and_local_timezone(CHINA).single()?;
    Some(moment.to_utc())
}

/// What narrows a search, as a query.
fn narrowing(query: &Fields) -> String {
    let given = ["words", "action", "from", "until"]
        .into_iter()
        .filter_map(|name| {
            let value = query.get(name).filter(|value| !value.is_empty())?;
            Some(format!(
                "{name}={}",
                utf8_percent_encode(value, NON_ALPHANUMERIC)
            ))
        });
    given.collect::<Vec<_>>().join("&")
}

/// The entries as CSV; a value that a spreadsheet would take for a formula is marked as text.
fn file(entries: &[Logged]) -> Result<Vec<u8>, csv::Error> {
    let mut file = csv::Writer::from_writer(Vec::new());
    file.write_record(["id", "at", "actor", "action", "subject", "before", "after"])?;
    let json = |value: &Option<serde_json::Value>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    for entry in entries {
        file.write_record([
            entry.id.to_string(),
            in_china(entry.at).to_rfc3339(),
            plain(&entry.actor),
            entry.action.clone(),
            plain(&entry.subject),
            json(&entry.before),
            json(&entry.after),
        ])?;
    }
    file.into_inner().map_err(|error| error.into_error().into())
}

fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The key of an action's name.
fn label(action: Action) -> &'static str {
    match action {
        Action::SignIn => "action-sign-in",
        Action::SignInRefused => "action-sign-in-refused",
        Action::SignOut => "action-sign-out",
        Action::AddUser => "action-add-user",
        Action::ChangeRoles => "action-change-roles",
        Action::DisableUser => "action-disable-user",
        Action::EnableUser => "action-enable-user",
        Action::EndSessions => "action-end-sessions",
        Action::ChangePassword => "action-change-password",
        Action::BeginDraft => "action-begin-draft",
        Action::SaveDraft => "action-save-draft",
        Action::UndoDraft => "action-undo-draft",
        Action::RedoDraft => "action-redo-draft",
        Action::SendToReview => "action-send-to-review",
        Action::SendBack => "action-send-back",
        Action::Publish => "action-publish",
        Action::DiscardDraft => "action-discard-draft",
        Action::MakeTestLink => "action-make-test-link",
        Action::OpenWave => "action-open-wave",
        Action::CloseWave => "action-close-wave",
        Action::ImportPlan => "action-import-plan",
        Action::ReleaseWave => "action-release-wave",
        Action::EraseAnswers => "action-erase-answers",
        Action::ExportAudit => "action-export-audit",
    }
}

fn view(interface: &Interface, staff: &Staff, query: &Fields, page: &AuditPage) -> Markup {
    let locale = interface.locale;
    let narrowing = narrowing(query);
    let with = |path: &str, more: &str| {
        let parts: Vec<&str> = [narrowing.as_str(), more]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let address = if parts.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{}", parts.join("&"))
        };
        interface.link(&address)
    };
    let value = |name: &str| query.get(name).unwrap_or_default();
    Studio::new(interface, staff, Place::Audit, locale.t("place-audit"))
        .actions(html! { a.button.quiet href=(with(paths::AUDIT_FILE, "")) download { (locale.t("audit-export")) } })
        .body(&html! {
            form.search method="get" action=(paths::AUDIT) role="search" {
                @if let Some(lang) = query.get("lang") { input type="hidden" name="lang" value=(lang); }
                label.f { span { (locale.t("audit-words")) } input type="search" name="words" value=(value("words")); }
                label.f {
                    span { (locale.t("audit-action")) }
                    select name="action" {
                        option value="" { (locale.t("audit-any")) }
                        @for action in Action::ALL { option value=(action.as_str()) selected[value("action") == action.as_str()] { (locale.t(label(action))) } }
                    }
                }
                label.f { span { (locale.t("audit-from")) } input type="date" name="from" value=(value("from")); }
                label.f { span { (locale.t("audit-until")) } input type="date" name="until" value=(value("until")); }
                button type="submit" { (locale.t("audit-search")) }
            }
            @if page.entries.is_empty() { p.notice role="status" { (locale.t("audit-nothing")) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(locale.t("place-audit")) {
                    table.log {
                        thead { tr { th scope="col" { (locale.t("audit-at")) } th scope="col" { (locale.t("audit-actor")) } th scope="col" { (locale.t("audit-action")) } th scope="col" { (locale.t("audit-subject")) } th scope="col" { (locale.t("audit-change")) } } }
                        tbody { @for entry in &page.entries { (row(interface, entry)) } }
                    }
                }
            }
            @if let Some(next) = page.next {
                p { a.button.quiet href=(with(paths::AUDIT, &format!("before={next}"))) { (locale.t("audit-older")) } }
            }
        })
}

fn row(interface: &Interface, entry: &Logged) -> Markup {
    let locale = interface.locale;
    let action = Action::parse(&entry.action)
        .map_or_else(|| entry.action.clone(), |action| locale.t(label(action)));
    html! {
        tr {
            td.num { time datetime=(entry.at.to_rfc3339()) { (in_china(entry.at).format("%Y-%m-%d %H:%M:%S")) } }
            td { (entry.actor) }
            td { (action) }
            td { (entry.subject) }
            td {
                @if let Some(before) = &entry.before { code { (before) } " → " }
                @if let Some(after) = &entry.after { code { (after) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_reads_days_as_they_are_in_china_and_ignores_nonsense() {
        let query =
            Fields::parse(b"words=+&action=publish&from=2014-09-01&until=2014-09-01&before=x");
        let search = read(&query.unwrap());
        assert_eq!(search.words, None);
        assert_eq!(search.action, Some(Action::Publish));
        assert_eq!(
            search.from.unwrap().to_rfc3339(),
            "2014-08-31T16:00:00+00:00"
        );
        assert_eq!(
            search.until.unwrap().to_rfc3339(),
            "2014-09-01T16:00:00+00:00"
        );
        assert_eq!(search.before, None);
    }

    #[test]
    fn no_cell_of_the_file_is_a_formula() {
        assert_eq!(plain("=1+1"), "'=1+1");
        assert_eq!(plain("user 李明"), "user 李明");
    }
}
