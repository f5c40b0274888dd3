//! A program beside the journeys: a driver, a browser, a screen.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How long a program may take to say that it is ready.
const PATIENCE: Duration = Duration::from_mins(1);

/// A running program; ended when dropped.
pub(crate) struct Program {
    name: String,
    process: Child,
    said: Receiver<String>,
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Program {
    /// Starts it.
    pub(crate) fn start(mut command: Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{name}: {error}; tests/run installs what is missing"));
        let (sender, said) = channel();
        read(process.stdout.take().unwrap(), sender.clone());
        read(process.stderr.take().unwrap(), sender);
        Self {
            name,
            process,
            said,
        }
    }

    /// Waits for the line in which something is found, such as the port where the program listens.
    pub(crate) fn says(&self, find: impl Fn(&str) -> Option<String>) -> String {
        let mut heard = Vec::new();
        while let Ok(line) = self.said.recv_timeout(PATIENCE) {
            if let Some(found) = find(&line) {
                return found;
            }
            heard.push(line);
        }
        let (name, heard) = (&self.name, heard.join("\n"));
        panic!("{name} does not get ready; it says: {heard}");
    }
}

/// Reads all that a program says to its end, listened to or not, so that it can go on saying it.
fn read(stream: impl Read + Send + 'static, sender: Sender<String>) {
    std::thread::spawn(move || {
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.for_each(|line| drop(sender.send(line)));
    });
}

/// A port that nobody listens at, for a program that does not choose one by itself.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().port()
}
