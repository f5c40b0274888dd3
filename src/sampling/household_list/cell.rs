//! What the cells of a household say.

use std::collections::BTreeMap;

use super::fault::HouseholdFault;
use crate::id::PsuId;
use crate::listing::{
    ListingFault, excerpt, is_damaged, plain_signs, tidy_code, without_separators,
};

/// The longest address, in characters: four lines in small print in the window of an envelope.
pub(super) const LONGEST_ADDRESS: usize = 80;

/// What people write where they know no address.
const NO_ADDRESS: &[&str] = &[
    "无", "暂无", "不详", "未知", "空", "-", "--", "—", "——", "/", "n/a", "na", "none", "null",
    "unknown",
];

/// What people write where the address is that of the row above.
const AS_ABOVE: &[&str] = &[
    "同上",
    "同前",
    "〃",
    "\"",
    "″",
    "''",
    "ditto",
    "do.",
    "same",
    "same as above",
];

/// The months as a spreadsheet shortens them.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A unit and how many households it has.
pub(super) fn read_unit(
    cell: &str,
    sizes: &BTreeMap<PsuId, u64>,
) -> Result<(PsuId, u64), HouseholdFault> {
    if cell.is_empty() {
        return Err(HouseholdFault::List(ListingFault::Empty));
    }
    let code = tidy_code(cell);
    if is_damaged(&code) {
        return Err(HouseholdFault::List(ListingFault::DamagedCode(code)));
    }
    let unit = PsuId::new(code);
    match sizes.get(&unit) {
        Some(size) => Ok((unit, *size)),
        None => Err(HouseholdFault::UnknownUnit(excerpt(unit.as_str()))),
    }
}

/// The number of a household: `12`, `0012`, `第12户`, `12.0`, `1,024`.
pub(super) fn read_number(cell: &str) -> Result<u64, HouseholdFault> {
    if cell.is_empty() {
        return Err(HouseholdFault::List(ListingFault::Empty));
    }
    let plain = plain_signs(cell);
    let digits = plain.trim().trim_start_matches('第');
    let digits = digits.trim_end_matches(['户', '号']).trim();
    let digits = digits.strip_suffix(".0").unwrap_or(digits);
    match without_separators(digits).and_then(|digits| digits.parse().ok()) {
        Some(number) if number > 0 => Ok(number),
        _ => Err(HouseholdFault::NotAHousehold(excerpt(cell))),
    }
}

/// An address in one line; none where it is left empty, as in the list of a field team that was filled in halfway.
pub(super) fn read_address(cell: &str) -> Result<Option<String>, HouseholdFault> {
    let words: Vec<&str> = cell
        .split(|sign: char| sign.is_whitespace() || sign.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let address = words.join(" ");
    let plain = plain_signs(&address).to_lowercase();
    if plain.is_empty() || NO_ADDRESS.contains(&plain.as_str()) {
        return Ok(None);
    }
    if AS_ABOVE.contains(&plain.as_str()) {
        return Err(HouseholdFault::AsAbove(address));
    }
    if has_lost_signs(&plain) || is_date(&plain) || is_damaged(&plain) {
        return Err(HouseholdFault::DamagedAddress(excerpt(&address)));
    }
    match address.chars().count() {
        signs if signs > LONGEST_ADDRESS => Err(HouseholdFault::TooLong {
            signs,
            limit: LONGEST_ADDRESS,
        }),
        _ => Ok(Some(address)),
    }
}

/// Whether signs were lost when a text was saved in an encoding that does not have them.
fn has_lost_signs(text: &str) -> bool {
    text.contains('\u{fffd}') || text.contains("??")
}

/// Whether a text is a day and nothing else: what a spreadsheet makes of the house number 3-2.
fn is_date(text: &str) -> bool {
    let number =
        |part: &str| matches!(part.len(), 1..=4) && part.bytes().all(|b| b.is_ascii_digit());
    let month = |part: &str| MONTHS.contains(&part);
    if let Some((months, day)) = text.split_once('月') {
        return number(months) && day.strip_suffix('日').is_some_and(number);
    }
    let parts: Vec<&str> = text.split(['-', '/']).collect();
    match parts.as_slice() {
        [one, other] => (number(one) && month(other)) || (month(one) && number(other)),
        // A year in front, as spreadsheets have it since 1900: houses are not numbered 2014-3-2.
        [year, one, other] => {
            let year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
            year && [one, other].iter().all(|it| it.len() <= 2 && number(it))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_whole_however_it_is_written() {
        for (cell, number) in [
            ("12", 12),
            ("0012", 12),
            ("第12户", 12),
            ("12.0", 12),
            ("１２", 12),
            ("1,024", 1_024),
            ("１，０２４", 1_024),
        ] {
            assert_eq!(read_number(cell), Ok(number), "{cell}");
        }
        for cell in [
            "0", "-1", "12.5", "1,2", "1024,000", "3-2", "十二", "12a", "1户半", ".",
        ] {
            let fault = HouseholdFault::NotAHousehold(cell.to_owned());
            assert_eq!(read_number(cell), Err(fault));
        }
    }

    #[test]
    fn an_address_is_no_day_and_no_word_for_another_one() {
        for cell in [
            "中医街12号",
            "12-3-402",
            "3-2",
            "1-2-3",
            "May Street 3",
            "may-3-2",
            "同上街3号",
            "无为路1号",
        ] {
            assert_eq!(read_address(cell), Ok(Some(cell.to_owned())));
        }
        for cell in ["", "无", "—", "N/A", "Ｎ／Ａ"] {
            assert_eq!(read_address(cell), Ok(None), "{cell}");
        }
        for cell in ["同上", "〃", "Same as above"] {
            let fault = HouseholdFault::AsAbove(cell.to_owned());
            assert_eq!(read_address(cell), Err(fault));
        }
        for cell in [
            "3月2日",
            "2014-03-02",
            "2014/3/2",
            "2-Mar",
            "Mar-02",
            "中医街\u{fffd}号",
            "??街3号",
            "1.2E+10",
        ] {
            let fault = HouseholdFault::DamagedAddress(cell.to_owned());
            assert_eq!(read_address(cell), Err(fault));
        }
    }
}
