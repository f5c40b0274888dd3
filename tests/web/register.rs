//! The register: one person enters, another releases, and nobody sees what is not released.

use axum::http::StatusCode;

use crate::city::{Answer, City};
use crate::staff::{Member, member};
use accounts::Role;

const REGISTER: &str = "/studio/plans/harbin-2012-2014/register";
const ELDERS: &str = "/studio/plans/harbin-2012-2014/register/adm-elder-abuse";
const DECISION: &str = "/studio/plans/harbin-2012-2014/register-decision";

const HEAD: &str = "指标编号,年份,数值,对照数值,是否完成,依据或说明,来源,来源日期,更正理由\n";

async fn enter(member: &Member<'_>, value: &str, reason: &str) -> Answer {
    let fields = [
        ("year", "2013"),
        ("value", value),
        ("source", "市中级人民法院司法统计"),
        ("dated", "2014-01-20"),
        ("reason", reason),
    ];
    member.post(ELDERS, &fields).await
}

/// What waits, as the forms of a page name it.
fn named(page: &str, field: &str) -> Vec<String> {
    let page = scraper::Html::parse_document(page);
    let inputs = scraper::Selector::parse(&format!("input[name={field}]")).unwrap();
    let inputs = page.select(&inputs);
    inputs
        .map(|input| input.attr("value").unwrap().to_owned())
        .collect()
}

async fn decide(member: &Member<'_>, seen: &[String], decision: &str, reason: &str) -> Answer {
    let mut fields: Vec<(&str, &str)> = seen.iter().map(|it| ("seen", it.as_str())).collect();
    fields.extend([("decision", decision), ("reason", reason)]);
    member.post(DECISION, &fields).await
}

async fn released(city: &City) -> Vec<String> {
    city.column("SELECT released_by FROM register_value ORDER BY id")
        .await
}

#[tokio::test]
async fn one_enters_another_releases_and_only_then_everybody_sees_it() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst, Role::Releaser]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let before = city.get("/results").await.body;
    assert!(
        before.contains("台账判断的承诺 59 项：59 项尚无数据"),
        "{before}"
    );

    let entered = enter(&analyst, "1.90", "").await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    let public = city.get("/results").await.body;
    assert!(!public.contains("1.90"), "what waits is nobody's to see");

    // Who entered it finds nothing to tick, and is refused where the form is sent all the same.
    let own = analyst.get(REGISTER).await.body;
    assert!(own.contains("1.90 起/万户"), "{own}");
    assert!(named(&own, "seen").is_empty(), "{own}");
    let page = releaser.get(REGISTER).await.body;
    let seen = named(&page, "seen");
    assert_eq!(seen.len(), 1, "{page}");
    let refused = decide(&analyst, &seen, "release", "").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.body);
    assert!(released(&city).await.is_empty());

    // What was seen was replaced meanwhile: nothing is released unseen.
    enter(&analyst, "1.95", "").await;
    let stale = decide(&releaser, &seen, "release", "").await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    assert!(released(&city).await.is_empty());
    let seen = named(&releaser.get(ELDERS).await.body, "seen");
    let done = decide(&releaser, &seen, "release", "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = decide(&releaser, &seen, "release", "").await;
    assert_eq!(again.status, StatusCode::CONFLICT, "{}", again.body);
    assert_eq!(released(&city).await, ["releaser"]);

    let public = city.get("/results").await.body;
    for said in [
        "1.95 起/万户",
        "市中级人民法院司法统计",
        "2014年1月20日",
        "1 项达到，58 项尚无数据",
    ] {
        assert!(public.contains(said), "{said}: {public}");
    }
    assert!(!public.contains("1.90"), "{public}");
    for action in ["enter-register", "release-register"] {
        let log = format!("SELECT actor FROM audit_entry WHERE action = '{action}'");
        assert!(!city.column(&log).await.is_empty(), "{action}");
    }
}

#[tokio::test]
async fn of_two_releases_at_the_same_moment_one_counts() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let one = member(&city, "one", &[Role::Releaser]).await;
    let other = member(&city, "other", &[Role::Analyst]).await;
    enter(&analyst, "1.90", "").await;
    let seen = named(&one.get(REGISTER).await.body, "seen");
    let (first, second) = tokio::join!(
        decide(&one, &seen, "release", ""),
        decide(&other, &seen, "release", "")
    );
    let mut statuses = [first.status, second.status];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::SEE_OTHER, StatusCode::CONFLICT]);
    assert_eq!(released(&city).await.len(), 1);
}

#[tokio::test]
async fn a_released_value_is_corrected_by_another_with_a_reason_only() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    enter(&analyst, "1.90", "").await;
    let seen = named(&releaser.get(REGISTER).await.body, "seen");
    decide(&releaser, &seen, "release", "").await;
    for (value, said) in [("2.10", "请写明理由"), ("1.90", "与已经公布的相同")] {
        let refused = enter(&analyst, value, "").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let corrected = enter(&analyst, "2.10", "漏计两起").await;
    assert_eq!(
        corrected.status,
        StatusCode::SEE_OTHER,
        "{}",
        corrected.body
    );
    let seen = named(&releaser.get(REGISTER).await.body, "seen");
    decide(&releaser, &seen, "release", "").await;

    let public = city.get("/results").await.body;
    for said in [
        "2.10 起/万户",
        "更正理由：漏计两起",
        "1 项未达到，58 项尚无数据",
    ] {
        assert!(public.contains(said), "{said}: {public}");
    }
    let history = analyst.get(ELDERS).await.body;
    for said in ["1.90 起/万户", "已被更正", "2.10 起/万户"] {
        assert!(history.contains(said), "{said}: {history}");
    }
}

#[tokio::test]
async fn a_value_is_refused_with_a_reason_or_taken_back() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    enter(&analyst, "1.90", "").await;
    let seen = named(&releaser.get(REGISTER).await.body, "seen");
    let silent = decide(&releaser, &seen, "refuse", "").await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    let nothing = decide(&releaser, &[], "release", "").await;
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let foreign = decide(&releaser, &["x".to_owned()], "release", "").await;
    assert_eq!(foreign.status, StatusCode::BAD_REQUEST);
    decide(&releaser, &seen, "refuse", "来源查不到").await;
    let page = analyst.get(REGISTER).await.body;
    assert!(page.contains("来源查不到"), "{page}");
    let waiting = "SELECT indicator FROM register_proposal";
    assert!(city.column(waiting).await.is_empty());

    enter(&analyst, "1.90", "").await;
    let own = named(&analyst.get(ELDERS).await.body, "withdraw");
    let other = member(&city, "other", &[Role::Analyst]).await;
    let theirs = other.post(ELDERS, &[("withdraw", &own[0])]).await;
    assert_eq!(theirs.status, StatusCode::FORBIDDEN);
    assert_eq!(city.column(waiting).await.len(), 1);
    let back = analyst.post(ELDERS, &[("withdraw", &own[0])]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(city.column(waiting).await.is_empty());
    assert!(released(&city).await.is_empty());
}

#[tokio::test]
async fn a_value_that_cannot_be_is_refused_where_it_was_typed() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let refused = enter(&analyst, "1,9", "").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["value=\"1,9\"", "小数点用“.”", "市中级人民法院司法统计"] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    // What a survey judges has no page here.
    let survey = format!("{REGISTER}/sat-gov-integrity");
    assert_eq!(analyst.get(&survey).await.status, StatusCode::NOT_FOUND);
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    assert_eq!(
        enter(&releaser, "1", "").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_file_is_entered_as_a_whole_once_it_was_seen() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let waiting = "SELECT indicator FROM register_proposal ORDER BY indicator";
    let wrong = format!(
        "{HEAD}adm-elder-abuse,2013,1.9,,,,市中级人民法院,2014-01-20,\n\
         adm-culture-share,2013,\"1,2\",,,,市财政局,2014-01-20,\n"
    );
    let refused = analyst
        .upload(REGISTER, &[], ("a.csv", wrong.as_bytes()))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "第 3 行，数值“1,2”：请只写一个数",
        "第 3 行，对照数值“”：没有填写",
        "什么也没有录入",
    ] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let picture = analyst
        .upload(REGISTER, &[], ("a.png", b"\x89PNG\r\n\x1a\n\0\0"))
        .await;
    assert_eq!(picture.status, StatusCode::UNPROCESSABLE_ENTITY);
    let none = analyst.upload_all(REGISTER, &[], &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);

    let sound = format!(
        "{HEAD}adm-elder-abuse,2013,1.9,,,,市中级人民法院,2014-01-20,\n\
         adm-culture-share,2013,1.25,1.2,,,市财政局,2014-01-20,\n\
         adm-six-five-plan,2012,,,是,\"哈办发〔2012〕9号，\n附件二\",市司法局,2012/6/1,\n\
         dir-traffic,,,,,,,,\n"
    );
    let asked = analyst
        .upload(REGISTER, &[], ("a.csv", sound.as_bytes()))
        .await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    for said in [
        "将要录入 3 个数值",
        "1.25 %（全省平均水平：1.2 %）",
        "另有 1 行没有填写",
    ] {
        assert!(asked.body.contains(said), "{said}: {}", asked.body);
    }
    assert!(
        city.column(waiting).await.is_empty(),
        "asking enters nothing"
    );
    let page = scraper::Html::parse_document(&asked.body);
    let carried = scraper::Selector::parse("textarea[name=table]").unwrap();
    let carried: String = page.select(&carried).next().unwrap().text().collect();
    let carried = carried.replace('\n', "\r\n");
    let entered = analyst
        .post(REGISTER, &[("table", &carried), ("sure", "yes")])
        .await;
    assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.body);
    assert_eq!(
        city.column(waiting).await,
        ["adm-culture-share", "adm-elder-abuse", "adm-six-five-plan"]
    );

    // Another person releases all of them at once, and the same file again has nothing new.
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let seen = named(&releaser.get(REGISTER).await.body, "seen");
    assert_eq!(seen.len(), 3);
    let done = decide(&releaser, &seen, "release", "").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let again = analyst
        .upload(REGISTER, &[], ("a.csv", sound.as_bytes()))
        .await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("没有要录入的数值"), "{}", again.body);
    let changed = sound.replace("1.9,", "1.8,");
    let silent = analyst
        .upload(REGISTER, &[], ("a.csv", changed.as_bytes()))
        .await;
    assert!(silent.body.contains("第 2 行，更正理由"), "{}", silent.body);
    assert!(silent.body.contains("请写明理由"), "{}", silent.body);
}

#[tokio::test]
async fn the_template_comes_filled_in_and_goes_back_in() {
    let city = City::start().await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    for language in ["", "?lang=en"] {
        let csv = analyst.get(&format!("{REGISTER}.csv{language}")).await;
        assert_eq!(csv.status, StatusCode::OK);
        assert_eq!(csv.body.lines().count(), 60, "{}", csv.body);
        let back = analyst.upload(REGISTER, &[], ("a.csv", &csv.content)).await;
        assert!(back.body.contains("没有要录入的数值"), "{}", back.body);
        let workbook = analyst.get(&format!("{REGISTER}.xlsx{language}")).await;
        let back = analyst
            .upload(REGISTER, &[], ("a.xlsx", &workbook.content))
            .await;
        assert!(back.body.contains("没有要录入的数值"), "{}", back.body);
    }
}
