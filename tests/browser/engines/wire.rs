//! Commands over a WebSocket, each with a number that its answer carries: how both Chromium's own protocol and
//! WebDriver BiDi are spoken.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a browser may take to answer a command.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open connection to a browser.
pub(super) struct Wire {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    commands: u64,
}

impl Wire {
    /// Connects to an address as in `ws://127.0.0.1:1234/session`.
    pub(super) async fn connect(address: &str) -> Self {
        let (socket, _) = connect_async(address).await.unwrap();
        Self {
            socket,
            commands: 0,
        }
    }

    /// Gives a command and returns its result; the fault that the browser states instead, if it does.
    pub(super) async fn tell(&mut self, method: &str, parameters: Value) -> Result<Value, Value> {
        self.commands += 1;
        let command = json!({ "id": self.commands, "method": method, "params": parameters });
        self.socket.send(command.to_string().into()).await.unwrap();
        let answer = timeout(PATIENCE, self.answer()).await;
        let mut answer = answer.unwrap_or_else(|_| panic!("no answer to {command}"));
        match answer["error"].take() {
            Value::Null => Ok(answer["result"].take()),
            fault => Err(json!([fault, answer["message"]])),
        }
    }

    /// The answer to the last command. Events that nobody waits for are passed over.
    async fn answer(&mut self) -> Value {
        loop {
            let message = self.socket.next().await.expect("the browser still runs");
            let Message::Text(text) = message.unwrap() else {
                continue;
            };
            let answer: Value = serde_json::from_str(&text).unwrap();
            if answer["id"] == self.commands {
                return answer;
            }
        }
    }
}
