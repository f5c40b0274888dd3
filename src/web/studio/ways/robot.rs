//! What a thousand random interviews came to.

use maud::{Markup, html};

use super::histogram::histogram;
use super::words::time;
use super::{Setting, Ways};
use crate::number::Count;
use messages::text;

/// The robot's report.
pub(super) fn view(setting: &Setting<'_>, ways: &Ways) -> Markup {
    let (locale, walks) = (setting.interface.locale, &ways.walks);
    let again = format!("{}?seed={}", setting.here, ways.seed.wrapping_add(1));
    let lengths: Vec<(usize, usize)> = walks
        .lengths
        .iter()
        .map(|(n, count)| (*n, *count))
        .collect();
    let minutes: Vec<(usize, usize)> = (walks.minutes.iter())
        .map(|(minutes, count)| (usize::try_from(*minutes).unwrap_or(usize::MAX), *count))
        .collect();
    let plain = |length: usize| length.to_string();
    let begun = |minutes: usize| format!("{}–{minutes}", minutes.saturating_sub(1));
    html! {
        h2 { (locale.t(text::WaysRobot { count: walks.interviews, mean: time(locale, walks.mean_minutes), longest: time(locale, walks.longest_minutes), paths: distinct(ways) })) }
        p.help { (locale.t(text::WAYS_ROBOT_HELP)) }
        p {
            (locale.t(text::WaysSeed { seed: ways.seed.to_string() })) " "
            a href=(setting.interface.link(again)) { (locale.t(text::WAYS_AGAIN)) }
        }
        ul.plain { @for (end, count) in &walks.endings { li {
            @match end {
                Some(id) => (locale.t(text::WaysEndsAt { question: id.as_str() })),
                None => (locale.t(text::WAYS_TO_THE_END)),
            }
            (locale.t(text::LABEL_SEPARATOR)) (Count(*count as u64))
        } } }
        div.pair {
            (histogram(setting, &locale.t(text::WAYS_BY_LENGTH), &lengths, &plain))
            (histogram(setting, &locale.t(text::WAYS_BY_MINUTES), &minutes, &begun))
        }
    }
}

/// How many different paths the robot took, whatever the order its sections were shown in.
fn distinct(ways: &Ways) -> usize {
    let mut sets: Vec<_> = (ways.walks.paths.iter())
        .map(|(asked, end, _)| {
            let mut asked = asked.clone();
            asked.sort_unstable();
            (asked, end)
        })
        .collect();
    sets.sort_unstable();
    sets.dedup();
    sets.len()
}
