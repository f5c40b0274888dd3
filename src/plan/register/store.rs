//! The register in the database: a value is proposed by one person and released by another, and never changed after.
//!
//! # Design
//!
//! What waits and what is released are two tables: the first is a desk from which things go, the second a book in which nothing
//! is struck out. A corrected value is one more row with its reason, and pages show the row it follows.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use super::RegisterValue;
use crate::IndicatorId;
use db::{Error, Transaction, from_json, to_json};
use entity::{register_proposal, register_value};

/// A value that waits for its release.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Proposal {
    pub value: RegisterValue,
    /// Why it takes the place of a released one; none for the first of its year.
    pub reason: Option<String>,
    /// Who entered it, by name.
    pub by: String,
    pub at: DateTime<Utc>,
}

/// A released value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedValue {
    /// What was entered, by whom, when and why.
    pub proposal: Proposal,
    /// Who released it, by name.
    pub released_by: String,
    /// When.
    pub released_at: DateTime<Utc>,
}

/// Why a value is not proposed. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ProposalError {
    /// Another value of this indicator and year waits, which somebody else entered.
    #[error("a value that {by} entered waits for its release")]
    Waiting {
        /// Who, by name.
        by: String,
    },
    /// A released value is there, and no reason was given to replace it.
    #[error("a released value is replaced with a reason only")]
    ReasonLacking,
    /// It is what is released already.
    #[error("this value is released already")]
    Unchanged,
    /// The database fails.
    #[error(transparent)]
    Database(#[from] Error),
}

/// Why a value is not released. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// It does not wait any more, or another one does.
    #[error("another value waits now")]
    Changed,
    /// Who entered a value does not release it.
    #[error("who entered a value does not release it")]
    OwnValue,
    /// The database fails.
    #[error(transparent)]
    Database(#[from] Error),
}

/// Lets a value wait for its release, in place of one that the same person entered before.
pub async fn propose(
    txn: &Transaction,
    plan: &str,
    proposal: &Proposal,
) -> Result<(), ProposalError> {
    let value = &proposal.value;
    let key = (plan.to_owned(), value.indicator.to_string(), value.year);
    let waiting = register_proposal::Entity::find_by_id(key.clone()).one(txn);
    if let Some(waiting) = waiting.await.map_err(Error::from)?
        && waiting.by != proposal.by
    {
        return Err(ProposalError::Waiting { by: waiting.by });
    }
    let released = list_released(txn, plan).await?;
    let standing = released.iter().rev().find(|released| {
        let other = &released.proposal.value;
        other.indicator == value.indicator && other.year == value.year
    });
    match (standing, &proposal.reason) {
        (Some(standing), _) if standing.proposal.value == *value => {
            return Err(ProposalError::Unchanged);
        }
        (Some(_), None) => return Err(ProposalError::ReasonLacking),
        _ => {}
    }
    register_proposal::Entity::delete_by_id(key)
        .exec(txn)
        .await
        .map_err(Error::from)?;
    let row = register_proposal::ActiveModel {
        plan_id: Set(plan.to_owned()),
        indicator: Set(value.indicator.to_string()),
        year: Set(value.year),
        content: Set(to_json(value)?),
        reason: Set(proposal.reason.clone().filter(|_| standing.is_some())),
        by: Set(proposal.by.clone()),
        at: Set(proposal.at),
    };
    register_proposal::Entity::insert(row)
        .exec_without_returning(txn)
        .await
        .map_err(Error::from)?;
    Ok(())
}

/// Takes a value back that waits; whether one did.
pub async fn withdraw(
    txn: &Transaction,
    plan: &str,
    (indicator, year): (&IndicatorId, i32),
) -> Result<bool, Error> {
    let key = (plan.to_owned(), indicator.to_string(), year);
    let gone = register_proposal::Entity::delete_by_id(key)
        .exec(txn)
        .await?;
    Ok(gone.rows_affected > 0)
}

/// Releases the value that was seen, if it still waits and somebody else entered it.
pub async fn release(
    txn: &Transaction,
    plan: &str,
    seen: &RegisterValue,
    (by, at): (&str, DateTime<Utc>),
) -> Result<ReleasedValue, ReleaseError> {
    let key = (plan.to_owned(), seen.indicator.to_string(), seen.year);
    let row = register_proposal::Entity::find_by_id(key.clone()).one(txn);
    let row = row
        .await
        .map_err(Error::from)?
        .ok_or(ReleaseError::Changed)?;
    let content = row.content.clone();
    let proposal = proposal(row)?;
    if proposal.value != *seen {
        return Err(ReleaseError::Changed);
    }
    if proposal.by == by {
        return Err(ReleaseError::OwnValue);
    }
    let released = register_value::ActiveModel {
        plan_id: Set(plan.to_owned()),
        indicator: Set(seen.indicator.to_string()),
        year: Set(seen.year),
        content: Set(content),
        reason: Set(proposal.reason.clone()),
        entered_by: Set(proposal.by.clone()),
        entered_at: Set(proposal.at),
        released_by: Set(by.to_owned()),
        released_at: Set(at),
        ..Default::default()
    };
    register_value::Entity::insert(released)
        .exec_without_returning(txn)
        .await
        .map_err(Error::from)?;
    register_proposal::Entity::delete_by_id(key)
        .exec(txn)
        .await
        .map_err(Error::from)?;
    Ok(ReleasedValue {
        proposal,
        released_by: by.to_owned(),
        released_at: at,
    })
}

/// The values of a plan that wait, by indicator and year.
pub async fn list_proposals(db: &impl ConnectionTrait, plan: &str) -> Result<Vec<Proposal>, Error> {
    let rows = register_proposal::Entity::find()
        .filter(register_proposal::Column::PlanId.eq(plan))
        .order_by_asc(register_proposal::Column::Indicator)
        .order_by_asc(register_proposal::Column::Year)
        .all(db)
        .await?;
    rows.into_iter().map(proposal).collect()
}

/// All released values of a plan, in the order in which they were released: of an indicator and year the last one counts.
pub async fn list_released(
    db: &impl ConnectionTrait,
    plan: &str,
) -> Result<Vec<ReleasedValue>, Error> {
    let rows = register_value::Entity::find()
        .filter(register_value::Column::PlanId.eq(plan))
        .order_by_asc(register_value::Column::Id)
        .all(db)
        .await?;
    let released = rows.into_iter().map(|row| {
        Ok(ReleasedValue {
            proposal: Proposal {
                value: from_json(row.content)?,
                reason: row.reason,
                by: row.entered_by,
                at: row.entered_at,
            },
            released_by: row.released_by,
            released_at: row.released_at,
        })
    });
    released.collect()
}

/// The values of an indicator that count, the oldest year first.
pub fn standing_values<'r>(
    released: &'r [ReleasedValue],
    indicator: &IndicatorId,
) -> Vec<&'r ReleasedValue> {
    let of_indicator = released
        .iter()
        .filter(|released| released.proposal.value.indicator == *indicator);
    let mut standing: Vec<&ReleasedValue> = Vec::new();
    for released in of_indicator {
        let year = released.proposal.value.year;
        standing.retain(|earlier| earlier.proposal.value.year != year);
        standing.push(released);
    }
    standing.sort_by_key(|released| released.proposal.value.year);
    standing
}

fn proposal(row: register_proposal::Model) -> Result<Proposal, Error> {
    Ok(Proposal {
        value: from_json(row.content)?,
        reason: row.reason,
        by: row.by,
        at: row.at,
    })
}
