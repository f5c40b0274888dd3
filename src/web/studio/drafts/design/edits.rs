//! What was typed as edits: only what differs from what the person saw.
//!
//! # Design
//!
//! A form shows a part whole and is sent whole; an edit says one thing. Comparing what came back with the
//! revision that was on the screen makes a change of one field one edit, so that somebody else's change of
//! another field is not taken back by it.

use std::collections::BTreeMap;

use super::choices;
use super::fields::{Fault, Step, half_width};
use super::place::renamed;
use crate::answer_type;
use crate::extract::Fields;
use authoring::editing::{Edit, Property, Sort};
use messages::{Locale, PlainMessage, text};
use questionnaire::{
    Arm, CalendarDate, ChoiceOrder, Language, Part, Question, Questionnaire, ScaleId, Text, TextKey,
};

/// The orders of choices by their word in files, with the key of their words.
pub(super) const ORDERS: [(&str, ChoiceOrder, PlainMessage); 3] = [
    ("fixed", ChoiceOrder::Fixed, text::ORDER_FIXED),
    ("reverse", ChoiceOrder::Reverse, text::ORDER_REVERSE),
    ("rotate", ChoiceOrder::Rotate, text::ORDER_ROTATE),
];

/// What the button says that takes languages away with all their texts.
pub(super) const DROP_TEXTS: &str = "drop-texts";

/// The edits that make the part what was typed.
pub(super) fn of_form(
    seen: &Questionnaire,
    part: &Part,
    fields: &Fields,
    locale: Locale,
) -> Result<Vec<Step>, Vec<Fault>> {
    let mut form = Form {
        seen,
        part,
        fields,
        locale,
        steps: Vec::new(),
        faults: Vec::new(),
    };
    form.texts();
    let retyped = form.properties();
    if !retyped {
        let (steps, faults) = choices::edits(seen, part, fields, locale);
        form.steps.extend(steps);
        form.faults.extend(faults);
    }
    form.id();
    if form.faults.is_empty() {
        Ok(form.steps)
    } else {
        Err(form.faults)
    }
}

/// What was typed about a part, and what it comes to.
pub(crate) struct Form<'a> {
    seen: &'a Questionnaire,
    part: &'a Part,
    fields: &'a Fields,
    locale: Locale,
    steps: Vec<Step>,
    faults: Vec<Fault>,
}

impl Form<'_> {
    fn step(&mut self, field: &str, edit: Edit) {
        let field = field.to_owned();
        self.steps.push(Step { field, edit });
    }

    /// Sets a property.
    pub(crate) fn set(&mut self, field: &str, property: Property) {
        let part = self.part.clone();
        self.step(field, Edit::Set { part, property });
    }

    /// Says what is wrong with a field.
    pub(crate) fn fault(&mut self, field: &str, message: PlainMessage) {
        self.faults.push(Fault {
            field: field.to_owned(),
            message: self.locale.t(message),
        });
    }

    /// The value of a field that was on the form and differs from what was seen.
    pub(crate) fn changed(&self, field: &str, seen: &str) -> Option<String> {
        let typed = self.fields.get(field)?.trim();
        (typed != seen).then(|| typed.to_owned())
    }

    fn texts(&mut self) {
        for (field, value) in self.fields.pairs().to_vec() {
            let Some((key, language)) = field.split_once('@') else {
                continue;
            };
            let Ok(key) = key.parse::<TextKey>() else {
                continue;
            };
            let language = Language::new(language);
            let is_label = matches!(key, TextKey::ScaleChoice { .. } | TextKey::Choice { .. });
            if is_label || key.part() != *self.part || !self.seen.languages.contains(&language) {
                continue;
            }
            let seen = key.find(self.seen).and_then(|text| text.find(&language));
            let wording = value.replace("\r\n", "\n").trim().to_owned();
            if wording != seen.unwrap_or_default().trim() {
                let text = key;
                let edit = Edit::Word {
                    text,
                    language,
                    wording,
                };
                self.step(&field, edit);
            }
        }
    }

    /// Sets what was changed; true where the type was, so that what belongs to the old one is moot.
    fn properties(&mut self) -> bool {
        match self.part {
            Part::Top => self.languages(),
            Part::Section(id) => {
                let seen = self.seen.section(id);
                let rotate = seen.and_then(|it| it.rotate.clone()).unwrap_or_default();
                if let Some(group) = self.changed("rotate", &rotate) {
                    self.set("rotate", Property::Rotate(some(group)));
                }
            }
            Part::Arm(id) => self.groups(&id.clone()),
            Part::Question(id) => {
                if let Some(question) = self.seen.question(id).cloned() {
                    return self.question(&question);
                }
            }
            _ => {}
        }
        false
    }

    /// The languages, where others were typed. One that is taken away takes its texts along, but only when that was said.
    fn languages(&mut self) {
        let Some(languages) = typed_languages(self.seen, self.fields) else {
            return;
        };
        let lost = LostTexts::of(self.seen, &languages);
        if self.fields.get("do") == Some(DROP_TEXTS) {
            for (text, language) in lost.written {
                let wording = String::new();
                let edit = Edit::Word {
                    text,
                    language,
                    wording,
                };
                self.step("languages", edit);
            }
        } else if lost.count > 0 {
            self.faults.push(Fault {
                field: "languages".to_owned(),
                message: self.locale.t(text::DesignTextsLost { count: lost.count }),
            });
            return;
        }
        self.step("languages", Edit::Languages { languages });
    }

    fn groups(&mut self, id: &str) {
        let Some(arm) = self.seen.arms.iter().find(|arm| arm.id == id) else {
            return;
        };
        self.swaps(arm);
        let seen = written_groups(&arm.groups);
        let Some(typed) = self.changed("groups", &seen) else {
            return;
        };
        match read_groups(&typed) {
            Some(groups) => self.set("groups", Property::Groups(groups)),
            None => self.fault("groups", text::DESIGN_FAULT_GROUPS),
        }
    }

    /// The scales that groups see in place of others, where one of them was changed.
    fn swaps(&mut self, arm: &Arm) {
        let mut swaps = arm.scales.clone();
        for group in arm.groups.keys() {
            for scale in &self.seen.scales {
                let Some(shown) = self.fields.get(&swap_field(group, &scale.id)) else {
                    continue;
                };
                let of_group = swaps.entry(group.clone()).or_default();
                let shown = ScaleId::new(shown);
                if shown == scale.id {
                    of_group.remove(&scale.id);
                } else {
                    of_group.insert(scale.id.clone(), shown);
                }
            }
        }
        swaps.retain(|_, of_group| !of_group.is_empty());
        if swaps != arm.scales {
            self.set("", Property::ArmScales(swaps));
        }
    }

    fn question(&mut self, question: &Question) -> bool {
        let sort = question.answer.sort();
        if let Some(typed) = self.changed("type", sort.word())
            && let Some(sort) = Sort::of_word(&typed)
        {
            self.set("type", Property::Type(sort));
            return true;
        }
        let seen = question.section.as_deref().unwrap_or_default();
        if let Some(section) = self.changed("section", seen) {
            self.set("section", Property::Section(some(section)));
        }
        let seen = question.series.as_deref().unwrap_or_default();
        if let Some(series) = self.changed("series", seen) {
            self.set("series", Property::Series(some(series)));
        }
        let on_form = self.fields.all("boxes").any(|field| field == "required");
        let required = self.fields.get("required").is_some();
        if on_form && required != question.required {
            self.set("required", Property::Required(required));
        }
        let source = |condition: &Option<questionnaire::Condition>| {
            condition
                .as_ref()
                .map(|it| it.source().to_owned())
                .unwrap_or_default()
        };
        if let Some(condition) = self.changed("ask_if", &source(&question.ask_if)) {
            self.set("ask_if", Property::AskIf(some(half_width(&condition))));
        }
        if let Some(condition) = self.changed("end_if", &source(&question.end_if)) {
            self.set("end_if", Property::EndIf(some(half_width(&condition))));
        }
        answer_type::take(&question.answer, self);
        false
    }

    /// Sets the order of choices where another was chosen.
    pub(crate) fn order(&mut self, seen: ChoiceOrder) {
        let mut words = ORDERS.iter();
        let word = words.find(|(_, order, _)| *order == seen);
        if let Some(typed) = self.changed("order", word.map_or("", |(word, ..)| word))
            && let Some((_, order, _)) = ORDERS.iter().find(|(word, ..)| *word == typed)
        {
            self.set("order", Property::Order(Some(*order)));
        }
    }

    /// The number in a field, where it differs from what was seen.
    pub(crate) fn number(&mut self, field: &str, seen: i64) -> Option<i64> {
        let typed = self.changed(field, &seen.to_string())?;
        let number = typed.parse().ok();
        if number.is_none() {
            self.fault(field, text::DESIGN_FAULT_NUMBER);
        }
        number
    }

    /// Sets a date where another was typed.
    pub(crate) fn date(
        &mut self,
        field: &str,
        seen: CalendarDate,
        property: fn(CalendarDate) -> Property,
    ) {
        let Some(typed) = self.changed(field, &seen.to_string()) else {
            return;
        };
        match half_width(&typed).trim().parse() {
            Ok(date) => self.set(field, property(date)),
            Err(_) => self.fault(field, text::DESIGN_FAULT_DATE),
        }
    }

    /// Sets a number that may be absent, where another was typed or it was taken away.
    pub(crate) fn optional_number(
        &mut self,
        field: &str,
        seen: Option<u16>,
        property: fn(Option<u16>) -> Property,
    ) {
        let seen = seen.map_or_else(String::new, |it| it.to_string());
        let Some(typed) = self.changed(field, &seen) else {
            return;
        };
        match half_width(&typed).parse() {
            Ok(number) => self.set(field, property(Some(number))),
            Err(_) if typed.is_empty() => self.set(field, property(None)),
            Err(_) => self.fault(field, text::DESIGN_FAULT_NUMBER),
        }
    }

    /// Another id, last: the other edits name the part by the id it had.
    fn id(&mut self) {
        let seen = match self.part {
            Part::Top => self.seen.id.as_str(),
            part => part.name().unwrap_or_default(),
        };
        if let Some(id) = self.changed("id", seen) {
            let part = self.part.clone();
            self.step("id", Edit::Rename { part, id });
        }
    }
}

/// The languages that were typed, where they are others than there are.
pub(super) fn typed_languages(seen: &Questionnaire, fields: &Fields) -> Option<Vec<Language>> {
    let typed = fields.get("languages")?;
    let split = typed.split(|c: char| c == ',' || c == '，' || c.is_whitespace());
    let tags = split.filter(|tag| !tag.is_empty());
    let languages: Vec<Language> = tags.map(Language::new).collect();
    (languages != seen.languages).then_some(languages)
}

/// The texts in languages that are taken away.
pub(super) struct LostTexts {
    /// How many of them say something.
    pub(super) count: usize,
    /// Where in the draft they may be written, if only as empty.
    written: Vec<(TextKey, Language)>,
}

impl LostTexts {
    pub(super) fn of(seen: &Questionnaire, kept: &[Language]) -> Self {
        let texts = seen.texts();
        let gone: Vec<&Language> = (seen.languages.iter())
            .filter(|language| !kept.contains(language))
            .collect();
        let all = texts
            .iter()
            .flat_map(|text| gone.iter().map(move |language| (text, *language)));
        let says = |text: &Text, language: &Language| {
            text.find(language).is_some_and(|it| !it.trim().is_empty())
        };
        Self {
            count: all
                .clone()
                .filter(|((_, text), language)| says(text, language))
                .count(),
            written: all
                .map(|((key, _), language)| (key.clone(), language.clone()))
                .collect(),
        }
    }
}

/// Where the part is after the edits: elsewhere if one of them gave it another id.
pub(super) fn part_after(part: &Part, steps: &[Step]) -> Part {
    let renaming = steps.iter().find_map(|step| match &step.edit {
        Edit::Rename { part: old, id } if old == part => Some(id.as_str()),
        _ => None,
    });
    renaming.map_or_else(|| part.clone(), |id| renamed(part, id))
}

/// The field of the scale that a group sees in the place of another.
pub(super) fn swap_field(group: &str, scale: &ScaleId) -> String {
    format!("swap.{group}.{scale}")
}

/// Groups and shares as a field shows them: `direct = 0.75, crosswise = 0.25`.
pub(super) fn written_groups(groups: &BTreeMap<String, f64>) -> String {
    let shares = groups
        .iter()
        .map(|(group, share)| format!("{group} = {share}"));
    shares.collect::<Vec<_>>().join(", ")
}

fn read_groups(typed: &str) -> Option<BTreeMap<String, f64>> {
    let parts = typed.split([',', '，', '\n']).map(str::trim);
    let groups: Option<BTreeMap<String, f64>> = parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (group, share) = part.split_once('=')?;
            Some((group.trim().to_owned(), share.trim().parse().ok()?))
        })
        .collect();
    groups.filter(|groups| !groups.is_empty())
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use format::read;
    use questionnaire::QuestionId;

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"题\", en = \"T\" }\n\
        intro = { zh = \"引\", en = \"I\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几个？\"\nen = \"How many?\"\n";

    fn question(id: &str) -> Part {
        Part::Question(QuestionId::new(id))
    }

    fn steps(part: &Part, typed: &[(&str, &str)]) -> Result<Vec<Step>, Vec<Fault>> {
        let seen = read("t.toml", DRAFT.as_bytes()).questionnaire.unwrap();
        let pairs = typed
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let fields = Fields::from_pairs(pairs.collect());
        of_form(&seen, part, &fields, Locale::Chinese)
    }

    #[test]
    fn a_form_sent_back_as_it_was_changes_nothing() {
        let first = question("Q1");
        let as_it_was = [
            ("question.Q1@zh", "几个？"),
            ("question.Q1.help@en", ""),
            ("type", "number"),
            ("min", "0"),
            ("id", "Q1"),
            ("ask_if", ""),
        ];
        assert_eq!(steps(&first, &as_it_was), Ok(Vec::new()));
    }

    #[test]
    fn each_changed_field_is_one_edit_and_the_id_comes_last() {
        let first = question("Q1");
        let steps = steps(
            &first,
            &[
                ("id", "Q2"),
                ("question.Q1@en", "How many?\r\n"),
                ("max", "12"),
            ],
        );
        let steps = steps.unwrap();
        let fields: Vec<&str> = steps.iter().map(|step| step.field.as_str()).collect();
        assert_eq!(fields, ["max", "id"]);
        assert_eq!(part_after(&first, &steps), question("Q2"));
    }

    #[test]
    fn codes_can_change_places() {
        use authoring::editing::apply;
        let draft = format!(
            "{DRAFT}[[question]]\nid = \"Q2\"\ntype = \"single\"\nask_if = \"Q1 == 1\"\nzh = \"二？\"\nen = \"Two?\"\n\
            choices = [\n  {{ code = 1, zh = \"一\", en = \"one\" }},\n  {{ code = 2, zh = \"二\", en = \"two\" }},\n]\n\
            [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nask_if = \"Q2 == 1\"\nzh = \"三？\"\nen = \"Three?\"\n"
        );
        let seen = read("t.toml", draft.as_bytes()).questionnaire.unwrap();
        let coded = |first: &str, second: &str| {
            let typed = [
                ("choice.0.code", first),
                ("choice.0.zh", "一"),
                ("choice.0.en", "one"),
                ("choice.1.code", second),
                ("choice.1.zh", "二"),
                ("choice.1.en", "two"),
            ];
            let pairs = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let fields = Fields::from_pairs(pairs.into());
            let part = question("Q2");
            let mut text = draft.clone();
            for step in of_form(&seen, &part, &fields, Locale::Chinese).unwrap() {
                text = apply(&text, &step.edit).unwrap();
            }
            read("t.toml", text.as_bytes()).questionnaire.unwrap()
        };
        let codes = |now: &Questionnaire| -> Vec<i64> {
            let choices = now
                .question(&QuestionId::new("Q2"))
                .unwrap()
                .answer
                .own_choices()
                .iter();
            choices.map(|choice| choice.code.0).collect()
        };
        assert_eq!(codes(&coded("4", "1")), [4, 1], "whatever is typed");
        let now = coded("２", "1");
        assert_eq!(codes(&now), [2, 1]);
        let condition = now
            .question(&QuestionId::new("Q3"))
            .unwrap()
            .ask_if
            .as_ref()
            .unwrap();
        assert_eq!(
            condition.source(),
            "Q2 == 2",
            "who asked about the first still does"
        );
    }

    #[test]
    fn what_is_no_number_is_said_at_its_field() {
        let faults = steps(&question("Q1"), &[("min", "many")]).unwrap_err();
        assert_eq!(faults[0].field, "min");
    }

    #[test]
    fn decimals_that_were_typed_are_an_edit() {
        let part = question("Q1");
        let steps = steps(&part, &[("decimals", "2")]).unwrap();
        let property = Property::Decimals(2);
        assert_eq!(steps[0].edit, Edit::Set { part, property });
    }

    #[test]
    fn a_limit_of_choices_is_set_and_taken_away() {
        let draft = format!(
            "{DRAFT}[[question]]\nid = \"Q2\"\ntype = \"multiple\"\nmax_choices = 2\nzh = \"二？\"\nen = \"Two?\"\n\
            choices = [{{ code = 1, zh = \"一\", en = \"one\" }}, {{ code = 2, zh = \"二\", en = \"two\" }}]\n"
        );
        let seen = read("t.toml", draft.as_bytes()).questionnaire.unwrap();
        let part = question("Q2");
        let typed = [("min_choices", "２"), ("max_choices", "")];
        let pairs = typed.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let fields = Fields::from_pairs(pairs.into());
        let steps = of_form(&seen, &part, &fields, Locale::Chinese).unwrap();
        let set = |property| Edit::Set {
            part: part.clone(),
            property,
        };
        let edits: Vec<Edit> = steps.into_iter().map(|step| step.edit).collect();
        assert_eq!(
            edits,
            [
                set(Property::MinChoices(Some(2))),
                set(Property::MaxChoices(None))
            ]
        );
    }

    #[test]
    fn another_type_makes_what_belongs_to_the_old_one_moot() {
        let typed = [("type", "long_text"), ("min", "many")];
        let steps = steps(&question("Q1"), &typed).unwrap();
        assert_eq!(steps.len(), 1);
    }

    #[test]
    fn groups_are_read_as_they_are_written() {
        let groups = BTreeMap::from([("a".to_owned(), 0.75), ("b".to_owned(), 0.25)]);
        assert_eq!(read_groups(&written_groups(&groups)), Some(groups));
        assert_eq!(read_groups("a: 1"), None);
    }
}
