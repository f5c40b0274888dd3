//! A list as it lies on the desk: read beside the strata of its plan, by what was said of it.

use crate::app::App;
use crate::error::{Error, Missing};
use plan::store::last_edition;
use sampling::listing::{Listing, ListingContext, read_listing};
use sampling::store::{find_frame_draft, find_frame_draft_file, list_strata};
use sampling::{DraftFacts, Frame, FrameDraft, FrameDraftId, FrameStratum};

/// The strata of a plan as it was imported last.
#[derive(Debug, Clone)]
pub(super) struct PlanStrata {
    /// The edition.
    pub(super) edition: String,
    pub(super) strata: Vec<FrameStratum>,
}

impl PlanStrata {
    pub(super) async fn load(app: &App, plan: &str) -> Result<Option<Self>, Error> {
        let Some(edition) = last_edition(&app.db, plan).await? else {
            return Ok(None);
        };
        let strata = list_strata(&app.db, &edition).await?;
        Ok(Some(Self { edition, strata }))
    }
}

/// What a list says, and the frame that it makes with its hash; none while it has faults.
#[derive(Debug)]
pub(super) struct ReadList {
    pub(super) listing: Listing,
    pub(super) frame: Option<(Frame, String)>,
}

/// Reads a list beside strata, on a thread of its own: a large one takes seconds.
pub(super) async fn read(
    file_name: &str,
    content: impl AsRef<[u8]> + Send + 'static,
    strata: Vec<FrameStratum>,
    facts: &DraftFacts,
) -> Result<ReadList, Error> {
    let (file_name, facts) = (file_name.to_owned(), facts.clone());
    let reading = tokio::task::spawn_blocking(move || {
        let context = ListingContext {
            strata: &strata,
            reference_date: facts.reference_date,
            assignment: &facts.assignment,
            tolerance: f64::from(facts.tolerance) / 100.0,
        };
        let listing = read_listing(&file_name, content.as_ref(), context);
        let frame = listing.frame(&strata).map(|frame| {
            let hash = frame.hash();
            (frame, hash)
        });
        ReadList { listing, frame }
    });
    reading.await.map_err(Error::internal)
}

/// A draft with everything that its page shows.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) draft: FrameDraft,
    pub(super) edition: String,
    pub(super) read: ReadList,
}

impl Desk {
    pub(super) async fn load(app: &App, id: i64) -> Result<Self, Error> {
        let id = FrameDraftId(id);
        let missing = Error::NotFound(Missing::Page);
        let draft = find_frame_draft(&app.db, id).await?;
        let (Some(draft), Some(file)) = (draft, find_frame_draft_file(&app.db, id).await?) else {
            return Err(missing);
        };
        let plan = PlanStrata::load(app, &draft.plan).await?;
        let plan = plan.ok_or_else(|| Error::internal("a list belongs to a plan"))?;
        let read = read(&draft.file_name, file, plan.strata, &draft.facts).await?;
        Ok(Self {
            draft,
            edition: plan.edition,
            read,
        })
    }

    /// The same list, by other facts.
    pub(super) async fn read_by(&self, app: &App, facts: &DraftFacts) -> Result<ReadList, Error> {
        let file = find_frame_draft_file(&app.db, self.draft.id).await?;
        let file = file.ok_or(Error::NotFound(Missing::Page))?;
        let plan = PlanStrata::load(app, &self.draft.plan).await?;
        let strata = plan.map(|plan| plan.strata).unwrap_or_default();
        read(&self.draft.file_name, file, strata, facts).await
    }
}
