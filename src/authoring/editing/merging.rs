//! Two texts of a draft made from one: joined into one text, and the parts in which two differ.
//!
//! # Design
//!
//! This is the three-way merge of version control (diff3, see Khanna, Kunal and Pierce, "A formal investigation of
//! diff3", 2007), with tables in place of lines. A table is known by its sort and its id, so a question that one person
//! moves and another rewords is the same question. Each piece (the head, the lines of a table, its gap, the order of
//! the tables) is taken from whoever changed it; where both changed one piece differently, nothing is joined.
//!
//! Pieces that differ may still contradict each other: one person removes a question, another asks about it in a
//! condition. So the joined text is read, and a fault that neither text had means that nothing is joined.

use std::collections::{BTreeMap, BTreeSet};

use super::outline::{Block, Outline, part_of};
use super::{parts, rename};
use crate::reading::read_draft;
use format::Problem;
use questionnaire::Part;

/// The most parts that get another id: more than that is a questionnaire pasted twice.
const MOST_RENAMED: usize = 30;

/// Two texts joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The text that holds both changes.
    pub text: String,
    /// The parts that both had added under one id, each with the id that mine has now.
    pub renamed: Vec<(Part, String)>,
}

impl Merged {
    /// What a part of mine is called in the joined text.
    pub fn name_of(&self, mine: Part) -> Part {
        let renamed = self.renamed.iter().find(|(part, _)| *part == mine);
        match renamed {
            Some((part, id)) => parts::sibling(part, id),
            None => mine,
        }
    }
}

/// Joins what two people made of `base`. None where they changed the same part differently, where one removed what the
/// other changed, where the joined text has a fault that neither text had, or where a text cannot be cut into tables
/// of different ids.
pub fn merge(base: &str, theirs: &str, mine: &str) -> Option<Merged> {
    let [base, theirs, mut mine] = [Outline::of(base), Outline::of(theirs), Outline::of(mine)];
    let (base, theirs, mine) = (base.ok()?, theirs.ok()?, mine.as_mut().ok()?);
    let renamed = make_room(&base, &theirs, mine)?;
    let text = join(&base, &theirs, mine)?.write().ok()?;
    let sources = [theirs.write().ok()?, mine.write().ok()?];
    has_only_known_faults(&text, &sources).then_some(Merged { text, renamed })
}

/// The parts in which two texts of a draft differ, in the order of the file; what belongs to no table with an id, tests
/// included, is the top. None where a text cannot be cut into tables of different ids.
pub fn changed_parts(before: &str, after: &str) -> Option<Vec<Part>> {
    let (before, after) = (Outline::of(before).ok()?, Outline::of(after).ok()?);
    let (old, new) = (Tables::of(&before)?, Tables::of(&after)?);
    let moved = moved(&old.order, &new.order);
    let differs = |key: &&Key| old.text(key) != new.text(key) || moved.contains(key);
    let changed = new.order.iter().filter(differs);
    let gone = old.order.iter().filter(|key| !new.has(key));
    let parts = changed.chain(gone).map(part_of_key);
    let (top, mut parts): (Vec<Part>, Vec<Part>) = parts.partition(|part| *part == Part::Top);
    if before.head != after.head || !top.is_empty() {
        parts.insert(0, Part::Top);
    }
    Some(parts)
}

/// What a table is known by: its sort, and its id, the name of a test, or the wordings that a declaration is about.
type Key = (String, Option<String>);

/// The tables of a draft by what they are known by.
struct Tables<'o> {
    order: Vec<Key>,
    blocks: BTreeMap<Key, &'o Block>,
}

impl<'o> Tables<'o> {
    /// None where two tables have one key.
    fn of(outline: &'o Outline) -> Option<Self> {
        let key = |block: &Block| {
            let wordings = || {
                let keys = ["text", "language", "before"];
                let about: Vec<String> = keys.iter().filter_map(|key| block.string(key)).collect();
                (about.len() == keys.len()).then(|| about.join("\n"))
            };
            let name = block.id.clone().or_else(|| block.string("name"));
            (block.sort.clone(), name.or_else(wordings))
        };
        let order: Vec<Key> = outline.blocks.iter().map(key).collect();
        let blocks: BTreeMap<_, _> = order.iter().cloned().zip(&outline.blocks).collect();
        (blocks.len() == order.len()).then_some(Self { order, blocks })
    }

    fn has(&self, key: &Key) -> bool {
        self.blocks.contains_key(key)
    }

    fn get(&self, key: &Key) -> Option<&'o Block> {
        self.blocks.get(key).copied()
    }

    fn text(&self, key: &Key) -> Option<&'o str> {
        self.get(key).map(|block| block.text.as_str())
    }
}

fn part_of_key((sort, id): &Key) -> Part {
    part_of(sort, id.as_deref())
}

/// The piece of whoever changed it; none where both did, differently.
fn pick<'p, T: PartialEq>(base: &'p T, theirs: &'p T, mine: &'p T) -> Option<&'p T> {
    if theirs == mine || mine == base {
        Some(theirs)
    } else {
        (theirs == base).then_some(mine)
    }
}

/// Gives the parts that both added under one id other ids in mine. A scale that says the same is one scale.
fn make_room(base: &Outline, theirs: &Outline, mine: &mut Outline) -> Option<Vec<(Part, String)>> {
    let (old, new, own) = (Tables::of(base)?, Tables::of(theirs)?, Tables::of(mine)?);
    let added_twice = own.order.iter().filter(|key| {
        let is_shared = key.0 == "scale" && new.text(key) == own.text(key);
        new.has(key) && !old.has(key) && !is_shared
    });
    let parts = added_twice.map(part_of_key);
    let parts: Vec<Part> = parts.filter(|part| *part != Part::Top).collect();
    if parts.len() > MOST_RENAMED {
        return None;
    }
    let mut renamed = Vec::new();
    for part in parts {
        let id = free_id(theirs, mine, &part);
        rename(mine, &part, &id).ok()?;
        renamed.push((part, id));
    }
    Some(renamed)
}

/// An id that no part of the sort has in either text: a number goes on counting, a word gets one.
fn free_id(theirs: &Outline, mine: &Outline, part: &Part) -> String {
    let wanted = part.name().unwrap_or_default();
    let mut both = theirs.clone();
    both.blocks.extend(mine.blocks.iter().cloned());
    // The last id of the sort is the one that is continued.
    both.blocks
        .extend(mine.blocks.iter().find(|block| block.is(part)).cloned());
    if wanted.ends_with(|c: char| c.is_ascii_digit()) {
        parts::next_id(&both, part, &BTreeSet::new())
    } else {
        parts::free_id(&both, part, wanted, &BTreeSet::new())
    }
}

/// Every piece from whoever changed it.
fn join(base: &Outline, theirs: &Outline, mine: &Outline) -> Option<Outline> {
    let [old, new, own] = [base, theirs, mine].map(Tables::of);
    let (old, new, own) = (old?, new?, own?);
    let mut joined = Outline {
        head: pick(&base.head, &theirs.head, &mine.head)?.clone(),
        blocks: Vec::new(),
        tail: pick(&base.tail, &theirs.tail, &mine.tail)?.clone(),
    };
    for key in order(&old, &new, &own)? {
        let table = joined_table(old.get(&key), new.get(&key), own.get(&key))?;
        joined.blocks.push(table);
    }
    may_go(&old, &new, &own).then_some(joined)
}

/// Whether what one of the two has removed may go: the other has neither changed nor moved it, and what both removed
/// neither may have given another id.
fn may_go(base: &Tables<'_>, theirs: &Tables<'_>, mine: &Tables<'_>) -> bool {
    let [moved_by_them, moved_by_me] = [theirs, mine].map(|side| moved(&base.order, &side.order));
    let added = theirs.order.iter().chain(&mine.order);
    let added = added.filter(|key| !base.has(key));
    let sorts_added: BTreeSet<&str> = added.map(|(sort, _)| sort.as_str()).collect();
    base.order.iter().all(|key| {
        let is_untouched = |kept: &Block, moved: &BTreeSet<Key>| {
            let before = base.blocks[key];
            (&kept.gap, &kept.text) == (&before.gap, &before.text) && !moved.contains(key)
        };
        match (theirs.get(key), mine.get(key)) {
            (Some(_), Some(_)) => true,
            (Some(kept), None) => is_untouched(kept, &moved_by_them),
            (None, Some(kept)) => is_untouched(kept, &moved_by_me),
            (None, None) => !sorts_added.contains(key.0.as_str()),
        }
    })
}

/// A table that stands in the joined text.
fn joined_table(
    base: Option<&Block>,
    theirs: Option<&Block>,
    mine: Option<&Block>,
) -> Option<Block> {
    let (theirs, mine) = match (theirs, mine) {
        (Some(theirs), Some(mine)) => (theirs, mine),
        (one, other) => return one.or(other).cloned(),
    };
    let Some(base) = base else {
        return (theirs.text == mine.text).then(|| theirs.clone());
    };
    Some(Block {
        gap: pick(&base.gap, &theirs.gap, &mine.gap)?.clone(),
        text: pick(&base.text, &theirs.text, &mine.text)?.clone(),
        ..theirs.clone()
    })
}

/// The order of the joined text. What one of the two added follows what it stands behind in that text, mine what is
/// theirs.
fn order(base: &Tables<'_>, theirs: &Tables<'_>, mine: &Tables<'_>) -> Option<Vec<Key>> {
    let survives = |key: &Key| [base, theirs, mine].iter().all(|side| side.has(key));
    let [before, after, own] = [base, theirs, mine].map(|side| {
        let keys = side.order.iter().filter(|key| survives(key));
        keys.collect::<Vec<_>>()
    });
    let common = pick(&before, &after, &own)?;
    let mut behind: BTreeMap<Option<Key>, Vec<Key>> = BTreeMap::new();
    for (side, placed) in [(theirs, None), (mine, Some(theirs))] {
        let mut above = None;
        let is_new = |key: &Key| !base.has(key) && !placed.is_some_and(|other| other.has(key));
        for key in &side.order {
            if survives(key) {
                above = Some(key.clone());
            } else if is_new(key) {
                behind.entry(above.clone()).or_default().push(key.clone());
            }
        }
    }
    let mut order = behind.remove(&None).unwrap_or_default();
    for key in common {
        let key = Some((*key).clone());
        let added = behind.remove(&key);
        order.extend(key);
        order.extend(added.into_iter().flatten());
    }
    Some(order)
}

/// Whether every fault of a text is one of the sources'. A test that failed may fail on another path.
fn has_only_known_faults(text: &str, sources: &[String; 2]) -> bool {
    let readings = sources.each_ref().map(|source| read_draft(source));
    let mut known: BTreeMap<Option<&str>, Vec<&Problem>> = BTreeMap::new();
    for finding in readings.iter().flat_map(|reading| &reading.findings) {
        let of_place = known.entry(finding.place.as_deref()).or_default();
        of_place.push(&finding.problem);
    }
    read_draft(text).findings.iter().all(|finding| {
        let mut of_place = known.get(&finding.place.as_deref()).into_iter().flatten();
        of_place.any(|problem| is_same(problem, &finding.problem))
    })
}

fn is_same(one: &Problem, other: &Problem) -> bool {
    match (one, other) {
        (Problem::TestFailed { name, .. }, Problem::TestFailed { name: same, .. }) => name == same,
        _ => one == other,
    }
}

/// The keys in both orders that have another place among the others: all but a longest row of those that kept theirs.
fn moved(before: &[Key], after: &[Key]) -> BTreeSet<Key> {
    let places: BTreeMap<&Key, usize> = before.iter().zip(0..).collect();
    let both = after
        .iter()
        .filter_map(|key| Some((*places.get(key)?, key)));
    let both: Vec<(usize, &Key)> = both.collect();
    // For every length the row of this length that ends earliest, by its last key; for every key the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut earlier: Vec<Option<usize>> = Vec::with_capacity(both.len());
    for (at, (place, _)) in both.iter().enumerate() {
        let length = ends.partition_point(|end| both[*end].0 < *place);
        earlier.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut moved: BTreeSet<Key> = both.iter().map(|(_, key)| (*key).clone()).collect();
    let mut kept = ends.last().copied();
    while let Some(at) = kept {
        moved.remove(both[at].1);
        kept = earlier[at];
    }
    moved
}
