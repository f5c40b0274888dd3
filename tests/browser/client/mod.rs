//! A program of somebody else: its client is written by a generator from the server's description of itself, and reads the server.

use std::process::Command;

use crate::browser::Browser;
use crate::python;
use crate::stage::Stage;

/// The description is valid, a client can be written from it without a warning, and what it reads is what the server answers.
pub(crate) async fn reads_every_release(_browser: &Browser, stage: &Stage) {
    let address = stage.at("");
    // The server answers on the thread of the journeys.
    let read = tokio::task::spawn_blocking(move || {
        let wanted = include_str!("requirements.txt");
        let environment = python::environment("writer of clients", wanted, &[]);
        let folder = tempfile::tempdir().unwrap();
        Command::new(environment.join("bin/python"))
            .args(["-c", include_str!("client.py"), &address])
            .arg(folder.path())
            .output()
            .unwrap()
    });
    let read = read.await.unwrap();
    let said = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success(), "{said}");
    print!("        {}", String::from_utf8_lossy(&read.stdout));
}
