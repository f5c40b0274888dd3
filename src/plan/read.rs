//! From `plan.toml` to a plan, every fault in one pass.

use std::collections::BTreeMap;

use toml::de::DeValue;

use super::indicator::{
    Adults, Among, Baseline, Bridge, Comparator, Counts, Crosswise, Indicator, IndicatorKind,
    Measure, Plan, Target, TargetValue,
};
use super::problem::{Finding, Problem};
use format::source::{Entry, Reader};
use format::{Positions, sort_findings};
use questionnaire::{ChoiceKind, Code, Language, Part, Text};

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
    let (mut reader, document) = Reader::<Problem>::open(file, content);
    let mut positions = Positions::default();
    let plan = document.map(|document| {
        let mut sheet = Sheet {
            reader: &mut reader,
            positions: &mut positions,
        };
        sheet.plan(&document.top())
    });
    let mut findings = reader.into_findings();
    sort_findings(&mut findings);
    PlanReading {
        plan,
        positions,
        findings,
    }
}

struct Sheet<'r, 's> {
    reader: &'r mut Reader<'s, Problem>,
    positions: &'r mut Positions,
}

impl Sheet<'_, '_> {
    fn plan(&mut self, top: &Entry<'_>) -> Plan {
        self.reader.allow(
            top,
            &[
                "id",
                "title",
                "document",
                "city",
                "years",
                "adults",
                "coaching",
                "indicator",
            ],
        );
        let adults = self.reader.table(top, "adults");
        let coaching = self.reader.table(top, "coaching");
        self.locate(&Part::Top, top);
        let plan = Plan {
            id: self.required_string(top, "id"),
            title: self.required_text(top, "title"),
            document: self.required_string(top, "document"),
            city: self.required_text(top, "city"),
            years: self.years(top),
            adults: adults.and_then(|adults| self.adults(&adults)),
            coaching: coaching.and_then(|coaching| self.measure(&coaching, COACHING)),
            indicators: self.indicators(top),
        };
        self.id(top, &plan.id);
        if plan.indicators.is_empty() && !top.has("indicator") {
            self.reader.report(top.line, None, Problem::NoIndicator);
        }
        plan
    }

    fn locate(&mut self, part: &Part, entry: &Entry<'_>) {
        self.positions.record(part, "", entry.line);
        for key in entry.keys() {
            let line = self.reader.line_of(entry, key);
            self.positions.record(part, key, line);
        }
    }

    fn id(&mut self, entry: &Entry<'_>, id: &str) {
        let small = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if entry.has("id") && (id.is_empty() || !id.bytes().all(small)) {
            let line = self.reader.line_of(entry, "id");
            let id = id.to_owned();
            self.reader.report(line, None, Problem::IdMalformed { id });
        }
    }

    fn years(&mut self, top: &Entry<'_>) -> (i32, i32) {
        let years = self.reader.integers(top, "years");
        let Some(years) = self.reader.require(top, "years", years) else {
            return (0, 0);
        };
        if let [first, last] = years[..]
            && let (Ok(first @ 1949..), Ok(last @ ..=2200)) =
                (i32::try_from(first), i32::try_from(last))
            && first <= last
        {
            return (first, last);
        }
        let line = self.reader.line_of(top, "years");
        self.reader.report(line, None, Problem::YearsMalformed);
        (0, 0)
    }

    fn indicators(&mut self, top: &Entry<'_>) -> Vec<Indicator> {
        let mut indicators = Vec::new();
        let mut first_lines: BTreeMap<String, usize> = BTreeMap::new();
        for mut entry in self.reader.tables(top, "indicator") {
            let id = self.reader.string(&entry, "id");
            let Some(id) = self.reader.require(&entry, "id", id) else {
                continue;
            };
            entry.place = Some(id.clone());
            let line = self.reader.line_of(&entry, "id");
            if let Some(first) = first_lines.get(&id) {
                let (place, first) = (id.clone(), *first);
                self.reader
                    .report(line, Some(&place), Problem::DuplicateId { id, first });
                continue;
            }
            first_lines.insert(id.clone(), line);
            self.id(&entry, &id);
            self.locate(&Part::Indicator(id.clone()), &entry);
            indicators.extend(self.indicator(&entry, id));
        }
        indicators
    }

    fn indicator(&mut self, entry: &Entry<'_>, id: String) -> Option<Indicator> {
        self.reader.allow(
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
        let kind = self.reader.word(entry, "kind", KINDS);
        let kind = self.reader.require(entry, "kind", kind);
        let target = self.reader.table(entry, "target");
        let target = self.reader.require(entry, "target", target);
        let target = target.and_then(|target| self.target(&target));
        let measure = self.reader.table(entry, "measure");
        Some(Indicator {
            name: self.required_text(entry, "name"),
            short: self.text(entry, "short"),
            quote: self.required_string(entry, "quote"),
            section: self.required_string(entry, "section"),
            population: self.text(entry, "population"),
            department: self.reader.string(entry, "department").unwrap_or_default(),
            measured_by: self.text(entry, "measured_by"),
            note: self.text(entry, "note"),
            measure: measure.and_then(|measure| self.measure(&measure, &id)),
            kind: kind?,
            target: target?,
            id,
        })
    }

    fn target(&mut self, entry: &Entry<'_>) -> Option<Target> {
        self.reader
            .allow(entry, &["comparator", "value", "unit", "baseline"]);
        let comparator = self.reader.word(entry, "comparator", COMPARATORS);
        Some(Target {
            value: self.target_value(entry),
            unit: self.reader.string(entry, "unit").unwrap_or_default(),
            baseline: self.reader.word(entry, "baseline", BASELINES),
            comparator: self.reader.require(entry, "comparator", comparator)?,
        })
    }

    fn target_value(&mut self, entry: &Entry<'_>) -> Option<TargetValue> {
        match entry.value("value")?.get_ref() {
            DeValue::Boolean(done) => Some(TargetValue::Done(*done)),
            DeValue::Table(_) => Some(TargetValue::Reference(self.text(entry, "value"))),
            DeValue::Integer(_) | DeValue::Float(_) => {
                self.reader.number(entry, "value").map(TargetValue::Number)
            }
            _ => {
                let line = self.reader.line_of(entry, "value");
                self.reader
                    .report(line, entry.place.as_deref(), Problem::ValueMalformed);
                None
            }
        }
    }

    fn adults(&mut self, entry: &Entry<'_>) -> Option<Adults> {
        self.locate(&Part::Measure(ADULTS.to_owned()), entry);
        self.reader
            .allow(entry, &["questionnaire", "question", "cap"]);
        let questionnaire = self.reader.string(entry, "questionnaire");
        let questionnaire = self.reader.require(entry, "questionnaire", questionnaire);
        let question = self.reader.string(entry, "question");
        let question = self.reader.require(entry, "question", question);
        let cap = self.reader.integer_within(entry, "cap", 1, 20);
        let cap = self.reader.require(entry, "cap", cap);
        Some(Adults {
            questionnaire: questionnaire?,
            question: question?,
            cap: cap?,
        })
    }

    fn measure(&mut self, entry: &Entry<'_>, indicator: &str) -> Option<Measure> {
        self.locate(&Part::Measure(indicator.to_owned()), entry);
        self.reader.allow(
            entry,
            &[
                "questionnaire",
                "questions",
                "scale",
                "numerator",
                "denominator",
                "bridge",
                "among",
                "cross_check",
                "crosswise",
            ],
        );
        let questionnaire = self.reader.string(entry, "questionnaire");
        let questionnaire = self.reader.require(entry, "questionnaire", questionnaire);
        let questions = self.reader.strings(entry, "questions");
        let questions = self.reader.require(entry, "questions", questions);
        let counts = self.counts(entry);
        let bridge = self.reader.table(entry, "bridge");
        let among = self.reader.table(entry, "among");
        let crosswise = self.reader.table(entry, "crosswise");
        Some(Measure {
            bridge: bridge.and_then(|bridge| self.bridge(&bridge)),
            cross_check: self.reader.flag(entry, "cross_check"),
            among: among.and_then(|among| self.among(&among)),
            crosswise: crosswise.and_then(|crosswise| self.crosswise(&crosswise)),
            questionnaire: questionnaire?,
            questions: questions?,
            counts: counts?,
        })
    }

    fn counts(&mut self, entry: &Entry<'_>) -> Option<Counts> {
        if entry.has("scale") {
            let scale = self.reader.string(entry, "scale");
            let numerator = self.kinds(entry, "numerator");
            let denominator = self.kinds(entry, "denominator");
            return Some(Counts::Kinds {
                scale: scale?,
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
        let kinds = self.reader.words(entry, key, ChoiceKind::WORDS);
        self.reader.require(entry, key, kinds)
    }

    fn codes(&mut self, entry: &Entry<'_>, key: &str) -> Option<Vec<Code>> {
        let codes = self.reader.integers(entry, key);
        let codes = self.reader.require(entry, key, codes)?;
        Some(codes.into_iter().map(Code).collect())
    }

    fn bridge(&mut self, entry: &Entry<'_>) -> Option<Bridge> {
        self.reader
            .allow(entry, &["scale", "numerator", "denominator"]);
        let scale = self.reader.string(entry, "scale");
        let scale = self.reader.require(entry, "scale", scale);
        let numerator = self.kinds(entry, "numerator");
        let denominator = self.kinds(entry, "denominator");
        Some(Bridge {
            scale: scale?,
            numerator: numerator?,
            denominator: denominator?,
        })
    }

    fn among(&mut self, entry: &Entry<'_>) -> Option<Among> {
        self.reader.allow(entry, &["question", "codes"]);
        let question = self.reader.string(entry, "question");
        let question = self.reader.require(entry, "question", question);
        let codes = self.codes(entry, "codes");
        Some(Among {
            question: question?,
            codes: codes?,
        })
    }

    fn crosswise(&mut self, entry: &Entry<'_>) -> Option<Crosswise> {
        self.reader
            .allow(entry, &["question", "same", "prevalence"]);
        let question = self.reader.string(entry, "question");
        let question = self.reader.require(entry, "question", question);
        let same = self.reader.integer(entry, "same").map(Code);
        let same = self.reader.require(entry, "same", same);
        let prevalence = self.reader.number(entry, "prevalence");
        let prevalence = self.reader.require(entry, "prevalence", prevalence);
        Some(Crosswise {
            question: question?,
            same: same?,
            prevalence: prevalence?,
        })
    }

    fn required_string(&mut self, entry: &Entry<'_>, key: &str) -> String {
        let value = self.reader.string(entry, key);
        self.reader.require(entry, key, value).unwrap_or_default()
    }

    fn required_text(&mut self, entry: &Entry<'_>, key: &str) -> Text {
        if !entry.has(key) {
            self.reader.report_missing(entry, key);
        }
        self.text(entry, key)
    }

    /// A text in every language of plans; empty where the key is not there.
    fn text(&mut self, entry: &Entry<'_>, key: &str) -> Text {
        let mut text = Text::default();
        let Some(table) = self.reader.table(entry, key) else {
            return text;
        };
        self.reader.allow(&table, &LANGUAGES);
        for tag in LANGUAGES {
            let language = Language::new(tag);
            let wording = self.reader.string(&table, tag).unwrap_or_default();
            if wording.trim().is_empty() {
                let key = key.to_owned();
                let problem = Problem::MissingTranslation { key, language };
                self.reader
                    .report(table.line, entry.place.as_deref(), problem);
            } else {
                text.set(language, wording);
            }
        }
        text
    }
}
