//! Edits of a draft: from text to text.
//!
//! # Design
//!
//! A draft is its TOML text, comments included. An edit is a value; [`apply`] makes a new text
//! of an old one and an edit, without looking at anything else, so that undo is an earlier
//! text. The text is cut into its tables, and inside a table single keys are changed: whatever
//! an edit does not concern keeps its bytes. An edit that cannot be made says what, where and
//! what to do; one that can be made may leave a draft that is not sound yet, which is what the
//! findings of [`read`](format::read()) are for.

mod bank;
mod choice_list;
mod choices;
mod error;
mod keys;
mod merging;
mod outline;
mod parts;
mod property;
mod references;
mod wording;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use toml_edit::{Array, InlineTable};

use format::{section_block, test_block};
use outline::{Block, Outline, parse};
use questionnaire::{
    Choice, Code, Editorial, Language, Part, Question, QuestionId, ScaleId, Section, Test, Text,
    TextKey,
};

pub use bank::BankItem;
pub use error::EditError;
pub use merging::{Merged, changed_parts, merge};
pub use property::Property;
pub use questionnaire::Sort;

/// One change of a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Edit {
    /// Sets one text in one language; an empty wording is removed.
    Word {
        text: TextKey,
        /// The language, one of the questionnaire's.
        language: Language,
        wording: String,
    },
    /// Sets the languages; the first is the original. Wordings of others stay in the file.
    Languages { languages: Vec<Language> },
    /// Sets or removes a property of a part.
    Set {
        part: Part,
        /// The property with its new value.
        property: Property,
    },
    /// Gives a question a type again that it had, with what belonged to it then: choices, a scale, bounds. What the
    /// question has of that now stays.
    Retype {
        part: Part,
        sort: Sort,
        /// The question as it was.
        earlier: Box<Question>,
    },
    /// Adds a section without questions.
    AddSection {
        id: String,
        /// Its heading.
        title: Text,
        /// Where among the sections.
        at: Spot,
    },
    /// Adds a question with what its type needs.
    AddQuestion {
        id: QuestionId,
        /// The type of its answer.
        sort: Sort,
        /// The question itself; may be empty.
        text: Text,
        /// Where among the questions; it joins the section of its neighbour.
        at: Spot,
    },
    /// Adds a scale.
    AddScale {
        id: ScaleId,
        /// Its choices; two without words where there are none.
        choices: Vec<Choice>,
    },
    /// Adds a random experiment.
    AddArm {
        id: String,
        /// Its groups and their shares.
        groups: BTreeMap<String, f64>,
    },
    /// Inserts a question of another questionnaire, with its scale and its series.
    Insert {
        item: Box<BankItem>,
        /// The id it gets here.
        id: QuestionId,
        /// Where among the questions.
        at: Spot,
    },
    /// Removes a part nothing refers to.
    Remove {
        part: Part,
        /// For a section: its questions too.
        #[serde(default)]
        with_questions: bool,
    },
    /// Copies a part, behind the original; a section with its questions.
    Duplicate {
        part: Part,
        /// The id of the copy.
        id: String,
        /// Ids that no question of a copied section can get: questions of earlier versions had them.
        #[serde(default)]
        taken: BTreeSet<String>,
    },
    /// Moves a part among those of its sort; a section takes its questions along.
    Move {
        part: Part,
        /// Where to.
        at: Spot,
    },
    /// Gives a part another id, in conditions and tests too.
    Rename {
        part: Part,
        /// The new id.
        id: String,
    },
    /// Adds a choice to a question or scale; to a question on a scale, beside the scale.
    AddChoice {
        /// The question or scale.
        part: Part,
        choice: Choice,
        /// Its place, counted from 0; none is the end.
        #[serde(default)]
        at: Option<usize>,
    },
    /// Makes a choice another; a new code is followed by conditions and tests.
    SetChoice {
        /// The question or scale.
        part: Part,
        /// The choice, by its present code.
        code: Code,
        /// What it becomes.
        choice: Choice,
    },
    /// Removes a choice that no condition names.
    RemoveChoice {
        /// The question or scale.
        part: Part,
        /// The choice.
        code: Code,
    },
    /// Moves a choice within its list.
    MoveChoice {
        /// The question or scale.
        part: Part,
        /// The choice.
        code: Code,
        /// Its new place, counted from 0.
        to: usize,
    },
    /// Declares that a changed wording says the same, so that its series goes on.
    DeclareEditorial { editorial: Editorial },
    /// Takes such a declaration back.
    RetractEditorial { editorial: Editorial },
    /// Adds a test, or sets the one of this name.
    SetTest {
        /// A sentence that says what must hold.
        name: String,
        /// The group per arm.
        #[serde(default)]
        arms: BTreeMap<String, String>,
        /// The answers.
        #[serde(default)]
        answers: questionnaire::Answers,
        /// The questions asked then.
        path: Vec<QuestionId>,
    },
    /// Removes a test.
    RemoveTest { name: String },
}

/// Where a part comes to stand among those of its sort.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spot {
    /// Before all others.
    First,
    /// Behind all others.
    Last,
    /// Directly before the part with this id.
    Before(String),
    /// Directly behind the part with this id.
    After(String),
}

/// The draft after an edit; what the edit does not concern keeps its bytes.
pub fn apply(text: &str, edit: &Edit) -> Result<String, EditError> {
    let mut outline = Outline::of(text)?;
    make(&mut outline, edit)?;
    outline.write()
}

/// The draft after several edits, made one after another; those that cannot be made are named by
/// their place, and the draft then stays as it was.
pub fn apply_all(text: &str, edits: &[Edit]) -> Result<String, Vec<(usize, EditError)>> {
    let whole = |error| vec![(0, error)];
    let mut outline = Outline::of(text).map_err(whole)?;
    let errors: Vec<_> = edits
        .iter()
        .enumerate()
        .filter_map(|(at, edit)| Some((at, make(&mut outline, edit).err()?)))
        .collect();
    if errors.is_empty() {
        outline.write().map_err(whole)
    } else {
        Err(errors)
    }
}

/// Whether a wording can stand under a text, without a draft to try it on.
pub(crate) fn check_wording(text: &TextKey, wording: &str) -> Result<(), EditError> {
    wording::clean(text, wording).map(drop)
}

/// An id for a new part of the sort of `like`, continuing those there are and those `taken` elsewhere: R31 after R30.
///
/// A question's id names its answers over all versions, so that one which any version had is never given again.
pub fn next_id(text: &str, like: &Part, taken: &BTreeSet<String>) -> Result<String, EditError> {
    Ok(parts::next_id(&Outline::of(text)?, like, taken))
}

fn make(outline: &mut Outline, edit: &Edit) -> Result<(), EditError> {
    match edit {
        Edit::Word {
            text,
            language,
            wording,
        } => wording::set(outline, text, language, wording),
        Edit::Languages { languages } => set_languages(outline, languages),
        Edit::Set { part, property } => property::set(outline, part, property),
        Edit::Retype {
            part,
            sort,
            earlier,
        } => property::retype(outline, part, *sort, Some(earlier)),
        Edit::AddSection { id, title, at } => add_section(outline, id, title, at),
        Edit::AddQuestion { id, sort, text, at } => add_question(outline, id, *sort, text, at),
        Edit::AddScale { id, choices } => add_scale(outline, id, choices),
        Edit::AddArm { id, groups } => {
            let part = Part::Arm(id.clone());
            let block = format!("[[arm]]\nid = {}\n", toml_edit::Value::from(id.as_str()));
            parts::add(outline, &part, block, &Spot::Last)?;
            property::set(outline, &part, &Property::Groups(groups.clone()))
        }
        Edit::Insert { item, id, at } => bank::insert(outline, item, id, at),
        Edit::Remove {
            part,
            with_questions,
        } => parts::remove(outline, part, *with_questions),
        Edit::Duplicate { part, id, taken } => parts::duplicate(outline, part, id, taken),
        Edit::Move { part, at } => parts::shift(outline, part, at),
        Edit::Rename { part, id } => rename(outline, part, id),
        Edit::AddChoice { part, choice, at } => choices::add(outline, part, choice, *at),
        Edit::SetChoice { part, code, choice } => choices::set(outline, part, *code, choice),
        Edit::RemoveChoice { part, code } => choices::remove(outline, part, *code),
        Edit::MoveChoice { part, code, to } => choices::shift(outline, part, *code, *to),
        Edit::DeclareEditorial { editorial } => {
            parts::declare(outline, editorial);
            Ok(())
        }
        Edit::RetractEditorial { editorial } => {
            parts::retract(outline, editorial);
            Ok(())
        }
        Edit::SetTest {
            name,
            arms,
            answers,
            path,
        } => {
            let test = Test {
                name: name.clone(),
                arms: arms.clone(),
                answers: answers.clone(),
                path: path.clone(),
                line: 0,
            };
            set_test(outline, &test);
            Ok(())
        }
        Edit::RemoveTest { name } => {
            if let Some(at) = find_test(outline, name) {
                outline.take(at);
            }
            Ok(())
        }
    }
}

fn set_languages(outline: &mut Outline, languages: &[Language]) -> Result<(), EditError> {
    if languages.is_empty() {
        let tag = String::new();
        return Err(EditError::LanguageMalformed { tag });
    }
    for (at, language) in languages.iter().enumerate() {
        let tag = language.tag();
        if languages[..at].contains(language) || !format::is_language(tag) {
            let tag = tag.to_owned();
            return Err(EditError::LanguageMalformed { tag });
        }
    }
    let mut head = parse(&outline.head)?;
    let tags: Array = languages.iter().map(Language::tag).collect();
    keys::put(head.as_table_mut(), "languages", tags);
    outline.head = head.to_string();
    Ok(())
}

fn add_section(outline: &mut Outline, id: &str, title: &Text, at: &Spot) -> Result<(), EditError> {
    let key = TextKey::Section(id.to_owned());
    let title = cleaned(&key, title)?;
    let section = Section {
        id: id.to_owned(),
        title,
        rotate: None,
    };
    let block = section_block(&section, &wording::languages(outline)?);
    parts::add(outline, &Part::Section(id.to_owned()), block, at)
}

fn add_question(
    outline: &mut Outline,
    id: &QuestionId,
    sort: Sort,
    text: &Text,
    at: &Spot,
) -> Result<(), EditError> {
    let key = TextKey::Question(id.clone());
    let text = cleaned(&key, text)?;
    let part = Part::Question(id.clone());
    let quoted = toml_edit::Value::from(id.as_str());
    let block = format!("[[question]]\nid = {quoted}\ntype = \"\"\n");
    parts::add(outline, &part, block, at)?;
    property::set(outline, &part, &Property::Type(sort))?;
    if let Some(foreign) = text.languages().find(|language| {
        wording::languages(outline).is_ok_and(|languages| !languages.contains(language))
    }) {
        let language = foreign.clone();
        return Err(EditError::UnknownLanguage { language });
    }
    for language in wording::languages(outline)? {
        let wording = text.find(&language).unwrap_or_default();
        wording::set(outline, &key, &language, wording)?;
    }
    Ok(())
}

fn add_scale(outline: &mut Outline, id: &ScaleId, choices: &[Choice]) -> Result<(), EditError> {
    let part = Part::Scale(id.clone());
    let languages = wording::languages(outline)?;
    let quoted = toml_edit::Value::from(id.as_str());
    let list = if choices.is_empty() {
        two_choices(&languages).to_string()
    } else {
        "[]".to_owned()
    };
    let block = format!("[[scale]]\nid = {quoted}\nchoices = {list}\n");
    parts::add(outline, &part, block, &Spot::Last)?;
    for choice in choices {
        self::choices::add(outline, &part, choice, None)?;
    }
    Ok(())
}

/// A list of two choices that still lack their words.
fn two_choices(languages: &[Language]) -> Array {
    let mut list = Array::new();
    for code in [1, 2] {
        let mut choice = InlineTable::new();
        keys::put_inline(&mut choice, "code", code);
        for language in languages {
            keys::put_inline(&mut choice, language.tag(), "");
        }
        keys::insert_value(&mut list, usize::MAX, choice.into());
    }
    list
}

fn cleaned(key: &TextKey, text: &Text) -> Result<Text, EditError> {
    let mut clean = Text::default();
    for language in text.languages() {
        clean.set(language.clone(), wording::clean(key, text.get(language))?);
    }
    Ok(clean)
}

fn rename(outline: &mut Outline, part: &Part, id: &str) -> Result<(), EditError> {
    if part.name() == Some(id) {
        return Ok(());
    }
    if *part == Part::Top {
        parts::check_id(outline, part, id)?;
        let mut head = parse(&outline.head)?;
        keys::put(head.as_table_mut(), "id", id);
        outline.head = head.to_string();
        return Ok(());
    }
    outline.find(part)?;
    parts::check_id(outline, part, id)?;
    references::rename(outline, part, id)?;
    let block = outline.block(part)?;
    block.change(|table| {
        keys::put(table, "id", id);
        Ok(())
    })?;
    block.id = Some(id.to_owned());
    Ok(())
}

fn find_test(outline: &Outline, name: &str) -> Option<usize> {
    outline
        .blocks
        .iter()
        .position(|block| block.sort == "test" && block.string("name").as_deref() == Some(name))
}

fn set_test(outline: &mut Outline, test: &Test) {
    let text = test_block(test);
    if let Some(at) = find_test(outline, &test.name) {
        outline.blocks[at].text = text;
        return;
    }
    let mut block = Block::new("test", "", text);
    block.id = None;
    outline.insert(outline.blocks.len(), block);
}

#[cfg(test)]
mod tests;
