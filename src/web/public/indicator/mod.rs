//! How one figure was made: everything a reader needs to doubt it properly.

mod apart;
mod comparing;
pub(super) mod drivers;
mod groups;
mod tables;

pub(super) use apart::findings as districts_apart;
pub(crate) use drivers::no_drivers;
pub(crate) use groups::mode_name;
pub(super) use groups::{class_name, finding as group_finding, title as grouping};
pub(super) use tables::trend;
pub(crate) use tables::{basis, step_name, weighting};

use axum::extract::State;
use maud::{Markup, html};

use super::interval_mark::{Axis, promised_percent, strip};
use super::map;
use super::places;
use super::scoreboard::{method_note, promise, trend_line};
use super::seen::Seen;
use super::standing;
use super::verdict_mark::Word;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::{Fields, Path, Query};
use crate::interface::Interface;
use crate::number::{Count, Interval, Judged, JudgedInterval, Percent, Points, Ratio, Whole};
use crate::page::Page;
use messages::{Locale, text};
use questionnaire::Text;
use results::release::{Change, IndicatorResult, Judgement, Method, Results};
use results::store;

/// Shows how a released figure was made.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path((wave, indicator)): Path<(String, String)>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let release = store::find_release(&app.db, &wave, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let outlines = map::outlines(&app.db, &wave).await?;
    let seen = Seen::public(&release).over(&outlines);
    page(&interface, seen, &indicator, &query)
}

/// Shows how an amended figure was made.
pub(crate) async fn show_amended(
    State(app): State<App>,
    interface: Interface,
    Path((wave, number, indicator)): Path<(String, u32, String)>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let release = store::find_amended_release(&app.db, &wave, number, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let outlines = map::outlines(&app.db, &wave).await?;
    let seen = Seen::public(&release).over(&outlines);
    page(&interface, seen, &indicator, &query)
}

/// How a figure of a release was made.
///
/// # Errors
///
/// The release has no such figure.
pub(crate) fn page(
    interface: &Interface,
    seen: Seen<'_>,
    indicator: &str,
    query: &Fields,
) -> Result<Markup, Error> {
    let Results::Probability { method, indicators } = &seen.release.results else {
        return Err(Error::NotFound(Missing::Release));
    };
    let result = indicators
        .iter()
        .find(|result| result.indicator.as_str() == indicator);
    let result = result.ok_or(Error::NotFound(Missing::Release))?;
    Ok(view(interface, seen, (method, result), query))
}

fn view(
    interface: &Interface,
    seen: Seen<'_>,
    (method, result): (&Method, &IndicatorResult),
    query: &Fields,
) -> Markup {
    let (locale, release) = (interface.locale, seen.release);
    Page::new(interface, &heading(interface, result))
        .title(seen.window(interface, interface.text(&result.name)))
        .eyebrow(seen.eyebrow(interface))
        .simulated(release.simulated)
        .body(&html! {
            p.back { a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) } }
            (standing::view(interface, release, &[]))
            (verdict(interface, result))
            (clause(interface, result))
            (measure(interface, result))
            (precision(interface, result))
            (tables::distribution(interface, result))
            (tables::sensitivity(interface, result))
            (tables::history(interface, result))
            (tables::districts(interface, result))
            (map::view(interface, seen, result))
            (groups::view(interface, result))
            (drivers::view(interface, result))
            (comparing::view(interface, result, query))
            (places::links(interface, seen, result))
            (tables::weighting(locale, method))
            (method_note::view(interface, seen, method))
            (super::files::line(interface, seen))
        })
}

fn heading(interface: &Interface, result: &IndicatorResult) -> String {
    let name = interface.text(&result.short);
    match result.rate {
        Some(figure) => interface.locale.t(text::IndicatorHeading {
            name,
            rate: Judged(figure.value, promised_percent(result)).to_string(),
        }),
        None => interface.text(&result.short).to_owned(),
    }
}

fn verdict(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let word = Word::on(result);
    let interim = matches!(result.judgement, Judgement::Threshold { last: false, .. });
    html! {
        @if let Some(word) = word { p { (word.mark(locale)) } }
        div.strip { (strip(locale, Axis::of(&[result]), result, word.map_or("plain", |word| word.class))) }
        @if interim { p.notice { (locale.t(text::INTERIM_NOTE)) } }
        @if result.verdict_hangs_on_dont_know() { p.notice { (locale.t(text::DONT_KNOW_MATTERS)) } }
        @if result.often_skipped() { p.notice { (locale.t(text::OFTEN_SKIPPED)) } }
        @if result.rate.is_some_and(|figure| figure.few_degrees_of_freedom()) { p.notice { (locale.t(text::FEW_DEGREES)) } }
        @if let Some(change) = result.change { (difference(locale, &locale.t(text::ChangeLast { difference: Points(change.difference).to_string() }), change)) }
        @if let Some(change) = result.since_baseline { (difference(locale, &locale.t(text::ChangeBaseline { difference: Points(change.difference).to_string() }), change)) }
        p.key { (locale.t(text::SCOREBOARD_KEY)) }
    }
}

fn difference(locale: Locale, difference: &str, change: Change) -> Markup {
    html! {
        p {
            (difference)
            (trend_line(locale, change))
        }
    }
}

fn clause(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t(text::CLAUSE_TITLE)) }
            blockquote lang="zh-CN" { p { (result.quote) } }
            p.fine { (locale.t(text::ClauseSection { section: result.section.as_str() })) }
            p { (locale.t(text::ClauseTarget { target: promise(locale, result) })) }
        }
    }
}

fn measure(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t(text::MEASURE_TITLE)) }
            ol.questions {
                @for (index, question) in result.questions.iter().enumerate() {
                    li {
                        (interface.text(&question.text)) " " span.fine { "(" (question.id) ")" }
                        @if let Some(Some(part)) = result.parts.get(index) {
                            br; span.num { (Percent(part.value)) " (" (Interval(part.interval)) ")" }
                        }
                    }
                }
            }
            p {
                (locale.t(text::MeasureFormula { numerator: labels(interface, &result.numerator), denominator: labels(interface, &result.denominator) }))
            }
            @if result.questions.len() > 1 {
                p { (locale.t(text::MeasureMean { count: result.questions.len() })) }
            }
        }
    }
}

/// Labels of answers, each in quotation marks.
pub(super) fn labels(interface: &Interface, labels: &[Text]) -> String {
    let quoted: Vec<String> = labels
        .iter()
        .map(|label| {
            interface.locale.t(text::Quoted {
                text: interface.text(label),
            })
        })
        .collect();
    quoted.join(&interface.locale.t(text::NAME_SEPARATOR))
}

fn precision(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let promised = promised_percent(result);
    html! {
        @if let Some(figure) = result.rate {
            section {
                h2 { (locale.t(text::PRECISION_TITLE)) }
                dl.facts.num {
                    dt { (locale.t(text::COLUMN_RATE)) } dd { (Judged(figure.value, promised)) }
                    dt { (locale.t(text::COLUMN_INTERVAL)) } dd { (JudgedInterval(figure.interval, promised)) }
                    dt { (locale.t(text::STANDARD_ERROR)) } dd { (Ratio(figure.standard_error * 100.0)) " " (locale.t(text::POINTS)) }
                    dt { (locale.t(text::COLUMN_N)) } dd { (Count(figure.respondents)) }
                    dt { (locale.t(text::COLUMN_EFFECTIVE)) } dd { (Whole(figure.effective_sample_size)) }
                    dt { (locale.t(text::DESIGN_EFFECT)) } dd { (Ratio(figure.design_effect)) }
                    dt { (locale.t(text::DEGREES_OF_FREEDOM)) } dd { (figure.degrees_of_freedom) }
                    @if let Some(share) = result.item_nonresponse {
                        dt { (locale.t(text::ITEM_NONRESPONSE)) } dd { (Percent(share)) }
                    }
                }
                p.fine { (locale.t(text::PRECISION_NOTE)) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;
    use plan::verdict::Verdict;
    use results::release::{Drivers, NoDrivers};

    fn page() -> String {
        let release = example::release();
        let Results::Probability { method, indicators } = &release.results else {
            panic!("the example is a probability wave");
        };
        view(
            &Interface::default(),
            Seen::public(&release),
            (method, &indicators[0]),
            &Fields::default(),
        )
        .into_string()
    }

    #[test]
    fn the_page_of_a_figure_quotes_clause_question_and_formula() {
        let page = page();
        assert!(page.contains("市民对政府诚信满意度达90%以上"));
        assert!(page.contains("您对本市政府的诚信状况满意吗"));
        assert!(page.contains("“非常满意”、“比较满意”"));
    }

    fn page_of(change: impl FnOnce(&mut IndicatorResult)) -> String {
        let release = example::release();
        let Results::Probability { method, indicators } = &release.results else {
            panic!("the example is a probability wave");
        };
        let mut result = indicators[0].clone();
        change(&mut result);
        view(
            &Interface::default(),
            Seen::public(&release),
            (method, &result),
            &Fields::default(),
        )
        .into_string()
    }

    #[test]
    fn a_verdict_that_hangs_on_dont_know_is_said_to() {
        let said = Locale::Chinese.t(text::DONT_KNOW_MATTERS);
        let agreeing = page_of(|result| result.sensitivity[0].verdict = Some(Verdict::NotMet));
        assert!(!agreeing.contains(&said));
        let differing =
            page_of(|result| result.sensitivity[0].verdict = Some(Verdict::Undetermined));
        assert!(differing.contains(&said));
    }

    #[test]
    fn a_doubt_about_quality_is_no_difference_by_dont_know() {
        let said = Locale::Chinese.t(text::DONT_KNOW_MATTERS);
        let page = page_of(|result| {
            result.judgement = Judgement::Threshold {
                verdict: Verdict::UndeterminedQuality,
                last: true,
            };
            result.sensitivity[0].verdict = Some(Verdict::Met);
        });
        assert!(!page.contains(&said));
    }

    #[test]
    fn frequent_skipping_and_few_degrees_of_freedom_are_flagged() {
        let (skipped, few) = (
            Locale::Chinese.t(text::OFTEN_SKIPPED),
            Locale::Chinese.t(text::FEW_DEGREES),
        );
        let page = page();
        assert!(!page.contains(&skipped) && !page.contains(&few));
        let page = page_of(|result| {
            result.item_nonresponse = Some(0.051);
            result.rate.as_mut().unwrap().degrees_of_freedom = 7;
        });
        assert!(page.contains(&skipped) && page.contains(&few));
    }

    #[test]
    fn weights_without_margins_are_said_to_be() {
        let said = Locale::Chinese.t(text::METHOD_MARGINS_NONE);
        assert!(!page().contains(&said));
        let mut release = example::release();
        let Results::Probability { method, .. } = &mut release.results else {
            panic!("the example is a probability wave");
        };
        method.margins.clear();
        let page = super::page(
            &Interface::default(),
            Seen::public(&release),
            "sat-0",
            &Fields::default(),
        );
        assert!(page.unwrap().into_string().contains(&said));
    }

    #[test]
    fn groups_say_which_of_them_differ() {
        let page = page();
        assert!(page.contains("性别：女（含未说明者）高于男"), "{page}");
        let alike = page_of(|result| result.groups[0].difference_errors = vec![0.1]);
        assert!(alike.contains("性别：看不出差别"), "{alike}");
        let none = page_of(|result| result.groups.clear());
        assert!(!none.contains(&Locale::Chinese.t(text::GROUPS_TITLE)));
    }

    #[test]
    fn a_district_is_named_by_holm_and_worth_a_look_by_the_other() {
        let page = page();
        assert!(page.contains("高于其余各地合计：道里区"), "{page}");
        assert!(page.contains("值得细看：南岗区"), "{page}");
        let none = page_of(|result| {
            for district in &mut result.districts {
                if let Some(rest) = &mut district.against_rest {
                    (rest.holm, rest.screened) = (0.06, 0.06);
                }
            }
        });
        assert!(none.contains(&Locale::Chinese.t(text::DISTRICTS_APART_NONE)));
    }

    #[test]
    fn a_model_that_adds_nothing_says_so() {
        let said = Locale::Chinese.t(text::SMALL_AREAS_ALIKE);
        assert!(!page().contains(&said));
        let page = page_of(|result| {
            let model = result.small_areas.as_mut().unwrap();
            model.model_variance = 0.0;
        });
        assert!(page.contains(&said));
    }

    #[test]
    fn the_trend_is_said_with_its_interval() {
        assert!(
            page().contains("3次调查的直线趋势为每年+2.0个百分点"),
            "{}",
            page()
        );
    }

    fn compared(query: &str) -> String {
        let release = example::release();
        let query = Fields::parse(query.as_bytes()).unwrap();
        let page = super::page(
            &Interface::default(),
            Seen::public(&release),
            "sat-0",
            &query,
        );
        page.unwrap().into_string()
    }

    #[test]
    fn a_reader_sets_two_parts_of_a_table_against_each_other() {
        let page = compared("a=group.0.0&b=group.0.1");
        assert!(page.contains("女（含未说明者）高于男。"), "{page}");
        assert!(page.contains("−6.0 "), "{page}");
        let page = compared("a=district.0&b=district.1");
        assert!(page.contains("不能说道里区与南岗区有差别"), "{page}");
        let page = compared("a=district.rest&b=district.0");
        assert!(page.contains("道里区高于其余各地合计。"), "{page}");
        let page = compared("a=wave.2&b=wave.0");
        assert!(page.contains("2014高于2012。"), "{page}");
        assert!(page.contains("+1.6 至 +6.4"), "{page}");
    }

    #[test]
    fn a_reader_who_chose_nothing_is_offered_two_different_parts() {
        let page = compared("");
        let selected = page.matches(" selected").count();
        assert_eq!(selected, 2, "{page}");
        assert!(page.contains("value=\"district.0\" selected"), "{page}");
        assert!(page.contains("value=\"district.1\" selected"), "{page}");
        // The other stays in the table of the one.
        let page = compared("a=wave.1");
        assert!(page.contains("value=\"wave.1\" selected"), "{page}");
        assert!(page.contains("value=\"wave.0\" selected"), "{page}");
    }

    #[test]
    fn what_goes_with_a_figure_is_told_as_association_and_by_whose_answers() {
        let page = page();
        assert!(
            page.contains("联系最多的是“您对兑现承诺的情况满意吗？”（R12）：占全部差异的 20.0%"),
            "{page}"
        );
        assert!(
            page.contains("评价明显低于平均的：“您对兑现承诺的情况满意吗？”（R12）"),
            "{page}"
        );
        assert!(page.contains("有的题没有回答：112 人"), "{page}");
        let reason = Locale::Chinese.t(text::DRIVERS_NONE_FEW_CASES);
        assert!(!page.contains(&reason));
        let untold = page_of(|result| {
            result.drivers = Some(Drivers::NotTold(NoDrivers::FewCases));
        });
        assert!(untold.contains(&reason) && !untold.contains("scatter"));
        let none = page_of(|result| result.drivers = None);
        assert!(!none.contains("id=\"drivers\""));
    }

    #[test]
    fn questions_whose_intervals_overlap_are_not_told_apart() {
        let page = page_of(|result| {
            if let Some(Drivers::Told(model)) = &mut result.drivers {
                model.drivers[0].importance.interval = (0.0, 0.19);
            }
        });
        assert!(page.contains("列出的 2 个方面"), "{page}");
        assert!(!page.contains("占全部差异的 20.0%"), "{page}");
    }

    #[test]
    fn a_question_whose_rate_is_hidden_has_no_dot() {
        let dots = |page: &str| page.matches("r=\"5\" fill=\"#0b4f7d\"").count();
        let shown = dots(&page());
        let page = page_of(|result| {
            if let Some(Drivers::Told(model)) = &mut result.drivers {
                model.drivers[0].performance = None;
            }
        });
        assert_eq!(dots(&page), shown - 1);
    }

    #[test]
    fn what_is_hidden_or_of_another_table_cannot_be_chosen() {
        let same = Locale::Chinese.t(text::COMPARE_SAME_TABLE);
        assert!(compared("a=district.0&b=group.0.1").contains(&same));
        assert!(compared("a=district.0&b=district.0").contains(&same));
        // The third district is hidden, and there is no second table of groups.
        for hidden in [
            "a=district.0&b=district.2",
            "a=district.0&b=group.1.1",
            "a=x&b=district.1",
        ] {
            let page = compared(hidden);
            assert!(!page.contains("role=\"status\""), "{hidden}: {page}");
        }
        assert!(!compared("").contains("value=\"district.2\""));
    }

    #[test]
    fn provisional_margins_are_said_to_be() {
        assert!(page().contains(&Locale::Chinese.t(text::MARGIN_PROVISIONAL)));
    }
}
