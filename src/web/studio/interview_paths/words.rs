//! Times, shares and groups as the page says them.

use std::collections::{BTreeMap, BTreeSet};

use messages::{Locale, text};
use questionnaire::Questionnaire;

/// A number of things for drawing and dividing.
pub(super) fn real(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// About how long something takes, to ten seconds.
pub(super) fn time(locale: Locale, minutes: f64) -> String {
    let tens: u64 = format!("{:.0}", minutes * 6.0).parse().unwrap_or(0);
    let (minutes, seconds) = (tens / 6, tens % 6 * 10);
    match (minutes, seconds) {
        (0, _) => locale.t(text::WaysSeconds {
            seconds: seconds.max(10),
        }),
        (_, 0) => locale.t(text::WaysMinutes { minutes }),
        _ => locale.t(text::WaysTime { minutes, seconds }),
    }
}

/// Who can take a path: the groups that tell them apart, or nobody in particular.
pub(super) fn groups(
    locale: Locale,
    questionnaire: &Questionnaire,
    groups: &[BTreeMap<String, String>],
) -> String {
    let mut choices: Vec<(&str, BTreeSet<&str>)> = Vec::new();
    for arm in &questionnaire.arms {
        let of_arm = groups.iter().filter_map(|combination| {
            let group = combination.get(&arm.id)?;
            Some(group.as_str())
        });
        let of_arm: BTreeSet<&str> = of_arm.collect();
        if of_arm.len() < arm.groups.len() {
            choices.push((&arm.id, of_arm));
        }
    }
    let free: usize = (questionnaire.arms.iter())
        .map(|arm| {
            let chosen = choices.iter().find(|(id, _)| *id == arm.id);
            chosen.map_or(arm.groups.len(), |(_, groups)| groups.len())
        })
        .product();
    if free != groups.len() {
        // Not a product of groups: say the combinations one by one.
        let one = |combination: &BTreeMap<String, String>| {
            let parts = combination.iter();
            let parts: Vec<_> = parts
                .map(|(arm, group)| format!("{arm} = {group}"))
                .collect();
            parts.join(", ")
        };
        let all: Vec<String> = groups.iter().map(one).collect();
        return all.join(" / ");
    }
    if choices.is_empty() {
        return locale.t(text::WAYS_EVERYBODY);
    }
    let choices: Vec<String> = (choices.into_iter())
        .map(|(arm, groups)| {
            let groups: Vec<&str> = groups.into_iter().collect();
            format!("{arm} = {}", groups.join(" / "))
        })
        .collect();
    choices.join(", ")
}

/// The beginning of a text that fits into so many widths of a Chinese character.
pub(super) fn beginning(text: &str, room: f64) -> String {
    let width = |c: char| if u32::from(c) >= 0x2e80 { 1.0 } else { 0.56 };
    if text.chars().map(width).sum::<f64>() <= room {
        return text.to_owned();
    }
    let mut used = 1.0;
    let fitting = text.chars().take_while(|c| {
        used += width(*c);
        used <= room
    });
    let mut fitting: String = fitting.collect();
    fitting.push('…');
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_said_to_ten_seconds() {
        let zh = Locale::Chinese;
        assert_eq!(time(zh, 5.66), "5分40秒");
        assert_eq!(time(zh, 5.98), "6分钟");
        assert_eq!(time(zh, 0.31), "20秒");
        assert_eq!(time(zh, 0.01), "10秒");
        assert_eq!(time(Locale::English, 5.66), "5 min 40 s");
    }

    #[test]
    fn long_texts_are_cut_where_the_room_ends() {
        assert_eq!(beginning("满意吗？", 4.0), "满意吗？");
        assert_eq!(beginning("您满意吗？", 4.0), "您满意…");
        assert_eq!(beginning("Are you satisfied?", 4.0), "Are y…");
    }
}
