//! From `plan.toml` to a plan, every fault in one pass.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::grouping::{GroupClass, Grouping};
use super::indicator::{
    Adults, Among, Baseline, Bridge, Chapter, Comparator, Counts, Crosswise, Indicator,
    IndicatorId, IndicatorKind, Measure, Plan, RESERVED_IDS, Target, TargetValue,
};
use super::problem::{Finding, Problem};
use format::source::{Entry, Reader};
use format::{Positions, sort_findings};
use questionnaire::{ChoiceKind, Code, Language, Part, QuestionId, ScaleId, Text};

/// The languages in which a plan is written: the interface is complete in both.
const LANGUAGES: [&str; 2] = ["zh", "en"];

const KINDS: &[(&str, IndicatorKind)] = &[
    ("satisfaction", IndicatorKind::Satisfaction),
    ("awareness", IndicatorKind::Awareness),
    ("participation", IndicatorKind::Participation),
    ("administrative_rate", IndicatorKind::AdministrativeRate),
    (
        "administrative_absolute",
        IndicatorKind::AdministrativeAbsolute,
    ),
    ("binary", IndicatorKind::Binary),
    ("directional", IndicatorKind::Directional),
];

pub(super) const COMPARATORS: &[(&str, Comparator)] = &[
    (">=", Comparator::AtLeast),
    ("<=", Comparator::AtMost),
    ("=", Comparator::Equal),
    (">", Comparator::Above),
    ("improves", Comparator::Improves),
    ("increases", Comparator::Increases),
    ("decreases", Comparator::Decreases),
    ("meets national standard", Comparator::MeetsNationalStandard),
    ("widespread", Comparator::Widespread),
    ("achieved", Comparator::Achieved),
];

/// The place of the question on adults in findings.
pub(super) const ADULTS: &str = "adults";

/// The place of the measure of coaching in findings.
pub(super) const COACHING: &str = "coaching";

/// The place of a grouping in findings.
pub(super) fn grouping_part(id: &str) -> Part {
    Part::Measure(format!("grouping {id}"))
}

const BASELINES: &[(&str, Baseline)] = &[
    ("first_wave", Baseline::FirstWave),
    ("previous_year", Baseline::PreviousYear),
];

/// What reading a plan gave.
#[derive(Debug)]
pub struct PlanReading {
    /// The plan as far as it could be read; sound only if there is no finding.
    pub plan: Option<Plan>,
    /// Where its parts stand in the file.
    pub positions: Positions,
    /// What is wrong, in the order of the file.
    pub findings: Vec<Finding>,
}

/// Reads a plan; `file` is only the name for findings. Whether its measures fit the
/// questionnaires is for [`check`](super::check).
pub fn read(file: &str, content: &[u8]) -> PlanReading {
    let (mut toml, document) = Reader::<Problem>::open(file, content);
    let mut positions = Positions::default();
    let plan = document.map(|document| {
        let mut reader = PlanReader {
            toml: &mut toml,
            positions: &mut positions,
        };
        reader.plan(&document.top())
    });
    let mut findings = toml.into_findings();
    sort_findings(&mut findings);
    PlanReading {
        plan,
        positions,
        findings,
    }
}

struct PlanReader<'r, 's> {
    toml: &'r mut Reader<'s, Problem>,
    positions: &'r mut Positions,
}

impl PlanReader<'_, '_> {
    fn plan(&mut self, top: &Entry<'_>) -> Plan {
        self.toml.allow(
            top,
            &[
                "id",
                "title",
                "document",
                "city",
                "years",
                "adults",
                "coaching",
                "release_within_days",
                "grouping",
                "early_days",
                "chapter",
                "indicator",
            ],
        );
        let adults = self.toml.table(top, "adults");
        let coaching = self.toml.table(top, "coaching");
        self.toml.locate(self.positions, &Part::Top, top);
        let plan = Plan {
            id: self.required_string(top, "id"),
            title: self.required_text(top, "title"),
            document: self.required_string(top, "document"),
            city: self.required_text(top, "city"),
            years: self.years(top),
            adults: adults.and_then(|adults| self.adults(&adults)),
            coaching: coaching.and_then(|coaching| self.measure(&coaching, COACHING)),
            release_within_days: self.toml.integer_within(top, "release_within_days", 1, 730),
            groupings: self.groupings(top),
            early_days: (self.toml.integer_within(top, "early_days", 0, 31)).unwrap_or_default(),
            chapters: self.chapters(top),
            indicators: self.indicators(top),
        };
        self.sections(&plan);
        self.id(top, &plan.id);
        if plan.indicators.is_empty() && !top.has("indicator") {
            self.toml.report(top.line, None, Problem::NoIndicator);
        }
        plan
    }

    fn id(&mut self, entry: &Entry<'_>, id: &str) {
        let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if entry.has("id") && (id.is_empty() || !id.bytes().all(small)) {
            let line = self.toml.line_of(entry, "id");
            let id = id.to_owned();
            self.toml.report(line, None, Problem::IdMalformed { id });
        }
    }

    fn years(&mut self, top: &Entry<'_>) -> (i32, i32) {
        let years = self.toml.integers(top, "years");
        let Some(years) = self.toml.require(top, "years", years) else {
            return (0, 0);
        };
        if let [first, last] = years[..]
            && let (Ok(first @ 1949..), Ok(last @ ..=2200)) =
                (i32::try_from(first), i32::try_from(last))
            && first <= last
        {
            return (first, last);
        }
        let line = self.toml.line_of(top, "years");
        self.toml.report(line, None, Problem::YearsMalformed);
        (0, 0)
    }

    fn groupings(&mut self, top: &Entry<'_>) -> Vec<Grouping> {
        let twice = |id: &str, first| Problem::DuplicateId {
            id: id.to_owned(),
            first,
        };
        let mut groupings = Vec::new();
        for (entry, id) in self.toml.named(top, "grouping", twice) {
            self.id(&entry, &id);
            self.toml
                .locate(self.positions, &grouping_part(&id), &entry);
            groupings.extend(self.grouping(&entry, id));
        }
        groupings
    }

    fn grouping(&mut self, entry: &Entry<'_>, id: String) -> Option<Grouping> {
        self.toml.allow(
            entry,
            &["id", "title", "questionnaire", "question", "classes"],
        );
        let questionnaire = self.toml.string(entry, "questionnaire");
        let questionnaire = self.toml.require(entry, "questionnaire", questionnaire);
        let question = self.toml.string(entry, "question");
        let question = self.toml.require(entry, "question", question);
        if !entry.has("classes") {
            self.toml.report_missing(entry, "classes");
        }
        let mut classes = Vec::new();
        for class in self.toml.tables(entry, "classes") {
            self.toml.allow(&class, &["title", "codes"]);
            let title = self.required_text(&class, "title");
            classes.extend(
                self.codes(&class, "codes")
                    .map(|codes| GroupClass { title, codes }),
            );
        }
        Some(Grouping {
            id,
            title: self.required_text(entry, "title"),
            questionnaire: questionnaire?,
            question: QuestionId::new(question?),
            classes,
        })
    }

    fn chapters(&mut self, top: &Entry<'_>) -> Vec<Chapter> {
        let mut first_lines: BTreeMap<String, usize> = BTreeMap::new();
        let mut chapters = Vec::new();
        for mut entry in self.toml.tables(top, "chapter") {
            self.toml.allow(&entry, &["section", "title"]);
            let section = self.required_string(&entry, "section");
            entry.place = Some(section.clone());
            let title = self.required_text(&entry, "title");
            let line = self.toml.line_of(&entry, "section");
            if let Some(first) = first_lines.get(&section) {
                let first = *first;
                let twice = Problem::DuplicateChapter {
                    section: section.clone(),
                    first,
                };
                self.toml.report(line, Some(&section), twice);
                continue;
            }
            first_lines.insert(section.clone(), line);
            chapters.push(Chapter { section, title });
        }
        chapters
    }

    /// Where chapters are given, every indicator stands in one.
    fn sections(&mut self, plan: &Plan) {
        if plan.chapters.is_empty() {
            return;
        }
        let astray = |section: &str| !plan.chapters.iter().any(|chapter| chapter.holds(section));
        for indicator in plan.indicators.iter().filter(|it| astray(&it.section)) {
            let id = indicator.id.as_str();
            let part = Part::Indicator(id.to_owned());
            let line = self.positions.line(&part, "section");
            let section = indicator.section.clone();
            self.toml
                .report(line, Some(id), Problem::NoChapter { section });
        }
    }

    fn indicators(&mut self, top: &Entry<'_>) -> Vec<Indicator> {
        let twice = |id: &str, first| Problem::DuplicateId {
            id: id.to_owned(),
            first,
        };
        let mut indicators = Vec::new();
        for (entry, id) in self.toml.named(top, "indicator", twice) {
            self.id(&entry, &id);
            if RESERVED_IDS.contains(&id.as_str()) {
                let line = self.toml.line_of(&entry, "id");
                let id = id.clone();
                self.toml.report(line, None, Problem::IdReserved { id });
            }
            let part = Part::Indicator(id.clone());
            self.toml.locate(self.positions, &part, &entry);
            indicators.extend(self.indicator(&entry, IndicatorId::new(id)));
        }
        indicators
    }

    fn indicator(&mut self, entry: &Entry<'_>, id: IndicatorId) -> Option<Indicator> {
        self.toml.allow(
            entry,
            &[
                "id",
                "section",
                "quote",
                "name",
                "short",
                "kind",
                "target",
                "population",
                "department",
                "measured_by",
                "note",
                "measure",
            ],
        );
        let kind = self.toml.word(entry, "kind", KINDS);
        let kind = self.toml.require(entry, "kind", kind);
        let target = self.toml.table(entry, "target");
        let target = self.toml.require(entry, "target", target);
        let target = target.and_then(|target| self.target(&target));
        let measure = self.toml.table(entry, "measure");
        Some(Indicator {
            name: self.required_text(entry, "name"),
            short: self.text(entry, "short"),
            quote: self.required_string(entry, "quote"),
            section: self.required_string(entry, "section"),
            population: self.text(entry, "population"),
            department: self.toml.string(entry, "department").unwrap_or_default(),
            measured_by: self.text(entry, "measured_by"),
            note: self.text(entry, "note"),
            measure: measure.and_then(|measure| self.measure(&measure, id.as_str())),
            kind: kind?,
            target: target?,
            id,
        })
    }

    fn target(&mut self, entry: &Entry<'_>) -> Option<Target> {
        self.toml.allow(
            entry,
            &["comparator", "value", "unit", "unit_name", "baseline"],
        );
        let comparator = self.toml.word(entry, "comparator", COMPARATORS);
        Some(Target {
            value: self.target_value(entry),
            unit: self.toml.string(entry, "unit").unwrap_or_default(),
            unit_name: self.text(entry, "unit_name"),
            baseline: self.toml.word(entry, "baseline", BASELINES),
            comparator: self.toml.require(entry, "comparator", comparator)?,
        })
    }

    fn target_value(&mut self, entry: &Entry<'_>) -> Option<TargetValue> {
        match entry.value("value")?.get_ref() {
            DeValue::Boolean(done) => Some(TargetValue::Done(*done)),
            DeValue::Table(_) => Some(TargetValue::Reference(self.text(entry, "value"))),
            DeValue::Integer(_) | DeValue::Float(_) => {
                self.toml.number(entry, "value").map(TargetValue::Number)
            }
            _ => {
                let line = self.toml.line_of(entry, "value");
                self.toml
                    .report(line, entry.place.as_deref(), Problem::ValueMalformed);
                None
            }
        }
    }

    fn adults(&mut self, entry: &Entry<'_>) -> Option<Adults> {
        self.toml
            .locate(self.positions, &Part::Measure(ADULTS.to_owned()), entry);
        self.toml
            .allow(entry, &["questionnaire", "question", "cap"]);
        let questionnaire = self.toml.string(entry, "questionnaire");
        let questionnaire = self.toml.require(entry, "questionnaire", questionnaire);
        let question = self.toml.string(entry, "question");
        let question = self.toml.require(entry, "question", question);
        let cap = self.toml.integer_within(entry, "cap", 1, 20);
        let cap = self.toml.require(entry, "cap", cap);
        Some(Adults {
            questionnaire: questionnaire?,
            question: QuestionId::new(question?),
            cap: cap?,
        })
    }

    fn measure(&mut self, entry: &Entry<'_>, indicator: &str) -> Option<Measure> {
        self.toml
            .locate(self.positions, &Part::Measure(indicator.to_owned()), entry);
        let mut keys = vec![
            "questionnaire",
            "questions",
            "scale",
            "numerator",
            "denominator",
            "bridge",
            "among",
            "cross_check",
            "crosswise",
        ];
        let mut drivers = None;
        // What goes with coaching is not asked.
        if indicator != COACHING {
            keys.push("drivers");
            drivers = self.toml.strings(entry, "drivers");
        }
        self.toml.allow(entry, &keys);
        let questionnaire = self.toml.string(entry, "questionnaire");
        let questionnaire = self.toml.require(entry, "questionnaire", questionnaire);
        let questions = self.toml.strings(entry, "questions");
        let questions = self.toml.require(entry, "questions", questions);
        let counts = self.counts(entry);
        let bridge = self.toml.table(entry, "bridge");
        let among = self.toml.table(entry, "among");
        let crosswise = self.toml.table(entry, "crosswise");
        Some(Measure {
            bridge: bridge.and_then(|bridge| self.bridge(&bridge)),
            cross_check: self.toml.flag(entry, "cross_check"),
            among: among.and_then(|among| self.among(&among)),
            crosswise: crosswise.and_then(|crosswise| self.crosswise(&crosswise)),
            questionnaire: questionnaire?,
            questions: questions?.into_iter().map(QuestionId::new).collect(),
            counts: counts?,
            drivers: (drivers.into_iter().flatten())
                .map(QuestionId::new)
                .collect(),
        })
    }

    fn counts(&mut self, entry: &Entry<'_>) -> Option<Counts> {
        if entry.has("scale") {
            let scale = self.toml.string(entry, "scale");
            let numerator = self.kinds(entry, "numerator");
            let denominator = self.kinds(entry, "denominator");
            return Some(Counts::Kinds {
                scale: ScaleId::new(scale?),
                numerator: numerator?,
                denominator: denominator?,
            });
        }
        let numerator = self.codes(entry, "numerator");
        let denominator = self.codes(entry, "denominator");
        Some(Counts::Codes {
            numerator: numerator?,
            denominator: denominator?,
        })
    }

    fn kinds(&mut self, entry: &Entry<'_>, key: &str) -> Option<Vec<ChoiceKind>> {
        let kinds = self.toml.words(entry, key, ChoiceKind::WORDS);
        self.toml.require(entry, key, kinds)
    }

    fn codes(&mut self, entry: &Entry<'_>, key: &str) -> Option<Vec<Code>> {
        let codes = self.toml.integers(entry, key);
        let codes = self.toml.require(entry, key, codes)?;
        Some(codes.into_iter().map(Code).collect())
    }

    fn bridge(&mut self, entry: &Entry<'_>) -> Option<Bridge> {
        self.toml
            .allow(entry, &["scale", "numerator", "denominator"]);
        let scale = self.toml.string(entry, "scale");
        let scale = self.toml.require(entry, "scale", scale);
        let numerator = self.kinds(entry, "numerator");
        let denominator = self.kinds(entry, "denominator");
        Some(Bridge {
            scale: ScaleId::new(scale?),
            numerator: numerator?,
            denominator: denominator?,
        })
    }

    fn among(&mut self, entry: &Entry<'_>) -> Option<Among> {
        self.toml.allow(entry, &["question", "codes"]);
        let question = self.toml.string(entry, "question");
        let question = self.toml.require(entry, "question", question);
        let codes = self.codes(entry, "codes");
        Some(Among {
            question: QuestionId::new(question?),
            codes: codes?,
        })
    }

    fn crosswise(&mut self, entry: &Entry<'_>) -> Option<Crosswise> {
        self.toml.allow(entry, &["question", "same", "prevalence"]);
        let question = self.toml.string(entry, "question");
        let question = self.toml.require(entry, "question", question);
        let same = self.toml.integer(entry, "same").map(Code);
        let same = self.toml.require(entry, "same", same);
        let prevalence = self.toml.number(entry, "prevalence");
        let prevalence = self.toml.require(entry, "prevalence", prevalence);
        Some(Crosswise {
            question: QuestionId::new(question?),
            same: same?,
            prevalence: prevalence?,
        })
    }

    fn required_string(&mut self, entry: &Entry<'_>, key: &str) -> String {
        let value = self.toml.string(entry, key);
        self.toml.require(entry, key, value).unwrap_or_default()
    }

    fn required_text(&mut self, entry: &Entry<'_>, key: &str) -> Text {
        if !entry.has(key) {
            self.toml.report_missing(entry, key);
        }
        self.text(entry, key)
    }

    /// A text in every language of plans; empty where the key is not there.
    fn text(&mut self, entry: &Entry<'_>, key: &str) -> Text {
        let mut text = Text::default();
        let Some(table) = self.toml.table(entry, key) else {
            return text;
        };
        self.toml.allow(&table, &LANGUAGES);
        for tag in LANGUAGES {
            let language = Language::new(tag);
            let wording = self.toml.string(&table, tag).unwrap_or_default();
            if wording.trim().is_empty() {
                let key = key.to_owned();
                let problem = Problem::MissingTranslation { key, language };
                self.toml
                    .report(table.line, entry.place.as_deref(), problem);
            } else {
                text.set(language, wording);
            }
        }
        text
    }
}
