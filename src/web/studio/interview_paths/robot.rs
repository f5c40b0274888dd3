//! What a thousand random interviews came to.

use maud::{Markup, html};

use super::histogram::histogram;
use super::words::time;
use super::{PathReport, Setting};
use crate::number::Count;
use messages::text;

/// The robot's report.
pub(super) fn view(setting: &Setting<'_>, report: &PathReport) -> Markup {
    let (locale, robot) = (setting.interface.locale, &report.robot);
    let again = format!("{}?seed={}", setting.here, report.seed.wrapping_add(1));
    let lengths: Vec<(usize, usize)> = robot
        .lengths
        .iter()
        .map(|(n, count)| (*n, *count))
        .collect();
    let minutes: Vec<(usize, usize)> = (robot.minutes.iter())
        .map(|(minutes, count)| (usize::try_from(*minutes).unwrap_or(usize::MAX), *count))
        .collect();
    let plain = |length: usize| length.to_string();
    let begun = |minutes: usize| format!("{}–{minutes}", minutes.saturating_sub(1));
    html! {
        h2 { (locale.t(text::WaysRobot { count: robot.interviews, mean: time(locale, robot.mean_minutes), longest: time(locale, robot.longest_minutes), paths: distinct(report) })) }
        p.help { (locale.t(text::WAYS_ROBOT_HELP)) }
        p {
            (locale.t(text::WaysSeed { seed: report.seed.to_string() })) " "
            a href=(setting.interface.link(again)) { (locale.t(text::WAYS_AGAIN)) }
        }
        ul.plain { @for (end, count) in &robot.endings { li {
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
fn distinct(report: &PathReport) -> usize {
    let mut sets: Vec<_> = (report.robot.paths.iter())
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
