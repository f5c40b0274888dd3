//! The form in a resident's hand, with the script: where one is, what one sees, what one touches.

use std::time::Duration;

use fantoccini::Locator;
use fieldwork::Receipt;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::stage::Stage;

/// The longest way through a shipped survey, its other screens included.
const MANY_SCREENS: usize = 60;

/// The form of a wave, open in a browser.
pub(crate) struct Form<'a> {
    pub(crate) browser: &'a Browser,
}

impl<'a> Form<'a> {
    /// Opens the form at this path and waits for its script.
    pub(crate) async fn open(browser: &'a Browser, stage: &Stage, path: &str) -> Self {
        Self::open_at(browser, &stage.at(path)).await
    }

    /// Opens the form at this address and waits for its script.
    pub(crate) async fn open_at(browser: &'a Browser, address: &str) -> Self {
        browser.open(address).await;
        browser.find(".js .next").await;
        let listen = "window.journeyHeard = [];\
            const status = document.querySelector('[role=status]');\
            new MutationObserver(() => window.journeyHeard.push(status.textContent))\
            .observe(status, {childList: true, characterData: true, subtree: true})";
        browser.client.execute(listen, Vec::new()).await.unwrap();
        Self { browser }
    }

    /// The screen that is shown: a question, `intro`, or its heading; empty while a page is being replaced.
    pub(crate) async fn screen(&self) -> String {
        let script = "return (shown => shown ? shown.id || shown.textContent : '')(\
            ['.question.now, .intro.now', '.screen.now h2', 'h1'].map(it => document.querySelector(it)).find(it => it))";
        let shown = self.browser.client.execute(script, Vec::new()).await;
        let shown = shown
            .ok()
            .and_then(|shown| Some(shown.as_str()?.to_owned()));
        shown.unwrap_or_default()
    }

    /// Waits until this screen is shown.
    pub(crate) async fn reaches(&self, screen: &str) {
        for _ in 0..150 {
            if self.screen().await == screen {
                return;
            }
            pause(100).await;
        }
        panic!("{screen} is not reached, but {}", self.screen().await);
    }

    /// Touches the button that leads on.
    pub(crate) async fn go_on(&self) {
        self.browser.tap(".next").await;
    }

    /// Touches the button that leads back.
    pub(crate) async fn go_back(&self) {
        self.browser.tap(".bar-below .plain").await;
    }

    /// Touches a choice of the question shown, counted from 1.
    pub(crate) async fn choose(&self, place: usize) {
        let label = format!(".question.now label.choice:nth-of-type({place})");
        self.browser.tap(&label).await;
    }

    /// Touches the choice with this code, wherever the variant shows it.
    pub(crate) async fn choose_code(&self, code: i64) {
        let words = format!(".question.now input[value='{code}'] + span");
        self.browser.tap(&words).await;
    }

    /// Presses "send now" once a press counts, unless the phone has sent by itself meanwhile, as it does whenever it may
    /// have a network.
    pub(crate) async fn send_now(&self) {
        self.browser.holds_still().await;
        let script =
            "const now = document.querySelector('.screen.now button'); if (now) now.click()";
        self.browser
            .client
            .execute(script, Vec::new())
            .await
            .unwrap();
    }

    /// Says that what the phone holds is one's own.
    pub(crate) async fn goes_on(&self) {
        self.reaches("这部手机上有一份没填完的问卷").await;
        self.browser.tap(".screen.now button").await;
    }

    /// Answers and goes on from wherever one is until this screen is shown, as quickly as a script can: the
    /// second choice of what has choices (the first of age and residence ends the survey).
    pub(crate) async fn answer_until(&self, screen: &str) {
        for _ in 0..MANY_SCREENS {
            if self.screen().await == screen {
                return;
            }
            // No finger is as quick as that, so none is waited for.
            let script = "const still = Object.assign({}, HANDS);\
                HANDS.still = HANDS.stillLarge = 0;\
                const marks = document.querySelectorAll('.question.now .choice input');\
                if (marks.length) marks[Math.min(1, marks.length - 1)].click();\
                document.querySelector('.next').click();\
                Object.assign(HANDS, still)";
            self.browser
                .client
                .execute(script, Vec::new())
                .await
                .unwrap();
        }
        panic!("{screen} is not reached, but {}", self.screen().await);
    }

    /// The values of a question that are chosen or typed.
    pub(crate) async fn answer_to(&self, question: &str) -> Vec<String> {
        let script = "return [...document.getElementById(arguments[0]).querySelectorAll('input, textarea')]\
            .filter(f => f.type === 'radio' || f.type === 'checkbox' ? f.checked : f.value).map(f => f.value)";
        let values = self.browser.client.execute(script, vec![json!(question)]);
        let Value::Array(values) = values.await.unwrap() else {
            panic!("a list is asked for")
        };
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        values.iter().map(text).collect()
    }

    /// All answers there are, as the form would send them.
    pub(crate) async fn answers(&self) -> Value {
        self.browser.value("typed()").await
    }

    /// Waits for the receipt and gives it.
    pub(crate) async fn receipt(&self) -> Receipt {
        let code = self.browser.find(".receipt .code").await;
        let code = code.text().await.unwrap();
        Receipt::parse(&code).expect("a receipt is readable")
    }

    /// Waits until something has been said aloud with these words in it.
    pub(crate) async fn has_said(&self, words: &str) {
        let said = format!(
            "window.journeyHeard.some(heard => heard.includes({}))",
            json!(words)
        );
        self.browser.becomes(&said).await;
    }

    /// The text of the button that leads on.
    pub(crate) async fn way_on(&self) -> String {
        self.browser.text(".next").await
    }

    /// What is said above the buttons; empty if nothing is.
    pub(crate) async fn note(&self) -> String {
        self.browser.text(".bar-below p").await
    }

    /// Types into the field of the question shown.
    pub(crate) async fn type_in(&self, text: &str) {
        let field = self
            .browser
            .find(".question.now .line input, .question.now > .text");
        let field = field.await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// How many elements there are in the screen shown.
    pub(crate) async fn count(&self, css: &str) -> usize {
        let found = self.browser.client.find_all(Locator::Css(css)).await;
        found.unwrap().len()
    }
}

/// Waits as long as a person would.
pub(crate) async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}
