//! Chromium 56 of January 2017, the oldest that the form's script is written for: QtWebEngine 5.9 as a wheel of PyQt5
//! brings it, spoken to in Chromium's own protocol.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::wire::Wire;
use super::{Engine, Screen};
use crate::form::pause;
use crate::program::{Program, free_port};
use crate::python;

/// A window with one page.
pub(super) struct Chromium56 {
    wire: Wire,
    _process: Program,
    _screen: Screen,
    _home: TempDir,
}

impl Chromium56 {
    /// Installs it where it is not yet, and starts it as one that has never been anywhere.
    pub(super) async fn start() -> Self {
        let screen = Screen::start();
        let home = tempfile::tempdir().unwrap();
        let mut command = Command::new(installed().join("bin/python3"));
        command
            .args(["-c", include_str!("chromium_56.py"), "--no-sandbox"])
            .env("DISPLAY", &screen.name)
            .env("HOME", home.path())
            .env("QT_QPA_PLATFORM", "xcb")
            .env("QT_QUICK_BACKEND", "software")
            .env("QTWEBENGINE_DISABLE_SANDBOX", "1")
            .env("QTWEBENGINE_REMOTE_DEBUGGING", free_port().to_string());
        let process = Program::start(command);
        let address = process.says(|line| {
            let (_, address) = line.split_once("Try pointing a Chromium-based browser to ")?;
            Some(address.trim().to_owned())
        });
        let wire = Wire::connect(&page_of(&address).await).await;
        Self {
            wire,
            _process: process,
            _screen: screen,
            _home: home,
        }
    }
}

impl Engine for Chromium56 {
    async fn open(&mut self, address: &str) {
        let page = json!({ "url": address });
        self.wire.tell("Page.navigate", page).await.unwrap();
    }

    async fn text(&mut self, expression: &str) -> Result<String, Value> {
        let expression = json!({ "expression": expression });
        let outcome = self.wire.tell("Runtime.evaluate", expression).await?;
        let text = outcome["result"]["value"].as_str().map(str::to_owned);
        text.ok_or(outcome)
    }
}

/// The address at which the one page is spoken to.
async fn page_of(address: &str) -> String {
    for _ in 0..100 {
        let pages = reqwest::get(format!("{address}/json")).await.unwrap();
        let pages: Value = serde_json::from_str(&pages.text().await.unwrap()).unwrap();
        if let Some(page) = pages[0]["webSocketDebuggerUrl"].as_str() {
            return page.to_owned();
        }
        pause(100).await;
    }
    panic!("{address} shows no page")
}

/// The environment of Python that has the engine, 310 MB. What the old wheel says it needs was never built for a Python of today:
/// the list names what takes its place.
fn installed() -> PathBuf {
    let wanted = include_str!("requirements.txt");
    python::environment("chromium-56", wanted, &["--only-binary=:all:", "--no-deps"])
}
