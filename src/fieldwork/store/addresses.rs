//! Where the households of a sample live, in the database: of those that were not drawn nothing is kept.

use std::collections::BTreeMap;

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};

use super::cases::{ROWS, find_draw, list_drawn_psus};
use crate::wave::WaveId;
use db::{Error, Transaction, from_json};
use entity::sample_case;
use questionnaire::Text;
use sampling::PsuId;
use sampling::household_list::ListedHousehold;
use sampling::store::find_frame;

/// What became of the households of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptAddresses {
    /// Drawn, whose address is kept now.
    pub kept: usize,
    /// Not drawn: nothing of them is kept.
    pub left: usize,
}

/// A drawn PSU, and which of its households have no address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct PsuAddresses {
    pub psu: PsuId,
    pub name: Text,
    /// How many of its households were drawn.
    pub drawn: usize,
    /// The numbers of those without address.
    pub missing: Vec<i64>,
}

/// The units of the frame that a wave was drawn from with the households of each: those that were drawn, where the frame
/// itself is not kept.
pub async fn list_unit_sizes(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<BTreeMap<PsuId, u64>, Error> {
    if let Some(drawn) = find_draw(db, wave).await?
        && let Some(frame) = find_frame(db, &drawn.frame_hash).await?
    {
        let units = frame.units().iter();
        return Ok(units.map(|it| (it.code.clone(), it.households)).collect());
    }
    let psus = list_drawn_psus(db, wave).await?.into_iter();
    psus.map(|psu| {
        let size = u64::try_from(psu.households);
        let size = size.map_err(|error| Error::Custom(format!("households: {error}")))?;
        Ok((PsuId::new(psu.code), size))
    })
    .collect()
}

/// Keeps the addresses of a list with the cases of a wave, in place of those that these cases had.
pub async fn keep_addresses(
    txn: &Transaction,
    wave: WaveId,
    listed: &[ListedHousehold],
) -> Result<KeptAddresses, Error> {
    let mut of_psus: BTreeMap<&str, BTreeMap<i64, &str>> = BTreeMap::new();
    for household in listed {
        let of_unit = of_psus.entry(household.unit.as_str()).or_default();
        if let Ok(number) = i64::try_from(household.number) {
            of_unit.insert(number, &household.address);
        }
    }
    let mut addressed = Vec::new();
    for psu in list_drawn_psus(txn, wave).await? {
        let Some(of_unit) = of_psus.get(psu.code.as_str()) else {
            continue;
        };
        let cases = sample_case::Entity::find()
            .filter(sample_case::Column::DrawnPsuId.eq(psu.id))
            .all(txn)
            .await?;
        for case in cases {
            if let Some(address) = of_unit.get(&case.household) {
                addressed.push(sample_case::ActiveModel {
                    id: Set(case.id),
                    drawn_psu_id: Set(case.drawn_psu_id),
                    household: Set(case.household),
                    disposition: Set(case.disposition),
                    address: Set(Some((*address).to_owned())),
                    replicate: Set(case.replicate),
                });
            }
        }
    }
    // One statement for many rows: an update each would take minutes of a large sample.
    let addresses_alone = OnConflict::column(sample_case::Column::Id)
        .update_column(sample_case::Column::Address)
        .to_owned();
    for rows in addressed.chunks(ROWS) {
        sample_case::Entity::insert_many(rows.to_vec())
            .on_conflict(addresses_alone.clone())
            .exec_without_returning(txn)
            .await?;
    }
    Ok(KeptAddresses {
        kept: addressed.len(),
        left: listed.len() - addressed.len(),
    })
}

/// The drawn PSUs of a wave in the order drawn, with their households that have no address.
pub async fn list_addresses(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<PsuAddresses>, Error> {
    let psus = list_drawn_psus(db, wave).await?;
    let mut households: BTreeMap<i64, Vec<(i64, bool)>> = BTreeMap::new();
    for psus in psus.chunks(ROWS) {
        let cases: Vec<(i64, i64, Option<String>)> = sample_case::Entity::find()
            .filter(sample_case::Column::DrawnPsuId.is_in(psus.iter().map(|psu| psu.id)))
            .order_by_asc(sample_case::Column::Household)
            .select_only()
            .column(sample_case::Column::DrawnPsuId)
            .column(sample_case::Column::Household)
            .column(sample_case::Column::Address)
            .into_tuple()
            .all(db)
            .await?;
        for (psu, household, address) in cases {
            let of_psu = households.entry(psu).or_default();
            of_psu.push((household, address.is_some()));
        }
    }
    let addresses = psus.into_iter().map(|psu| {
        let drawn = households.remove(&psu.id).unwrap_or_default();
        let without = drawn.iter().filter(|(_, addressed)| !addressed);
        Ok(PsuAddresses {
            missing: without.map(|(household, _)| *household).collect(),
            drawn: drawn.len(),
            name: from_json(psu.name)?,
            psu: PsuId::new(psu.code),
        })
    });
    addresses.collect()
}

/// Erases the addresses of a wave; its cases stay.
pub(super) async fn erase_addresses(txn: &Transaction, wave: WaveId) -> Result<u64, Error> {
    let psus = list_drawn_psus(txn, wave).await?;
    let mut erased = 0;
    for psus in psus.chunks(ROWS) {
        let updated = sample_case::Entity::update_many()
            .col_expr(sample_case::Column::Address, Expr::value(None::<String>))
            .filter(sample_case::Column::DrawnPsuId.is_in(psus.iter().map(|psu| psu.id)))
            .filter(sample_case::Column::Address.is_not_null())
            .exec(txn)
            .await?;
        erased += updated.rows_affected;
    }
    Ok(erased)
}
