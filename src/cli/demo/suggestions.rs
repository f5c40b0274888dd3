//! Suggestions in words, made up for the demonstration: those of one year reviewed, coded and published, those of the next one waiting
//! for visitors to review them.
//!
//! They have random streams of their own, so that no figure of the other waves moves.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use chrono::{DateTime, Utc};
use rand::rngs::ChaCha20Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::json;

use super::calendar::{self, YEARS};
use super::fielding::Field;
use super::register::{ANALYST, RELEASER};
use crate::cli::import::Imported;
use crate::cli::release::release;
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use db::Db;
use fieldwork::Wave;
use fieldwork::submission::Content;
use questionnaire::{Answer, Answers, Code, QuestionId};
use results::texts::Theme;
use results::texts::identifying::without;
use results::texts::store::{
    Coding, Settled, code, keep_text_publication, list_proposed, list_uncoded, list_unreviewed,
    load_texts, propose, publish_texts, save_theme, settle,
};
use results::texts::summary::summarise;

/// What is asked.
const QUESTIONNAIRE: &str = include_str!("suggestions.toml");

/// The question that is answered in words.
const IN_WORDS: &str = "S2";

/// How many write each year.
const WRITERS: usize = 420;

/// How often the second coder finds something else.
const ERRS: f64 = 0.15;

/// A theme: its code, its names, when it applies, and what people write of it.
type Made = (&'static str, [&'static str; 4], &'static [&'static str]);

const THEMES: &[Made] = &[
    (
        "bus",
        [
            "公共交通",
            "Public transport",
            "说到公交车、地铁的班次、线路、拥挤",
            "Frequency, lines and crowding of buses and the metro",
        ],
        &[
            "公交车班次太少，早高峰挤不上去",
            "增加到开发区的公交线路",
            "末班公交车能晚一点",
            "公交车等候时间太长",
        ],
    ),
    (
        "roads",
        [
            "道路和除雪",
            "Roads and snow",
            "说到修路、路灯、积雪清理",
            "Repairs, street lights, clearing of snow",
        ],
        &[
            "小区门口的路坑坑洼洼，赶快修路",
            "冬天积雪清理不及时，老人容易摔倒",
            "路灯坏了很久没有人修",
            "修路工期太长，出行不方便",
        ],
    ),
    (
        "heating",
        [
            "供暖",
            "Heating",
            "说到供暖的温度、时间、收费",
            "Warmth, season and price of heating",
        ],
        &["供暖温度不够，家里老人怕冷", "供暖开始得太晚", "取暖费太高"],
    ),
    (
        "health",
        [
            "医疗",
            "Health care",
            "说到医院、挂号、医保",
            "Hospitals, appointments, insurance",
        ],
        &[
            "医院挂号难，排队时间长",
            "社区医院药品不全",
            "医保报销手续太复杂",
        ],
    ),
    (
        "parking",
        [
            "停车",
            "Parking",
            "说到停车位、乱停车",
            "Places to park and those who park in the way",
        ],
        &["停车位太少，乱停车没有人管", "老旧小区没有停车位"],
    ),
    (
        "estate",
        [
            "物业和小区",
            "Housing estates",
            "说到物业公司、电梯、卫生、绿化",
            "Managers of estates, lifts, cleanliness, green",
        ],
        &[
            "物业只收物业费不管事",
            "楼道卫生差，电梯老坏",
            "小区绿化没有人管理",
        ],
    ),
    (
        "counters",
        [
            "办事",
            "Service counters",
            "说到办事大厅、手续、态度",
            "Counters, formalities, manners",
        ],
        &["办事大厅窗口少，要跑好几趟", "办证手续能在网上办就好了"],
    ),
    (
        "noise",
        [
            "噪音",
            "Noise",
            "说到施工、广场舞等噪音",
            "Noise of sites, dances and the like",
        ],
        &["夜里施工噪音影响休息"],
    ),
];

/// What goes before and after.
const BEFORE: &[&str] = &["希望", "建议", "", "", "最想说的是"];
const AFTER: &[&str] = &["", "。", "，谢谢", "！", "，盼解决"];

/// What some write that tells who somebody is; all of it made up.
const TELLING: &[&str] = &[
    "，可以打13900001234找我",
    "，找过王主任，没有结果",
    "，我住3号楼2单元501室",
    "，黑A00001那辆车天天堵门",
];

/// Has two waves answered in words, and everything done with the first that a city does.
pub(super) async fn field(field: &Field<'_>, imported: &Imported) -> anyhow::Result<()> {
    let version = field.keep_version(&imported.plan.id, QUESTIONNAIRE).await?;
    let [_, published, waiting] = YEARS;
    for year in [published, waiting] {
        let mut rng = ChaCha20Rng::seed_from_u64(super::SEED);
        rng.set_stream(u64::from(year.unsigned_abs()));
        let wave = calendar::suggestions(imported, &version, year)?;
        let written: Vec<Content> = (0..WRITERS).map(|_| written(&mut rng)).collect();
        let wave = field.run_written(wave, written, &mut rng).await?;
        let at = calendar::release_day(year);
        release(field.db, field.library, &wave, at).await?;
        if year == published {
            review(field.db, &wave, at).await?;
            code_all(field.db, &wave, at, &mut rng).await?;
            publish(field, &wave, at).await?;
        }
    }
    Ok(())
}

/// What one person sends.
fn written(rng: &mut ChaCha20Rng) -> Content {
    let satisfied = *[1, 2, 3, 4, 4, 5].choose(rng).unwrap_or(&3);
    let answers = [(QuestionId::new("S1"), Answer::chosen(Code(satisfied)))];
    Content {
        arms: BTreeMap::new(),
        answers: Answers(answers.into()),
        texts: vec![(QuestionId::new(IN_WORDS), words(rng))],
    }
}

fn words(rng: &mut ChaCha20Rng) -> String {
    if rng.random_bool(0.05) {
        return "没有什么意见，都挺好".to_owned();
    }
    let pick = |from: &[&'static str], rng: &mut ChaCha20Rng| {
        from.choose(rng).copied().unwrap_or_default()
    };
    // The first are the commonest.
    let theme = |rng: &mut ChaCha20Rng| {
        let place = rng
            .random_range(0..THEMES.len())
            .min(rng.random_range(0..THEMES.len()));
        pick(THEMES[place].2, rng)
    };
    let mut words = format!("{}{}", pick(BEFORE, rng), theme(rng));
    if rng.random_bool(0.15) {
        words.push_str("；另外，");
        words.push_str(theme(rng));
    }
    if rng.random_bool(0.05) {
        words.push_str(pick(TELLING, rng));
    }
    words.push_str(pick(AFTER, rng));
    words
}

/// One person takes out what tells who somebody is, another one confirms.
async fn review(db: &Db, wave: &Wave, at: DateTime<Utc>) -> anyhow::Result<()> {
    let place = (wave.id, IN_WORDS);
    let write = Audited::begin(db, Actor::Terminal, at).await?;
    let txn = write.transaction();
    let mut settled = Settled::default();
    for text in list_unreviewed(txn, wave.id, IN_WORDS, u64::MAX >> 1).await? {
        let wording = without(&text.wording);
        propose(txn, place, &text.id, Some(&wording), ANALYST, &mut settled).await?;
    }
    for text in list_proposed(txn, wave.id, IN_WORDS, RELEASER, WRITERS as u64).await? {
        let wording = text.wording.as_deref();
        settle(
            txn,
            place,
            (&text.id, &text.hash),
            wording,
            RELEASER,
            &mut settled,
        )
        .await?;
    }
    let entry = Entry::new(Action::ReviewTexts, format!("wave {}", wave.slug));
    let told = json!({ "simulated": true, "confirmed": settled.confirmed });
    Ok(write.commit(entry.after(told)).await?)
}

/// The themes of a text, by what was made up for them.
fn themes_of(wording: &str) -> BTreeSet<String> {
    let told = THEMES
        .iter()
        .filter(|(_, _, written)| written.iter().any(|words| wording.contains(words)));
    told.map(|(code, ..)| (*code).to_owned()).collect()
}

/// A code book, every text coded, and a tenth of them again by somebody who errs now and then.
async fn code_all(
    db: &Db,
    wave: &Wave,
    at: DateTime<Utc>,
    rng: &mut ChaCha20Rng,
) -> anyhow::Result<()> {
    let place = (wave.id, IN_WORDS);
    let write = Audited::begin(db, Actor::Terminal, at).await?;
    let txn = write.transaction();
    for (code, [zh, en, when, when_en], _) in THEMES {
        let theme = Theme {
            code: (*code).to_owned(),
            name: [("zh", *zh), ("en", *en)].into(),
            definition: [("zh", *when), ("en", *when_en)].into(),
            example: String::new(),
        };
        save_theme(txn, wave.id, IN_WORDS, &theme).await?;
    }
    let mut coded = 0;
    for (coding, by) in [(Coding::First, ANALYST), (Coding::Second, RELEASER)] {
        let mut found = BTreeMap::new();
        for text in list_uncoded(txn, place, coding, by, WRITERS).await? {
            let mut themes = themes_of(&text.wording);
            if coding == Coding::Second && rng.random_bool(ERRS) {
                themes.pop_first();
            }
            found.insert(text.id, themes);
        }
        coded += code(txn, place, coding, &found, by).await?;
    }
    let entry = Entry::new(Action::CodeTexts, format!("wave {}", wave.slug));
    let told = json!({ "simulated": true, "texts": coded });
    Ok(write.commit(entry.after(told)).await?)
}

async fn publish(field: &Field<'_>, wave: &Wave, at: DateTime<Utc>) -> anyhow::Result<()> {
    let version = field.library.find(&wave.version).await?;
    let version = version.context("the questionnaire was kept a moment ago")?;
    let texts = load_texts(field.db, wave.id, &version.questionnaire).await?;
    let content = summarise(&texts);
    let write = Audited::begin(field.db, Actor::Terminal, at).await?;
    let txn = write.transaction();
    let hash = keep_text_publication(txn, wave.id, &content, (ANALYST, at)).await?;
    publish_texts(txn, wave.id, (RELEASER, at)).await?;
    let entry = Entry::new(Action::PublishTexts, format!("wave {}", wave.slug));
    let told = json!({ "simulated": true, "content": hash });
    Ok(write.commit(entry.after(told)).await?)
}
