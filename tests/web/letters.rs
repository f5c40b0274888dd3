//! The letters of a wave: made and fetched once, reminders by their dates, fresh codes, and nothing of it about answers.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::time::Duration;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use chrono::TimeDelta;
use zip::ZipArchive;

use crate::city::{Answer, City, closes_at};
use crate::staff::{Member, member};
use accounts::Role;
use fieldwork::CaseNumber;

const LETTERS: &str = "/studio/waves/invited/letters";
const FILE: &str = "/studio/waves/invited/letters/file";
const PLAN: &str = "/studio/waves/invited/letters/reminders";
const FRESH: &str = "/studio/waves/invited/letters/fresh";
const GOOD: &str = "_variant=0&Q1=1&Q2=5";

/// A row of the table for the mail house: number, three lines of an address, code, form.
type Row = [String; 6];

/// The letters of a mailing as they are fetched.
struct Fetched {
    rows: Vec<Row>,
    /// The text of the letters by file.
    letters: BTreeMap<String, String>,
}

impl Fetched {
    fn read(answer: &Answer) -> Self {
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        assert_eq!(answer.headers[CONTENT_TYPE], "application/zip");
        assert_eq!(
            answer.headers[CONTENT_DISPOSITION],
            "attachment; filename=\"invited-letters.zip\""
        );
        assert_eq!(answer.headers[CACHE_CONTROL], "no-store");
        let mut zip = ZipArchive::new(Cursor::new(&answer.content)).unwrap();
        let mut files = BTreeMap::new();
        for index in 0..zip.len() {
            let mut file = zip.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let name = file.name().unwrap().into_owned();
            files.insert(name, text);
        }
        let table = files.remove("mail-house.csv").unwrap();
        let table = table.strip_prefix('\u{feff}').unwrap();
        let mut table = csv::Reader::from_reader(table.as_bytes());
        let head: Vec<String> = table.headers().unwrap().iter().map(str::to_owned).collect();
        let told = ["编号", "地址一", "地址二", "地址三", "邀请码", "填写网址"];
        assert_eq!(head, told, "nothing of what anybody answered");
        let row = |row: csv::StringRecord| -> Row {
            let cells: Vec<String> = row.iter().map(str::to_owned).collect();
            cells.try_into().unwrap()
        };
        let rows = table.records().map(|record| row(record.unwrap())).collect();
        Self {
            rows,
            letters: files,
        }
    }

    fn code_of(&self, case: &str) -> &str {
        let row = self.rows.iter().find(|row| row[0] == case).unwrap();
        &row[4]
    }
}

/// Makes a mailing and fetches its letters once they are written.
async fn make(manager: &Member<'_>, mailing: &str) -> Fetched {
    let fields = [("mailing", mailing), ("sure", "yes")];
    let made = manager.post(LETTERS, &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    wait_until_written(manager).await;
    Fetched::read(&manager.post(FILE, &[]).await)
}

async fn wait_until_written(manager: &Member<'_>) {
    for _ in 0..200 {
        let page = manager.get(LETTERS).await.body;
        if page.contains(&format!("action=\"{FILE}\"")) {
            return;
        }
        assert!(page.contains("正在写信"), "{page}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("letters are written in seconds");
}

/// The numbers of the cases, in the order of the codes of the city.
async fn cases(city: &City) -> Vec<String> {
    let sql = "SELECT CAST(sample_case.id AS text) FROM sample_case \
        JOIN drawn_psu ON drawn_psu.id = sample_case.drawn_psu_id ORDER BY drawn_psu.id, sample_case.household";
    let rows = city.column(sql).await.into_iter();
    rows.map(|row| CaseNumber::of_row(row.parse().unwrap()).to_string())
        .collect()
}

async fn status(city: &City, code: &str) -> StatusCode {
    city.get(&format!("/i/{code}")).await.status
}

#[tokio::test]
async fn letters_hold_a_code_for_every_household_and_are_fetched_once() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let wave = manager.get("/studio/waves/invited").await;
    assert!(wave.body.contains(LETTERS), "{}", wave.body);
    let made = make(&manager, "invitation").await;

    let cases = cases(&city).await;
    assert_eq!(made.rows.len(), 16);
    let numbers: Vec<&String> = made.rows.iter().map(|row| &row[0]).collect();
    assert_eq!(numbers, cases.iter().collect::<Vec<_>>());
    let letters = &made.letters["invitation-001.html"];
    assert_eq!(made.letters.len(), 1);
    assert_eq!(letters.matches("class=\"sheet front\"").count(), 16);
    assert_eq!(
        letters.matches("class=\"sheet\"").count(),
        16,
        "their backs"
    );
    for [case, .., code, form] in &made.rows {
        assert!(form.ends_with(&format!("/i/{code}")), "{form}");
        assert_eq!(status(&city, code).await, StatusCode::OK);
        // Once in front and once on the back.
        assert_eq!(letters.matches(&format!(">{code}<")).count(), 2);
        assert!(letters.contains(&format!("编号 {case}（")), "{case}");
    }
    for told in [
        "居民满意度调查",
        "社区",
        "下一个过生日",
        "10月1日前可以填写",
        "Dear residents:",
    ] {
        assert!(letters.contains(told), "{told}: {letters}");
    }
    assert!(!letters.contains("<script") && !letters.contains("src="));
    let again = manager.post(FILE, &[]).await;
    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.body.contains("没有可取的信"), "{}", again.body);
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'make-letters'";
    let log = city.column(log).await.concat();
    assert!(
        log.contains("\"voided\":16") || log.contains("\"voided\": 16"),
        "{log}"
    );
    assert!(made.rows.iter().all(|row| !log.contains(&row[4])), "{log}");
}

#[tokio::test]
async fn making_the_invitation_again_asks_first_and_voids_what_nobody_has_used() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let [used, lost] = [city.codes[0], city.codes[1]].map(|code| code.to_string());
    let sent = city.post(&format!("/i/{used}"), "", GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let unsure = manager.post(LETTERS, &[("mailing", "invitation")]).await;
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unsure.body.contains("会作废15个邀请码"), "{}", unsure.body);
    assert_eq!(
        status(&city, &lost).await,
        StatusCode::OK,
        "nothing was done"
    );

    let made = make(&manager, "invitation").await;
    assert_eq!(made.rows.len(), 15, "who has answered needs no letter");
    let void = city.get(&format!("/i/{lost}")).await;
    assert_eq!(void.status, StatusCode::GONE);
    assert!(
        void.body.contains("这个邀请码已经换成新的"),
        "{}",
        void.body
    );
    assert!(
        void.body.contains("name=\"code\""),
        "the new code is typed here"
    );
    let sent = city.post(&format!("/i/{lost}"), "", GOOD).await;
    assert_eq!(sent.status, StatusCode::GONE);
    assert_eq!(sent.headers["minyi-form"], "refused", "the phone keeps it");
    let page = manager.get(LETTERS).await.body;
    assert!(page.contains("会作废15个邀请码"), "{page}");
}

#[tokio::test]
async fn a_reminder_goes_out_by_its_date_to_those_who_have_not_answered() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let cases = cases(&city).await;
    let asked = manager.get(LETTERS).await.body;
    assert!(asked.contains("下一步：定好催答的日期"), "{asked}");
    for (days, why) in [
        (["2014-10-05", ""], "不在调查期间内"),
        (["2014-09-10", "2014-09-10"], "同一天"),
        (["soon", ""], "日期看不懂"),
    ] {
        let fields = [("day1", days[0]), ("day2", days[1])];
        let refused = manager.post(PLAN, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(why), "{}", refused.body);
    }
    let fields = [("day1", "2014-09-10"), ("day2", "2014-09-20")];
    let planned = manager.post(PLAN, &fields).await;
    assert_eq!(planned.status, StatusCode::SEE_OTHER, "{}", planned.body);
    let page = manager.get(LETTERS).await.body;
    assert!(page.contains("下一步：2014年9月10日生成催答函"), "{page}");
    let logged = "SELECT action FROM audit_entry WHERE action = 'plan-reminders'";
    assert_eq!(city.column(logged).await.len(), 1);

    let answered = city.codes[0].to_string();
    city.post(&format!("/i/{answered}"), "", GOOD).await;
    let first = "SELECT CAST(min(id) AS text) FROM mailing WHERE kind = 'reminder'";
    let first = city.column(first).await.concat();
    city.clock.set(closes_at() - TimeDelta::days(14));
    let manager = member(&city, "later", &[Role::FieldManager]).await;
    let late = manager.get(LETTERS).await.body;
    assert!(
        late.contains("原定2014年9月10日的催答函还没有生成"),
        "{late}"
    );
    let made = make(&manager, &first).await;
    assert_eq!(made.rows.len(), 15);
    assert!(made.letters["reminder-001.html"].contains("原来的也还能用"));

    // Either code can be used, and the household counts once.
    let (old, fresh) = (
        city.codes[1].to_string(),
        made.code_of(&cases[1]).to_owned(),
    );
    assert_eq!(status(&city, &old).await, StatusCode::OK);
    let sent = city.post(&format!("/i/{fresh}"), "", GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let second = city.get(&format!("/i/{old}")).await;
    assert_eq!(second.status, StatusCode::GONE);
    assert!(second.body.contains("您家已经答过了"), "{}", second.body);
    assert_eq!(
        city.post(&format!("/i/{old}"), "", GOOD).await.status,
        StatusCode::GONE
    );
    assert_eq!(city.stored_responses().await, 2);
    let page = manager.get(LETTERS).await.body;
    assert!(page.contains("下一步：2014年9月20日生成催答函"), "{page}");
}

#[tokio::test]
async fn a_lost_code_is_replaced_by_the_number_on_the_letter() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let (cases, lost) = (cases(&city).await, city.codes[2].to_string());
    let printed = manager.post(FRESH, &[("case", &cases[2])]).await;
    assert_eq!(printed.status, StatusCode::OK, "{}", printed.body);
    assert_eq!(printed.body.matches("<section class=\"sheet").count(), 2);
    assert!(
        printed.body.contains("/static/letter."),
        "styles the policy allows"
    );
    let code = printed.body.split("class=\"code\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap();
    assert_eq!(status(&city, code).await, StatusCode::OK);
    assert_eq!(status(&city, &lost).await, StatusCode::GONE);
    city.post(&format!("/i/{code}"), "", GOOD).await;
    for (case, why) in [
        (cases[2].as_str(), "已经答过"),
        ("999999", "没有编号为 999999 的住户"),
        ("<b>", "没有编号为 &lt;b&gt; 的住户"),
    ] {
        let refused = manager.post(FRESH, &[("case", case)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(why), "{}", refused.body);
    }
    let page = manager.get(LETTERS).await.body;
    assert!(page.contains("补发过1个邀请码"), "{page}");
}

#[tokio::test]
async fn finished_letters_are_given_to_their_maker_and_to_nobody_for_long() {
    let city = City::start().await;
    let maker = member(&city, "maker", &[Role::FieldManager]).await;
    let other = member(&city, "other", &[Role::FieldManager]).await;
    let fields = [("mailing", "invitation"), ("sure", "yes")];
    maker.post(LETTERS, &fields).await;
    wait_until_written(&maker).await;
    assert!(other.get(LETTERS).await.body.contains("另一位同事"));
    assert_eq!(other.post(FILE, &[]).await.status, StatusCode::GONE);
    // Nothing is made while letters wait: their codes would be lost unseen.
    other.post(LETTERS, &fields).await;
    let log = "SELECT action FROM audit_entry WHERE action = 'make-letters'";
    assert_eq!(city.column(log).await.len(), 1);
    city.clock.set(city.clock.now() + TimeDelta::minutes(15));
    assert_eq!(maker.post(FILE, &[]).await.status, StatusCode::GONE);
    assert_eq!(make(&other, "invitation").await.rows.len(), 16);
}

#[tokio::test]
async fn whoever_only_sees_waves_makes_no_letters_and_a_closed_wave_sends_none() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let page = analyst.get(LETTERS).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("name=\"mailing\"") && !page.body.contains("name=\"case\""));
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    assert_eq!(
        manager.get("/studio/waves/open/letters").await.status,
        StatusCode::NOT_FOUND,
        "an open link has no letters"
    );
    city.clock.set(closes_at());
    let manager = member(&city, "later", &[Role::FieldManager]).await;
    let closed = manager.get(LETTERS).await.body;
    assert!(closed.contains("调查已经结束，不再发信"), "{closed}");
    assert!(!closed.contains("name=\"mailing\""), "{closed}");
    let fields = [("mailing", "invitation"), ("sure", "yes")];
    let refused = manager.post(LETTERS, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}
