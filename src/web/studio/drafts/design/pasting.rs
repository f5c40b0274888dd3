//! A list of choices pasted from elsewhere, as edits of the choices there are.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::choices::{self, blank, place_of_next, through_temporary_codes};
use super::fields::Step;
use crate::interface::Interface;
use authoring::editing::Edit;
use authoring::pasted_list::{LeftOut, PastedChoice, read_pasted_list};
use messages::{text, words};
use questionnaire::{Choice, ChoiceKind, Code, Language, Part, Questionnaire, Sort};

/// The codes of those who say nothing, as our questionnaires have them.
const HOUSE_CODES: [(ChoiceKind, Code); 3] = [
    (ChoiceKind::NotApplicable, Code(97)),
    (ChoiceKind::DontKnow, Code(98)),
    (ChoiceKind::Refused, Code(99)),
];

/// The edits that write a list into the choices of a part, from a place and a language on, and what of the list is in
/// none of them. A line goes into the choice that has its code or, for those who say nothing, its kind; else into the
/// next choice from the place on; else into a new one, before those that stand apart.
pub(super) fn edits(
    draft: &Questionnaire,
    part: &Part,
    (place, language): (usize, &str),
    text: &str,
) -> (Vec<Edit>, Vec<LeftOut>) {
    let Some(own) = choices::of(draft, part) else {
        return Default::default();
    };
    let first = draft.languages.iter().position(|it| it.tag() == language);
    let languages = draft.languages.get(first.unwrap_or_default()..);
    let languages = languages.unwrap_or_default();
    let list = read_pasted_list(text, languages.len());
    let room = place_of_next(own).unwrap_or(own.len());
    let in_row = place..room;
    let free = (0..own.len()).filter(|at| *at == place || in_row.contains(at));
    let mut pasting = Pasting {
        draft,
        part,
        own,
        languages,
        free: free.collect(),
        codes: FreeCodes::of(draft, part, &list.choices),
        set: Vec::new(),
        added: Vec::new(),
    };
    let targets = pasting.targets(&list.choices);
    for (choice, target) in list.choices.iter().zip(targets) {
        pasting.write(choice, target);
    }
    (pasting.edits(room), list.left_out)
}

/// Says what of a list is in none of the choices.
pub(super) fn notice(interface: &Interface, left_out: &[LeftOut]) -> Markup {
    html! {
        div.notice.doubt #left-out role="alert" tabindex="-1" {
            p { b { (interface.locale.t(text::PASTE_LEFT_OUT)) } }
            ul { @for left in left_out { li { (words::left_out(interface.locale, left)) } } }
        }
    }
}

/// A list on its way into the choices of a part.
struct Pasting<'a> {
    draft: &'a Questionnaire,
    part: &'a Part,
    own: &'a [Choice],
    languages: &'a [Language],
    /// The places that lines are written into one after the other.
    free: Vec<usize>,
    codes: FreeCodes,
    /// Choices that become others, with the code they have.
    set: Vec<(Code, Choice)>,
    /// New choices, in their order.
    added: Vec<Choice>,
}

impl Pasting<'_> {
    /// For every line the place of the choice it goes into; none for a new one.
    fn targets(&self, list: &[PastedChoice]) -> Vec<Option<usize>> {
        let mut written = self.free.len().min(list.len());
        // A line that goes elsewhere leaves its place in the row, where another line may then find its code.
        loop {
            let elsewhere = self.elsewhere(list, &self.free[..written]);
            let in_row = elsewhere.iter().filter(|at| at.is_none()).count();
            if in_row >= written {
                let mut next = self.free.iter().copied();
                let targets = elsewhere.into_iter().map(|at| at.or_else(|| next.next()));
                return targets.collect();
            }
            written = in_row;
        }
    }

    /// For every line the place of the choice it means, outside of those that are written anyway.
    fn elsewhere(&self, list: &[PastedChoice], written: &[usize]) -> Vec<Option<usize>> {
        let mut met = BTreeSet::new();
        let meant = list.iter().map(|choice| {
            let kind = self.told(choice).filter(|kind| kind.is_outside_order());
            let meant = self.own.iter().position(|own| match choice.code {
                Some(code) => code == own.code,
                None => kind.is_some() && own.kind == kind,
            });
            meant.filter(|at| !written.contains(at) && met.insert(*at))
        });
        meant.collect()
    }

    fn told(&self, choice: &PastedChoice) -> Option<ChoiceKind> {
        self.worded(blank(Code(0)), choice).kind_told()
    }

    fn worded(&self, mut choice: Choice, pasted: &PastedChoice) -> Choice {
        for (language, wording) in self.languages.iter().zip(&pasted.wordings) {
            choice.label.set(language.clone(), wording.clone());
        }
        choice
    }

    fn write(&mut self, pasted: &PastedChoice, target: Option<usize>) {
        let known = target.and_then(|at| self.own.get(at));
        let untold = known.is_none_or(|known| !known.is_worded());
        let before = known.cloned().unwrap_or_else(|| blank(Code(0)));
        let mut choice = self.worded(before, pasted);
        if untold && choice.kind.is_none() {
            choice.kind = choice.kind_told();
        }
        choice.other |= pasted.other && self.may_ask_for_words();
        let kept = known.map(|known| known.code);
        let kind = choice.kind.filter(|_| untold);
        choice.code = pasted
            .code
            .unwrap_or_else(|| self.codes.for_kind(kind, kept));
        match kept {
            Some(code) => self.set.push((code, choice)),
            None => self.added.push(choice),
        }
    }

    fn may_ask_for_words(&self) -> bool {
        let Part::Question(id) = self.part else {
            return false;
        };
        let sort = self.draft.question(id).map(|it| it.answer.sort());
        matches!(sort, Some(Sort::Single | Sort::Multiple))
    }

    fn edits(self, room: usize) -> Vec<Edit> {
        let greatest = self.own.iter().map(|choice| choice.code).max();
        let steps = self.set.into_iter().map(|(code, choice)| Step {
            field: String::new(),
            edit: Edit::SetChoice {
                part: self.part.clone(),
                code,
                choice,
            },
        });
        let steps = through_temporary_codes(steps.collect(), greatest.unwrap_or(Code(0)));
        let mut edits: Vec<Edit> = steps.into_iter().map(|step| step.edit).collect();
        let (last, rest): (Vec<Choice>, Vec<Choice>) = self.added.into_iter().partition(|choice| {
            let kind = choice.kind;
            kind.is_some_and(ChoiceKind::is_outside_order)
        });
        let rest = rest.into_iter().zip((room..).map(Some));
        let added = rest.chain(last.into_iter().map(|choice| (choice, None)));
        edits.extend(added.map(|(choice, at)| {
            let part = self.part.clone();
            Edit::AddChoice { part, choice, at }
        }));
        edits
    }
}

/// Codes that no choice has, one after the other.
struct FreeCodes {
    next: Code,
    /// Codes of choices there are, of lines written so far, and of those the list names.
    taken: BTreeSet<Code>,
    named: BTreeSet<Code>,
}

impl FreeCodes {
    fn of(draft: &Questionnaire, part: &Part, list: &[PastedChoice]) -> Self {
        let own = choices::of(draft, part).unwrap_or_default().iter();
        let scale = choices::scale_of(draft, part).map(|scale| &scale.choices[..]);
        let there = own.chain(scale.unwrap_or_default());
        let named: BTreeSet<Code> = list.iter().filter_map(|choice| choice.code).collect();
        let mut taken = named.clone();
        taken.extend(there.map(|choice| choice.code));
        Self {
            next: choices::free_code(draft, part),
            taken,
            named,
        }
    }

    /// The code of a choice to which the list gives none: the one it has, unless the list gives that to another.
    fn for_kind(&mut self, kind: Option<ChoiceKind>, kept: Option<Code>) -> Code {
        let mut house = HOUSE_CODES.iter();
        let house = house.find(|(it, _)| Some(*it) == kind);
        if let Some((_, code)) = house.filter(|(_, code)| self.taken.insert(*code)) {
            return *code;
        }
        kept.filter(|code| !self.named.contains(code))
            .unwrap_or_else(|| self.next())
    }

    fn next(&mut self) -> Code {
        while !self.taken.insert(self.next) {
            self.next = self.next.next();
        }
        self.next
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use authoring::editing::apply;
    use format::read;
    use questionnaire::QuestionId;

    const DRAFT: &str = "id = \"t\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"题\", en = \"T\" }\nintro = { zh = \"引\", en = \"I\" }\n\
        [[question]]\nid = \"Q1\"\ntype = \"single\"\nzh = \"一？\"\nen = \"One?\"\nchoices = [\n  { code = 1, zh = \"\", en = \"\" },\n  { code = 2, zh = \"\", en = \"\" },\n  { code = 98, kind = \"dont_know\", zh = \"不了解\", en = \"Don’t know\" },\n]\n";

    fn pasted(place: usize, language: &str, text: &str) -> Questionnaire {
        let seen = read("t.toml", DRAFT.as_bytes()).questionnaire.unwrap();
        let part = Part::Question(QuestionId::new("Q1"));
        let (edits, _) = edits(&seen, &part, (place, language), text);
        let text = edits
            .iter()
            .fold(DRAFT.to_owned(), |text, edit| apply(&text, edit).unwrap());
        read("t.toml", text.as_bytes()).questionnaire.unwrap()
    }

    #[test]
    fn a_list_fills_the_rows_and_makes_more_before_those_apart() {
        let grown = pasted(
            0,
            "zh",
            "满意\tSatisfied\n一般\tNeither\r\n\n不满意\tDissatisfied\n",
        );
        let choices = grown.questions[0].answer.own_choices();
        let codes: Vec<Code> = choices.iter().map(|choice| choice.code).collect();
        assert_eq!(codes, [1, 2, 3, 98].map(Code));
        let english: Vec<&str> = choices
            .iter()
            .map(|choice| choice.label.get(&Language::new("en")))
            .collect();
        assert_eq!(english[..3], ["Satisfied", "Neither", "Dissatisfied"]);
        let kinds = [0, 1, 2].map(|at| choices[at].kind.unwrap());
        assert_eq!(
            kinds,
            [
                ChoiceKind::Satisfied,
                ChoiceKind::Neutral,
                ChoiceKind::Dissatisfied
            ]
        );
    }

    #[test]
    fn a_list_in_the_other_language_leaves_the_first_alone() {
        let grown = pasted(1, "en", "Two\nThree");
        let choices = grown.questions[0].answer.own_choices();
        let label = |at: usize, tag: &str| choices[at].label.get(&Language::new(tag)).to_owned();
        assert_eq!(label(1, "en"), "Two");
        assert_eq!(label(2, "en"), "Three");
        assert_eq!(label(0, "en"), "");
    }

    fn coded(questionnaire: &Questionnaire) -> Vec<i64> {
        let choices = questionnaire.questions[0].answer.own_choices().iter();
        choices.map(|choice| choice.code.0).collect()
    }

    #[test]
    fn the_numbers_of_a_scale_are_its_codes_and_those_who_say_nothing_have_their_own() {
        let points = "0（绝差）\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10（绝佳）\n不清楚\n不想回答";
        let grown = pasted(0, "zh", points);
        let expected: Vec<i64> = (0..=10).chain([98, 99]).collect();
        assert_eq!(coded(&grown), expected);
        let choices = grown.questions[0].answer.own_choices();
        assert_eq!(choices[12].kind, Some(ChoiceKind::Refused));
        assert_eq!(choices[11].kind, Some(ChoiceKind::DontKnow));
        let label = choices[11].label.get(&Language::new("zh"));
        assert_eq!(
            label, "不清楚",
            "there is one such choice, in the words of the list"
        );
    }

    #[test]
    fn a_code_that_a_choice_has_means_that_choice() {
        let grown = pasted(0, "zh", "1\t有\tYes\n98\t说不清\tCan’t say");
        assert_eq!(coded(&grown), [1, 2, 98]);
        let last = &grown.questions[0].answer.own_choices()[2];
        assert_eq!(last.label.get(&Language::new("en")), "Can’t say");
        assert_eq!(coded(&pasted(0, "zh", "98\t不好说\n2\t有")), [1, 2, 98]);
        assert_eq!(coded(&pasted(0, "zh", "2. 有\n1. 没有")), [2, 1, 98]);
        assert_eq!(coded(&pasted(0, "zh", "2\t有\n\t没有")), [2, 3, 98]);
    }

    #[test]
    fn other_words_get_their_field() {
        let grown = pasted(0, "zh", "□ 有\n□ 其他（请注明）____");
        let choices = grown.questions[0].answer.own_choices();
        assert!(choices[1].other);
        assert_eq!(choices[1].label.get(&Language::new("zh")), "其他（请注明）");
    }
}
