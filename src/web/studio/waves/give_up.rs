//! Where people give up: how many opened the form, reached each question and sent it, as bars and as the same table.

use maud::{Markup, html};

use crate::interface::Interface;
use crate::number::{Count, Percent};
use crate::shown::order;
use fieldwork::store::ProgressCounts;
use messages::text;
use questionnaire::QuestionId;
use questionnaire::store::Version;

/// A bar and the room it stands in, in units of the drawing.
const BAR: usize = 14;
const ROOM: usize = 20;
const HEIGHT: u64 = 100;

/// Bars and tables of a wave; what was counted comes from pages with a script only.
pub(super) fn view(interface: &Interface, version: &Version, counts: &[ProgressCounts]) -> Markup {
    let locale = interface.locale;
    let variants: Vec<(ProgressCounts, Vec<&QuestionId>)> = counts
        .iter()
        .map(|one| whole(one, questions(version, one.variant)))
        .collect();
    let all = together(&variants);
    let label = locale.t(text::GIVE_UP_TITLE);
    let most = greatest_loss(&all).map_or_else(
        || locale.t(text::GIVE_UP_NOWHERE),
        |step| called(interface, step, &[]),
    );
    html! {
        h2 { (label) }
        p.help { (locale.t(text::GIVE_UP_HELP)) }
        @if all.opened == 0 {
            p { (locale.t(text::GIVE_UP_NONE)) }
        } @else {
            (bars(interface, &all, &label, &[]))
            p { (locale.t(text::GiveUpSum { opened: all.opened, sent: all.sent, step: most })) }
            details {
                summary { (locale.t(text::GIVE_UP_TABLE)) }
                (table(interface, &label, &all, &variants))
            }
        }
    }
}

fn table(
    interface: &Interface,
    label: &str,
    all: &ProgressCounts,
    variants: &[(ProgressCounts, Vec<&QuestionId>)],
) -> Markup {
    let locale = interface.locale;
    let columns = all.reached.len();
    html! {
        div.scroll tabindex="0" role="region" aria-label=(label) {
            table.steps {
                thead { tr {
                    th scope="col" { (locale.t(text::GIVE_UP_VARIANT)) }
                    th scope="col" { (locale.t(text::GIVE_UP_BARS)) }
                    th scope="col" { (locale.t(text::GIVE_UP_MOST)) }
                    th.num scope="col" { (locale.t(text::GIVE_UP_OPENED)) }
                    @for step in 1..=columns { th.num scope="col" { (step) } }
                    th.num scope="col" { (locale.t(text::GIVE_UP_SENT)) }
                } }
                tbody {
                    (row(interface, &locale.t(text::GIVE_UP_ALL), all, &[], columns))
                    @for (one, questions) in variants { (row(interface, &one.variant.to_string(), one, questions, columns)) }
                }
            }
        }
    }
}

/// The counts of a variant over all its questions, nobody where nobody got.
fn whole<'q>(
    counts: &ProgressCounts,
    questions: Vec<&'q QuestionId>,
) -> (ProgressCounts, Vec<&'q QuestionId>) {
    let mut counts = counts.clone();
    counts.reached.resize(questions.len(), 0);
    (counts, questions)
}

/// The ids of the questions of a variant, in the order shown.
fn questions(version: &Version, variant: u8) -> Vec<&QuestionId> {
    let assignment = version.variants.get(variant);
    let shown = assignment.map(|assignment| order(&version.questionnaire, assignment));
    let shown = shown.unwrap_or_default();
    shown.iter().map(|question| &question.id).collect()
}

fn row(
    interface: &Interface,
    name: &str,
    counts: &ProgressCounts,
    questions: &[&QuestionId],
    columns: usize,
) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            td { (bars(interface, counts, name, questions)) }
            td { @if let Some(step) = greatest_loss(counts) { (called(interface, step, questions)) } }
            td.num { (Count(counts.opened)) }
            @for step in 0..columns { td.num { @if let Some(people) = counts.reached.get(step) { (Count(*people)) } } }
            td.num { (Count(counts.sent)) }
        }
    }
}

/// All variants together: the k-th question of each, whichever it is. Whoever reached the last question of a short
/// variant counts on to the end.
fn together(variants: &[(ProgressCounts, Vec<&QuestionId>)]) -> ProgressCounts {
    let counts = || variants.iter().map(|(counts, _)| counts);
    let longest = counts().map(|one| one.reached.len()).max();
    let at =
        |step: usize| counts().filter_map(move |one| one.reached.get(step).or(one.reached.last()));
    ProgressCounts {
        variant: 0,
        opened: counts().map(|one| one.opened).sum(),
        reached: (0..longest.unwrap_or_default())
            .map(|step| at(step).sum())
            .collect(),
        sent: counts().map(|one| one.sent).sum(),
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

fn called(interface: &Interface, step: usize, questions: &[&QuestionId]) -> String {
    let locale = interface.locale;
    match (step, questions.get(step.wrapping_sub(1))) {
        (0, _) => locale.t(text::GIVE_UP_OPENED),
        (_, Some(id)) => locale.t(text::GiveUpQuestion {
            number: step,
            id: id.as_str(),
        }),
        (_, None) => locale.t(text::GiveUpStep { number: step }),
    }
}

fn bars(
    interface: &Interface,
    counts: &ProgressCounts,
    label: &str,
    questions: &[&QuestionId],
) -> Markup {
    let all: Vec<u64> = steps(counts).collect();
    let most = all.iter().copied().max().unwrap_or_default().max(1);
    let width = all.len() * ROOM;
    html! {
        svg.give-up viewBox=(format!("0 0 {width} {HEIGHT}")) width=(width) height=(HEIGHT) role="img" aria-label=(label) preserveAspectRatio="none" {
            @for (step, people) in all.iter().enumerate() {
                @let height = people * HEIGHT / most;
                rect.lost[greatest_loss(counts) == Some(step)] x=(step * ROOM) y=(HEIGHT - height) width=(BAR) height=(height) {
                    title {
                        @if step + 1 == all.len() { (interface.locale.t(text::GIVE_UP_SENT)) } @else { (called(interface, step, questions)) }
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
    fn whoever_ended_a_short_variant_counts_on_beside_a_long_one() {
        let ids = ["A", "B", "C"].map(QuestionId::new);
        let variants = [
            whole(&counts(5, &[4], 1), ids.iter().collect()),
            whole(&counts(3, &[3, 2], 2), ids[..2].iter().collect()),
        ];
        let all = together(&variants);
        assert_eq!((all.opened, all.reached, all.sent), (8, vec![7, 2, 2], 3));
    }

    #[test]
    fn there_is_a_bar_for_every_step_and_it_says_its_figure() {
        let picture = bars(
            &Interface::default(),
            &counts(4, &[4, 1], 1),
            "x",
            &[&QuestionId::new("R01"), &QuestionId::new("R02")],
        );
        let picture = picture.into_string();
        assert_eq!(picture.matches("<rect").count(), 4);
        assert!(picture.contains("R02 · 1 · 25.0%"), "{picture}");
        assert_eq!(picture.matches("class=\"lost\"").count(), 1);
    }
}
