//! What became of a draft between two of its revisions, and whose changes these are.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::BTreeMap;

use super::drafts::{find_draft, find_revision, newest_made_from};
use crate::draft::{DraftId, Revision};
use crate::editing::{Merged, changed_parts, merge};
use db::Error;
use entity::draft_revision;
use questionnaire::Part;

/// What somebody changed from one revision to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose change it is.
    pub by: String,
    /// The parts that differ; none where only the layout does or a text cannot be cut into parts.
    pub parts: Vec<Part>,
}

/// The changes on either side of the present text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// What undoing takes back.
    pub undo: Option<Change>,
    /// What redoing makes again.
    pub redo: Option<Change>,
}

/// What became of a draft since a revision that somebody saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meanwhile {
    /// Who wrote what was added since, each once.
    pub written_by: Vec<String>,
    /// Whose changes were undone since, each once.
    pub undone_of: Vec<String>,
    /// The parts that differ.
    pub parts: Vec<Part>,
}

/// A text that stands on the present head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joined {
    /// The number of that head.
    pub head: i32,
    /// The text, with what others have changed meanwhile.
    pub merged: Merged,
}

/// The changes that undoing and redoing would take back and make again.
pub async fn find_steps(
    db: &impl ConnectionTrait,
    id: DraftId,
    head: &Revision,
) -> Result<Steps, Error> {
    let before = match head.based_on {
        Some(number) => find_revision(db, id, number).await?,
        None => None,
    };
    let after = newest_made_from(db, id, head.number).await?;
    Ok(Steps {
        undo: before.map(|before| change(&before, head)),
        redo: after.map(|after| change(head, &after)),
    })
}

/// The change that a revision made of the one before it, and the number of that one. None for the first.
pub async fn find_change(
    db: &impl ConnectionTrait,
    id: DraftId,
    number: i32,
) -> Result<Option<(i32, Change)>, Error> {
    let Some(revision) = find_revision(db, id, number).await? else {
        return Ok(None);
    };
    let Some(before) = revision.based_on else {
        return Ok(None);
    };
    let before = find_revision(db, id, before).await?;
    Ok(before.map(|before| (before.number, change(&before, &revision))))
}

/// What became of a draft from one revision to another. None where one of them is not there.
pub async fn find_meanwhile(
    db: &impl ConnectionTrait,
    id: DraftId,
    seen: i32,
    now: i32,
) -> Result<Option<Meanwhile>, Error> {
    let before = find_revision(db, id, seen).await?;
    let after = find_revision(db, id, now).await?;
    let Some((before, after)) = before.zip(after) else {
        return Ok(None);
    };
    let way = way(db, id, seen, now).await?;
    Ok(Some(Meanwhile {
        written_by: authors(&way.written),
        undone_of: authors(&way.undone),
        parts: changed_parts(&before.text, &after.text).unwrap_or_default(),
    }))
}

/// Joins a text made from the revision `seen` with what others have changed since; None where that cannot be done.
///
/// Reading takes long, and whoever writes keeps everybody else from writing: so this comes before the transaction that
/// saves the joined text over [`Joined::head`]. A text that was sent once more is joined already.
pub async fn join_with_head(
    db: &impl ConnectionTrait,
    id: DraftId,
    seen: i32,
    (by, mine): (&str, &str),
) -> Result<Option<Joined>, Error> {
    let Some(found) = find_draft(db, id).await? else {
        return Ok(None);
    };
    let head = found.head;
    let as_it_is = |text: &str| Merged {
        text: text.to_owned(),
        renamed: Vec::new(),
    };
    let merged = if head.number == seen {
        Some(as_it_is(mine))
    } else if is_saved_since(db, id, (seen, head.number), (by, mine)).await? {
        Some(as_it_is(&head.text))
    } else {
        let base = find_revision(db, id, seen).await?;
        base.and_then(|base| merge(&base.text, &head.text, mine))
    };
    Ok(merged.map(|merged| Joined {
        head: head.number,
        merged,
    }))
}

/// Whether the same person has saved the same text over the same revision, on the way to the head.
async fn is_saved_since(
    db: &impl ConnectionTrait,
    id: DraftId,
    (seen, head): (i32, i32),
    (by, text): (&str, &str),
) -> Result<bool, Error> {
    let way = way(db, id, seen, head).await?;
    let mut mine = way.written.iter();
    let mine = mine.find(|step| step.based_on == Some(seen) && step.by == by);
    let Some(mine) = mine else { return Ok(false) };
    let saved = find_revision(db, id, mine.number).await?;
    Ok(saved.is_some_and(|saved| saved.text == text))
}

/// A revision without its text.
#[derive(Debug, Clone)]
struct Step {
    number: i32,
    based_on: Option<i32>,
    by: String,
}

/// The revisions that lie between two.
struct Way {
    /// Those that were made on the way, the first first.
    written: Vec<Step>,
    /// Those that were undone on the way, the last first.
    undone: Vec<Step>,
}

/// The way from one revision to another: back to the revision that both were made from, and on from there.
async fn way(db: &impl ConnectionTrait, id: DraftId, from: i32, to: i32) -> Result<Way, Error> {
    let rows = draft_revision::Entity::find()
        .filter(draft_revision::Column::DraftId.eq(id.0))
        .select_only()
        .column(draft_revision::Column::Number)
        .column(draft_revision::Column::BasedOn)
        .column(draft_revision::Column::By)
        .into_tuple::<(i32, Option<i32>, String)>()
        .all(db)
        .await?;
    let steps = rows.into_iter().map(|(number, based_on, by)| Step {
        number,
        based_on,
        by,
    });
    let steps: BTreeMap<i32, Step> = steps.map(|step| (step.number, step)).collect();
    let (mut written, mut undone) = (Vec::new(), Vec::new());
    let (mut from, mut to) = (steps.get(&from), steps.get(&to));
    // A revision has a greater number than what it was made from.
    while let (Some(one), Some(other)) = (from, to)
        && one.number != other.number
    {
        let before = |step: &Step| step.based_on.and_then(|number| steps.get(&number));
        if one.number > other.number {
            undone.push(one.clone());
            from = before(one);
        } else {
            written.push(other.clone());
            to = before(other);
        }
    }
    written.reverse();
    Ok(Way { written, undone })
}

/// Who made these revisions, each once.
fn authors(steps: &[Step]) -> Vec<String> {
    let mut authors: Vec<String> = Vec::new();
    for step in steps {
        if !authors.contains(&step.by) {
            authors.push(step.by.clone());
        }
    }
    authors
}

fn change(before: &Revision, after: &Revision) -> Change {
    Change {
        by: after.by.clone(),
        parts: changed_parts(&before.text, &after.text).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{NewDraft, begin_draft, save_draft, undo_draft};
    use super::*;
    use chrono::{DateTime, Utc};
    use db::{Transaction, begin_write};
    use questionnaire::QuestionId;

    const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn text(titles: [&str; 2]) -> String {
        let question = |(id, title): (&str, &str)| {
            format!(
                "\n[[question]]\nid = \"{id}\"\ntype = \"long_text\"\nmax_length = 9\nzh = \"{title}\"\n"
            )
        };
        let questions: String = ["Q1", "Q2"].into_iter().zip(titles).map(question).collect();
        format!(
            "id = \"t\"\nlanguages = [\"zh\"]\ntitle = {{ zh = \"题\" }}\nintro = {{ zh = \"您好\" }}\n{questions}"
        )
    }

    async fn begin(txn: &Transaction) -> DraftId {
        let new = NewDraft {
            text: &text(["一", "二"]),
            origin: None,
            by: "li",
            what: "empty",
        };
        begin_draft(txn, new, NOW).await.unwrap()
    }

    async fn save(txn: &Transaction, id: DraftId, over: i32, by: &str, titles: [&str; 2]) {
        let saved = save_draft(txn, id, &text(titles), over, (by, ""), NOW).await;
        assert!(
            matches!(saved, Ok(super::super::SaveOutcome::Moved(_))),
            "{saved:?}"
        );
    }

    fn question(id: &str) -> Part {
        Part::Question(QuestionId::new(id))
    }

    #[tokio::test]
    async fn whose_changes_lie_between_two_revisions_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("d.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        let id = begin(&txn).await;
        save(&txn, id, 1, "wang", ["甲", "二"]).await;
        save(&txn, id, 2, "li", ["甲", "乙"]).await;
        save(&txn, id, 3, "wang", ["甲甲", "乙"]).await;
        let all = find_meanwhile(&txn, id, 1, 4).await.unwrap().unwrap();
        assert_eq!(all.written_by, ["wang", "li"]);
        assert_eq!(all.parts, [question("Q1"), question("Q2")]);
        undo_draft(&txn, id, 4, "li", NOW).await.unwrap();
        save(&txn, id, 3, "zhao", ["一", "乙"]).await;
        let aside = find_meanwhile(&txn, id, 4, 5).await.unwrap().unwrap();
        assert_eq!(
            (aside.written_by, aside.undone_of),
            (vec!["zhao".to_owned()], vec!["wang".to_owned()])
        );
        assert_eq!(aside.parts, [question("Q1")]);
        assert_eq!(find_meanwhile(&txn, id, 1, 99).await.unwrap(), None);
        let head = find_draft(&txn, id).await.unwrap().unwrap().head;
        let steps = find_steps(&txn, id, &head).await.unwrap();
        assert_eq!(
            steps.undo,
            Some(Change {
                by: "zhao".into(),
                parts: vec![question("Q1")]
            })
        );
        assert_eq!(steps.redo, None);
        undo_draft(&txn, id, 5, "li", NOW).await.unwrap();
        let head = find_draft(&txn, id).await.unwrap().unwrap().head;
        let steps = find_steps(&txn, id, &head).await.unwrap();
        assert_eq!(steps.undo.unwrap().by, "li");
        assert_eq!(
            steps.redo.unwrap().by,
            "zhao",
            "the newest that was made from it"
        );
        assert_eq!(find_change(&txn, id, 1).await.unwrap(), None);
        assert_eq!(find_change(&txn, id, 3).await.unwrap().unwrap().0, 2);
    }

    #[tokio::test]
    async fn a_text_is_joined_with_the_head_and_one_sent_twice_is_saved_once() {
        let folder = tempfile::tempdir().unwrap();
        let db = db::open(folder.path().join("d.sqlite").to_str().unwrap())
            .await
            .unwrap();
        let txn = begin_write(&db).await.unwrap();
        let id = begin(&txn).await;
        save(&txn, id, 1, "wang", ["甲", "二"]).await;
        let joined = async |by, text: &str| join_with_head(&txn, id, 1, (by, text)).await.unwrap();
        let both = joined("li", &text(["一", "乙"])).await.unwrap();
        assert_eq!((both.head, both.merged.text), (2, text(["甲", "乙"])));
        assert_eq!(
            joined("li", &text(["乙", "二"])).await,
            None,
            "both changed Q1"
        );
        let added = format!(
            "{}\n[[question]]\nid = \"Q3\"\ntype = \"long_text\"\nmax_length = 9\nzh = \"三\"\n",
            text(["一", "二"])
        );
        let saved = save_draft(&txn, id, &added, 2, ("wang", ""), NOW).await;
        saved.unwrap();
        let again = join_with_head(&txn, id, 2, ("wang", &added)).await.unwrap();
        assert_eq!(again.unwrap().merged.text, added);
        let other = join_with_head(&txn, id, 2, ("li", &added)).await.unwrap();
        assert_eq!(
            other.unwrap().merged.renamed,
            [(question("Q3"), "Q4".to_owned())]
        );
    }
}
