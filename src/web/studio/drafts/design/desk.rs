//! What lies on the desk: a draft as far as it can be read, the part being edited, and what is known of it.

use std::collections::BTreeMap;

use crate::app::App;
use crate::error::Error;
use crate::studio::drafts::bank::bank_entries;
use crate::studio::drafts::difference::Changes;
use crate::studio::drafts::load;
use authoring::advice::{Advice, AdviceContext, advise, unchanged_questions};
use authoring::bank::Entry;
use authoring::reading::read_draft;
use authoring::store::{DraftHead, Steps, find_steps, list_confirmed};
use authoring::translation::Earlier;
use format::{Finding, Problem};
use plan::store::{find_plan, list_plan_ids};
use plan::{Indicator, Plan};
use questionnaire::difference::Difference;
use questionnaire::store::{StoredVersion, count_trials, find_version, list_versions};
use questionnaire::{Choice, Part, QuestionId, Questionnaire, Scale, Variants};

/// A draft on the desk.
#[derive(Debug)]
pub(in crate::studio::drafts) struct Desk {
    /// The draft with its present text.
    pub(super) found: DraftHead,
    /// What can be undone and redone.
    pub(super) steps: Steps,
    /// What the text says; none where it is no TOML.
    pub(in crate::studio::drafts) questionnaire: Option<Questionnaire>,
    /// Everything that is wrong with it.
    pub(super) findings: Vec<Finding<Problem>>,
    /// Everything that could be better.
    pub(super) advice: Vec<Advice>,
    /// The changes that break a series, as the page of changes says them.
    pub(super) breaks: Vec<Difference>,
    /// The part being edited; it is there unless it is a part of a draft that cannot be read.
    pub(super) part: Part,
    /// The indicators that measures of any plan key to this questionnaire, with their questions.
    pub(super) indicators: Vec<Measured>,
    /// How many variants it is laid out in; none where it cannot be laid out.
    pub(super) variants: Option<Variants>,
    /// The scales of the bank, ready to be added.
    pub(super) ready: Vec<ReadyScale>,
}

/// What stands before the key of a ready scale in the word for what is to be added.
pub(super) const READY: &str = "ready:";

/// A scale of a published questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ReadyScale {
    /// Its questionnaire and id, as in `residents/S5`.
    pub(super) key: String,
    pub(super) scale: Scale,
}

/// The scales of the bank, each once: of equal ones the first.
pub(super) fn ready_scales(entries: &[Entry]) -> Vec<ReadyScale> {
    let mut ready: Vec<ReadyScale> = Vec::new();
    for entry in entries {
        let Some(scale) = &entry.item.scale else {
            continue;
        };
        if ready
            .iter()
            .all(|other| other.scale.choices != scale.choices)
        {
            ready.push(ReadyScale {
                key: format!("{}/{}", entry.questionnaire, scale.id),
                scale: scale.clone(),
            });
        }
    }
    ready
}

/// The districts of the first question of the bank that asks for one, without what stands apart.
pub(super) fn districts(entries: &[Entry]) -> Option<Vec<Choice>> {
    entries.iter().find_map(|entry| {
        let choices = entry.item.question.answer.districts()?;
        let own = choices.iter().filter(|choice| !choice.is_outside_order());
        Some(own.cloned().collect())
    })
}

/// An indicator and the questions of this questionnaire that measure it.
#[derive(Debug)]
pub(super) struct Measured {
    pub(super) indicator: Indicator,
    pub(super) questions: Vec<QuestionId>,
}

impl Desk {
    /// Lays a draft on the desk, open at a part.
    pub(in crate::studio::drafts) async fn load(
        app: &App,
        id: i64,
        part: Part,
    ) -> Result<Self, Error> {
        let found = load(app, id).await?;
        let steps = find_steps(&app.db, found.draft.id, &found.head).await?;
        let reading = read_draft(&found.head.text);
        let versions = list_versions(&app.db).await?;
        let id = found.draft.questionnaire.clone();
        let of_this: Vec<&StoredVersion> = versions
            .iter()
            .filter(|version| version.questionnaire == id)
            .collect();
        let indicators = indicators(&plans(app).await?, &id);
        let mut desk = Self {
            part: Part::Top,
            advice: Vec::new(),
            breaks: Vec::new(),
            ready: Vec::new(),
            variants: reading
                .questionnaire
                .as_ref()
                .and_then(|it| Variants::of(it).ok()),
            questionnaire: reading.questionnaire.clone(),
            findings: reading.findings.clone(),
            indicators,
            steps,
            found,
        };
        if desk.has(&part) {
            desk.part = part;
        }
        desk.advice = desk.advise(app, &of_this).await?;
        let changes = Changes::of(app, &desk.found.draft, &reading).await?;
        let broken = changes.differences().iter();
        desk.breaks = broken
            .filter(|difference| !difference.breaks.is_empty())
            .cloned()
            .collect();
        if desk.questionnaire.is_some() {
            let entries = bank_entries(app).await?;
            desk.ready = ready_scales(&entries);
        }
        Ok(desk)
    }

    async fn advise(&self, app: &App, versions: &[&StoredVersion]) -> Result<Vec<Advice>, Error> {
        let Some(questionnaire) = &self.questionnaire else {
            return Ok(Vec::new());
        };
        let origin = self.found.draft.origin.as_deref();
        let base = origin.or(versions.last().map(|version| version.hash.as_str()));
        let base = match base {
            Some(hash) => find_version(&app.db, hash).await?,
            None => None,
        };
        let mut pretested = std::collections::BTreeSet::new();
        for version in versions {
            if count_trials(&app.db, &version.hash).await? > 0
                && let Some(tried) = find_version(&app.db, &version.hash).await?
            {
                pretested.extend(unchanged_questions(questionnaire, &tried));
            }
        }
        let measured = self.indicators.iter();
        let confirmed = list_confirmed(&app.db, self.found.draft.id).await?;
        let context = AdviceContext {
            base: base.as_ref().map(|version| Earlier {
                version,
                confirmed: &confirmed,
            }),
            measured: measured.flat_map(|it| it.questions.clone()).collect(),
            pretested: Some(pretested),
            ..AdviceContext::default()
        };
        Ok(advise(questionnaire, &context))
    }

    /// Whether the draft has this part.
    fn has(&self, part: &Part) -> bool {
        let Some(questionnaire) = &self.questionnaire else {
            return false;
        };
        match part {
            Part::Top => true,
            Part::Arm(id) => questionnaire.arms.iter().any(|arm| arm.id == *id),
            Part::Scale(id) => questionnaire.scale(id).is_some(),
            Part::Section(id) => questionnaire.section(id).is_some(),
            Part::Question(id) => questionnaire.question(id).is_some(),
            Part::Indicator(_) | Part::Measure(_) => false,
        }
    }

    /// How many findings concern each part, by its name; those of the head under the empty name.
    pub(super) fn faults_by_name(&self) -> BTreeMap<&str, usize> {
        let mut faults = BTreeMap::new();
        for finding in &self.findings {
            let name = finding.place.as_deref().unwrap_or_default();
            *faults.entry(name).or_default() += 1;
        }
        faults
    }

    /// The indicators that a question measures.
    pub(super) fn measured_by(&self, question: &QuestionId) -> impl Iterator<Item = &Indicator> {
        let keyed = self.indicators.iter();
        keyed
            .filter(move |it| it.questions.contains(question))
            .map(|it| &it.indicator)
    }

    /// The indicators keyed to questions that the draft does not have.
    pub(super) fn unmeasured(&self) -> impl Iterator<Item = (&Indicator, &QuestionId)> {
        let lacks = |id: &&QuestionId| !self.has(&Part::Question((*id).clone()));
        self.indicators.iter().flat_map(move |it| {
            let missing = it.questions.iter().filter(lacks);
            missing.map(|id| (&it.indicator, id))
        })
    }
}

async fn plans(app: &App) -> Result<Vec<Plan>, Error> {
    let mut plans = Vec::new();
    for id in list_plan_ids(&app.db).await? {
        plans.extend(find_plan(&app.db, &id).await?);
    }
    Ok(plans)
}

/// The indicators whose measures name the questionnaire.
fn indicators(plans: &[Plan], questionnaire: &str) -> Vec<Measured> {
    let all = plans.iter().flat_map(|plan| &plan.indicators);
    all.filter_map(|indicator| {
        let measure = indicator.measure.as_ref()?;
        (measure.questionnaire == questionnaire).then(|| Measured {
            indicator: indicator.clone(),
            questions: measure.questions.clone(),
        })
    })
    .collect()
}
