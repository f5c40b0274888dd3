//! Numbers as people and spreadsheets write them.

use std::borrow::Cow;

use super::fault::ListingFault;
use super::remark::excerpt;

/// The most households or persons of one unit: no community has as many.
const MOST: u64 = 100_000_000;

/// What counts are followed by.
const UNITS: [&str; 3] = ["户", "人", "口"];

/// A whole number, and whether it stood otherwise than in plain digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ReadNumber {
    pub(crate) value: u64,
    pub(super) plain: bool,
}

/// Reads a count above zero: full-width digits, thousands set apart (`1,350`), a point with nothing behind it (`1350.0`)
/// and the unit (`1350户`) included.
pub(super) fn read_count(cell: &str) -> Result<ReadNumber, ListingFault> {
    read_count_within(MOST, cell)
}

/// The same of a count that may be as large as `most`.
pub(crate) fn read_count_within(most: u64, cell: &str) -> Result<ReadNumber, ListingFault> {
    if cell.is_empty() {
        return Err(ListingFault::Empty);
    }
    let not_a_number = || ListingFault::NotANumber(excerpt(cell));
    let written = plain_signs(cell);
    let mut digits = written.trim();
    for unit in UNITS {
        digits = digits.strip_suffix(unit).unwrap_or(digits).trim_end();
    }
    if let Some((whole, rest)) = digits.split_once('.') {
        if !rest.bytes().all(|digit| digit == b'0') {
            return Err(not_a_number());
        }
        digits = whole;
    }
    let joined = without_separators(digits).ok_or_else(not_a_number)?;
    let value: u64 = joined.parse().or(Err(not_a_number()))?;
    match value {
        0 => Err(ListingFault::Zero),
        value if value > most => Err(ListingFault::TooMany(excerpt(cell))),
        value => Ok(ReadNumber {
            value,
            plain: is_digits(cell),
        }),
    }
}

/// The sum that a total row states: as [`read_count`], but of any size; none where there is no number.
pub(crate) fn read_total(cell: &str) -> Option<u64> {
    let written = plain_signs(cell);
    let whole = written.trim();
    let whole = whole.strip_suffix(UNITS[0]).unwrap_or(whole);
    let whole = whole.strip_suffix(UNITS[1]).unwrap_or(whole);
    let whole = whole.split_once('.').map_or(whole, |(whole, _)| whole);
    without_separators(whole.trim())?.parse().ok()
}

/// Digits without the signs between their thousands; none where these do not stand every three digits.
pub(crate) fn without_separators(digits: &str) -> Option<String> {
    let groups: Vec<&str> = digits
        .split(|sign: char| matches!(sign, ',' | '\'') || sign.is_whitespace())
        .collect();
    let of_digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let grouped = rest.is_empty() || first.len() <= 3;
    let sound = groups.iter().all(of_digits) && rest.iter().all(|group| group.len() == 3);
    (sound && grouped).then(|| groups.concat())
}

/// A text with full-width letters, digits and signs as plain ones.
pub(crate) fn plain_signs(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let plain = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(sign),
        '\u{3000}' | '\u{a0}' => ' ',
        sign => sign,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

/// A code in plain signs, without spaces in it.
pub(crate) fn tidy_code(cell: &str) -> String {
    let plain = plain_signs(cell);
    let code = plain.strip_prefix('\'').unwrap_or(&plain);
    code.chars().filter(|sign| !sign.is_whitespace()).collect()
}

/// Whether a cell is digits and nothing else.
pub(super) fn is_digits(cell: &str) -> bool {
    !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a spreadsheet has made a number with an exponent out of a code: its last digits are lost.
pub(crate) fn is_damaged(code: &str) -> bool {
    let Some((digits, exponent)) = code.split_once("E+").or_else(|| code.split_once("e+")) else {
        return false;
    };
    let digit = |byte: u8| byte.is_ascii_digit() || byte == b'.';
    !digits.is_empty() && digits.bytes().all(digit) && exponent.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_however_they_are_written() {
        let read = |cell| read_count(cell).map(|number| number.value);
        for (cell, value) in [
            ("1350", 1350),
            ("1,350", 1350),
            ("１２００", 1200),
            ("１，３５０", 1350),
            ("1 350", 1350),
            ("12,345,678", 12_345_678),
            ("1200.0", 1200),
            ("1200户", 1200),
        ] {
            assert_eq!(read(cell), Ok(value), "{cell}");
        }
        for cell in [
            "约800", "1,35", "1350,000", "12.5", "-3", "1.2万", "八百", ",100",
        ] {
            assert_eq!(read(cell), Err(ListingFault::NotANumber(cell.to_owned())));
        }
        assert_eq!(read("0"), Err(ListingFault::Zero));
        assert_eq!(read(""), Err(ListingFault::Empty));
        assert!(matches!(read("999999999"), Err(ListingFault::TooMany(_))));
        assert!(read_count("1350").unwrap().plain && !read_count("1,350").unwrap().plain);
    }

    #[test]
    fn a_code_with_an_exponent_is_damaged() {
        assert!(is_damaged("2.30104E+11") && is_damaged("2e+17"));
        assert!(!is_damaged("230102E001") && !is_damaged("E+1"));
        assert_eq!(tidy_code("２３０１　０２"), "230102");
    }
}
