//! The number by which letters, lists and people on the telephone name a case.
//!
//! # Design
//!
//! It is the row of the case followed by a check digit (Damm), so that one digit typed wrong, or two neighbours
//! exchanged, is no other case's number. It has digits only and no zeros in front: a spreadsheet leaves it as it is, takes it for
//! no date, and it can be said on the telephone. It is no secret and no code: nobody can answer with it, and it
//! tells nothing but which address is meant.
//!
//! # References
//!
//! Damm (2004), *Total anti-symmetrische Quasigruppen*, p. 111, for the table.

use std::fmt;

/// Damm's quasigroup of order ten.
const TABLE: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// The number of a case, as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(i64);

impl CaseNumber {
    /// The number of the case in this row.
    pub fn of_row(row: i64) -> Self {
        Self(row)
    }

    /// The row of the case.
    pub fn row(self) -> i64 {
        self.0
    }

    /// Reads a number as it was typed, said or kept by a spreadsheet; none where a digit is wrong.
    pub fn parse(typed: &str) -> Option<Self> {
        let spared = |c: char| c.is_whitespace() || c == '-' || c == '\u{200b}';
        let typed: String = typed.chars().filter(|c| !spared(*c)).collect();
        // A workbook holds numbers as 1234.0, a Chinese keyboard writes wide digits.
        let typed = typed.strip_suffix(".0").unwrap_or(&typed);
        let digits = typed.chars().map(digit).collect::<Option<Vec<u8>>>()?;
        let (check, row) = digits.split_last()?;
        if row.is_empty() || row.len() > 17 || check_digit(row.iter().copied()) != *check {
            return None;
        }
        let row = row
            .iter()
            .fold(0, |row, digit| row * 10 + i64::from(*digit));
        (row > 0).then_some(Self(row))
    }
}

fn digit(c: char) -> Option<u8> {
    let plain = match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0'))?,
        other => other,
    };
    u8::try_from(plain.to_digit(10)?).ok()
}

fn check_digit(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |interim, digit| {
        TABLE[usize::from(interim)][usize::from(digit)]
    })
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = self.0.to_string();
        let check = check_digit(row.chars().filter_map(digit));
        write!(f, "{row}{check}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_that_of_the_publication() {
        assert_eq!(CaseNumber::of_row(572).to_string(), "5724");
    }

    #[test]
    fn a_number_comes_back_however_it_was_kept() {
        let number = CaseNumber::of_row(572);
        for typed in ["5724", " 57 24", "572-4", "5724.0", "５７２４", "05724"] {
            assert_eq!(CaseNumber::parse(typed), Some(number), "{typed}");
        }
        for typed in [
            "",
            "4",
            "0",
            "00",
            "5725",
            "x",
            "57.24",
            "99999999999999999999",
        ] {
            assert_eq!(CaseNumber::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_wrong_digit_or_two_exchanged_ones_are_no_number() {
        for row in 1..3_000 {
            let number = CaseNumber::of_row(row).to_string();
            assert_eq!(CaseNumber::parse(&number), Some(CaseNumber(row)));
            let digits: Vec<char> = number.chars().collect();
            for at in 0..digits.len() {
                for wrong in '0'..='9' {
                    let mut typed = digits.clone();
                    typed[at] = wrong;
                    let typed: String = typed.iter().collect();
                    assert!(typed == number || CaseNumber::parse(&typed).is_none());
                }
                let mut typed = digits.clone();
                if at > 0 {
                    typed.swap(at - 1, at);
                }
                let typed: String = typed.iter().collect();
                assert!(typed == number || CaseNumber::parse(&typed).is_none());
            }
        }
    }
}
