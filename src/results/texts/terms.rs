//! Terms: which words so many persons used.
//!
//! Chinese is cut into words by jieba, along the most probable path through a dictionary (Sun 2012), other scripts at blanks and signs. Its
//! guesses at words that the dictionary does not hold are not taken: they make words of halves of two others. A term is a word of two signs
//! at least that is neither a number nor one of the words that every text has (`stop_words.txt`), nor a word that stands in place of a
//! name. It is counted once for each person, however often they used it. The dictionary is part of the program (`words.txt`), so that the
//! same texts have the same terms for ever.
//!
//! Not to be read as what people think: a term has no meaning beside its text. For that there are themes.
//!
//! Proven by `chinese_is_cut_into_words_and_each_person_counts_once`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use jieba_rs::Jieba;

use super::identifying::{Kind, is_han};

const WORDS: &str = include_str!("words.txt");
const STOP_WORDS: &str = include_str!("stop_words.txt");

static SEGMENTER: LazyLock<Jieba> = LazyLock::new(|| {
    let words: String = WORDS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| [line, "\n"])
        .collect();
    Jieba::with_dict(&mut words.as_bytes())
        .expect("each line of the dictionary is a word and a number")
});

static STOPPED: LazyLock<BTreeSet<&str>> = LazyLock::new(|| {
    let lines = STOP_WORDS.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).collect()
});

/// How many of these texts hold each term.
pub(super) fn persons_by_term<'t>(
    texts: impl IntoIterator<Item = &'t str>,
) -> BTreeMap<String, u64> {
    let mut persons = BTreeMap::new();
    for text in texts {
        for term in terms_of(text) {
            *persons.entry(term).or_insert(0) += 1;
        }
    }
    persons
}

fn terms_of(text: &str) -> BTreeSet<String> {
    let mut text = text.to_owned();
    for kind in Kind::ALL {
        text = text.replace(kind.placeholder(), " ");
    }
    let words = SEGMENTER.cut(&text, false);
    let words = words
        .iter()
        .flat_map(|token| token.word.split(|sign: char| !is_of_word(sign)));
    words
        .map(str::to_lowercase)
        .filter(|word| is_term(word))
        .collect()
}

fn is_of_word(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '\'' | '-')
}

fn is_term(word: &str) -> bool {
    let long = word.chars().count() >= if word.chars().all(is_han) { 2 } else { 3 };
    let spoken = word.chars().any(char::is_alphabetic);
    let numbered = word.chars().any(char::is_numeric);
    long && spoken && !numbered && !STOPPED.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_cut_into_words_and_each_person_counts_once() {
        let texts = [
            "公交车太少，公交车等候时间太长",
            "希望增加公交车和停车位",
            "〔姓名〕主任：物业不管停车位！",
            "More buses, more BUSES please",
        ];
        let terms = persons_by_term(texts);
        assert_eq!(terms.get("公交车"), Some(&2), "{terms:?}");
        assert_eq!(terms.get("停车位"), Some(&2), "{terms:?}");
        assert_eq!(terms.get("物业"), Some(&1), "{terms:?}");
        assert_eq!(terms.get("buses"), Some(&1), "{terms:?}");
        for left_out in ["希望", "姓名", "和", "please", "more", "，"] {
            assert!(!terms.contains_key(left_out), "{left_out}: {terms:?}");
        }
    }

    #[test]
    fn numbers_are_no_terms() {
        assert!(
            persons_by_term(["2014 12345 8点30分"])
                .keys()
                .all(|term| !term.contains(char::is_numeric))
        );
    }
}
