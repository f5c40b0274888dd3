//! The margins of a plan: what weights are raked to, shown, changed, added and removed.
//!
//! A form has all of a margin, so that what is confirmed is what was seen. A table (CSV or workbook) only fills in the
//! form's totals: whoever uploads one still says where it is from and how far it can be relied on.

mod change;
mod fields;
mod list;
mod names;
mod one;

pub(crate) use change::submit as change;
pub(crate) use list::show as list;
pub(crate) use one::show as one;

pub(super) use names::CategoryNames;

use std::sync::Arc;

use super::{list_approved, load};
use crate::app::App;
use crate::error::{Error, Missing};
use plan::Plan;
use questionnaire::store::Version;
use questionnaire::{Question, QuestionId, Questionnaire, Sort};
use sampling::store::{list_margins, list_strata};
use sampling::{FrameStratum, Margin};

/// What pages of margins show: an edition and the questionnaires that may ask what it classifies by.
struct Margins {
    edition: String,
    plan: Plan,
    strata: Vec<FrameStratum>,
    /// The margins of the edition.
    standing: Vec<Margin>,
    approved: Vec<Arc<Version>>,
}

impl Margins {
    async fn load(app: &App, id: &str) -> Result<Self, Error> {
        let (edition, plan) = load(app, id).await?;
        Ok(Self {
            strata: list_strata(&app.db, &edition).await?,
            standing: list_margins(&app.db, &edition).await?,
            approved: list_approved(app, &plan).await?,
            edition,
            plan,
        })
    }

    fn questionnaires(&self) -> impl Iterator<Item = &Questionnaire> {
        self.approved.iter().map(|version| &version.questionnaire)
    }

    /// The questionnaires by which something of the plan is measured: a wave by another is not weighted, and one by
    /// these is only where they ask what margins classify by.
    fn measuring(&self) -> impl Iterator<Item = &Questionnaire> {
        self.questionnaires()
            .filter(|it| !self.plan.measured_by(&it.id).is_empty())
    }

    fn names(&self) -> CategoryNames<'_> {
        CategoryNames::new(&self.strata, self.questionnaires())
    }

    /// The margin of this id, or the question of this id by which there is none yet.
    fn find(&self, id: &str) -> Result<Subject<'_>, Error> {
        let margin = self.standing.iter().find(|margin| margin.id == id);
        let by = match margin {
            Some(margin) => margin.question().cloned(),
            None => Some(QuestionId::new(id)),
        };
        let mut asked = self.questionnaires();
        let asked = by
            .as_ref()
            .and_then(|by| asked.find_map(|questionnaire| questionnaire.question(by)));
        let offered = || {
            self.offered()
                .iter()
                .any(|question| question.id.as_str() == id)
        };
        if margin.is_none() && !offered() {
            return Err(Error::NotFound(Missing::Page));
        }
        Ok(Subject {
            id: id.to_owned(),
            margin,
            by,
            asked,
        })
    }

    /// The questions by which there could be a margin and is none.
    fn offered(&self) -> Vec<&Question> {
        let questions = (self.measuring()).flat_map(|questionnaire| &questionnaire.questions);
        let mut offered: Vec<&Question> = Vec::new();
        for question in questions {
            let free = |margin: &Margin| {
                margin.question() != Some(&question.id) && margin.id != question.id.as_str()
            };
            let once = offered.iter().all(|other| other.id != question.id);
            if once && classifies(question) && self.standing.iter().all(free) {
                offered.push(question);
            }
        }
        offered
    }
}

/// Whether the answers to a question divide people into categories.
fn classifies(question: &Question) -> bool {
    matches!(question.answer.sort(), Sort::Single | Sort::District)
}

/// A margin that is looked at or changed.
struct Subject<'m> {
    id: String,
    /// The margin as it stands; none of one that is to be added.
    margin: Option<&'m Margin>,
    /// The question it classifies by; none where that is the stratum.
    by: Option<QuestionId>,
    /// The question as it is asked; none where no approved questionnaire asks it.
    asked: Option<&'m Question>,
}

impl Subject<'_> {
    /// Whether it can be removed: a margin by stratum could not be added again.
    fn may_go(&self) -> bool {
        self.margin.is_some() && self.by.is_some()
    }
}
