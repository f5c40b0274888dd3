//! The page of an indicator: verdict, figure with its interval, target, trend, districts, groups, and the method in short.

use crate::interface::Interface;
use crate::number::{
    Count, Interval, Judged, JudgedInterval, Percent, Points, Promised, Ratio, Whole,
};
use crate::public::files::drawing::{Room, Shows, draw_for_page};
use crate::public::files::source::Source;
use crate::public::indicator::{districts_apart, group_finding, labels, trend};
use crate::public::interval_mark::{Axis, earlier, promised_percent, threshold};
use crate::public::scoreboard::{promise, trend_line};
use crate::public::verdict_mark::Word;
use messages::text;
use results::release::{Figure, IndicatorResult};
use typesetting::{Anchor, Block, Drawing, Ink, Mark, Style};

/// The page.
pub(super) fn blocks(source: &Source<'_>, result: &IndicatorResult) -> Vec<Block> {
    let (interface, locale) = (source.interface, source.locale());
    let mut blocks = vec![
        Block::NewPage,
        Block::Heading(1, heading(interface, result)),
        Block::Words(Style::Fine, about(interface, result)),
        Block::Words(Style::Fine, clause(interface, result)),
    ];
    match result.rate {
        Some(figure) => blocks.push(headline(interface, result, figure)),
        None => blocks.push(Block::Words(Style::Lead, locale.t(text::NO_RATE))),
    }
    let flags = flags(interface, result);
    if !flags.is_empty() {
        blocks.push(Block::Notice(flags));
    }
    blocks.extend(changes(interface, result));
    let (history, districts) = (history(source, result), districts(source, result));
    let groups = groups(source, result);
    let precision = precision(interface, result);
    if groups.is_empty() {
        let facts = [
            Block::Heading(2, locale.t(text::PRECISION_TITLE)),
            Block::Facts(precision),
        ];
        let left = history.into_iter().chain(facts).collect();
        blocks.extend(beside(left, districts));
    } else {
        let said = precision
            .iter()
            .map(|(name, said)| format!("{name} {said}"));
        let said: Vec<String> = said.collect();
        let said = said.join(&locale.t(text::REPORT_FINDING_SEPARATOR));
        blocks.push(Block::Words(Style::Fine, said));
        let left = history.into_iter().chain(districts).collect();
        blocks.extend(beside(left, groups));
    }
    blocks
}

/// Two parts side by side; one alone where the other is empty.
fn beside(left: Vec<Block>, right: Vec<Block>) -> Vec<Block> {
    match (left.is_empty(), right.is_empty()) {
        (false, false) => vec![Block::Beside(0.5, left, right)],
        (true, true) => Vec::new(),
        (true, false) => vec![Block::Beside(0.5, right, Vec::new())],
        (false, true) => vec![Block::Beside(0.5, left, Vec::new())],
    }
}

/// Name, rate and word.
fn heading(interface: &Interface, result: &IndicatorResult) -> String {
    let locale = interface.locale;
    let name = interface.text(&result.short);
    let rate = |figure: Figure| Judged(figure.value, promised_percent(result)).to_string();
    match (result.rate, Word::on(result)) {
        (Some(figure), Some(word)) => locale.t(text::DrawTitle {
            name,
            rate: rate(figure),
            word: word.text(locale),
        }),
        (Some(figure), None) => locale.t(text::IndicatorHeading {
            name,
            rate: rate(figure),
        }),
        (None, _) => name.to_owned(),
    }
}

/// Its full name, and who answers for it.
fn about(interface: &Interface, result: &IndicatorResult) -> String {
    let name = interface.text(&result.name);
    if result.department.is_empty() {
        return name.to_owned();
    }
    let locale = interface.locale;
    let label = locale.t(text::PLACES_DEPARTMENT);
    let separator = locale.t(text::LABEL_SEPARATOR);
    format!("{name} · {label}{separator}{}", result.department)
}

/// The figure, large, beside its place on the axis.
fn headline(interface: &Interface, result: &IndicatorResult, figure: Figure) -> Block {
    let locale = interface.locale;
    let promised = promised_percent(result);
    let rate = Judged(figure.value, promised).to_string();
    let mut figures = vec![Block::Words(Style::Figure, rate)];
    let interval = locale.t(text::COLUMN_INTERVAL);
    let bounds = JudgedInterval(figure.interval, promised);
    figures.push(Block::Words(Style::Fine, format!("{interval} {bounds}")));
    if let Some(word) = Word::on(result) {
        let style = Style::Verdict(word.ink());
        figures.push(Block::Words(style, word.printed(locale)));
    }
    let drawn = strip(interface, result, figure);
    Block::Beside(0.34, figures, vec![Block::Space(4.0), Block::Figure(drawn)])
}

/// The rate on its interval against the target, and the rate it is compared with as an open dot.
fn strip(interface: &Interface, result: &IndicatorResult, figure: Figure) -> Drawing {
    let locale = interface.locale;
    let (width, line) = (440.0, 32.0);
    let axis = Axis::of(&[result]);
    let x = |rate| 16.0 + axis.position(rate) * (width - 32.0);
    let target = threshold(result);
    let mut marks: Vec<Mark> = axis
        .ticks()
        .map(|tick| Mark::grid((x(tick), 8.0), (x(tick), 56.0)))
        .collect();
    let ticks: Vec<f64> = axis.ticks().collect();
    for end in [ticks.first(), ticks.last()].into_iter().flatten() {
        if target.is_none_or(|target| (x(target) - x(*end)).abs() > 76.0) {
            let words = Promised((end * 100.0).round()).to_string();
            let at = (x(*end), 74.0);
            marks.push(Mark::label(at, words, Anchor::Middle, Ink::Soft));
        }
    }
    if let Some((target, percent)) = target.zip(promised_percent(result)) {
        marks.push(Mark::target((x(target), 2.0), (x(target), 58.0)));
        let target = (x(target).clamp(56.0, width - 56.0), 74.0);
        let words = locale.t(text::TargetLabel {
            target: Promised(percent).to_string(),
        });
        marks.push(Mark::label(target, words, Anchor::Middle, Ink::Dark));
    }
    let (lower, upper) = figure.interval;
    marks.push(Mark::Line {
        from: (x(lower), line),
        to: (x(upper), line),
        ink: Ink::Pale,
        width: 11.0,
        dashed: false,
    });
    if let Some(earlier) = earlier(result) {
        marks.push(Mark::Ring {
            at: (x(earlier), line),
            radius: 5.0,
            ink: Ink::Soft,
        });
    }
    marks.push(Mark::Point {
        at: (x(figure.value), line),
        radius: 7.0,
        ink: Ink::Figure,
    });
    let promised = promised_percent(result);
    Drawing {
        size: (width, 82.0),
        title: interface.text(&result.short).to_owned(),
        description: locale.t(text::StripAlternative {
            rate: Judged(figure.value, promised).to_string(),
            lower: Judged(lower, promised).to_string(),
            upper: Judged(upper, promised).to_string(),
        }),
        marks,
    }
}

/// What is to be known before the figure is used.
fn flags(interface: &Interface, result: &IndicatorResult) -> Vec<String> {
    let few = |figure: Figure| figure.few_degrees_of_freedom();
    let flags = [
        (result.verdict_hangs_on_dont_know(), text::DONT_KNOW_MATTERS),
        (result.often_skipped(), text::OFTEN_SKIPPED),
        (result.rate.is_some_and(few), text::FEW_DEGREES),
    ];
    let raised = flags.into_iter().filter(|(is_raised, _)| *is_raised);
    raised.map(|(_, words)| interface.locale.t(words)).collect()
}

/// What has changed since the wave before and since the first.
fn changes(interface: &Interface, result: &IndicatorResult) -> Vec<Block> {
    let locale = interface.locale;
    let last = result.change.map(|change| {
        let difference = Points(change.difference).to_string();
        let said = locale.t(text::ChangeLast { difference });
        said + &trend_line(locale, change)
    });
    let first = result.since_baseline.map(|change| {
        let difference = Points(change.difference).to_string();
        let said = locale.t(text::ChangeBaseline { difference });
        said + &trend_line(locale, change)
    });
    let said = [last, first].into_iter().flatten();
    said.map(|words| Block::Words(Style::Body, words)).collect()
}

fn history(source: &Source<'_>, result: &IndicatorResult) -> Vec<Block> {
    let locale = source.locale();
    let id = result.indicator.as_str();
    let drawn = draw_for_page(source, id, Shows::History, Room::HALF_PAGE);
    let Some(drawn) = drawn.filter(|_| result.history.len() > 1) else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::Heading(2, locale.t(text::HISTORY_TITLE)),
        Block::Figure(drawn),
    ];
    if let Some(slope) = result.slope {
        blocks.push(Block::Words(Style::Fine, trend(locale, slope)));
    }
    blocks
}

/// How exact the figure is, item by item; nothing where there is none.
fn precision(interface: &Interface, result: &IndicatorResult) -> Vec<(String, String)> {
    let locale = interface.locale;
    let Some(figure) = result.rate else {
        return Vec::new();
    };
    let points = locale.t(text::POINTS);
    let error = format!("{} {points}", Ratio(figure.standard_error * 100.0));
    let effective = Whole(figure.effective_sample_size).to_string();
    let freedom = Count(figure.degrees_of_freedom).to_string();
    let mut facts = vec![
        (text::COLUMN_TARGET, promise(locale, result)),
        (text::STANDARD_ERROR, error),
        (text::COLUMN_N, Count(figure.respondents).to_string()),
        (text::COLUMN_EFFECTIVE, effective),
        (text::DESIGN_EFFECT, Ratio(figure.design_effect).to_string()),
        (text::DEGREES_OF_FREEDOM, freedom),
    ];
    if let Some(share) = result.item_nonresponse {
        facts.push((text::ITEM_NONRESPONSE, Percent(share).to_string()));
    }
    let facts = facts.into_iter();
    facts.map(|(name, said)| (locale.t(name), said)).collect()
}

fn districts(source: &Source<'_>, result: &IndicatorResult) -> Vec<Block> {
    let (interface, locale) = (source.interface, source.locale());
    let id = result.indicator.as_str();
    let Some(drawn) = draw_for_page(source, id, Shows::Districts, Room::HALF_PAGE) else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::Heading(2, locale.t(text::DISTRICTS_TITLE)),
        Block::Figure(drawn),
    ];
    if let Some((finding, _)) = districts_apart(interface, result) {
        blocks.push(Block::Words(Style::Fine, finding));
    }
    blocks
}

fn groups(source: &Source<'_>, result: &IndicatorResult) -> Vec<Block> {
    let (interface, locale) = (source.interface, source.locale());
    let id = result.indicator.as_str();
    let Some(drawn) = draw_for_page(source, id, Shows::Groups, Room::HALF_PAGE) else {
        return Vec::new();
    };
    let findings = result.groups.iter();
    let findings = findings.map(|table| group_finding(interface, result, table));
    let findings: Vec<String> = findings.collect();
    vec![
        Block::Heading(2, locale.t(text::GROUPS_TITLE)),
        Block::Figure(drawn),
        Block::Words(
            Style::Fine,
            findings.join(&locale.t(text::REPORT_FINDING_SEPARATOR)),
        ),
    ]
}

/// What the plan says of it, in its own words.
fn clause(interface: &Interface, result: &IndicatorResult) -> String {
    let locale = interface.locale;
    let quoted = locale.t(text::Quoted {
        text: result.quote.as_str(),
    });
    let section = locale.t(text::ClauseSection {
        section: result.section.as_str(),
    });
    format!("{section} {quoted}")
}

/// The questions as they were asked, and the formula: a part of the annex.
pub(super) fn measure(interface: &Interface, result: &IndicatorResult) -> Vec<Block> {
    let locale = interface.locale;
    let mut blocks = vec![Block::Heading(2, interface.text(&result.short).to_owned())];
    for (place, question) in result.questions.iter().enumerate() {
        let mut said = format!("{} ({})", interface.text(&question.text), question.id);
        if let Some(Some(part)) = result.parts.get(place) {
            said = format!(
                "{said} {} ({})",
                Percent(part.value),
                Interval(part.interval)
            );
        }
        blocks.push(Block::Words(Style::Body, said));
    }
    let formula = locale.t(text::MeasureFormula {
        numerator: labels(interface, &result.numerator),
        denominator: labels(interface, &result.denominator),
    });
    blocks.push(Block::Words(Style::Fine, formula));
    if result.questions.len() > 1 {
        let count = result.questions.len();
        let mean = locale.t(text::MeasureMean { count });
        blocks.push(Block::Words(Style::Fine, mean));
    }
    blocks
}
