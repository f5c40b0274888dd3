//! The whole plan: every promise with its clause, its target, what is released of it and where it stands.

use maud::{Markup, html};

use super::interval_mark::promised_percent;
use super::scoreboard::trend_line;
use super::seen::Seen;
use super::verdict_mark::Word;
use crate::interface::Interface;
use crate::number::{Judged, JudgedInterval, Percent};
use crate::promised::promised;
use crate::public::interval_mark::headline_change;
use crate::registered::{entered, evidence};
use messages::{Locale, text};
use plan::register::store::ReleasedValue;
use plan::{EntryKind, Standing, Target, bodies};
use results::release::{IndicatorResult, Judgement, Release};
use results::whole_plan::{Chapter, Promise, State, WholePlan};

/// The section of a plan.
pub(super) fn view(interface: &Interface, whole: &WholePlan<'_>) -> Markup {
    let (locale, plan) = (interface.locale, whole.plan);
    let anchor = |at: usize| format!("{}-{at}", plan.id);
    let entries = whole.chapters.iter().enumerate();
    html! {
        section.plan #(plan.id) {
            p.eyebrow { (interface.text(&plan.city)) " · " (plan.document) " · " (plan.years.0) "–" (plan.years.1) }
            h2 { (interface.text(&plan.title)) }
            @for of_register in [false, true] { @if let Some(said) = finding(locale, whole, of_register) { p.lead { (said) } } }
            p.fine { (locale.t(text::WHOLE_PLAN_NOTE)) }
            @if whole.chapters.len() > 1 {
                nav.chapters aria-label=(locale.t(text::WHOLE_PLAN_CHAPTERS)) {
                    @for (at, chapter) in entries.clone().filter(|(_, it)| it.part.depth < 2) {
                        a href={ "#" (anchor(at)) } { (heading(interface, chapter)) }
                    }
                }
            }
            @for (at, chapter) in entries {
                (title(&heading(interface, chapter), chapter.part.depth, &anchor(at)))
                @if !chapter.promises.is_empty() {
                    ul.promises { @for promise in &chapter.promises { (row(interface, promise)) } }
                }
            }
        }
    }
}

/// What a body answers for in the register.
pub(super) fn of_body(interface: &Interface, whole: &WholePlan<'_>, body: &str) -> Markup {
    let promises = whole
        .promises()
        .filter(|promise| promise.indicator.is_of_register());
    let mut own = promises
        .filter(|promise| bodies(&promise.indicator.department).contains(&body))
        .peekable();
    html! {
        @if own.peek().is_some() {
            h2 { (interface.locale.t(text::DEPARTMENT_REGISTER)) }
            ul.promises { @for promise in own { (row(interface, promise)) } }
        }
    }
}

/// How many promises stand how, of those that the register judges or of those that surveys judge; none where there are none.
fn finding(locale: Locale, whole: &WholePlan<'_>, of_register: bool) -> Option<String> {
    let counts = State::ALL.map(|state| (state, whole.count(of_register, state)));
    let count: usize = counts.iter().map(|(_, count)| count).sum();
    let parts =
        counts
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| match state {
                State::Met => locale.t(text::WholePlanMet { count }),
                State::NotMet => locale.t(text::WholePlanNotMet { count }),
                State::Undetermined => locale.t(text::WholePlanUndetermined { count }),
                State::Recorded => locale.t(text::WholePlanRecorded { count }),
                State::Missing if of_register => locale.t(text::WholePlanMissing { count }),
                State::Missing => locale.t(text::WholePlanUnreleased { count }),
            });
    let parts: Vec<String> = parts.collect();
    let parts = parts.join(&locale.t(text::CLAUSE_SEPARATOR));
    (count > 0).then(|| {
        if of_register {
            locale.t(text::WholePlanRegister { count, parts })
        } else {
            locale.t(text::WholePlanSurvey { count, parts })
        }
    })
}

fn heading(interface: &Interface, chapter: &Chapter<'_>) -> String {
    let title = chapter.part.title.map(|title| interface.text(title));
    format!("{} {}", chapter.part.section, title.unwrap_or_default())
        .trim_end()
        .to_owned()
}

fn title(words: &str, depth: usize, id: &str) -> Markup {
    html! {
        @match depth {
            0 => { h3 id=(id) { (words) } }
            1 => { h4 id=(id) { (words) } }
            _ => { h5 id=(id) { (words) } }
        }
    }
}

fn row(interface: &Interface, promise: &Promise<'_>) -> Markup {
    let (locale, indicator) = (interface.locale, promise.indicator);
    let name = interface.text(&indicator.name);
    let last = promise.register.last();
    let by_survey = promise.survey.filter(|_| !indicator.is_of_register());
    let target = match (by_survey, last) {
        (Some((_, result)), _) => &result.target,
        (None, Some(last)) => &last.proposal.value.target,
        (None, None) => &indicator.target,
    };
    html! {
        li.promise {
            div.clause {
                @match by_survey {
                    Some((release, result)) => { a href=[page_of(interface, release, result)] { (name) } }
                    None => { b { (name) } }
                }
                p.fine { (indicator.section) "“" (indicator.quote) "”" }
            }
            p.word { (word(promise).mark(locale)) }
            div.value {
                p { small { (locale.t(text::COLUMN_TARGET)) } " " (promised(interface, target)) (changed(interface, target, &indicator.target)) }
                @match by_survey {
                    Some((release, result)) => { (measured(interface, release, result)) }
                    None => { (register(interface, promise)) }
                }
            }
            div.source {
                @if !indicator.department.is_empty() { p { (indicator.department) } }
                @match (by_survey, last) {
                    (Some((release, _)), _) => { p { (interface.text(&release.title)) br; (locale.t(text::WholePlanPublished { date: interface.date(release.public_from()) })) } }
                    (None, Some(last)) => { p { (last.proposal.value.source) br; (interface.day(last.proposal.value.dated)) } }
                    (None, None) => { p { (locale.t(if indicator.is_of_register() { text::WHOLE_PLAN_NO_SOURCE } else { text::WHOLE_PLAN_NO_RELEASE })) } }
                }
            }
        }
    }
}

/// The page of a figure.
fn page_of(interface: &Interface, release: &Release, result: &IndicatorResult) -> Option<String> {
    let address = Seen::public(release).indicator(result);
    address.map(|address| interface.link(address))
}

fn word(promise: &Promise<'_>) -> Word {
    if promise.indicator.is_of_register() {
        return Word::of_standing(promise.standing());
    }
    let on = promise.survey.map(|(_, result)| Word::on(result));
    on.map_or_else(Word::missing, |word| word.unwrap_or_else(Word::unjudged))
}

/// The target of the plan now, where it is another than the one that was judged by.
fn changed(interface: &Interface, judged: &Target, now: &Target) -> Markup {
    let (judged, now) = (promised(interface, judged), promised(interface, now));
    html! { @if judged != now { br; small { (interface.locale.t(text::WholePlanTargetNow { target: now })) } } }
}

/// The figure of a survey: for a direction with those before it.
fn measured(interface: &Interface, release: &Release, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let against = promised_percent(result);
    let direction = matches!(result.judgement, Judgement::Direction { .. });
    html! {
        p {
            small { (release.year) } " "
            @match result.rate {
                Some(figure) => { b.num { (Judged(figure.value, against)) } " " small.num { (JudgedInterval(figure.interval, against)) } }
                None => { (locale.t(text::NO_RATE)) }
            }
        }
        @if direction && result.history.len() > 1 {
            p.series.num { @for (at, (year, figure)) in result.history.iter().enumerate() {
                @if at > 0 { " → " } small { (year) } " " (Percent(figure.value))
            } }
        }
        @if direction && let Some(change) = headline_change(result) { p { small { (trend_line(locale, change)) } } }
    }
}

/// What the register says, and what a survey beside it says that judges nothing.
fn register(interface: &Interface, promise: &Promise<'_>) -> Markup {
    let locale = interface.locale;
    html! {
        @match promise.register.split_last() {
            Some((last, before)) => { (standing(interface, promise, last, before)) }
            None => { p { (locale.t(if promise.indicator.is_of_register() { text::WHOLE_PLAN_NO_VALUE } else { text::WHOLE_PLAN_NO_FIGURE })) } }
        }
        @if let Some((release, result)) = promise.survey && let Some(figure) = result.rate {
            p { small { (locale.t(text::WHOLE_PLAN_CROSS_CHECK)) " "
                a href=[page_of(interface, release, result)] { (release.year) " " (Percent(figure.value)) }
            } }
        }
    }
}

fn standing(
    interface: &Interface,
    promise: &Promise<'_>,
    last: &ReleasedValue,
    before: &[&ReleasedValue],
) -> Markup {
    let locale = interface.locale;
    let value = &last.proposal.value;
    let words = promise.indicator.entry_kind() == Some(EntryKind::Words);
    let directed = matches!(
        promise.standing(),
        Standing::Kept | Standing::NotKept | Standing::BaselineSet
    );
    let said = html! { (entered(interface, value)) };
    html! {
        @if directed && !before.is_empty() {
            p.series.num { @for earlier in before {
                small { (earlier.proposal.value.year) } " " (entered(interface, &earlier.proposal.value)) " → "
            } }
        }
        p {
            small { (value.year) } " "
            @if words { (said) } @else { b.num { (said) } }
            @if value.simulated { " " small { (locale.t(text::REGISTER_SIMULATED)) } }
        }
        @if let Some(evidence) = evidence(value) { p { (evidence) } }
        @if let Some(reason) = &last.proposal.reason { p { small { (locale.t(text::RegisterCorrects { reason })) } } }
    }
}

/// What plans there are, for a page that shows several.
pub(super) fn contents(interface: &Interface, plans: &[WholePlan<'_>]) -> Markup {
    if plans.len() < 2 {
        return html! {};
    }
    html! {
        nav.chapters aria-label=(interface.locale.t(text::WHOLE_PLAN_PLANS)) {
            @for whole in plans { a href={ "#" (whole.plan.id) } { (interface.text(&whole.plan.title)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};

    use super::*;
    use crate::public::scoreboard::example;
    use plan::register::store::Proposal;
    use plan::{Entry, IndicatorId, Plan, RegisterValue};

    fn harbin() -> Plan {
        let text = include_str!("../../../surveys/harbin-2012-2014/plan.toml");
        plan::read("plan.toml", text.as_bytes()).plan.unwrap()
    }

    fn released(plan: &Plan, id: &str, year: i32, entry: Entry) -> ReleasedValue {
        let mut indicators = plan.indicators.iter();
        let indicator = indicators.find(|it| it.id.as_str() == id).unwrap();
        ReleasedValue {
            proposal: Proposal {
                value: RegisterValue {
                    indicator: indicator.id.clone(),
                    year,
                    target: indicator.target.clone(),
                    entry,
                    source: "市统计局年鉴".into(),
                    dated: NaiveDate::from_ymd_opt(year, 12, 31).unwrap(),
                    simulated: true,
                },
                reason: None,
                by: "ann".into(),
                at: DateTime::UNIX_EPOCH,
            },
            released_by: "bob".into(),
            released_at: DateTime::UNIX_EPOCH,
        }
    }

    fn number(value: &str, beside: Option<&str>) -> Entry {
        Entry::Number {
            value: value.parse().unwrap(),
            beside: beside.map(|beside| beside.parse().unwrap()),
        }
    }

    fn shown(plan: &Plan, releases: &[&Release], register: &[ReleasedValue]) -> String {
        let whole = WholePlan::new(plan, releases, register);
        view(&Interface::default(), &whole).into_string()
    }

    #[test]
    fn every_promise_stands_there_and_what_is_missing_is_said() {
        let plan = harbin();
        let page = shown(&plan, &[], &[]);
        assert_eq!(page.matches("<li class=\"promise\">").count(), 69);
        for indicator in &plan.indicators {
            let quote = indicator.quote.replace('&', "&amp;").replace('"', "&quot;");
            assert!(page.contains(&quote), "{quote}");
        }
        assert_eq!(page.matches("尚无数据</span>").count(), 69);
        for said in [
            "问卷调查判断的承诺 10 项：10 项还没有公布的结果",
            "台账判断的承诺 59 项：59 项尚无数据",
            "四(三) 创建公平诚信的市场环境",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }

    #[test]
    fn each_kind_of_value_is_shown_with_its_source() {
        let plan = harbin();
        let done = Entry::Done {
            done: true,
            evidence: "哈办发〔2012〕9号".into(),
        };
        let words = Entry::Words {
            words: "主要路段已整治".into(),
        };
        let register = [
            released(&plan, "adm-elder-abuse", 2013, number("1.9000", None)),
            released(
                &plan,
                "adm-culture-share",
                2013,
                number("1.19", Some("1.20")),
            ),
            released(&plan, "dir-energy-intensity", 2012, number("0.95", None)),
            released(&plan, "dir-energy-intensity", 2013, number("0.91", None)),
            released(&plan, "adm-six-five-plan", 2012, done),
            released(&plan, "dir-traffic", 2013, words),
        ];
        let page = shown(&plan, &[], &register);
        for said in [
            "1.9000 起/万户",
            "≤ 2 起/万户",
            "1.19 %（全省平均水平：1.20 %）",
            "<small>2012</small> 0.95 → ",
            "按承诺的方向变化",
            "哈办发〔2012〕9号",
            "主要路段已整治",
            "已记录，不作判断",
            "市统计局年鉴",
            "2013年12月31日",
            "3 项达到，1 项未达到，1 项只作记录，54 项尚无数据",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
    }

    #[test]
    fn a_figure_of_a_survey_leads_to_its_page_and_keeps_the_target_it_was_judged_by() {
        let mut plan = harbin();
        let release = example::release();
        let indicators = match &release.results {
            results::release::Results::Probability { indicators, .. } => indicators,
            results::release::Results::Open { .. } => panic!("the example is no open link"),
        };
        let first = &indicators[0];
        plan.indicators[0].id = IndicatorId::new(first.indicator.as_str());
        plan.indicators[0].target.value = Some(plan::TargetValue::Number(55.0));
        let page = shown(&plan, &[&release], &[]);
        let link = format!("href=\"/results/residents-2014/{}\"", first.indicator);
        assert!(page.contains(&link), "{page}");
        assert!(page.contains("规划现行的目标：≥ 55 %"), "{page}");
    }
}
