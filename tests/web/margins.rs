//! What weights are raked to is changed in the studio, for waves opened later.

use axum::http::StatusCode;
use chrono::TimeDelta;
use fieldwork::store::insert_wave;
use fieldwork::{Mode, Wave};
use import::read_plan;
use import::store::{save_edition, save_versions};
use messages::Locale;
use plan::store::{find_plan, last_edition, save_margins_of, save_plan};
use questionnaire::Language;
use questionnaire::store::{Library, save_version};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::registration::store::register;
use results::store::load_inputs;
use sampling::store::{NewSample, insert_sample, list_margins, save_frame, to_array};
use sampling::{FrameEdition, FrameStatus, Margin, MarginContext, MarginStatus, read_margins};

use crate::city::{Answer, City, closes_at, frame, opens_at, wave};
use crate::plans::{FRAME, MARGINS, PLAN, RESIDENTS, agree};
use crate::staff::{Member, member};
use accounts::Role;

const TOWN: &str = "example-town";
const LIST: &str = "/studio/plans/example-town/margins";
const SEX: &str = "/studio/plans/example-town/margins/sex";

/// The example of a town with its questionnaire approved, and a wave that is open and registered.
pub(crate) async fn open_town(city: &City) -> Wave {
    let files = [
        ("town/plan.toml", PLAN),
        ("town/frame.csv", FRAME),
        ("town/margins.toml", MARGINS),
        ("town/residents.toml", RESIDENTS),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    let folder = read_plan(&files, Locale::Chinese).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(4);
    let sittings = city.sealing.one_sitting(closes_at(), &mut rng).unwrap();
    let txn = db::begin_write(&city.db).await.unwrap();
    save_edition(&txn, &folder, opens_at()).await.unwrap();
    let versions = save_versions(&txn, &folder, opens_at()).await.unwrap();
    let version = versions["residents"].to_string();
    let new = wave("town", TOWN, &version, Mode::Open, sittings);
    let wave = insert_wave(&txn, new).await.unwrap();
    let before = opens_at() - TimeDelta::days(1);
    register(&txn, &wave, before, &mut rng).await.unwrap();
    txn.commit().await.unwrap();
    wave
}

/// The margins that waves are opened with now.
async fn current(city: &City) -> Vec<Margin> {
    let edition = last_edition(&city.db, TOWN).await.unwrap().unwrap();
    list_margins(&city.db, &edition).await.unwrap()
}

fn totals(margins: &[Margin], id: &str) -> Vec<(String, u64)> {
    let margin = margins.iter().find(|margin| margin.id == id);
    margin.map_or_else(Vec::new, |margin| margin.totals().by_category())
}

/// The fields of the margin by sex, with others in place of some.
fn sex<'a>(others: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let standing = [
        ("title-zh", "性别"),
        ("title-en", "Sex"),
        ("status", "verified"),
        ("reference-date", "2025-12-31"),
        ("source-zh", "示例镇户籍登记（虚构）"),
        ("source-en", "Register of Example Town (invented)"),
        ("note-zh", ""),
        ("note-en", ""),
        ("category-0", "1"),
        ("count-0", "5900"),
        ("category-1", "2"),
        ("count-1", "5700"),
        ("category-2", ""),
        ("count-2", ""),
        ("reason", "新的户籍登记"),
    ];
    let fields = standing.into_iter().map(|(name, value)| {
        let other = others.iter().find(|(other, _)| *other == name);
        (name, other.map_or(value, |(_, other)| other))
    });
    fields.collect()
}

fn says(answer: &Answer, words: &[&str]) {
    for said in words {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
}

async fn table(member: &Member<'_>, address: &str, name: &str, content: &[u8]) -> Answer {
    (member.upload(address, &[("what", "table")], (name, content))).await
}

#[tokio::test]
async fn every_margin_is_shown_with_source_status_and_totals() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let page = manager.get("/studio/plans/example-town").await;
    says(
        &page,
        &[
            "查看、修改总体分布",
            "href=\"/studio/plans/example-town/margins\"",
        ],
    );
    let list = manager.get(LIST).await;
    says(
        &list,
        &[
            "区县（层）",
            "示例镇居民满意度调查 · Q5",
            "示例镇户籍登记（虚构）",
            "2025-12-31",
            "已核实",
            "3 类，共 11,600 人",
            "1 东社区",
            "2 女",
            "5,700",
            "href=\"/studio/plans/example-town/margins/Q1\"",
        ],
    );
    // Neither a question of several answers nor one of the margins' own can be added.
    assert!(!list.body.contains("margins/Q3") && !list.body.contains("margins/Q5"));
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let seen = analyst.get(LIST).await;
    says(&seen, &["5,700"]);
    assert!(!seen.body.contains("margins/sex"), "{}", seen.body);
    let barred = analyst.post(SEX, &sex(&[("count-0", "6000")])).await;
    assert_eq!(barred.status, StatusCode::FORBIDDEN);
}

/// Offices name margins as they like.
#[tokio::test]
async fn a_margin_is_found_whatever_signs_its_name_has() {
    let city = City::start().await;
    open_town(&city).await;
    let txn = db::begin_write(&city.db).await.unwrap();
    let edition = last_edition(&txn, TOWN).await.unwrap().unwrap();
    let mut margins = list_margins(&txn, &edition).await.unwrap();
    margins[1].id = "性别/2025?#%2F".to_owned();
    let margins = to_array(&margins).unwrap();
    let saved = save_margins_of(&txn, margins, &edition, opens_at()).await;
    saved.unwrap().unwrap();
    txn.commit().await.unwrap();
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let list = manager.get(LIST).await;
    let link = list
        .body
        .split('"')
        .find(|it| it.starts_with(LIST) && it.contains('%'));
    let page = manager.get(link.unwrap()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", list.body);
    says(&page, &["性别"]);
}

#[tokio::test]
async fn a_margin_is_changed_with_a_reason_and_a_registered_wave_keeps_its_own() {
    let city = City::start().await;
    let wave = open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let registered = city.get("/registration/town").await.body;
    let before = current(&city).await;

    let typed = sex(&[
        ("count-0", "6,000人"),
        ("status", "provisional"),
        ("reference-date", "2026-06-30"),
    ]);
    let asked = manager.post(SEX, &typed).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    says(
        &asked,
        &[
            "性别，1 男：由 5,900 改为 6,000",
            "状态由“已核实”改为“暂定”",
            "基准日期由 2025-12-31 改为 2026-06-30",
        ],
    );
    assert_eq!(current(&city).await, before, "nothing before it is meant");
    let agreed = agree(&manager, SEX, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let after = current(&city).await;
    let expected = [("1".to_owned(), 6_000), ("2".to_owned(), 5_700)];
    assert_eq!(totals(&after, "sex"), expected);
    assert_eq!(after[0], before[0], "the other margin stays");

    let log = "SELECT CAST(before AS text) || CAST(after AS text) FROM audit_entry WHERE action = 'change-margins'";
    let log = city.column(log).await.concat();
    for said in ["新的户籍登记", "5900", "6000", "verified", "provisional"] {
        assert!(log.contains(said), "{said}: {log}");
    }

    // Both pages that a wave is judged by, and what its results are computed from, are as they were.
    assert_eq!(city.get("/registration/town").await.body, registered);
    says(
        &manager.get("/studio/plans/example-town").await,
        &["按较早的版次"],
    );
    city.close_and_open(&wave).await;
    let library = Library::new(city.db.clone());
    let inputs = load_inputs(&city.db, &library, &wave).await.unwrap();
    assert_eq!(inputs.margins, before);
}

#[tokio::test]
async fn every_fault_of_a_margin_is_told_at_its_field_and_nothing_is_changed() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let before = current(&city).await;
    let wrong = sex(&[
        ("title-en", ""),
        ("reference-date", "去年"),
        ("category-1", "1 7"),
        ("count-0", "约六千"),
        ("count-1", "0"),
        ("category-2", "女"),
        ("reason", ""),
    ]);
    let refused = manager.post(SEX, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(
        &refused,
        &[
            "有 9 处需要改正",
            "另一种语言填了，这里也要填。",
            "“去年”不是日期",
            "代码 1 已在前面的类别里",
            "题目没有选项 7",
            "“约六千”不是整数",
            "人数不能是 0",
            "“女”不是代码",
            "请写明理由。",
            "value=\"约六千\"",
        ],
    );
    for (others, said) in [
        (&[][..], "没有改动任何内容。"),
        (
            &[
                ("category-0", ""),
                ("count-0", ""),
                ("category-1", ""),
                ("count-1", ""),
            ],
            "还没有人数。请填写每一类的人数",
        ),
    ] {
        let refused = manager.post(SEX, &sex(others)).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, &[said]);
    }
    let part = "/studio/plans/example-town/margins/part";
    let strata = [
        ("title-zh", "社区、村"),
        ("title-en", "Community or village"),
        ("status", "verified"),
        ("category-0", "1"),
        ("count-0", "5000"),
        ("category-1", "2"),
        ("count-1", ""),
        ("reason", "更正"),
    ];
    let refused = manager.post(part, &strata).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(
        &refused,
        &["有 2 处需要改正", "请填写。", "缺少这几类：3。"],
    );
    assert_eq!(current(&city).await, before);
    let nowhere = manager.get("/studio/plans/example-town/margins/Q3").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn totals_are_read_from_a_table_and_take_effect_once_they_are_meant() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let before = current(&city).await;
    // 性别,人数 / 女,"5,800" / 男,6000 / 合计,11800 in GBK.
    let gbk = b"\xd0\xd4\xb1\xf0,\xc8\xcb\xca\xfd\n\xc5\xae,\"5,800\"\n\xc4\xd0,6000\n\xba\xcf\xbc\xc6,11800\n";
    let read = table(&manager, SEX, "性别.csv", gbk).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    says(
        &read,
        &["读到 2 类的人数", "value=\"6000\"", "value=\"5800\""],
    );
    assert_eq!(
        current(&city).await,
        before,
        "a table only fills in the form"
    );

    let part = "/studio/plans/example-town/margins/part";
    let read = table(
        &manager,
        part,
        "part.csv",
        "name\tpopulation\nWest community\t4200\n东社区\t5300\n3\t2400\n".as_bytes(),
    )
    .await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.body);
    let filled: Vec<&str> = ["5300", "4200", "2400"]
        .into_iter()
        .filter(|count| read.body.contains(&format!("value=\"{count}\"")))
        .collect();
    assert_eq!(filled.len(), 3, "{}", read.body);

    let wrong = "代码,人数\n1,六千\n3,7\n1,8\n";
    let refused = table(&manager, SEX, "sex.csv", wrong.as_bytes()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(
        &refused,
        &[
            "表格有 4 处需要改正",
            "第 2 行",
            "“六千”不是整数",
            "没有类别“3”",
            "与第 2 行重复",
            "缺少这几类：2 女",
        ],
    );
    for (content, said) in [
        (&b""[..], "没有"),
        (b"1,2\n3,4\n", "缺少这几列：代码或类别、人数"),
        (b"\xd0\xcf\x11\xe0", "旧格式的 Excel 文件"),
        (
            "代码,人数\n1,5\n2,6\n合计,12\n".as_bytes(),
            "合计写的是 12，各类相加是 11",
        ),
    ] {
        let refused = table(&manager, SEX, "sex.csv", content).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, &[said]);
    }
}

#[tokio::test]
async fn a_margin_by_a_question_is_added_and_one_is_removed() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let age = "/studio/plans/example-town/margins/Q1";
    let page = manager.get(age).await;
    says(&page, &["新的总体分布", "60岁及以上"]);
    assert!(!page.body.contains("不满18岁"), "{}", page.body);
    let typed = [
        ("title-zh", "年龄"),
        ("title-en", "Age"),
        ("status", "verified"),
        ("source-zh", "户籍登记"),
        ("source-en", "Register"),
        ("category-0", "2、3"),
        ("count-0", "9600"),
        ("reason", "有了年龄数据"),
    ];
    // Who is under 18 ends the interview, and nothing is stored.
    let mut ended = typed;
    ended[5] = ("category-0", "1、2");
    let refused = manager.post(age, &ended).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, &["选了 1 的人不再往下答"]);
    let asked = manager.post(age, &typed).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    says(
        &asked,
        &[
            "新增总体分布：年龄",
            "年龄，2 3 18至59岁 + 60岁及以上：由 无 改为 9,600",
        ],
    );
    let agreed = agree(&manager, age, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let added = current(&city).await;
    assert_eq!(added.len(), 3);
    assert_eq!(totals(&added, "Q1"), [("2 3".to_owned(), 9_600)]);

    let without = manager.post(SEX, &[("what", "remove")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&without, &["请写明理由。"]);
    let removal = [("what", "remove"), ("reason", "不再需要")];
    let asked = manager.post(SEX, &removal).await;
    says(&asked, &["去掉总体分布：性别"]);
    // Meanwhile somebody else changes the age: what was confirmed is not what stands, so it is asked anew.
    let mut other = typed;
    other[6] = ("count-0", "2100");
    let others = manager.post(age, &other).await;
    agree(&manager, age, &others.body).await;
    let again = agree(&manager, SEX, &asked.body).await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.body);
    assert_eq!(current(&city).await.len(), 3);
    let agreed = agree(&manager, SEX, &again.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let left = current(&city).await;
    assert!(totals(&left, "sex").is_empty());
    assert_eq!(totals(&left, "Q1")[0].1, 2_100);
}

#[tokio::test]
async fn a_margin_that_weights_need_cannot_be_taken_away() {
    const PART: &str = "/studio/plans/example-town/margins/part";
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let before = current(&city).await;
    // A margin by stratum could not be added again.
    let removal = [("what", "remove"), ("reason", "不再需要")];
    let page = manager.get(PART).await;
    assert!(!page.body.contains("去掉这一项"), "{}", page.body);
    let refused = manager.post(PART, &removal).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.body);
    assert_eq!(current(&city).await, before);

    let missing = [
        ("title-zh", "社区、村"),
        ("title-en", "Community or village"),
        ("status", "missing"),
        ("reason", "等新的数据"),
    ];
    let asked = manager.post(PART, &missing).await;
    says(&asked, &["各项都改按“性别”的总人数折算"]);
    let agreed = agree(&manager, PART, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let before = current(&city).await;
    for fields in [&removal[..], &sex(&[("status", "missing")])] {
        let refused = manager.post(SEX, fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, &["没有一项总体分布可以用来加权"]);
    }
    assert_eq!(current(&city).await, before);
}

#[tokio::test]
async fn only_what_a_measuring_questionnaire_asks_is_offered() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let other = RESIDENTS
        .replacen("\"residents\"", "\"visitors\"", 1)
        .replace("Q1", "V1");
    let questionnaire = format::read("visitors.toml", other.as_bytes());
    let questionnaire = questionnaire.questionnaire.unwrap();
    let txn = db::begin_write(&city.db).await.unwrap();
    save_version(&txn, Some(TOWN), &questionnaire, opens_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();
    let list = manager.get(LIST).await.body;
    assert!(list.contains("margins/Q1"), "{list}");
    assert!(!list.contains("margins/V1"), "{list}");
    let nowhere = manager.get(&format!("{LIST}/V1")).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_long_note_of_several_lines_is_kept_whole() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let note = format!("第一行\n{}", "二".repeat(600));
    let sent = note.replace('\n', "\r\n");
    let typed = sex(&[("note-zh", &sent), ("note-en", "A note")]);
    let asked = manager.post(SEX, &typed).await;
    let agreed = agree(&manager, SEX, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let kept = current(&city).await;
    assert_eq!(kept[1].note.get(&Language::new("zh")), note);
    let unchanged = manager.post(SEX, &typed).await;
    says(
        &unchanged,
        &["没有改动任何内容", "<textarea name=\"note-zh\""],
    );
    let long = "长".repeat(2_001);
    let refused = manager.post(SEX, &sex(&[("source-zh", &long)])).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, &["有 2,001 个字，最多可写 2,000 个", &long]);
}

/// Without it weights could not be computed, and the wave not be released.
#[tokio::test]
async fn a_wave_with_a_sample_is_opened_only_with_a_version_that_asks_what_margins_classify_by() {
    let city = City::start().await;
    let (frame, id) = (frame(), city.open.plan.clone());
    let plan = find_plan(&city.db, &id).await.unwrap().unwrap();
    let by_another = MARGINS.replace("\"Q5\"", "\"Z9\"");
    let context = MarginContext::default();
    let mut margins = read_margins("margins.toml", by_another.as_bytes(), context).unwrap();
    margins.retain(|margin| margin.id == "sex");
    let txn = db::begin_write(&city.db).await.unwrap();
    let strata = to_array(frame.strata()).unwrap();
    let kept = to_array(&margins).unwrap();
    let edition = save_plan(&txn, &plan, strata, kept, opens_at());
    let edition = edition.await.unwrap();
    let taken = FrameEdition {
        hash: frame.hash(),
        plan: id.clone(),
        edition: edition.clone(),
        name: "社区名录".to_owned(),
        source: "民政局".to_owned(),
        reference_date: "2014-06-30".parse().unwrap(),
        status: FrameStatus::Verified,
        taken_by: "field".to_owned(),
        taken_at: opens_at(),
    };
    save_frame(&txn, &frame, &taken).await.unwrap();
    let design = serde_json::json!({
        "plan": { "households": 32, "per_psu": 4, "allocation": "equal", "seed": 5, "shift": 0.0 },
        "assumptions": { "rate": 0.8, "response_rate": 0.5, "intraclass_correlation": 0.05,
            "weighting_design_effect": 1.2, "cost_per_letter": 3.0, "cost_per_psu": 100.0 },
    });
    let drawn = NewSample {
        plan: id.clone(),
        frame_hash: frame.hash(),
        name: "样本".to_owned(),
        design: serde_json::from_value(design).unwrap(),
        drawn_by: "field".to_owned(),
        drawn_at: opens_at(),
    };
    let sample = insert_sample(&txn, drawn).await.unwrap().0.to_string();
    txn.commit().await.unwrap();

    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let fields = [
        ("sample", sample.as_str()),
        ("version", city.open.version.as_str()),
        ("plan", id.as_str()),
        ("title-zh", "居民满意度调查"),
        ("slug", "weighted"),
        ("opens", "2014-09-10T08:00"),
        ("closes", "2014-09-20T08:00"),
        ("contact-zh", "市统计局 5550101"),
    ];
    let refused = manager.post("/studio/waves", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    says(&refused, &["按这份问卷没有问的题目划分"]);
    // Margins that are missing are used by nobody.
    margins[0].status = MarginStatus::Missing;
    let txn = db::begin_write(&city.db).await.unwrap();
    let kept = to_array(&margins).unwrap();
    let saved = save_margins_of(&txn, kept, &edition, opens_at()).await;
    saved.unwrap().unwrap();
    txn.commit().await.unwrap();
    let opened = manager.post("/studio/waves", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
}
