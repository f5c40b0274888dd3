//! Ways to tell respondents apart: by what they say of themselves, by how their forms came.
//!
//! # Design
//!
//! Those who did not state their class are part of the city as well. Where they are too few to be shown, their rate would be what
//! the classes leave of the city's, so they are counted with the class of the most persons, where they weigh least, and the table
//! says so. They are that for all indicators alike: a class that meant other persons under each could not be compared.

use super::dataset::{Cell, Dataset};
use super::release::{Class, GroupedBy};
use fieldwork::AnswerMode;
use plan::Grouping;
use statistics::Factor;

/// The label of those who are in no class.
const NOT_STATED: &str = "not stated";

/// A way to tell respondents apart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Division {
    /// By what.
    pub(crate) by: GroupedBy,
    /// What domains and columns call it.
    pub(crate) name: String,
    /// The label of every row.
    pub(crate) rows: Vec<String>,
    /// The classes in the order shown; those who are in none last, if there are any.
    pub(crate) classes: Vec<Class>,
    /// Their labels.
    pub(crate) labels: Vec<String>,
    /// The class with which those who are in none are counted.
    pub(crate) with_not_stated: Option<usize>,
}

impl Division {
    /// By a question.
    pub(crate) fn by_question(grouping: &Grouping, dataset: &Dataset) -> Self {
        let cells = dataset.column(&grouping.question).unwrap_or_default();
        let class = |row: usize| match cells.get(row) {
            Some(Cell::Answered(code)) => grouping.class_of(*code).map(|class| class.to_string()),
            _ => None,
        };
        let classes = grouping.classes.iter().enumerate();
        Self::new(
            GroupedBy::Question {
                id: grouping.id.clone(),
                title: grouping.title.clone(),
            },
            classes
                .map(|(place, class)| (place.to_string(), Class::Titled(class.title.clone())))
                .collect(),
            (0..dataset.rows()).map(class),
        )
    }

    /// By how forms came; none where all of which it is told came one way.
    pub(crate) fn by_mode(dataset: &Dataset) -> Option<Self> {
        let there = |mode: &AnswerMode| dataset.mode.contains(&Some(*mode));
        let modes: Vec<AnswerMode> = AnswerMode::ALL.into_iter().filter(there).collect();
        let word = |mode: AnswerMode| mode.as_str().to_owned();
        let classes = modes.iter().map(|mode| (word(*mode), Class::Mode(*mode)));
        (modes.len() > 1).then(|| {
            let rows = dataset.mode.iter().map(|mode| mode.map(word));
            Self::new(GroupedBy::Mode, classes.collect(), rows)
        })
    }

    fn new(
        by: GroupedBy,
        classes: Vec<(String, Class)>,
        class_of_row: impl Iterator<Item = Option<String>>,
    ) -> Self {
        let rows: Vec<String> = class_of_row
            .map(|class| class.unwrap_or_else(|| NOT_STATED.to_owned()))
            .collect();
        let (mut labels, mut classes): (Vec<String>, Vec<Class>) = classes.into_iter().unzip();
        if rows.iter().any(|class| class == NOT_STATED) {
            labels.push(NOT_STATED.to_owned());
            classes.push(Class::NotStated);
        }
        Self {
            name: match &by {
                GroupedBy::Question { id, .. } => format!("group {id}"),
                GroupedBy::Mode => "mode".to_owned(),
            },
            by,
            rows,
            classes,
            labels,
            with_not_stated: None,
        }
    }

    /// The same with those who are in no class counted with the class of the most persons, the first among equals.
    pub(crate) fn merged(mut self) -> Self {
        let mut classes = self.classes.iter();
        let Some(place) = classes.position(|class| *class == Class::NotStated) else {
            return self;
        };
        self.classes.remove(place);
        self.labels.remove(place);
        let persons = |label: &String| self.rows.iter().filter(|row| *row == label).count();
        let counts: Vec<usize> = self.labels.iter().map(persons).collect();
        let most = counts.iter().max();
        self.with_not_stated = counts.iter().position(|count| Some(count) == most);
        if let Some(class) = self.with_not_stated {
            for row in self.rows.iter_mut().filter(|row| *row == NOT_STATED) {
                row.clone_from(&self.labels[class]);
            }
        }
        self
    }

    /// The class of every row.
    pub(crate) fn factor(&self) -> Factor {
        Factor::from_labels(&self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn division(rows: &[Option<&str>]) -> Division {
        let classes = [AnswerMode::Web, AnswerMode::Paper].map(Class::Mode);
        let classes = ["0", "1"].map(str::to_owned).into_iter().zip(classes);
        let rows = rows.iter().map(|class| class.map(str::to_owned));
        Division::new(GroupedBy::Mode, classes.collect(), rows)
    }

    #[test]
    fn who_stated_no_class_is_a_class_or_counted_with_the_most() {
        let apart = division(&[Some("0"), None, Some("1"), Some("1")]);
        assert_eq!(apart.labels, ["0", "1", NOT_STATED]);
        assert_eq!(apart.classes[2], Class::NotStated);
        let merged = apart.merged();
        assert_eq!(merged.labels, ["0", "1"]);
        assert_eq!(merged.rows, ["0", "1", "1", "1"]);
        assert_eq!(merged.with_not_stated, Some(1));
    }

    #[test]
    fn where_all_stated_it_nobody_is_counted_with_others() {
        let all = division(&[Some("0"), Some("1")]);
        assert_eq!(all.labels, ["0", "1"]);
        assert_eq!(all.clone().merged(), all);
    }

    #[test]
    fn among_equals_the_first_class_takes_them() {
        let merged = division(&[None, Some("1"), Some("0")]).merged();
        assert_eq!(merged.with_not_stated, Some(0));
    }
}
