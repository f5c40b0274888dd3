//! Rows of totals: recognised, left out, and held to the units.

use super::column::Column;
use super::concern::Concern;
use super::number::{is_digits, plain_signs};
use super::remark::Remark;
use crate::id::StratumId;

/// What a list adds up below some of its units, and below all of them.
const OF_SOME: &str = "小计";
const OF_ALL: [&str; 6] = ["合计", "总计", "共计", "总和", "累计", "全市"];

/// The same in English, as the first or the last word of a cell.
const ENGLISH: [&str; 4] = ["total", "totals", "sum", "subtotal"];
const PARTIAL: [&str; 2] = ["sub", "subtotal"];

/// What a row of the list counts, as far as it can be read.
#[derive(Debug, Clone, Default)]
pub(super) struct Counted {
    pub(super) stratum: Option<StratumId>,
    pub(super) households: Option<u64>,
    pub(super) persons: Option<u64>,
}

/// A row of totals.
#[derive(Debug, Clone)]
pub(super) struct TotalRow {
    pub(super) row: u64,
    pub(super) label: String,
    /// Of some units only, by its words.
    pub(super) partial: bool,
    /// The stratum that it names.
    pub(super) stratum: Option<StratumId>,
    /// How many units stand above it.
    pub(super) above: usize,
    pub(super) households: Option<u64>,
    pub(super) persons: Option<u64>,
}

/// Whether a cell calls its row a total: of some units (`true`) or of all.
pub(crate) fn names_total(cell: &str) -> Option<bool> {
    if is_digits(cell) {
        return None;
    }
    let words = plain_signs(cell).to_lowercase();
    let mut english = words.split(|sign: char| !sign.is_alphanumeric());
    let (first, last) = (english.next(), english.next_back());
    if first
        .into_iter()
        .chain(last)
        .any(|word| ENGLISH.contains(&word))
    {
        return Some(
            first
                .into_iter()
                .chain(last)
                .any(|word| PARTIAL.contains(&word)),
        );
    }
    let joined: String = words
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .collect();
    let says = |total: &str| joined.starts_with(total) || joined.ends_with(total);
    if says(OF_SOME) {
        Some(true)
    } else {
        OF_ALL.into_iter().any(says).then_some(false)
    }
}

/// The words of a total without those that make it one: what it is the total of.
pub(super) fn whose(label: &str) -> String {
    let mut whose = label.to_owned();
    for word in [OF_SOME]
        .iter()
        .chain(&OF_ALL)
        .chain(&["Subtotal", "Total", "total", "subtotal"])
    {
        whose = whose.replace(word, "");
    }
    let blank = |sign: char| !sign.is_alphanumeric();
    whose.trim_matches(blank).to_owned()
}

/// Says which rows were left out as totals, and holds their sums to the units: to those that the total can stand for.
pub(super) fn check(
    totals: &[TotalRow],
    units: &[Counted],
    remarks: &mut Vec<Remark>,
    concerns: &mut Vec<Concern>,
) {
    if totals.is_empty() {
        return;
    }
    let left = totals.iter().map(|it| (it.row, it.label.clone()));
    remarks.push(Remark::TotalsLeft(left.collect()));
    let mut agreeing = 0;
    for (at, total) in totals.iter().enumerate() {
        let start = at.checked_sub(1).map_or(0, |before| totals[before].above);
        let end = totals.get(at + 1).map_or(units.len(), |next| next.above);
        let block = &units[start..total.above];
        // A total may stand above its units.
        let block = if block.is_empty() {
            &units[total.above..end]
        } else {
            block
        };
        for column in [Column::Households, Column::Persons] {
            let (stated, count): (_, fn(&Counted) -> Option<u64>) = match column {
                Column::Households => (total.households, |unit| unit.households),
                _ => (total.persons, |unit| unit.persons),
            };
            let Some(stated) = stated else { continue };
            let sum = |units: &mut dyn Iterator<Item = &Counted>| units.map(count).sum();
            let of_stratum = |unit: &&Counted| unit.stratum == total.stratum;
            let sums: [Option<u64>; 2] = match total.stratum {
                Some(_) => [
                    sum(&mut units.iter().filter(of_stratum)),
                    sum(&mut block.iter()),
                ],
                None if total.partial => [sum(&mut block.iter()), None],
                None => [sum(&mut units.iter()), sum(&mut block.iter())],
            };
            if sums.contains(&Some(stated)) {
                agreeing += 1;
            } else if let Some(summed) = sums[0] {
                concerns.push(Concern::Total {
                    row: total.row,
                    column,
                    stated,
                    summed,
                });
            }
        }
    }
    if agreeing > 0 {
        remarks.push(Remark::TotalsAgree { count: agreeing });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_known_in_both_languages() {
        for cell in [
            "合计",
            "总　计",
            "全市合计",
            "Total",
            "Grand total",
            "TOTAL:",
        ] {
            assert_eq!(names_total(cell), Some(false), "{cell}");
        }
        for cell in ["小计", "道里区小计", "Subtotal", "sub-total"] {
            assert_eq!(names_total(cell), Some(true), "{cell}");
        }
        for cell in ["", "Summerfield", "示例社区1", "23010400001", "SUM001"] {
            assert_eq!(names_total(cell), None, "{cell}");
        }
        assert_eq!(whose("道里区小计"), "道里区");
        assert_eq!(whose("Daoli District total"), "Daoli District");
    }
}
