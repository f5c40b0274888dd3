//! What the form loads asks of a phone nothing that came after Chromium 56 (January 2017) or iOS 12.5 (the last of an
//! iPhone 6), or does without it where it is missing.
//!
//! Scripts are read by acorn as ECMAScript 2017, styles declaration by declaration, both by `uses.js`; when an engine
//! came to know something is MDN's word (`vendor/compat.tsv`). Syntax, globals and members of what has a name of its own
//! (`Object.fromEntries`, `navigator.clipboard`) are judged exactly. Not seen are:
//!
//! - a later member that has the name of an older one elsewhere: `element.append` behind `form.append`; nor one that
//!   has a name the scripts give their own objects;
//! - names put together while the script runs, options that are not written where they are passed;
//! - what the pages themselves are written with, what is known but has a fault, and what MDN does not list.
//!
//! The whole survey on Chromium 56 and on WebKit (`engines`) sees these, as far as it goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use crate::browser::Browser;

use crate::stage::Stage;

const ACORN: &str = include_str!("../vendor/acorn.js");
const USES: &str = include_str!("uses.js");
const LATER: &str = include_str!("../vendor/compat.tsv");

/// What is later and used all the same, and what becomes of it on a phone that does not know it.
const DONE_WITHOUT: &[(&str, &[&str])] = &[
    (
        "asked for before it is used: what waits is sent by the next page that is open",
        &[
            "member sync",
            "event sync",
            "member tag",
            "global SyncManager",
        ],
    ),
    (
        "passed over: the page may move when a question gets the focus, and is moved to its top next",
        &["option focus preventScroll"],
    ),
    (
        "undefined, so that a deleted letter counts as one deleted backwards",
        &["member inputType"],
    ),
    (
        "colours are those of daylight, and those the phone forces are left to it",
        &[
            "property color-scheme",
            "value color-scheme light",
            "value color-scheme dark",
            "media prefers-color-scheme",
            "media forced-colors",
            "property forced-color-adjust",
            "value forced-color-adjust none",
        ],
    ),
    (
        "nothing moves smoothly",
        &[
            "media prefers-reduced-motion",
            "property scroll-behavior",
            "value scroll-behavior smooth",
        ],
    ),
    (
        "lines break and are underlined as ever, and a weight that cannot be had is that of the text around",
        &[
            "property text-wrap",
            "value text-wrap balance",
            "value text-wrap pretty",
            "property text-underline-offset",
            "value overflow-wrap anywhere",
            "value font-family ui-monospace",
            "value font-weight number",
        ],
    ),
    (
        "choices stand one below the other, their marks not quite in the middle",
        &[
            "value display grid",
            "property grid-template-columns",
            "property grid-column",
            "property gap",
            "property place-content",
            "value place-content center",
            "value justify-content space-between",
        ],
    ),
    (
        "fingers need neither: the ring around what the keyboard is at, and room kept for it above the bar",
        &[
            "selector focus-visible",
            "selector focus-within",
            "property scroll-padding-bottom",
        ],
    ),
    (
        "a phone has neither a pointer nor paper, and the bar of progress of another engine",
        &[
            "property cursor",
            "value cursor pointer",
            "value cursor default",
            "at-rule page",
            "property size",
            "value break-after avoid",
            "value appearance auto",
            "selector -moz-progress-bar",
        ],
    ),
];

/// What a script or a style sheet must not hold, with the key under which it is found.
const FAULTS: &[(&str, &str, &str)] = &[
    ("ofScript", "f(1,)", "syntax trailing comma in a call"),
    (
        "ofScript",
        "function f(a,) {}",
        "syntax trailing comma in a call",
    ),
    (
        "ofScript",
        "new URLSearchParams({ a: 1 })",
        "argument URLSearchParams record",
    ),
    (
        "ofScript",
        "new URLSearchParams([])",
        "argument URLSearchParams sequence",
    ),
    (
        "ofScript",
        "new AbortController()",
        "global AbortController",
    ),
    (
        "ofScript",
        "if (self.queueMicrotask) f()",
        "global queueMicrotask",
    ),
    ("ofScript", "'text'.at(-1)", "member at"),
    (
        "ofScript",
        "const kept = { at: 1 }; list.at(kept.at)",
        "member at",
    ),
    ("ofScript", "list['flat']()", "member flat"),
    (
        "ofScript",
        "Object.fromEntries(list)",
        "static Object.fromEntries",
    ),
    (
        "ofScript",
        "const { clipboard } = navigator",
        "static navigator.clipboard",
    ),
    (
        "ofScript",
        "it.focus({ preventScroll: true })",
        "option focus preventScroll",
    ),
    (
        "ofScript",
        "addEventListener('scrollend', f)",
        "event scrollend",
    ),
    ("ofStyle", "p { inset: 0 }", "property inset"),
    (
        "ofStyle",
        "a {} b { color: red; display: grid }",
        "value display grid",
    ),
    (
        "ofStyle",
        "p { font-weight: 650 }",
        "value font-weight number",
    ),
    (
        "ofStyle",
        "p { width: clamp(1px, 2px, 3px) }",
        "function clamp",
    ),
    (
        "ofStyle",
        "p:focus-visible { color: red }",
        "selector focus-visible",
    ),
    (
        "ofStyle",
        "@layer base { p { color: red } }",
        "at-rule layer",
    ),
    (
        "ofStyle",
        "@media (prefers-contrast: more) { p { color: red } }",
        "media prefers-contrast",
    ),
];

/// Where nothing must be found: a script's own names, and what is old.
const SOUND: &[(&str, &str)] = &[
    (
        "ofScript",
        "const kept = { at: 1, flat: 2 }; f(kept.at, kept.flat)",
    ),
    (
        "ofScript",
        "const at = (list) => list.includes(1); f([1, 2,], { a: 1, }); at([])",
    ),
    (
        "ofScript",
        "async function queueMicrotask() { await new Promise(f) } queueMicrotask()",
    ),
    (
        "ofStyle",
        "p, a:hover::after { font: 700 1rem/1.5 serif; display: flex; content: \"at: clamp(\" }",
    ),
];

/// Reads what the form loads, and the script of the page where a code is typed, as the browser loads them.
pub(crate) async fn know_what_the_form_loads(browser: &Browser, stage: &Stage) {
    browser.open(&stage.at("/")).await;
    let mut scripts = files(browser, "script[src]", "src").await;
    browser.open(&stage.at("/s/residents")).await;
    scripts.append(&mut files(browser, "script[src]", "src").await);
    let styles = files(browser, "link[rel=stylesheet]", "href").await;
    let worker = stage.at("/worker.js");
    let text = text_of(browser, &worker).await;
    scripts.insert(worker, text);
    let mut members: Vec<String> = Vec::new();
    if let Value::Object(words) = browser.value("data.words").await {
        members.extend(words.into_iter().map(|(name, _)| name));
    }
    let reader = Reader::open(browser).await;
    reader.finds_what_is_planted().await;

    for text in scripts.values() {
        members.extend(reader.members_of(text).await);
    }
    let mut found = Vec::new();
    for (file, text) in scripts {
        let text = json!([text, members]);
        found.extend(reader.later_uses(&file, "ofScript", &text).await);
    }
    for (file, text) in styles {
        found.extend(reader.later_uses(&file, "ofStyle", &json!([text])).await);
    }
    let accepted: BTreeSet<&str> = DONE_WITHOUT
        .iter()
        .flat_map(|(_, keys)| *keys)
        .copied()
        .collect();
    let used: BTreeSet<&str> = found.iter().map(|it| it.key.as_str()).collect();
    let faults = found
        .iter()
        .filter(|it| !accepted.contains(it.key.as_str()));
    let faults: Vec<String> = faults.map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let left_over: Vec<_> = accepted.difference(&used).collect();
    assert!(left_over.is_empty(), "no longer used: {left_over:?}");
}

/// What a file uses though it is later.
struct LaterUse {
    key: String,
    /// The versions of Chromium and of iOS that know it first.
    since: &'static str,
    file: String,
    line: u32,
}

impl fmt::Display for LaterUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.replace('\t', " and iOS ");
        let Self {
            key, file, line, ..
        } = self;
        write!(f, "{file}:{line}: {key}, known since Chromium {since}")
    }
}

/// A page with the parser and `uses.js`, and the versions by their keys.
struct Reader<'a> {
    browser: &'a Browser,
    later: BTreeMap<&'static str, &'static str>,
}

impl<'a> Reader<'a> {
    async fn open(browser: &'a Browser) -> Self {
        browser.client.execute(ACORN, Vec::new()).await.unwrap();
        browser.client.execute(USES, Vec::new()).await.unwrap();
        let lines = LATER.lines().filter(|line| !line.starts_with('#'));
        let later = lines.map(|line| line.split_once('\t').unwrap()).collect();
        Self { browser, later }
    }

    /// The names that a script gives members of its own objects.
    async fn members_of(&self, text: &str) -> Vec<String> {
        let members = format!("uses.membersOf({})", json!(text));
        serde_json::from_value(self.browser.value(&members).await).unwrap()
    }

    /// What a text uses that is later; `function` is one of `uses.js`.
    async fn later_uses(&self, file: &str, function: &str, arguments: &Value) -> Vec<LaterUse> {
        let uses = format!("uses.{function}(...{arguments})");
        let uses: Vec<(String, u32)> =
            serde_json::from_value(self.browser.value(&uses).await).unwrap();
        let later = |(key, line): (String, u32)| {
            let since = *self.later.get(key.as_str())?;
            let file = file.to_owned();
            Some(LaterUse {
                key,
                since,
                file,
                line,
            })
        };
        uses.into_iter().filter_map(later).collect()
    }

    async fn keys(&self, function: &str, text: &str) -> Vec<String> {
        let uses = self.later_uses("", function, &json!([text, []])).await;
        uses.into_iter().map(|it| it.key).collect()
    }

    /// Holds the reader itself to what it must find, and to what it must not.
    async fn finds_what_is_planted(&self) {
        for (function, text, fault) in FAULTS {
            let found = self.keys(function, text).await;
            assert!(found.iter().any(|key| key == fault), "{text}: {found:?}");
        }
        for (function, text) in SOUND {
            let found = self.keys(function, text).await;
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        let refused =
            "(() => { try { uses.ofScript('({...{}})', []) } catch (_) { return true } })()";
        assert_eq!(self.browser.value(refused).await, true, "later than 2017");
    }
}

/// The texts that the page at hand loads by such elements, by their addresses.
async fn files(browser: &Browser, css: &str, property: &str) -> BTreeMap<String, String> {
    let addresses = format!("[...document.querySelectorAll('{css}')].map(it => it.{property})");
    let addresses = browser.value(&addresses).await;
    let addresses: Vec<String> = serde_json::from_value(addresses).unwrap();
    let mut texts = BTreeMap::new();
    for address in addresses {
        let text = text_of(browser, &address).await;
        texts.insert(address, text);
    }
    texts
}

async fn text_of(browser: &Browser, file: &str) -> String {
    let script = format!(
        "fetch({}).then(it => it.text()).then(arguments[0])",
        json!(file)
    );
    let text = browser.client.execute_async(&script, Vec::new()).await;
    text.unwrap().as_str().unwrap().to_owned()
}
