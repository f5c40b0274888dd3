//! Where people give up: how many opened the form, reached each question and sent it, as bars and as the same table.

use maud::{Markup, html};

use crate::fieldwork::store::ProgressCounts;
use crate::locales::Argument;
use crate::questionnaire::store::Version;
use crate::web::interface::Interface;
use crate::web::number::{Count, Percent};
use crate::web::resident::order;

/// A bar and the room it stands in, in units of the drawing.
const BAR: usize = 14;
const ROOM: usize = 20;
const HEIGHT: u64 = 100;

/// Bars and tables of a wave; what was counted comes from pages with a script only.
pub(super) fn view(interface: &Interface, version: &Version, counts: &[ProgressCounts]) -> Markup {
    let locale = interface.locale;
    let all = together(counts);
    let label = locale.t("give-up-title");
    html! {
        h2 { (label) }
        p.help { (locale.t("give-up-help")) }
        @if all.opened == 0 {
            p { (locale.t("give-up-none")) }
        } @else {
            (bars(interface, &all, &label, &[]))
            p { (locale.with("give-up-sum", [("opened", Argument::from(all.opened)), ("sent", Argument::from(all.sent))])) }
            details {
                summary { (locale.t("give-up-table")) }
                div.scroll tabindex="0" role="region" aria-label=(label) {
                    table {
                        thead { tr {
                            th scope="col" { (locale.t("give-up-variant")) }
                            th scope="col" { (locale.t("give-up-bars")) }
                            th scope="col" { (locale.t("give-up-most")) }
                            th.num scope="col" { (locale.t("give-up-opened")) }
                            @for step in 1..=all.reached.len() { th.num scope="col" { (step) } }
                            th.num scope="col" { (locale.t("give-up-sent")) }
                        } }
                        tbody {
                            (row(interface, &locale.t("give-up-all"), &all, &[]))
                            @for one in counts { (row(interface, &one.variant.to_string(), one, &questions(version, one.variant))) }
                        }
                    }
                }
            }
        }
    }
}

/// The ids of the questions of a variant, in the order shown.
fn questions(version: &Version, variant: u8) -> Vec<&str> {
    let assignment = version.variants.get(variant);
    let shown = assignment.map(|assignment| order(&version.questionnaire, assignment));
    let shown = shown.unwrap_or_default();
    shown.iter().map(|question| question.id.as_str()).collect()
}

fn row(interface: &Interface, name: &str, counts: &ProgressCounts, questions: &[&str]) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            td { (bars(interface, counts, name, questions)) }
            td { @if let Some(step) = greatest_loss(counts) { (called(interface, step, questions)) } }
            td.num { (Count(counts.opened)) }
            @for people in &counts.reached { td.num { (Count(*people)) } }
            td.num { (Count(counts.sent)) }
        }
    }
}

/// All variants together: the k-th question of each, whichever it is.
fn together(counts: &[ProgressCounts]) -> ProgressCounts {
    let longest = counts.iter().map(|one| one.reached.len()).max();
    let at = |step: usize| counts.iter().filter_map(move |one| one.reached.get(step));
    ProgressCounts {
        variant: 0,
        opened: counts.iter().map(|one| one.opened).sum(),
        reached: (0..longest.unwrap_or_default())
            .map(|step| at(step).sum())
            .collect(),
        sent: counts.iter().map(|one| one.sent).sum(),
    }
}

/// Opened, the first question to the last, sent.
fn steps(counts: &ProgressCounts) -> impl Iterator<Item = u64> {
    [counts.opened]
        .into_iter()
        .chain(counts.reached.iter().copied())
        .chain([counts.sent])
}

/// The step behind which most people are missing, counted from 0 for "opened".
fn greatest_loss(counts: &ProgressCounts) -> Option<usize> {
    let next = steps(counts).skip(1);
    let losses = steps(counts)
        .zip(next)
        .map(|(here, next)| here.saturating_sub(next));
    let (step, loss) = losses
        .enumerate()
        .max_by_key(|(step, loss)| (*loss, usize::MAX - step))?;
    (loss > 0).then_some(step)
}

fn called(interface: &Interface, step: usize, questions: &[&str]) -> String {
    let locale = interface.locale;
    let number = ("number", Argument::from(step));
    match (step, questions.get(step.wrapping_sub(1))) {
        (0, _) => locale.t("give-up-opened"),
        (_, Some(id)) => locale.with("give-up-question", [number, ("id", Argument::from(*id))]),
        (_, None) => locale.with("give-up-step", [number]),
    }
}

fn bars(interface: &Interface, counts: &ProgressCounts, label: &str, questions: &[&str]) -> Markup {
    let all: Vec<u64> = steps(counts).collect();
    let most = all.iter().copied().max().unwrap_or_default().max(1);
    let width = all.len() * ROOM;
    html! {
        svg.give-up viewBox=(format!("0 0 {width} {HEIGHT}")) width=(width) height=(HEIGHT) role="img" aria-label=(label) preserveAspectRatio="none" {
            @for (step, people) in all.iter().enumerate() {
                @let height = people * HEIGHT / most;
                rect.lost[greatest_loss(counts) == Some(step)] x=(step * ROOM) y=(HEIGHT - height) width=(BAR) height=(height) {
                    title {
                        @if step + 1 == all.len() { (interface.locale.t("give-up-sent")) } @else { (called(interface, step, questions)) }
                        " · " (Count(*people)) " · " (Percent(share(*people, counts.opened)))
                    }
                }
            }
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "people who open a form are far fewer than 2^52"
)]
fn share(people: u64, opened: u64) -> f64 {
    people as f64 / opened.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(opened: u64, reached: &[u64], sent: u64) -> ProgressCounts {
        ProgressCounts {
            variant: 3,
            opened,
            reached: reached.to_vec(),
            sent,
        }
    }

    #[test]
    fn the_greatest_loss_is_the_step_behind_which_most_are_missing() {
        assert_eq!(greatest_loss(&counts(9, &[8, 8, 3], 3)), Some(2));
        assert_eq!(greatest_loss(&counts(9, &[9, 9], 2)), Some(2));
        assert_eq!(greatest_loss(&counts(9, &[4, 4], 4)), Some(0));
        assert_eq!(greatest_loss(&counts(2, &[2, 2], 2)), None);
    }

    #[test]
    fn variants_of_different_length_are_added_step_by_step() {
        let all = together(&[counts(5, &[4, 2], 1), counts(3, &[3], 3)]);
        assert_eq!(
            all,
            ProgressCounts {
                variant: 0,
                opened: 8,
                reached: vec![7, 2],
                sent: 4
            }
        );
    }

    #[test]
    fn there_is_a_bar_for_every_step_and_it_says_its_figure() {
        let picture = bars(
            &Interface::default(),
            &counts(4, &[4, 1], 1),
            "x",
            &["R01", "R02"],
        );
        let picture = picture.into_string();
        assert_eq!(picture.matches("<rect").count(), 4);
        assert!(picture.contains("R02 · 1 · 25.0%"), "{picture}");
        assert_eq!(picture.matches("class=\"lost\"").count(), 1);
    }
}
