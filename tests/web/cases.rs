//! Cases in the field: found by number, attempts entered one by one and from a list, and what may not be changed.

use accounts::Role;
use axum::http::StatusCode;
use fieldwork::CaseNumber;
use fieldwork::store::{FieldCase, erase_answers, list_cases};

use crate::city::City;
use crate::staff::{Member, member};

const CASES: &str = "/studio/waves/invited/cases";
const ATTEMPTS: &str = "/studio/waves/invited/attempts";
const GOOD: &str = "_variant=0&Q1=1&Q2=5";

async fn cases(city: &City) -> Vec<FieldCase> {
    list_cases(&city.db, city.invited.id, None).await.unwrap()
}

/// Answers with the code of a case: codes are issued in the order of the cases.
async fn answer(city: &City, at: usize) {
    let address = format!("/i/{}", city.codes[at]);
    let form = city.get(&address).await;
    let sent = city.post(&address, &form.cookie(), GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
}

/// Enters what came of a visit on the fifth of September.
async fn enter(
    manager: &Member<'_>,
    case: &FieldCase,
    fields: &[(&str, &str)],
) -> (StatusCode, String) {
    let number = case.number.to_string();
    let mut typed = vec![
        ("case", number.as_str()),
        ("day", "2014-09-05"),
        ("mode", "visit"),
    ];
    typed.extend(fields);
    let answer = manager.post(&format!("{CASES}/{}", case.psu), &typed).await;
    (answer.status, answer.body)
}

async fn dispositions(city: &City) -> Vec<String> {
    city.column("SELECT disposition FROM sample_case WHERE disposition IS NOT NULL ORDER BY id")
        .await
}

#[tokio::test]
async fn a_case_is_found_by_its_number_and_an_attempt_entered_in_two_clicks() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let case = &cases(&city).await[3];
    let found = manager
        .get(&format!("{CASES}?number={}", case.number))
        .await;
    let page = format!("{CASES}/{}", case.psu);
    assert_eq!(found.location(), format!("{page}#case-{}", case.number));
    assert!(manager.get(CASES).await.body.contains(case.psu.as_str()));

    let (status, _) = enter(&manager, case, &[("result", "2.24")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    // A letter that came back is one whatever mode stands in the list.
    let other = &cases(&city).await[4];
    let (status, _) = enter(&manager, other, &[("result", "letter 3.18")]).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(dispositions(&city).await, ["2.24", "3.18"]);
    let shown = manager.get(&page).await;
    assert!(shown.body.contains("2.24 家中无人"), "{}", shown.body);
    assert!(
        shown.body.contains("2014年9月5日 入户 家中无人"),
        "{}",
        shown.body
    );
    let modes = city
        .column("SELECT mode FROM attempt ORDER BY case_id")
        .await;
    assert_eq!(modes, ["visit", "letter"]);
}

#[tokio::test]
async fn a_number_with_a_wrong_digit_finds_nothing() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let right = cases(&city).await[0].number.to_string();
    let (row, check) = right.split_at(right.len() - 1);
    let other = if check == "0" { "1" } else { "0" };
    let wrong = format!("{row}{other}");
    for number in [
        wrong,
        CaseNumber::of_row(987_654).to_string(),
        "x".to_owned(),
    ] {
        let answer = manager.get(&format!("{CASES}?number={number}")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        assert!(answer.body.contains("没有这个案件号"));
    }
}

#[tokio::test]
async fn nothing_is_entered_for_a_case_that_has_returned() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    answer(&city, 0).await;
    let case = &cases(&city).await[0];
    for correction in ["", "yes"] {
        let fields = [
            ("result", "2.11"),
            ("correction", correction),
            ("reason", "x"),
        ];
        let (status, body) = enter(&manager, case, &fields).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    }
    assert!(dispositions(&city).await.is_empty());
    let page = manager.get(&format!("{CASES}/{}", case.psu)).await;
    assert!(page.body.contains("不用再去"));
}

#[tokio::test]
async fn what_contradicts_needs_a_correction_with_a_reason_that_the_log_keeps() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let case = &cases(&city).await[0];
    enter(&manager, case, &[("result", "4.60")]).await;
    let (status, body) = enter(&manager, case, &[("result", "2.11")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(body.contains("4.60 无人居住"), "{body}");
    let silent = [("result", "2.11"), ("correction", "yes"), ("reason", " ")];
    let (status, _) = enter(&manager, case, &silent).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let stated = [
        ("result", "2.11"),
        ("correction", "yes"),
        ("reason", "wrong door"),
    ];
    let (status, _) = enter(&manager, case, &stated).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    assert_eq!(dispositions(&city).await, ["2.11"]);
    let log = "SELECT CAST(after AS TEXT) FROM audit_entry WHERE action = 'record-attempts' ORDER BY id DESC";
    assert!(city.column(log).await[0].contains("wrong door"));
}

#[tokio::test]
async fn the_list_goes_out_and_comes_back_filled_in_once() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    answer(&city, 0).await;
    let list = manager.get("/studio/waves/invited/cases.csv").await;
    assert_eq!(list.status, StatusCode::OK);
    let lines: Vec<&str> = list.body.lines().collect();
    assert_eq!(lines.len(), 1 + city.codes.len());
    assert!(
        lines[0].ends_with("案件号,社区或村代码,社区或村,户序号,地址,状态,日期,方式,结果"),
        "{}",
        lines[0]
    );
    assert!(lines[1].ends_with(",已了结,,,"), "{}", lines[1]);
    let mut filled: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    for (at, result) in [(2, "2014/9/4,入户,2.11"), (3, "2014/9/5,信函,退信")] {
        filled[at] = filled[at].replace(",,,,,", &format!(",,,{result}"));
    }
    let filled = filled.join("\r\n");
    for taken in ["新登记 2 次", "新登记 0 次"] {
        let answer = manager
            .upload(ATTEMPTS, &[], ("list.csv", filled.as_bytes()))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert!(answer.body.contains(taken), "{}", answer.body);
    }
    assert_eq!(dispositions(&city).await, ["2.11", "3.18"]);
    let exported = "SELECT action FROM audit_entry WHERE action = 'export-cases'";
    assert_eq!(city.column(exported).await.len(), 1);
}

#[tokio::test]
async fn a_list_with_faults_names_each_and_is_not_taken_in() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    answer(&city, 0).await;
    let cases = cases(&city).await;
    let number = |at: usize| cases[at].number;
    let list = format!(
        "case,date,mode,result\n{},2014-09-05,visit,2.24\n{},2014-09-05,visit,2.11\n{},2015-01-01,visit,2.11\n{},soon,by foot,2.11\n",
        number(1),
        number(0),
        number(2),
        CaseNumber::of_row(987_654),
    );
    let answer = manager
        .upload(ATTEMPTS, &[], ("list.csv", list.as_bytes()))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "有 4 处错误",
        "第 3 行，结果",
        "第 4 行，日期",
        "第 5 行，日期",
        "第 5 行，方式",
        "什么都没有收",
    ] {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    assert!(dispositions(&city).await.is_empty());
    assert!(city.column("SELECT mode FROM attempt").await.is_empty());
    for (content, said) in [
        (&b"a,b\n"[..], "没有这几列"),
        (b"\0\0", "不是 UTF-8"),
        (b"", "请选择文件"),
    ] {
        let answer = manager.upload(ATTEMPTS, &[], ("list.csv", content)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
}

#[tokio::test]
async fn cases_are_fixed_once_answers_can_be_seen() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    answer(&city, 0).await;
    city.close_and_open(&city.invited).await;
    let case = &cases(&city).await[1];
    let (status, body) = enter(&manager, case, &[("result", "2.11")]).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{body}");
    assert!(dispositions(&city).await.is_empty());
}

#[tokio::test]
async fn attempts_are_erased_with_the_answers_and_what_became_of_cases_stays() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let case = &cases(&city).await[1];
    enter(&manager, case, &[("result", "2.11")]).await;
    let txn = db::begin_write(&city.db).await.unwrap();
    let other = erase_answers(&txn, city.open.id, city.clock.now()).await;
    let own = erase_answers(&txn, city.invited.id, city.clock.now()).await;
    txn.commit().await.unwrap();
    assert_eq!((other.unwrap().attempts, own.unwrap().attempts), (0, 1));
    assert!(city.column("SELECT mode FROM attempt").await.is_empty());
    assert_eq!(dispositions(&city).await, ["2.11"]);
}

#[tokio::test]
async fn an_open_link_has_no_cases() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let answer = manager.get("/studio/waves/open/cases").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let answer = manager.get(&format!("{CASES}/nowhere")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
}
