//! WebKitGTK as Debian has it, driven by WebDriver: the nearest to Safari that runs here.

use std::process::Command;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use super::{Engine, Screen};
use crate::form::pause;
use crate::program::{Program, free_port};

/// A browser with one page.
pub(super) struct WebKit {
    client: Client,
    _process: Program,
    _screen: Screen,
}

impl WebKit {
    /// Starts it with nothing kept from before.
    pub(super) async fn start() -> Self {
        let screen = Screen::start();
        let port = free_port();
        let mut command = Command::new("WebKitWebDriver");
        command
            .arg(format!("--port={port}"))
            .env("DISPLAY", &screen.name);
        let process = Program::start(command);
        let client = connected(&format!("http://127.0.0.1:{port}")).await;
        // As narrow as the window becomes: 447 pixels.
        client.set_window_size(360, 740).await.unwrap();
        Self {
            client,
            _process: process,
            _screen: screen,
        }
    }
}

impl Engine for WebKit {
    async fn open(&mut self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    async fn text(&mut self, expression: &str) -> Result<String, Value> {
        let script = format!("return {expression}");
        match self.client.execute(&script, Vec::new()).await {
            Ok(Value::String(text)) => Ok(text),
            Ok(outcome) => Err(outcome),
            Err(error) => Err(json!(error.to_string())),
        }
    }

    async fn close(self) {
        self.client.close().await.unwrap();
    }
}

/// A session with the driver, which does not say when it listens.
async fn connected(address: &str) -> Client {
    for _ in 0..100 {
        let client = ClientBuilder::new(HttpConnector::new())
            .connect(address)
            .await;
        if let Ok(client) = client {
            return client;
        }
        pause(100).await;
    }
    panic!("WebKitWebDriver does not listen at {address}")
}
