//! What officials read: their own part of the city and nothing else, and nothing of it is public before its moment.

use accounts::{Role, Scope};
use axum::http::{Method, StatusCode};
use chrono::{DateTime, TimeDelta, Utc};
use fieldwork::Mode;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use results::Release;
use results::store::insert_release;
use serde_json::{Value, json};
use web::routes::{Access, routes};

use crate::city::{City, closes_at, opens_at};
use crate::staff::{Member, member, sign_in};

/// The rates of the release, each as no other page would show it: of the city, and of its two districts.
const CITY: &str = "61.7%";
const OWN: &str = "57.3%";
const OTHER: &str = "66.2%";
/// A body that answers for one of the two figures.
const BODY: &str = "市统计局";

fn released_at() -> DateTime<Utc> {
    closes_at() + TimeDelta::days(10)
}

fn public_from() -> DateTime<Utc> {
    released_at() + TimeDelta::days(3)
}

fn figure(value: f64) -> Value {
    json!({
        "value": value, "interval": [value - 0.03, value + 0.03], "standard_error": 0.015, "respondents": 400,
        "effective_sample_size": 300.0, "design_effect": 1.3, "degrees_of_freedom": 60,
    })
}

fn indicator(id: &str, department: &str) -> Value {
    let district = |code: &str, name: &str, value: f64| json!({ "code": code, "name": { "zh": name }, "figure": figure(value) });
    json!({
        "indicator": id, "kind": "satisfaction", "name": { "zh": "市民对政府诚信满意度" },
        "short": { "zh": "政府诚信" }, "quote": "满意度达90%以上", "section": "四(三)1", "department": department,
        "target": { "comparator": ">=", "value": 90.0, "unit": "%" },
        "questions": [], "numerator": [], "denominator": [], "rate": figure(0.617),
        "judgement": { "threshold": { "verdict": "not_met", "last": true } },
        "change": null, "since_baseline": null, "parts": [], "item_nonresponse": 0.02, "sensitivity": [],
        "districts": [district("230102", "道里区", 0.573), district("230103", "南岗区", 0.662)],
        "history": [], "distribution": [],
    })
}

/// Releases the wave by invitation, for officials three days before everybody.
async fn release_early(city: &City) {
    let wave = &city.invited;
    let method = json!({
        "strata": 2, "psus": 4, "merged_psus": 0, "invitations": 16, "outcomes": outcomes(), "response_rates": rates(),
        "weighting": [], "margins": [], "adults_imputed": 0, "effective_sample_size": 300.0, "coaching": null,
        "quality_concerns": [], "draw": "",
    });
    let results = json!({ "probability": { "method": method, "indicators": [
        indicator("sat-gov-integrity", "市政务服务局、市统计局"),
        indicator("sat-safety", "市公安局"),
    ] } });
    let mut release = Release {
        wave: wave.slug.clone(),
        title: wave.title.clone(),
        year: 2014,
        city: [("zh", "哈尔滨市")].into(),
        mode: Mode::Probability,
        fielded: (opens_at(), closes_at()),
        released_at: released_at(),
        public_from: None,
        header: None,
        simulated: true,
        questionnaire: wave.version.clone(),
        respondents: 400,
        results: serde_json::from_value(results).unwrap(),
        registration: None,
        corrections: Vec::new(),
        survey: None,
        amendment: None,
    };
    release.release_at(released_at(), released_at() + TimeDelta::days(3));
    let txn = db::begin_write(&city.db).await.unwrap();
    insert_release(&txn, wave.id, &release, released_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();
    city.clock.set(released_at() + TimeDelta::hours(1));
}

fn outcomes() -> Value {
    serde_json::to_value(fieldwork::disposition::OutcomeCounts::default()).unwrap()
}

fn rates() -> Value {
    serde_json::to_value(fieldwork::disposition::ResponseRates::default()).unwrap()
}

fn district(code: &str) -> Role {
    Role::Official(Scope::District(code.to_owned()))
}

fn department(name: &str) -> Role {
    Role::Official(Scope::Department(name.to_owned()))
}

fn encoded(part: &str) -> String {
    utf8_percent_encode(part, NON_ALPHANUMERIC).to_string()
}

fn own_page(scope: &str) -> String {
    format!("/studio/results/invited/{}", encoded(scope))
}

/// Every address of a page, its variable parts filled with what there is: the release, its figures and its places.
fn addresses(access: impl Fn(Access) -> bool) -> Vec<String> {
    let rows = routes().into_iter();
    let rows = rows.filter(|route| route.method == Method::GET && access(route.access));
    let known = [
        ("{wave}", "invited".to_owned()),
        ("{indicator}", "sat-gov-integrity".to_owned()),
        ("{district}", "230103".to_owned()),
        ("{department}", encoded(BODY)),
        ("{scope}", encoded("district:230103")),
        ("{plan}", "harbin-2012-2014".to_owned()),
    ];
    let filled = rows.map(|route| {
        let mut path = route.path.to_owned();
        for (part, filled) in &known {
            path = path.replace(part, filled);
        }
        // Whatever else varies leads nowhere, or to the first.
        while let Some((before, (_, after))) = path
            .split_once('{')
            .and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            path = format!("{before}1{after}");
        }
        path
    });
    filled.collect()
}

/// Whether something tells a figure of the release.
fn tells(body: &str) -> bool {
    [CITY, OWN, OTHER, "0.617", "0.573", "0.662"]
        .iter()
        .any(|figure| body.contains(figure))
}

async fn early_readings(city: &City) -> usize {
    let sql = "SELECT subject FROM audit_entry WHERE action = 'see-early'";
    city.column(sql).await.len()
}

#[tokio::test]
async fn nothing_is_public_before_its_moment() {
    let city = City::start().await;
    release_early(&city).await;
    let public = addresses(|access| access == Access::Public);
    assert!(
        public.contains(&"/results/invited/districts/230103".to_owned()),
        "{public:?}"
    );
    for address in &public {
        let answer = city.get(address).await;
        assert!(!tells(&answer.body), "{address}: {}", answer.body);
    }
    let list = city.get("/results").await.body;
    assert!(!list.contains("href=\"/results/invited\""), "{list}");
    assert!(
        list.contains("尚未公布结果的调查"),
        "the wave is listed as one without results: {list}"
    );

    city.clock.set(public_from() - TimeDelta::seconds(1));
    assert_eq!(
        city.get("/results/invited").await.status,
        StatusCode::NOT_FOUND
    );
    city.clock.set(public_from());
    for page in [
        "/results/invited".to_owned(),
        "/results/invited/sat-gov-integrity".to_owned(),
        "/results/invited/districts/230103".to_owned(),
        format!("/results/invited/departments/{}", encoded(BODY)),
    ] {
        let answer = city.get(&page).await;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        assert!(tells(&answer.body), "{page}: {}", answer.body);
    }
    let page = city.get("/results/invited").await.body;
    assert!(
        page.contains("10月15日公布"),
        "the day on which it became public: {page}"
    );
    assert!(page.contains("相应的负责人自2014年10月12日起"), "{page}");
    let list = city.get("/results").await.body;
    assert!(list.contains("href=\"/results/invited\""), "{list}");
}

#[tokio::test]
async fn an_official_lands_on_their_own_part_and_every_early_reading_is_logged() {
    let city = City::start().await;
    release_early(&city).await;
    let official = member(&city, "daoli", &[district("230102")]).await;
    let door = official.get("/studio").await;
    assert_eq!(door.location(), "/studio/results");
    let landing = official.get("/studio/results").await;
    assert_eq!(
        landing.location(),
        own_page("district:230102").replace("%2E", ".")
    );
    let page = official.get(landing.location()).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    for said in [
        OWN,
        "全市 <b>61.7%</b>",
        "前不公开",
        "每次阅读都写入操作记录",
        "<h1>道里区：两项中，两项低于全市</h1>",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    assert!(
        !page.body.contains(OTHER),
        "another district: {}",
        page.body
    );
    assert!(
        !page.body.contains("href=\"/results/invited"),
        "no page of it is public yet: {}",
        page.body
    );
    official.get(landing.location()).await;
    assert_eq!(early_readings(&city).await, 2, "every reading");
    let logged = city
        .column("SELECT CAST(after AS text) FROM audit_entry WHERE action = 'see-early'")
        .await;
    assert!(logged[0].contains("district:230102"), "{logged:?}");

    city.clock.set(public_from());
    let official = sign_in(&city, "daoli").await;
    let page = official.get(landing.location()).await;
    assert!(
        page.body
            .contains("href=\"/results/invited/districts/230103\""),
        "{}",
        page.body
    );
    assert!(!page.body.contains("不公开"), "{}", page.body);
    assert_eq!(
        early_readings(&city).await,
        2,
        "what is public is read unseen"
    );
}

/// Whatever an official asks for: what everybody gets, or their own page.
async fn sees_nothing_but(city: &City, official: &Member<'_>, own: &str) {
    for address in addresses(|_| true) {
        let answer = official.get(&address).await;
        assert!(
            !tells(&answer.body) || address == own,
            "{address}: {}",
            answer.body
        );
    }
    for address in addresses(|access| access == Access::Public) {
        if address.starts_with("/studio/login") {
            continue; // Whoever is signed in goes on.
        }
        let (theirs, anybodys) = (official.get(&address).await, city.get(&address).await);
        assert_eq!(theirs.status, anybodys.status, "{address}");
    }
}

#[tokio::test]
async fn an_official_of_one_part_sees_nothing_of_another_before_the_public() {
    let city = City::start().await;
    release_early(&city).await;
    let daoli = member(&city, "daoli", &[district("230102")]).await;
    sees_nothing_but(&city, &daoli, "").await;
    let clerk = member(&city, "statistics", &[department(BODY)]).await;
    sees_nothing_but(&city, &clerk, "").await;
    let elsewhere = member(
        &city,
        "elsewhere",
        &[district("230199"), department("市教育局")],
    )
    .await;
    sees_nothing_but(&city, &elsewhere, "").await;
    let before = early_readings(&city).await;
    for (official, scope) in [
        (&daoli, "district:230103"),
        (&daoli, "city"),
        (&daoli, "department:市统计局"),
        (&clerk, "district:230102"),
        (&clerk, "department:市公安局"),
    ] {
        let answer = official.get(&own_page(scope)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{scope}");
    }
    for scope in ["district:", "mayor", "official:city"] {
        let answer = daoli.get(&own_page(scope)).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{scope}");
    }
    assert_eq!(early_readings(&city).await, before);
    let own = elsewhere.get("/studio/results").await;
    assert_eq!(own.status, StatusCode::OK);
    assert_eq!(
        own.body.matches("还没有公布过结果").count(),
        2,
        "{}",
        own.body
    );

    let own = clerk.get(&own_page("department:市统计局")).await;
    assert!(
        own.body.contains("<h1>市统计局：一项满意度目标未达到</h1>"),
        "{}",
        own.body
    );
    assert!(
        !own.body.contains("id=\"sat-safety\"") && !own.body.contains(OTHER),
        "{}",
        own.body
    );
    let mayor = member(&city, "mayor", &[Role::Official(Scope::City)]).await;
    let all = mayor.get(&own_page("city")).await;
    assert!(
        all.body.contains("id=\"sat-safety\"") && all.body.contains(OTHER),
        "{}",
        all.body
    );
    assert_eq!(early_readings(&city).await, before + 2);
}

#[tokio::test]
async fn who_computes_results_sees_them_as_before_and_is_told_from_when_they_are_public() {
    let city = City::start().await;
    release_early(&city).await;
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    for (staff, may) in [(&analyst, true), (&manager, false)] {
        let wave = staff.get("/studio/waves/invited").await.body;
        assert!(
            wave.contains("2014年10月15日 00:00起向所有人公开"),
            "{wave}"
        );
        assert!(!tells(&wave), "{wave}");
        assert_eq!(
            wave.contains("/studio/waves/invited/release"),
            may,
            "{wave}"
        );
    }
    let preview = analyst.get("/studio/waves/invited/release").await;
    assert!(
        preview.body.contains(CITY) && preview.body.contains("前不公开"),
        "{}",
        preview.body
    );
    let figure = analyst
        .get("/studio/waves/invited/release/sat-safety")
        .await;
    assert!(figure.body.contains(CITY), "{}", figure.body);
    assert_eq!(early_readings(&city).await, 2);
    let refused = manager.get("/studio/waves/invited/release").await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    city.clock.set(public_from());
    let analyst = sign_in(&city, "analyst").await;
    let gone = analyst.get("/studio/waves/invited/release").await;
    assert_eq!(gone.location(), "/studio/waves/invited");
}

#[tokio::test]
async fn the_part_of_an_official_is_chosen_from_the_districts_and_bodies_of_the_plans() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let page = boss.get("/studio/people").await.body;
    for offered in [
        "official:department:市统计局",
        "official:department:市教育局",
    ] {
        assert!(
            page.contains(&format!("value=\"{offered}\"")),
            "{offered}: {page}"
        );
    }
    let fields = [
        ("name", "tongji"),
        ("role", "official:department:市统计局"),
        ("districts", "230102"),
    ];
    let added = boss.post("/studio/people", &fields).await;
    assert_eq!(added.status, StatusCode::CREATED, "{}", added.body);
    let person = added.attribute_after("class=\"button\"", "href").to_owned();
    let page = boss.get(&person).await;
    assert!(
        page.body
            .contains("value=\"official:department:市统计局\" checked"),
        "{}",
        page.body
    );
    // What no plan names is written as before.
    assert_eq!(
        page.attribute_after("name=\"districts\"", "value"),
        "230102"
    );
    assert_eq!(page.attribute_after("name=\"departments\"", "value"), "");
}
