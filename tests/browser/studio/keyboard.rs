//! A draft edited without a mouse.

use accounts::Role;
use fantoccini::key::Key;

use super::colliding::begin_from_residents;
use super::desk::{Desk, hire};
use crate::browser::Browser;
use crate::stage::Stage;

/// The most steps from one place of the page to another.
const FAR: usize = 150;

/// Goes by the tabulator, moves a question by Alt and an arrow, writes, completes a condition, undoes.
pub(crate) async fn a_draft_is_edited_by_keyboard(browser: &Browser, stage: &Stage) {
    hire(stage, "keys", &[Role::Designer]).await;
    let desk = Desk::sign_in(browser, stage, "keys").await;
    begin_from_residents(&desk).await;
    let path = browser
        .client
        .current_url()
        .await
        .unwrap()
        .path()
        .to_owned();

    step_to(browser, "to-question.R05").await;
    press(browser, &format!("{}{}{}", Key::Alt, Key::Up, Key::Null)).await;
    browser
        .find("#part [name=at][value=\"question.R05\"]")
        .await;
    let order = browser
        .value("[...document.querySelectorAll('.outline [id^=\"to-question\"]')].map(it => it.id.slice(12)).slice(3, 5).join()")
        .await;
    assert_eq!(order, "R05,R04", "the question has moved up by one");
    let focus = browser.value("document.activeElement.id").await;
    assert_ne!(focus, "", "the focus is somewhere");

    // What is being typed goes along with the move.
    step_to(browser, "question.R05.help@en").await;
    let before = desk.revision().await;
    press(
        browser,
        &format!("typed{}{}{}", Key::Alt, Key::Down, Key::Null),
    )
    .await;
    desk.saved_after(&before).await;
    browser
        .becomes("[...document.querySelectorAll('.outline [id^=\"to-question\"]')].map(it => it.id.slice(12)).slice(3, 5).join() === 'R04,R05'")
        .await;
    assert_eq!(browser.find_all("#collision").await.len(), 0);
    browser
        .open(&stage.at(&format!("{path}?at=question.R05")))
        .await;
    let typed = "document.getElementById('question.R05.help@en').value";
    let typed = browser.value(typed).await;
    assert!(typed.as_str().unwrap().contains("typed"), "{typed}");

    step_to(browser, "ask_if").await;
    press(browser, "R03 ").await;
    browser.comes_to_say(".completions", "==").await;
    press(browser, &format!("{}{}", Key::Down, Key::Enter)).await;
    browser
        .becomes("document.activeElement.value.startsWith('R03 ==')")
        .await;
    press(browser, &format!("230102{}", Key::Tab)).await;
    browser.comes_to_say("#ask_if-reads", "道里区").await;

    browser
        .open(&stage.at(browser.client.current_url().await.unwrap().path()))
        .await;
    step_to(browser, "draft-undo").await;
    press(browser, &Key::Enter.to_string()).await;
    browser
        .becomes("!(document.getElementById('ask_if') || {}).value")
        .await;
}

/// Presses the tabulator until the element with this id has the focus.
async fn step_to(browser: &Browser, id: &str) {
    for _ in 0..FAR {
        press(browser, &Key::Tab.to_string()).await;
        if browser.value("document.activeElement.id").await == id {
            return;
        }
    }
    panic!("{id} is not reached by the keyboard");
}

async fn press(browser: &Browser, keys: &str) {
    let focused = browser.client.active_element().await.unwrap();
    focused.send_keys(keys).await.unwrap();
}
