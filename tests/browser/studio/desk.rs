//! A browser at a desk, signed in, with a draft in the designer.

use std::collections::BTreeSet;

use accounts::password::{self, Password};
use accounts::store::{Actor, Audited, add_user};
use accounts::{Action, Entry, Role, UserName};
use clock::Clock;
use fantoccini::key::Key;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::browser::Browser;
use crate::form::pause;
use crate::stage::Stage;

pub(super) const PASSWORD: &str = "a sentence for the tests";

/// Adds somebody, as from the terminal.
pub(crate) async fn hire(stage: &Stage, name: &str, roles: &[Role]) {
    let name = UserName::new(name).unwrap();
    let password = Password::new(PASSWORD, &name, &[]).unwrap();
    let hash = password::hash(&password, &mut ChaCha20Rng::seed_from_u64(1)).await;
    let roles: BTreeSet<Role> = roles.iter().cloned().collect();
    let now = Clock::System.now();
    let audited = Audited::begin(&stage.db, Actor::Terminal, now)
        .await
        .unwrap();
    add_user(&audited, &name, &roles, Some(hash))
        .await
        .unwrap()
        .unwrap();
    let entry = Entry::new(Action::AddUser, format!("user {name}"));
    audited.commit(entry).await.unwrap();
}

/// A browser at a desk.
pub(crate) struct Desk<'a> {
    pub(crate) browser: &'a Browser,
    pub(crate) stage: &'a Stage,
}

impl<'a> Desk<'a> {
    /// Sits down and signs in.
    pub(crate) async fn sign_in(browser: &'a Browser, stage: &'a Stage, name: &str) -> Self {
        browser.resize(1280, 800).await;
        browser.open(&stage.at("/studio/login")).await;
        let desk = Self { browser, stage };
        desk.write("[name=name]", name).await;
        desk.write("[name=password]", PASSWORD).await;
        browser.click("main [type=submit]").await;
        browser.find("nav.places").await;
        desk
    }

    /// Signs out.
    pub(crate) async fn sign_out(&self) {
        self.browser.click("header.top form button").await;
        self.browser.find("[name=password]").await;
    }

    /// Begins a draft from nothing, and stands in its designer.
    pub(crate) async fn begin(&self, id: &str, zh: &str, en: &str) {
        self.browser
            .open(&self.stage.at("/studio/drafts/new"))
            .await;
        self.write("[name=title-zh]", zh).await;
        self.write("[name=title-en]", en).await;
        self.write("[name=id]", id).await;
        self.browser.click("[value=empty]").await;
        self.browser.find("#desk #part").await;
    }

    /// Writes in a field, over what it held.
    pub(crate) async fn write(&self, css: &str, text: &str) {
        let field = self.browser.find(css).await;
        let all = format!("{}a{}", Key::Control, Key::Null);
        field.send_keys(&format!("{all}{text}")).await.unwrap();
    }

    /// Changes a field of the designer and leaves it; it is saved by then.
    pub(crate) async fn change(&self, id: &str, text: &str) {
        let before = self.revision().await;
        let css = field(id);
        self.browser.find(&css).await;
        self.bring_into_view(&css).await;
        self.write(&css, text).await;
        let found = self.browser.find(&css).await;
        found.send_keys(&Key::Tab.to_string()).await.unwrap();
        self.saved_after(&before).await;
    }

    /// Chooses in a list of the designer; it is saved by then.
    pub(crate) async fn choose(&self, id: &str, value: &str) {
        let before = self.revision().await;
        self.select(id, value).await;
        self.saved_after(&before).await;
    }

    /// Chooses in a list.
    pub(crate) async fn select(&self, id: &str, value: &str) {
        let css = field(id);
        self.browser.find(&css).await;
        self.bring_into_view(&css).await;
        let list = self.browser.find(&css).await;
        list.select_by_value(value).await.unwrap();
    }

    /// Ticks a box of the designer; it is saved by then.
    pub(crate) async fn tick(&self, id: &str) {
        let before = self.revision().await;
        self.browser.click(&field(id)).await;
        self.saved_after(&before).await;
    }

    /// Presses a button of the designer; what it does is saved by then.
    pub(crate) async fn press(&self, id: &str) {
        let before = self.revision().await;
        self.browser.click(&field(id)).await;
        self.saved_after(&before).await;
    }

    /// Presses a button twice, as who thinks that the first time did nothing.
    pub(crate) async fn press_twice(&self, id: &str) {
        let before = self.revision().await;
        self.browser.press_twice(&field(id)).await;
        self.saved_after(&before).await;
        self.is_at_rest().await;
    }

    /// Writes in a field and in those that follow it, without waiting for anything to be saved.
    pub(crate) async fn write_on(&self, id: &str, texts: &[&str]) {
        let before = self.revision().await;
        let css = field(id);
        self.browser.find(&css).await;
        self.bring_into_view(&css).await;
        self.browser.find(&css).await.click().await.unwrap();
        let all = format!("{}a{}", Key::Control, Key::Null);
        for text in texts {
            let focused = self.browser.client.active_element().await.unwrap();
            focused
                .send_keys(&format!("{all}{text}{}", Key::Tab))
                .await
                .unwrap();
        }
        self.saved_after(&before).await;
        self.is_at_rest().await;
    }

    /// Pastes a text into a field that takes it for a list; it is saved by then.
    pub(crate) async fn paste(&self, id: &str, text: &str) {
        let before = self.revision().await;
        self.browser.find(&field(id)).await;
        let script = "const field = document.getElementById(arguments[0]);\
            const clipboardData = new DataTransfer();\
            clipboardData.setData('text/plain', arguments[1]);\
            field.focus();\
            field.dispatchEvent(new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true}))";
        let arguments = vec![serde_json::json!(id), serde_json::json!(text)];
        let client = &self.browser.client;
        client.execute(script, arguments).await.unwrap();
        self.saved_after(&before).await;
    }

    /// Writes in a field and stays in it; it is saved after a rest.
    pub(crate) async fn write_and_rest(&self, id: &str, text: &str) {
        let before = self.revision().await;
        self.write(&field(id), text).await;
        self.saved_after(&before).await;
    }

    /// Adds a part behind the one on the desk.
    pub(crate) async fn add(&self, sort: &str) {
        self.select("add-sort", sort).await;
        self.press("add").await;
    }

    /// Waits for a revision other than `before`.
    pub(crate) async fn saved_after(&self, before: &str) {
        for _ in 0..100 {
            if self.revision().await != before {
                return;
            }
            pause(100).await;
        }
        panic!(
            "nothing was saved; the page says: {}",
            self.browser.text("main").await
        );
    }

    /// Waits until nothing is being saved any more.
    async fn is_at_rest(&self) {
        let desk = "document.getElementById('desk')";
        self.browser
            .becomes(&format!("{desk}.getAttribute('aria-busy') !== 'true'"))
            .await;
    }

    /// The revision the forms on the page are based on.
    pub(crate) async fn revision(&self) -> String {
        let field = "(document.querySelector('#part [name=based-on]') || {}).value || ''";
        let value = self.browser.value(field).await;
        value.as_str().unwrap().to_owned()
    }

    async fn bring_into_view(&self, css: &str) {
        let script = "document.querySelector(arguments[0]).scrollIntoView({block: 'center', behavior: 'instant'})";
        let css = serde_json::json!(css);
        let client = &self.browser.client;
        client.execute(script, vec![css]).await.unwrap();
    }

    /// What the faults and advice on the page say.
    pub(crate) async fn remarks(&self) -> String {
        self.browser.text("#beside").await
    }

    /// Waits until the frame that is the phone shows these words.
    pub(crate) async fn phone_comes_to_say(&self, words: &str) {
        let words = serde_json::json!(words);
        self.browser
            .becomes(&format!(
                "(main => main && main.textContent.includes({words}))\
                 (document.getElementById('phone').contentDocument.querySelector('main'))"
            ))
            .await;
    }
}

/// The selector of an id, which may hold dots and signs.
fn field(id: &str) -> String {
    format!("[id=\"{id}\"]")
}
