//! What a design can prove, for people.

use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::chart::power_chart;
use super::design_form::DesignForm;
use crate::addresses::sample_from;
use crate::interface::Interface;
use crate::number::{Coordinate, Count, Percent, Promised, Ratio, Whole};
use messages::text;
use results::prospect::{Direction, Expected, Prospect, Threshold};
use sampling::{Frame, SampleDesign};

/// The chance with which a verdict is to be reached.
const POWER: f64 = 0.8;

/// How far from a target the table of chances goes, in points.
const STEPS: [i32; 9] = [-5, -3, -2, -1, 0, 1, 2, 3, 5];

/// A design with its prospect.
pub(super) struct Shown<'a> {
    pub(super) frame: &'a Frame,
    pub(super) design: &'a SampleDesign,
    pub(super) prospect: &'a Prospect,
    pub(super) targets: &'a [Threshold<'a>],
}

pub(super) fn view(interface: &Interface, shown: &Shown<'_>) -> Markup {
    let locale = interface.locale;
    let Shown {
        design, prospect, ..
    } = shown;
    let effect = prospect.design_effect;
    html! {
        h2.finding { (locale.t(text::SampleProspect {
            letters: Count(prospect.city.letters).to_string(),
            returns: Whole(prospect.city.returns).to_string(),
            rate: plain_percent(design.assumptions.rate),
            half: half_width(&prospect.city),
        })) }
        dl.facts {
            dt { (locale.t(text::SAMPLE_PSUS)) } dd { (Count(prospect.psus)) }
            dt { (locale.t(text::SAMPLE_DEFF)) } dd { (Ratio(effect.total())) " = " (Ratio(effect.weights)) " × " (Ratio(effect.allocation)) " × " (Ratio(effect.clusters)) " " small { (locale.t(text::SAMPLE_DEFF_PARTS)) } }
            dt { (locale.t(text::SAMPLE_EFFECTIVE)) } dd { (Whole(prospect.city.effective)) }
            @if prospect.cost > 0.0 { dt { (locale.t(text::SAMPLE_COST)) } dd { (locale.t(text::SampleYuan { amount: Whole(prospect.cost).to_string() })) } }
        }
        (proofs(interface, shown))
        (strata(interface, shown))
    }
}

/// Half the width of an interval, in points.
fn half_width(expected: &Expected) -> String {
    expected.interval.map_or_else(
        || "—".to_owned(),
        |(lower, upper)| format!("{:.1}", (upper - lower) * 50.0),
    )
}

/// The sign and number of a target.
pub(super) fn target_name(target: &Threshold<'_>) -> String {
    let sign = match target.direction {
        Direction::AtLeast => "≥",
        Direction::Above => ">",
        Direction::AtMost => "≤",
    };
    format!("{sign} {}", plain_percent(target.rate))
}

/// A rate that was given in percent, as it was given: ten digits undo what dividing by a hundred has rounded.
fn plain_percent(rate: f64) -> String {
    Promised((rate * 1e12).round() / 1e10).to_string()
}

/// What is known of every target: from which true rates on a verdict is likely, and its chances as curves and as a table.
fn proofs(interface: &Interface, shown: &Shown<'_>) -> Markup {
    let locale = interface.locale;
    let city = &shown.prospect.city;
    let rate =
        |rate: Option<f64>| rate.map_or_else(|| "—".to_owned(), |rate| Percent(rate).to_string());
    html! {
        h2 { (locale.t(text::SAMPLE_PROOFS)) }
        @if shown.targets.is_empty() { p.help { (locale.t(text::SAMPLE_NO_TARGETS)) } } @else {
            div.scroll tabindex="0" role="region" aria-label=(locale.t(text::SAMPLE_PROOFS)) { table {
                thead { tr {
                    th scope="col" { (locale.t(text::SAMPLE_TARGET)) }
                    th scope="col" { (locale.t(text::SAMPLE_INDICATORS)) }
                    th scope="col" { (locale.t(text::SAMPLE_MET_FROM)) }
                    th scope="col" { (locale.t(text::SAMPLE_MISSED_TO)) }
                } }
                tbody { @for target in shown.targets {
                    @let (met, missed) = city.provable(target, POWER);
                    tr {
                        th scope="row" { (target_name(target)) }
                        td { @for (number, indicator) in target.indicators.iter().enumerate() {
                            @if number > 0 { (locale.t(text::NAME_SEPARATOR)) }
                            (interface.text(if indicator.short.is_empty() { &indicator.name } else { &indicator.short }))
                        } }
                        td.num { (rate(met)) } td.num { (rate(missed)) }
                    }
                } }
            } }
            p.help { (locale.t(text::SAMPLE_PROOFS_HELP)) }
            div.pair { @for target in shown.targets { figure {
                figcaption { (locale.t(text::SampleCurves { target: target_name(target) })) }
                (power_chart(interface, city, target))
                details { summary { (locale.t(text::SAMPLE_CHANCES)) } (chances(interface, city, target)) }
            } } }
        }
    }
}

/// The chances of each verdict near a target, as numbers.
fn chances(interface: &Interface, city: &Expected, target: &Threshold<'_>) -> Markup {
    let locale = interface.locale;
    let truths = STEPS.map(|step| target.rate + f64::from(step) / 100.0);
    html! { table {
        thead { tr {
            th scope="col" { (locale.t(text::SAMPLE_TRUTH)) }
            th scope="col" { (locale.t(text::SAMPLE_MET)) }
            th scope="col" { (locale.t(text::SAMPLE_UNDETERMINED)) }
            th scope="col" { (locale.t(text::SAMPLE_MISSED)) }
        } }
        tbody { @for truth in truths.into_iter().filter(|truth| (0.0..=1.0).contains(truth)) {
            @let chances = city.chances(target, truth);
            tr { th scope="row" { (Percent(truth)) } td.num { (Percent(chances.met)) } td.num { (Percent(chances.undetermined)) } td.num { (Percent(chances.not_met)) } }
        } }
    } }
}

/// What every stratum gets, and how exact its rate will be.
fn strata(interface: &Interface, shown: &Shown<'_>) -> Markup {
    let locale = interface.locale;
    let most = (shown.prospect.strata.iter())
        .map(|it| it.psus)
        .max()
        .unwrap_or(1)
        .max(1);
    html! {
        h2 { (locale.t(text::SAMPLE_STRATA)) }
        div.scroll tabindex="0" role="region" aria-label=(locale.t(text::SAMPLE_STRATA)) { table {
            thead { tr {
                th scope="col" { (locale.t(text::SAMPLE_STRATUM)) }
                th scope="col" { (locale.t(text::SAMPLE_POPULATION)) }
                th scope="col" { (locale.t(text::SAMPLE_UNITS)) }
                th scope="col" { (locale.t(text::SAMPLE_PSUS)) }
                th scope="col" { (locale.t(text::SAMPLE_LETTERS)) }
                th scope="col" { (locale.t(text::SAMPLE_RETURNS)) }
                th scope="col" { (locale.t(text::SAMPLE_HALF_WIDTH)) }
            } }
            tbody { @for (stratum, found) in shown.frame.strata().iter().zip(&shown.prospect.strata) {
                @let share = f64::from(u32::try_from(found.psus).unwrap_or(u32::MAX)) / f64::from(u32::try_from(most).unwrap_or(u32::MAX));
                tr {
                    th scope="row" { (interface.text(&stratum.name)) }
                    td.num { (Count(found.population)) }
                    td.num { (Count(found.units)) }
                    td.num { (Count(found.psus)) " " svg.share viewBox="0 0 60 10" aria-hidden="true" { rect height="10" width=(Coordinate(share * 60.0)) {} } }
                    td.num { (Count(found.expected.letters)) }
                    td.num { (Whole(found.expected.returns)) }
                    td.num { (half_width(&found.expected)) }
                }
            } }
        } }
        p.help { (locale.t(text::SampleStrataHelp { rate: plain_percent(shown.design.assumptions.rate) })) }
    }
}

/// The page of the design that stands in a form.
pub(super) fn again(form: &DesignForm<'_>, frame: &str) -> String {
    let mut address = sample_from(frame);
    for (name, value) in form.sent_on() {
        let value = utf8_percent_encode(value, NON_ALPHANUMERIC);
        address.extend(["&", name, "="]);
        address.extend(value);
    }
    address
}
