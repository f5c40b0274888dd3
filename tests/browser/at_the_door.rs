//! An interviewer at the door: her households taken along, a visit recorded and a form filled in without a network, and sent once;
//! no answer is shown to her, and nothing stays on her phone when she signs out.

use accounts::Role;
use accounts::store::find_user_by_name;
use fieldwork::store::{FieldCase, find_wave, list_cases, list_sampled_psus};
use fieldwork::visits::is_visited;

use crate::accessibility::Faults;
use crate::browser::Browser;
use crate::form::{Form, pause};
use crate::stage::Stage;
use crate::studio::{Desk, hire};

const WAVE: &str = "invited";
const INTERVIEWERS: &str = "/studio/waves/invited/interviewers";
const FIELD: &str = "/studio/field";
const REVIEW: &str = "提交前请看一遍";
const WAITING: &str = "已存在这部手机上，还没有提交";

/// Drafts of forms that were handed over and hold an answer.
const ANSWERED_DRAFTS: &str = "Object.keys(localStorage)\
    .filter(key => key.startsWith('minyi:draft:/i/'))\
    .filter(key => Object.keys(JSON.parse(localStorage[key]).typed).length).length";

/// What was taken along.
const CODES: &str =
    "Object.keys((JSON.parse(localStorage['minyi:codes'] || '{}')).codes || {}).length";

/// A day at doors behind which there is no network.
pub(crate) async fn works_without_a_network(browser: &Browser, stage: &Stage) {
    let cases = give_households(browser, stage).await;
    let desk = Desk::sign_in(browser, stage, "visitor").await;
    browser.resize(360, 740).await;
    browser.open(&stage.at(FIELD)).await;
    browser.find("#phone:not([hidden])").await;
    browser.take("field-1-list").await;
    browser.assert_no_sideways_scrolling().await;
    let mut faults = Faults::new(browser, "zh");
    faults.look_at(FIELD).await;
    browser.click(".door details summary").await;
    browser.click(".elsewhere summary").await;
    faults.look_at("everything open").await;
    browser.take("field-2-open").await;
    faults.assert_none();

    read_in_english_and_on(browser, stage, &cases[0]).await;
    browser.click("#phone form button").await;
    browser
        .comes_to_say("#phone form [role=status]", "已经带走")
        .await;
    assert_eq!(browser.value(CODES).await, cases.len());
    browser.becomes("navigator.serviceWorker.controller").await;

    let before = stage.stored_responses(WAVE).await;
    stage.stop().await;
    browser.go_offline().await;
    browser.open(&stage.at(FIELD)).await;
    browser.find("#phone:not([hidden])").await;
    record_nobody_home(browser, &cases[0]).await;
    begin_and_walk_away(browser, stage, &cases[1]).await;
    fill_in(browser, &cases[1]).await;
    browser.take("field-4-waits").await;

    stage.start().await;
    browser.go_online().await;
    browser
        .becomes("!Object.keys(localStorage).some(key => /^minyi:(visit|queue):/.test(key))")
        .await;
    browser
        .becomes(&format!(
            "document.readyState === 'complete' && document.querySelector('#phone:not([hidden])') && !document.getElementById('case-{}')",
            cases[1].number
        ))
        .await;
    pause(500).await;
    assert_eq!(stage.stored_responses(WAVE).await, before + 1);
    let wave = find_wave(&stage.db, WAVE).await.unwrap().unwrap();
    let now = list_cases(&stage.db, wave.id, Some(&cases[0].psu)).await;
    let now = now.unwrap();
    let visited = now.iter().find(|case| case.number == cases[0].number);
    let attempts = &visited.unwrap().attempts;
    assert_eq!(attempts.len(), cases[0].attempts.len() + 1);

    desk.sign_out().await;
    assert_eq!(browser.value(CODES).await, 0);
    assert_eq!(browser.awaited("caches.has('field')").await, false);
    let kept = browser
        .awaited("caches.open('forms').then(forms => forms.keys()).then(kept => kept.length)")
        .await;
    assert_eq!(kept, 0);
}

/// A field manager has somebody visit the PSU with the most households left, each with a table of Kish: these.
async fn give_households(browser: &Browser, stage: &Stage) -> Vec<FieldCase> {
    hire(stage, "visitor", &[Role::Interviewer]).await;
    hire(stage, "sender", &[Role::FieldManager]).await;
    let wave = find_wave(&stage.db, WAVE).await.unwrap().unwrap();
    let mut cases = list_cases(&stage.db, wave.id, None).await.unwrap();
    cases.retain(|case| is_visited(case.state));
    let left = |psu| cases.iter().filter(|case| case.psu == psu).count();
    let psus = list_sampled_psus(&stage.db, wave.id).await.unwrap();
    let most = psus.into_iter().map(|psu| psu.code);
    let most = most.max_by_key(|psu| left(psu.clone())).unwrap();
    let manager = Desk::sign_in(browser, stage, "sender").await;
    browser.open(&stage.at(INTERVIEWERS)).await;
    manager.select("choice", "kish").await;
    browser.click("[value=choice]").await;
    browser
        .becomes("document.querySelector('#choice').value === 'kish'")
        .await;
    browser.click(&format!("input[value='{most}']")).await;
    manager.select("to", &visitor(stage).await).await;
    browser.take("field-0-interviewers").await;
    browser.click("[value=give]").await;
    browser.comes_to_say(".notice.good", "1 个社区或村").await;
    browser.resize(360, 740).await;
    browser.take("field-0-interviewers-phone").await;
    browser.assert_no_sideways_scrolling().await;
    manager.sign_out().await;
    cases.retain(|case| case.psu == most);
    assert!(cases.len() > 1, "{most} has households left");
    cases
}

/// The number of the interviewer, as the form names her.
async fn visitor(stage: &Stage) -> String {
    let user = find_user_by_name(&stage.db, "visitor").await.unwrap();
    user.unwrap().id.to_string()
}

/// Another language keeps what a household has answered, as long as nobody opens the form anew.
async fn read_in_english_and_on(browser: &Browser, stage: &Stage, case: &FieldCase) {
    let door = format!("#case-{}", case.number);
    browser.click(&format!("{door} .hand button")).await;
    browser.find(".js .next").await;
    let form = Form { browser };
    form.answer_until("R02").await;
    // A hand that trembles presses for nothing just after a screen has changed.
    pause(1000).await;
    browser.tap(".top [formaction][lang]").await;
    browser.find("html[lang=en].js").await;
    let asked = browser
        .value("sessionStorage['minyi:rereading'] || ''")
        .await;
    assert_eq!(asked, "", "it holds for one opening");
    form.reaches("R02").await;
    assert_eq!(form.answer_to("R01").await, ["2"]);
    browser.client.refresh().await.unwrap();
    browser.find("html[lang=en].js").await;
    form.reaches("intro").await;
    assert!(form.answer_to("R01").await.is_empty());
    browser.open(&stage.at(FIELD)).await;
    browser.find("#phone:not([hidden])").await;
}

async fn record_nobody_home(browser: &Browser, case: &FieldCase) {
    let door = format!("#case-{}", case.number);
    browser.click(&format!("{door} details summary")).await;
    browser
        .click(&format!("{door} .visit button[value='2.24']"))
        .await;
    browser
        .comes_to_say(&format!("{door} .waits"), "家中无人")
        .await;
    browser
        .comes_to_say("#phone .waiting p", "1 次入户结果")
        .await;
    // What waits survives the phone's going to sleep, and is there once.
    browser.client.refresh().await.unwrap();
    browser
        .comes_to_say("#phone .waiting p", "1 次入户结果")
        .await;
}

/// A household begins and gives the phone back: whoever opens the form again finds a blank one.
async fn begin_and_walk_away(browser: &Browser, stage: &Stage, case: &FieldCase) {
    let door = format!("#case-{}", case.number);
    browser.click(&format!("{door} .hand button")).await;
    browser.find(".js .next").await;
    let form = Form { browser };
    form.answer_until("R03").await;
    browser.take("field-3-form").await;
    let address = browser.client.current_url().await.unwrap();
    browser.client.refresh().await.unwrap();
    browser.find(".js .next").await;
    form.reaches("intro").await;
    assert!(form.answer_to("R01").await.is_empty());
    form.answer_until("R03").await;
    browser.click(".handed a").await;
    browser.find("#phone:not([hidden])").await;
    browser.becomes(&format!("{ANSWERED_DRAFTS} === 0")).await;
    browser.client.back().await.unwrap();
    browser.find(".js .next").await;
    form.reaches("intro").await;
    assert!(form.answer_to("R01").await.is_empty());
    assert!(address.path().starts_with("/i/"));
    browser.open(&stage.at(FIELD)).await;
    browser.find("#phone:not([hidden])").await;
}

/// The household fills its form in; it waits on the phone, without anything of it to be seen.
async fn fill_in(browser: &Browser, case: &FieldCase) {
    let door = format!("#case-{}", case.number);
    browser.click(&format!("{door} .hand button")).await;
    browser.find(".js .next").await;
    let form = Form { browser };
    form.answer_until(REVIEW).await;
    form.go_on().await;
    form.reaches(WAITING).await;
    browser.client.refresh().await.unwrap();
    form.reaches(WAITING).await;
    browser.becomes(&format!("{ANSWERED_DRAFTS} === 0")).await;
    browser.take("field-5-filled").await;
    browser.click(".handed a").await;
    browser
        .comes_to_say("#phone .waiting p", "1 份填好的问卷")
        .await;
    browser
        .comes_to_say(&format!("{door} .waits"), "问卷已填好")
        .await;
}
