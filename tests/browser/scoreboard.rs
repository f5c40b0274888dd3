//! What an official reads.

use results::release::Results;

use crate::browser::Browser;
use crate::devtools::Key;
use crate::stage::Stage;

/// Follows the way from the start to the scoreboard, to a figure and to how it was made.
pub(crate) async fn is_read(browser: &Browser, stage: &Stage) {
    browser.open(&stage.at("/")).await;
    browser.click("a[href='/results']").await;
    browser.click("a[href='/results/residents-2014']").await;
    browser.assert_no_sideways_scrolling().await;
    let banner = browser.text(".simulated").await;
    assert!(banner.contains("模拟"), "{banner}");

    let releases = stage.demonstration.releases.iter().rev();
    let indicators = releases.filter_map(|release| match &release.results {
        Results::Probability { indicators, .. } => Some(indicators),
        Results::Open { .. } => None,
    });
    let indicators = indicators.into_iter().next().unwrap();
    let page = browser.text("main").await;
    for result in indicators {
        let figure = result.rate.unwrap();
        let percent = format!("{:.1}", figure.value * 100.0);
        assert!(
            page.contains(&percent),
            "{} reads {percent}",
            result.indicator
        );
    }
    let figures = browser.find_all("svg[role=img]").await;
    assert!(!figures.is_empty(), "the intervals are drawn");
    for figure in figures {
        assert!(
            figure
                .attr("aria-label")
                .await
                .unwrap()
                .is_some_and(|label| !label.is_empty())
        );
    }

    browser.open(&stage.at("/results/open-2014")).await;
    assert!(
        browser.find_all(".verdict").await.is_empty(),
        "no verdict on an open link"
    );
    assert!(
        browser.find_all("svg .ci").await.is_empty(),
        "no interval on an open link"
    );
    browser.open(&stage.at("/results/residents-2014")).await;

    let first = indicators.first().unwrap();
    let path = format!("/results/residents-2014/{}", first.indicator);
    browser.click(&format!("a[href='{path}']")).await;
    browser.assert_no_sideways_scrolling().await;
    assert!(
        browser.find_all("table").await.len() >= 2,
        "by district and by wave"
    );
}

/// A drawing tells its figures exactly: to who steps through it by keys, and to who points at one of them.
pub(crate) async fn tells_its_figures(browser: &Browser, stage: &Stage) {
    let page = stage.at("/results/residents-2014/sat-environment");
    browser.open(&page).await;
    browser
        .value("document.querySelector('svg.districts').focus()")
        .await;
    let line = "svg.districts + .told-line";
    browser.comes_to_say(line, "道里区").await;
    browser.press(Key::Down).await;
    browser.comes_to_say(line, "南岗区").await;
    let told = browser.text(line).await;
    let row = "Array.from(document.querySelectorAll('tbody tr'), (row) => row.textContent).find((row) => row.startsWith('南岗区'))";
    let row = browser.value(row).await;
    let row = row.as_str().unwrap();
    let digits = |sign: char| sign.is_ascii_digit() || sign == '.';
    for figure in told
        .split(|sign| !digits(sign))
        .filter(|word| word.contains('.'))
    {
        assert!(row.contains(figure), "{told}: {row}");
    }
    assert_eq!(told.matches('%').count(), 4, "{told}");
    browser.press(Key::End).await;
    browser.comes_to_say(line, "五常市").await;
    let point = "document.querySelectorAll('svg.districts .told')[3].dispatchEvent(new MouseEvent('mouseenter'))";
    browser.value(point).await;
    browser.comes_to_say(line, "平房区").await;
    let marked = browser.find_all("svg.districts .at").await;
    assert_eq!(marked.len(), 1, "what is told is marked");
    browser.assert_no_sideways_scrolling().await;
}
