//! Pictures for people to look at: of every kind of screen, into `target/screenshots`; and, when they are asked for by
//! name, those of the README.

use std::fs;
use std::path::PathBuf;

use accounts::Role;

use crate::browser::Browser;
use crate::form::{Form, pause};
use crate::reading::show;
use crate::stage::Stage;
use crate::studio::{Desk, hire};

/// A way of reading: its name, what it adds to the address, the colours it prefers.
const READINGS: [(&str, &str, &str); 4] = [
    ("normal", "?lang=zh", "light"),
    ("elder", "?lang=zh&size=large", "light"),
    ("dark", "?lang=zh", "dark"),
    ("english", "?lang=en", "light"),
];

/// The first, a middle, the review and the last screen, in every reading, on a usual and on a small phone.
pub(crate) async fn of_the_form_are_taken(browser: &Browser, stage: &Stage) {
    for (width, height) in [(360, 740), (320, 568)] {
        for (name, reading, colours) in READINGS {
            browser.resize(width, height).await;
            browser.prefer("prefers-color-scheme", colours).await;
            let picture = |screen: &str| format!("form-{name}-{width}-{screen}");
            let form = Form::open(browser, stage, &format!("/s/residents{reading}")).await;
            browser.take(&picture("1-first")).await;
            form.go_on().await;
            form.reaches("R01").await;
            browser.take(&picture("2-question")).await;
            form.answer_until("R11").await;
            browser.tap("#R11 label.choice:nth-of-type(2)").await;
            browser.take(&picture("3-answered")).await;
            pause(1200).await;
            show(browser, "R20").await;
            form.go_on().await;
            browser.take(&picture("4-skip-asked")).await;
            let review = browser.value("words.review").await;
            form.answer_until(review.as_str().unwrap()).await;
            browser.take(&picture("5-review")).await;
            stage.stop().await;
            browser.go_offline().await;
            form.go_on().await;
            browser.find(".bar-below[hidden]").await;
            browser.take(&picture("6-waiting")).await;
            stage.start().await;
            browser.go_online().await;
            form.receipt().await;
            browser.take(&picture("7-receipt")).await;

            Form::open(browser, stage, &format!("/s/window{reading}")).await;
            browser.take(&picture("8-window")).await;
            browser.open(&stage.at(&format!("/{reading}"))).await;
            browser.take(&picture("9-home")).await;
        }
    }
}

/// The pages of results, on a phone and on a desk.
pub(crate) async fn of_the_results_are_taken(browser: &Browser, stage: &Stage) {
    for (width, height) in [(360, 740), (1280, 800)] {
        browser.resize(width, height).await;
        for (name, path) in [
            ("list", "/results"),
            ("scoreboard", "/results/residents-2014"),
            ("indicator", "/results/residents-2014/sat-gov-integrity"),
            ("quality", "/results/residents-2014/quality"),
            ("district", "/results/residents-2014/districts/230102"),
            ("bodies", "/results/residents-2014/departments"),
            ("files", "/results/residents-2014/files"),
            ("rows", "/results/residents-2014/microdata"),
            ("api", "/api"),
            ("open", "/results/open-2014"),
            ("print", "/s/residents/print"),
        ] {
            browser.open(&stage.at(path)).await;
            browser.take(&format!("results-{name}-{width}")).await;
        }
    }
}

/// Renews the pictures of the README.
pub(crate) async fn of_the_readme_are_renewed(browser: &Browser, stage: &Stage) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/browser/pictures");
    browser.resize(360, 740).await;
    let form = Form::open(browser, stage, "/s/residents").await;
    form.go_on().await;
    form.answer_until("R11").await;
    browser.tap("#R11 label.choice:nth-of-type(2)").await;
    let phone = browser.client.screenshot().await.unwrap();
    fs::write(folder.join("phone.png"), phone).unwrap();

    browser.resize(1280, 800).await;
    browser.open(&stage.at("/results/residents-2014")).await;
    let scoreboard = browser.client.screenshot().await.unwrap();
    fs::write(folder.join("scoreboard.png"), scoreboard).unwrap();

    hire(stage, "photographer", &[Role::FieldManager]).await;
    let _desk = Desk::sign_in(browser, stage, "photographer").await;
    browser.open(&stage.at("/studio/samples")).await;
    let planning = "document.querySelector('main a[href*=\"/studio/samples/new?\"]').href";
    let planning = browser.value(planning).await;
    let monitor = stage.at("/studio/waves/residents-2014/monitor");
    for (name, page) in [
        ("sample.png", planning.as_str().unwrap()),
        ("monitor.png", monitor.as_str()),
    ] {
        browser.open(page).await;
        let picture = browser.client.screenshot().await.unwrap();
        fs::write(folder.join(name), picture).unwrap();
    }
}

impl Browser {
    /// Takes a picture of what is on the screen.
    pub(crate) async fn take(&self, name: &str) {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        fs::create_dir_all(&folder).unwrap();
        let picture = self.client.screenshot().await.unwrap();
        fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }
}
