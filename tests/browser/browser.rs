//! Chromium as a phone: starting it, and what hands and eyes do with a page.

use std::process::Command;
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::Program;

/// How long a page may take to show what is expected.
const PATIENCE: Duration = Duration::from_secs(15);

/// A running chromedriver.
pub(crate) struct Driver {
    address: String,
    _process: Program,
}

impl Driver {
    /// Starts chromedriver on a port it chooses.
    pub(crate) fn start() -> Self {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0");
        let process = Program::start(command);
        let port = process.says(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        Self {
            address: format!("http://127.0.0.1:{port}"),
            _process: process,
        }
    }

    /// Opens a fresh browser with the page of a phone, 360 × 740 CSS pixels, that is touched.
    pub(crate) async fn open(&self) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let options = json!({
            // A question that a page asks stays until it is answered.
            "unhandledPromptBehavior": "ignore",
            "goog:chromeOptions": {
                "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update",
                    "--disable-sync", "--disable-dev-shm-usage", "--force-prefers-reduced-motion",
                    format!("--user-data-dir={}", profile.path().display()),
                ],
            },
        });
        let Value::Object(capabilities) = options else {
            unreachable!("the options are an object")
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&self.address)
            .await
            .unwrap();
        let browser = Browser {
            client,
            _profile: profile,
        };
        browser.resize(360, 740).await;
        browser
    }
}

/// A browser with one page.
pub(crate) struct Browser {
    pub(crate) client: Client,
    _profile: TempDir,
}

impl Browser {
    /// Opens an address.
    pub(crate) async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// The first element, as soon as it is there.
    pub(crate) async fn find(&self, css: &str) -> Element {
        let waiting = self.client.wait().at_most(PATIENCE);
        match waiting.for_element(Locator::Css(css)).await {
            Ok(element) => element,
            Err(error) => {
                let page = self.text("body").await;
                panic!("{css}: {error}; the page says: {page}")
            }
        }
    }

    /// Every element there is now.
    pub(crate) async fn find_all(&self, css: &str) -> Vec<Element> {
        self.client.find_all(Locator::Css(css)).await.unwrap()
    }

    /// Brings an element into view and clicks it.
    pub(crate) async fn click(&self, css: &str) {
        self.find(css).await;
        let script = "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})";
        self.client.execute(script, vec![json!(css)]).await.unwrap();
        self.holds_still().await;
        loop {
            match self.find(css).await.click().await {
                Err(error) if error.is_stale_element_reference() => {}
                outcome => return outcome.unwrap(),
            }
        }
    }

    /// The visible text of the first element. Found again if the page put another in its place meanwhile.
    pub(crate) async fn text(&self, css: &str) -> String {
        loop {
            let element = self.client.find(Locator::Css(css)).await.unwrap();
            match element.text().await {
                Err(error) if error.is_stale_element_reference() => {}
                outcome => return outcome.unwrap(),
            }
        }
    }

    /// The value of an expression of the page.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        self.client.execute(&script, Vec::new()).await.unwrap()
    }

    /// The value that a promise of the page comes to.
    pub(crate) async fn awaited(&self, promise: &str) -> Value {
        let script = format!("const done = arguments[0]; Promise.resolve({promise}).then(done)");
        self.client
            .execute_async(&script, Vec::new())
            .await
            .unwrap()
    }

    /// Waits until an expression of the page is true. A page that is being replaced by another is not yet.
    pub(crate) async fn becomes(&self, expression: &str) {
        let script = format!("return Boolean({expression})");
        let given_up = Instant::now() + PATIENCE;
        while Instant::now() < given_up {
            let found = self.client.execute(&script, Vec::new()).await;
            if found.is_ok_and(|found| found == true) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let page = self.text("body").await;
        panic!("{expression} does not become true; the page says: {page}")
    }

    /// Waits until the first element that is found says this, among other things.
    pub(crate) async fn comes_to_say(&self, css: &str, words: &str) {
        let (css, words) = (json!(css), json!(words));
        self.becomes(&format!(
            "(document.querySelector({css}) || document.createElement('p')).textContent.includes({words})"
        ))
        .await;
    }

    /// Answers the question that the page asks, as soon as it asks.
    pub(crate) async fn answer_question(&self, yes: bool) {
        let given_up = Instant::now() + PATIENCE;
        loop {
            let answered = if yes {
                self.client.accept_alert().await
            } else {
                self.client.dismiss_alert().await
            };
            match answered {
                Err(_) if Instant::now() < given_up => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                outcome => return outcome.unwrap(),
            }
        }
    }

    /// Asserts that nothing on the page is wider than the screen.
    pub(crate) async fn assert_no_sideways_scrolling(&self) {
        let excess = self
            .value("document.documentElement.scrollWidth - window.innerWidth")
            .await;
        assert!(excess.as_i64().unwrap() <= 0, "{excess} pixels too wide");
    }

    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
    }
}
