//! The whole method note: item by item what has to be disclosed, from what the release holds.
//!
//! The items are those for immediate disclosure of the Code of Professional Ethics and Practices of the American Association for
//! Public Opinion Research (2021, section III A), which its Transparency Initiative asks for, the disposition of cases of section
//! III B, and three of ours: registration, artificial intelligence, contact.
//!
//! # Design
//!
//! What nobody stated is said to be not stated: an item is never left out and never empty
//! (`every_item_of_the_checklist_has_a_line`). Wordings, which are many, are not repeated here: the printed questionnaire has them
//! and is an address.

use super::parts;
use crate::addresses::Address;
use crate::interface::Interface;
use crate::number::{Count, Ratio};
use crate::public::indicator::step_name;
use crate::public::scoreboard::method_note::{draw_lines, margin_text, rate};
use messages::{PlainMessage, text};
use questionnaire::Language;
use results::Release;
use results::quality::SurveyNote;
use results::release::{IndicatorResult, Method, Results};

/// The digits of the hash of a questionnaire that people read.
const SHORT: usize = 12;

/// What has to be disclosed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Strategy,
    Who,
    Instrument,
    Population,
    Sample,
    Modes,
    Dates,
    Precision,
    Weighting,
    Processing,
    Limits,
    Outcomes,
    Registration,
    Intelligence,
    Contact,
}

impl Item {
    const ALL: [Self; 15] = [
        Self::Strategy,
        Self::Who,
        Self::Instrument,
        Self::Population,
        Self::Sample,
        Self::Modes,
        Self::Dates,
        Self::Precision,
        Self::Weighting,
        Self::Processing,
        Self::Limits,
        Self::Outcomes,
        Self::Registration,
        Self::Intelligence,
        Self::Contact,
    ];

    const fn title(self) -> PlainMessage {
        match self {
            Self::Strategy => text::DISCLOSURE_STRATEGY,
            Self::Who => text::DISCLOSURE_WHO,
            Self::Instrument => text::DISCLOSURE_INSTRUMENT,
            Self::Population => text::DISCLOSURE_POPULATION,
            Self::Sample => text::DISCLOSURE_SAMPLE,
            Self::Modes => text::DISCLOSURE_MODES,
            Self::Dates => text::DISCLOSURE_DATES,
            Self::Precision => text::DISCLOSURE_PRECISION,
            Self::Weighting => text::DISCLOSURE_WEIGHTING,
            Self::Processing => text::DISCLOSURE_PROCESSING,
            Self::Limits => text::DISCLOSURE_LIMITS,
            Self::Outcomes => text::DISCLOSURE_OUTCOMES,
            Self::Registration => text::DISCLOSURE_REGISTRATION,
            Self::Intelligence => text::DISCLOSURE_AI,
            Self::Contact => text::DISCLOSURE_CONTACT,
        }
    }
}

/// An item with what is disclosed of it.
#[derive(Debug)]
pub(crate) struct Disclosed {
    /// What it is about.
    pub(crate) title: String,
    /// What is said, at least one line.
    pub(crate) lines: Vec<String>,
    /// Where more of it stands: the address and what it is called.
    pub(crate) links: Vec<(String, String)>,
}

/// Every item of a release.
pub(crate) fn items(interface: &Interface, release: &Release) -> Vec<Disclosed> {
    let sample = match &release.results {
        Results::Probability { method, indicators } => Some((method.as_ref(), &indicators[..])),
        Results::Open { .. } => None,
    };
    let note = Note {
        interface,
        release,
        sample,
        survey: release.survey.as_deref(),
    };
    Item::ALL.map(|item| note.disclosed(item)).into()
}

/// What is disclosed from.
struct Note<'a> {
    interface: &'a Interface,
    release: &'a Release,
    /// How a sample was made, and its figures; none of an open link.
    sample: Option<(&'a Method, &'a [IndicatorResult])>,
    survey: Option<&'a SurveyNote>,
}

impl Note<'_> {
    fn t(&self, message: PlainMessage) -> String {
        self.interface.locale.t(message)
    }

    fn disclosed(&self, item: Item) -> Disclosed {
        let wave = &self.release.wave;
        let links = match item {
            Item::Instrument => vec![(
                Address::Paper { wave }.to_string(),
                self.t(text::DISCLOSURE_BOOKLET),
            )],
            Item::Registration if self.release.registration.is_some() => vec![(
                Address::Registration { wave }.to_string(),
                self.t(text::DISCLOSURE_REGISTRATION_LINK),
            )],
            _ => Vec::new(),
        };
        Disclosed {
            title: self.t(item.title()),
            lines: self.lines(item),
            links,
        }
    }

    fn lines(&self, item: Item) -> Vec<String> {
        match item {
            Item::Strategy => self.strategy(),
            Item::Who => self.who(),
            Item::Instrument => vec![self.instrument()],
            Item::Population => self.population(),
            Item::Sample => self.how_sampled(),
            Item::Modes => self.modes(),
            Item::Dates => vec![self.interface.locale.t(text::DisclosureDatesText {
                from: self.interface.date(self.release.fielded.0),
                to: self.interface.last_day(self.release.fielded.1),
            })],
            Item::Precision => self.precision(),
            Item::Weighting => self.weighting(),
            Item::Processing => self.processing(),
            Item::Limits => self.limits(),
            Item::Outcomes => self.outcomes(),
            Item::Registration => vec![self.registration()],
            Item::Intelligence => vec![self.t(text::DISCLOSURE_AI_TEXT)],
            Item::Contact => self.contact(),
        }
    }

    fn strategy(&self) -> Vec<String> {
        let how = if self.sample.is_some() {
            text::DISCLOSURE_STRATEGY_SAMPLE
        } else {
            text::DISCLOSURE_STRATEGY_OPEN
        };
        let simulated = self.release.simulated;
        let simulated = simulated.then(|| self.t(text::DISCLOSURE_SIMULATED));
        [self.t(how)].into_iter().chain(simulated).collect()
    }

    fn who(&self) -> Vec<String> {
        let authority = match &self.release.header {
            Some(header) => self.interface.locale.t(text::DisclosureAuthority {
                authority: header.authority.as_str(),
                approval: header.approval.as_str(),
                number: header.form_number.as_str(),
            }),
            None => self.t(text::HEADER_NONE),
        };
        vec![authority, self.t(text::DISCLOSURE_SPONSOR_NONE)]
    }

    fn instrument(&self) -> String {
        let Some(survey) = self.survey else {
            return self.t(text::DISCLOSURE_INSTRUMENT_PLAIN);
        };
        let version = &self.release.questionnaire;
        self.interface.locale.t(text::DisclosureInstrumentText {
            title: self.interface.text(&survey.questionnaire),
            questions: survey.questions,
            version: version.get(..SHORT).unwrap_or(version),
        })
    }

    fn population(&self) -> Vec<String> {
        if self.sample.is_none() {
            return vec![self.t(text::DISCLOSURE_POPULATION_OPEN)];
        }
        let Some(survey) = self.survey else {
            return vec![self.t(text::DISCLOSURE_NOT_STATED)];
        };
        let (interface, locale) = (self.interface, self.interface.locale);
        let mut lines = vec![locale.t(text::DisclosurePopulationText {
            city: interface.text(&self.release.city),
            strata: survey.strata.len(),
            population: Count(survey.population).to_string(),
        })];
        if survey.one_adult {
            lines.push(self.t(text::DISCLOSURE_POPULATION_ADULT));
        }
        lines.push(locale.t(text::DisclosurePlaces {
            names: parts::joined(interface, survey.strata.iter()),
        }));
        lines.extend(survey.screening.iter().map(|said| {
            locale.t(text::DisclosureScreening {
                text: interface.text(said),
            })
        }));
        lines
    }

    fn how_sampled(&self) -> Vec<String> {
        let incentive = self.t(text::DISCLOSURE_INCENTIVE);
        let Some((method, _)) = self.sample else {
            return vec![self.t(text::DISCLOSURE_SAMPLE_OPEN), incentive];
        };
        let invited = self.interface.locale.t(text::DisclosureSampleInvited {
            invitations: Count(method.invitations).to_string(),
        });
        let frame = self.t(text::DISCLOSURE_SAMPLE_FRAME);
        let mut lines = draw_lines(self.interface, method);
        lines.extend([frame, invited, incentive]);
        lines
    }

    fn modes(&self) -> Vec<String> {
        let (interface, locale) = (self.interface, self.interface.locale);
        let report = self.release.quality().map(|(_, report)| report);
        let mut lines: Vec<String> = (report.iter().flat_map(|report| &report.modes))
            .map(|class| {
                locale.t(text::DisclosureModeCount {
                    mode: parts::modes(interface, class),
                    count: Count(class.interviews).to_string(),
                })
            })
            .collect();
        if lines.is_empty() {
            lines.push(self.t(text::DISCLOSURE_MODES_PLAIN));
        }
        lines.push(match self.survey {
            Some(survey) => {
                let tags: Vec<&str> = survey.languages.iter().map(Language::tag).collect();
                locale.t(text::DisclosureLanguages {
                    languages: tags.join(&locale.t(text::NAME_SEPARATOR)),
                })
            }
            None => self.t(text::DISCLOSURE_LANGUAGES_NOT_STATED),
        });
        lines
    }

    fn precision(&self) -> Vec<String> {
        let locale = self.interface.locale;
        let respondents = Count(self.release.respondents).to_string();
        let Some((method, indicators)) = self.sample else {
            return vec![locale.t(text::DisclosurePrecisionOpen { respondents })];
        };
        let size = locale.t(text::DisclosurePrecisionSize {
            respondents,
            complete: Count(method.outcomes.complete).to_string(),
            partial: Count(method.outcomes.partial).to_string(),
        });
        let figures = indicators.iter().filter_map(|result| result.rate);
        let widths = figures
            .clone()
            .map(|it| (it.interval.1 - it.interval.0) / 2.0);
        let effects = figures.map(|figure| figure.design_effect);
        let precision = match (ends(widths), ends(effects)) {
            (Some(widths), Some(effects)) => locale.t(text::DisclosurePrecisionText {
                low: parts::points(widths.0),
                high: parts::points(widths.1),
                effect_low: Ratio(effects.0).to_string(),
                effect_high: Ratio(effects.1).to_string(),
            }),
            _ => self.t(text::DISCLOSURE_PRECISION_NONE),
        };
        vec![size, precision]
    }

    fn weighting(&self) -> Vec<String> {
        let (interface, locale) = (self.interface, self.interface.locale);
        let Some((method, _)) = self.sample else {
            return vec![self.t(text::DISCLOSURE_WEIGHTING_OPEN)];
        };
        let steps = method.weighting.iter();
        let steps: Vec<String> = steps.map(|step| locale.t(step_name(step.step))).collect();
        let mut lines = vec![locale.t(text::DisclosureWeightingSteps {
            steps: steps.join(&locale.t(text::LEAD_SEPARATOR)),
        })];
        if method.margins.is_empty() {
            lines.push(self.t(text::METHOD_MARGINS_NONE));
        }
        let margins = method.margins.iter();
        lines.extend(margins.map(|margin| margin_text(interface, margin)));
        lines
    }

    fn processing(&self) -> Vec<String> {
        let locale = self.interface.locale;
        let coding = self.t(text::DISCLOSURE_PROCESSING_CODING);
        let Some((method, _)) = self.sample else {
            let once = self.t(text::DISCLOSURE_PROCESSING_ONCE_OPEN);
            return vec![self.t(text::DISCLOSURE_PROCESSING_PLAIN), once, coding];
        };
        let complete = self.t(text::DISCLOSURE_PROCESSING_COMPLETE);
        let broken = self.release.quality().map(|(_, report)| {
            locale.t(text::DisclosureProcessingBroken {
                broken: report.break_offs,
            })
        });
        let imputed = locale.t(text::DisclosureProcessingImputed {
            imputed: method.adults_imputed,
        });
        let flagged = self.release.quality().map(|(_, report)| {
            let forms = report.flagged.map(|forms| Count(forms).to_string());
            locale.t(text::DisclosureProcessingFlagged {
                forms: forms.unwrap_or_else(|| self.t(text::DISCLOSURE_PROCESSING_FLAGGED_FEW)),
            })
        });
        let once = self.t(text::DISCLOSURE_PROCESSING_ONCE);
        let lines = [complete].into_iter().chain(broken);
        let lines = lines.chain([once, imputed]).chain(flagged);
        lines.chain([coding]).collect()
    }

    fn limits(&self) -> Vec<String> {
        if self.sample.is_none() {
            return vec![self.t(text::DISCLOSURE_LIMITS_OPEN)];
        }
        let weak = super::summary(self.interface, self.release).into_iter();
        let weak = weak.filter(|(_, is_good)| !is_good).map(|(said, _)| said);
        let general = self.t(text::DISCLOSURE_LIMITS_TEXT);
        [general].into_iter().chain(weak).collect()
    }

    fn outcomes(&self) -> Vec<String> {
        let locale = self.interface.locale;
        let Some((method, _)) = self.sample else {
            let respondents = Count(self.release.respondents).to_string();
            return vec![locale.t(text::DisclosureOutcomesOpen { respondents })];
        };
        let (cases, rates) = (method.outcomes, method.response_rates);
        let count = |cases| Count(cases).to_string();
        vec![
            locale.t(text::DisclosureOutcomesText {
                complete: count(cases.complete),
                partial: count(cases.partial),
                refusal: count(cases.refusal),
                contact: count(cases.non_contact),
                other: count(cases.other),
                household: count(cases.unknown_household),
                unknown: count(cases.unknown_other),
                ineligible: count(cases.not_eligible),
            }),
            locale.t(text::DisclosureRates {
                rr1: rate(locale, rates.rr1),
                rr2: rate(locale, rates.rr2),
                rr3: rate(locale, rates.rr3),
                rr4: rate(locale, rates.rr4),
                rr5: rate(locale, rates.rr5),
                rr6: rate(locale, rates.rr6),
                e: rate(locale, rates.eligible_share),
            }),
        ]
    }

    fn registration(&self) -> String {
        let locale = self.interface.locale;
        match &self.release.registration {
            None => self.t(text::DISCLOSURE_REGISTERED_NONE),
            Some(note) if note.written_after_opening => {
                locale.t(text::DisclosureRegisteredLate { hash: note.short() })
            }
            Some(note) => locale.t(text::DisclosureRegistered { hash: note.short() }),
        }
    }

    fn contact(&self) -> Vec<String> {
        let (interface, locale) = (self.interface, self.interface.locale);
        let contact = self.survey.and_then(|survey| survey.contact.as_ref());
        let complaints = self.survey.and_then(|survey| survey.complaints.as_ref());
        let contact = contact.map(|contact| {
            locale.t(text::DisclosureContactText {
                contact: interface.text(contact),
            })
        });
        let complaints = complaints.map(|contact| {
            locale.t(text::DisclosureComplaintsText {
                contact: interface.text(contact),
            })
        });
        let lines: Vec<String> = contact.into_iter().chain(complaints).collect();
        if lines.is_empty() {
            vec![self.t(text::DISCLOSURE_NOT_STATED)]
        } else {
            lines
        }
    }
}

/// The smallest and the largest.
fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |ends: Option<(f64, f64)>, value| {
        let (low, high) = ends.unwrap_or((value, value));
        Some((low.min(value), high.max(value)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;
    use crate::public::scoreboard::example as releases;
    use fieldwork::Mode;
    use messages::Locale;

    #[test]
    fn every_item_of_the_checklist_has_a_line() {
        let mut open = releases::release();
        open.mode = Mode::Open;
        open.results = Results::Open { tables: Vec::new() };
        for release in [example::release(), releases::release(), open] {
            for locale in [Locale::Chinese, Locale::English] {
                let interface = Interface::reading_in(locale, false);
                let items = items(&interface, &release);
                assert_eq!(items.len(), Item::ALL.len());
                for item in items {
                    assert!(!item.title.is_empty());
                    assert!(!item.lines.is_empty(), "{item:?}");
                    let is_said = |line: &String| !line.trim().is_empty();
                    assert!(item.lines.iter().all(is_said), "{item:?}");
                }
            }
        }
    }

    fn lines(release: &Release, item: Item) -> String {
        let items = items(&Interface::default(), release);
        let title = Locale::Chinese.t(item.title());
        let found = items.into_iter().find(|it| it.title == title);
        found.unwrap().lines.join("\n")
    }

    #[test]
    fn what_is_stated_is_said_and_what_is_not_is_said_to_be_not() {
        let told = example::release();
        assert!(lines(&told, Item::Contact).contains("12345"));
        assert!(lines(&told, Item::Population).contains("10,000,000"));
        assert!(lines(&told, Item::Instrument).contains("居民满意度问卷"));
        let not_stated = Locale::Chinese.t(text::DISCLOSURE_NOT_STATED);
        let silent = releases::release();
        for item in [Item::Contact, Item::Population] {
            assert_eq!(lines(&silent, item), not_stated);
        }
        assert!(lines(&silent, Item::Modes).contains(&not_stated));
    }

    #[test]
    fn what_is_weak_stands_among_the_limitations() {
        let limits = lines(&example::release(), Item::Limits);
        assert!(limits.contains("标准化差为 −0.15"), "{limits}");
    }
}
