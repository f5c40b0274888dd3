//! What can be a frame and is doubtful all the same.

use std::collections::BTreeMap;

use super::column::Column;
use super::total::Counted;
use crate::frame::FrameStratum;
use crate::id::StratumId;
use questionnaire::Text;

/// By what share of its census the persons of a stratum may differ, unless another is asked for.
pub const TOLERANCE: f64 = 0.1;

/// Something that a person has to confirm before a list becomes a frame.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Concern {
    /// A sheet that was not read and looks like a list of units too.
    OtherSheet(String),
    /// A total that the list states and its units do not have.
    Total {
        row: u64,
        column: Column,
        stated: u64,
        summed: u64,
    },
    /// Strata of the plan in which no unit lies: nobody in them can be drawn.
    StrataWithoutUnits(Vec<(StratumId, Text)>),
    /// The persons of a stratum differ from its census by more than the tolerance.
    Census {
        stratum: StratumId,
        name: Text,
        listed: u64,
        census: u64,
    },
}

/// Holds the persons of each stratum to its census.
pub(super) fn of_census(
    strata: &[FrameStratum],
    units: &[Counted],
    tolerance: f64,
) -> Vec<Concern> {
    let mut listed: BTreeMap<&StratumId, u64> = BTreeMap::new();
    for unit in units {
        if let Some(stratum) = &unit.stratum {
            *listed.entry(stratum).or_default() += unit.persons.unwrap_or(0);
        }
    }
    let mut concerns = Vec::new();
    let without = strata.iter().filter(|it| !listed.contains_key(&it.code));
    let without: Vec<_> = without
        .map(|it| (it.code.clone(), it.name.clone()))
        .collect();
    if !without.is_empty() {
        concerns.push(Concern::StrataWithoutUnits(without));
    }
    for stratum in strata {
        let Some(&listed) = listed.get(&stratum.code) else {
            continue;
        };
        if differs(listed, stratum.population, tolerance) {
            concerns.push(Concern::Census {
                stratum: stratum.code.clone(),
                name: stratum.name.clone(),
                listed,
                census: stratum.population,
            });
        }
    }
    concerns
}

#[expect(clippy::cast_precision_loss, reason = "populations are far below 2^53")]
fn differs(listed: u64, census: u64, tolerance: f64) -> bool {
    listed.abs_diff(census) as f64 > tolerance * census as f64
}
