//! What staff did: the words of the audit log.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Somebody signed in.
    SignIn,
    /// A wrong password was given for an account.
    SignInRefused,
    /// Somebody asked for what they may not do.
    AccessRefused,
    /// Somebody signed out.
    SignOut,
    /// A user was added.
    AddUser,
    /// Roles were granted or taken.
    ChangeRoles,
    /// Roles were asked for that need a second administrator.
    ProposeRoles,
    /// They were refused, or taken back.
    RefuseRoles,
    /// Signing in was barred.
    DisableUser,
    /// Signing in was allowed again.
    EnableUser,
    /// All sessions of a user were ended.
    EndSessions,
    /// A password was changed.
    ChangePassword,
    /// Somebody was given a link to set their own password.
    GivePasswordLink,
    /// A password was set by such a link.
    SetPassword,
    /// A second factor was set up.
    SetSecondFactor,
    /// A lost second factor was taken back.
    ResetSecondFactor,
    /// A recovery code was used to sign in.
    UseRecoveryCode,
    /// A draft was begun.
    BeginDraft,
    /// A draft was changed.
    SaveDraft,
    /// A change was undone.
    UndoDraft,
    /// A change was done again.
    RedoDraft,
    /// A draft was sent to review.
    SendToReview,
    /// A draft was sent back to its writers.
    SendBack,
    /// A draft was approved and became a version.
    Publish,
    /// A draft was given up.
    DiscardDraft,
    /// A link for testing a version was made.
    MakeTestLink,
    /// A sample was drawn.
    DrawSample,
    /// A list of communities and villages was uploaded.
    UploadFrame,
    /// What is said of a list was changed.
    SaveFrameDraft,
    /// A list became a frame.
    AdoptFrame,
    /// A list was given up.
    DiscardFrameDraft,
    /// A wave was opened.
    OpenWave,
    /// Waves made before there were registrations were registered.
    RegisterWaves,
    /// Reminders of a wave were planned.
    PlanReminders,
    /// Letters were made: codes of an invitation, a reminder or one case.
    MakeLetters,
    /// The close of a wave was put off, or its title or contact was corrected.
    CorrectWave,
    /// A wave was closed before its time.
    CloseWave,
    /// What a wave had sealed was opened.
    OpenSealed,
    /// A plan was imported with its questionnaires, frame and margins.
    ImportPlan,
    /// What a plan promises was changed, for waves opened later.
    ChangeTargets,
    /// What weights are raked to was changed, for waves opened later.
    ChangeMargins,
    /// By which questions and answers an indicator is measured was changed, for waves opened later.
    ChangeMeasure,
    /// The results of a wave were computed, to be published by somebody else.
    ComputeRelease,
    /// Somebody saw results before they were public.
    SeePreview,
    /// Somebody read released results before everybody could.
    SeeEarly,
    /// The results of a wave were released.
    ReleaseWave,
    /// Results were released that were computed otherwise than registered.
    AmendRelease,
    /// It was written down what came of attempts to reach households.
    RecordAttempts,
    /// A replicate of households was released from the reserve of a wave.
    ReleaseReplicate,
    /// Addresses of households were kept with their cases.
    KeepAddresses,
    /// The list of cases was taken along by a field team.
    ExportCases,
    /// A booklet that came back on paper was typed in, for the first or the second time.
    EnterPaper,
    /// A booklet whose two entries differed was settled.
    SettlePaper,
    /// What was typed of a booklet was removed, to be typed in anew or not at all.
    RemovePaper,
    /// PSUs were given to interviewers or taken from them, or it was said how they choose the adult.
    AssignVisits,
    /// An interviewer took codes along, to hand forms over at the door.
    TakeCodesAlong,
    /// A reason was given why a wave has not been released in time.
    ExplainDelay,
    /// The secrets of a draw were handed out to auditors.
    OpenCommitments,
    /// The answers of a wave were erased, their time being over.
    EraseAnswers,
    /// The log became a chain, beginning with what releases held then.
    BeginChain,
    /// The audit log was exported.
    ExportAudit,
    /// Answers were exported person by person.
    ExportRows,
    /// Rows for everybody were prepared, to be published by somebody else.
    PreparePublicUse,
    /// Rows for everybody were published.
    PublishPublicUse,
    /// Somebody asked for complete rows.
    RequestRows,
    /// Somebody else agreed to that.
    ApproveRows,
    /// Values of a register were entered, to be released by somebody else.
    EnterRegister,
    /// A value of a register that waited was taken back by who entered it.
    WithdrawRegister,
    /// Values of a register that waited were refused.
    RefuseRegister,
    /// Values of a register were released.
    ReleaseRegister,
    /// Somebody read what residents wrote in words, before or after names were taken out.
    ReadTexts,
    /// Texts were given a wording without names, confirmed or withheld.
    ReviewTexts,
    /// A theme of a code book was added, changed or removed.
    ChangeCodeBook,
    /// Reviewed texts were given themes.
    CodeTexts,
    /// Themes and terms of a wave were prepared, to be published by somebody else.
    PrepareTexts,
    /// Themes and terms of a wave were published.
    PublishTexts,
}

impl Action {
    /// Every action, as the page that searches them lists them.
    pub const ALL: [Self; 76] = [
        Self::SignIn,
        Self::SignInRefused,
        Self::AccessRefused,
        Self::SignOut,
        Self::AddUser,
        Self::ChangeRoles,
        Self::ProposeRoles,
        Self::RefuseRoles,
        Self::DisableUser,
        Self::EnableUser,
        Self::EndSessions,
        Self::ChangePassword,
        Self::GivePasswordLink,
        Self::SetPassword,
        Self::SetSecondFactor,
        Self::ResetSecondFactor,
        Self::UseRecoveryCode,
        Self::BeginDraft,
        Self::SaveDraft,
        Self::UndoDraft,
        Self::RedoDraft,
        Self::SendToReview,
        Self::SendBack,
        Self::Publish,
        Self::DiscardDraft,
        Self::MakeTestLink,
        Self::DrawSample,
        Self::UploadFrame,
        Self::SaveFrameDraft,
        Self::AdoptFrame,
        Self::DiscardFrameDraft,
        Self::OpenWave,
        Self::RegisterWaves,
        Self::PlanReminders,
        Self::MakeLetters,
        Self::CorrectWave,
        Self::CloseWave,
        Self::OpenSealed,
        Self::ImportPlan,
        Self::ChangeTargets,
        Self::ChangeMargins,
        Self::ChangeMeasure,
        Self::ComputeRelease,
        Self::SeePreview,
        Self::SeeEarly,
        Self::ReleaseWave,
        Self::AmendRelease,
        Self::RecordAttempts,
        Self::ReleaseReplicate,
        Self::KeepAddresses,
        Self::ExportCases,
        Self::EnterPaper,
        Self::SettlePaper,
        Self::RemovePaper,
        Self::AssignVisits,
        Self::TakeCodesAlong,
        Self::ExplainDelay,
        Self::OpenCommitments,
        Self::EraseAnswers,
        Self::BeginChain,
        Self::ExportAudit,
        Self::ExportRows,
        Self::PreparePublicUse,
        Self::PublishPublicUse,
        Self::RequestRows,
        Self::ApproveRows,
        Self::EnterRegister,
        Self::WithdrawRegister,
        Self::RefuseRegister,
        Self::ReleaseRegister,
        Self::ReadTexts,
        Self::ReviewTexts,
        Self::ChangeCodeBook,
        Self::CodeTexts,
        Self::PrepareTexts,
        Self::PublishTexts,
    ];

    /// The word the database holds.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::SignInRefused => "sign-in-refused",
            Self::AccessRefused => "access-refused",
            Self::SignOut => "sign-out",
            Self::AddUser => "add-user",
            Self::ChangeRoles => "change-roles",
            Self::ProposeRoles => "propose-roles",
            Self::RefuseRoles => "refuse-roles",
            Self::DisableUser => "disable-user",
            Self::EnableUser => "enable-user",
            Self::EndSessions => "end-sessions",
            Self::ChangePassword => "change-password",
            Self::GivePasswordLink => "give-password-link",
            Self::SetPassword => "set-password",
            Self::SetSecondFactor => "set-second-factor",
            Self::ResetSecondFactor => "reset-second-factor",
            Self::UseRecoveryCode => "use-recovery-code",
            Self::BeginDraft => "begin-draft",
            Self::SaveDraft => "save-draft",
            Self::UndoDraft => "undo-draft",
            Self::RedoDraft => "redo-draft",
            Self::SendToReview => "send-to-review",
            Self::SendBack => "send-back",
            Self::Publish => "publish",
            Self::DiscardDraft => "discard-draft",
            Self::MakeTestLink => "make-test-link",
            Self::DrawSample => "draw-sample",
            Self::UploadFrame => "upload-frame",
            Self::SaveFrameDraft => "save-frame-draft",
            Self::AdoptFrame => "adopt-frame",
            Self::DiscardFrameDraft => "discard-frame-draft",
            Self::OpenWave => "open-wave",
            Self::RegisterWaves => "register-waves",
            Self::PlanReminders => "plan-reminders",
            Self::MakeLetters => "make-letters",
            Self::CorrectWave => "correct-wave",
            Self::CloseWave => "close-wave",
            Self::OpenSealed => "open-sealed",
            Self::ImportPlan => "import-plan",
            Self::ChangeTargets => "change-targets",
            Self::ChangeMargins => "change-margins",
            Self::ChangeMeasure => "change-measure",
            Self::ComputeRelease => "compute-release",
            Self::SeePreview => "see-preview",
            Self::SeeEarly => "see-early",
            Self::ReleaseWave => "release-wave",
            Self::AmendRelease => "amend-release",
            Self::RecordAttempts => "record-attempts",
            Self::ReleaseReplicate => "release-replicate",
            Self::KeepAddresses => "keep-addresses",
            Self::ExportCases => "export-cases",
            Self::EnterPaper => "enter-paper",
            Self::SettlePaper => "settle-paper",
            Self::RemovePaper => "remove-paper",
            Self::AssignVisits => "assign-visits",
            Self::TakeCodesAlong => "take-codes-along",
            Self::ExplainDelay => "explain-delay",
            Self::OpenCommitments => "open-commitments",
            Self::EraseAnswers => "erase-answers",
            Self::BeginChain => "begin-chain",
            Self::ExportAudit => "export-audit",
            Self::ExportRows => "export-rows",
            Self::PreparePublicUse => "prepare-public-use",
            Self::PublishPublicUse => "publish-public-use",
            Self::RequestRows => "request-rows",
            Self::ApproveRows => "approve-rows",
            Self::EnterRegister => "enter-register",
            Self::WithdrawRegister => "withdraw-register",
            Self::RefuseRegister => "refuse-register",
            Self::ReleaseRegister => "release-register",
            Self::ReadTexts => "read-texts",
            Self::ReviewTexts => "review-texts",
            Self::ChangeCodeBook => "change-code-book",
            Self::CodeTexts => "code-texts",
            Self::PrepareTexts => "prepare-texts",
            Self::PublishTexts => "publish-texts",
        }
    }

    /// The action of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == word)
    }
}

/// What a write says about itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What was done.
    pub action: Action,
    /// To what: its kind and name, as in `draft 12` or `wave residents-2014`.
    pub subject: String,
    /// What was there.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
}

impl Entry {
    /// An entry that says what was done to what.
    pub fn new(action: Action, subject: impl Into<String>) -> Self {
        Self {
            action,
            subject: subject.into(),
            before: None,
            after: None,
        }
    }

    /// What was there before.
    #[must_use]
    pub fn before(mut self, before: impl Into<Value>) -> Self {
        self.before = Some(before.into());
        self
    }

    /// What is there now.
    #[must_use]
    pub fn after(mut self, after: impl Into<Value>) -> Self {
        self.after = Some(after.into());
        self
    }
}

/// An entry as the log holds it.
#[derive(Debug, Clone, PartialEq)]
pub struct Logged {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who: a user's name, or the terminal of the server.
    pub actor: String,
    /// What, as stored.
    pub action: String,
    /// To what.
    pub subject: String,
    /// What was there.
    pub before: Option<Value>,
    /// What is there now.
    pub after: Option<Value>,
    /// The hash of this entry and of the link before it; empty only where somebody bent the file.
    pub link: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_survives_being_written_down() {
        for action in Action::ALL {
            assert_eq!(Action::parse(action.as_str()), Some(action));
        }
    }
}
