//! Where lines are broken.
//!
//! A line of Chinese may end after any character; a Latin word or a number stays whole and is broken after its space, hyphen or
//! dash. No line begins with a mark that closes or ends with one that opens (GB/T 15834—2011, 5.1; the same rules in
//! UAX #14, LB13, LB14 and LB30). A word that is wider than the line is broken where the line ends.

use crate::font::{Face, is_wide};

/// What closes: it follows what stands before it.
const CLOSING: &str = "，。、；：？！）》〉」』】〕”’…—～·％‰℃,.;:?!)]}%";
/// What opens: what stands behind it follows.
const OPENING: &str = "（《〈「『【〔“‘([{￥¥";

/// Whether a line may end between these two characters.
fn may_break(before: char, after: char) -> bool {
    if after == ' ' || CLOSING.contains(after) || OPENING.contains(before) {
        return false;
    }
    matches!(before, ' ' | '-' | '–' | '/') || is_wide(before) || is_wide(after)
}

/// The same for a heading: a line ends behind a comma rather than within a clause, wherever it is half full by then.
pub(crate) fn broken_by_clauses(face: &Face, words: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for clause in words.split_inclusive(['，', '：', '；', ',', ':', ';']) {
        let line = lines.pop().unwrap_or_default();
        let joined = format!("{line}{clause}");
        if face.width(joined.trim(), size) <= width {
            lines.push(joined);
        } else if face.width(line.trim(), size) >= width / 2.0 {
            lines.push(line.trim().to_owned());
            lines.extend(broken(face, clause.trim(), size, width));
        } else {
            lines.extend(broken(face, joined.trim(), size, width));
        }
    }
    let lines = lines.into_iter().map(|line| line.trim().to_owned());
    lines.collect()
}

/// Words in lines that are no wider than this in letters of this size, without the spaces at their ends.
pub(crate) fn broken(face: &Face, words: &str, size: f32, width: f32) -> Vec<String> {
    let letters = face.letters(words);
    let characters: Vec<char> = words.chars().collect();
    let mut lines = Vec::new();
    let (mut from, mut last_break, mut long) = (0, None, 0.0_f32);
    let mut at = 0;
    while at < letters.len() {
        let wide = letters[at].advance * size;
        let hangs = characters[at] == ' ';
        if long + wide > width + 0.01 && at > from && !hangs {
            let end = last_break.filter(|end| *end > from).unwrap_or(at);
            let (start, stop) = (letters[from].range.start, letters[end].range.start);
            lines.push(words[start..stop].trim().to_owned());
            (from, last_break) = (end, None);
            long = letters[from..at]
                .iter()
                .map(|letter| letter.advance * size)
                .sum();
            continue;
        }
        long += wide;
        if at + 1 < characters.len() && may_break(characters[at], characters[at + 1]) {
            last_break = Some(at + 1);
        }
        at += 1;
    }
    if from < letters.len() || lines.is_empty() {
        let start = letters
            .get(from)
            .map_or(words.len(), |letter| letter.range.start);
        lines.push(words[start..].trim().to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::Weight;

    fn lines(words: &str, width: f32) -> Vec<String> {
        broken(Weight::Regular.face(), words, 10.0, width)
    }

    #[test]
    fn chinese_is_broken_anywhere_but_before_what_closes_and_behind_what_opens() {
        assert_eq!(lines("居民满意度调查", 40.0), ["居民满意", "度调查"]);
        assert_eq!(
            lines("居民满意，度调查", 40.0),
            ["居民满", "意，度调", "查"]
        );
        assert_eq!(
            lines("居民满（意）度调查", 40.0),
            ["居民满", "（意）度", "调查"]
        );
        assert_eq!(lines("答“非常满意”的", 40.0), ["答“非常", "满意”的"]);
    }

    #[test]
    fn words_and_numbers_stay_whole_where_they_can() {
        assert_eq!(lines("one two three", 45.0), ["one two", "three"]);
        assert_eq!(lines("达到 90.25% 以上", 55.0), ["达到", "90.25% 以", "上"]);
        assert_eq!(lines("86.7%–89.6%", 40.0), ["86.7%–", "89.6%"]);
        assert!(lines("incomprehensibilities", 30.0).len() > 2);
        assert_eq!(lines("", 30.0), [""]);
    }

    #[test]
    fn a_heading_is_broken_between_its_clauses() {
        let face = Weight::Regular.face();
        let lines = |words: &str, width| broken_by_clauses(face, words, 10.0, width);
        assert_eq!(
            lines("六项目标，两项达到，四项未达到", 120.0),
            ["六项目标，两项达到，", "四项未达到"]
        );
        assert_eq!(lines("居民满意度，调查", 60.0), ["居民满意度，", "调查"]);
        assert_eq!(
            lines("居，民满意度调查结果", 60.0),
            ["居，民满意度", "调查结果"]
        );
        assert_eq!(lines("one, two three", 45.0), ["one, two", "three"]);
    }

    #[test]
    fn nothing_is_lost_and_no_line_is_too_wide() {
        let face = Weight::Regular.face();
        let words = "本指标＝回答“非常满意”、“比较满意”的加权人数 ÷ 回答“非常满意”的加权人数（95% 置信区间 86.7% 至 89.6%，p < 0.001）。";
        for width in [30.0_f32, 55.0, 120.0, 300.0] {
            let lines = lines(words, width);
            let plain = |text: &str| text.replace(' ', "");
            assert_eq!(plain(&lines.concat()), plain(words));
            for line in &lines {
                assert!(face.width(line, 10.0) <= width + 0.1, "{width}: {line}");
                let first = line.chars().next().unwrap();
                let forced = width < 40.0;
                assert!(forced || !"，。、）”".contains(first), "{width}: {line}");
            }
        }
    }
}
