//! From a frame to an opened wave: what a design can prove, the draw, its files, and the wave that is opened with it.

use accounts::Role;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use chrono::TimeDelta;

use fieldwork::Mode;
use fieldwork::store::{find_draw, find_wave, list_sampled_psus};
use plan::store::{find_plan, last_edition, save_margins_of, save_plan};
use questionnaire::store::Library;
use results::registration::store::{find_opening, find_registration};
use results::store::load_inputs;
use sampling::listing::{Assignment, ListingContext, TOLERANCE, read_listing};
use sampling::store::{find_sample, list_samples, save_frame, to_array};
use sampling::{
    DesignFile, FrameEdition, FrameStatus, MarginContext, Method, SampleId, draw, drawn_pairs,
    read_margins,
};

use crate::city::{Answer, City, frame, opens_at};
use crate::staff::{Member, member};

/// Keeps the frame of the city, with its strata in the plan, and gives its hash.
async fn keep_frame(city: &City, status: FrameStatus) -> String {
    let frame = frame();
    let id = city.open.plan.clone();
    let plan = find_plan(&city.db, &id).await.unwrap().unwrap();
    let txn = db::begin_write(&city.db).await.unwrap();
    let strata = to_array(frame.strata()).unwrap();
    let none = serde_json::Value::Array(Vec::new());
    save_plan(&txn, &plan, strata, none, opens_at())
        .await
        .unwrap();
    let edition = FrameEdition {
        hash: frame.hash(),
        plan: id.clone(),
        edition: last_edition(&txn, &id).await.unwrap().unwrap(),
        name: "社区名录".to_owned(),
        source: "民政局".to_owned(),
        reference_date: "2014-06-30".parse().unwrap(),
        status,
        taken_by: "field".to_owned(),
        taken_at: opens_at(),
    };
    assert!(save_frame(&txn, &frame, &edition).await.unwrap());
    txn.commit().await.unwrap();
    edition.hash
}

/// A design that the frame of the city can give: eight PSUs of four households.
fn design(hash: &str) -> Vec<(&str, &str)> {
    vec![
        ("frame", hash),
        ("households", "32"),
        ("per-psu", "4"),
        ("minimum", "2"),
        ("allocation", "equal"),
        ("response", "５０％"),
        ("rate", "80"),
        ("rho", "0.05"),
        ("weights", "1.2"),
        ("letter-cost", "3"),
        ("psu-cost", "100"),
        ("name", "2014年样本"),
        ("seed", "20140901"),
    ]
}

fn with<'a>(
    fields: &[(&'a str, &'a str)],
    changes: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    let mut fields = fields.to_vec();
    fields.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    fields.extend(changes);
    fields
}

fn query(fields: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields);
    format!("/studio/samples/new?lang=en&{}", query.finish())
}

/// Draws, through the confirmation, and gives the number of the sample.
async fn draw_sample(manager: &Member<'_>, fields: &[(&str, &str)], before: &str) -> i64 {
    let asked = manager.post("/studio/samples?lang=en", fields).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.body);
    assert!(asked.body.contains("Confirm the draw"), "{}", asked.body);
    assert_eq!(asked.attribute_after("name=\"before\"", "value"), before);
    let confirmed = with(fields, &[("confirmed", "yes"), ("before", before)]);
    let drawn = manager.post("/studio/samples", &confirmed).await;
    assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.body);
    let (_, id) = drawn.location().rsplit_once('/').unwrap();
    id.parse().unwrap()
}

async fn open_wave(manager: &Member<'_>, city: &City, sample: &str, slug: &str) -> Answer {
    let fields = [
        ("sample", sample),
        ("version", city.open.version.as_str()),
        ("plan", city.open.plan.as_str()),
        ("title-zh", "居民满意度调查"),
        ("slug", slug),
        ("opens", "2014-09-10T08:00"),
        ("closes", "2014-09-20T08:00"),
        ("contact-zh", "市统计局 5550101"),
    ];
    manager.post("/studio/waves?lang=en", &fields).await
}

#[tokio::test]
async fn a_field_manager_plans_draws_and_opens_a_wave_whose_commitments_open() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let list = manager.get("/studio/samples?lang=en").await;
    let planning = format!("/studio/samples/new?frame={hash}");
    assert!(list.body.contains(&planning), "{}", list.body);

    let design = design(&hash);
    let page = manager.get(&query(&design)).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in [
        "32 letters, about 16 returns",
        "<svg class=\"power\"",
        "≥ 90%",
        "Likely to be found met",
        "896 yuan",
        "230103",
    ] {
        assert!(page.body.contains(said), "{said}: {}", page.body);
    }
    // Nothing is drawn by looking.
    assert!(list_samples(&city.db).await.unwrap().is_empty());

    let id = draw_sample(&manager, &design, "0").await;
    let kept = find_sample(&city.db, SampleId(id)).await.unwrap().unwrap();
    assert_eq!(kept.design.plan.seed, 20_140_901);
    let drawn = draw(&frame(), &kept.design.plan).unwrap();
    let address = format!("/studio/samples/{id}");
    let page = manager.get(&format!("{address}?lang=en")).await;
    for psu in &drawn.psus {
        assert!(page.body.contains(psu.code.as_str()), "{}", page.body);
    }
    let wave = format!("/studio/waves/new?sample={id}");
    assert!(page.body.contains(&wave), "{}", page.body);
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'draw-sample'";
    let logged = city.column(log).await;
    assert!(
        logged[0].contains("drawn_before_from_this_frame"),
        "{logged:?}"
    );
    assert!(!logged[0].contains("20140901"), "the log has the seed");

    let form = manager.get(&format!("{wave}&lang=en")).await;
    assert!(
        form.body.contains("This is a wave with a sample"),
        "{}",
        form.body
    );
    let opened = open_wave(&manager, &city, &id.to_string(), "sampled").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let wave = find_wave(&city.db, "sampled").await.unwrap().unwrap();
    assert_eq!(wave.mode, Mode::Probability);
    let stored = list_sampled_psus(&city.db, wave.id).await.unwrap();
    let codes: Vec<_> = stored
        .iter()
        .map(|psu| (&psu.code, psu.cases.cases))
        .collect();
    let expected: Vec<_> = drawn.psus.iter().map(|psu| (&psu.code, 4)).collect();
    assert_eq!(codes, expected);
    let record = find_draw(&city.db, wave.id).await.unwrap().unwrap();
    assert_eq!(record.plan, kept.design.plan);
    // What was published commits to what only auditors see.
    let registered = find_registration(&city.db, wave.id).await.unwrap().unwrap();
    let opening = find_opening(&city.db, &wave, &registered)
        .await
        .unwrap()
        .unwrap();
    assert!(opening.opens(registered.registration.draw.as_ref().unwrap()));
    assert_eq!((opening.seed.as_str(), &opening.frame), ("20140901", &hash));
    assert!(!registered.document.contains("20140901"));
    // Codes are for letters.
    let codes = format!(
        "SELECT CAST(COUNT(*) AS text) FROM invitation WHERE wave_id = {}",
        wave.id.0
    );
    assert_eq!(city.column(&codes).await, ["0"]);

    let again = open_wave(&manager, &city, &id.to_string(), "again").await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("another wave was opened with it"),
        "{}",
        again.body
    );
    let page = manager.get(&format!("{address}?lang=en")).await;
    assert!(page.body.contains("/studio/waves/sampled"), "{}", page.body);
}

#[tokio::test]
async fn a_replicate_in_reserve_is_released_whole_and_changes_nothing_that_was_registered() {
    const RESERVE: &str = "/studio/waves/reserved/letters/reserve";
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let design = with(
        &design(&hash),
        &[("replicates", "2"), ("reserve-per-psu", "3")],
    );
    let id = draw_sample(&manager, &design, "0").await;
    let sample = manager.get(&format!("/studio/samples/{id}")).await;
    assert!(
        sample.body.contains("2 组，每组每社区 3 户"),
        "{}",
        sample.body
    );
    let opened = open_wave(&manager, &city, &id.to_string(), "reserved").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let wave = find_wave(&city.db, "reserved").await.unwrap().unwrap();
    let before = list_sampled_psus(&city.db, wave.id).await.unwrap();
    assert!(before.iter().all(|psu| psu.cases.cases == 4), "{before:?}");
    let registered = find_registration(&city.db, wave.id).await.unwrap().unwrap();
    let draw = registered.registration.draw.as_ref().unwrap();
    let reserve = draw.reserve.unwrap();
    assert_eq!((reserve.replicates, reserve.per_psu), (2, 3));

    let held = manager.get(RESERVE).await.body;
    assert!(
        held.contains("未释放") && held.contains("释放第 1 组"),
        "{held}"
    );
    for (number, reason, said) in [
        ("2", "回收低", "只能按顺序释放"),
        ("1", " ", "请写明释放的原因"),
        ("3", "回收低", "只能按顺序释放"),
    ] {
        let fields = [("replicate", number), ("reason", reason)];
        let refused = manager.post(RESERVE, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(said), "{}", refused.body);
    }
    assert_eq!(list_sampled_psus(&city.db, wave.id).await.unwrap(), before);
    let fields = [("replicate", "1"), ("reason", "道里区回收低")];
    let released = manager.post(RESERVE, &fields).await;
    assert_eq!(released.location(), "/studio/waves/reserved/letters");
    let again = manager.post(RESERVE, &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'release-replicate'";
    let log = city.column(log).await;
    assert!(log.len() == 1 && log[0].contains("道里区回收低"), "{log:?}");
    let page = manager.get(RESERVE).await.body;
    assert!(
        page.contains("道里区回收低") && page.contains("释放第 2 组"),
        "{page}"
    );

    // Of seven households instead of four, each stands for four sevenths of what it did.
    let after = list_sampled_psus(&city.db, wave.id).await.unwrap();
    for (before, after) in before.iter().zip(&after) {
        assert_eq!((after.cases.cases, after.cases.silent), (7, 7));
        let ratio = after.base_weight / before.base_weight;
        assert!((ratio - 4.0 / 7.0).abs() < 1e-12, "{ratio}");
        assert_eq!(after.at_first, before.at_first);
    }
    let opening = find_opening(&city.db, &wave, &registered).await.unwrap();
    assert!(opening.unwrap().opens(draw));
    let without = manager.get("/studio/waves/invited/letters/reserve").await;
    assert_eq!(
        without.status,
        StatusCode::NOT_FOUND,
        "its sample has no reserve"
    );
}

#[tokio::test]
async fn every_bad_value_is_told_at_its_field_and_everything_typed_stays() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let design = design(&hash);
    for (field, bad) in [
        ("households", "many"),
        ("households", "0"),
        ("households", "84"),
        ("households", "4"),
        ("per-psu", "0"),
        ("minimum", "1"),
        ("minimum", "11"),
        ("allocation", "by-hand"),
        ("method", "dice"),
        ("response", "0"),
        ("response", "101"),
        ("rate", "100"),
        ("rho", "-0.1"),
        ("weights", "0.9"),
        ("letter-cost", "free"),
        ("psu-cost", "-1"),
        ("replicates", "11"),
        ("reserve-per-psu", "0"),
    ] {
        let typed = with(&design, &[(field, bad)]);
        let page = manager.get(&query(&typed)).await;
        assert_eq!(page.status, StatusCode::OK, "{field}");
        let link = format!("href=\"#{field}\"");
        assert!(page.body.contains(&link), "{field} {bad}: {}", page.body);
        if !["allocation", "method"].contains(&field) {
            let kept = page.attribute_after(&format!("name=\"{field}\""), "value");
            assert_eq!(kept, bad);
        }
        assert_eq!(
            page.attribute_after("name=\"rho\"", "value"),
            if field == "rho" { bad } else { "0.05" }
        );
        assert!(!page.body.contains("<svg class=\"power\""), "{field}");
        let refused = manager.post("/studio/samples?lang=en", &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
    }
    for (field, bad) in [("name", ""), ("seed", "lottery")] {
        let typed = with(&design, &[(field, bad)]);
        let refused = manager.post("/studio/samples?lang=en", &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(
            refused.body.contains(&format!("href=\"#{field}\"")),
            "{}",
            refused.body
        );
    }
    for field in ["rate-230102", "exponent"] {
        let typed = with(&design, &[("allocation", "power"), (field, "200")]);
        let page = manager.get(&query(&typed)).await;
        assert!(
            page.body.contains(&format!("href=\"#{field}\"")),
            "{}",
            page.body
        );
    }
    assert!(list_samples(&city.db).await.unwrap().is_empty());
    let unknown = manager.get("/studio/samples/new?frame=none").await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn without_a_frame_nothing_is_offered_to_be_drawn() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    for page in ["/studio/samples?lang=en", "/studio/samples/new?lang=en"] {
        let page = manager.get(page).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Import a frame first"), "{}", page.body);
    }
    let designer = member(&city, "designer", &[Role::Designer]).await;
    keep_frame(&city, FrameStatus::Verified).await;
    let list = designer.get("/studio/samples?lang=en").await;
    assert!(!list.body.contains("/studio/samples/new"), "{}", list.body);
}

#[tokio::test]
async fn a_draw_is_confirmed_counted_and_never_taken_back() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let drawn_by_chance = with(&design(&hash), &[("seed", "")]);
    let first = draw_sample(&manager, &drawn_by_chance, "0").await;
    // The confirmation of a page that was made before the first draw asks again.
    let late = with(&drawn_by_chance, &[("confirmed", "yes"), ("before", "0")]);
    let asked = manager.post("/studio/samples?lang=en", &late).await;
    assert!(
        asked
            .body
            .contains("One sample has been drawn from this frame already"),
        "{}",
        asked.body
    );
    let second = draw_sample(&manager, &drawn_by_chance, "1").await;
    let seed = async |id| {
        find_sample(&city.db, SampleId(id))
            .await
            .unwrap()
            .unwrap()
            .design
            .plan
            .seed
    };
    assert_ne!(seed(first).await, seed(second).await);
    let list = manager.get("/studio/samples?lang=en").await;
    for id in [first, second] {
        assert!(
            list.body.contains(&format!("/studio/samples/{id}")),
            "{}",
            list.body
        );
    }
}

#[tokio::test]
async fn a_later_sample_has_the_seed_of_the_earlier_one_and_other_households() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let earlier = draw_sample(&manager, &design(&hash), "0").await;
    let earlier = earlier.to_string();
    let follows = with(&design(&hash), &[("follows", &earlier), ("kept", "75")]);
    let refused = manager.post("/studio/samples?lang=en", &follows).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("leave this empty"),
        "{}",
        refused.body
    );
    let follows = with(&follows, &[("seed", "")]);
    let later = draw_sample(&manager, &follows, "1").await;
    let later = find_sample(&city.db, SampleId(later))
        .await
        .unwrap()
        .unwrap();
    let plan = &later.design.plan;
    assert_eq!((plan.seed, plan.shift), (20_140_901, 0.25));
    let page = manager
        .get(&format!("/studio/samples/{}?lang=en", later.id.0))
        .await;
    assert!(page.body.contains("communities in common"), "{}", page.body);
}

#[tokio::test]
async fn a_sample_by_sampfords_method_tells_its_pairs_to_the_variance_and_nothing_moves_it() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let sampford = with(&design(&hash), &[("method", "sampford")]);
    let id = draw_sample(&manager, &sampford, "0").await;
    let page = manager.get(&format!("/studio/samples/{id}?lang=en")).await;
    assert!(page.body.contains("Sampford, by size"), "{}", page.body);
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'draw-sample'";
    assert!(city.column(log).await[0].contains("sampford"));
    let kept = find_sample(&city.db, SampleId(id)).await.unwrap().unwrap();
    let drawn = draw(&frame(), &kept.design.plan).unwrap();
    let mut other = kept.design.plan.clone();
    other.method = Method::Systematic;
    assert_ne!(draw(&frame(), &other).unwrap().psus, drawn.psus);

    let earlier = id.to_string();
    let moved = [("follows", earlier.as_str()), ("kept", "75"), ("seed", "")];
    let refused = with(&sampford, &moved);
    let refused = manager.post("/studio/samples?lang=en", &refused).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("href=\"#follows\"") && refused.body.contains("draw systematically"),
        "{}",
        refused.body
    );

    for (method, kept) in [("sampford", "100"), ("systematic", "75")] {
        let follows = [
            ("follows", earlier.as_str()),
            ("kept", kept),
            ("seed", ""),
            ("method", method),
        ];
        let refused = manager
            .post("/studio/samples?lang=en", &with(&sampford, &follows))
            .await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{method}");
        assert!(
            refused.body.contains("href=\"#follows\""),
            "{}",
            refused.body
        );
    }

    let file = format!("/studio/samples/{id}/design.toml?lang=en");
    let file: DesignFile = toml::from_str(&manager.get(&file).await.body).unwrap();
    assert_eq!(draw(&frame(), &file.plan(20_140_901)).unwrap(), drawn);

    let opened = open_wave(&manager, &city, &earlier, "sampled").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let wave = find_wave(&city.db, "sampled").await.unwrap().unwrap();
    let registered = find_registration(&city.db, wave.id).await.unwrap().unwrap();
    let rule = &registered.registration.rules["variance"];
    assert!(rule.contains("Yates-Grundy"), "{rule}");
    let usual = find_registration(&city.db, city.invited.id).await.unwrap();
    let rule = &usual.unwrap().registration.rules["variance"];
    assert!(!rule.contains("Yates-Grundy"), "{rule}");

    city.close_and_open(&wave).await;
    city.clock.set(wave.closes_at + TimeDelta::days(1));
    let wave = find_wave(&city.db, "sampled").await.unwrap().unwrap();
    let library = Library::new(city.db.clone());
    let inputs = load_inputs(&city.db, &library, &wave).await.unwrap();
    assert_eq!(inputs.wave.pairs, drawn_pairs(&frame(), &drawn).unwrap());
    let pairs = inputs.wave.pairs.iter().map(|pairs| pairs.psus.len());
    assert_eq!(pairs.collect::<Vec<_>>(), [4, 4]);
}

#[tokio::test]
async fn the_files_of_a_sample_repeat_its_draw() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let neyman = [
        ("allocation", "neyman"),
        ("rate-230102", "60"),
        ("rate-230103", "95"),
    ];
    let id = draw_sample(&manager, &with(&design(&hash), &neyman), "0").await;
    let table = manager
        .get(&format!("/studio/samples/{id}/sample.csv"))
        .await;
    let name = format!("attachment; filename=\"sample-{id}.csv\"");
    assert_eq!(table.headers[CONTENT_DISPOSITION], name.as_str());
    let lines: Vec<&str> = table.body.lines().collect();
    assert_eq!(
        lines[0],
        "unit,stratum,stage,household,inclusion_probability,base_weight"
    );
    assert_eq!(lines.len(), 1 + 8 + 32);

    let file = manager
        .get(&format!("/studio/samples/{id}/design.toml?lang=en"))
        .await;
    assert!(
        !file.body.contains("20140901"),
        "the design holds the seed: {}",
        file.body
    );
    let file: DesignFile = toml::from_str(&file.body).unwrap();
    // The frame as its own page hands it out.
    let units = manager
        .get(&format!("/studio/frames/{hash}/units.csv"))
        .await;
    let context = ListingContext {
        strata: &file.strata,
        reference_date: Some(file.reference_date),
        assignment: &Assignment::default(),
        tolerance: TOLERANCE,
    };
    let listing = read_listing("units.csv", units.body.as_bytes(), context);
    let read = listing.frame(&file.strata).unwrap();
    assert_eq!(read.hash(), file.frame);
    let again = draw(&read, &file.plan(20_140_901)).unwrap();
    assert_eq!(String::from_utf8(again.to_csv()).unwrap(), table.body);
    let other = draw(&read, &file.plan(1)).unwrap();
    assert_ne!(String::from_utf8(other.to_csv()).unwrap(), table.body);
}

#[tokio::test]
async fn a_sample_of_a_frame_that_is_made_up_makes_a_simulated_wave() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Synthetic).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let sql = "UPDATE wave SET simulated = (1 = 0)";
    let txn = db::begin_write(&city.db).await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&txn, sql)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    let id = draw_sample(&manager, &design(&hash), "0").await;
    let opened = open_wave(&manager, &city, &id.to_string(), "sampled").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let wave = find_wave(&city.db, "sampled").await.unwrap().unwrap();
    assert!(wave.simulated);
}

#[tokio::test]
async fn a_wave_is_not_opened_with_a_sample_that_does_not_fit_it() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let id = draw_sample(&manager, &design(&hash), "0").await.to_string();
    for unknown in ["999", "x"] {
        let refused = open_wave(&manager, &city, unknown, "sampled").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            refused.body.contains("There is no such sample"),
            "{}",
            refused.body
        );
    }
    let plan = find_plan(&city.db, &city.open.plan).await.unwrap().unwrap();
    let txn = db::begin_write(&city.db).await.unwrap();
    let strata = to_array(&frame().strata()[..1]).unwrap();
    let none = serde_json::Value::Array(Vec::new());
    save_plan(&txn, &plan, strata, none, opens_at())
        .await
        .unwrap();
    txn.commit().await.unwrap();
    // A letter has to say where one can ask.
    let silent = [("sample", id.as_str()), ("title-zh", "居民满意度调查")];
    let silent = manager.post("/studio/waves?lang=en", &silent).await;
    assert!(
        silent.body.contains("href=\"#contact-zh\""),
        "{}",
        silent.body
    );
    let refused = open_wave(&manager, &city, &id, "sampled").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("strata of the plan were changed"),
        "{}",
        refused.body
    );
    assert!(find_wave(&city.db, "sampled").await.unwrap().is_none());
}

/// Weights that cannot come about would be found after the close, when nothing can be mended.
#[tokio::test]
async fn a_wave_is_not_opened_with_a_version_that_a_margin_of_the_plan_cannot_weight() {
    let city = City::start().await;
    let hash = keep_frame(&city, FrameStatus::Verified).await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let id = draw_sample(&manager, &design(&hash), "0").await.to_string();
    let by_question = async |question: &str, status: &str| {
        let margins = format!(
            "[[margin]]\nid = \"sex\"\ntitle = {{ zh = \"性别\", en = \"Sex\" }}\nby = \"{question}\"\nstatus = \"{status}\"\n\
             categories = [{{ codes = [1], count = 10 }}, {{ codes = [2], count = 10 }}]\n"
        );
        let context = MarginContext {
            strata: None,
            questionnaires: None,
        };
        let margins = read_margins("margins.toml", margins.as_bytes(), context).unwrap();
        let txn = db::begin_write(&city.db).await.unwrap();
        let edition = last_edition(&txn, &city.open.plan).await.unwrap().unwrap();
        let margins = to_array(&margins).unwrap();
        save_margins_of(&txn, margins, &edition, opens_at())
            .await
            .unwrap()
            .unwrap();
        txn.commit().await.unwrap();
    };
    by_question("Q77", "verified").await;
    let refused = open_wave(&manager, &city, &id, "sampled").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Choose a version that asks it"),
        "{}",
        refused.body
    );
    by_question("Q77", "missing").await;
    let opened = open_wave(&manager, &city, &id, "sampled").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
}
