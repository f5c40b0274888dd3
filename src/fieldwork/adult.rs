//! Which adult of a household answers at the door: four ways, none of which leaves it to the interviewer or to the household.
//!
//! # Design
//!
//! The interviewer counts the adults, numbers them by age, and reads which of them answers from a row that is fixed for the case.
//! Nothing is typed in: how many adults there are is asked in the form itself, where the weights read it, so that no roster
//! is kept anywhere. The letter of an invitation names the adult whose birthday comes next, and so does the form; a wave
//! whose households were written to therefore goes by that unless its field manager says otherwise.
//!
//! # References
//!
//! Kish (1949), *A procedure for objective respondent selection within the household*, JASA 44, pp. 380–387, for the tables. With
//! five adults, or more than six, they do not give each the same chance: the drawn number does.

use sha2::{Digest, Sha256};

use crate::case_number::CaseNumber;

/// How the adult is chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AdultChoice {
    /// The one whose birthday comes next, as the letter says.
    #[default]
    NextBirthday,
    /// The one whose birthday was last.
    LastBirthday,
    /// By a number drawn for the case and this many adults.
    Draw,
    /// By the table of Kish that the case has.
    Kish,
}

/// The most adults that a drawn number is shown for.
const MOST_ADULTS: u8 = 10;

/// The tables of Kish: of one to six adults, which of them; the last column is for more than six too. Their shares of the
/// cases are one or two in twelve, so that a table stands here once or twice.
const KISH: [[u8; 6]; 12] = [
    [1, 1, 1, 1, 1, 1],
    [1, 1, 2, 2, 3, 3],
    [1, 2, 2, 3, 4, 4],
    [1, 2, 3, 4, 5, 6],
    [1, 1, 1, 1, 2, 2],
    [1, 2, 3, 3, 3, 5],
    [1, 1, 1, 1, 1, 1],
    [1, 1, 2, 2, 3, 3],
    [1, 2, 2, 3, 4, 4],
    [1, 2, 3, 4, 5, 6],
    [1, 1, 1, 2, 2, 2],
    [1, 2, 3, 4, 5, 5],
];

impl AdultChoice {
    /// Every way, the usual one first.
    pub const ALL: [Self; 4] = [
        Self::NextBirthday,
        Self::LastBirthday,
        Self::Draw,
        Self::Kish,
    ];

    /// The word in the database and in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NextBirthday => "next_birthday",
            Self::LastBirthday => "last_birthday",
            Self::Draw => "draw",
            Self::Kish => "kish",
        }
    }

    /// The way of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == word)
    }

    /// For one adult and more, the number of the one who answers, the last also where there are more; none where a
    /// birthday decides.
    pub fn numbers(self, case: CaseNumber) -> Option<Vec<u8>> {
        match self {
            Self::NextBirthday | Self::LastBirthday => None,
            Self::Draw => Some((1..=MOST_ADULTS).map(|of| drawn_adult(case, of)).collect()),
            Self::Kish => Some(kish_table(case).to_vec()),
        }
    }
}

/// Which of so many adults was drawn for a case: the same whenever it is asked, on every machine.
///
/// The first 64 bits of SHA-256 of `adult CASE of ADULTS`, read as a number, modulo the number of adults: a chance that
/// differs from 1/n by less than 2⁻⁶⁰.
fn drawn_adult(case: CaseNumber, adults: u8) -> u8 {
    let digest = Sha256::digest(format!("adult {case} of {adults}"));
    let drawn = digest[..8]
        .iter()
        .fold(0, |number, byte| (number << 8) | u64::from(*byte));
    u8::try_from(drawn % u64::from(adults)).unwrap_or_default() + 1
}

/// The table of a case: twelve cases one after the other have every table in its share.
fn kish_table(case: CaseNumber) -> [u8; 6] {
    let row = usize::try_from(case.row()).unwrap_or_default();
    KISH[row % KISH.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_number_is_the_same_on_every_machine() {
        // By `printf 'adult 5724 of 3' | sha256sum` and so on.
        let numbers = AdultChoice::Draw.numbers(CaseNumber::of_row(572)).unwrap();
        assert_eq!(numbers, [1, 2, 3, 4, 3, 6, 7, 7, 9, 6]);
    }

    #[test]
    fn every_adult_is_drawn_as_often_as_every_other() {
        let cases = 30_000_i64;
        for adults in 1..=MOST_ADULTS {
            let mut drawn = vec![0_u32; usize::from(adults)];
            for row in 1..=cases {
                drawn[usize::from(drawn_adult(CaseNumber::of_row(row), adults)) - 1] += 1;
            }
            let share = 1.0 / f64::from(adults);
            let error = (share * (1.0 - share) / 30_000.0).sqrt();
            for count in drawn {
                let found = f64::from(count) / 30_000.0;
                assert!((found - share).abs() <= 4.0 * error, "{found} of {adults}");
            }
        }
    }

    #[test]
    fn the_tables_of_kish_have_their_shares_and_chances() {
        let twelve: Vec<[u8; 6]> = (1..=12)
            .map(|row| kish_table(CaseNumber::of_row(row)))
            .collect();
        for (table, share) in [
            ([1, 1, 1, 1, 1, 1], 2),
            ([1, 1, 1, 1, 2, 2], 1),
            ([1, 1, 1, 2, 2, 2], 1),
            ([1, 1, 2, 2, 3, 3], 2),
            ([1, 2, 2, 3, 4, 4], 2),
            ([1, 2, 3, 3, 3, 5], 1),
            ([1, 2, 3, 4, 5, 5], 1),
            ([1, 2, 3, 4, 5, 6], 2),
        ] {
            assert_eq!(twelve.iter().filter(|it| **it == table).count(), share);
        }
        // Of twelve cases, how many take the first adult, the second, ...: the same but for five.
        for (adults, taken) in [
            (1, &[12][..]),
            (2, &[6, 6]),
            (3, &[4, 4, 4]),
            (4, &[3, 3, 3, 3]),
            (5, &[2, 2, 3, 2, 3]),
            (6, &[2, 2, 2, 2, 2, 2]),
        ] {
            let count = |adult| twelve.iter().filter(|it| it[adults - 1] == adult).count();
            let counts: Vec<usize> = (1..).take(taken.len()).map(count).collect();
            assert_eq!(counts, taken, "{adults}");
        }
    }

    #[test]
    fn a_birthday_needs_no_number_and_every_way_has_a_word() {
        for way in AdultChoice::ALL {
            assert_eq!(AdultChoice::from_word(way.as_str()), Some(way));
        }
        let case = CaseNumber::of_row(1);
        assert_eq!(AdultChoice::NextBirthday.numbers(case), None);
        assert_eq!(AdultChoice::LastBirthday.numbers(case), None);
        assert_eq!(AdultChoice::Kish.numbers(case).unwrap().len(), 6);
    }
}
