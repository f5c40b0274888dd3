//! Texts in the database: who proposed which wording, who confirmed it, which themes it has, what is published.
//!
//! # Design
//!
//! Texts come in the order of their keys, which are random and lead nowhere: the same for everybody, and telling nothing. A reviewer's
//! page is a list of texts each with the proposal that was seen ([`ProposedText::hash`]); what somebody else has settled meanwhile is
//! left alone and counted ([`Settled`]). That two persons are two is a rule of the tables, too, proven by
//! `the_tables_take_no_text_that_one_person_reviewed_or_coded_twice`.
//!
//! Coding begins once all texts of a question are reviewed, so that which of them are coded twice (a tenth, fifty at least, by the hash
//! of their keys) is fixed before anybody has coded one. Once something is published nothing of it changes any more ([`is_published`]).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Set,
};

use super::summary::{CodedText, OpenAnswers, QuestionTexts};
use super::{Progress, Theme};
use crate::published::Published;
use crate::store::find_published;
use db::{Document, Error, Transaction, content_hash, from_json, hash, to_json};
use entity::{remark, text_coding, text_publication, text_review, text_theme};
use fieldwork::store::find_wave;
use fieldwork::wave::WaveId;
use questionnaire::{QuestionId, Questionnaire};

/// The texts that are coded twice are a tenth of all, but so many at least.
const CODED_TWICE: usize = 50;

/// A text of a wave by its key.
pub type TextId = String;

/// A text as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct WrittenText {
    pub id: TextId,
    pub wording: String,
}

/// A text as it was written, and what somebody proposes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedText {
    /// Its key.
    pub id: TextId,
    /// As it was written.
    pub original: String,
    /// The wording proposed; none where the text is to be withheld.
    pub wording: Option<String>,
    /// The hash of what is proposed and by whom, by which what was seen is told from what is there now.
    pub hash: String,
}

/// What became of the texts on one page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Settled {
    /// Proposed, by a wording or to be withheld; they wait for somebody else.
    pub proposed: usize,
    /// Confirmed as they were proposed.
    pub confirmed: usize,
    /// Left alone, since somebody else was quicker.
    pub left: usize,
}

/// What somebody prepared to be published, or published.
#[derive(Debug, Clone, PartialEq)]
pub struct TextPublication {
    /// Who prepared it, by name.
    pub prepared_by: String,
    /// When.
    pub prepared_at: DateTime<Utc>,
    /// What it says.
    pub content: OpenAnswers,
    /// The hash of that.
    pub hash: String,
    /// Who published it, by name, and when; none while it waits.
    pub published: Option<(String, DateTime<Utc>)>,
}

impl Document for OpenAnswers {}

/// The texts of a question that nobody has reviewed, the first of them.
pub async fn list_unreviewed(
    db: &impl ConnectionTrait,
    wave: WaveId,
    question: &str,
    limit: u64,
) -> Result<Vec<WrittenText>, Error> {
    let reviewed = Query::select()
        .column(text_review::Column::RemarkId)
        .from(text_review::Entity)
        .and_where(text_review::Column::WaveId.eq(wave.0))
        .and_where(text_review::Column::Question.eq(question))
        .to_owned();
    let rows = remark::Entity::find()
        .filter(remark::Column::WaveId.eq(wave.0))
        .filter(remark::Column::Question.eq(question))
        .filter(remark::Column::Id.not_in_subquery(reviewed))
        .order_by_asc(remark::Column::Id)
        .limit(limit)
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| WrittenText {
            id: row.id,
            wording: row.wording,
        })
        .collect())
}

/// The texts of a question that wait for a second person and were not proposed by this one, the first of them.
pub async fn list_proposed(
    db: &impl ConnectionTrait,
    wave: WaveId,
    question: &str,
    by: &str,
    limit: u64,
) -> Result<Vec<ProposedText>, Error> {
    let waiting = text_review::Entity::find()
        .filter(text_review::Column::WaveId.eq(wave.0))
        .filter(text_review::Column::Question.eq(question))
        .filter(text_review::Column::SecondBy.is_null())
        .filter(text_review::Column::FirstBy.ne(by))
        .order_by_asc(text_review::Column::RemarkId)
        .limit(limit)
        .all(db)
        .await?;
    let ids = waiting.iter().map(|row| row.remark_id.clone());
    let originals = remark::Entity::find()
        .filter(remark::Column::Id.is_in(ids))
        .all(db)
        .await?;
    let mut originals: BTreeMap<TextId, String> = originals
        .into_iter()
        .map(|row| (row.id, row.wording))
        .collect();
    let proposed = waiting.into_iter().filter_map(|row| {
        Some(ProposedText {
            original: originals.remove(&row.remark_id)?,
            hash: seen_as(&row),
            id: row.remark_id,
            wording: row.wording,
        })
    });
    Ok(proposed.collect())
}

fn seen_as(row: &text_review::Model) -> String {
    content_hash(&serde_json::json!([row.wording, row.first_by]))
}

/// Proposes a wording for a text that nobody has reviewed, or to withhold it (none).
pub async fn propose(
    txn: &Transaction,
    (wave, question): (WaveId, &str),
    id: &str,
    wording: Option<&str>,
    by: &str,
    settled: &mut Settled,
) -> Result<(), Error> {
    let written = remark::Entity::find_by_id(id).one(txn).await?;
    let is_here = written.is_some_and(|row| row.wave_id == wave.0 && row.question == question);
    if !is_here
        || text_review::Entity::find_by_id(id)
            .one(txn)
            .await?
            .is_some()
    {
        settled.left += 1;
        return Ok(());
    }
    let row = text_review::ActiveModel {
        remark_id: Set(id.to_owned()),
        wave_id: Set(wave.0),
        question: Set(question.to_owned()),
        wording: Set(wording.map(str::to_owned)),
        first_by: Set(by.to_owned()),
        second_by: Set(None),
    };
    text_review::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    settled.proposed += 1;
    Ok(())
}

/// Confirms what somebody else proposed for a text where the wording is the same, else proposes this one in its place, which waits for
/// somebody else.
pub async fn settle(
    txn: &Transaction,
    (wave, question): (WaveId, &str),
    (id, seen): (&str, &str),
    wording: Option<&str>,
    by: &str,
    settled: &mut Settled,
) -> Result<(), Error> {
    let row = text_review::Entity::find_by_id(id)
        .lock_exclusive()
        .one(txn)
        .await?;
    let row = row.filter(|row| row.wave_id == wave.0 && row.question == question);
    let row =
        row.filter(|row| row.second_by.is_none() && row.first_by != by && seen_as(row) == seen);
    let Some(row) = row else {
        settled.left += 1;
        return Ok(());
    };
    let update = text_review::Entity::update_many().filter(text_review::Column::RemarkId.eq(id));
    let update = if row.wording.as_deref() == wording {
        settled.confirmed += 1;
        update.col_expr(text_review::Column::SecondBy, Expr::value(by))
    } else {
        settled.proposed += 1;
        update
            .col_expr(
                text_review::Column::Wording,
                Expr::value(wording.map(str::to_owned)),
            )
            .col_expr(text_review::Column::FirstBy, Expr::value(by))
    };
    update.exec(txn).await?;
    Ok(())
}

/// The confirmed texts of a question, in the order of their keys.
async fn list_confirmed(
    db: &impl ConnectionTrait,
    wave: WaveId,
    question: &str,
) -> Result<Vec<WrittenText>, Error> {
    let rows = text_review::Entity::find()
        .filter(text_review::Column::WaveId.eq(wave.0))
        .filter(text_review::Column::Question.eq(question))
        .filter(text_review::Column::SecondBy.is_not_null())
        .order_by_asc(text_review::Column::RemarkId)
        .all(db)
        .await?;
    let confirmed = rows.into_iter().filter_map(|row| {
        Some(WrittenText {
            id: row.remark_id,
            wording: row.wording?,
        })
    });
    Ok(confirmed.collect())
}

async fn list_codings(
    db: &impl ConnectionTrait,
    wave: WaveId,
    question: &str,
) -> Result<BTreeMap<TextId, text_coding::Model>, Error> {
    let rows = text_coding::Entity::find()
        .filter(text_coding::Column::WaveId.eq(wave.0))
        .filter(text_coding::Column::Question.eq(question))
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.remark_id.clone(), row))
        .collect())
}

/// The keys of the texts that are coded twice: a tenth, by the hash of their keys.
fn coded_twice(confirmed: &[WrittenText]) -> BTreeSet<&str> {
    let mut drawn: Vec<(String, &str)> = confirmed
        .iter()
        .map(|text| {
            (
                hash(format!("coded twice {}", text.id).as_bytes()),
                text.id.as_str(),
            )
        })
        .collect();
    drawn.sort_unstable();
    let many = confirmed.len().div_ceil(10).max(CODED_TWICE);
    drawn.into_iter().take(many).map(|(_, id)| id).collect()
}

/// Which coding a text is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// The first, of every text.
    First,
    /// The second, of those that are coded twice, by somebody else who does not see the first.
    Second,
}

/// The confirmed texts of a question that this person may code now, the first of them.
pub async fn list_uncoded(
    db: &impl ConnectionTrait,
    (wave, question): (WaveId, &str),
    coding: Coding,
    by: &str,
    limit: usize,
) -> Result<Vec<WrittenText>, Error> {
    let confirmed = list_confirmed(db, wave, question).await?;
    let codings = list_codings(db, wave, question).await?;
    let twice = coded_twice(&confirmed);
    let is_due = |text: &&WrittenText| match (coding, codings.get(&text.id)) {
        (Coding::First, coded) => coded.is_none(),
        (Coding::Second, None) => false,
        (Coding::Second, Some(coded)) => {
            coded.second_by.is_none() && coded.first_by != by && twice.contains(text.id.as_str())
        }
    };
    Ok(confirmed
        .iter()
        .filter(is_due)
        .take(limit)
        .cloned()
        .collect())
}

/// Keeps the themes that somebody found in texts, of those that are theirs to code and that nobody else has coded meanwhile; how many.
pub async fn code(
    txn: &Transaction,
    (wave, question): (WaveId, &str),
    coding: Coding,
    found: &BTreeMap<TextId, BTreeSet<String>>,
    by: &str,
) -> Result<usize, Error> {
    let due = list_uncoded(txn, (wave, question), coding, by, usize::MAX).await?;
    let mut coded = 0;
    for text in due {
        let Some(themes) = found.get(&text.id) else {
            continue;
        };
        match coding {
            Coding::First => {
                let row = text_coding::ActiveModel {
                    remark_id: Set(text.id),
                    wave_id: Set(wave.0),
                    question: Set(question.to_owned()),
                    first_by: Set(by.to_owned()),
                    first_themes: Set(to_json(themes)?),
                    second_by: Set(None),
                    second_themes: Set(None),
                };
                text_coding::Entity::insert(row)
                    .exec_without_returning(txn)
                    .await?;
            }
            Coding::Second => {
                text_coding::Entity::update_many()
                    .filter(text_coding::Column::RemarkId.eq(text.id))
                    .col_expr(text_coding::Column::SecondBy, Expr::value(by))
                    .col_expr(
                        text_coding::Column::SecondThemes,
                        Expr::value(to_json(themes)?),
                    )
                    .exec(txn)
                    .await?;
            }
        }
        coded += 1;
    }
    Ok(coded)
}

/// The code book of a question, by code.
pub async fn list_themes(
    db: &impl ConnectionTrait,
    wave: WaveId,
    question: &str,
) -> Result<Vec<Theme>, Error> {
    let rows = text_theme::Entity::find()
        .filter(text_theme::Column::WaveId.eq(wave.0))
        .filter(text_theme::Column::Question.eq(question))
        .order_by_asc(text_theme::Column::Code)
        .all(db)
        .await?;
    rows.into_iter().map(|row| from_json(row.content)).collect()
}

/// Keeps a theme, in place of the one with its code.
pub async fn save_theme(
    txn: &Transaction,
    wave: WaveId,
    question: &str,
    theme: &Theme,
) -> Result<(), Error> {
    text_theme::Entity::delete_by_id((wave.0, question.to_owned(), theme.code.clone()))
        .exec(txn)
        .await?;
    let row = text_theme::ActiveModel {
        wave_id: Set(wave.0),
        question: Set(question.to_owned()),
        code: Set(theme.code.clone()),
        content: Set(to_json(theme)?),
    };
    text_theme::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(())
}

/// Removes a theme that no text has; false where one has it.
pub async fn remove_theme(
    txn: &Transaction,
    wave: WaveId,
    question: &str,
    code: &str,
) -> Result<bool, Error> {
    for coded in list_codings(txn, wave, question).await?.into_values() {
        let first: BTreeSet<String> = from_json(coded.first_themes)?;
        let second: Option<BTreeSet<String>> = coded.second_themes.map(from_json).transpose()?;
        if first.contains(code) || second.is_some_and(|second| second.contains(code)) {
            return Ok(false);
        }
    }
    text_theme::Entity::delete_by_id((wave.0, question.to_owned(), code.to_owned()))
        .exec(txn)
        .await?;
    Ok(true)
}

/// Where the texts of every question of a wave stand, of those that have any, by question.
pub async fn list_progress(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<BTreeMap<String, Progress>, Error> {
    let written: Vec<(String, i64)> = remark::Entity::find()
        .select_only()
        .column(remark::Column::Question)
        .column_as(remark::Column::Id.count(), "texts")
        .filter(remark::Column::WaveId.eq(wave.0))
        .group_by(remark::Column::Question)
        .into_tuple()
        .all(db)
        .await?;
    let mut all = BTreeMap::new();
    for (question, written) in written {
        let progress = progress_of(
            db,
            wave,
            &question,
            usize::try_from(written).unwrap_or_default(),
        )
        .await?;
        all.insert(question, progress);
    }
    Ok(all)
}

async fn progress_of(
    db: &impl ConnectionTrait,
    wave: WaveId,
    question: &str,
    written: usize,
) -> Result<Progress, Error> {
    let reviews = text_review::Entity::find()
        .filter(text_review::Column::WaveId.eq(wave.0))
        .filter(text_review::Column::Question.eq(question))
        .all(db)
        .await?;
    let mut waiting: BTreeMap<String, usize> = BTreeMap::new();
    let mut withheld = 0;
    for review in &reviews {
        match (&review.second_by, &review.wording) {
            (None, _) => *waiting.entry(review.first_by.clone()).or_default() += 1,
            (Some(_), None) => withheld += 1,
            (Some(_), Some(_)) => {}
        }
    }
    let confirmed = list_confirmed(db, wave, question).await?;
    let codings = list_codings(db, wave, question).await?;
    let mut again: BTreeMap<String, usize> = BTreeMap::new();
    for id in coded_twice(&confirmed) {
        // Who codes it first is not known yet: everybody else may code it again.
        let first = match codings.get(id) {
            Some(coded) if coded.second_by.is_some() => continue,
            Some(coded) => coded.first_by.clone(),
            None => continue,
        };
        *again.entry(first).or_default() += 1;
    }
    Ok(Progress {
        written,
        unreviewed: written.saturating_sub(reviews.len()),
        waiting: waiting.into_iter().collect(),
        confirmed: confirmed.len(),
        withheld,
        uncoded: confirmed.len().saturating_sub(codings.len()),
        uncoded_again: again.into_iter().collect(),
    })
}

/// The confirmed texts of a wave with their themes, question by question in the order of the questionnaire.
pub async fn load_texts(
    db: &impl ConnectionTrait,
    wave: WaveId,
    questionnaire: &Questionnaire,
) -> Result<Vec<QuestionTexts>, Error> {
    let mut all = Vec::new();
    for question in &questionnaire.questions {
        let id = question.id.as_str();
        let confirmed = list_confirmed(db, wave, id).await?;
        if confirmed.is_empty() {
            continue;
        }
        let mut codings = list_codings(db, wave, id).await?;
        let texts = confirmed.into_iter().map(|text| {
            let coded = codings.remove(&text.id);
            let (first, second) = coded
                .map(|coded| (coded.first_themes, coded.second_themes))
                .unzip();
            Ok(CodedText {
                wording: text.wording,
                first: first.map(from_json).transpose()?.unwrap_or_default(),
                second: second.flatten().map(from_json).transpose()?,
            })
        });
        all.push(QuestionTexts {
            question: question.id.clone(),
            asked: question.text.clone(),
            themes: list_themes(db, wave, id).await?,
            texts: texts.collect::<Result<_, Error>>()?,
        });
    }
    Ok(all)
}

/// The questions of a wave whose texts are not reviewed or not coded to the end.
pub async fn list_unfinished(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Vec<QuestionId>, Error> {
    let mut unfinished = Vec::new();
    for (question, progress) in list_progress(db, wave).await? {
        if !progress.is_finished(&list_themes(db, wave, &question).await?) {
            unfinished.push(QuestionId::new(question));
        }
    }
    Ok(unfinished)
}

/// What was prepared or published of the texts of a wave.
pub async fn find_text_publication(
    db: &impl ConnectionTrait,
    wave: WaveId,
) -> Result<Option<TextPublication>, Error> {
    let row = text_publication::Entity::find_by_id(wave.0).one(db).await?;
    row.map(publication).transpose()
}

/// The same, which nobody replaces or publishes until the transaction is over.
pub async fn hold_text_publication(
    txn: &Transaction,
    wave: WaveId,
) -> Result<Option<TextPublication>, Error> {
    let row = text_publication::Entity::find_by_id(wave.0)
        .lock_exclusive()
        .one(txn)
        .await?;
    row.map(publication).transpose()
}

/// What was published of the texts of the wave at this address, with its release, once that is public.
pub async fn find_published_texts(
    db: &impl ConnectionTrait,
    wave: &str,
    now: DateTime<Utc>,
) -> Result<Option<(Published, TextPublication)>, Error> {
    // Most waves have nothing here: that is asked before a whole release is read.
    let Some(row) = find_wave(db, wave).await? else {
        return Ok(None);
    };
    if !is_published(db, row.id).await? {
        return Ok(None);
    }
    let release = find_published(db, wave, None, now).await?;
    let texts = find_text_publication(db, row.id).await?;
    Ok(release.zip(texts))
}

fn publication(row: text_publication::Model) -> Result<TextPublication, Error> {
    Ok(TextPublication {
        prepared_by: row.prepared_by,
        prepared_at: row.prepared_at,
        hash: content_hash(&row.content),
        content: OpenAnswers::from_json(row.content)?,
        published: row.published_by.zip(row.published_at),
    })
}

/// Whether the texts of a wave are published, so that nothing of them changes any more.
pub async fn is_published(db: &impl ConnectionTrait, wave: WaveId) -> Result<bool, Error> {
    let published = text_publication::Entity::find_by_id(wave.0)
        .filter(text_publication::Column::PublishedBy.is_not_null());
    Ok(published.count(db).await? > 0)
}

/// Keeps what somebody prepared, in place of what was prepared before, and hands back its hash; none where it was published meanwhile.
pub async fn keep_text_publication(
    txn: &Transaction,
    wave: WaveId,
    content: &OpenAnswers,
    (by, at): (&str, DateTime<Utc>),
) -> Result<Option<String>, Error> {
    if is_published(txn, wave).await? {
        return Ok(None);
    }
    text_publication::Entity::delete_by_id(wave.0)
        .exec(txn)
        .await?;
    let content = content.to_json()?;
    let hash = content_hash(&content);
    let row = text_publication::ActiveModel {
        wave_id: Set(wave.0),
        prepared_by: Set(by.to_owned()),
        prepared_at: Set(at),
        content: Set(content),
        published_by: Set(None),
        published_at: Set(None),
    };
    text_publication::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(Some(hash))
}

/// Publishes what was prepared; whoever asks has held it and is somebody else than who prepared it.
pub async fn publish_texts(
    txn: &Transaction,
    wave: WaveId,
    (by, at): (&str, DateTime<Utc>),
) -> Result<(), Error> {
    text_publication::Entity::update_many()
        .filter(text_publication::Column::WaveId.eq(wave.0))
        .filter(text_publication::Column::PublishedBy.is_null())
        .col_expr(text_publication::Column::PublishedBy, Expr::value(by))
        .col_expr(text_publication::Column::PublishedAt, Expr::value(at))
        .exec(txn)
        .await?;
    Ok(())
}
