//! How well a password stands up to somebody who guesses.
//!
//! # Design
//!
//! `zxcvbn` counts the guesses that a good guesser needs: lists of common passwords, names and words, rows of keys,
//! repetitions, sequences, dates, capitals and signs where they are always put. Below 10^8 guesses (its score 3) a
//! password is refused: one network has 288 guesses a day at an account ([`backoff`](crate::backoff)), so that even
//! ten thousand of them need a month.
//!
//! The estimator knows no Chinese city and counts words that stand side by side as if nobody knew which belong
//! together. So the words of the account and of the city are taken away first, and what is left must stand by itself:
//! `Harbin2014minyi!` is `2014!`.
//!
//! # References
//! Wheeler, D. L. (2016). zxcvbn: Low-budget password strength estimation. *USENIX Security*.

use zxcvbn::feedback::{Feedback, Warning};
use zxcvbn::{Entropy, Score, zxcvbn};

use super::user::UserName;

/// What every guesser of this house tries first.
const OF_THE_HOUSE: [&str; 18] = [
    "minyi",
    "民意",
    "满意度",
    "满意",
    "居民",
    "市民",
    "调查",
    "问卷",
    "统计局",
    "政府",
    "密码",
    "harbin",
    "haerbin",
    "哈尔滨",
    "survey",
    "satisfaction",
    "password",
    "mima",
];

/// Why a password can be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// It stands in the lists of common passwords, or nearly.
    Common,
    /// Its keys lie side by side.
    Keys,
    /// It says the same again.
    Repeats,
    /// It counts or spells the alphabet.
    Sequence,
    /// It is a date or a year.
    Date,
    /// It is the name of a person.
    PersonName,
    /// Beside what everybody here knows it says little: the city, the survey, the account.
    Local,
    /// It is short, or of few words.
    Little,
}

impl Weakness {
    /// Every reason.
    pub const ALL: [Self; 8] = [
        Self::Common,
        Self::Keys,
        Self::Repeats,
        Self::Sequence,
        Self::Date,
        Self::PersonName,
        Self::Local,
        Self::Little,
    ];
}

/// Why a password can be guessed, if it can: beside the name of its account, these words are known to everybody.
pub(super) fn weakness(password: &str, name: &UserName, words: &[String]) -> Option<Weakness> {
    let known = known(name, words);
    let inputs: Vec<&str> = known.iter().map(String::as_str).collect();
    let whole = zxcvbn(password, &inputs);
    if whole.score() < Score::Three {
        return Some(reason(&whole));
    }
    let mut rest = password.to_lowercase();
    for word in &known {
        rest = rest.replace(word, "");
    }
    let left = zxcvbn(&rest, &inputs);
    (left.score() < Score::Three).then_some(Weakness::Local)
}

/// The words that everybody knows, the longest first.
fn known(name: &UserName, words: &[String]) -> Vec<String> {
    let name = name.key();
    let parts = name.split(['.', '-', '_']);
    let given = words.iter().map(String::as_str);
    let mut known: Vec<String> = parts
        .chain(given)
        .chain(OF_THE_HOUSE)
        .map(str::to_lowercase)
        .filter(|word| word.chars().count() >= if word.is_ascii() { 4 } else { 2 })
        .collect();
    known.sort_by_key(|word| (std::cmp::Reverse(word.len()), word.clone()));
    known.dedup();
    known
}

fn reason(judged: &Entropy) -> Weakness {
    match judged.feedback().and_then(Feedback::warning) {
        None | Some(Warning::AWordByItselfIsEasyToGuess) => Weakness::Little,
        Some(
            Warning::StraightRowsOfKeysAreEasyToGuess
            | Warning::ShortKeyboardPatternsAreEasyToGuess,
        ) => Weakness::Keys,
        Some(
            Warning::RepeatsLikeAaaAreEasyToGuess
            | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        ) => Weakness::Repeats,
        Some(Warning::SequencesLikeAbcAreEasyToGuess) => Weakness::Sequence,
        Some(Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess) => {
            Weakness::Date
        }
        Some(
            Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
            | Warning::CommonNamesAndSurnamesAreEasyToGuess,
        ) => Weakness::PersonName,
        Some(
            Warning::ThisIsATop10Password
            | Warning::ThisIsATop100Password
            | Warning::ThisIsACommonPassword
            | Warning::ThisIsSimilarToACommonlyUsedPassword,
        ) => Weakness::Common,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(password: &str) -> Option<Weakness> {
        let words = ["齐齐哈尔".to_owned(), "Qiqihar".to_owned()];
        weakness(password, &UserName::new("wang.weiming").unwrap(), &words)
    }

    #[test]
    fn what_a_guesser_tries_first_is_refused_with_its_reason() {
        for (password, why) in [
            ("Password1234!", Weakness::Common),
            ("qwertyuiop[]asdf", Weakness::Keys),
            ("abcabcabcabcabc", Weakness::Repeats),
            ("23456789012345", Weakness::Sequence),
            ("Harbin2014minyi!", Weakness::Local),
            ("哈尔滨市民意调查2014", Weakness::Local),
            ("Qiqihar-2014-survey", Weakness::Local),
            ("齐齐哈尔满意度调查问卷2014", Weakness::Local),
            ("weiming wang 2014", Weakness::Local),
        ] {
            assert_eq!(judged(password), Some(why), "{password}");
        }
    }

    #[test]
    fn words_that_have_nothing_to_do_with_one_another_are_taken() {
        for password in [
            "correct horse battery",
            "松花江上的冰灯节真的很美",
            "harbin yellow bicycle thunder",
            "k2vw8mz4pqr7",
        ] {
            assert_eq!(judged(password), None, "{password}");
        }
    }
}
