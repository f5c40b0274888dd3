//! A deputy mayor's two minutes before a meeting, with a phone.

use plan::verdict::Verdict;
use results::release::{IndicatorResult, Judgement, Results};

use crate::accessibility::Faults;
use crate::browser::Browser;
use crate::printed::Printed;
use crate::stage::Stage;

/// Which targets are met stands on the first screen; two touches further where, for whom and what goes with it; one more, and the
/// report is there to be printed.
pub(crate) async fn are_enough(browser: &Browser, stage: &Stage) {
    browser.resize(360, 740).await;
    browser.open(&stage.at("/results")).await;
    touch(browser, "main a[href='/results/residents-2014']").await;
    let heading = browser.text("h1").await;
    for word in ["达到", "未达到", "尚不能判断"] {
        assert!(heading.contains(word), "{heading}");
    }
    let below = "document.querySelector('h1').getBoundingClientRect().bottom";
    let below = browser.value(below).await.as_f64().unwrap();
    assert!(below < 740.0, "{below}: the finding is on the first screen");
    for result in judged(stage) {
        let expected = match result.judgement {
            Judgement::Threshold { verdict, .. } => match verdict {
                Verdict::Met => "✓达到",
                Verdict::NotMet => "✕未达到",
                Verdict::Undetermined | Verdict::UndeterminedQuality => "?尚不能判断",
            },
            _ => continue,
        };
        let word = format!("#{} .verdict", result.indicator);
        let word = browser.text(&word).await;
        let word: String = word.split_whitespace().collect();
        assert_eq!(word, expected, "{}", result.indicator);
    }
    look_at(browser, "scoreboard").await;

    // Where, for whom, and what goes with it.
    touch(browser, "#sat-gov-integrity h3 a").await;
    for part in [
        "svg.districts",
        ".district-map",
        ".scatter svg",
        "svg.history",
    ] {
        browser.find(part).await;
    }
    look_at(browser, "indicator").await;

    // What is taken to the meeting.
    let report = "main .take a[href$='report.pdf']";
    let address = browser
        .value(&format!("document.querySelector({report:?}).href"))
        .await;
    assert_large_enough(browser, report).await;
    let answer = reqwest::get(address.as_str().unwrap()).await.unwrap();
    let report = Printed::read(&answer.bytes().await.unwrap());
    assert!(report.says(&heading), "{}", report.text);
    assert!(report.says("与之相关的方面"), "{}", report.text);
    for result in judged(stage) {
        let rate = format!("{:.1}%", result.rate.unwrap().value * 100.0);
        assert!(report.says(&rate), "{}: {rate}", result.indicator);
    }
    browser.resize(1280, 800).await;
}

/// The figures of the last wave.
fn judged(stage: &Stage) -> &[IndicatorResult] {
    let releases = stage.demonstration.releases.iter().rev();
    let mut indicators = releases.filter_map(|release| match &release.results {
        Results::Probability { indicators, .. } => Some(indicators),
        Results::Open { .. } => None,
    });
    indicators.next().unwrap()
}

async fn touch(browser: &Browser, css: &str) {
    assert_large_enough(browser, css).await;
    browser.click(css).await;
}

/// What is touched is 24 pixels high or more, as WCAG 2.2 AA asks.
async fn assert_large_enough(browser: &Browser, css: &str) {
    let high = format!("document.querySelector({css:?}).getBoundingClientRect().height");
    let high = browser.value(&high).await.as_f64().unwrap();
    assert!(high >= 24.0, "{css}: {high}");
}

async fn look_at(browser: &Browser, name: &'static str) {
    browser.assert_no_sideways_scrolling().await;
    let mut faults = Faults::new(browser, name);
    faults.look_at("360").await;
    faults.assert_none();
}
