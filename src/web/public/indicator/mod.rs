//! How one figure was made: everything a reader needs to doubt it properly.

mod tables;

use axum::extract::State;
use maud::{Markup, html};

use super::interval_mark::{Axis, promised_percent, strip};
use super::scoreboard::{self, method_note, promise, trend_line};
use super::verdict_mark::Word;
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::number::{Count, Interval, Judged, JudgedInterval, Percent, Points, Ratio, Whole};
use crate::page::Page;
use crate::paths;
use messages::{Argument, Locale};
use questionnaire::Text;
use results::release::{Change, IndicatorResult, Judgement, Method, Release, Results};
use results::store;

/// Shows how a released figure was made.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path((wave, indicator)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let release = store::find_release(&app.db, &wave).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let Results::Probability { method, indicators } = &release.results else {
        return Err(Error::NotFound(Missing::Release));
    };
    let result = indicators
        .iter()
        .find(|result| result.indicator == indicator);
    let result = result.ok_or(Error::NotFound(Missing::Release))?;
    Ok(view(&interface, &release, method, result))
}

fn view(
    interface: &Interface,
    release: &Release,
    method: &Method,
    result: &IndicatorResult,
) -> Markup {
    let locale = interface.locale;
    Page::new(interface, &heading(interface, result))
        .title(interface.text(&result.name).to_owned())
        .eyebrow(scoreboard::eyebrow(interface, release))
        .simulated(release.simulated)
        .body(&html! {
            p.back { a href=(interface.link(&paths::scoreboard(&release.wave))) { (locale.t("back-to-scoreboard")) } }
            (verdict(interface, result))
            (clause(interface, result))
            (measure(interface, result))
            (precision(interface, result))
            (tables::distribution(interface, result))
            (tables::sensitivity(interface, result))
            (tables::history(interface, result))
            (tables::districts(interface, result))
            (tables::weighting(locale, method))
            (method_note::view(interface, release, method))
        })
}

fn heading(interface: &Interface, result: &IndicatorResult) -> String {
    let name = Argument::from(interface.text(&result.short));
    match result.rate {
        Some(figure) => interface.locale.with(
            "indicator-heading",
            [
                ("name", name),
                (
                    "rate",
                    Argument::from(Judged(figure.value, promised_percent(result)).to_string()),
                ),
            ],
        ),
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
        @if interim { p.notice { (locale.t("interim-note")) } }
        @if result.verdict_hangs_on_dont_know() { p.notice { (locale.t("dont-know-matters")) } }
        @if result.often_skipped() { p.notice { (locale.t("often-skipped")) } }
        @if result.rate.is_some_and(|figure| figure.few_degrees_of_freedom()) { p.notice { (locale.t("few-degrees")) } }
        @if let Some(change) = result.change { (difference(locale, "change-last", change)) }
        @if let Some(change) = result.since_baseline { (difference(locale, "change-baseline", change)) }
        p.key { (locale.t("scoreboard-key")) }
    }
}

fn difference(locale: Locale, key: &str, change: Change) -> Markup {
    let difference = Argument::from(Points(change.difference).to_string());
    html! {
        p {
            (locale.with(key, [("difference", difference)]))
            (trend_line(locale, change))
        }
    }
}

fn clause(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t("clause-title")) }
            blockquote lang="zh-CN" { p { (result.quote) } }
            p.fine { (locale.with("clause-section", [("section", Argument::from(result.section.as_str()))])) }
            p { (locale.with("clause-target", [("target", Argument::from(promise(locale, result)))])) }
        }
    }
}

fn measure(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    html! {
        section {
            h2 { (locale.t("measure-title")) }
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
                (locale.with("measure-formula", [
                    ("numerator", Argument::from(labels(interface, &result.numerator))),
                    ("denominator", Argument::from(labels(interface, &result.denominator))),
                ]))
            }
            @if result.questions.len() > 1 {
                p { (locale.with("measure-mean", [("count", Argument::from(result.questions.len()))])) }
            }
        }
    }
}

fn labels(interface: &Interface, labels: &[Text]) -> String {
    let quoted: Vec<String> = labels
        .iter()
        .map(|label| {
            interface
                .locale
                .with("quoted", [("text", Argument::from(interface.text(label)))])
        })
        .collect();
    quoted.join(&interface.locale.t("name-separator"))
}

fn precision(interface: &Interface, result: &IndicatorResult) -> Markup {
    let locale = interface.locale;
    let promised = promised_percent(result);
    html! {
        @if let Some(figure) = result.rate {
            section {
                h2 { (locale.t("precision-title")) }
                dl.facts.num {
                    dt { (locale.t("column-rate")) } dd { (Judged(figure.value, promised)) }
                    dt { (locale.t("column-interval")) } dd { (JudgedInterval(figure.interval, promised)) }
                    dt { (locale.t("standard-error")) } dd { (Ratio(figure.standard_error * 100.0)) " " (locale.t("points")) }
                    dt { (locale.t("column-n")) } dd { (Count(figure.respondents)) }
                    dt { (locale.t("column-effective")) } dd { (Whole(figure.effective_sample_size)) }
                    dt { (locale.t("design-effect")) } dd { (Ratio(figure.design_effect)) }
                    dt { (locale.t("degrees-of-freedom")) } dd { (figure.degrees_of_freedom) }
                    @if let Some(share) = result.item_nonresponse {
                        dt { (locale.t("item-nonresponse")) } dd { (Percent(share)) }
                    }
                }
                p.fine { (locale.t("precision-note")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;
    use plan::verdict::Verdict;

    fn page() -> String {
        let release = example::release();
        let Results::Probability { method, indicators } = &release.results else {
            panic!("the example is a probability wave");
        };
        view(&Interface::default(), &release, method, &indicators[0]).into_string()
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
        view(&Interface::default(), &release, method, &result).into_string()
    }

    #[test]
    fn a_verdict_that_hangs_on_dont_know_is_said_to() {
        let said = Locale::Chinese.t("dont-know-matters");
        let agreeing = page_of(|result| result.sensitivity[0].verdict = Some(Verdict::NotMet));
        assert!(!agreeing.contains(&said));
        let differing =
            page_of(|result| result.sensitivity[0].verdict = Some(Verdict::Undetermined));
        assert!(differing.contains(&said));
    }

    #[test]
    fn a_doubt_about_quality_is_no_difference_by_dont_know() {
        let said = Locale::Chinese.t("dont-know-matters");
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
            Locale::Chinese.t("often-skipped"),
            Locale::Chinese.t("few-degrees"),
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
    fn provisional_margins_are_said_to_be() {
        assert!(page().contains(&Locale::Chinese.t("margin-provisional")));
    }
}
