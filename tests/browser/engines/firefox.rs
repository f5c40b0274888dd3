//! Firefox ESR as Debian has it, spoken to in WebDriver BiDi.

use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::Engine;
use super::wire::Wire;
use crate::program::Program;

/// Nothing outside of this machine is asked for.
const SETTINGS: &str = r#"
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,");
"#;

/// A browser with one page.
pub(super) struct Firefox {
    wire: Wire,
    page: Value,
    _process: Program,
    _profile: TempDir,
}

impl Firefox {
    /// Starts it with an empty profile and opens a page of 360 × 740 pixels.
    pub(super) async fn start() -> Self {
        let profile = tempfile::tempdir().unwrap();
        std::fs::write(profile.path().join("user.js"), SETTINGS).unwrap();
        let mut command = Command::new("firefox-esr");
        command
            .args(["--headless", "--no-remote", "--remote-debugging-port=0"])
            .arg("--profile")
            .arg(profile.path())
            .env("HOME", profile.path());
        let process = Program::start(command);
        let address = process.says(|line| {
            let (_, address) = line.split_once("BiDi listening on ")?;
            Some(address.trim().to_owned())
        });
        let mut wire = Wire::connect(&format!("{address}/session")).await;
        let session = json!({ "capabilities": {} });
        wire.tell("session.new", session).await.unwrap();
        let tab = json!({ "type": "tab" });
        let mut tab = wire.tell("browsingContext.create", tab).await.unwrap();
        let page = tab["context"].take();
        let size = json!({ "context": page, "viewport": { "width": 360, "height": 740 } });
        let resized = wire.tell("browsingContext.setViewport", size).await;
        resized.unwrap();
        Self {
            wire,
            page,
            _process: process,
            _profile: profile,
        }
    }
}

impl Engine for Firefox {
    async fn open(&mut self, address: &str) {
        let address = json!({ "context": self.page, "url": address, "wait": "complete" });
        let opened = self.wire.tell("browsingContext.navigate", address).await;
        opened.unwrap();
    }

    async fn text(&mut self, expression: &str) -> Result<String, Value> {
        let expression = json!({
            "expression": expression, "target": { "context": self.page }, "awaitPromise": false,
        });
        let outcome = self.wire.tell("script.evaluate", expression).await?;
        let text = outcome["result"]["value"].as_str().map(str::to_owned);
        text.ok_or(outcome)
    }
}
