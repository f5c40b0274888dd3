//! Answers are kept for as long as the notice says, and erased then.

use accounts::Role;
use axum::http::StatusCode;
use chrono::{DateTime, Months, TimeDelta, Utc};
use fieldwork::store::find_wave;
use minyi::cli::erase::erase;
use questionnaire::store::Library;
use results::store::load_inputs;

use crate::city::{City, closes_at};
use crate::results::release_open_wave;
use crate::staff::member;

const PLAN: &str = "harbin-2012-2014";

/// Two years after the results of the city were released.
fn due() -> DateTime<Utc> {
    closes_at().checked_add_months(Months::new(24)).unwrap()
}

async fn kept(city: &City) -> (usize, usize) {
    let responses = city.column("SELECT key FROM response").await;
    let remarks = city.column("SELECT id FROM remark").await;
    (responses.len(), remarks.len())
}

/// Three people answer the open wave, and one writes a remark; its results are released.
async fn field(city: &City) -> String {
    let mut receipt = String::new();
    for remark in ["", "", "&Q5=more+trees"] {
        let form = format!("_variant=0&Q1=1&Q2=5{remark}");
        let sent = city.post("/s/open", "", form).await;
        let (_, code) = sent.location().rsplit_once('=').unwrap();
        code.clone_into(&mut receipt);
    }
    city.close_and_open(&city.open).await;
    release_open_wave(city).await;
    receipt
}

async fn close_the_other(city: &City) {
    city.close_and_open(&city.invited).await;
}

#[tokio::test]
async fn answers_that_are_to_be_kept_cannot_be_erased() {
    let city = City::start().await;
    field(&city).await;
    let refused = async |plan: &str| erase(&city.db, plan, true, &city.clock).await.unwrap_err();
    city.clock.set(due());
    let open = refused(PLAN).await.to_string();
    assert!(open.contains("not closed yet"), "{open}");
    close_the_other(&city).await;
    city.clock.set(due() - TimeDelta::seconds(1));
    let early = refused(PLAN).await.to_string();
    assert!(early.contains("are kept until 2016-10-02"), "{early}");
    let unknown = refused("nowhere").await.to_string();
    assert!(unknown.contains("has no waves"), "{unknown}");
    assert_eq!(kept(&city).await, (3, 1));
}

#[tokio::test]
async fn when_their_time_is_over_answers_go_and_totals_stay() {
    let city = City::start().await;
    let receipt = field(&city).await;
    close_the_other(&city).await;
    let staff = member(&city, "fielder", &[Role::FieldManager, Role::Administrator]).await;
    let page = staff.get("/studio/waves/open?lang=en").await;
    assert!(
        page.body.contains("Kept at least until 2 October 2016"),
        "{}",
        page.body
    );

    city.clock.set(due());
    let staff = member(&city, "later", &[Role::FieldManager, Role::Administrator]).await;
    let page = staff.get("/studio/waves/open?lang=en").await;
    assert!(
        page.body.contains("minyi erase harbin-2012-2014"),
        "{}",
        page.body
    );
    erase(&city.db, PLAN, false, &city.clock).await.unwrap();
    assert_eq!(kept(&city).await, (3, 1));
    erase(&city.db, PLAN, true, &city.clock).await.unwrap();
    assert_eq!(kept(&city).await, (0, 0));

    let page = staff.get("/studio/waves/open?lang=en").await;
    assert!(
        page.body.contains("Erased on 2 October 2016"),
        "{}",
        page.body
    );
    let log = staff.get("/studio/audit?lang=en").await;
    assert!(log.body.contains("Erased answers"), "{}", log.body);
    assert_eq!(city.get("/results/open").await.status, StatusCode::OK);
    let counted = city
        .post("/receipt", "", format!("receipt={receipt}"))
        .await;
    assert!(counted.body.contains("已经计入"));
    let wave = find_wave(&city.db, "open").await.unwrap().unwrap();
    let error = load_inputs(&city.db, &Library::new(city.db.clone()), &wave)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("erased on 2016-10-02"),
        "{error}"
    );
    // A second time there is nothing left to erase.
    erase(&city.db, PLAN, true, &city.clock).await.unwrap();
    assert_eq!(
        city.column("SELECT subject FROM audit_entry WHERE action = 'erase-answers'")
            .await,
        ["wave invited", "wave open"]
    );
}
