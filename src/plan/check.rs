//! Whether a plan fits the questionnaires and the frame beside it.

use super::grouping::Grouping;
use super::indicator::{
    Baseline, Comparator, Counts, Indicator, IndicatorKind, Measure, Plan, TargetValue,
};
use super::problem::{DriverFault, Finding, Problem};
use super::read::{ADULTS, COACHING, COMPARATORS, grouping_part};
use format::Positions;
use questionnaire::{
    Choice, ChoiceKind, Code, Condition, Part, Question, QuestionId, Questionnaire, ScaleId,
};
use std::ops::RangeInclusive;

/// The key of the questions that may go with a measure.
const DRIVERS: &str = "drivers";

/// How many questions may go with a measure: the importance of one alone is compared with none, and of many each has little.
pub const DRIVERS_COMPARED: RangeInclusive<usize> = 2..=8;

/// Checks the indicators of a plan against the questionnaires of its folder.
///
/// `unread` are the names of questionnaires that are there but could not be read: they have
/// findings of their own, and references to them are no fault.
pub fn check(
    plan: &Plan,
    positions: &Positions,
    file: &str,
    questionnaires: &[&Questionnaire],
    unread: &[&str],
) -> Vec<Finding> {
    let mut inspection = Inspection {
        positions,
        questionnaires,
        unread,
        faults: Vec::new(),
    };
    if let Some(adults) = &plan.adults {
        let part = Part::Measure(ADULTS.to_owned());
        if let Some(questionnaire) = inspection.questionnaire(&part, &adults.questionnaire) {
            inspection.question(&part, "question", questionnaire, &adults.question);
        }
    }
    if let Some(coaching) = &plan.coaching {
        inspection.counting(&Part::Measure(COACHING.to_owned()), coaching);
    }
    for (place, grouping) in plan.groupings.iter().enumerate() {
        inspection.grouping(grouping, &plan.groupings[..place]);
    }
    for indicator in &plan.indicators {
        inspection.target(indicator);
        inspection.indicator(indicator);
    }
    let faults = inspection.faults.into_iter();
    let findings = faults.map(|fault| Finding {
        file: file.to_owned(),
        line: positions.line(&fault.part, fault.key),
        place: fault.part.name().map(str::to_owned),
        problem: fault.problem,
    });
    findings.collect()
}

/// Checks one measure against questionnaires, as [`check`] does, and names the key that each fault is about.
pub fn check_measure(
    measure: &Measure,
    questionnaires: &[&Questionnaire],
) -> Vec<(&'static str, Problem)> {
    let mut inspection = Inspection {
        positions: &Positions::default(),
        questionnaires,
        unread: &[],
        faults: Vec::new(),
    };
    inspection.counting(&Part::Measure(String::new()), measure);
    let faults = inspection.faults.into_iter();
    faults.map(|fault| (fault.key, fault.problem)).collect()
}

struct Inspection<'p> {
    positions: &'p Positions,
    questionnaires: &'p [&'p Questionnaire],
    unread: &'p [&'p str],
    faults: Vec<Fault>,
}

/// What is wrong with a key of a part of the plan.
struct Fault {
    part: Part,
    key: &'static str,
    problem: Problem,
}

impl<'p> Inspection<'p> {
    fn report(&mut self, part: &Part, key: &'static str, problem: Problem) {
        self.faults.push(Fault {
            part: part.clone(),
            key,
            problem,
        });
    }

    fn target(&mut self, indicator: &Indicator) {
        let part = Part::Indicator(indicator.id.to_string());
        let target = &indicator.target;
        if let Some(TargetValue::Number(value)) = target.value
            && target.unit == "%"
            && !(0.0..=100.0).contains(&value)
        {
            self.report(&part, "target", Problem::ShareOutOfRange { value });
        }
        if !by_survey(indicator) {
            return;
        }
        match target.comparator {
            Comparator::AtLeast | Comparator::AtMost | Comparator::Equal | Comparator::Above => {
                if target.unit != "%" || !matches!(target.value, Some(TargetValue::Number(_))) {
                    self.report(&part, "target", Problem::TargetNotAShare);
                }
            }
            Comparator::Improves | Comparator::Increases | Comparator::Decreases => {
                if target.baseline != Some(Baseline::FirstWave) {
                    let mut words = COMPARATORS.iter();
                    let word = words.find(|(_, comparator)| *comparator == target.comparator);
                    let comparator = word.map_or("improves", |(word, _)| word);
                    self.report(&part, "target", Problem::MissingBaseline { comparator });
                }
            }
            Comparator::MeetsNationalStandard | Comparator::Widespread | Comparator::Achieved => {}
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let part = Part::Measure(indicator.id.to_string());
        let Some(measure) = &indicator.measure else {
            let own = Part::Indicator(indicator.id.to_string());
            if by_survey(indicator) && !self.positions.has(&own, "measure") {
                self.report(&own, "kind", Problem::NotMeasured);
            }
            return;
        };
        self.counting(&part, measure);
    }

    /// Of one class nobody is told apart, and a code of two would count twice. Two tables of one question would tell by their
    /// difference what each hides.
    fn grouping(&mut self, grouping: &Grouping, before: &[Grouping]) {
        let part = grouping_part(&grouping.id);
        let asks = |other: &Grouping| {
            (&other.questionnaire, &other.question) == (&grouping.questionnaire, &grouping.question)
        };
        if before.iter().any(asks) {
            let question = grouping.question.clone();
            self.report(&part, "question", Problem::GroupedTwice { question });
        }
        let classes = &grouping.classes;
        if classes.len() < 2 {
            self.report(&part, "classes", Problem::OneClass);
        }
        let mut seen = Vec::new();
        for code in classes.iter().flat_map(|class| &class.codes) {
            if seen.contains(code) {
                self.report(&part, "classes", Problem::CodeInTwoClasses { code: *code });
            }
            seen.push(*code);
        }
        if classes.iter().any(|class| class.codes.is_empty()) {
            self.report(&part, "classes", Problem::NothingCounts { key: "codes" });
        }
        if let Some(questionnaire) = self.questionnaire(&part, &grouping.questionnaire)
            && let Some(question) =
                self.question(&part, "question", questionnaire, &grouping.question)
        {
            self.codes(&part, "classes", questionnaire, question, &seen);
        }
    }

    fn counting(&mut self, part: &Part, measure: &Measure) {
        self.counted(part, &measure.counts);
        if let Some(bridge) = &measure.bridge {
            self.both(
                part,
                "bridge",
                &bridge.numerator,
                &bridge.denominator,
                |kind| kind.word().to_owned(),
            );
        }
        if let Some(crosswise) = &measure.crosswise {
            let prevalence = crosswise.prevalence;
            if !(prevalence > 0.0 && prevalence < 1.0) || (prevalence - 0.5).abs() < 1e-9 {
                self.report(
                    part,
                    "crosswise",
                    Problem::PrevalenceOutOfRange { prevalence },
                );
            }
        }
        if measure.questions.is_empty() {
            self.report(part, "questions", Problem::NoQuestions);
        }
        if !measure.drivers.is_empty() {
            self.drivers(part, measure);
        }
        if let Some(questionnaire) = self.questionnaire(part, &measure.questionnaire) {
            self.measure(part, measure, questionnaire);
        }
    }

    /// What of the questions that may go with a measure can be told without the questionnaire.
    fn drivers(&mut self, part: &Part, measure: &Measure) {
        let (drivers, key) = (&measure.drivers, DRIVERS);
        if !DRIVERS_COMPARED.contains(&drivers.len()) {
            let count = drivers.len();
            self.report(part, key, Problem::Drivers(DriverFault::Counted { count }));
        }
        if measure.questions.len() > 1 {
            self.report(part, key, Problem::Drivers(DriverFault::OfSeveral));
        }
        for (place, driver) in drivers.iter().enumerate() {
            let question = driver.clone();
            let deciding = [
                measure.among.as_ref().map(|among| &among.question),
                measure.crosswise.as_ref().map(|asked| &asked.question),
            ];
            if measure.questions.contains(driver) || deciding.contains(&Some(driver)) {
                self.report(
                    part,
                    key,
                    Problem::Drivers(DriverFault::Measured { question }),
                );
            } else if drivers[..place].contains(driver) {
                self.report(part, key, Problem::Drivers(DriverFault::Twice { question }));
            }
        }
    }

    /// Whether a question can go with a measure: it is put to everybody, or to those whose answers ask for it, on a scale with a
    /// score for every answer that says how satisfied somebody is.
    fn driver(&mut self, part: &Part, questionnaire: &Questionnaire, question: &Question) {
        let of_arm = question
            .ask_if
            .as_ref()
            .is_some_and(Condition::names_an_arm);
        if of_arm {
            let question = question.id.clone();
            self.report(
                part,
                DRIVERS,
                Problem::Drivers(DriverFault::OfArm { question }),
            );
        }
        let scale = question.answer.scale();
        let scale = scale.and_then(|scale| questionnaire.scale(scale));
        let scored = scale.is_some_and(|scale| {
            let said = scale.choices.iter().filter(|choice| {
                matches!(
                    choice.kind,
                    Some(ChoiceKind::Satisfied | ChoiceKind::Neutral | ChoiceKind::Dissatisfied)
                )
            });
            let mut said = said.peekable();
            said.peek().is_some() && said.all(|choice| choice.score.is_some())
        });
        if !scored {
            let question = question.id.clone();
            self.report(
                part,
                DRIVERS,
                Problem::Drivers(DriverFault::WithoutScores { question }),
            );
        }
    }

    /// The questionnaire a part of the plan refers to; none is a fault unless it has faults of its own.
    fn questionnaire(&mut self, part: &Part, id: &str) -> Option<&'p Questionnaire> {
        let found = self.questionnaires.iter().find(|other| other.id == id);
        if found.is_none() && !self.unread.contains(&id) {
            let questionnaire = id.to_owned();
            self.report(
                part,
                "questionnaire",
                Problem::UnknownQuestionnaire { questionnaire },
            );
        }
        found.copied()
    }

    fn counted(&mut self, part: &Part, counts: &Counts) {
        match counts {
            Counts::Kinds {
                numerator,
                denominator,
                ..
            } => {
                self.both(part, "numerator", numerator, denominator, |kind| {
                    kind.word().to_owned()
                });
            }
            Counts::Codes {
                numerator,
                denominator,
            } => {
                self.both(part, "numerator", numerator, denominator, |code| {
                    code.to_string()
                });
            }
        }
    }

    /// Reports what is missing in, or outside of, a numerator and a denominator.
    fn both<T: Copy + PartialEq>(
        &mut self,
        part: &Part,
        key: &'static str,
        numerator: &[T],
        denominator: &[T],
        word: fn(T) -> String,
    ) {
        for (name, list) in [("numerator", numerator), ("denominator", denominator)] {
            if list.is_empty() {
                let key = if key == "bridge" { key } else { name };
                self.report(part, key, Problem::NothingCounts { key: name });
            }
        }
        for outside in numerator
            .iter()
            .filter(|counted| !denominator.contains(counted))
        {
            let outside = word(*outside);
            self.report(part, key, Problem::NumeratorOutside { outside });
        }
    }

    fn measure(&mut self, part: &Part, measure: &Measure, questionnaire: &Questionnaire) {
        for id in &measure.questions {
            let Some(question) = self.question(part, "questions", questionnaire, id) else {
                continue;
            };
            match &measure.counts {
                Counts::Kinds {
                    scale,
                    numerator,
                    denominator,
                } => {
                    self.on_scale(part, "scale", questionnaire, question, scale);
                    self.kinds(part, "numerator", questionnaire, question, scale, numerator);
                    self.kinds(
                        part,
                        "denominator",
                        questionnaire,
                        question,
                        scale,
                        denominator,
                    );
                }
                Counts::Codes {
                    numerator,
                    denominator,
                } => {
                    self.codes(part, "numerator", questionnaire, question, numerator);
                    self.codes(part, "denominator", questionnaire, question, denominator);
                }
            }
            if let Some(bridge) = &measure.bridge {
                self.on_scale(part, "bridge", questionnaire, question, &bridge.scale);
                for kinds in [&bridge.numerator, &bridge.denominator] {
                    self.kinds(
                        part,
                        "bridge",
                        questionnaire,
                        question,
                        &bridge.scale,
                        kinds,
                    );
                }
            }
        }
        for driver in &measure.drivers {
            if let Some(question) = self.question(part, DRIVERS, questionnaire, driver) {
                self.driver(part, questionnaire, question);
            }
        }
        if let Some(among) = &measure.among
            && let Some(question) = self.question(part, "among", questionnaire, &among.question)
        {
            self.codes(part, "among", questionnaire, question, &among.codes);
        }
        if let Some(crosswise) = &measure.crosswise
            && let Some(question) =
                self.question(part, "crosswise", questionnaire, &crosswise.question)
        {
            self.codes(
                part,
                "crosswise",
                questionnaire,
                question,
                &[crosswise.same],
            );
        }
    }

    fn question<'q>(
        &mut self,
        part: &Part,
        key: &'static str,
        questionnaire: &'q Questionnaire,
        id: &QuestionId,
    ) -> Option<&'q Question> {
        let question = questionnaire.question(id);
        if question.is_none() {
            let problem = Problem::UnknownQuestion {
                questionnaire: questionnaire.id.clone(),
                question: id.clone(),
            };
            self.report(part, key, problem);
        }
        question
    }

    fn on_scale(
        &mut self,
        part: &Part,
        key: &'static str,
        questionnaire: &Questionnaire,
        question: &Question,
        scale: &ScaleId,
    ) {
        if questionnaire.scale(scale).is_none() {
            let problem = Problem::UnknownScale {
                questionnaire: questionnaire.id.clone(),
                scale: scale.to_owned(),
            };
            self.report(part, key, problem);
            return;
        }
        let shown = question.answer.scale().is_some_and(|own| {
            let arms = questionnaire.arms.iter();
            let mut swaps = arms.flat_map(|arm| arm.scales.values());
            own == scale || swaps.any(|swap| swap.get(own).is_some_and(|shown| shown == scale))
        });
        if !shown {
            let (question, scale) = (question.id.clone(), scale.to_owned());
            self.report(part, key, Problem::NotOnScale { question, scale });
        }
    }

    fn kinds(
        &mut self,
        part: &Part,
        key: &'static str,
        questionnaire: &Questionnaire,
        question: &Question,
        scale: &ScaleId,
        kinds: &[ChoiceKind],
    ) {
        let Some(found) = questionnaire.scale(scale) else {
            return;
        };
        for kind in kinds {
            let mut choices = found.choices.iter().chain(question.answer.beside_scale());
            if !choices.any(|choice| choice.kind == Some(*kind)) {
                let (kind, scale) = (*kind, scale.to_owned());
                self.report(part, key, Problem::KindNotOnScale { key, kind, scale });
            }
        }
    }

    fn codes(
        &mut self,
        part: &Part,
        key: &'static str,
        questionnaire: &Questionnaire,
        question: &Question,
        codes: &[Code],
    ) {
        if !question.answer.has_codes() {
            let question = question.id.clone();
            self.report(part, key, Problem::NotAChoice { question });
            return;
        }
        let scale = question.answer.scale();
        let scale = scale.and_then(|scale| questionnaire.scale(scale));
        let shared = scale.map_or(&[][..], |scale| &scale.choices);
        let known: Vec<&Choice> = shared.iter().chain(question.answer.own_choices()).collect();
        for code in codes {
            if !known.iter().any(|choice| choice.code == *code) {
                let (question, code) = (question.id.clone(), *code);
                self.report(part, key, Problem::UnknownCode { question, code });
            }
        }
    }
}

/// True where the figure that is judged comes from a survey.
fn by_survey(indicator: &Indicator) -> bool {
    matches!(
        indicator.kind,
        IndicatorKind::Satisfaction | IndicatorKind::Awareness
    )
}
