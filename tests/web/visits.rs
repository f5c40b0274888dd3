//! Interviewers: PSUs are given to them, and at the door they see their own cases, record visits and hand the form over, and no
//! answer.

use accounts::Role;
use axum::http::StatusCode;
use fieldwork::store::{FieldCase, erase_answers, list_assignments, list_cases};
use fieldwork::{AdultChoice, CaseNumber};

use crate::city::City;
use crate::staff::{Member, member};

const PAGE: &str = "/studio/waves/invited/interviewers";
const FIELD: &str = "/studio/field";
const GOOD: &str = "_variant=0&Q1=1&Q2=5";

async fn cases(city: &City) -> Vec<FieldCase> {
    list_cases(&city.db, city.invited.id, None).await.unwrap()
}

/// The number of a user, as forms send it.
async fn user(city: &City, name: &str) -> String {
    let sql = format!("SELECT CAST(id AS TEXT) FROM staff_user WHERE name = '{name}'");
    city.column(&sql).await[0].clone()
}

/// Gives the PSU of a case to somebody.
async fn give(manager: &Member<'_>, case: &FieldCase, to: &str) {
    let typed = [("do", "give"), ("to", to), ("psu", case.psu.as_str())];
    let answer = manager.post(PAGE, &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

async fn visit(somebody: &Member<'_>, case: &FieldCase, result: &str) -> (StatusCode, String) {
    let number = case.number.to_string();
    let typed = [
        ("case", number.as_str()),
        ("day", "2014-09-06"),
        ("result", result),
    ];
    let answer = somebody.post(&format!("{FIELD}/visits"), &typed).await;
    (answer.status, answer.body)
}

/// Hands the form of a case over: its address.
async fn hand_over(somebody: &Member<'_>, case: &FieldCase) -> String {
    let number = case.number.to_string();
    let typed = [("case", number.as_str())];
    let answer = somebody.post(&format!("{FIELD}/form"), &typed).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

/// An interviewer who has the PSU of the first case, and that of nobody else.
async fn at_the_door(city: &City) -> (Member<'_>, Member<'_>, Vec<FieldCase>) {
    let manager = member(city, "manager", &[Role::FieldManager]).await;
    let interviewer = member(city, "wang", &[Role::Interviewer]).await;
    let cases = cases(city).await;
    give(&manager, &cases[0], &user(city, "wang").await).await;
    (manager, interviewer, cases)
}

#[tokio::test]
async fn psus_are_spread_evenly_over_those_who_visit() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let nobody = manager.post(PAGE, &[("do", "spread")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("还没有访问员"), "{}", nobody.body);
    for name in ["wang", "zhao"] {
        member(&city, name, &[Role::Interviewer]).await;
    }
    let spread = manager.post(PAGE, &[("do", "spread")]).await;
    assert_eq!(spread.status, StatusCode::SEE_OTHER, "{}", spread.body);
    let held = "SELECT CAST(COUNT(*) AS TEXT) FROM assignment GROUP BY user_id";
    assert_eq!(city.column(held).await, ["2", "2"]);
    let page = manager.get(spread.location()).await.body;
    assert!(page.contains("已更改 4 个社区或村的分派"), "{page}");
    assert!(page.contains("都分好了"), "{page}");
    let log = "SELECT CAST(after AS TEXT) FROM audit_entry WHERE action = 'assign-visits'";
    let log = city.column(log).await.concat();
    assert!(log.contains("wang") && log.contains("zhao"), "{log}");
}

#[tokio::test]
async fn nothing_is_given_to_who_visits_nobody() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let cases = cases(&city).await;
    let psu = cases[0].psu.as_str();
    let own = user(&city, "manager").await;
    for typed in [
        vec![("do", "give"), ("to", own.as_str()), ("psu", psu)],
        vec![("do", "give"), ("to", "nobody")],
    ] {
        let answer = manager.post(PAGE, &typed).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(
        city.column("SELECT CAST(user_id AS TEXT) FROM assignment")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn an_interviewer_comes_to_her_own_cases_and_to_no_other() {
    let city = City::start().await;
    let (_, wang, cases) = at_the_door(&city).await;
    assert_eq!(wang.get("/studio").await.location(), FIELD);
    let page = wang.get(FIELD).await.body;
    let other = cases.iter().find(|case| case.psu != cases[0].psu).unwrap();
    assert!(page.contains(&format!("id=\"case-{}\"", cases[0].number)));
    assert!(
        !page.contains(&format!("case-{}\"", other.number)),
        "{page}"
    );
    assert!(page.contains("第") && page.contains("社区"), "{page}");

    let (status, _) = visit(&wang, other, "2.24").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let number = other.number.to_string();
    let form = wang
        .post(&format!("{FIELD}/form"), &[("case", number.as_str())])
        .await;
    assert_eq!(form.status, StatusCode::NOT_FOUND);
    for page in [
        "/studio/waves/invited",
        "/studio/waves/invited/cases",
        PAGE,
        "/studio/questionnaires",
    ] {
        assert_eq!(wang.get(page).await.status, StatusCode::FORBIDDEN, "{page}");
    }
    assert!(city.column("SELECT mode FROM attempt").await.is_empty());
}

#[tokio::test]
async fn a_visit_counts_once_however_often_a_phone_sends_it() {
    let city = City::start().await;
    let (_, wang, cases) = at_the_door(&city).await;
    for _ in 0..2 {
        let (status, body) = visit(&wang, &cases[0], "2.24").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    }
    let page = wang.get(FIELD).await.body;
    assert!(page.contains("2014年9月6日 入户 家中无人"), "{page}");
    // A refusal ends the case; sent once more it is no case of somebody else.
    for _ in 0..2 {
        let (status, body) = visit(&wang, &cases[0], "2.11").await;
        assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
    }
    let page = wang.get(FIELD).await.body;
    assert!(!page.contains(&format!("id=\"case-{}\"", cases[0].number)));
    let attempts =
        "SELECT result || ' ' || mode || ' ' || recorded_by FROM attempt ORDER BY result";
    assert_eq!(
        city.column(attempts).await,
        ["2.11 visit wang", "2.24 visit wang"]
    );
    let log = "SELECT actor FROM audit_entry WHERE action = 'record-attempts'";
    assert_eq!(city.column(log).await, ["wang", "wang"]);
}

#[tokio::test]
async fn a_visit_of_tomorrow_is_refused_with_a_word_that_the_phone_believes() {
    let city = City::start().await;
    let (_, wang, cases) = at_the_door(&city).await;
    let number = cases[0].number.to_string();
    let typed = [
        ("case", number.as_str()),
        ("day", "2014-09-08"),
        ("result", "2.24"),
    ];
    let answer = wang.post(&format!("{FIELD}/visits"), &typed).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.headers["minyi-form"], "again");
    assert!(answer.body.contains("id=\"refused\""), "{}", answer.body);
    assert_eq!(wang.get(FIELD).await.headers["minyi-form"], "open");
}

#[tokio::test]
async fn the_form_is_handed_over_comes_back_as_hers_and_shows_her_nothing() {
    let city = City::start().await;
    let (_, wang, cases) = at_the_door(&city).await;
    let address = hand_over(&wang, &cases[0]).await;
    let form = wang.get(&address).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("/static/handed."), "{}", form.body);
    let letter = city.get(&format!("/i/{}", city.codes[1])).await;
    assert!(!letter.body.contains("/static/handed."), "only hers");
    let wrong = city.post(&address, &form.cookie(), "_variant=0&Q1=9").await;
    assert!(wrong.body.contains("/static/handed."), "{}", wrong.body);
    let sent = city.post(&address, &form.cookie(), GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let modes = "SELECT mode FROM invitation WHERE returned";
    assert_eq!(city.column(modes).await, ["interviewer"]);

    let thanks = wang.get(sent.location()).await;
    assert!(thanks.body.contains("把手机还给访问员"), "{}", thanks.body);
    let alone = city.get(sent.location()).await;
    assert!(!alone.body.contains("把手机还给访问员"));
    assert_eq!(wang.get(&address).await.status, StatusCode::GONE);
    let page = wang.get(FIELD).await.body;
    assert!(!page.contains(&format!("id=\"case-{}\"", cases[0].number)));
    let (status, body) = visit(&wang, &cases[0], "2.24").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    let number = cases[0].number.to_string();
    let again = wang
        .post(&format!("{FIELD}/form"), &[("case", number.as_str())])
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn which_household_was_handed_a_form_when_stands_nowhere() {
    let city = City::start().await;
    let (_, wang, cases) = at_the_door(&city).await;
    let address = hand_over(&wang, &cases[0]).await;
    let code = address.rsplit('/').next().unwrap();
    let log = "SELECT CAST(after AS TEXT) FROM audit_entry WHERE action = 'take-codes-along'";
    let log = city.column(log).await;
    assert_eq!(log.len(), 1);
    for said in [code, &cases[0].number.to_string()] {
        assert!(!log[0].contains(said), "{}", log[0]);
    }
}

#[tokio::test]
async fn codes_that_were_taken_along_are_good_until_the_psu_is_taken_back() {
    let city = City::start().await;
    let (manager, wang, cases) = at_the_door(&city).await;
    let own = cases.iter().filter(|case| case.psu == cases[0].psu).count();
    let taken = wang.post(&format!("{FIELD}/codes"), &[]).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert_eq!(taken.body.matches("data-form=\"/i/").count(), own);
    let first = taken.attribute_after("<li", "data-form").to_owned();
    // Taken along again she has fresh ones, and the form that may lie on her phone still counts.
    wang.post(&format!("{FIELD}/codes"), &[]).await;
    let sent = city.post(&first, "", GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);

    let second = hand_over(&wang, &cases[1]).await;
    assert_eq!(cases[1].psu, cases[0].psu);
    give(&manager, &cases[0], "nobody").await;
    assert_eq!(city.get(&second).await.status, StatusCode::GONE);
    let letter = city.get(&format!("/i/{}", city.codes[1])).await;
    assert_eq!(letter.status, StatusCode::OK, "the letter stays good");
    assert!(wang.get(FIELD).await.body.contains("没有分给您的住户"));
    let letters = manager.get("/studio/waves/invited/letters").await.body;
    assert!(letters.contains("访问员带走的码"), "{letters}");
    // The next interviewer's codes are her own.
    let zhao = member(&city, "zhao", &[Role::Interviewer]).await;
    give(&manager, &cases[0], &user(&city, "zhao").await).await;
    let third = hand_over(&zhao, &cases[1]).await;
    assert_eq!(city.get(&third).await.status, StatusCode::OK);
}

#[tokio::test]
async fn who_is_no_interviewer_any_more_has_no_households() {
    let city = City::start().await;
    let (_, wang, cases) = at_the_door(&city).await;
    let address = hand_over(&wang, &cases[0]).await;
    let administrator = member(&city, "administrator", &[Role::Administrator]).await;
    let person = format!("/studio/people/{}", user(&city, "wang").await);
    let changed = administrator.post(&person, &[("role", "analyst")]).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    assert_eq!(city.get(&address).await.status, StatusCode::GONE);
    assert!(
        city.column("SELECT CAST(user_id AS TEXT) FROM assignment")
            .await
            .is_empty()
    );
}

#[tokio::test]
async fn the_manager_says_how_the_adult_is_chosen() {
    let city = City::start().await;
    let (manager, wang, cases) = at_the_door(&city).await;
    let page = wang.get(FIELD).await.body;
    assert!(page.contains("下一个过生日的那一位填写"), "{page}");
    assert!(!page.contains("class=\"adults\""), "{page}");
    for choice in [AdultChoice::Draw, AdultChoice::Kish] {
        let typed = [("do", "choice"), ("choice", choice.as_str())];
        let answer = manager.post(PAGE, &typed).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        let page = wang.get(FIELD).await.body;
        let numbers = choice.numbers(cases[0].number).unwrap();
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        let shown = numbers.join("</strong></td><td><strong>");
        assert!(
            page.contains(&format!("<strong>{shown}</strong>")),
            "{page}"
        );
    }
    let refused = manager
        .post(PAGE, &[("do", "choice"), ("choice", "oldest")])
        .await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let log = "SELECT CAST(after AS TEXT) FROM audit_entry WHERE action = 'assign-visits' ORDER BY id DESC";
    assert!(city.column(log).await[0].contains("kish"));
}

#[tokio::test]
async fn nobody_is_visited_once_the_wave_is_closed() {
    let city = City::start().await;
    let (manager, wang, cases) = at_the_door(&city).await;
    fieldwork::store::close_wave(&city.db, city.invited.id, city.clock.now())
        .await
        .unwrap();
    assert!(wang.get(FIELD).await.body.contains("没有分给您的住户"));
    let number = cases[0].number.to_string();
    let form = wang
        .post(&format!("{FIELD}/form"), &[("case", number.as_str())])
        .await;
    assert_eq!(form.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(form.body.contains("现在不收回答"), "{}", form.body);
    let spread = manager.post(PAGE, &[("do", "spread")]).await;
    assert_eq!(spread.status, StatusCode::UNPROCESSABLE_ENTITY);
    // What she wrote down on the way is taken: a visit of before the close that was sent late.
    let (status, body) = visit(&wang, &cases[0], "2.24").await;
    assert_eq!(status, StatusCode::SEE_OTHER, "{body}");
}

#[tokio::test]
async fn who_visited_whom_is_forgotten_with_the_answers() {
    let city = City::start().await;
    at_the_door(&city).await;
    let txn = db::begin_write(&city.db).await.unwrap();
    let now = city.clock.now();
    for (wave, left) in [(&city.open, 1), (&city.invited, 0)] {
        erase_answers(&txn, wave.id, now).await.unwrap();
        let held = list_assignments(&txn, city.invited.id).await.unwrap();
        assert_eq!(held.len(), left, "{}", wave.slug);
    }
    txn.commit().await.unwrap();
}

#[tokio::test]
async fn a_number_that_no_case_has_leads_nowhere() {
    let city = City::start().await;
    let (_, wang, _) = at_the_door(&city).await;
    let unknown = CaseNumber::of_row(987_654).to_string();
    let typed = [
        ("case", unknown.as_str()),
        ("day", "2014-09-06"),
        ("result", "2.24"),
    ];
    let answer = wang.post(&format!("{FIELD}/visits"), &typed).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let typed = [("case", "12x"), ("day", "2014-09-06"), ("result", "2.24")];
    let answer = wang.post(&format!("{FIELD}/visits"), &typed).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
