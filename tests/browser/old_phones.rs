//! The scripts of the form are written in the language that phones of 2017 read (ECMAScript 2017), judged by acorn,
//! a parser that knows which year a construct is from, and use nothing that came into browsers after an iPhone 6.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::form::Form;
use crate::stage::Stage;

const ACORN: &str = include_str!("vendor/acorn.js");

/// What came later than iOS 12, the last system of an iPhone 6: names that must not be called.
const LATER: &[&str] = &[
    "allSettled",
    "any",
    "at",
    "findLast",
    "flat",
    "flatMap",
    "fromEntries",
    "hasOwn",
    "replaceAll",
    "replaceChildren",
    "requestSubmit",
    "structuredClone",
    "trimEnd",
    "trimStart",
    "globalThis",
    "randomUUID",
    "queueMicrotask",
    "BigInt",
    "WeakRef",
    "showModal",
    "ResizeObserver",
    "toSorted",
];

/// Parses what the form loads, as the browser loads it.
pub(crate) async fn read_the_scripts(browser: &Browser, stage: &Stage) {
    Form::open(browser, stage, "/s/residents").await;
    let bundle = browser
        .value("document.querySelector('script[src]').src")
        .await;
    let site = "document.querySelector('script[src]').src";
    browser.open(&stage.at("/")).await;
    let site = browser.value(site).await;
    browser.client.execute(ACORN, Vec::new()).await.unwrap();
    for address in [&bundle, &site, &json!("/worker.js")] {
        let problem = problem_of(browser, address, 2017).await;
        assert_eq!(problem, Value::Null, "{address}");
    }
    let newer = "({...{}})";
    let script = "try { acorn.parse(arguments[0], {ecmaVersion: 2017}); return false } catch (_) { return true }";
    let refused = browser
        .client
        .execute(script, vec![json!(newer)])
        .await
        .unwrap();
    assert_eq!(refused, true, "the parser refuses what is newer");
}

async fn problem_of(browser: &Browser, address: &Value, year: u32) -> Value {
    let script = "const [address, year, later, done] = arguments;\
        fetch(address).then(r => r.text()).then(text => {\
            const found = [];\
            const walk = node => {\
                if (!node || typeof node !== 'object') return;\
                if (node.type === 'CallExpression' || node.type === 'NewExpression') {\
                    const name = node.callee.name || (node.callee.property || {}).name;\
                    if (later.includes(name)) found.push(name);\
                }\
                for (const key of Object.keys(node)) walk(node[key]);\
            };\
            walk(acorn.parse(text, {ecmaVersion: year, sourceType: 'script'}));\
            done(found.length ? found.join() : null);\
        }).catch(error => done(String(error)))";
    let arguments = vec![address.clone(), json!(year), json!(LATER)];
    browser
        .client
        .execute_async(script, arguments)
        .await
        .unwrap()
}
