//! Lists of communities and villages: uploaded, mended by hand, confirmed, adopted, taken along.

use accounts::Role;
use axum::http::StatusCode;
use sampling::store::{find_frame, list_frame_drafts, list_frames, to_array};
use sampling::{FrameStatus, FrameStratum, read_strata};

use crate::city::{City, opens_at};
use crate::staff::{Member, member};

const PLAN: &str = "harbin-2012-2014";

const CASES: [(&str, &[u8]); 6] = [
    ("good_gbk.csv", include_bytes!("../frames/good_gbk.csv")),
    (
        "good_utf8_bom.csv",
        include_bytes!("../frames/good_utf8_bom.csv"),
    ),
    (
        "twelve_rows_seven_troubles.csv",
        include_bytes!("../frames/twelve_rows_seven_troubles.csv"),
    ),
    (
        "code_of_2014.csv",
        include_bytes!("../frames/code_of_2014.csv"),
    ),
    (
        "total_row_at_end.csv",
        include_bytes!("../frames/total_row_at_end.csv"),
    ),
    (
        "semicolons_and_title.csv",
        include_bytes!("../frames/semicolons_and_title.csv"),
    ),
];

fn case(name: &str) -> (&'static str, &'static [u8]) {
    CASES.into_iter().find(|(found, _)| *found == name).unwrap()
}

/// A city whose plan has the strata that come with the program.
async fn city() -> City {
    let city = City::start().await;
    let file = include_bytes!("../../surveys/harbin-2012-2014/plan.toml");
    let plan = plan::read("plan.toml", file).plan.unwrap();
    let txn = db::begin_write(&city.db).await.unwrap();
    let none = serde_json::Value::Array(Vec::new());
    plan::store::save_plan(&txn, &plan, to_array(&strata()).unwrap(), none, opens_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();
    city
}

fn strata() -> Vec<FrameStratum> {
    let file = include_bytes!("../../surveys/harbin-2012-2014/frame.csv");
    read_strata("frame.csv", file).unwrap()
}

/// Uploads a list; the address of its draft.
async fn upload(manager: &Member<'_>, file: (&str, &[u8])) -> String {
    let answer = manager
        .upload("/studio/frames", &[("plan", PLAN)], file)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.location().to_owned()
}

/// Says what a list needs to become a frame.
async fn say(manager: &Member<'_>, draft: &str, date: &str) {
    let facts = [
        ("name", "社区名录"),
        ("source", "民政局"),
        ("reference-date", date),
        ("status", "verified"),
        ("tolerance", "10"),
    ];
    let answer = manager.post(draft, &facts).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

/// Adopts a list as its page stands; the answer.
async fn adopt(manager: &Member<'_>, draft: &str, confirmed: &str) -> crate::city::Answer {
    let page = manager.get(draft).await;
    let hash = page.attribute_after("name=\"frame\"", "value").to_owned();
    let fields = [("frame", hash.as_str()), ("confirmed", confirmed)];
    manager.post(&format!("{draft}/adoption"), &fields).await
}

#[tokio::test]
async fn good_lists_of_every_kind_become_frames() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let cases = [
        ("good_gbk.csv", "2012-06-30", "编码 GB 18030"),
        (
            "code_of_2014.csv",
            "2014-06-30",
            "代码 230113 从 2014 年起使用，其中的 4 个单元归入规划里的 230182",
        ),
        (
            "total_row_at_end.csv",
            "2012-06-30",
            "户数是 9,999，各单元相加是 7,728",
        ),
        (
            "semicolons_and_title.csv",
            "2012-06-30",
            "哈尔滨市社区名录（2012年）",
        ),
    ];
    for (number, (name, date, said)) in cases.into_iter().enumerate() {
        let draft = upload(&manager, case(name)).await;
        say(&manager, &draft, date).await;
        let page = manager.get(&draft).await;
        assert!(page.body.contains(said), "{name}: {}", page.body);
        let answer = adopt(&manager, &draft, "").await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains("请先核对下列各处"));
        let answer = adopt(&manager, &draft, "yes").await;
        assert_eq!(
            answer.status,
            StatusCode::SEE_OTHER,
            "{name}: {}",
            answer.body
        );
        let page = manager.get(answer.location()).await;
        assert!(page.body.contains("民政局") && page.body.contains("已核实"));
        assert_eq!(list_frames(&city.db).await.unwrap().len(), number + 1);
        assert_eq!(manager.get(&draft).await.status, StatusCode::NOT_FOUND);
    }
    let frames = list_frames(&city.db).await.unwrap();
    assert!(
        frames
            .iter()
            .all(|it| it.status == FrameStatus::Verified && it.taken_by == "field")
    );
    let log = city
        .column("SELECT action FROM audit_entry ORDER BY id")
        .await;
    let of_frames: Vec<&str> = log
        .iter()
        .map(String::as_str)
        .filter(|it| it.contains("frame"))
        .collect();
    assert_eq!(
        of_frames[..3],
        ["upload-frame", "save-frame-draft", "adopt-frame"]
    );
    let list = manager.get("/studio/frames").await;
    assert!(list.body.contains("可以据此设计样本了"), "{}", list.body);
}

#[tokio::test]
async fn the_same_units_are_the_same_frame_however_they_were_written() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let mut hashes = Vec::new();
    for name in ["good_gbk.csv", "good_utf8_bom.csv"] {
        let draft = upload(&manager, case(name)).await;
        say(&manager, &draft, "2012-06-30").await;
        let answer = adopt(&manager, &draft, "yes").await;
        hashes.push(answer.location().rsplit('/').next().unwrap().to_owned());
    }
    assert_eq!(hashes[0], hashes[1]);
    assert_eq!(list_frames(&city.db).await.unwrap().len(), 1);
    let file = manager
        .get(&format!("/studio/frames/{}/units.csv", hashes[0]))
        .await;
    let draft = upload(&manager, ("back.csv", file.body.as_bytes())).await;
    say(&manager, &draft, "2012-06-30").await;
    let page = manager.get(&draft).await;
    assert_eq!(page.attribute_after("name=\"frame\"", "value"), hashes[0]);
    let frame = find_frame(&city.db, &hashes[0]).await.unwrap().unwrap();
    assert_eq!(frame.units().len(), 30);
}

#[tokio::test]
async fn a_list_with_faults_is_kept_with_all_of_them_and_never_used() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let draft = upload(&manager, case("twelve_rows_seven_troubles.csv")).await;
    let page = manager.get(&draft).await;
    for said in [
        "错误（5 处）",
        "代码 23010400003 与第 4 行重复",
        "规模不能是 0",
        "“约800”不是整数",
        "规划里没有区县“239999”",
        "第 11 行“１２００”读作 1200",
        "第 12 行“1,350”读作 1350",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    for row in [5, 7, 9, 10, 13] {
        assert!(page.body.contains(&format!("第 {row} 行</th>")), "{row}");
    }
    say(&manager, &draft, "2012-06-30").await;
    let answer = manager
        .post(&format!("{draft}/adoption"), &[("confirmed", "yes")])
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(list_frames(&city.db).await.unwrap(), []);
    let list = manager.get("/studio/frames").await;
    assert!(list.body.contains("有 5 处错误"), "{}", list.body);
    let answer = manager.post(&format!("{draft}/discard"), &[]).await;
    assert_eq!(answer.location(), "/studio/frames");
    assert_eq!(list_frame_drafts(&city.db).await.unwrap(), []);
}

#[tokio::test]
async fn a_code_that_came_later_is_refused_for_the_year_before() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let draft = upload(&manager, case("code_of_2014.csv")).await;
    say(&manager, &draft, "2012-06-30").await;
    let page = manager.get(&draft).await;
    assert!(page.body.contains("当时的代码是 230182"), "{}", page.body);
    say(&manager, &draft, "2014-06-30").await;
    assert!(manager.get(&draft).await.body.contains("没有错误"));
}

#[tokio::test]
async fn columns_are_assigned_by_hand_and_the_list_is_read_again() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let list = "甲,乙,丙,丁,戊,己\n1,东社区,230104,城镇,10,100\n2,西村,230104,乡村,20,200\n";
    let draft = upload(&manager, ("list.csv", list.as_bytes())).await;
    assert!(manager.get(&draft).await.body.contains("没有找到标题行"));
    let fields = [
        ("name", "手工"),
        ("source", "民政局"),
        ("reference-date", "2012-06-30"),
        ("heading", "1"),
        ("column.0", "code"),
        ("column.1", "name_zh"),
        ("column.2", "stratum"),
        ("column.3", "urban"),
        ("column.4", "households"),
        ("column.5", "persons"),
    ];
    manager.post(&draft, &fields).await;
    let page = manager.get(&draft).await;
    assert!(
        page.body.contains("读到 2 个单元，在 1 个区县"),
        "{}",
        page.body
    );
    let answer = adopt(&manager, &draft, "yes").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_not_adopted() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let draft = upload(&manager, case("good_gbk.csv")).await;
    say(&manager, &draft, "2012-06-30").await;
    let fields = [("frame", "another"), ("confirmed", "yes")];
    let answer = manager.post(&format!("{draft}/adoption"), &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    assert_eq!(list_frames(&city.db).await.unwrap(), []);
}

#[tokio::test]
async fn what_is_no_list_is_refused_and_a_large_list_is_not() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let fields = [("plan", PLAN)];
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff".as_slice();
    let answer = manager
        .upload("/studio/frames", &fields, ("a.png", picture))
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("不是文本表格"));
    let answer = manager.post("/studio/frames", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let long = "备".repeat(4_000_000);
    let good = String::from_utf8_lossy(case("good_utf8_bom.csv").1);
    let list = format!("{good}\n注：{long}\n");
    assert!(list.len() > 9 << 20);
    upload(&manager, ("large.csv", list.as_bytes())).await;
    let larger = vec![b'1'; 33 << 20];
    let answer = manager
        .upload("/studio/frames", &fields, ("b.csv", &larger))
        .await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("32 MiB"), "{}", answer.body);
}

#[tokio::test]
async fn whoever_may_only_see_waves_sees_frames_and_changes_none() {
    let city = city().await;
    let manager = member(&city, "field", &[Role::FieldManager]).await;
    let draft = upload(&manager, case("good_gbk.csv")).await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let page = analyst.get(&draft).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains("name=\"reference-date\""));
    let answer = analyst.post(&format!("{draft}/discard"), &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(list_frame_drafts(&city.db).await.unwrap().len(), 1);
}
