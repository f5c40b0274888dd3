//! The report in sections: each a finding, what it is drawn as, and the same in a table.

use super::drawing::{self, Bar, Dot};
use super::parts;
use crate::interface::Interface;
use crate::number::{Count, Interval, Percent, Points, Ratio, Whole};
use crate::public::indicator::step_name;
use crate::public::scoreboard::method_note::rate;
use messages::text;
use results::Release;
use results::monitor::VariableShare;
use results::quality::{
    BalanceRow, EvennessNote, FrameVariable, ItemCounts, MarginClass, MarginFit, Part,
    QualityReport, StepWeights,
};
use results::release::{GroupTable, GroupedBy, IndicatorResult, Method, Results};
use typesetting::Drawing;

/// A standardised difference up to here does not matter.
const HARMLESS: f64 = 0.1;
/// More of a question unanswered is flagged.
const OFTEN: f64 = 0.05;
/// So many questions are drawn.
const DRAWN: usize = 12;

/// A part of the report.
#[derive(Debug)]
pub(crate) struct Section {
    /// What it is about.
    pub(crate) title: String,
    /// What was found.
    pub(crate) finding: String,
    /// How to read it.
    pub(crate) note: Option<String>,
    /// The finding as a picture, whose title is the finding.
    pub(crate) drawing: Option<Drawing>,
    /// The figures.
    pub(crate) table: Option<Grid>,
}

/// A table of words: every row has as many cells as the head.
#[derive(Debug)]
pub(crate) struct Grid {
    /// What the columns are called.
    pub(crate) head: Vec<String>,
    /// How many columns from the left are words; the others are numbers.
    pub(crate) words: usize,
    /// The rows.
    pub(crate) rows: Vec<Vec<String>>,
}

/// What the sections are made from.
struct Context<'a> {
    interface: &'a Interface,
    release: &'a Release,
    method: &'a Method,
    report: &'a QualityReport,
    indicators: &'a [IndicatorResult],
}

/// The sections of a release, in the order of the page; none where it has no report.
pub(crate) fn sections(interface: &Interface, release: &Release) -> Vec<Section> {
    let (Some((method, report)), Results::Probability { indicators, .. }) =
        (release.quality(), &release.results)
    else {
        return Vec::new();
    };
    let context = Context {
        interface,
        release,
        method,
        report,
        indicators,
    };
    let mut sections = vec![
        context.response(),
        context.modes(),
        context.evenness(),
        context.balance(),
        context.items(),
        context.steps(),
        context.classes(),
    ];
    let margins = report.weights.margins.iter();
    sections.extend(margins.map(|margin| context.margin(margin)));
    sections
}

impl Context<'_> {
    fn t(&self, message: messages::PlainMessage) -> String {
        self.interface.locale.t(message)
    }

    fn response(&self) -> Section {
        let locale = self.interface.locale;
        let classes = &self.report.districts;
        let city = self.method.response_rates.rr3;
        let rates: Vec<f64> = classes.iter().filter_map(|class| class.rr3).collect();
        let low = rates.iter().copied().reduce(f64::min);
        let high = rates.iter().copied().reduce(f64::max);
        let finding = if classes.len() > 1 {
            locale.t(text::QualityResponseFinding {
                low: rate(locale, low),
                high: rate(locale, high),
                city: rate(locale, city),
            })
        } else {
            locale.t(text::QualityResponseFindingOne {
                city: rate(locale, city),
            })
        };
        let dots: Vec<Dot> = (classes.iter())
            .filter_map(|class| {
                let value = class.rr3?;
                Some(Dot {
                    name: parts::districts_in_short(self.interface, self.report, &class.districts),
                    value,
                    interval: class.interval,
                    label: Percent(value).to_string(),
                })
            })
            .collect();
        let line = city.map(|value| {
            let rate = Percent(value).to_string();
            (value, locale.t(text::QualityCity { rate }))
        });
        let rows = classes.iter().map(|class| {
            vec![
                parts::districts_in_full(self.interface, self.report, &class.districts),
                Count(class.cases).to_string(),
                Count(class.interviews).to_string(),
                rate(locale, class.rr1),
                rate(locale, class.rr3),
                class
                    .interval
                    .map_or_else(|| "—".to_owned(), |it| Interval(it).to_string()),
            ]
        });
        Section {
            title: self.t(text::QUALITY_RESPONSE_TITLE),
            drawing: drawing::rates(&finding, &dots, line),
            finding,
            note: Some(self.t(text::QUALITY_RESPONSE_NOTE)),
            table: Some(Grid {
                head: vec![
                    self.t(text::COLUMN_DISTRICT),
                    self.t(text::HEAD_INVITATIONS),
                    self.t(text::HEAD_INTERVIEWS),
                    self.t(text::HEAD_RR1),
                    self.t(text::HEAD_RR3),
                    self.t(text::QUALITY_COLUMN_RATE_INTERVAL),
                ],
                words: 1,
                rows: rows.collect(),
            }),
        }
    }

    fn modes(&self) -> Section {
        let locale = self.interface.locale;
        let classes = &self.report.modes;
        let share = |persons| parts::share(persons, self.release.respondents);
        let most = classes.iter().max_by_key(|class| class.interviews);
        let mut finding = most.map_or_else(String::new, |class| {
            locale.t(text::QualityModesFinding {
                mode: parts::modes(self.interface, class),
                share: Percent(share(class.interviews)).to_string(),
            })
        });
        let by_mode = |result: &&IndicatorResult| result.groups.iter().any(is_by_mode);
        let compared = self.indicators.iter().filter(by_mode).count();
        if compared > 0 {
            let many = self.indicators.iter().filter(|it| differs_by_mode(it));
            finding.push_str(&locale.t(text::QualityModesCompared {
                of: compared,
                many: many.count(),
            }));
        }
        let bars: Vec<Bar> = (classes.iter())
            .map(|class| Bar {
                name: parts::modes(self.interface, class),
                dark: share(class.interviews),
                pale: 0.0,
                label: Percent(share(class.interviews)).to_string(),
            })
            .collect();
        let rows = classes.iter().map(|class| {
            vec![
                parts::modes(self.interface, class),
                Count(class.interviews).to_string(),
                Count(class.complete).to_string(),
                Percent(share(class.interviews)).to_string(),
                Percent(class.weighted).to_string(),
            ]
        });
        Section {
            title: self.t(text::QUALITY_MODES_TITLE),
            drawing: (classes.len() > 1).then(|| drawing::bars(&finding, &bars)),
            finding,
            note: Some(self.t(text::QUALITY_MODES_NOTE)),
            table: Some(Grid {
                head: vec![
                    self.t(text::HEAD_MODE),
                    self.t(text::HEAD_INTERVIEWS),
                    self.t(text::HEAD_COMPLETE),
                    self.t(text::COLUMN_SHARE),
                    self.t(text::COLUMN_WEIGHTED_SHARE),
                ],
                words: 1,
                rows: rows.collect(),
            }),
        }
    }

    fn evenness(&self) -> Section {
        let locale = self.interface.locale;
        let title = self.t(text::QUALITY_EVEN_TITLE);
        let Some(note) = &self.report.evenness else {
            return Section {
                title,
                finding: self.t(text::QUALITY_EVEN_NONE),
                note: None,
                drawing: None,
                table: None,
            };
        };
        let (lower, upper) = note.interval();
        let finding = locale.t(text::QualityEvenFinding {
            r: Ratio(note.r).to_string(),
            lower: Ratio(lower).to_string(),
            upper: Ratio(upper).to_string(),
            bias: parts::points(note.largest_bias_of_a_share()),
        });
        let ends = [text::QUALITY_SCALE_LOW, text::QUALITY_SCALE_HIGH].map(|it| self.t(it));
        Section {
            title,
            drawing: Some(drawing::scale(&finding, note.r, (lower, upper), ends)),
            finding,
            note: Some(self.t(text::QUALITY_EVEN_NOTE)),
            table: Some(self.evenness_table(note)),
        }
    }

    fn evenness_table(&self, note: &EvennessNote) -> Grid {
        let summary = [
            (text::QUALITY_MEASURE_R, Ratio(note.r).to_string()),
            (text::QUALITY_MEASURE_CV, Ratio(note.cv).to_string()),
            (
                text::QUALITY_MEASURE_RETURNED,
                Percent(note.returned).to_string(),
            ),
        ];
        let summary = summary.map(|(name, value)| vec![self.t(name), value, "—".to_owned()]);
        let variables = note.variables.iter().map(|variable| {
            let name = match variable.variable {
                VariableShare::Stratum => FrameVariable::District,
                VariableShare::Urban => FrameVariable::Settlement,
                VariableShare::Size => FrameVariable::Size,
            };
            vec![
                parts::variable(self.interface, name),
                format!("{:.3}", variable.unconditional),
                format!("{:.3}", variable.conditional),
            ]
        });
        Grid {
            head: vec![
                self.t(text::HEAD_EVENNESS_MEASURE),
                self.t(text::QUALITY_COLUMN_BETWEEN),
                self.t(text::QUALITY_COLUMN_ALONE),
            ],
            words: 1,
            rows: variables.chain(summary).collect(),
        }
    }

    fn balance(&self) -> Section {
        let locale = self.interface.locale;
        let rows = &self.report.balance;
        let name = |row: &BalanceRow| parts::frame_class(self.interface, self.report, &row.class);
        let size = |row: &&BalanceRow| row.standardised.abs();
        let largest = rows
            .iter()
            .max_by(|one, other| size(one).total_cmp(&size(other)));
        let many = rows.iter().filter(|row| size(row) > HARMLESS).count();
        let most = Ratio(HARMLESS).to_string();
        let finding = match largest {
            None => self.t(text::QUALITY_BALANCE_NONE),
            Some(row) if many == 0 => locale.t(text::QualityBalanceFindingGood {
                class: name(row),
                difference: parts::signed(row.standardised),
                most,
            }),
            Some(row) => locale.t(text::QualityBalanceFinding {
                many,
                class: name(row),
                difference: parts::signed(row.standardised),
                most,
            }),
        };
        let dots: Vec<Dot> = (rows.iter())
            .map(|row| Dot {
                name: name(row),
                value: row.standardised,
                interval: None,
                label: parts::signed(row.standardised),
            })
            .collect();
        let cells = rows.iter().map(|row| {
            vec![
                parts::variable(self.interface, row.class.variable()),
                name(row),
                row.frame
                    .map_or_else(|| "—".to_owned(), |share| Percent(share).to_string()),
                Percent(row.sample).to_string(),
                Percent(row.respondents).to_string(),
                parts::signed(row.standardised),
            ]
        });
        Section {
            title: self.t(text::QUALITY_BALANCE_TITLE),
            drawing: drawing::around_zero(&finding, &dots, &[-HARMLESS, HARMLESS]),
            note: (!rows.is_empty()).then(|| self.t(text::QUALITY_BALANCE_NOTE)),
            table: (!rows.is_empty()).then(|| Grid {
                head: vec![
                    self.t(text::HEAD_VARIABLE),
                    self.t(text::QUALITY_COLUMN_CLASS),
                    self.t(text::HEAD_FRAME_SHARE),
                    self.t(text::HEAD_SAMPLE_SHARE),
                    self.t(text::HEAD_RESPONDENT_SHARE),
                    self.t(text::HEAD_STANDARDISED),
                ],
                words: 2,
                rows: cells.collect(),
            }),
            finding,
        }
    }

    fn items(&self) -> Section {
        let locale = self.interface.locale;
        let told = self.report.items.iter();
        let told = told.filter_map(|item| Some((item, item.told.as_ref()?)));
        let told: Vec<_> = told.collect();
        let many = told.iter().filter(|(_, it)| it.unanswered() > OFTEN);
        let many = many.count();
        let most = Percent(OFTEN).to_string();
        let finding = match told.first() {
            None => self.t(text::QUALITY_ITEMS_FINDING_NONE),
            Some((item, counts)) => {
                let question = item.question.to_string();
                let share = Percent(counts.unanswered()).to_string();
                if many == 0 {
                    locale.t(text::QualityItemsFindingGood {
                        question,
                        share,
                        most,
                    })
                } else {
                    locale.t(text::QualityItemsFinding {
                        many,
                        question,
                        share,
                        most,
                    })
                }
            }
        };
        let bars: Vec<Bar> = (told.iter().take(DRAWN))
            .map(|(item, counts)| {
                let unknown = counts.dont_know.map_or(0, |part| part.persons);
                Bar {
                    name: item.question.to_string(),
                    dark: counts.unanswered(),
                    pale: parts::share(unknown, counts.asked),
                    label: Percent(counts.unanswered()).to_string(),
                }
            })
            .collect();
        let rows = self.report.items.iter().map(|item| {
            let named = [
                item.question.to_string(),
                self.interface.text(&item.text).to_owned(),
            ];
            let told = match &item.told {
                Some(counts) => self.item_cells(counts),
                None => vec![self.t(text::SUPPRESSED_SHORT); 6],
            };
            named.into_iter().chain(told).collect()
        });
        Section {
            title: self.t(text::QUALITY_ITEMS_TITLE),
            drawing: (!bars.is_empty()).then(|| drawing::bars(&finding, &bars)),
            finding,
            note: Some(self.t(text::QUALITY_ITEMS_NOTE)),
            table: Some(Grid {
                head: vec![
                    self.t(text::HEAD_QUESTION),
                    self.t(text::HEAD_WORDING),
                    self.t(text::HEAD_ASKED),
                    self.t(text::QUALITY_COLUMN_UNANSWERED),
                    self.t(text::QUALITY_COLUMN_WEIGHTED),
                    self.t(text::HEAD_LEFT_OUT),
                    self.t(text::HEAD_REFUSED),
                    self.t(text::HEAD_DONT_KNOW),
                ],
                words: 2,
                rows: rows.collect(),
            }),
        }
    }

    fn item_cells(&self, counts: &ItemCounts) -> Vec<String> {
        let persons = |part: Option<Part>| match part {
            Some(part) => Count(part.persons).to_string(),
            None => self.t(text::QUALITY_FEW),
        };
        let weighted = counts.skipped.weighted + counts.refused.map_or(0.0, |part| part.weighted);
        vec![
            Count(counts.asked).to_string(),
            Percent(counts.unanswered()).to_string(),
            Percent(weighted).to_string(),
            Count(counts.skipped.persons).to_string(),
            persons(counts.refused),
            persons(counts.dont_know),
        ]
    }

    fn steps(&self) -> Section {
        let locale = self.interface.locale;
        let steps = &self.report.weights.steps;
        let finding = self.report.final_weights().map(|last| {
            locale.t(text::QualityStepsFinding {
                effect: Ratio(last.design_effect).to_string(),
                effective: Whole(last.effective_sample_size).to_string(),
                respondents: Count(self.release.respondents).to_string(),
            })
        });
        let finding = finding.unwrap_or_default();
        let trimmed = match self.report.weights.trimmed {
            Some(cut) => locale.t(text::QualityTrimmed {
                persons: cut.persons,
                cap: Ratio(cut.cap).to_string(),
                share: Percent(cut.share).to_string(),
            }),
            None => self.t(text::QUALITY_TRIMMED_NONE),
        };
        let name = |step: &StepWeights| self.t(step_name(step.step));
        let boxes: Vec<(String, [f64; 5])> = (steps.iter().enumerate())
            .map(|(place, step)| {
                let quantiles = [
                    step.smallest,
                    step.lower_quartile,
                    step.median,
                    step.upper_quartile,
                    step.largest,
                ];
                let over_median = quantiles.map(|weight| weight / step.median);
                ((place + 1).to_string(), over_median)
            })
            .collect();
        let rows = steps.iter().enumerate().map(|(place, step)| {
            vec![
                format!("{}. {}", place + 1, name(step)),
                Whole(step.smallest).to_string(),
                Whole(step.lower_quartile).to_string(),
                Whole(step.median).to_string(),
                Whole(step.upper_quartile).to_string(),
                Whole(step.largest).to_string(),
                Ratio(step.cv).to_string(),
                Ratio(step.design_effect).to_string(),
                Whole(step.effective_sample_size).to_string(),
            ]
        });
        Section {
            title: self.t(text::QUALITY_STEPS_TITLE),
            drawing: Some(drawing::boxes(&finding, &boxes)),
            finding,
            note: Some(format!("{trimmed}{}", self.t(text::QUALITY_STEPS_NOTE))),
            table: Some(Grid {
                head: vec![
                    self.t(text::COLUMN_STEP),
                    self.t(text::HEAD_SMALLEST_WEIGHT),
                    self.t(text::HEAD_LOWER_QUARTILE),
                    self.t(text::HEAD_MEDIAN),
                    self.t(text::HEAD_UPPER_QUARTILE),
                    self.t(text::HEAD_LARGEST_WEIGHT),
                    self.t(text::HEAD_VARIATION),
                    self.t(text::DESIGN_EFFECT_WEIGHTS),
                    self.t(text::COLUMN_EFFECTIVE),
                ],
                words: 1,
                rows: rows.collect(),
            }),
        }
    }

    fn classes(&self) -> Section {
        let locale = self.interface.locale;
        let classes = &self.report.weights.classes;
        let most = classes.iter().max_by_key(|class| class.persons);
        let finding = most.map(|class| {
            locale.t(text::QualityClassesFinding {
                from: Ratio(class.from).to_string(),
                to: Ratio(class.to).to_string(),
                persons: Count(class.persons).to_string(),
            })
        });
        let finding = finding.unwrap_or_default();
        let rows = classes.iter().map(|class| {
            vec![
                format!("{}–{}", Ratio(class.from), Ratio(class.to)),
                Count(class.persons).to_string(),
            ]
        });
        Section {
            title: self.t(text::QUALITY_CLASSES_TITLE),
            drawing: drawing::histogram(&finding, classes),
            finding,
            note: Some(self.t(text::QUALITY_CLASSES_NOTE)),
            table: Some(Grid {
                head: vec![
                    self.t(text::QUALITY_COLUMN_WEIGHT),
                    self.t(text::QUALITY_COLUMN_PERSONS),
                ],
                words: 1,
                rows: rows.collect(),
            }),
        }
    }

    fn margin(&self, margin: &MarginFit) -> Section {
        let locale = self.interface.locale;
        let title = locale.t(text::QualityMarginTitle {
            name: self.interface.text(&margin.name),
        });
        let Some(classes) = &margin.classes else {
            return Section {
                title,
                finding: self.t(text::QUALITY_MARGIN_HIDDEN),
                note: None,
                drawing: None,
                table: None,
            };
        };
        let name =
            |class: &MarginClass| parts::margin_class(self.interface, self.report, &class.class);
        let apart = |class: &MarginClass| class.before - class.target;
        let furthest = classes
            .iter()
            .max_by(|one, other| apart(one).abs().total_cmp(&apart(other).abs()));
        let finding = furthest.map(|class| {
            locale.t(text::QualityMarginFinding {
                class: name(class),
                points: Points(apart(class)).to_string(),
            })
        });
        let finding = finding.unwrap_or_default();
        let dots: Vec<Dot> = (classes.iter())
            .map(|class| Dot {
                name: name(class),
                value: apart(class),
                interval: None,
                label: Points(apart(class)).to_string(),
            })
            .collect();
        let rows = classes.iter().map(|class| {
            vec![
                name(class),
                Percent(class.target).to_string(),
                Percent(class.before).to_string(),
                Percent(class.after).to_string(),
            ]
        });
        Section {
            title,
            drawing: drawing::around_zero(&finding, &dots, &[]),
            finding,
            note: Some(self.t(text::QUALITY_MARGIN_NOTE)),
            table: Some(Grid {
                head: vec![
                    self.t(text::QUALITY_COLUMN_CLASS),
                    self.t(text::HEAD_POPULATION_SHARE),
                    self.t(text::HEAD_SHARE_BEFORE),
                    self.t(text::HEAD_SHARE_AFTER),
                ],
                words: 1,
                rows: rows.collect(),
            }),
        }
    }
}

fn is_by_mode(table: &GroupTable) -> bool {
    table.by == GroupedBy::Mode
}

/// Whether two ways to answer differ in an indicator, whoever looks at how many pairs.
fn differs_by_mode(result: &IndicatorResult) -> bool {
    let tables = result.groups.iter().filter(|table| is_by_mode(table));
    let mut pairs = tables.flat_map(|table| {
        let classes = 0..table.classes.len();
        classes.flat_map(move |one| {
            let others = one + 1..table.classes.len();
            others.filter_map(move |other| result.group_pair(table, one, other))
        })
    });
    pairs.any(|pair| pair.differs())
}
