//! What WebDriver has no command for: the network, the processor, touch and taste of a phone, told to Chromium in
//! its own protocol.

use axum::http::Method;
use data_encoding::BASE64;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::browser::Browser;
use crate::form::pause;

/// A command of Chromium's protocol.
#[derive(Debug)]
struct Command {
    name: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base_url: &Url, session_id: Option<&str>) -> Result<Url, ParseError> {
        let session = session_id.unwrap_or_default();
        base_url.join(&format!("session/{session}/goog/cdp/execute"))
    }

    fn method_and_body(&self, _request_url: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.name, "params": self.parameters });
        (Method::POST, Some(body.to_string()))
    }
}

impl Browser {
    /// Gives Chromium a command of its own protocol.
    async fn tell(&self, name: &'static str, parameters: Value) -> Value {
        let command = Command { name, parameters };
        self.client.issue_cmd(command).await.unwrap()
    }

    /// Switches the scripts of pages off.
    pub(crate) async fn forget_scripts(&self) {
        let off = json!({ "value": true });
        self.tell("Emulation.setScriptExecutionDisabled", off).await;
    }

    /// The page as a printer gets it, a PDF of the size that its styles ask for.
    pub(crate) async fn print(&self) -> Vec<u8> {
        let printed = self
            .tell("Page.printToPDF", json!({ "preferCSSPageSize": true }))
            .await;
        BASE64
            .decode(printed["data"].as_str().unwrap().as_bytes())
            .unwrap()
    }

    /// Takes the page's network away.
    pub(crate) async fn go_offline(&self) {
        self.set_network(true, 0, -1).await;
    }

    /// Gives the page a network as fast as this machine.
    pub(crate) async fn go_online(&self) {
        self.set_network(false, 0, -1).await;
    }

    /// Gives the page slow 3G, as `WebPageTest` defines it (400 kbit/s, 400 ms a round trip), and a processor four
    /// times slower.
    pub(crate) async fn become_a_slow_phone(&self) {
        self.set_network(false, 400, 400_000 / 8).await;
        self.tell("Emulation.setCPUThrottlingRate", json!({ "rate": 4 }))
            .await;
    }

    /// Makes the browser one that has never been at this address.
    pub(crate) async fn forget_everything(&self, address: &str) {
        self.open("about:blank").await;
        let everything = json!({ "origin": address, "storageTypes": "all" });
        self.tell("Storage.clearDataForOrigin", everything).await;
        self.tell("Network.clearBrowserCache", json!({})).await;
    }

    async fn set_network(&self, offline: bool, latency: u32, bytes_per_second: i32) {
        self.tell("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": offline, "latency": latency,
            "downloadThroughput": bytes_per_second, "uploadThroughput": bytes_per_second,
        });
        self.tell("Network.emulateNetworkConditions", conditions)
            .await;
    }

    /// Makes the page as large as this, in CSS pixels; a narrow one is a phone's.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let phone = width < 600;
        let touch = json!({ "enabled": phone });
        self.tell("Emulation.setTouchEmulationEnabled", touch).await;
        let scale = if phone { 2 } else { 1 };
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone,
        });
        self.tell("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Has the page believe that its reader prefers this: `("prefers-color-scheme", "dark")`.
    pub(crate) async fn prefer(&self, feature: &str, value: &str) {
        let features = json!({ "features": [{ "name": feature, "value": value }] });
        self.tell("Emulation.setEmulatedMedia", features).await;
    }

    /// Touches the middle of the first such element with a finger, as soon as it is there; the page has taken the touch
    /// by then.
    pub(crate) async fn tap(&self, css: &str) {
        self.find(css).await;
        self.holds_still().await;
        let place = self.place_of(css).await;
        let listen = "window.journeyTapped = false; addEventListener('click', () => { window.journeyTapped = true; }, {once: true, capture: true})";
        self.client.execute(listen, Vec::new()).await.unwrap();
        self.touch(&place).await;
        // On another page there is no such word, and while the page asks a question nothing can be read of it.
        let untouched = "return window.journeyTapped === false";
        for _ in 0..100 {
            match self.client.execute(untouched, Vec::new()).await {
                Ok(untouched) if untouched == true => pause(20).await,
                _ => return,
            }
        }
    }

    /// Touches one element and at once another that is in sight with it.
    pub(crate) async fn tap_both(&self, first: &str, second: &str) {
        self.find(first).await;
        self.find(second).await;
        self.holds_still().await;
        let (first, second) = (self.place_of(first).await, self.box_of(second).await);
        self.touch(&first).await;
        self.touch(&second).await;
    }

    /// Presses it twice at once.
    pub(crate) async fn press_twice(&self, css: &str) {
        self.find(css).await;
        let script =
            "const button = document.querySelector(arguments[0]); button.click(); button.click()";
        self.client.execute(script, vec![json!(css)]).await.unwrap();
    }

    /// Touches the place where it is twice, as quickly as a trembling hand.
    pub(crate) async fn tap_twice(&self, css: &str) {
        self.find(css).await;
        self.holds_still().await;
        let place = self.place_of(css).await;
        self.touch(&place).await;
        self.touch(&place).await;
    }

    /// Waits until a form takes presses again, as a hand does that waits for the eye.
    pub(crate) async fn holds_still(&self) {
        let holds = "return typeof isTooSoon === 'function' && isTooSoon()";
        for _ in 0..100 {
            match self.client.execute(holds, Vec::new()).await {
                Ok(holds) if holds == true => pause(50).await,
                _ => return,
            }
        }
    }

    /// Runs a script in every page from now on, before its own.
    pub(crate) async fn before_each_page(&self, script: &str) {
        let source = json!({ "source": script });
        self.tell("Page.addScriptToEvaluateOnNewDocument", source)
            .await;
    }

    async fn touch(&self, place: &Value) {
        let start = json!({ "type": "touchStart", "touchPoints": [place] });
        self.tell("Input.dispatchTouchEvent", start).await;
        let end = json!({ "type": "touchEnd", "touchPoints": [] });
        self.tell("Input.dispatchTouchEvent", end).await;
    }

    /// The middle of an element, brought into view.
    async fn place_of(&self, css: &str) -> Value {
        let script = "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})";
        self.client.execute(script, vec![json!(css)]).await.unwrap();
        self.box_of(css).await
    }

    /// The middle of an element, where it is.
    async fn box_of(&self, css: &str) -> Value {
        let script = "const box = document.querySelector(arguments[0]).getBoundingClientRect();\
            return {x: box.x + box.width / 2, y: box.y + box.height / 2}";
        self.client.execute(script, vec![json!(css)]).await.unwrap()
    }

    /// Presses a key where the keyboard's focus is.
    pub(crate) async fn press(&self, key: Key) {
        self.holds_still().await;
        let (name, code, text) = key.description();
        for kind in ["keyDown", "keyUp"] {
            let event = json!({
                "type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code,
                "text": if kind == "keyDown" { text } else { "" },
            });
            self.tell("Input.dispatchKeyEvent", event).await;
        }
    }
}

/// A key that the journeys press.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key {
    Tab,
    Enter,
    Space,
    Down,
    End,
}

impl Key {
    /// Its name, its number and what it types.
    fn description(self) -> (&'static str, u32, &'static str) {
        match self {
            Self::Tab => ("Tab", 9, ""),
            Self::Enter => ("Enter", 13, "\r"),
            Self::Space => (" ", 32, " "),
            Self::Down => ("ArrowDown", 40, ""),
            Self::End => ("End", 35, ""),
        }
    }
}
