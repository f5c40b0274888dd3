//! What the words of a choice say about satisfaction, as far as the words alone tell: a first guess for whoever writes
//! a choice or brings one from a workbook, who sees it and can change it.
//!
//! # Design
//!
//! A kind decides a published rate, so a wording is read whole or not at all: every word of it must be one that is
//! known here, in an order that is known here. "Not very satisfied" holds the word "satisfied", and so does "satisfied
//! with the price alone"; whoever looks for words finds the contrary of the first and half of the second. A
//! negation always decides, two negations tell nothing, and neither does any wording with a word that is not listed.

use crate::choice::{Choice, ChoiceKind};
use ChoiceKind::{Dissatisfied, DontKnow, Neutral, NotApplicable, Refused, Satisfied};

/// Wordings that are known as they stand, in English and in Chinese.
const PHRASES: &[(ChoiceKind, &[&str])] = &[
    (
        Refused,
        &[
            "prefer not to say",
            "prefer not to answer",
            "rather not say",
            "would rather not say",
            "i'd rather not say",
            "refuse to answer",
            "refused to answer",
            "refused",
            "不想回答",
            "不愿回答",
            "不愿意回答",
            "不便回答",
            "不方便回答",
            "拒绝回答",
            "拒答",
            "不想说",
            "不愿说",
        ],
    ),
    (
        NotApplicable,
        &[
            "not applicable",
            "does not apply",
            "does not apply to me",
            "不适用",
            "没有接触",
            "没有接触过",
            "没接触过",
            "没办过",
            "没办过事",
            "没有办过",
            "没有办过事",
            "没用过",
            "没有用过",
            "没有使用过",
        ],
    ),
    (
        DontKnow,
        &[
            "don't know",
            "do not know",
            "i don't know",
            "can't say",
            "cannot say",
            "i can't say",
            "can't remember",
            "i can't remember",
            "don't remember",
            "hard to say",
            "not sure",
            "unsure",
            "no opinion",
            "不了解",
            "不太了解",
            "说不清",
            "说不清楚",
            "不清楚",
            "不太清楚",
            "不知道",
            "不好说",
            "难说",
            "说不准",
            "记不清",
            "记不清楚",
        ],
    ),
    (
        Neutral,
        &[
            "neutral",
            "neither satisfied nor dissatisfied",
            "neither dissatisfied nor satisfied",
            "neither satisfied nor unsatisfied",
            "neither unsatisfied nor satisfied",
            "neither agree nor disagree",
            "neither disagree nor agree",
            "一般",
            "一般般",
            "中立",
            "满意度一般",
            "谈不上",
            "既不满意也不不满意",
            "既没有满意也没有不满意",
            "既非满意也非不满意",
        ],
    ),
];

/// Words of degree that leave the direction of what they stand before as it is.
const DEGREES: &[&str] = &[
    "very",
    "fairly",
    "quite",
    "rather",
    "somewhat",
    "completely",
    "totally",
    "entirely",
    "fully",
    "extremely",
    "mostly",
    "basically",
    "generally",
    "largely",
    "highly",
    "moderately",
    "reasonably",
    "pretty",
    "really",
    "slightly",
    "overall",
];

/// What may stand before "satisfied" and makes the contrary of it. "Not completely" is not among them: whoever is not
/// completely satisfied may be so for the most part.
const NEGATIONS: &[&str] = &[
    "not",
    "not very",
    "not so",
    "not too",
    "not that",
    "not really",
    "not particularly",
    "not especially",
    "not at all",
];

/// Likewise in Chinese, before 满意 or before 不满意.
const CHINESE_DEGREES: &[&str] = &[
    "非常",
    "十分",
    "特别",
    "极其",
    "相当",
    "比较",
    "较为",
    "基本上",
    "基本",
    "总体上",
    "总体",
    "大体",
    "大致",
    "完全",
    "最",
    "很",
    "极",
    "较",
    "挺",
    "还算",
    "有些",
    "有点",
];

/// Likewise, before 满意.
const CHINESE_NEGATIONS: &[&str] = &[
    "不",
    "不太",
    "不大",
    "不很",
    "不是很",
    "不是太",
    "不怎么",
    "不那么",
    "不够",
    "不算",
    "不甚",
    "并不",
];

/// Words that say that neither holds, before 满意 and 不满意 in either order.
const CHINESE_NEITHER: &[&str] = &["谈不上", "说不上", "既谈不上", "既说不上"];

/// What may stand between the two.
const CHINESE_BETWEEN: &[&str] = &["", "还是", "或", "或者", "和", "与", "也谈不上", "也说不上"];

impl ChoiceKind {
    /// The kind that a wording tells, if it tells one beyond doubt.
    pub fn from_wording(wording: &str) -> Option<Self> {
        let wording = wording.to_lowercase().replace('’', "'");
        let wording = without_numbering(&wording);
        told_by_whole(wording).or_else(|| told_by_parts(wording))
    }
}

/// A wording without the number or letter by which a list counts its choices: "5 = ", "(2) ", "3、".
fn without_numbering(wording: &str) -> &str {
    let numbered = wording.trim_start_matches(|c: char| c.is_ascii_digit() || "(（".contains(c));
    let rest =
        numbered.trim_start_matches(|c: char| c.is_whitespace() || "=.、)）:：-–—".contains(c));
    rest.trim_end_matches(|c: char| c.is_whitespace() || "。.".contains(c))
}

/// The kind of a wording in one piece and one language.
fn told_by_whole(wording: &str) -> Option<ChoiceKind> {
    if wording.chars().any(is_chinese) {
        let joined: String = wording.split_whitespace().collect();
        return chinese(&joined);
    }
    let apart = |c: char| c.is_whitespace() || c == ',';
    let words: Vec<&str> = wording
        .split(apart)
        .filter(|word| !word.is_empty())
        .collect();
    english(&words)
}

/// The kind that several wordings in one tell, if each of them tells it: "不了解、说不清", "满意 Satisfied".
fn told_by_parts(wording: &str) -> Option<ChoiceKind> {
    let wording = wording.replace(" or ", "/");
    let mut parts = vec![String::new()];
    let mut before = None;
    for c in wording.chars() {
        let letter = c.is_alphabetic().then(|| is_chinese(c));
        let other_script = letter.is_some() && before.is_some() && letter != before;
        before = letter.or(before);
        if "/／、,，;；|()（）".contains(c) {
            parts.push(String::new());
            continue;
        }
        if other_script {
            parts.push(String::new());
        }
        parts.last_mut()?.push(c);
    }
    let parts = parts.iter().map(|part| part.trim());
    let mut told = parts.filter(|part| !part.is_empty()).map(told_by_whole);
    let first = told.next()??;
    told.all(|kind| kind == Some(first)).then_some(first)
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn phrase(wording: &str) -> Option<ChoiceKind> {
    let mut known = PHRASES.iter();
    let (kind, _) = known.find(|(_, phrases)| phrases.contains(&wording))?;
    Some(*kind)
}

fn english(words: &[&str]) -> Option<ChoiceKind> {
    let (head, before) = words.split_last()?;
    let degrees = before.iter().all(|word| DEGREES.contains(word));
    match *head {
        "satisfied" if degrees => Some(Satisfied),
        "satisfied" if NEGATIONS.contains(&before.join(" ").as_str()) => Some(Dissatisfied),
        "dissatisfied" | "unsatisfied" if degrees => Some(Dissatisfied),
        _ => phrase(&words.join(" ")),
    }
}

fn chinese(wording: &str) -> Option<ChoiceKind> {
    let wording = without_period(wording);
    let known = phrase(wording);
    if known.is_some() {
        return known;
    }
    let before = wording.strip_suffix("满意")?;
    let neither = |rest: &str| {
        let ends = |one: &str, other: &str| {
            let between = rest.strip_prefix(one).and_then(|it| it.strip_suffix(other));
            between.is_some_and(|it| CHINESE_BETWEEN.contains(&it))
        };
        ends("满意", "不") || ends("不满意", "")
    };
    let mut openings = CHINESE_NEITHER.iter();
    if openings.any(|opening| before.strip_prefix(opening).is_some_and(neither)) {
        return Some(Neutral);
    }
    if CHINESE_NEGATIONS.contains(&before) {
        return Some(Dissatisfied);
    }
    match without_degrees(before) {
        "" => Some(Satisfied),
        "不" => Some(Dissatisfied),
        _ => None,
    }
}

/// A Chinese wording without the period of which it speaks: 最近12个月没有办过事.
fn without_period(wording: &str) -> &str {
    let openings = ["最近", "过去", "从来"];
    let opening = openings
        .iter()
        .find_map(|opening| wording.strip_prefix(opening));
    let Some(rest) = opening else {
        return wording;
    };
    rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三两半几个年月里内来".contains(c))
}

fn without_degrees(mut words: &str) -> &str {
    let degree = |words: &str| {
        CHINESE_DEGREES
            .iter()
            .find_map(|it| words.strip_prefix(it).map(str::len))
    };
    while let Some(left) = degree(words) {
        words = &words[words.len() - left..];
    }
    words
}

impl Choice {
    /// Whether anybody has written anything in it.
    pub fn is_worded(&self) -> bool {
        let mut wordings = self.label.languages().filter_map(|it| self.label.find(it));
        wordings.any(|wording| !wording.trim().is_empty())
    }

    /// The kind that its words tell in any language; none where two languages tell different ones.
    pub fn kind_told(&self) -> Option<ChoiceKind> {
        let languages = self.label.languages();
        let mut told =
            languages.filter_map(|language| ChoiceKind::from_wording(self.label.find(language)?));
        let first = told.next()?;
        told.all(|kind| kind == first).then_some(first)
    }
}

/// True where some of these choices count as satisfied, neutral or dissatisfied and others have no kind at all: of
/// whoever chooses one of the others nobody could say what they count as.
pub fn kinds_are_partial(choices: &[Choice]) -> bool {
    choices.iter().any(Choice::rates) && choices.iter().any(|choice| choice.kind.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_their_meaning_and_plain_facts_tell_none() {
        for (wording, kind) in [
            ("非常满意", Some(Satisfied)),
            ("5 = 非常满意", Some(Satisfied)),
            ("满意 Satisfied", Some(Satisfied)),
            ("Basically satisfied", Some(Satisfied)),
            ("不太满意", Some(Dissatisfied)),
            ("Very dissatisfied", Some(Dissatisfied)),
            ("一般", Some(Neutral)),
            ("Neither satisfied nor dissatisfied", Some(Neutral)),
            ("Refuse collection", None),
            ("Neither of these", None),
            ("不了解、说不清", Some(DontKnow)),
            ("Don't know / can't say", Some(DontKnow)),
            ("I can’t say", Some(DontKnow)),
            ("Prefer not to say", Some(Refused)),
            ("最近12个月没有办过事", Some(NotApplicable)),
            ("道里区", None),
            ("18–29", None),
            ("5", None),
            ("", None),
        ] {
            assert_eq!(ChoiceKind::from_wording(wording), kind, "{wording}");
        }
    }

    #[test]
    fn a_negation_decides_and_what_is_in_doubt_tells_nothing() {
        for (wording, kind) in [
            ("Not very satisfied", Some(Dissatisfied)),
            ("Not at all satisfied", Some(Dissatisfied)),
            ("Neither dissatisfied nor satisfied", Some(Neutral)),
            ("Not completely satisfied", None),
            ("Not dissatisfied", None),
            ("Disatisfied", None),
            ("Hardly satisfied", None),
            ("Less satisfied", None),
            ("Satisfied with the price, not with the service", None),
            ("Would be satisfied if it came on time", None),
            ("Satisfied?", None),
            ("Satisfied or dissatisfied", None),
            ("Don't know, but satisfied", None),
            ("不是很满意", Some(Dissatisfied)),
            ("不怎么满意", Some(Dissatisfied)),
            ("基本不满意", Some(Dissatisfied)),
            ("说不上满意还是不满意", Some(Neutral)),
            ("谈不上满意不满意", Some(Neutral)),
            ("说不上不满意也谈不上满意", Some(Neutral)),
            ("满意度一般", Some(Neutral)),
            ("不是不满意", None),
            ("没有不满意", None),
            ("不完全满意", None),
            ("满意、不满意都有", None),
            ("不比去年满意", None),
            ("希望能满意", None),
            ("满意不满意", None),
        ] {
            assert_eq!(ChoiceKind::from_wording(wording), kind, "{wording}");
        }
    }

    #[test]
    fn languages_that_tell_different_kinds_tell_none() {
        let choice = |zh: &str, en: &str| Choice {
            code: crate::Code(1),
            kind: None,
            score: None,
            label: crate::Text::from([("zh", zh), ("en", en)]),
            exclusive: false,
            other: false,
            apart: false,
        };
        assert_eq!(choice("满意", "Satisfied").kind_told(), Some(Satisfied));
        assert_eq!(choice("一般", "Fair").kind_told(), Some(Neutral));
        assert_eq!(choice("满意", "Not satisfied").kind_told(), None);
    }
}
