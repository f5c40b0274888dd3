//! The files of an installation: nobody else on the machine reads them, and the log of writes is empty after the end.

use std::fs::{Permissions, metadata, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use reqwest::{Client, StatusCode};

use crate::storage::Storage;
use crate::town::address_of;

/// The program as a shell starts it that lets everybody read what it makes.
pub(crate) fn careless(storage: &Storage, command: &[&str]) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "umask 0; exec \"$@\"", "sh"])
        .arg(env!("CARGO_BIN_EXE_minyi"))
        .args(command)
        .arg("--database")
        .arg(&storage.database)
        .arg("--key-file")
        .arg(&storage.key_file)
        .env("NO_COLOR", "1");
    shell
}

fn list_users(storage: &Storage) -> Output {
    careless(storage, &["user", "list"]).output().unwrap()
}

/// Starts the program and waits until it says where it listens.
pub(crate) fn serve(storage: &Storage) -> (Child, String) {
    let mut child = careless(storage, &["serve", "--listen", "127.0.0.1:0"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let address = address_of(&mut child);
    (child, address)
}

fn beside(storage: &Storage, end: &str) -> PathBuf {
    PathBuf::from(format!("{}{end}", storage.database))
}

fn mode(file: &Path) -> u32 {
    metadata(file).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn files_are_made_for_their_owner_alone_and_the_log_is_empty_after_the_end() {
    let storage = Storage::file();
    let (mut child, address) = serve(&storage);
    let guess = Client::new()
        .post(format!("{address}/studio/login"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("name=nobody&password=guess")
        .send();
    let answer = guess.await.unwrap();
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let [log, index] = ["-wal", "-shm"].map(|end| beside(&storage, end));
    assert!(metadata(&log).unwrap().len() > 0, "something was written");
    for file in [&beside(&storage, ""), &log, &index, &storage.key_file] {
        assert_eq!(mode(file), 0o600, "{}", file.display());
    }

    let ended = Command::new("kill").arg(child.id().to_string()).status();
    assert!(ended.unwrap().success());
    assert!(child.wait().unwrap().success());
    assert_eq!(metadata(&log).map_or(0, |log| log.len()), 0);
}

#[test]
fn files_that_others_may_read_are_refused_with_the_command_that_mends_it() {
    let storage = Storage::file();
    assert!(list_users(&storage).status.success());
    let database = beside(&storage, "");
    for file in [&database, &storage.key_file] {
        for open in [0o640, 0o604, 0o660] {
            set_permissions(file, Permissions::from_mode(open)).unwrap();
            let refused = list_users(&storage);
            let said = String::from_utf8(refused.stderr).unwrap();
            assert!(!refused.status.success(), "{open:o}");
            let remedy = format!("chmod 600 '{}'", file.display());
            assert!(said.contains(&remedy), "{said}");
            let mended = Command::new("sh").args(["-c", &remedy]).status();
            assert!(mended.unwrap().success());
            assert!(list_users(&storage).status.success());
        }
    }
}
