//! What was done: searched, read and exported.

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Days, NaiveDate, Utc};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::logged;
use super::shell::{Place, Studio};
use super::staff::Staff;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Query};
use crate::interface::Interface;
use accounts::audit::Logged;
use accounts::store::{AuditPage, AuditSearch, search_audit};
use accounts::{Action, Entry};
use clock::{CHINA, in_china};
use messages::{PlainMessage, text};
use spreadsheet::CsvFile;

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
    let file = file(&found.entries);
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

/// The entries as CSV.
fn file(entries: &[Logged]) -> Vec<u8> {
    let mut file = CsvFile::default();
    file.row([
        "id", "at", "actor", "action", "subject", "before", "after", "link",
    ]);
    let json = |value: &Option<serde_json::Value>| {
        value.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    for entry in entries {
        file.row([
            entry.id.to_string(),
            in_china(entry.at).to_rfc3339(),
            entry.actor.clone(),
            entry.action.clone(),
            entry.subject.clone(),
            json(&entry.before),
            json(&entry.after),
            entry.link.clone(),
        ]);
    }
    file.into_bytes()
}

/// The key of an action's name.
fn label(action: Action) -> PlainMessage {
    match action {
        Action::SignIn => text::ACTION_SIGN_IN,
        Action::SignInRefused => text::ACTION_SIGN_IN_REFUSED,
        Action::AccessRefused => text::ACTION_ACCESS_REFUSED,
        Action::SignOut => text::ACTION_SIGN_OUT,
        Action::AddUser => text::ACTION_ADD_USER,
        Action::ChangeRoles => text::ACTION_CHANGE_ROLES,
        Action::ProposeRoles => text::ACTION_PROPOSE_ROLES,
        Action::RefuseRoles => text::ACTION_REFUSE_ROLES,
        Action::DisableUser => text::ACTION_DISABLE_USER,
        Action::EnableUser => text::ACTION_ENABLE_USER,
        Action::EndSessions => text::ACTION_END_SESSIONS,
        Action::ChangePassword => text::ACTION_CHANGE_PASSWORD,
        Action::GivePasswordLink => text::ACTION_GIVE_PASSWORD_LINK,
        Action::SetPassword => text::ACTION_SET_PASSWORD,
        Action::SetSecondFactor => text::ACTION_SET_SECOND_FACTOR,
        Action::ResetSecondFactor => text::ACTION_RESET_SECOND_FACTOR,
        Action::UseRecoveryCode => text::ACTION_USE_RECOVERY_CODE,
        Action::BeginDraft => text::ACTION_BEGIN_DRAFT,
        Action::SaveDraft => text::ACTION_SAVE_DRAFT,
        Action::UndoDraft => text::ACTION_UNDO_DRAFT,
        Action::RedoDraft => text::ACTION_REDO_DRAFT,
        Action::SendToReview => text::ACTION_SEND_TO_REVIEW,
        Action::SendBack => text::ACTION_SEND_BACK,
        Action::Publish => text::ACTION_PUBLISH,
        Action::DiscardDraft => text::ACTION_DISCARD_DRAFT,
        Action::MakeTestLink => text::ACTION_MAKE_TEST_LINK,
        Action::UploadFrame => text::ACTION_UPLOAD_FRAME,
        Action::SaveFrameDraft => text::ACTION_SAVE_FRAME_DRAFT,
        Action::AdoptFrame => text::ACTION_ADOPT_FRAME,
        Action::DiscardFrameDraft => text::ACTION_DISCARD_FRAME_DRAFT,
        Action::DrawSample => text::ACTION_DRAW_SAMPLE,
        Action::OpenWave => text::ACTION_OPEN_WAVE,
        Action::RegisterWaves => text::ACTION_REGISTER_WAVES,
        Action::PlanReminders => text::ACTION_PLAN_REMINDERS,
        Action::MakeLetters => text::ACTION_MAKE_LETTERS,
        Action::CorrectWave => text::ACTION_CORRECT_WAVE,
        Action::CloseWave => text::ACTION_CLOSE_WAVE,
        Action::OpenSealed => text::ACTION_OPEN_SEALED,
        Action::ImportPlan => text::ACTION_IMPORT_PLAN,
        Action::ChangeTargets => text::ACTION_CHANGE_TARGETS,
        Action::ChangeMargins => text::ACTION_CHANGE_MARGINS,
        Action::ChangeMeasure => text::ACTION_CHANGE_MEASURE,
        Action::ComputeRelease => text::ACTION_COMPUTE_RELEASE,
        Action::SeePreview => text::ACTION_SEE_PREVIEW,
        Action::SeeEarly => text::ACTION_SEE_EARLY,
        Action::ReleaseWave => text::ACTION_RELEASE_WAVE,
        Action::AmendRelease => text::ACTION_AMEND_RELEASE,
        Action::RecordAttempts => text::ACTION_RECORD_ATTEMPTS,
        Action::ReleaseReplicate => text::ACTION_RELEASE_REPLICATE,
        Action::KeepAddresses => text::ACTION_KEEP_ADDRESSES,
        Action::ExportCases => text::ACTION_EXPORT_CASES,
        Action::EnterPaper => text::ACTION_ENTER_PAPER,
        Action::SettlePaper => text::ACTION_SETTLE_PAPER,
        Action::RemovePaper => text::ACTION_REMOVE_PAPER,
        Action::AssignVisits => text::ACTION_ASSIGN_VISITS,
        Action::TakeCodesAlong => text::ACTION_TAKE_CODES_ALONG,
        Action::ExplainDelay => text::ACTION_EXPLAIN_DELAY,
        Action::OpenCommitments => text::ACTION_OPEN_COMMITMENTS,
        Action::EraseAnswers => text::ACTION_ERASE_ANSWERS,
        Action::BeginChain => text::ACTION_BEGIN_CHAIN,
        Action::ExportAudit => text::ACTION_EXPORT_AUDIT,
        Action::ExportRows => text::ACTION_EXPORT_ROWS,
        Action::PreparePublicUse => text::ACTION_PREPARE_PUBLIC_USE,
        Action::PublishPublicUse => text::ACTION_PUBLISH_PUBLIC_USE,
        Action::RequestRows => text::ACTION_REQUEST_ROWS,
        Action::ApproveRows => text::ACTION_APPROVE_ROWS,
        Action::EnterRegister => text::ACTION_ENTER_REGISTER,
        Action::WithdrawRegister => text::ACTION_WITHDRAW_REGISTER,
        Action::RefuseRegister => text::ACTION_REFUSE_REGISTER,
        Action::ReleaseRegister => text::ACTION_RELEASE_REGISTER,
        Action::ReadTexts => text::ACTION_READ_TEXTS,
        Action::ReviewTexts => text::ACTION_REVIEW_TEXTS,
        Action::ChangeCodeBook => text::ACTION_CHANGE_CODE_BOOK,
        Action::CodeTexts => text::ACTION_CODE_TEXTS,
        Action::PrepareTexts => text::ACTION_PREPARE_TEXTS,
        Action::PublishTexts => text::ACTION_PUBLISH_TEXTS,
    }
}

fn view(interface: &Interface, staff: &Staff, query: &Fields, page: &AuditPage) -> Markup {
    let locale = interface.locale;
    let narrowing = narrowing(query);
    let with = |page: Address<'_>, more: &str| {
        let parts: Vec<&str> = [narrowing.as_str(), more]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        let address = if parts.is_empty() {
            page.to_string()
        } else {
            format!("{page}?{}", parts.join("&"))
        };
        interface.link(address)
    };
    let value = |name: &str| query.get(name).unwrap_or_default();
    Studio::new(interface, staff, Place::Audit, locale.t(text::PLACE_AUDIT))
        .actions(html! { a.button.quiet href=(with(Address::AuditFile, "")) download { (locale.t(text::AUDIT_EXPORT)) } })
        .body(&html! {
            form.search method="get" action=(Address::Audit) role="search" {
                @if let Some(lang) = query.get("lang") { input type="hidden" name="lang" value=(lang); }
                label.f { span { (locale.t(text::AUDIT_WORDS)) } input type="search" name="words" value=(value("words")); }
                label.f {
                    span { (locale.t(text::AUDIT_ACTION)) }
                    select name="action" {
                        option value="" { (locale.t(text::AUDIT_ANY)) }
                        @for action in Action::ALL { option value=(action.as_str()) selected[value("action") == action.as_str()] { (locale.t(label(action))) } }
                    }
                }
                label.f { span { (locale.t(text::AUDIT_FROM)) } input type="date" name="from" value=(value("from")); }
                label.f { span { (locale.t(text::AUDIT_UNTIL)) } input type="date" name="until" value=(value("until")); }
                button type="submit" { (locale.t(text::AUDIT_SEARCH)) }
            }
            @if page.entries.is_empty() { p.notice role="status" { (locale.t(text::AUDIT_NOTHING)) } } @else {
                div.scroll tabindex="0" role="region" aria-label=(locale.t(text::PLACE_AUDIT)) {
                    table.log {
                        thead { tr { th scope="col" { (locale.t(text::AUDIT_AT)) } th scope="col" { (locale.t(text::AUDIT_ACTOR)) } th scope="col" { (locale.t(text::AUDIT_ACTION)) } th scope="col" { (locale.t(text::AUDIT_SUBJECT)) } th scope="col" { (locale.t(text::AUDIT_CHANGE)) } } }
                        tbody { @for entry in &page.entries { (row(interface, entry)) } }
                    }
                }
            }
            @if let Some(next) = page.next {
                p { a.button.quiet href=(with(Address::Audit, &format!("before={next}"))) { (locale.t(text::AUDIT_OLDER)) } }
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
            td { (logged::subject(interface, &entry.subject)) }
            td { (logged::change(interface, entry.before.as_ref(), entry.after.as_ref())) }
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
}
