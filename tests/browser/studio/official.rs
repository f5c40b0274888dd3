//! An official of one district, from sign-in to a printed page.

use accounts::{Role, Scope};
use results::release::Results;
use sampling::StratumId;

use super::desk::{Desk, PASSWORD, hire};
use crate::accessibility::Faults;
use crate::browser::Browser;
use crate::printed::Printed;
use crate::stage::Stage;

const DISTRICT: &str = "230102";

/// Signs in, lands on the own district, finds every figure of it, and prints it on one side of A4.
pub(crate) async fn a_district_is_read_and_printed(browser: &Browser, stage: &Stage) {
    let role = Role::Official(Scope::District(DISTRICT.to_owned()));
    hire(stage, "daoli", &[role]).await;
    browser.resize(1280, 800).await;
    browser.open(&stage.at("/studio/login")).await;
    let desk = Desk { browser, stage };
    desk.write("[name=name]", "daoli").await;
    desk.write("[name=password]", PASSWORD).await;
    browser.click("main [type=submit]").await;
    browser.find(".board.beside").await;
    let heading = browser.text("h1").await;
    assert!(heading.starts_with("道里区："), "{heading}");
    let page = browser.text("main").await;
    let expected = figures(stage);
    assert_eq!(expected.len(), 11, "the measured indicators of the plan");
    for figure in &expected {
        assert!(page.contains(figure), "{figure}: {page}");
    }
    for (width, height) in [(1280, 800), (360, 740)] {
        browser.resize(width, height).await;
        browser.assert_no_sideways_scrolling().await;
        let mut faults = Faults::new(browser, "own district");
        faults.look_at(&width.to_string()).await;
        faults.assert_none();
    }

    browser.resize(1280, 800).await;
    let printed = printed(browser).await;
    assert_eq!(printed.pages, 1, "{}", printed.text);
    for figure in &expected {
        assert!(printed.text.contains(figure), "{figure}: {}", printed.text);
    }
    for said in [
        "道里区",
        "2014年居民满意度调查",
        "公布",
        "演示，不是真实调查",
        "来源",
        "/results/residents-2014/districts/230102",
    ] {
        assert!(printed.text.contains(said), "{said}: {}", printed.text);
    }
    for unwanted in ["退出", "南岗区"] {
        assert!(
            !printed.text.contains(unwanted),
            "{unwanted}: {}",
            printed.text
        );
    }

    // Whoever has no office reads the same on the page that it names, and a body's page fits one side too.
    browser.click(".places-of button").await;
    browser.find("[name=password]").await;
    browser
        .open(&stage.at("/results/residents-2014/departments"))
        .await;
    browser.click(".releases a").await;
    browser.find(".board .row").await;
    assert_eq!(self::printed(browser).await.pages, 1);
}

/// The rates of the district in the last release, as they are written.
fn figures(stage: &Stage) -> Vec<String> {
    let releases = stage.demonstration.releases.iter().rev();
    let indicators = releases.filter_map(|release| match &release.results {
        Results::Probability { indicators, .. } => Some(indicators),
        Results::Open { .. } => None,
    });
    let district = StratumId::new(DISTRICT);
    let results = indicators.into_iter().next().unwrap().iter();
    let figures = results.map(|result| {
        let own = result.districts.iter().find(|it| it.code == district);
        own.unwrap()
            .figure
            .map_or("人数不足，不公布".to_owned(), |figure| {
                format!("{:.1}", figure.value * 100.0)
            })
    });
    figures.collect()
}

/// Prints what is shown.
async fn printed(browser: &Browser) -> Printed {
    Printed::read(&browser.print().await)
}
