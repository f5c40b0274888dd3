//! The register in the database: a value is proposed by one person and released by another, and never changed after.
//!
//! # Design
//!
//! What waits and what is released are two tables: the first is a desk from which things go, the second a book in which nothing
//! is struck out. A corrected value is one more row with its reason, and pages show the row it follows.
//!
//! Whoever releases, refuses or takes back says which proposal was seen ([`Proposal::hash`]) and holds its row until the transaction is
//! over: of two who do so at the same moment one finds it gone. Whatever a page forgets, the table of released values refuses a row whose
//! two persons are one.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::RegisterValue;
use crate::IndicatorId;
use db::{Error, Transaction, content_hash, from_json, to_json};
use entity::{register_proposal, register_value};

/// A value that waits for its release.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Proposal {
    pub value: RegisterValue,
    /// Why it takes the place of a released one; none for the first of its year.
    pub reason: Option<String>,
    /// Who entered it, by name.
    pub by: String,
    pub at: DateTime<Utc>,
}

impl Proposal {
    /// The hash of what it says and of who says it, by which what was seen is told from what waits now.
    pub fn hash(&self) -> Result<String, Error> {
        to_json(&(&self.value, &self.reason, &self.by)).map(|json| content_hash(&json))
    }
}

/// A released value.
#[derive(Debug, Clone, PartialEq)]
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

/// Why a value that waits is not decided on. Nothing has changed.
#[derive(Debug, thiserror::Error)]
pub enum DecisionError {
    /// What was seen does not wait any more.
    #[error("what was seen does not wait any more")]
    Changed,
    /// Who entered a value neither releases nor refuses it.
    #[error("who entered a value does not decide on it")]
    OwnValue,
    /// Only who entered a value takes it back.
    #[error("only who entered a value takes it back")]
    OthersValue,
    /// The database fails.
    #[error(transparent)]
    Database(#[from] Error),
}

/// A proposal by its indicator and year, as it was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Seen {
    pub indicator: IndicatorId,
    pub year: i32,
    /// See [`Proposal::hash`].
    pub hash: String,
}

/// Lets a value wait for its release, in place of one that the same person entered before.
pub async fn propose(
    txn: &Transaction,
    plan: &str,
    proposal: &Proposal,
) -> Result<(), ProposalError> {
    let value = &proposal.value;
    let key = key(plan, &value.indicator, value.year);
    if let Some(waiting) = hold(txn, &key).await?
        && waiting.by != proposal.by
    {
        return Err(ProposalError::Waiting { by: waiting.by });
    }
    let standing = find_standing(txn, &key).await?;
    match (&standing, &proposal.reason) {
        (Some(standing), _) if standing.proposal.value == *value => {
            return Err(ProposalError::Unchanged);
        }
        (Some(_), None) => return Err(ProposalError::ReasonLacking),
        _ => {}
    }
    forget(txn, key).await?;
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
        .await?;
    Ok(())
}

/// Takes back a value that one has entered oneself, and hands it over.
pub async fn withdraw(
    txn: &Transaction,
    plan: &str,
    seen: &Seen,
    by: &str,
) -> Result<Proposal, DecisionError> {
    let proposal = hold_seen(txn, plan, seen).await?;
    if proposal.by != by {
        return Err(DecisionError::OthersValue);
    }
    forget(txn, key(plan, &seen.indicator, seen.year)).await?;
    Ok(proposal)
}

/// Refuses a value that somebody else entered, and hands it over.
pub async fn refuse(
    txn: &Transaction,
    plan: &str,
    seen: &Seen,
    by: &str,
) -> Result<Proposal, DecisionError> {
    let proposal = hold_seen(txn, plan, seen).await?;
    if proposal.by == by {
        return Err(DecisionError::OwnValue);
    }
    forget(txn, key(plan, &seen.indicator, seen.year)).await?;
    Ok(proposal)
}

/// Releases a value that somebody else entered, and hands it over.
pub async fn release(
    txn: &Transaction,
    plan: &str,
    seen: &Seen,
    (by, at): (&str, DateTime<Utc>),
) -> Result<Proposal, DecisionError> {
    let proposal = refuse(txn, plan, seen, by).await?;
    let released = register_value::ActiveModel {
        plan_id: Set(plan.to_owned()),
        indicator: Set(seen.indicator.to_string()),
        year: Set(seen.year),
        content: Set(to_json(&proposal.value)?),
        reason: Set(proposal.reason.clone()),
        entered_by: Set(proposal.by.clone()),
        entered_at: Set(proposal.at),
        released_by: Set(by.to_owned()),
        released_at: Set(at),
        ..Default::default()
    };
    register_value::Entity::insert(released)
        .exec_without_returning(txn)
        .await?;
    Ok(proposal)
}

type Key = (String, String, i32);

fn key(plan: &str, indicator: &IndicatorId, year: i32) -> Key {
    (plan.to_owned(), indicator.to_string(), year)
}

/// What waits under a key, which nobody else decides on until the transaction is over.
async fn hold(txn: &Transaction, key: &Key) -> Result<Option<Proposal>, Error> {
    let row = register_proposal::Entity::find_by_id(key.clone()).lock_exclusive();
    row.one(txn).await?.map(proposal).transpose()
}

async fn hold_seen(txn: &Transaction, plan: &str, seen: &Seen) -> Result<Proposal, DecisionError> {
    let waiting = hold(txn, &key(plan, &seen.indicator, seen.year)).await?;
    let waiting = waiting.ok_or(DecisionError::Changed)?;
    if waiting.hash()? != seen.hash {
        return Err(DecisionError::Changed);
    }
    Ok(waiting)
}

async fn forget(txn: &Transaction, key: Key) -> Result<(), Error> {
    register_proposal::Entity::delete_by_id(key)
        .exec(txn)
        .await?;
    Ok(())
}

/// The released value that counts for an indicator and a year.
async fn find_standing(txn: &Transaction, key: &Key) -> Result<Option<ReleasedValue>, Error> {
    let (plan, indicator, year) = key;
    let row = register_value::Entity::find()
        .filter(register_value::Column::PlanId.eq(plan))
        .filter(register_value::Column::Indicator.eq(indicator))
        .filter(register_value::Column::Year.eq(*year))
        .order_by_desc(register_value::Column::Id)
        .one(txn)
        .await?;
    row.map(released).transpose()
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
    let mut all = list_released_by_plan(db).await?;
    Ok(all.remove(plan).unwrap_or_default())
}

/// The same of every plan, by its id, in one query.
pub async fn list_released_by_plan(
    db: &impl ConnectionTrait,
) -> Result<BTreeMap<String, Vec<ReleasedValue>>, Error> {
    let rows = register_value::Entity::find()
        .order_by_asc(register_value::Column::Id)
        .all(db)
        .await?;
    let mut by_plan: BTreeMap<String, Vec<ReleasedValue>> = BTreeMap::new();
    for row in rows {
        let plan = row.plan_id.clone();
        by_plan.entry(plan).or_default().push(released(row)?);
    }
    Ok(by_plan)
}

/// The values of an indicator that count, the oldest year first.
pub fn standing_values<'r>(
    released: &'r [ReleasedValue],
    indicator: &IndicatorId,
) -> Vec<&'r ReleasedValue> {
    let mut by_year: BTreeMap<i32, &ReleasedValue> = BTreeMap::new();
    for released in released {
        let value = &released.proposal.value;
        if value.indicator == *indicator {
            by_year.insert(value.year, released);
        }
    }
    by_year.into_values().collect()
}

fn proposal(row: register_proposal::Model) -> Result<Proposal, Error> {
    Ok(Proposal {
        value: from_json(row.content)?,
        reason: row.reason,
        by: row.by,
        at: row.at,
    })
}

fn released(row: register_value::Model) -> Result<ReleasedValue, Error> {
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::save_plan;
    use crate::{Entry, Plan, read, standing};
    use db::{Db, begin_write};
    use sea_orm::JsonValue;

    const ELDERS: &str = "adm-elder-abuse";

    fn plan() -> Plan {
        let text = include_str!("../../../surveys/harbin-2012-2014/plan.toml");
        read("plan.toml", text.as_bytes()).plan.unwrap()
    }

    async fn database() -> (tempfile::TempDir, Db) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.sqlite");
        let db = db::open(path.to_str().unwrap()).await.unwrap();
        let txn = begin_write(&db).await.unwrap();
        let none = || JsonValue::Array(Vec::new());
        save_plan(&txn, &plan(), none(), none(), DateTime::UNIX_EPOCH)
            .await
            .unwrap();
        txn.commit().await.unwrap();
        (folder, db)
    }

    fn proposal_of(value: &str, by: &str, reason: Option<&str>) -> Proposal {
        let indicators = plan().indicators.into_iter();
        let indicator = indicators
            .into_iter()
            .find(|it| it.id.as_str() == ELDERS)
            .unwrap();
        Proposal {
            value: RegisterValue {
                indicator: indicator.id,
                year: 2013,
                target: indicator.target,
                entry: Entry::Number {
                    value: value.parse().unwrap(),
                    beside: None,
                },
                source: "市中级人民法院".into(),
                dated: chrono::NaiveDate::from_ymd_opt(2014, 1, 20).unwrap(),
                simulated: false,
            },
            reason: reason.map(str::to_owned),
            by: by.into(),
            at: DateTime::UNIX_EPOCH,
        }
    }

    fn seen(proposal: &Proposal) -> Seen {
        Seen {
            indicator: proposal.value.indicator.clone(),
            year: proposal.value.year,
            hash: proposal.hash().unwrap(),
        }
    }

    #[tokio::test]
    async fn one_enters_another_releases_and_a_correction_needs_a_reason() {
        let (_folder, db) = database().await;
        let id = plan().id;
        let first = proposal_of("1.90", "ann", None);
        let txn = begin_write(&db).await.unwrap();
        propose(&txn, &id, &first).await.unwrap();
        let other = propose(&txn, &id, &proposal_of("9", "bob", None)).await;
        assert!(matches!(other, Err(ProposalError::Waiting { by }) if by == "ann"));
        // Who entered it may put another one in its place, which is not what was seen before.
        let better = proposal_of("1.95", "ann", None);
        propose(&txn, &id, &better).await.unwrap();
        let at = DateTime::UNIX_EPOCH;
        let stale = release(&txn, &id, &seen(&first), ("bob", at)).await;
        assert!(matches!(stale, Err(DecisionError::Changed)));
        let own = release(&txn, &id, &seen(&better), ("ann", at)).await;
        assert!(matches!(own, Err(DecisionError::OwnValue)));
        let others = withdraw(&txn, &id, &seen(&better), "bob").await;
        assert!(matches!(others, Err(DecisionError::OthersValue)));
        assert!(list_released(&txn, &id).await.unwrap().is_empty());
        release(&txn, &id, &seen(&better), ("bob", at))
            .await
            .unwrap();
        let again = release(&txn, &id, &seen(&better), ("eve", at)).await;
        assert!(matches!(again, Err(DecisionError::Changed)));
        txn.commit().await.unwrap();

        let txn = begin_write(&db).await.unwrap();
        let same = propose(&txn, &id, &proposal_of("1.95", "eve", None)).await;
        assert!(matches!(same, Err(ProposalError::Unchanged)));
        let silent = propose(&txn, &id, &proposal_of("2.5", "eve", None)).await;
        assert!(matches!(silent, Err(ProposalError::ReasonLacking)));
        let corrected = proposal_of("2.5", "eve", Some("漏计两起"));
        propose(&txn, &id, &corrected).await.unwrap();
        release(&txn, &id, &seen(&corrected), ("ann", at))
            .await
            .unwrap();
        txn.commit().await.unwrap();

        let released = list_released(&db, &id).await.unwrap();
        assert_eq!(released.len(), 2, "nothing is struck out");
        let standing_now = standing_values(&released, &corrected.value.indicator);
        assert_eq!(standing_now.len(), 1);
        assert_eq!(standing_now[0].proposal, corrected);
        let values = standing_now.iter().map(|it| &it.proposal.value);
        assert_eq!(standing(values), crate::Standing::NotMet);
        assert!(list_proposals(&db, &id).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn what_is_refused_or_taken_back_is_gone() {
        let (_folder, db) = database().await;
        let id = plan().id;
        let txn = begin_write(&db).await.unwrap();
        let value = proposal_of("1.9", "ann", None);
        propose(&txn, &id, &value).await.unwrap();
        let own = refuse(&txn, &id, &seen(&value), "ann").await;
        assert!(matches!(own, Err(DecisionError::OwnValue)));
        let refused = refuse(&txn, &id, &seen(&value), "bob").await.unwrap();
        assert_eq!(refused, value);
        propose(&txn, &id, &value).await.unwrap();
        withdraw(&txn, &id, &seen(&value), "ann").await.unwrap();
        assert!(list_proposals(&txn, &id).await.unwrap().is_empty());
        assert!(list_released(&txn, &id).await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn the_database_takes_no_value_released_by_who_entered_it_and_changes_none() {
        let (_folder, db) = database().await;
        let insert = |released_by: &str| {
            format!(
                "INSERT INTO register_value (plan_id, indicator, year, content, entered_by, entered_at, released_by, released_at) \
                 VALUES ('harbin-2012-2014', 'x', 2013, '{{}}', 'ann', '2014-01-01', '{released_by}', '2014-01-01')"
            )
        };
        let txn = begin_write(&db).await.unwrap();
        let refused = txn.execute_unprepared(&insert("ann")).await.unwrap_err();
        assert!(refused.to_string().contains("CHECK"), "{refused}");
        drop(txn);
        let txn = begin_write(&db).await.unwrap();
        txn.execute_unprepared(&insert("bob")).await.unwrap();
        txn.commit().await.unwrap();
        for statement in [
            "DELETE FROM register_value",
            "UPDATE register_value SET year = 2014",
        ] {
            let txn = begin_write(&db).await.unwrap();
            let refused = txn.execute_unprepared(statement).await.unwrap_err();
            assert!(refused.to_string().contains("stays as it is"), "{refused}");
        }
    }
}
