//! Two people edit one draft: nobody overwrites anybody, and a change of linked words warns of the series.

use accounts::Role;

use super::desk::{Desk, hire};
use crate::browser::{Browser, Driver};
use crate::stage::Stage;

/// The second to save sees what the first has changed, and chooses.
pub(crate) async fn two_editors_collide(browser: &Browser, stage: &Stage) {
    hire(stage, "first", &[Role::Designer]).await;
    hire(stage, "second", &[Role::Designer]).await;
    let first = Desk::sign_in(browser, stage, "first").await;
    begin_from_residents(&first).await;
    let address = browser.client.current_url().await.unwrap();
    let path = address.path().to_owned();

    let driver = Driver::start();
    let other = driver.open().await;
    let second = Desk::sign_in(&other, stage, "second").await;
    let place = stage.at(&format!("{path}?at=question.R11"));
    browser.open(&place).await;
    other.open(&place).await;
    first
        .change(
            "question.R11@en",
            "How do you rate the integrity of the city government?",
        )
        .await;
    assert!(
        first.remarks().await.contains("中断趋势"),
        "other words break the series: {}",
        first.remarks().await
    );

    second
        .write(
            "[id=\"question.R11.help@en\"]",
            "Keeping promises and the law.",
        )
        .await;
    other.click("#part-name").await;
    let collision = other.find("#collision").await;
    let said = collision.text().await.unwrap();
    assert!(said.contains("first") && said.contains("R11"), "{said}");
    assert!(said.contains("How do you rate"), "theirs: {said}");
    assert!(said.contains("Keeping promises"), "mine: {said}");
    let before = second.revision().await;
    other.click("#keep-mine").await;
    second.saved_after(&before).await;
    other.open(&place).await;
    let both = [
        (
            "question.R11@en",
            "How do you rate the integrity of the city government?",
        ),
        ("question.R11.help@en", "Keeping promises and the law."),
    ];
    for (field, wanted) in both {
        let value = other
            .value(&format!("document.getElementById('{field}').value"))
            .await;
        assert_eq!(value, wanted, "{field}");
    }
    second.press("draft-undo").await;
    let help = other
        .value("document.getElementById('question.R11.help@en').value")
        .await;
    assert_ne!(help, "Keeping promises and the law.");
    changes_of_different_questions_are_joined(&first, &second, &path).await;
    other.close().await;
}

/// Whoever comes second is told what was joined; a page that is out of date says why it undoes nothing.
async fn changes_of_different_questions_are_joined(
    first: &Desk<'_>,
    second: &Desk<'_>,
    path: &str,
) {
    let place = |id: &str| first.stage.at(&format!("{path}?at=question.{id}"));
    first.browser.open(&place("R11")).await;
    second.browser.open(&place("R12")).await;
    first.change("question.R11@en", "Is the city honest?").await;
    second
        .change("question.R12.help@en", "As you see it.")
        .await;
    let told = second.browser.text("#told").await;
    assert!(told.contains("first") && told.contains("R11"), "{told}");
    let address = second.browser.client.current_url().await.unwrap();
    assert_eq!(address.query(), Some("at=question.R12"), "told once");
    let before = first.revision().await;
    first.browser.click("#draft-undo").await;
    let refused = first.browser.find("#told").await.text().await.unwrap();
    assert!(
        refused.contains("second") && refused.contains("R12"),
        "{refused}"
    );
    assert_ne!(first.revision().await, before, "the page is up to date now");
    first.browser.open(&place("R12")).await;
    let css = "[id=\"question.R12.help@en\"]";
    let value = format!("document.querySelector('{css}').value");
    assert_eq!(first.browser.value(&value).await, "As you see it.");
}

/// A draft of the residents' survey, in the designer.
pub(crate) async fn begin_from_residents(desk: &Desk<'_>) {
    let browser = desk.browser;
    browser.open(&desk.stage.at("/studio/drafts/new")).await;
    let script = "const list = document.querySelector('select[name=version]');\
        list.value = [...list.options].find(it => it.text.includes('residents')).value";
    browser.client.execute(script, Vec::new()).await.unwrap();
    browser.click("[value=version]").await;
    browser.find("#desk #part").await;
}
