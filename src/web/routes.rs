//! The one table of all pages: method, address, who may come, and the page.
//!
//! The router is made from this table and from nothing else, so whoever wants to know who may see what reads
//! it here; `every_role_gets_exactly_where_its_permissions_lead` in `tests/web` walks every row with every role.

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::from_fn_with_state;
use axum::routing::{self, MethodRouter};
use tokio::runtime::Handle;
use tower_http::compression::CompressionLayer;

use super::addresses::Pattern;
use super::app::App;
use super::studio::reading_room::{ReadingRoom, enter};
use super::studio::staff_runtime::beside;
use super::studio::{self, guard};
use super::{api, asset, public, resident};
use accounts::Permission;

pub use super::access::Access;

/// One row of the table.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Route {
    pub method: Method,
    /// The address, with its variable parts in braces.
    pub path: &'static str,
    /// Who may come.
    pub access: Access,
    page: MethodRouter<App>,
}

impl Pattern {
    fn get<H, T>(self, access: Access, handler: H) -> Route
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.route(Method::GET, access, routing::get(handler))
    }

    fn post<H, T>(self, access: Access, handler: H) -> Route
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.route(Method::POST, access, routing::post(handler))
    }

    fn route(self, method: Method, access: Access, page: MethodRouter<App>) -> Route {
        Route {
            method,
            path: self.written(),
            access,
            page,
        }
    }
}

/// The table.
pub fn routes() -> Vec<Route> {
    Pattern::ALL.iter().copied().flat_map(rows).collect()
}

/// The rows of one address.
#[expect(clippy::too_many_lines, reason = "the table: one row for every page")]
fn rows(at: Pattern) -> Vec<Route> {
    use Access::{Needs, Public, SignedIn};
    use Permission::{
        ApproveVersions, ComputeRelease, EditDrafts, EnterPaper, EnterRegister, ExportRows,
        ManagePeople, ManageWaves, OpenSealed, PublishRelease, ReadAudit, ReadOwnResults,
        ReleaseRegister, ReviewTexts, SeeQuestionnaires, SeeWaves, VisitHouseholds,
    };
    use studio::{
        account, audit, drafts, field, frames, home, login, own_results, people, plans, samples,
        second_factor, second_step, set_password, versions, waves, workbooks,
    };
    match at {
        Pattern::Home => vec![
            at.get(Public, resident::home::show),
            at.post(Public, resident::home::submit),
        ],
        Pattern::OpenForm => vec![
            at.get(Public, resident::open::show),
            at.post(Public, resident::open::submit),
        ],
        Pattern::Paper => vec![at.get(Public, resident::print::show)],
        Pattern::OutletForm => vec![
            at.get(Public, resident::outlet::show),
            at.post(Public, resident::outlet::submit),
        ],
        Pattern::InvitedForm => vec![
            at.get(Public, resident::invited::show),
            at.post(Public, resident::invited::submit),
        ],
        Pattern::Trial => vec![
            at.get(Public, resident::trial::show),
            at.post(Public, resident::trial::submit),
        ],
        Pattern::Progress => vec![at.post(Public, resident::progress::submit)],
        Pattern::Thanks => vec![at.get(Public, resident::thanks::show)],
        Pattern::Receipt => vec![
            at.get(Public, resident::receipt::show),
            at.post(Public, resident::receipt::submit),
        ],
        Pattern::Privacy => vec![at.get(Public, resident::privacy::show)],
        Pattern::Results => vec![at.get(Public, public::results::show)],
        Pattern::Scoreboard => vec![at.get(Public, public::scoreboard::show)],
        Pattern::Indicator => vec![at.get(Public, public::indicator::show)],
        Pattern::District => vec![at.get(Public, public::district::show)],
        Pattern::Departments => vec![at.get(Public, public::departments::show)],
        Pattern::Department => vec![at.get(Public, public::departments::show_one)],
        Pattern::Quality => vec![at.get(Public, public::quality::show)],
        Pattern::AmendedQuality => vec![at.get(Public, public::quality::show_amended)],
        Pattern::SetPassword => vec![
            at.get(Public, set_password::show),
            at.post(Public, set_password::submit),
        ],
        Pattern::AmendedScoreboard => vec![at.get(Public, public::scoreboard::show_amended)],
        Pattern::AmendedIndicator => vec![at.get(Public, public::indicator::show_amended)],
        Pattern::Registration => vec![at.get(Public, public::standing::registration)],
        Pattern::Feed => vec![at.get(Public, public::feed::show)],
        Pattern::Files => vec![at.get(Public, public::files::show)],
        Pattern::File => vec![at.get(Public, public::files::file)],
        Pattern::AmendedFiles => vec![at.get(Public, public::files::show_amended)],
        Pattern::AmendedFile => vec![at.get(Public, public::files::file_amended)],
        Pattern::OpenAnswers => vec![at.get(Public, public::open_answers::show)],
        Pattern::OpenAnswersFile => vec![at.get(Public, public::open_answers::file)],
        Pattern::Microdata => vec![at.get(Public, public::microdata::show)],
        Pattern::MicrodataFile => vec![at.get(Public, public::microdata::file)],
        Pattern::Published => vec![at.get(Public, public::files::citation::show)],
        Pattern::Embed => vec![at.get(Public, public::embed::show)],
        Pattern::ApiGuide => vec![at.get(Public, api::guide)],
        Pattern::ApiDocument => vec![at.get(Public, api::document)],
        Pattern::ApiPlans => vec![at.get(Public, api::plans)],
        Pattern::ApiIndicators => vec![at.get(Public, api::indicators)],
        Pattern::ApiWaves => vec![at.get(Public, api::waves)],
        Pattern::ApiFigures => vec![at.get(Public, api::figures)],
        Pattern::ApiDistricts => vec![at.get(Public, api::districts)],
        Pattern::ApiReleases => vec![at.get(Public, api::releases)],
        Pattern::ApiRelease => vec![at.get(Public, api::release)],
        Pattern::Asset => vec![at.get(Public, asset::show)],
        Pattern::Worker => vec![at.get(Public, asset::worker)],
        Pattern::Login => vec![at.get(Public, login::show), at.post(Public, login::submit)],
        Pattern::SecondStep => vec![
            at.get(Public, second_step::show),
            at.post(Public, second_step::submit),
        ],
        Pattern::Logout => vec![at.post(SignedIn, login::leave)],
        Pattern::Studio => vec![at.get(SignedIn, home::show)],
        Pattern::Account => vec![
            at.get(SignedIn, account::show),
            at.post(SignedIn, account::submit),
        ],
        Pattern::SecondFactor => vec![
            at.get(SignedIn, second_factor::show),
            at.post(SignedIn, second_factor::submit),
        ],
        Pattern::OwnSessions => vec![at.post(SignedIn, account::leave_everywhere)],
        Pattern::OwnResults => vec![at.get(Needs(ReadOwnResults), own_results::list)],
        Pattern::OwnResult => vec![at.get(Needs(ReadOwnResults), own_results::show)],
        Pattern::OwnReport => vec![at.get(Needs(ReadOwnResults), own_results::report)],
        Pattern::People => vec![
            at.get(Needs(ManagePeople), people::list),
            at.post(Needs(ManagePeople), people::add),
        ],
        Pattern::Person => vec![
            at.get(Needs(ManagePeople), people::one),
            at.post(Needs(ManagePeople), people::change_roles),
        ],
        Pattern::PersonProposal => vec![at.post(Needs(ManagePeople), people::decide)],
        Pattern::PersonAccess => vec![at.post(Needs(ManagePeople), people::change_access)],
        Pattern::PersonLink => vec![at.post(Needs(ManagePeople), people::give_link)],
        Pattern::PersonFactor => {
            vec![at.post(Needs(ManagePeople), people::reset_second_factor)]
        }
        Pattern::PersonSessions => vec![at.post(Needs(ManagePeople), people::end_sessions)],
        Pattern::Audit => vec![at.get(Needs(ReadAudit), audit::show)],
        Pattern::AuditFile => vec![at.get(Needs(ReadAudit), audit::export)],
        Pattern::Plans => vec![
            at.get(Needs(SeeWaves), plans::list),
            at.post(Needs(ManageWaves), plans::upload),
        ],
        Pattern::Plan => vec![at.get(Needs(SeeWaves), plans::one)],
        Pattern::PlanTargets => vec![at.post(Needs(ManageWaves), plans::change_targets)],
        Pattern::PlanMeasure => vec![
            at.get(Needs(ManageWaves), plans::measure),
            at.post(Needs(ManageWaves), plans::change_measure),
        ],
        Pattern::PlanRegister => vec![
            at.get(Needs(ReleaseRegister), plans::register),
            at.post(Needs(EnterRegister), plans::import_register),
        ],
        Pattern::PlanRegisterWorkbook => {
            vec![at.get(Needs(ReleaseRegister), plans::register_workbook)]
        }
        Pattern::PlanRegisterCsv => vec![at.get(Needs(ReleaseRegister), plans::register_csv)],
        Pattern::PlanRegisterDecision => {
            vec![at.post(Needs(ReleaseRegister), plans::decide_register)]
        }
        Pattern::PlanRegisterValues => vec![
            at.get(Needs(ReleaseRegister), plans::register_values),
            at.post(Needs(EnterRegister), plans::enter_register),
        ],
        Pattern::PlanMargins => vec![at.get(Needs(SeeWaves), plans::margins)],
        Pattern::PlanMargin => vec![
            at.get(Needs(ManageWaves), plans::margin),
            at.post(Needs(ManageWaves), plans::change_margin),
        ],
        Pattern::Questionnaires => vec![at.get(Needs(SeeQuestionnaires), drafts::list)],
        Pattern::NewDraft => vec![at.get(Needs(EditDrafts), drafts::new)],
        Pattern::Drafts => vec![at.post(Needs(EditDrafts), drafts::begin)],
        Pattern::Draft => vec![at.get(Needs(SeeQuestionnaires), drafts::one)],
        Pattern::DraftDifference => vec![
            at.get(Needs(SeeQuestionnaires), drafts::difference),
            at.post(Needs(EditDrafts), drafts::declare_editorial),
        ],
        Pattern::DraftText => vec![
            at.get(Needs(EditDrafts), drafts::text),
            at.post(Needs(EditDrafts), drafts::save),
        ],
        Pattern::DraftDesign => vec![
            at.get(Needs(EditDrafts), drafts::design),
            at.post(Needs(EditDrafts), drafts::save_design),
        ],
        Pattern::DraftPhone => vec![at.get(Needs(SeeQuestionnaires), drafts::phone)],
        Pattern::DraftCompletions => vec![at.get(Needs(EditDrafts), drafts::completions)],
        Pattern::DraftPaths => vec![at.get(Needs(SeeQuestionnaires), drafts::interview_paths)],
        Pattern::DraftBank => vec![
            at.get(Needs(EditDrafts), drafts::bank),
            at.post(Needs(EditDrafts), drafts::insert),
        ],
        Pattern::DraftSource => vec![at.get(Needs(SeeQuestionnaires), drafts::source)],
        Pattern::DraftWorkbook => vec![at.get(Needs(SeeQuestionnaires), workbooks::draft)],
        Pattern::DraftWorkbookFile => vec![at.get(Needs(SeeQuestionnaires), workbooks::draft_file)],
        Pattern::DraftTranslation => vec![
            at.get(Needs(SeeQuestionnaires), drafts::translation),
            at.post(Needs(EditDrafts), drafts::translate),
        ],
        Pattern::DraftTranslationCsv => {
            vec![at.get(Needs(SeeQuestionnaires), drafts::translation_csv)]
        }
        Pattern::DraftTranslationXlsx => {
            vec![at.get(Needs(SeeQuestionnaires), drafts::translation_xlsx)]
        }
        Pattern::DraftTranslationUpload => {
            vec![at.post(Needs(EditDrafts), drafts::translation_file)]
        }
        Pattern::DraftUndo => vec![at.post(Needs(EditDrafts), drafts::undo)],
        Pattern::DraftRedo => vec![at.post(Needs(EditDrafts), drafts::redo)],
        Pattern::DraftReview => vec![at.post(Needs(EditDrafts), drafts::send)],
        Pattern::DraftWithdraw => vec![at.post(Needs(EditDrafts), drafts::withdraw)],
        Pattern::DraftDiscard => vec![at.post(Needs(EditDrafts), drafts::discard)],
        Pattern::DraftReturn => vec![at.post(Needs(ApproveVersions), drafts::return_to_writers)],
        Pattern::DraftPublish => vec![at.post(Needs(ApproveVersions), drafts::publish)],
        Pattern::Version => vec![at.get(Needs(SeeQuestionnaires), versions::show)],
        Pattern::VersionSource => vec![at.get(Needs(SeeQuestionnaires), versions::source)],
        Pattern::VersionPaths => vec![at.get(Needs(SeeQuestionnaires), versions::interview_paths)],
        Pattern::VersionWorkbook => vec![at.get(Needs(SeeQuestionnaires), workbooks::version)],
        Pattern::VersionWorkbookFile => {
            vec![at.get(Needs(SeeQuestionnaires), workbooks::version_file)]
        }
        Pattern::VersionTestLink => vec![at.post(Needs(EditDrafts), versions::link)],
        Pattern::Frames => vec![
            at.get(Needs(SeeWaves), frames::list),
            at.post(Needs(ManageWaves), frames::upload),
        ],
        Pattern::Frame => vec![at.get(Needs(SeeWaves), frames::one)],
        Pattern::FrameFile => vec![at.get(Needs(SeeWaves), frames::file)],
        Pattern::FrameDraft => vec![
            at.get(Needs(SeeWaves), frames::draft),
            at.post(Needs(ManageWaves), frames::save_draft),
        ],
        Pattern::FrameDraftAdoption => vec![at.post(Needs(ManageWaves), frames::adopt)],
        Pattern::FrameDraftDiscard => vec![at.post(Needs(ManageWaves), frames::discard)],
        Pattern::Samples => vec![
            at.get(Needs(SeeWaves), samples::list),
            at.post(Needs(ManageWaves), samples::draw),
        ],
        Pattern::NewSample => vec![at.get(Needs(ManageWaves), samples::plan)],
        Pattern::Sample => vec![at.get(Needs(ManageWaves), samples::one)],
        Pattern::SampleTable => vec![at.get(Needs(ManageWaves), samples::table)],
        Pattern::SampleDesign => vec![at.get(Needs(ManageWaves), samples::design)],
        Pattern::Field => vec![at.get(Needs(VisitHouseholds), field::show)],
        Pattern::FieldVisits => vec![at.post(Needs(VisitHouseholds), field::record)],
        Pattern::FieldForm => vec![at.post(Needs(VisitHouseholds), field::hand_over)],
        Pattern::FieldCodes => vec![at.post(Needs(VisitHouseholds), field::take_along)],
        Pattern::Waves => vec![
            at.get(Needs(SeeWaves), waves::list),
            at.post(Needs(ManageWaves), waves::open),
        ],
        Pattern::NewWave => vec![at.get(Needs(ManageWaves), waves::new)],
        Pattern::StaffWave => vec![at.get(Needs(SeeWaves), waves::one)],
        Pattern::WavePoster => vec![at.get(Needs(SeeWaves), waves::poster)],
        Pattern::WaveBooklet => vec![
            at.get(Needs(ManageWaves), waves::booklet),
            at.post(Needs(ManageWaves), waves::print_booklet),
        ],
        Pattern::WaveLetters => vec![
            at.get(Needs(SeeWaves), waves::letters::show),
            at.post(Needs(ManageWaves), waves::letters::make),
        ],
        Pattern::WaveReminders => vec![at.post(Needs(ManageWaves), waves::letters::plan)],
        Pattern::WaveLetterFile => vec![at.post(Needs(ManageWaves), waves::letters::fetch)],
        Pattern::WaveFreshCode => vec![at.post(Needs(ManageWaves), waves::letters::fresh)],
        Pattern::WaveAddresses => vec![
            at.get(Needs(SeeWaves), waves::letters::addresses),
            at.post(Needs(ManageWaves), waves::letters::keep_addresses),
        ],
        Pattern::WaveReserve => vec![
            at.get(Needs(SeeWaves), waves::letters::reserve),
            at.post(Needs(ManageWaves), waves::letters::release),
        ],
        Pattern::WaveCases => vec![at.get(Needs(SeeWaves), waves::cases::overview)],
        Pattern::WaveCaseList => vec![at.get(Needs(ManageWaves), waves::cases::download)],
        Pattern::WaveAttempts => vec![at.post(Needs(ManageWaves), waves::cases::upload)],
        Pattern::WavePsu => vec![
            at.get(Needs(SeeWaves), waves::cases::psu),
            at.post(Needs(ManageWaves), waves::cases::record),
        ],
        Pattern::WaveInterviewers => vec![
            at.get(Needs(SeeWaves), waves::interviewers::show),
            at.post(Needs(ManageWaves), waves::interviewers::submit),
        ],
        Pattern::WaveMonitor => vec![at.get(Needs(SeeWaves), waves::monitor::show)],
        Pattern::WavePaper => vec![at.get(Needs(EnterPaper), waves::paper::show)],
        Pattern::WavePaperBooklet => vec![at.post(Needs(EnterPaper), waves::paper::take)],
        Pattern::WavePaperEntry => vec![at.post(Needs(EnterPaper), waves::paper::enter)],
        Pattern::WavePaperSettling => vec![at.post(Needs(EnterPaper), waves::paper::settle)],
        Pattern::WavePaperRemoval => vec![at.post(Needs(EnterPaper), waves::paper::remove)],
        Pattern::WaveDelay => vec![at.post(Needs(ManageWaves), waves::explain_delay)],
        Pattern::WaveCorrection => vec![
            at.get(Needs(ManageWaves), waves::correction),
            at.post(Needs(ManageWaves), waves::correct),
        ],
        Pattern::WaveClose => vec![at.post(Needs(ManageWaves), waves::close)],
        Pattern::WaveOpening => vec![at.post(Needs(OpenSealed), waves::open_sealed)],
        Pattern::WaveComputation => vec![at.post(Needs(ComputeRelease), waves::compute)],
        Pattern::WaveReview => vec![at.get(Needs(ComputeRelease), waves::review)],
        Pattern::WaveRelease => vec![
            at.get(Needs(ComputeRelease), waves::release),
            at.post(Needs(PublishRelease), waves::publish),
        ],
        Pattern::WaveReleaseReport => vec![at.get(Needs(ComputeRelease), waves::release_report)],
        Pattern::WaveReleaseIndicator => {
            vec![at.get(Needs(ComputeRelease), waves::release_indicator)]
        }
        Pattern::WaveReleaseQuality => {
            vec![at.get(Needs(ComputeRelease), waves::release_quality)]
        }
        Pattern::WaveTexts => vec![at.get(Needs(ReviewTexts), waves::texts::show)],
        Pattern::WaveTextReview => vec![
            at.get(Needs(ReviewTexts), waves::texts::review),
            at.post(Needs(ReviewTexts), waves::texts::settle),
        ],
        Pattern::WaveTextThemes => vec![
            at.get(Needs(ReviewTexts), waves::texts::themes),
            at.post(Needs(ReviewTexts), waves::texts::change_themes),
        ],
        Pattern::WaveTextCoding => vec![
            at.get(Needs(ReviewTexts), waves::texts::coding),
            at.post(Needs(ReviewTexts), waves::texts::code),
        ],
        Pattern::WaveTextSummary => vec![
            at.get(Needs(ReviewTexts), waves::texts::summary),
            at.post(Needs(ReviewTexts), waves::texts::prepare),
        ],
        Pattern::WaveTextPublication => {
            vec![at.post(Needs(PublishRelease), waves::texts::publish)]
        }
        Pattern::WaveRows => vec![
            at.get(Needs(ExportRows), waves::rows::show),
            at.post(Needs(ExportRows), waves::rows::prepare),
        ],
        Pattern::WaveRowsPublication => vec![at.post(Needs(PublishRelease), waves::rows::publish)],
        Pattern::WaveRowsRequest => vec![at.post(Needs(ExportRows), waves::rows::request)],
        Pattern::WaveRowsApproval => vec![at.post(Needs(ExportRows), waves::rows::approve)],
        Pattern::WaveRowsFetch => vec![at.post(Needs(ExportRows), waves::rows::fetch)],
    }
}

impl Route {
    /// Whether its page belongs to staff, though nobody is signed in yet: passwords are laborious to check.
    fn checks_passwords(&self) -> bool {
        [Pattern::Login, Pattern::SecondStep, Pattern::SetPassword]
            .iter()
            .any(|page| self.path == page.written())
    }

    /// Whether its page reads whole questionnaires: every page of drafts and of versions.
    fn reads(&self) -> bool {
        [Pattern::Questionnaires, Pattern::Drafts, Pattern::Version]
            .iter()
            .any(|room| self.path.starts_with(room.written()))
    }
}

/// Every page at its address: one of staff on their runtime, behind the guard that its access asks for, and in the
/// reading room if it reads questionnaires.
pub(super) fn router(app: &App, staff: &Handle) -> Router<App> {
    let room = ReadingRoom::of_this_machine();
    routes().into_iter().fold(Router::new(), |router, route| {
        let reads = route.reads();
        let page = match route.access {
            Access::Public if !route.checks_passwords() => route.page,
            access => {
                let mut page = route.page.route_layer(compression());
                if reads {
                    page = page.route_layer(from_fn_with_state(room.clone(), enter));
                }
                if access != Access::Public {
                    let state = (app.clone(), access);
                    page = page.route_layer(from_fn_with_state(state, guard::admit));
                }
                page.route_layer(from_fn_with_state(staff.clone(), beside))
            }
        };
        router.route(route.path, page)
    })
}

/// Pages are compressed where they are made.
pub(super) fn compression() -> CompressionLayer {
    CompressionLayer::new().gzip(true).br(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_page_of_drafts_and_versions_is_made_in_the_reading_room() {
        use Permission::{ApproveVersions, EditDrafts, SeeQuestionnaires};
        for route in routes() {
            let about = [ApproveVersions, EditDrafts, SeeQuestionnaires].map(Access::Needs);
            assert_eq!(
                route.reads(),
                about.contains(&route.access),
                "{}",
                route.path
            );
        }
    }

    #[test]
    fn no_page_stands_twice_and_staff_pages_are_told_by_their_address() {
        let table = routes();
        let keys: BTreeSet<_> = table
            .iter()
            .map(|route| (route.method.to_string(), route.path))
            .collect();
        assert_eq!(keys.len(), table.len());
        let ways_in = [Pattern::Login, Pattern::SecondStep].map(Pattern::written);
        for route in table {
            let of_staff = route.path.starts_with(Pattern::Studio.written());
            let open = route.access == Access::Public;
            assert_eq!(
                of_staff && !ways_in.contains(&route.path),
                !open,
                "{}",
                route.path
            );
        }
    }
}
