//! The marks by which a list counts or ticks its lines: "1.", "A)", "□".

use std::collections::BTreeSet;

use super::Line;
use questionnaire::Code;

/// Signs that stand before a line and say nothing.
const BULLETS: &str = "□☐☑☒■▢○◯●◎⚪〇•·‣▪▫◆◇►▶★☆✓✔√";

/// Those that are also written within a line, and are marks only with a space behind them.
const SPACED_BULLETS: &str = "-–—*+";

/// Boxes of several characters.
const BOXES: [&str; 8] = ["[ ]", "[]", "( )", "()", "（ ）", "（）", "［ ］", "【】"];

const CHINESE: &str = "一二三四五六七八九十";

/// The mark of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet,
    /// A number that something parts from the words; `tight` where a digit follows at once, as in "1、2 times".
    Number {
        value: i64,
        tight: bool,
    },
    /// A letter, or a Chinese number, by its place.
    Ordinal {
        chinese: bool,
        place: usize,
    },
}

/// Takes the marks from the lines, column by column, where all lines of the column have one of the same sort, and the
/// one behind it ("□ 1."). The numbers among the marks of the first column are what the list calls its choices.
pub(super) fn strip_marks(lines: &mut [Line]) -> Option<Vec<Option<Code>>> {
    const DEEPEST: usize = 3;
    let columns = lines.iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let mut codes = None;
    for column in 0..columns {
        for _ in 0..DEEPEST {
            let Some(numbers) = strip_one(lines, column) else {
                break;
            };
            if column == 0 && numbers.iter().any(Option::is_some) {
                codes = Some(numbers);
            }
        }
    }
    codes
}

fn strip_one(lines: &mut [Line], column: usize) -> Option<Vec<Option<Code>>> {
    let marks: Vec<Option<(Mark, String)>> = lines
        .iter()
        .map(|line| {
            let (mark, rest) = mark(line.cells.get(column)?)?;
            Some((mark, rest.to_owned()))
        })
        .collect();
    let unmarked = lines.iter().zip(&marks).filter(|(_, mark)| mark.is_none());
    let worded = |line: &Line| line.cells.get(column).is_some_and(|cell| !cell.is_empty());
    if unmarked
        .into_iter()
        .any(|(line, _)| worded(line) && !line.is_added())
    {
        return None;
    }
    let found: Vec<Mark> = marks.iter().flatten().map(|(mark, _)| *mark).collect();
    if !is_list(&found) {
        return None;
    }
    let numbers = marks.iter().map(|mark| match mark {
        Some((Mark::Number { value, .. }, _)) => Some(Code(*value)),
        _ => None,
    });
    let numbers = numbers.collect();
    for (line, mark) in lines.iter_mut().zip(marks) {
        if let Some((_, rest)) = mark {
            line.cells[column] = rest;
        }
    }
    Some(numbers)
}

/// Whether marks are those of one list: bullets throughout, numbers each once, letters in their order.
fn is_list(marks: &[Mark]) -> bool {
    let [first, _, ..] = marks else {
        return false;
    };
    match first {
        Mark::Bullet => marks.iter().all(|mark| *mark == Mark::Bullet),
        Mark::Number { .. } => {
            let numbers = marks.iter().map(|mark| match mark {
                Mark::Number { value, tight } => Some((*value, *tight)),
                Mark::Bullet | Mark::Ordinal { .. } => None,
            });
            let Some(numbers) = numbers.collect::<Option<Vec<_>>>() else {
                return false;
            };
            let tight = numbers.iter().any(|(_, tight)| *tight);
            let different: BTreeSet<i64> = numbers.iter().map(|(value, _)| *value).collect();
            let in_order = numbers.windows(2).all(|pair| pair[1].0 == pair[0].0 + 1);
            different.len() == numbers.len() && (!tight || in_order)
        }
        Mark::Ordinal { .. } => marks.windows(2).all(|pair| match pair {
            [
                Mark::Ordinal { chinese, place },
                Mark::Ordinal {
                    chinese: other,
                    place: next,
                },
            ] => chinese == other && *next == place + 1,
            _ => false,
        }),
    }
}

/// The mark a wording begins with, and the words behind it.
fn mark(wording: &str) -> Option<(Mark, &str)> {
    let (mark, rest) = bullet(wording)
        .map(|rest| (Mark::Bullet, rest))
        .or_else(|| in_brackets(wording))
        .or_else(|| before_separator(wording))?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some((mark, rest))
}

fn bullet(wording: &str) -> Option<&str> {
    if let Some(rest) = BOXES
        .iter()
        .find_map(|bracket| wording.strip_prefix(bracket))
    {
        return Some(rest);
    }
    let sign = wording.chars().next()?;
    let rest = &wording[sign.len_utf8()..];
    let spaced = SPACED_BULLETS.contains(sign) && rest.starts_with(char::is_whitespace);
    // Without a space too, but "-5" is a number and "--" a line.
    let at_words = SPACED_BULLETS.contains(sign) && rest.starts_with(char::is_alphabetic);
    (BULLETS.contains(sign) || spaced || at_words).then_some(rest)
}

/// "(1) ", "（A）", "【3】", "①".
fn in_brackets(wording: &str) -> Option<(Mark, &str)> {
    let sign = wording.chars().next()?;
    let inner = &wording[sign.len_utf8()..];
    if let '①'..='⑳' = sign {
        let value = i64::from(u32::from(sign) - u32::from('①')) + 1;
        return Some((
            Mark::Number {
                value,
                tight: false,
            },
            inner,
        ));
    }
    if !"(（[［【".contains(sign) {
        return None;
    }
    let end = inner.find([')', '）', ']', '］', '】'])?;
    let closing = inner[end..].chars().next()?;
    let rest = &inner[end + closing.len_utf8()..];
    Some((counted(inner[..end].trim())?, rest))
}

/// "1. ", "A)", "一、", "1 = ", "1 - ".
fn before_separator(wording: &str) -> Option<(Mark, &str)> {
    let end = wording.find(|c: char| !c.is_alphanumeric())?;
    let counted = counted(&wording[..end])?;
    let behind = wording[end..].trim_start();
    let is_spaced = behind.len() < wording.len() - end;
    let separator = behind.chars().next()?;
    let rest = &behind[separator.len_utf8()..];
    let at_once = rest.chars().next().is_some_and(|c| digit(c).is_some());
    let number_behind = rest
        .trim_start()
        .chars()
        .next()
        .is_some_and(|c| digit(c).is_some());
    let parts = match separator {
        '、' | ')' | '）' => true,
        // "1.5", "10:30".
        '.' | '．' | ':' | '：' | '=' | '＝' => !at_once,
        // "3 - 5 times".
        '-' | '–' | '—' => is_spaced && rest.starts_with(char::is_whitespace) && !number_behind,
        _ => false,
    };
    let counted = match counted {
        Mark::Number { value, .. } => Mark::Number {
            value,
            tight: at_once,
        },
        other => other,
    };
    parts.then_some((counted, rest))
}

/// A number, a single letter or a Chinese number as a mark.
fn counted(sign: &str) -> Option<Mark> {
    if let Some(value) = whole_number(sign) {
        return Some(Mark::Number {
            value,
            tight: false,
        });
    }
    if let Some(place) = chinese_place(sign) {
        return Some(Mark::Ordinal {
            chinese: true,
            place,
        });
    }
    let mut signs = sign.chars();
    let (letter, None) = (signs.next()?, signs.next()) else {
        return None;
    };
    let half_width = match letter {
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(letter) - 0xfee0)?,
        other => other,
    };
    let lower = half_width.to_ascii_lowercase();
    lower.is_ascii_lowercase().then(|| Mark::Ordinal {
        chinese: false,
        place: usize::from(lower as u8 - b'a'),
    })
}

/// The place of a Chinese number below twenty, counted from 0.
fn chinese_place(sign: &str) -> Option<usize> {
    let (tens, unit) = match sign.strip_prefix('十') {
        Some(unit) if !unit.is_empty() => (10, unit),
        _ => (0, sign),
    };
    let mut signs = unit.chars();
    let (digit, None) = (signs.next()?, signs.next()) else {
        return None;
    };
    CHINESE
        .chars()
        .position(|it| it == digit)
        .map(|place| tens + place)
}

/// The number that a wording is, in digits of either width; none beyond what a code can be.
pub(super) fn whole_number(wording: &str) -> Option<i64> {
    const MOST_DIGITS: usize = 9;
    let digits: Option<Vec<u32>> = wording.chars().map(digit).collect();
    let digits = digits.filter(|digits| (1..=MOST_DIGITS).contains(&digits.len()))?;
    Some(
        digits
            .into_iter()
            .fold(0, |value, digit| value * 10 + i64::from(digit)),
    )
}

/// The number a wording begins with where it stands for a point: alone, or with all other words in brackets. Among
/// bare numbers other words may follow too ("5 or more"), but no range and no decimals.
pub(super) fn number_before_words(wording: &str, among_bare: bool) -> Option<i64> {
    let end = wording
        .find(|c| digit(c).is_none())
        .unwrap_or(wording.len());
    let number = whole_number(&wording[..end])?;
    let rest = wording[end..].trim_start();
    let in_brackets = rest.starts_with(['(', '（']) && rest.ends_with([')', '）']);
    let ranges = |c: char| "-–—~～至到.,．".contains(c);
    let goes_on = rest.strip_prefix(ranges).map(str::trim_start);
    let is_range = goes_on.is_some_and(|it| it.chars().next().is_some_and(|c| digit(c).is_some()));
    (rest.is_empty() || in_brackets || (among_bare && !is_range)).then_some(number)
}

fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - u32::from('０')),
        _ => c.to_digit(10),
    }
}
