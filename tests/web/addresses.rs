//! Where households live: read from the lists of their communities, printed on letters, and known to nothing else.

use std::fmt::Write as _;

use accounts::Role;
use axum::http::StatusCode;
use fieldwork::store::{FieldCase, erase_answers, list_cases, list_sampled_psus};

use crate::city::{Answer, City, closes_at};
use crate::staff::member;

const PAGE: &str = "/studio/waves/invited/letters/addresses";

async fn cases(city: &City) -> Vec<FieldCase> {
    list_cases(&city.db, city.invited.id, None).await.unwrap()
}

async fn kept(city: &City) -> Vec<String> {
    city.column("SELECT address FROM sample_case WHERE address IS NOT NULL ORDER BY id")
        .await
}

/// The list of all households of the drawn PSUs, as a community has it: with names beside the addresses.
async fn whole_list(city: &City) -> String {
    let mut list = String::from("社区代码,户号,户主姓名,住址\n");
    for psu in list_sampled_psus(&city.db, city.invited.id).await.unwrap() {
        for household in 1..=psu.households {
            let code = &psu.code;
            writeln!(list, "{code},{household},张三,中医街{household}号").unwrap();
        }
    }
    list
}

#[tokio::test]
async fn of_a_whole_list_the_drawn_households_are_kept_and_printed_without_a_name() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let before = manager.get(PAGE).await.body;
    assert!(
        before.contains("16 户抽中的住户里，还有 16 户没有地址"),
        "{before}"
    );
    assert!(before.contains("下一步：上传住户名单"), "{before}");

    let list = whole_list(&city).await;
    let taken = manager
        .upload(PAGE, &[], ("list.csv", list.as_bytes()))
        .await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    let others = list.lines().count() - 1 - 16;
    let others = messages::grouped(&others.to_string());
    for said in [
        "保存了 16 户的地址".to_owned(),
        format!("另外 {others} 户没有抽中"),
        "没有读，也没有保存：户主姓名".to_owned(),
        "抽中的 16 户都有地址".to_owned(),
        "下一步：生成邀请函".to_owned(),
    ] {
        assert!(taken.body.contains(&said), "{said}: {}", taken.body);
    }
    let cases = cases(&city).await;
    let expected = cases
        .iter()
        .map(|case| format!("中医街{}号", case.household));
    assert_eq!(kept(&city).await, expected.collect::<Vec<_>>());
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'keep-addresses'";
    let log = city.column(log).await.concat();
    assert!(log.contains("16") && !log.contains("中医街"), "{log}");

    // A letter, its table and the list of the field team have the address; a page for who only sees waves has not.
    let case = &cases[0];
    let (number, address) = (
        case.number.to_string(),
        format!("中医街{}号", case.household),
    );
    let fresh = [("case", number.as_str())];
    let letter = manager
        .post("/studio/waves/invited/letters/fresh", &fresh)
        .await;
    assert!(
        letter.body.contains(&format!("<p>{address}</p>")),
        "{}",
        letter.body
    );
    assert!(
        !letter.body.contains(&format!("第{}户", case.household)),
        "{}",
        letter.body
    );
    let list = manager.get("/studio/waves/invited/cases.csv").await.body;
    assert!(
        list.contains(&format!(",{},{address},", case.household)),
        "{list}"
    );
    assert!(!list.contains("张三") && !letter.body.contains("张三"));
    let psu = format!("/studio/waves/invited/cases/{}", case.psu);
    assert!(manager.get(&psu).await.body.contains(&address));
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    assert!(!analyst.get(&psu).await.body.contains("中医街"));
    assert!(!analyst.get(PAGE).await.body.contains("name=\"file\""));
}

#[tokio::test]
async fn the_list_of_the_field_team_comes_back_with_its_addresses_filled_in() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let list = manager.get("/studio/waves/invited/cases.csv").await.body;
    let household = format!(",{},,", cases(&city).await[0].household);
    let filled = household.replace(",,", ",中医街甲1号,");
    let filled = list.replacen(&household, &filled, 1);
    let taken = manager
        .upload(PAGE, &[], ("cases.csv", filled.as_bytes()))
        .await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert_eq!(kept(&city).await, ["中医街甲1号"]);
    for said in ["有 15 户没有填地址", "还有 15 户没有地址"] {
        assert!(taken.body.contains(said), "{said}: {}", taken.body);
    }
}

#[tokio::test]
async fn a_list_with_a_fault_is_not_kept_and_every_fault_is_told() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let case = &cases(&city).await[0];
    let (psu, household) = (&case.psu, case.household);
    let list = format!(
        "单元代码,户号,地址\n{psu},{household},甲街1号\nnowhere,1,乙街2号\n{psu},99999999,丙街3号\n{psu},{household},丁街4号\n{psu},1户半,戊街5号\n"
    );
    let refused = manager
        .upload(PAGE, &[], ("list.csv", list.as_bytes()))
        .await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in [
        "有 4 处错误，没有保存任何地址",
        "没有代码为“nowhere”的社区或村",
        "户号 99999999 超出了范围",
        "与第 2 行重复",
        "“1户半”不是户号",
    ] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    let other = format!("单元代码,户号,姓名地址\n{psu},{household},张三 甲街1号\n");
    let refused = manager
        .upload(PAGE, &[], ("list.csv", other.as_bytes()))
        .await;
    assert!(
        refused.body.contains("不能和姓名在一起"),
        "{}",
        refused.body
    );
    let none = manager.upload(PAGE, &[], ("list.csv", b"")).await;
    assert!(none.body.contains("请选择文件"), "{}", none.body);
    assert_eq!(kept(&city).await, [""; 0]);
    let log = "SELECT action FROM audit_entry WHERE action = 'keep-addresses'";
    assert!(city.column(log).await.is_empty());
}

#[tokio::test]
async fn addresses_are_erased_with_the_answers_of_their_wave_and_none_is_taken_after_its_close() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let list = whole_list(&city).await;
    manager
        .upload(PAGE, &[], ("list.csv", list.as_bytes()))
        .await;
    assert_eq!(kept(&city).await.len(), 16);
    city.clock.set(closes_at());
    let manager = member(&city, "later", &[Role::FieldManager]).await;
    assert!(!manager.get(PAGE).await.body.contains("name=\"file\""));
    let closed = manager
        .upload(PAGE, &[], ("list.csv", list.as_bytes()))
        .await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(closed.body.contains("调查已经结束"), "{}", closed.body);
    let txn = db::begin_write(&city.db).await.unwrap();
    let other = erase_answers(&txn, city.open.id, city.clock.now()).await;
    let own = erase_answers(&txn, city.invited.id, city.clock.now()).await;
    txn.commit().await.unwrap();
    assert_eq!((other.unwrap().addresses, own.unwrap().addresses), (0, 16));
    assert!(kept(&city).await.is_empty());
}

#[tokio::test]
async fn columns_that_no_heading_tells_are_assigned_by_hand_and_names_never() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let case = &cases(&city).await[0];
    let (psu, household) = (&case.psu, case.household);
    let list = format!("村组,门牌顺序,家在哪里,姓名\n{psu},{household},甲街1号,张三\n");
    let file = ("list.csv", list.as_bytes());
    let asked = manager.upload(PAGE, &[], file).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    let shown = |page: &str| page.contains("<details open>") && page.contains("column.2");
    assert!(
        shown(&asked.body) && !asked.body.contains("张三"),
        "{}",
        asked.body
    );
    assert_eq!(kept(&city).await, [""; 0]);
    // What the page carries on, the row of the heading with it.
    let carried = |page: &Answer| {
        ["assigned", "headings", "heading"].map(|name| {
            let mark = format!("name=\"{name}\"");
            let value = page.attribute_after(&mark, "value");
            (name, value.replace("&quot;", "\""))
        })
    };

    let words = [("column.0", "unit"), ("column.1", "household")];
    let names = [("column.3", "address")];
    let before = carried(&asked);
    let said = before.iter().map(|(name, value)| (*name, value.as_str()));
    let fields: Vec<_> = said.chain(words).chain(names).collect();
    let refused = manager.upload(PAGE, &fields, file).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for said in ["缺少这几列：地址", "可能是姓名或联系方式，不能读"] {
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
    }
    assert!(!refused.body.contains("张三"), "{}", refused.body);

    let before = carried(&refused);
    let said = before.iter().map(|(name, value)| (*name, value.as_str()));
    let fields: Vec<_> = said.chain(words).chain([("column.2", "address")]).collect();
    let taken = manager.upload(PAGE, &fields, file).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert_eq!(kept(&city).await, ["甲街1号"]);
    for said in ["保存了 1 户的地址", "家在哪里", "没有读，也没有保存：姓名"]
    {
        assert!(taken.body.contains(said), "{said}: {}", taken.body);
    }
    assert!(!taken.body.contains("张三"), "{}", taken.body);

    // What was said holds for the next list with these headings, and for no other one.
    let before = carried(&taken);
    let fields: Vec<_> = (before.iter())
        .map(|(name, value)| (*name, value.as_str()))
        .chain(words)
        .chain([("column.2", "address")])
        .collect();
    let next = list.replace("甲街", "乙街");
    let taken = manager
        .upload(PAGE, &fields, ("next.csv", next.as_bytes()))
        .await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert_eq!(kept(&city).await, ["乙街1号"]);
    let other = format!("地址,户号,社区代码\n丙街1号,{household},{psu}\n");
    let taken = manager
        .upload(PAGE, &fields, ("other.csv", other.as_bytes()))
        .await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.body);
    assert!(taken.body.contains("各列已经重新识别"), "{}", taken.body);
    assert_eq!(kept(&city).await, ["丙街1号"]);
}
