//! By which questions and answers an indicator is measured is changed in the studio, for waves opened later.

use axum::http::StatusCode;
use plan::store::find_plan;
use plan::{Counts, Measure};
use questionnaire::store::Library;
use questionnaire::{ChoiceKind, Code};
use results::store::load_inputs;

use crate::city::{Answer, City};
use crate::margins::open_town;
use crate::plans::{PLAN, agree, upload};
use crate::staff::member;
use accounts::Role;

const TOWN: &str = "example-town";
const SERVICES: &str = "/studio/plans/example-town/measures/sat-services";

/// The measure that waves are opened with now.
async fn current(city: &City) -> Measure {
    let plan = find_plan(&city.db, TOWN).await.unwrap().unwrap();
    plan.indicators[0].measure.clone().unwrap()
}

/// The standing measure as the form sends it, without the fields of some names and with others.
fn services<'a>(without: &[&str], with: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let standing = [
        ("questionnaire", "residents"),
        ("question", "Q2"),
        ("scale", "S5"),
        ("kind-numerator", "satisfied"),
        ("kind-denominator", "satisfied"),
        ("kind-denominator", "neutral"),
        ("kind-denominator", "dissatisfied"),
        ("kind-denominator", "dont_know"),
        ("reason", "与市里的口径一致"),
    ];
    let kept = standing.into_iter();
    let kept = kept.filter(|(name, _)| !without.contains(name));
    kept.chain(with.iter().copied()).collect()
}

fn says(answer: &Answer, words: &[&str]) {
    for said in words {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_measure_is_changed_with_a_reason_and_a_registered_wave_keeps_its_own() {
    let city = City::start().await;
    let wave = open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let registered = city.get("/registration/town").await.body;
    let before = current(&city).await;
    says(
        &manager.get("/studio/plans/example-town").await,
        &[
            "residents · Q2 · 量表 S5：满意、中立、不满意、不了解中的满意",
            "href=\"/studio/plans/example-town/measures/sat-services\"",
        ],
    );
    says(
        &manager.get(SERVICES).await,
        &[
            "怎样衡量",
            "示例镇居民满意度调查 · residents",
            "非常满意 / 比较满意",
        ],
    );

    let typed = services(
        &["kind-denominator"],
        &[
            ("kind-denominator", "satisfied"),
            ("kind-denominator", "neutral"),
            ("kind-denominator", "dissatisfied"),
            ("among", "Q5"),
            ("among-codes", "1、2"),
        ],
    );
    let asked = manager.post(SERVICES, &typed).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    says(
        &asked,
        &[
            "量表 S5：满意、中立、不满意、不了解中的满意”改为",
            "量表 S5：满意、中立、不满意中的满意 · 只算 Q5 选 1 2 的人",
        ],
    );
    assert_eq!(current(&city).await, before, "nothing before it is meant");
    let agreed = agree(&manager, SERVICES, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let after = current(&city).await;
    let Counts::Kinds { denominator, .. } = &after.counts else {
        panic!("{after:?}")
    };
    assert!(!denominator.contains(&ChoiceKind::DontKnow));
    assert_eq!(after.among.unwrap().codes, [Code(1), Code(2)]);

    let log = "SELECT CAST(before AS text) || CAST(after AS text) FROM audit_entry WHERE action = 'change-measure'";
    let log = city.column(log).await.concat();
    for said in ["与市里的口径一致", "dont_know", "among", "sat-services"] {
        assert!(log.contains(said), "{said}: {log}");
    }

    // What the wave is judged by, and what its results are computed from, is as it was.
    assert_eq!(city.get("/registration/town").await.body, registered);
    says(
        &manager.get("/studio/plans/example-town").await,
        &["按较早的版次"],
    );
    city.close_and_open(&wave).await;
    let library = Library::new(city.db.clone());
    let inputs = load_inputs(&city.db, &library, &wave).await.unwrap();
    assert_eq!(inputs.plan.indicators[0].measure, Some(before));
}

#[expect(
    clippy::too_many_lines,
    reason = "a list: what is typed, and what is said of it"
)]
#[tokio::test]
async fn every_fault_of_a_measure_is_told_and_nothing_is_changed() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let before = current(&city).await;
    let unticked = &["kind-numerator", "kind-denominator"][..];
    let by_codes = &["scale", "kind-numerator", "kind-denominator", "question"][..];
    for (without, with, said) in [
        (&[][..], &[][..], &["没有改动任何内容。"][..]),
        (&["reason"], &[("cross-check", "yes")], &["请写明理由。"]),
        (&["question"], &[], &["没有列出题目"]),
        (
            &["question"],
            &[("question", "Q99")],
            &["没有题目 Q99", "value=\"Q99\" checked"],
        ),
        (
            &["questionnaire"],
            &[("questionnaire", "parents")],
            &["没有问卷 parents"],
        ),
        (
            &["question"],
            &[("question", "Q5")],
            &["Q5 从不用量表 S5 提问"],
        ),
        (&["scale"], &[("scale", "S9")], &["没有量表 S9"]),
        (
            unticked,
            &[],
            &["“分子（numerator）”是空的", "“分母（denominator）”是空的"],
        ),
        (
            &[],
            &[("kind-numerator", "refused")],
            &[
                "分子里有 refused，分母里却没有",
                "没有含义为“refused”的选项",
            ],
        ),
        (
            by_codes,
            &[
                ("question", "Q1"),
                ("code-numerator", "2"),
                ("code-denominator", "2"),
                ("code-denominator", "7"),
            ],
            &["Q1 没有选项 7"],
        ),
        (
            by_codes,
            &[
                ("question", "Q3"),
                ("code-numerator", "1"),
                ("code-denominator", "1"),
            ],
            &["Q3 的回答不是一个代码"],
        ),
        (
            &[],
            &[("among", "Q5"), ("among-codes", "女")],
            &["请填选项的代码"],
        ),
        (
            &[],
            &[("among", "Q5"), ("among-codes", "4")],
            &["Q5 没有选项 4"],
        ),
        (&[], &[("bridge", "S5")], &["“分子（numerator）”是空的"]),
        (
            &[],
            &[("crosswise", "Q5"), ("same", "1"), ("prevalence", "0.5")],
            &["0.5"],
        ),
        (
            &[],
            &[("crosswise", "Q5"), ("same", "x"), ("prevalence", "半")],
            &["请填 0 与 1 之间的数"],
        ),
        (
            &[],
            &[("driver", "Q2"), ("driver", "Q5"), ("driver", "Q99")],
            &[
                "Q2 就是衡量这个指标的题目",
                "Q5 不是每个满意程度都有“score”的量表题",
                "没有题目 Q99",
                "name=\"driver\" value=\"Q2\" checked",
            ],
        ),
        (
            &[],
            &[("driver", "Q2")],
            &["“drivers”里有 1 道题。相互比较要写 2 到 8 道"],
        ),
    ] {
        let refused = manager.post(SERVICES, &services(without, with)).await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{said:?}: {}",
            refused.body
        );
        says(&refused, said);
    }
    assert_eq!(current(&city).await, before);
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let barred = analyst.post(SERVICES, &services(&[], &[])).await;
    assert_eq!(barred.status, StatusCode::FORBIDDEN);
    let nowhere = "/studio/plans/example-town/measures/sat-nothing";
    assert_eq!(manager.get(nowhere).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_typed_beside_nothing_chosen_is_not_dropped() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    for beside in [("among-codes", "1 2"), ("bridge-numerator", "satisfied")] {
        let refused = manager.post(SERVICES, &services(&[], &[beside])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        says(&refused, &["却没有选题目或量表"]);
    }
}

/// A person who hears the page tells its two tables of answers apart by their names.
#[tokio::test]
async fn the_tables_of_answers_are_called_differently() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let page = manager.get(SERVICES).await.body;
    for label in ["哪些回答算数", "按国家标准的量表对照"] {
        let named = format!("role=\"region\" aria-label=\"{label}\"");
        assert_eq!(page.matches(&named).count(), 1, "{label}: {page}");
    }
}

#[tokio::test]
async fn a_measure_goes_over_to_codes_by_the_choices_of_its_questions() {
    let city = City::start().await;
    open_town(&city).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let kinds = &["scale", "kind-numerator", "kind-denominator"][..];
    // Without script, a button shows the choices of what was chosen; nothing is asked and nothing kept.
    let look = manager
        .post(SERVICES, &services(kinds, &[("what", "look")]))
        .await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    says(&look, &["98 不了解、说不清", "name=\"code-numerator\""]);
    let typed = services(
        kinds,
        &[
            ("code-numerator", "5"),
            ("code-denominator", "5"),
            ("code-denominator", "4"),
        ],
    );
    let asked = manager.post(SERVICES, &typed).await;
    says(&asked, &["改为“residents · Q2 · 代码 5 4 中的 5”"]);
    let agreed = agree(&manager, SERVICES, &asked.body).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.body);
    let codes = Counts::Codes {
        numerator: vec![Code(5)],
        denominator: vec![Code(5), Code(4)],
    };
    assert_eq!(current(&city).await.counts, codes);
    // The folder as it was would take it back, and says so.
    let back = upload(&manager, PLAN, crate::plans::MARGINS).await;
    says(&back, &["代码 5 4 中的 5”改为“residents · Q2 · 量表 S5"]);
}
