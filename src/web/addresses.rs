//! The addresses of all pages; nobody else writes one.
//!
//! # Design
//!
//! An address is written once, with its variable parts in braces. What the router reads ([`Pattern`]) and what a link
//! is made of ([`Address`]) come from that one line, and the table of routes names the pages of every pattern, so
//! that a link to an address that has no page does not compile.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use accounts::UserId;
use authoring::draft::DraftId;
use fieldwork::code::AccessCode;
use fieldwork::store::Taken;
use questionnaire::QuestionId;
use sampling::FrameDraftId;

/// What is written otherwise in a part of a path or the value of a query; ids keep their signs.
const IN_QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'-').remove(b'_');

/// A part of an address that people made up, written so that none of its signs means anything there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a>(pub(crate) &'a str);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        utf8_percent_encode(self.0, IN_QUERY).fmt(f)
    }
}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident $({ $($part:ident: $kind:ty),+ })? = $written:literal;)+) => {
        /// The address of a page, as a link has it.
        #[derive(Debug, Clone, Copy)]
        pub(crate) enum Address<'a> {
            $($(#[$doc])* $name $({ $($part: $kind),+ })?,)+
        }

        impl fmt::Display for Address<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name $({ $($part),+ })? => write!(f, $written),)+
                }
            }
        }

        /// An address with its variable parts in braces, as the router has it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Pattern {
            $($(#[$doc])* $name,)+
        }

        impl Pattern {
            pub(crate) const ALL: &[Self] = &[$(Self::$name),+];

            pub(crate) fn written(self) -> &'static str {
                match self {
                    $(Self::$name => $written,)+
                }
            }
        }
    };
}

addresses! {
    /// The front door.
    Home = "/";
    /// The form of an open wave.
    OpenForm { wave: &'a str } = "/s/{wave}";
    /// The questionnaire of a wave on paper.
    Paper { wave: &'a str } = "/s/{wave}/print";
    /// The form at the service windows of one outlet.
    OutletForm { outlet: &'a str } = "/w/{outlet}";
    /// The form behind an invitation.
    InvitedForm { code: AccessCode } = "/i/{code}";
    /// The form behind a test link.
    Trial { token: &'a str } = "/t/{token}";
    /// Where the page of a wave's form counts how far it got.
    Progress { wave: &'a str } = "/progress/{wave}";
    /// What is shown once an answer is safe.
    Thanks = "/thanks";
    /// Where a receipt can be looked up.
    Receipt = "/receipt";
    /// The whole privacy notice.
    Privacy = "/privacy";
    /// The list of releases.
    Results = "/results";
    /// The released results of a wave.
    Scoreboard { wave: &'a str } = "/results/{wave}";
    /// How one released figure was made.
    Indicator { wave: &'a str, indicator: &'a str } = "/results/{wave}/{indicator}";
    /// All figures of one district.
    District { wave: &'a str, district: Named<'a> } = "/results/{wave}/districts/{district}";
    /// Who answers for the figures of a wave.
    Departments { wave: &'a str } = "/results/{wave}/departments";
    /// All figures that one body answers for.
    Department { wave: &'a str, department: Named<'a> } = "/results/{wave}/departments/{department}";
    /// How good the answers of a wave are, and its whole method note.
    Quality { wave: &'a str } = "/results/{wave}/quality";
    /// The same of an amended release.
    AmendedQuality { wave: &'a str, number: u32 } = "/amended/{wave}/{number}/quality";
    /// Where somebody on the staff sets their own password.
    SetPassword { link: &'a str } = "/password/{link}";
    /// An amended release of a wave.
    AmendedScoreboard { wave: &'a str, number: u32 } = "/amended/{wave}/{number}";
    /// How one amended figure was made.
    AmendedIndicator { wave: &'a str, number: u32, indicator: &'a str } = "/amended/{wave}/{number}/{indicator}";
    /// What the results of a wave must be computed by, as it was hashed.
    Registration { wave: &'a str } = "/registration/{wave}";
    /// What has been released, for programs that look after news.
    Feed = "/results/feed.atom";
    /// The figures of a release as files.
    Files { wave: &'a str } = "/results/{wave}/files";
    /// One of these files.
    File { wave: &'a str, file: &'a str } = "/results/{wave}/files/{file}";
    /// The figures of an amended release as files.
    AmendedFiles { wave: &'a str, number: u32 } = "/amended/{wave}/{number}/files";
    /// One of these files.
    AmendedFile { wave: &'a str, number: u32, file: &'a str } = "/amended/{wave}/{number}/files/{file}";
    /// What was written in words in a wave, by themes and terms.
    OpenAnswers { wave: &'a str } = "/results/{wave}/open-answers";
    /// The same as a table.
    OpenAnswersFile { wave: &'a str } = "/results/{wave}/open-answers.csv";
    /// The rows of a wave for everybody: what there is to take.
    Microdata { wave: &'a str } = "/results/{wave}/microdata";
    /// One of these files.
    MicrodataFile { wave: &'a str, file: &'a str } = "/results/{wave}/microdata/{file}";
    /// A release under its hash: the address that it is cited by.
    Published { wave: &'a str, hash: &'a str } = "/results/{wave}/releases/{hash}";
    /// A released figure for the pages of others.
    Embed { wave: &'a str, indicator: &'a str } = "/embed/{wave}/{indicator}";
    /// What programs can ask for.
    ApiGuide = "/api";
    /// The same for programs.
    ApiDocument = "/api/v1/openapi.json";
    /// The plans that waves belong to.
    ApiPlans = "/api/v1/plans";
    /// What a plan promises.
    ApiIndicators { plan: &'a str } = "/api/v1/plans/{plan}/indicators";
    /// The waves that have opened.
    ApiWaves = "/api/v1/waves";
    /// The figures of a wave.
    ApiFigures { wave: &'a str } = "/api/v1/waves/{wave}/figures";
    /// The figures of a wave by district.
    ApiDistricts { wave: &'a str } = "/api/v1/waves/{wave}/districts";
    /// Every release.
    ApiReleases = "/api/v1/releases";
    /// Everything in a release, as tables.
    ApiRelease { hash: &'a str } = "/api/v1/releases/{hash}";
    /// A style, script or drawing.
    Asset { name: &'a str } = "/static/{name}";
    /// What works for residents' pages while there is no network.
    Worker = "/worker.js";

    /// Where staff sign in.
    Login = "/studio/login";
    /// Where staff give the code of their second factor.
    SecondStep = "/studio/login/code";
    /// Where staff sign out.
    Logout = "/studio/logout";
    /// The front door of staff.
    Studio = "/studio";
    /// One's own account.
    Account = "/studio/account";
    /// Where one sets up one's second factor.
    SecondFactor = "/studio/second-factor";
    /// Where one ends all of one's sessions.
    OwnSessions = "/studio/account/sessions";
    /// The results of what one answers for.
    OwnResults = "/studio/results";
    /// Those of one wave, in one part of the city that one answers for.
    OwnResult { wave: &'a str, scope: Named<'a> } = "/studio/results/{wave}/{scope}";
    /// The report of it.
    OwnReport { wave: &'a str, scope: Named<'a> } = "/studio/results/{wave}/{scope}/report.pdf";
    /// Everybody on the staff.
    People = "/studio/people";
    /// One person on the staff.
    Person { user: UserId } = "/studio/people/{user}";
    /// Agreeing to roles that another administrator wants for a person, or refusing them.
    PersonProposal { user: UserId } = "/studio/people/{user}/proposal";
    /// Barring a person from signing in, or no longer.
    PersonAccess { user: UserId } = "/studio/people/{user}/access";
    /// Giving a person a link to set their own password.
    PersonLink { user: UserId } = "/studio/people/{user}/link";
    /// Taking a person's second factor back.
    PersonFactor { user: UserId } = "/studio/people/{user}/second-factor";
    /// Ending the sessions of a person.
    PersonSessions { user: UserId } = "/studio/people/{user}/sessions";
    /// The audit log.
    Audit = "/studio/audit";
    /// The audit log as a file.
    AuditFile = "/studio/audit.csv";

    /// Plans, and taking a folder in.
    Plans = "/studio/plans";
    /// A plan: what it promises and how that is measured.
    Plan { plan: &'a str } = "/studio/plans/{plan}";
    /// Changing the targets of a plan.
    PlanTargets { plan: &'a str } = "/studio/plans/{plan}/targets";
    /// Changing by which questions and answers an indicator of a plan is measured.
    PlanMeasure { plan: &'a str, indicator: &'a str } = "/studio/plans/{plan}/measures/{indicator}";
    /// The register of a plan: what it promises beside surveys, with what stands and what waits.
    PlanRegister { plan: &'a str } = "/studio/plans/{plan}/register";
    /// The table in which values are brought, as a workbook.
    PlanRegisterWorkbook { plan: &'a str } = "/studio/plans/{plan}/register.xlsx";
    /// The same as text.
    PlanRegisterCsv { plan: &'a str } = "/studio/plans/{plan}/register.csv";
    /// Releasing or refusing values that wait.
    PlanRegisterDecision { plan: &'a str } = "/studio/plans/{plan}/register-decision";
    /// The values of one promise, and entering one.
    PlanRegisterValues { plan: &'a str, indicator: &'a str } = "/studio/plans/{plan}/register/{indicator}";
    /// The margins of a plan: what weights are raked to.
    PlanMargins { plan: &'a str } = "/studio/plans/{plan}/margins";
    /// Changing, adding or removing a margin of a plan.
    PlanMargin { plan: &'a str, margin: Named<'a> } = "/studio/plans/{plan}/margins/{margin}";

    /// Drafts and versions.
    Questionnaires = "/studio/questionnaires";
    /// The form that begins a draft.
    NewDraft = "/studio/drafts/new";
    /// Where drafts are begun.
    Drafts = "/studio/drafts";
    /// A draft: its findings and its way to a version.
    Draft { draft: DraftId } = "/studio/drafts/{draft}";
    /// What a draft changes.
    DraftDifference { draft: DraftId } = "/studio/drafts/{draft}/difference";
    /// The plain text of a draft.
    DraftText { draft: DraftId } = "/studio/drafts/{draft}/text";
    /// The designer of a draft.
    DraftDesign { draft: DraftId } = "/studio/drafts/{draft}/design";
    /// The form of a draft, on the phone beside the designer.
    DraftPhone { draft: DraftId } = "/studio/drafts/{draft}/phone";
    /// What can come next in a condition of a draft.
    DraftCompletions { draft: DraftId } = "/studio/drafts/{draft}/completions";
    /// The paths through a draft.
    DraftPaths { draft: DraftId } = "/studio/drafts/{draft}/paths";
    /// The question bank, for a draft.
    DraftBank { draft: DraftId } = "/studio/drafts/{draft}/bank";
    /// The file of a draft.
    DraftSource { draft: DraftId } = "/studio/drafts/{draft}/source";
    /// What a workbook of a draft cannot hold.
    DraftWorkbook { draft: DraftId } = "/studio/drafts/{draft}/workbook";
    /// The workbook of a draft.
    DraftWorkbookFile { draft: DraftId } = "/studio/drafts/{draft}/workbook.xlsx";
    /// The translations of a draft.
    DraftTranslation { draft: DraftId } = "/studio/drafts/{draft}/translation";
    /// The translations of a draft as a table of text.
    DraftTranslationCsv { draft: DraftId } = "/studio/drafts/{draft}/translation.csv";
    /// The translations of a draft as a workbook.
    DraftTranslationXlsx { draft: DraftId } = "/studio/drafts/{draft}/translation.xlsx";
    /// Taking translations from a table.
    DraftTranslationUpload { draft: DraftId } = "/studio/drafts/{draft}/translation/file";
    /// Undoing the last change of a draft.
    DraftUndo { draft: DraftId } = "/studio/drafts/{draft}/undo";
    /// Doing again what was undone.
    DraftRedo { draft: DraftId } = "/studio/drafts/{draft}/redo";
    /// Sending a draft to review.
    DraftReview { draft: DraftId } = "/studio/drafts/{draft}/review";
    /// Taking a draft back from review.
    DraftWithdraw { draft: DraftId } = "/studio/drafts/{draft}/withdraw";
    /// Giving a draft up.
    DraftDiscard { draft: DraftId } = "/studio/drafts/{draft}/discard";
    /// Returning a draft to its writers.
    DraftReturn { draft: DraftId } = "/studio/drafts/{draft}/return";
    /// Publishing a draft as a version.
    DraftPublish { draft: DraftId } = "/studio/drafts/{draft}/publish";
    /// A version.
    Version { version: &'a str } = "/studio/versions/{version}";
    /// The file of a version.
    VersionSource { version: &'a str } = "/studio/versions/{version}/source";
    /// The paths through a version.
    VersionPaths { version: &'a str } = "/studio/versions/{version}/paths";
    /// What a workbook of a version cannot hold.
    VersionWorkbook { version: &'a str } = "/studio/versions/{version}/workbook";
    /// The workbook of a version.
    VersionWorkbookFile { version: &'a str } = "/studio/versions/{version}/workbook.xlsx";
    /// Making a test link.
    VersionTestLink { version: &'a str } = "/studio/versions/{version}/test-link";

    /// The frames, and the lists that are none yet.
    Frames = "/studio/frames";
    /// A frame.
    Frame { frame: &'a str } = "/studio/frames/{frame}";
    /// The units of a frame as a file.
    FrameFile { frame: &'a str } = "/studio/frames/{frame}/units.csv";
    /// A list that is no frame yet.
    FrameDraft { draft: FrameDraftId } = "/studio/frame-drafts/{draft}";
    /// Making a list a frame.
    FrameDraftAdoption { draft: FrameDraftId } = "/studio/frame-drafts/{draft}/adoption";
    /// Giving a list up.
    FrameDraftDiscard { draft: FrameDraftId } = "/studio/frame-drafts/{draft}/discard";
    /// The samples that were drawn, the frames to draw from, and drawing.
    Samples = "/studio/samples";
    /// What the design of a sample can prove.
    NewSample = "/studio/samples/new";
    /// A sample that was drawn.
    Sample { sample: i64 } = "/studio/samples/{sample}";
    /// Its PSUs and households as a file.
    SampleTable { sample: i64 } = "/studio/samples/{sample}/sample.csv";
    /// Its design as a file, by which the draw is repeated.
    SampleDesign { sample: i64 } = "/studio/samples/{sample}/design.toml";

    /// The households that an interviewer visits.
    Field = "/studio/field";
    /// Writing down what came of a visit.
    FieldVisits = "/studio/field/visits";
    /// Handing the form of a household over.
    FieldForm = "/studio/field/form";
    /// The codes of all households that are visited, to be taken along.
    FieldCodes = "/studio/field/codes";

    /// The waves, as staff see them.
    Waves = "/studio/waves";
    /// The form that opens a wave.
    NewWave = "/studio/waves/new";
    /// A wave as staff see it.
    StaffWave { wave: &'a str } = "/studio/waves/{wave}";
    /// The poster of an open wave.
    WavePoster { wave: &'a str } = "/studio/waves/{wave}/poster";
    /// Printing the paper questionnaire of one household that a wave invites.
    WaveBooklet { wave: &'a str } = "/studio/waves/{wave}/booklet";
    /// The letters of a wave: its invitation, its reminders, fresh codes.
    WaveLetters { wave: &'a str } = "/studio/waves/{wave}/letters";
    /// Planning the reminders of a wave.
    WaveReminders { wave: &'a str } = "/studio/waves/{wave}/letters/reminders";
    /// Fetching letters that are finished, once.
    WaveLetterFile { wave: &'a str } = "/studio/waves/{wave}/letters/file";
    /// A letter with a fresh code for one household.
    WaveFreshCode { wave: &'a str } = "/studio/waves/{wave}/letters/fresh";
    /// Where the households of a wave live, for its letters.
    WaveAddresses { wave: &'a str } = "/studio/waves/{wave}/letters/addresses";
    /// The households that a wave holds in reserve, released by replicates.
    WaveReserve { wave: &'a str } = "/studio/waves/{wave}/letters/reserve";
    /// The cases of a wave, by PSU.
    WaveCases { wave: &'a str } = "/studio/waves/{wave}/cases";
    /// The list of cases that a field team takes along.
    WaveCaseList { wave: &'a str } = "/studio/waves/{wave}/cases.csv";
    /// Where that list comes back.
    WaveAttempts { wave: &'a str } = "/studio/waves/{wave}/attempts";
    /// The cases of one PSU of a wave.
    WavePsu { wave: &'a str, psu: &'a str } = "/studio/waves/{wave}/cases/{psu}";
    /// Who visits the households of a wave.
    WaveInterviewers { wave: &'a str } = "/studio/waves/{wave}/interviewers";
    /// A wave in the field: what came back where, and where more would help.
    WaveMonitor { wave: &'a str } = "/studio/waves/{wave}/monitor";
    /// The desk where booklets that came back to a wave on paper are typed in.
    WavePaper { wave: &'a str } = "/studio/waves/{wave}/paper";
    /// Taking the next booklet from the pile: what is to be done with it.
    WavePaperBooklet { wave: &'a str } = "/studio/waves/{wave}/paper/booklet";
    /// Typing a booklet in, the first or the second time.
    WavePaperEntry { wave: &'a str } = "/studio/waves/{wave}/paper/entry";
    /// Settling a booklet whose two entries differ.
    WavePaperSettling { wave: &'a str } = "/studio/waves/{wave}/paper/settling";
    /// Removing what was typed of a booklet.
    WavePaperRemoval { wave: &'a str } = "/studio/waves/{wave}/paper/removal";
    /// Giving a reason why a wave has not been released in time.
    WaveDelay { wave: &'a str } = "/studio/waves/{wave}/delay";
    /// Correcting a wave that is in the field.
    WaveCorrection { wave: &'a str } = "/studio/waves/{wave}/correction";
    /// Closing a wave.
    WaveClose { wave: &'a str } = "/studio/waves/{wave}/close";
    /// Opening what a wave has sealed.
    WaveOpening { wave: &'a str } = "/studio/waves/{wave}/opening";
    /// Computing the results of a wave.
    WaveComputation { wave: &'a str } = "/studio/waves/{wave}/computation";
    /// What is looked at before the results of a wave are published.
    WaveReview { wave: &'a str } = "/studio/waves/{wave}/review";
    /// The results of a wave as they will be published, and publishing them.
    WaveRelease { wave: &'a str } = "/studio/waves/{wave}/release";
    /// Their report.
    WaveReleaseReport { wave: &'a str } = "/studio/waves/{wave}/release/report.pdf";
    /// How one figure of these results was made.
    WaveReleaseIndicator { wave: &'a str, indicator: &'a str } = "/studio/waves/{wave}/release/{indicator}";
    /// How good the answers are that they rest on.
    WaveReleaseQuality { wave: &'a str } = "/studio/waves/{wave}/release/quality";
    /// What was written in words in a wave: where its texts stand.
    WaveTexts { wave: &'a str } = "/studio/waves/{wave}/texts";
    /// Reviewing the texts of a question, `first` or `second`.
    WaveTextReview { wave: &'a str, question: &'a str, step: &'a str } = "/studio/waves/{wave}/texts/{question}/review/{step}";
    /// The code book of a question.
    WaveTextThemes { wave: &'a str, question: &'a str } = "/studio/waves/{wave}/texts/{question}/themes";
    /// Giving themes to the texts of a question, `first` or `second`.
    WaveTextCoding { wave: &'a str, question: &'a str, step: &'a str } = "/studio/waves/{wave}/texts/{question}/coding/{step}";
    /// Themes and terms of a wave as they will be published, and preparing them.
    WaveTextSummary { wave: &'a str } = "/studio/waves/{wave}/text-summary";
    /// Publishing them.
    WaveTextPublication { wave: &'a str } = "/studio/waves/{wave}/text-publication";
    /// The answers of a released wave person by person: what may leave.
    WaveRows { wave: &'a str } = "/studio/waves/{wave}/rows";
    /// Publishing the rows for everybody.
    WaveRowsPublication { wave: &'a str } = "/studio/waves/{wave}/rows/publication";
    /// Asking for complete rows.
    WaveRowsRequest { wave: &'a str } = "/studio/waves/{wave}/rows/request";
    /// Agreeing to somebody else's wish for complete rows.
    WaveRowsApproval { wave: &'a str } = "/studio/waves/{wave}/rows/approval";
    /// Fetching complete rows, once.
    WaveRowsFetch { wave: &'a str } = "/studio/waves/{wave}/rows/complete";
}

/// The designer of a draft, open at a part.
pub(crate) fn draft_part(draft: DraftId, part: &str) -> String {
    let part = utf8_percent_encode(part, IN_QUERY);
    format!("{}?at={part}", Address::DraftDesign { draft })
}

/// The same page, telling something of the request that led to it.
pub(crate) fn telling(page: &str, what: &str) -> String {
    let what = utf8_percent_encode(what, IN_QUERY);
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}told={what}")
}

/// The form of a draft on the phone beside the designer, open at a question if one is given.
pub(crate) fn draft_phone(draft: DraftId, question: Option<&QuestionId>) -> String {
    let question = question.map_or("", QuestionId::as_str);
    let question = utf8_percent_encode(question, NON_ALPHANUMERIC);
    format!("{}?at={question}", Address::DraftPhone { draft })
}

/// What can come next in a condition of a draft's question.
pub(crate) fn draft_completion(draft: DraftId, question: &QuestionId, field: &str) -> String {
    let question = utf8_percent_encode(question.as_str(), NON_ALPHANUMERIC);
    let page = Address::DraftCompletions { draft };
    format!("{page}?question={question}&field={field}")
}

/// The question bank, for a draft, to insert behind a question if one is given.
pub(crate) fn draft_bank(draft: DraftId, after: Option<&QuestionId>) -> String {
    let after = after.map_or("", QuestionId::as_str);
    let after = utf8_percent_encode(after, NON_ALPHANUMERIC);
    format!("{}?after={after}", Address::DraftBank { draft })
}

/// The translations of a draft into one of its languages, all of them or those that need work.
pub(crate) fn translation(draft: DraftId, to: &str, only_work: bool) -> String {
    let to = utf8_percent_encode(to, NON_ALPHANUMERIC);
    let show = if only_work { "&show=work" } else { "" };
    format!("{}?to={to}{show}", Address::DraftTranslation { draft })
}

/// The same, after so many texts were changed.
pub(crate) fn translated(draft: DraftId, to: &str, only_work: bool, changed: usize) -> String {
    format!("{}&changed={changed}", translation(draft, to, only_work))
}

/// Beginning a draft from a version.
pub(crate) fn draft_from(version: &str) -> String {
    format!("{}?from={version}", Address::NewDraft)
}

/// Opening a wave from a version.
pub(crate) fn wave_from(version: &str) -> String {
    format!("{}?version={version}", Address::NewWave)
}

/// The list of the cases of one PSU, for a field team.
pub(crate) fn case_list_of(wave: &str, psu: &str) -> String {
    let psu = utf8_percent_encode(psu, IN_QUERY);
    format!("{}?psu={psu}", Address::WaveCaseList { wave })
}

/// Planning a sample from a frame.
pub(crate) fn sample_from(frame: &str) -> String {
    format!("{}?frame={frame}", Address::NewSample)
}

/// Opening a wave with a sample.
pub(crate) fn wave_with(sample: i64) -> String {
    format!("{}?sample={sample}", Address::NewWave)
}

/// Signing in, and going on to this address afterwards.
pub(crate) fn login_then(next: &str) -> String {
    let next = utf8_percent_encode(next, NON_ALPHANUMERIC);
    format!("{}?next={next}", Address::Login)
}

/// The second step of signing in, going on to this address afterwards.
pub(crate) fn second_step_then(next: &str) -> String {
    let next = utf8_percent_encode(next, NON_ALPHANUMERIC);
    format!("{}?next={next}", Address::SecondStep)
}

/// A form for the next person on the same phone.
pub(crate) fn new_fill(form: &str) -> String {
    format!("{form}?fill=new")
}

/// The privacy notice of a wave's form.
pub(crate) fn privacy_of(wave: &str) -> String {
    format!("{}?wave={wave}", Address::Privacy)
}

/// The page that thanks for an answer to a wave.
pub(crate) fn thanks(wave: &str, taken: Taken) -> String {
    let again = if taken.again { "&again=yes" } else { "" };
    format!(
        "{}?wave={wave}{again}&receipt={}",
        Address::Thanks,
        taken.receipt
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_indicator_has_the_id_of_another_page_of_results() {
        let beside = Pattern::ALL.iter().filter_map(|pattern| {
            let rest = pattern.written().strip_prefix("/results/{wave}/")?;
            let first = rest.split(['/', '.']).next().unwrap();
            (!first.starts_with('{')).then_some(first)
        });
        for word in beside {
            assert!(plan::RESERVED_IDS.contains(&word), "{word} is not reserved");
        }
    }
}
