//! The addresses of all pages; nobody else writes one.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use accounts::UserId;
use authoring::draft::DraftId;
use fieldwork::code::{AccessCode, Receipt};

/// What is written otherwise in the value of a query; ids keep their signs.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// The front door.
pub(crate) const HOME: &str = "/";
/// The list of releases.
pub(crate) const RESULTS: &str = "/results";
/// Where a receipt can be looked up.
pub(crate) const RECEIPT: &str = "/receipt";
/// What is shown once an answer is safe.
pub(crate) const THANKS: &str = "/thanks";
/// The whole privacy notice.
pub(crate) const PRIVACY: &str = "/privacy";

/// The front door of staff.
pub(crate) const STUDIO: &str = "/studio";
/// Where staff sign in.
pub(crate) const LOGIN: &str = "/studio/login";
/// Where staff sign out.
pub(crate) const LOGOUT: &str = "/studio/logout";

/// One's own account.
pub(crate) const ACCOUNT: &str = "/studio/account";
/// Where one ends all of one's sessions.
pub(crate) const SESSIONS: &str = "/studio/account/sessions";
/// Drafts and versions.
pub(crate) const QUESTIONNAIRES: &str = "/studio/questionnaires";
/// Where drafts are begun.
pub(crate) const DRAFTS: &str = "/studio/drafts";
/// The form that begins a draft.
pub(crate) const NEW_DRAFT: &str = "/studio/drafts/new";
/// The waves, as staff see them.
pub(crate) const WAVES: &str = "/studio/waves";
/// The form that opens a wave.
pub(crate) const NEW_WAVE: &str = "/studio/waves/new";

/// A draft, or one of the steps it takes (`text`, `review`, `publish`, …).
pub(crate) fn draft(id: DraftId, step: &str) -> String {
    let slash = if step.is_empty() { "" } else { "/" };
    format!("{DRAFTS}/{}{slash}{step}", id.0)
}

/// The designer of a draft, open at a part.
pub(crate) fn draft_part(id: DraftId, part: &str) -> String {
    let part = utf8_percent_encode(part, IN_QUERY);
    format!("{}?at={part}", draft(id, "design"))
}

/// The form of a draft on the phone beside the designer, open at a question.
pub(crate) fn draft_phone(id: DraftId, question: &str) -> String {
    let question = utf8_percent_encode(question, NON_ALPHANUMERIC);
    format!("{}?at={question}", draft(id, "phone"))
}

/// What can come next in a condition of a draft's question.
pub(crate) fn draft_completion(id: DraftId, question: &str, field: &str) -> String {
    let question = utf8_percent_encode(question, NON_ALPHANUMERIC);
    format!(
        "{}?question={question}&field={field}",
        draft(id, "completions")
    )
}

/// The question bank, for a draft, to insert behind a question.
pub(crate) fn draft_bank(id: DraftId, after: &str) -> String {
    let after = utf8_percent_encode(after, NON_ALPHANUMERIC);
    format!("{}?after={after}", draft(id, "bank"))
}

/// The translations of a draft into one of its languages, all of them or those that need work.
pub(crate) fn translation(id: DraftId, to: &str, only_work: bool) -> String {
    let to = utf8_percent_encode(to, NON_ALPHANUMERIC);
    let show = if only_work { "&show=work" } else { "" };
    format!("{}?to={to}{show}", draft(id, "translation"))
}

/// The same, after so many texts were changed.
pub(crate) fn translated(id: DraftId, to: &str, only_work: bool, changed: usize) -> String {
    format!("{}&changed={changed}", translation(id, to, only_work))
}

/// Beginning a draft from a version.
pub(crate) fn draft_from(version: &str) -> String {
    format!("{NEW_DRAFT}?from={version}")
}

/// A version, or something about it (`source`, `test-link`).
pub(crate) fn version(hash: &str, part: &str) -> String {
    let slash = if part.is_empty() { "" } else { "/" };
    format!("/studio/versions/{hash}{slash}{part}")
}

/// Opening a wave from a version.
pub(crate) fn wave_from(version: &str) -> String {
    format!("{NEW_WAVE}?version={version}")
}

/// A wave as staff see it, or something about it (`poster`, `close`).
pub(crate) fn staff_wave(slug: &str, part: &str) -> String {
    let slash = if part.is_empty() { "" } else { "/" };
    format!("{WAVES}/{slug}{slash}{part}")
}

/// The form behind a test link.
pub(crate) fn trial(token: &str) -> String {
    format!("/t/{token}")
}

/// Everybody on the staff.
pub(crate) const PEOPLE: &str = "/studio/people";
/// The audit log.
pub(crate) const AUDIT: &str = "/studio/audit";
/// The audit log as a file.
pub(crate) const AUDIT_FILE: &str = "/studio/audit.csv";

/// One person on the staff.
pub(crate) fn person(id: UserId) -> String {
    format!("{PEOPLE}/{}", id.0)
}

/// Barring a person from signing in, or no longer.
pub(crate) fn person_access(id: UserId) -> String {
    format!("{PEOPLE}/{}/access", id.0)
}

/// Ending the sessions of a person.
pub(crate) fn person_sessions(id: UserId) -> String {
    format!("{PEOPLE}/{}/sessions", id.0)
}

/// Signing in, and going on to this address afterwards.
pub(crate) fn login_then(next: &str) -> String {
    let next = utf8_percent_encode(next, NON_ALPHANUMERIC);
    format!("{LOGIN}?next={next}")
}

/// What works for residents' pages while there is no network.
pub(crate) const WORKER: &str = "/worker.js";

/// Where the page of a wave's form counts how far it got.
pub(crate) fn progress(wave: &str) -> String {
    format!("/progress/{wave}")
}

/// The form of an open wave.
pub(crate) fn open_form(wave: &str) -> String {
    format!("/s/{wave}")
}

/// A form for the next person on the same phone.
pub(crate) fn new_fill(form: &str) -> String {
    format!("{form}?fill=new")
}

/// The questionnaire of a wave on paper.
pub(crate) fn paper(wave: &str) -> String {
    format!("/s/{wave}/print")
}

/// The form at the service windows of one outlet.
pub(crate) fn outlet_form(outlet: &str) -> String {
    format!("/w/{outlet}")
}

/// The form behind an invitation.
pub(crate) fn invited_form(code: AccessCode) -> String {
    format!("/i/{code}")
}

/// The page that thanks for an answer to a wave.
pub(crate) fn thanks(wave: &str, receipt: Receipt) -> String {
    format!("{THANKS}?wave={wave}&receipt={receipt}")
}

/// The released results of a wave.
pub(crate) fn scoreboard(wave: &str) -> String {
    format!("{RESULTS}/{wave}")
}

/// How one released figure was made.
pub(crate) fn indicator(wave: &str, indicator: &str) -> String {
    format!("{RESULTS}/{wave}/{indicator}")
}
