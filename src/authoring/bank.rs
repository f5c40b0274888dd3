//! The question bank: what was published, which indicators it measures, and how it is found again.
//!
//! # Design
//!
//! An item measures an indicator if a plan names it in a measure, or names the item whose series it
//! continues: whoever takes a question over takes its meaning along. Words are looked for in every
//! language at once, so that an English word finds a Chinese questionnaire.

use std::collections::{BTreeMap, BTreeSet};

use crate::editing::BankItem;
use plan::{IndicatorId, Measure, Plan};
use questionnaire::{QuestionId, Questionnaire, Text};

/// A published version, as the bank takes it in.
#[derive(Debug, Clone, Copy)]
pub struct Published<'p> {
    /// The hash of its content.
    pub hash: &'p str,
    /// Which version of its questionnaire it is.
    pub number: usize,
    /// The version.
    pub questionnaire: &'p Questionnaire,
}

/// One item of the bank.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Entry {
    /// The hash of the version it stands in.
    pub version: String,
    /// Which version of the questionnaire that is.
    pub number: usize,
    pub questionnaire: String,
    /// What the questionnaire is called.
    pub title: Text,
    /// The heading it stands under; empty if it stands under none.
    pub topic: Text,
    /// The question, ready to be inserted.
    pub item: BankItem,
    /// The indicators it measures.
    pub indicators: Vec<Measured>,
}

/// An indicator that an item measures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Measured {
    pub id: IndicatorId,
    /// What it measures, in a word or two.
    pub name: Text,
}

/// What is looked for; an empty part asks for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted<'w> {
    /// Words that must all occur, in any language, whether in capitals or not.
    pub words: &'w str,
    /// The indicator to be measured.
    pub indicator: Option<&'w IndicatorId>,
    /// The topic, as its heading reads in any language.
    pub topic: &'w str,
}

/// Every item of the given versions, in their order.
pub fn collect(published: &[Published<'_>], plans: &[Plan]) -> Vec<Entry> {
    let entries = published.iter().flat_map(|version| {
        let Published {
            hash,
            number,
            questionnaire,
        } = *version;
        questionnaire.questions.iter().filter_map(move |question| {
            let item = BankItem::of(questionnaire, &question.id)?;
            let section = question.section.as_deref();
            let section = section.and_then(|id| questionnaire.section(id));
            Some(Entry {
                version: hash.to_owned(),
                number,
                questionnaire: questionnaire.id.clone(),
                title: questionnaire.title.clone(),
                topic: section.map(|found| found.title.clone()).unwrap_or_default(),
                indicators: measured(plans, &questionnaire.id, &item),
                item,
            })
        })
    });
    entries.collect()
}

/// The items by their series; of several the one of the questionnaire that began it.
pub fn by_series(entries: &[Entry]) -> BTreeMap<String, BankItem> {
    let began = |entry: &&Entry| entry.origin() == entry.item.series;
    let others = entries.iter().filter(|entry| !began(entry));
    let mut series = BTreeMap::new();
    for entry in entries.iter().filter(began).chain(others) {
        let key = entry.item.series.clone();
        series.entry(key).or_insert_with(|| entry.item.clone());
    }
    series
}

/// The items that answer to what is looked for.
pub fn search<'e>(entries: &'e [Entry], wanted: Wanted<'_>) -> Vec<&'e Entry> {
    let words = wanted.words.to_lowercase();
    let words: Vec<&str> = words.split_whitespace().collect();
    let fits = |entry: &&Entry| {
        let measures = |id: &IndicatorId| entry.indicators.iter().any(|found| found.id == *id);
        let under = |topic: &str| wordings(&entry.topic).any(|heading| heading == topic);
        wanted.indicator.is_none_or(measures)
            && (wanted.topic.is_empty() || under(wanted.topic))
            && (words.is_empty() || {
                let said = entry.searchable_text();
                words.iter().all(|word| said.contains(word))
            })
    };
    entries.iter().filter(fits).collect()
}

/// Every indicator that an item of the bank measures, in the order met.
pub fn indicators(entries: &[Entry]) -> Vec<&Measured> {
    let mut seen = BTreeSet::new();
    let all = entries.iter().flat_map(|entry| &entry.indicators);
    all.filter(|found| seen.insert(&found.id)).collect()
}

/// Every heading that an item of the bank stands under, in the order met.
pub fn topics(entries: &[Entry]) -> Vec<&Text> {
    let mut topics: Vec<&Text> = Vec::new();
    for topic in entries.iter().map(|entry| &entry.topic) {
        if !topic.is_empty() && !topics.contains(&topic) {
            topics.push(topic);
        }
    }
    topics
}

impl Entry {
    /// Where it stands, as a series would name it.
    fn origin(&self) -> String {
        format!("{}/{}", self.questionnaire, self.item.question.id)
    }

    /// Everything it says, in every language, in small letters.
    fn searchable_text(&self) -> String {
        let question = &self.item.question;
        let scale = self.item.scale.iter().flat_map(|scale| &scale.choices);
        let labels = scale
            .chain(question.answer.own_choices())
            .map(|choice| &choice.label);
        let names = self.indicators.iter().map(|found| &found.name);
        let texts = [&question.text, &question.help, &self.topic];
        let said: Vec<&str> = texts
            .into_iter()
            .chain(labels)
            .chain(names)
            .flat_map(wordings)
            .chain([question.id.as_str(), self.item.series.as_str()])
            .collect();
        said.join("\n").to_lowercase()
    }
}

fn wordings(text: &Text) -> impl Iterator<Item = &str> {
    text.languages().filter_map(|language| text.find(language))
}

fn measured(plans: &[Plan], questionnaire: &str, item: &BankItem) -> Vec<Measured> {
    let own = (questionnaire, item.question.id.clone());
    let begun = item.series.split_once('/');
    let begun = begun.map(|(form, id)| (form, QuestionId::new(id)));
    let asked: Vec<(&str, QuestionId)> = begun.into_iter().chain([own]).collect();
    let asks = |measure: &Measure| {
        let crosswise = measure.crosswise.as_ref().map(|it| &it.question);
        asked.iter().any(|(form, id)| {
            measure.questionnaire == *form
                && (measure.questions.contains(id) || crosswise == Some(id))
        })
    };
    let indicators = plans.iter().flat_map(|plan| &plan.indicators);
    indicators
        .filter(|indicator| indicator.measure.as_ref().is_some_and(asks))
        .map(|indicator| Measured {
            id: indicator.id.clone(),
            name: if indicator.short.is_empty() {
                indicator.name.clone()
            } else {
                indicator.short.clone()
            },
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::editing::{Edit, Spot, apply};
    use format::read;

    const PLAN: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/plan.toml");
    const RESIDENTS: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");
    const COUNTY: &str = "id = \"county\"\nlanguages = [\"zh\"]\ntitle = { zh = \"县\" }\nintro = { zh = \"您好\" }\n\
        [[question]]\nid = \"C1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几位？\"\n";

    fn bank() -> Vec<Entry> {
        let plan = plan::read("plan.toml", PLAN).plan.unwrap();
        let residents = read("residents.toml", RESIDENTS).questionnaire.unwrap();
        let insert = Edit::Insert {
            item: Box::new(BankItem::of(&residents, &QuestionId::new("R11")).unwrap()),
            id: QuestionId::new("C2"),
            at: Spot::Last,
        };
        let county = apply(COUNTY, &insert).unwrap();
        let county = read("county.toml", county.as_bytes())
            .questionnaire
            .unwrap();
        let version = |questionnaire| Published {
            hash: "abc",
            number: 2,
            questionnaire,
        };
        collect(&[version(&county), version(&residents)], &[plan])
    }

    fn found(wanted: Wanted<'_>) -> Vec<String> {
        let bank = bank();
        let found = search(&bank, wanted).into_iter();
        found
            .map(|entry| entry.item.question.id.to_string())
            .collect()
    }

    #[test]
    fn an_indicator_finds_its_questions_and_those_that_continue_their_series() {
        let indicator = IndicatorId::new("sat-gov-integrity");
        let wanted = Wanted {
            indicator: Some(&indicator),
            ..Wanted::default()
        };
        assert_eq!(found(wanted), ["C2", "R11"]);
        let bank = bank();
        assert!(indicators(&bank).iter().any(|found| found.id == indicator));
    }

    #[test]
    fn words_are_found_in_every_language_and_all_must_occur() {
        let words = |words| {
            found(Wanted {
                words,
                ..Wanted::default()
            })
        };
        assert!(words("诚信").contains(&"R11".to_owned()));
        assert!(words("INTEGRITY city").contains(&"R11".to_owned()));
        assert!(words("integrity 几位").is_empty());
        assert_eq!(words("residents/R11"), ["C2", "R11"]);
        assert_eq!(words("").len(), 32);
    }

    #[test]
    fn a_topic_finds_what_stands_under_its_heading() {
        let topic = |topic| {
            found(Wanted {
                topic,
                ..Wanted::default()
            })
        };
        assert_eq!(topic("政府诚信"), topic("Government integrity"));
        assert_eq!(topic("政府诚信"), ["R11", "R12"]);
        let bank = bank();
        assert_eq!(topics(&bank).len(), 10);
    }

    #[test]
    fn a_series_is_what_its_first_questionnaire_asks() {
        let bank = bank();
        let series = by_series(&bank);
        assert_eq!(series["residents/R11"].question.id.as_str(), "R11");
        assert!(series.contains_key("county/C1"));
        assert!(!series.contains_key("county/C2"));
    }
}
