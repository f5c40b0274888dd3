//! The first administrator: added at the terminal of the server, with a password that only they know.

use std::process::Stdio;

use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};

use crate::files::{careless, serve};
use crate::storage::Storage;

async fn send(address: &str, page: &str, body: &'static str) -> Response {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let request = client
        .post(format!("{address}{page}"))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    request.send().await.unwrap()
}

#[tokio::test]
async fn the_terminal_prints_a_link_by_which_the_first_administrator_sets_a_password() {
    let storage = Storage::file();
    let command = [
        "user",
        "add",
        "boss",
        "--role",
        "administrator",
        "--public-address",
        "https://survey.example.cn",
    ];
    let added = careless(&storage, &command)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(added.status.success(), "{added:?}");
    let printed = String::from_utf8(added.stdout).unwrap();
    let link = printed.trim().strip_prefix("https://survey.example.cn");
    let link = link.unwrap();
    assert!(link.starts_with("/password/"), "{link}");

    let (mut child, address) = serve(&storage);
    let chosen = "new=correct%20horse%20battery&again=correct%20horse%20battery";
    let set = send(&address, link, chosen).await;
    assert_eq!(set.status(), StatusCode::SEE_OTHER);
    let sign_in = "name=boss&password=correct%20horse%20battery";
    let signed_in = send(&address, "/studio/login", sign_in).await;
    assert_eq!(signed_in.status(), StatusCode::SEE_OTHER);
    assert_eq!(
        send(&address, link, chosen).await.status(),
        StatusCode::GONE
    );
    child.kill().unwrap();
    child.wait().unwrap();
}
