//! Values of the register that were made up for the demonstration, one for each state that a promise can be in.

use anyhow::{Context, anyhow};
use chrono::NaiveDate;
use serde_json::json;

use super::calendar;
use accounts::store::{Actor, Audited};
use accounts::{Action, Entry};
use db::Db;
use plan::Plan;
use plan::register::store::{Proposal, Seen, propose, release};
use plan::register::typed::TypedValue;

/// Who entered them, by name: staff whom a visitor can be.
pub(super) const ANALYST: &str = "analyst";

/// Who released them.
pub(super) const RELEASER: &str = "approver";

/// Where they come from: nowhere.
const SOURCE: &str = "模拟数据，仅供演示";

/// Indicator, year, and what was typed: a number, the one beside it, done or not, evidence or words, the reason of a correction.
type Made = (&'static str, i32, [&'static str; 5]);

/// What is released, in this order.
const RELEASED: &[Made] = &[
    ("adm-elder-abuse", 2014, ["1.62", "", "", "", ""]),
    ("adm-disability-complaints", 2014, ["1.73", "", "", "", ""]),
    ("adm-citizen-schools", 2014, ["83.4", "", "", "", ""]),
    ("adm-culture-service-points", 2014, ["98.5", "", "", "", ""]),
    ("adm-labour-major-cases", 2014, ["0", "", "", "", ""]),
    ("par-community-election", 2014, ["81.27", "", "", "", ""]),
    ("adm-culture-growth", 2014, ["9.8", "9.8", "", "", ""]),
    ("adm-culture-share", 2014, ["1.84", "1.92", "", "", ""]),
    ("adm-education-spend", 2014, ["455", "", "", "", ""]),
    (
        "adm-education-spend",
        2014,
        ["448.50", "", "", "", "模拟的更正：原数多计一项"],
    ),
    ("dir-energy-intensity", 2013, ["0.843", "", "", "", ""]),
    ("dir-energy-intensity", 2014, ["0.801", "", "", "", ""]),
    ("dir-tertiary-growth", 2013, ["10.6", "", "", "", ""]),
    ("dir-tertiary-growth", 2014, ["9.9", "", "", "", ""]),
    ("dir-tertiary-contribution", 2014, ["52.3", "", "", "", ""]),
    ("adm-mediation-committees", 2014, ["96.1", "", "", "", ""]),
    (
        "adm-six-five-plan",
        2012,
        ["", "", "yes", "模拟的文件，没有编号", ""],
    ),
    (
        "adm-cable-digital",
        2014,
        ["", "", "no", "模拟的名单：尚有两区没有完成", ""],
    ),
    (
        "dir-traffic",
        2014,
        ["", "", "", "模拟的说明：主要路口秩序有改善，没有数值", ""],
    ),
];

/// What waits for a visitor to release it.
const WAITING: &[Made] = &[("adm-rural-film", 2014, ["1", "", "", "", ""])];

/// Enters and releases them.
pub(super) async fn fill(db: &Db, plan: &Plan) -> anyhow::Result<()> {
    let at = calendar::release_day(plan.years.1);
    let write = Audited::begin(db, Actor::Terminal, at).await?;
    let txn = write.transaction();
    for made in RELEASED {
        let proposal = proposal(plan, made, &write)?;
        propose(txn, &plan.id, &proposal).await?;
        let seen = Seen {
            indicator: proposal.value.indicator.clone(),
            year: proposal.value.year,
            hash: proposal.hash()?,
        };
        release(txn, &plan.id, &seen, (RELEASER, at)).await?;
    }
    for made in WAITING {
        propose(txn, &plan.id, &proposal(plan, made, &write)?).await?;
    }
    let entry = Entry::new(Action::ReleaseRegister, format!("plan {}", plan.id));
    let simulated = json!({ "simulated": RELEASED.len(), "waiting": WAITING.len() });
    write.commit(entry.after(simulated)).await?;
    Ok(())
}

fn proposal(plan: &Plan, made: &Made, write: &Audited) -> anyhow::Result<Proposal> {
    let (id, year, [value, beside, done, words, reason]) = *made;
    let indicator = plan.indicators.iter().find(|it| it.id.as_str() == id);
    let indicator = indicator.with_context(|| format!("the plan has no indicator {id}"))?;
    let dated = NaiveDate::from_ymd_opt(year, 9, 30).context("September has thirty days")?;
    let typed = TypedValue {
        year: year.to_string(),
        value: value.to_owned(),
        beside: beside.to_owned(),
        done: done.to_owned(),
        words: words.to_owned(),
        source: SOURCE.to_owned(),
        dated: dated.to_string(),
        reason: reason.to_owned(),
    };
    let today = clock::in_china(write.now()).date_naive();
    let read = typed.read(plan, indicator, today);
    let (mut value, reason) = read.map_err(|faults| anyhow!("{id}: {faults:?}"))?;
    value.simulated = true;
    Ok(Proposal {
        value,
        reason,
        by: ANALYST.to_owned(),
        at: write.now(),
    })
}
