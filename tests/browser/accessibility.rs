//! axe-core on every screen, in both sizes and both languages: no violation.
//!
//! Large text is held to the higher contrast of 7:1 besides.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::form::{Form, pause};
use crate::reading::show;
use crate::stage::Stage;

const AXE: &str = include_str!("vendor/axe.min.js");

/// So tall that nothing lies below the bar at the bottom, from where it can be scrolled into sight.
const TALL: u32 = 8000;

/// How the pages are read.
const READINGS: [&str; 4] = [
    "?lang=zh",
    "?lang=en",
    "?lang=zh&size=large",
    "?lang=en&size=large",
];

/// The form of the residents: its beginning, every question, what is said about them, review and receipt.
pub(crate) async fn of_every_screen_of_the_form(browser: &Browser, stage: &Stage) {
    for reading in READINGS {
        browser.resize(360, TALL).await;
        let form = Form::open(browser, stage, &format!("/s/residents{reading}")).await;
        let mut faults = Faults::new(browser, reading);
        faults.look_at("intro").await;
        browser.tap("summary").await;
        faults.look_at("intro with the whole notice").await;
        form.go_on().await;
        form.go_on().await;
        faults.look_at("a question that must be answered").await;
        let questions = browser.value("data.questions.map(q => q.id)").await;
        for question in questions.as_array().unwrap() {
            let question = question.as_str().unwrap();
            show(browser, question).await;
            faults.look_at(question).await;
        }
        form.go_on().await;
        faults.look_at("a skip that is asked about").await;
        show(browser, "R01").await;
        form.choose(2).await;
        form.answer_until(&review(browser).await).await;
        faults.look_at("review").await;
        stage.stop().await;
        browser.go_offline().await;
        form.go_on().await;
        browser.find(".bar-below[hidden]").await;
        faults.look_at("waiting").await;
        stage.start().await;
        browser.go_online().await;
        form.receipt().await;
        faults.look_at("receipt").await;
        faults.assert_none();
    }
}

/// What the residents' survey has not: several choices, numbers, texts, an end, one screen, faults that the server
/// found.
pub(crate) async fn of_other_questions(browser: &Browser, stage: &Stage) {
    for reading in READINGS {
        let mut faults = Faults::new(browser, reading);
        browser.resize(360, TALL).await;
        let form = Form::open(browser, stage, &format!("/s/route{reading}")).await;
        form.go_on().await;
        form.choose_code(2).await;
        form.go_on_to_next("Q2").await;
        form.choose_code(1).await;
        form.go_on_to_next("Q3").await;
        form.choose_code(1).await;
        faults.look_at("several choices").await;
        form.go_on_to_next("Q4").await;
        form.type_in("x").await;
        form.go_on().await;
        faults.look_at("a number that is none").await;
        show(browser, "Q6").await;
        faults.look_at("a short text").await;
        show(browser, "Q7").await;
        faults.look_at("a long text").await;
        show(browser, "Q1").await;
        form.choose_code(1).await;
        form.go_on_to_next("").await;
        faults.look_at("the end").await;

        browser.value("localStorage.clear()").await;
        Form::open(browser, stage, &format!("/s/window{reading}")).await;
        faults.look_at("one screen").await;
        let form = Form::open(browser, stage, &format!("/s/dates{reading}")).await;
        faults.look_at("dates").await;
        browser.value("fieldsOf('Q1')[0].value = 'x'").await;
        form.go_on().await;
        faults.look_at("a date that is none").await;
        let script = "const form = document.createElement('form');\
            form.method = 'post'; form.innerHTML = '<input name=_variant value=0>';\
            document.body.appendChild(form); form.action = '/s/residents' + location.search; form.submit()";
        browser.client.execute(script, Vec::new()).await.unwrap();
        browser.find("#errors").await;
        faults.look_at("faults that the server found").await;
        faults.assert_none();
    }
}

/// The pages around the form.
pub(crate) async fn of_the_other_pages(browser: &Browser, stage: &Stage) {
    for reading in READINGS {
        let mut faults = Faults::new(browser, reading);
        for path in [
            "/",
            "/receipt",
            "/privacy",
            "/results",
            "/results/residents-2014",
            "/results/residents-2014/sat-gov-integrity",
            "/results/residents-2014/districts/230102",
            "/results/residents-2014/departments",
            "/results/residents-2014/departments/%E5%B8%82%E7%BA%AA%E5%A7%94%E7%9B%91%E5%AF%9F%E5%B1%80",
            "/results/open-2014",
            "/results/suggestions-2013/open-answers",
            "/results/residents-2014/files",
            "/results/residents-2014/quality",
            "/results/open-2014/quality",
            "/results/open-2014/files",
            "/results/residents-2014/microdata",
            "/embed/residents-2014/sat-gov-integrity",
            "/api",
            "/s/residents/print",
            "/nothing-is-here",
            "/i/0000-0000-0000-0000",
        ] {
            browser.open(&stage.at(&format!("{path}{reading}"))).await;
            faults.look_at(path).await;
        }
        faults.assert_none();
    }
}

/// Forced colours: the mark of a choice and the line of progress are still to be seen; reduced motion: nothing moves.
pub(crate) async fn of_forced_colours_and_little_motion(browser: &Browser, stage: &Stage) {
    browser.prefer("forced-colors", "active").await;
    let form = Form::open(browser, stage, "/s/residents").await;
    form.go_on().await;
    form.reaches("R01").await;
    let appearance = browser
        .value("getComputedStyle(document.querySelector('.now input')).appearance")
        .await;
    assert_eq!(appearance, "auto", "the system draws the mark");
    browser.prefer("prefers-reduced-motion", "reduce").await;
    let moving = browser
        .value(
            "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e); \
             return parseFloat(s.transitionDuration) || s.animationName !== 'none' || s.scrollBehavior === 'smooth' }).length",
        )
        .await;
    assert_eq!(moving, 0);
}

async fn review(browser: &Browser) -> String {
    browser
        .value("words.review")
        .await
        .as_str()
        .unwrap()
        .to_owned()
}

impl Form<'_> {
    /// Goes on to the next screen, whether or not the answer moves on by itself.
    async fn go_on_to_next(&self, expected: &str) {
        let here = self.screen().await;
        pause(1300).await;
        if self.screen().await == here {
            self.go_on().await;
        }
        if !expected.is_empty() {
            self.reaches(expected).await;
        }
    }
}

/// What axe found on the screens looked at.
pub(crate) struct Faults<'a> {
    browser: &'a Browser,
    reading: &'static str,
    found: Vec<String>,
}

impl<'a> Faults<'a> {
    /// None yet, on pages read in this way.
    pub(crate) fn new(browser: &'a Browser, reading: &'static str) -> Self {
        Self {
            browser,
            reading,
            found: Vec::new(),
        }
    }

    /// Has axe look at what is shown now.
    pub(crate) async fn look_at(&mut self, screen: &str) {
        let client = &self.browser.client;
        if self.browser.value("typeof axe").await == "undefined" {
            client.execute(AXE, Vec::new()).await.unwrap();
        }
        let elder = self.reading.contains("large");
        let script = "const [elder, done] = arguments;\
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];\
            axe.run(document, {\
                runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],\
                rules: elder ? {'color-contrast-enhanced': {enabled: true}} : {},\
            }).then(r => done(r.violations.map(v => \
                v.id + ': ' + v.nodes.map(n => n.html.slice(0, 200) + ' | ' + n.failureSummary).join(' ; '))),\
                e => done(['axe failed: ' + e]))";
        let found = client
            .execute_async(script, vec![json!(elder)])
            .await
            .unwrap();
        let Value::Array(found) = found else {
            panic!("axe gives a list")
        };
        for fault in found {
            let fault = fault.as_str().unwrap().to_owned();
            self.found
                .push(format!("{} {screen}: {fault}", self.reading));
        }
    }

    /// Fails with everything that was found.
    pub(crate) fn assert_none(self) {
        assert!(self.found.is_empty(), "{}", self.found.join("\n"));
    }
}
