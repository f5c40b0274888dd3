//! What is typed to plan a sample, and what is wrong with it.

use std::str::FromStr;

use maud::{Markup, html};

use crate::extract::Fields;
use crate::interface::Interface;
use messages::{Locale, PlainMessage, text, words};
use results::prospect::Experience;
use sampling::{
    Allocation, Assumptions, DrawError, Frame, FrameStratum, Method, Reserve, Sample, SampleDesign,
    SamplePlan,
};

/// The PSUs of a sample of the size that is usual in a city, and households in each.
const USUAL_PSUS: u64 = 300;
const USUAL_PER_PSU: u64 = 44;

/// The ways to divide PSUs over strata, by the word in the form.
const ALLOCATIONS: [(&str, PlainMessage); 6] = [
    ("square_root", text::SAMPLE_SQUARE_ROOT),
    ("proportional", text::SAMPLE_PROPORTIONAL),
    ("equal", text::SAMPLE_EQUAL),
    ("fixed", text::SAMPLE_FIXED),
    ("neyman", text::SAMPLE_NEYMAN),
    ("power", text::SAMPLE_POWER),
];

/// A field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fault {
    pub(super) field: String,
    pub(super) what: Wrong,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wrong {
    /// Not a number from the first to the second.
    Number(&'static str, &'static str),
    /// None of what can be chosen.
    Choice,
    /// Nothing where something is needed.
    Missing,
    /// A seed beside an earlier sample, whose seed is taken.
    SeedOfAnother,
    /// The frame does not give such a sample.
    Draw(DrawError),
}

impl Wrong {
    pub(super) fn words(&self, locale: Locale) -> String {
        match self {
            Self::Number(least, most) => locale.t(text::SampleFaultNumber {
                least: *least,
                most: *most,
            }),
            Self::Choice => locale.t(text::SAMPLE_FAULT_CHOICE),
            Self::Missing => locale.t(text::SAMPLE_FAULT_MISSING),
            Self::SeedOfAnother => locale.t(text::SAMPLE_FAULT_SEED),
            Self::Draw(error) => words::draw_error(locale, error),
        }
    }
}

/// The field that an error of the draw is about.
pub(super) fn field_of(error: &DrawError) -> &'static str {
    use sampling::AllocationError::{EmptyStratum, TooFew, TooMany, UnusableRates};
    match error {
        DrawError::EmptyStratum { .. }
        | DrawError::NonPositiveSize { .. }
        | DrawError::Allocation(EmptyStratum) => "frame",
        DrawError::SampleExceedsFrame { .. } => "minimum",
        DrawError::UnusablePlan => "per-psu",
        DrawError::NothingToShare => "follows",
        DrawError::Allocation(TooFew { .. } | TooMany { .. }) => "households",
        DrawError::Allocation(UnusableRates) => "allocation",
    }
}

/// The form of a sample from a frame: what was typed, and what stands in its fields until then.
pub(super) struct DesignForm<'a> {
    pub(super) interface: &'a Interface,
    pub(super) typed: &'a Fields,
    pub(super) frame: &'a Frame,
    /// What the last wave tells, which its fields hold at first.
    pub(super) told: Option<Experience>,
    /// The questionnaires that the plan measures something by.
    pub(super) questionnaires: Vec<String>,
    /// Earlier samples of the same frame.
    pub(super) earlier: Vec<&'a Sample>,
    pub(super) faults: Vec<Fault>,
}

/// The field of the rate assumed of a stratum.
fn rate_field(stratum: &FrameStratum) -> String {
    format!("rate-{}", stratum.code)
}

/// A number as people type it: full-width digits, spaces, a sign of percent behind.
fn number<N: FromStr>(typed: &str) -> Option<N> {
    let plain = typed.trim().chars().map(|symbol| match symbol {
        '０'..='９' => char::from_u32(symbol as u32 - '０' as u32 + '0' as u32).unwrap_or(symbol),
        '．' | '。' => '.',
        '％' => '%',
        other => other,
    });
    let plain: String = plain
        .filter(|symbol| !matches!(symbol, ',' | '，' | ' '))
        .collect();
    plain.strip_suffix('%').unwrap_or(&plain).parse().ok()
}

impl<'a> DesignForm<'a> {
    /// What stands in a field.
    pub(super) fn value(&self, name: &str) -> String {
        if let Some(typed) = self.typed.get(name) {
            return typed.to_owned();
        }
        match (name, self.told) {
            ("response", Some(told)) => format!("{:.0}", told.response_rate * 100.0),
            ("rho", Some(told)) => format!("{:.3}", told.intraclass_correlation),
            _ => self.usual(name),
        }
    }

    /// What stands in a field where nothing better is known.
    fn usual(&self, name: &str) -> String {
        match name {
            "households" => self.usual_households().to_string(),
            "questionnaire" => self.questionnaires.first().cloned().unwrap_or_default(),
            "per-psu" => USUAL_PER_PSU.to_string(),
            "allocation" => ALLOCATIONS[0].0.to_owned(),
            "method" => Method::default().word().to_owned(),
            "fixed" | "minimum" => "2".to_owned(),
            "exponent" => "0.5".to_owned(),
            "rate" => "80".to_owned(),
            "response" => "40".to_owned(),
            "rho" => "0.05".to_owned(),
            "weights" => "1.25".to_owned(),
            "letter-cost" | "psu-cost" | "replicates" => "0".to_owned(),
            "kept" => "50".to_owned(),
            "reserve-per-psu" => "10".to_owned(),
            _ => String::new(),
        }
    }

    /// Fewer than usual of a small frame: a quarter of its units, but two of each stratum.
    fn usual_households(&self) -> u64 {
        let units = self.frame.units().len() as u64;
        let least = 2 * self.frame.strata().len() as u64;
        (units / 4).clamp(least.min(USUAL_PSUS), USUAL_PSUS) * USUAL_PER_PSU
    }

    fn typed_number<N: FromStr + PartialOrd>(
        &self,
        name: &str,
        (least, most): (&'static str, &'static str),
        faults: &mut Vec<Fault>,
    ) -> Option<N> {
        let bounds = least.parse::<N>().ok().zip(most.parse::<N>().ok());
        let typed: Option<N> = number(&self.value(name));
        let within = typed
            .zip(bounds)
            .filter(|(typed, (least, most))| typed >= least && typed <= most);
        if within.is_none() {
            faults.push(Fault {
                field: name.to_owned(),
                what: Wrong::Number(least, most),
            });
        }
        within.map(|(typed, _)| typed)
    }

    /// The design that was typed, with a seed of zero until it is drawn unless it follows an earlier sample; every fault at
    /// its field.
    pub(super) fn read(&self) -> Result<SampleDesign, Vec<Fault>> {
        let mut faults = Vec::new();
        let households: Option<u64> =
            self.typed_number("households", ("1", "1000000"), &mut faults);
        let per_psu: Option<u64> = self.typed_number("per-psu", ("1", "1000"), &mut faults);
        let minimum: Option<u64> = self.typed_number("minimum", ("2", "1000"), &mut faults);
        let replicates: Option<u64> = self.typed_number("replicates", ("0", "10"), &mut faults);
        let reserve: Option<u64> = self.typed_number("reserve-per-psu", ("1", "1000"), &mut faults);
        let rate: Option<f64> = self.typed_number("rate", ("1", "99"), &mut faults);
        let response: Option<f64> = self.typed_number("response", ("1", "100"), &mut faults);
        let rho: Option<f64> = self.typed_number("rho", ("0", "1"), &mut faults);
        let weights: Option<f64> = self.typed_number("weights", ("1", "20"), &mut faults);
        let letter: Option<f64> = self.typed_number("letter-cost", ("0", "100000"), &mut faults);
        let psu: Option<f64> = self.typed_number("psu-cost", ("0", "1000000"), &mut faults);
        let allocation = self.allocation(rate, &mut faults);
        let method = self.method(&mut faults);
        let followed = self.followed(&mut faults);
        let is_moved = |method: Method| method == Method::Systematic;
        if let Some((earlier, _)) = followed
            && !(method.is_none_or(is_moved) && is_moved(earlier.design.plan.method))
        {
            faults.push(Fault {
                field: "follows".to_owned(),
                what: Wrong::Draw(DrawError::NothingToShare),
            });
        }
        let questionnaire = self.value("questionnaire");
        if !questionnaire.is_empty() && !self.questionnaires.contains(&questionnaire) {
            let field = "questionnaire".to_owned();
            faults.push(Fault {
                field,
                what: Wrong::Choice,
            });
        }
        let design = (|| {
            let (seed, shift) = followed.map_or((0, 0.0), |(sample, kept)| {
                sample.design.plan.followed_by(kept / 100.0)
            });
            Some(SampleDesign {
                plan: SamplePlan {
                    households: households?,
                    per_psu: per_psu?,
                    allocation: allocation?,
                    method: method?,
                    minimum_psus: minimum.filter(|minimum| *minimum != 2),
                    seed,
                    shift,
                    reserve: Some(Reserve {
                        replicates: replicates?,
                        per_psu: reserve?,
                    })
                    .filter(|reserve| reserve.replicates > 0),
                },
                assumptions: Assumptions {
                    rate: rate? / 100.0,
                    response_rate: response? / 100.0,
                    intraclass_correlation: rho?,
                    weighting_design_effect: weights?,
                    cost_per_letter: letter?,
                    cost_per_psu: psu?,
                },
                questionnaire: Some(questionnaire).filter(|it| !it.is_empty()),
                follows: followed.map(|(sample, _)| sample.id),
            })
        })();
        match design {
            Some(design) if faults.is_empty() => Ok(design),
            _ => Err(faults),
        }
    }

    /// How PSUs are divided; a stratum without a rate of its own has the one assumed of the city, in percent.
    fn allocation(&self, rate: Option<f64>, faults: &mut Vec<Fault>) -> Option<Allocation> {
        let rates = |faults: &mut Vec<Fault>| -> Option<Vec<f64>> {
            let strata = self.frame.strata().iter().map(|stratum| {
                let field = rate_field(stratum);
                if self.value(&field).trim().is_empty() {
                    return rate.map(|rate| rate / 100.0);
                }
                let own: Option<f64> = self.typed_number(&field, ("1", "99"), faults);
                own.map(|own| own / 100.0)
            });
            let rates: Vec<Option<f64>> = strata.collect();
            rates.into_iter().collect()
        };
        match self.value("allocation").as_str() {
            "square_root" => Some(Allocation::SquareRoot),
            "proportional" => Some(Allocation::Proportional),
            "equal" => Some(Allocation::Equal),
            "fixed" => {
                let fixed = self.typed_number("fixed", ("1", "1000"), faults);
                fixed.map(|fixed| Allocation::FixedPlusProportional { fixed })
            }
            "neyman" => rates(faults).map(|rates| Allocation::Neyman { rates }),
            "power" => {
                let exponent = self.typed_number("exponent", ("0", "1"), faults);
                let rates = rates(faults);
                Some(Allocation::Power {
                    exponent: exponent?,
                    rates: rates?,
                })
            }
            _ => {
                faults.push(Fault {
                    field: "allocation".to_owned(),
                    what: Wrong::Choice,
                });
                None
            }
        }
    }

    /// How PSUs are selected.
    fn method(&self, faults: &mut Vec<Fault>) -> Option<Method> {
        let typed = self.value("method");
        let chosen = (Method::ALL.into_iter()).find(|method| method.word() == typed);
        if chosen.is_none() {
            faults.push(Fault {
                field: "method".to_owned(),
                what: Wrong::Choice,
            });
        }
        chosen
    }

    /// The earlier sample, and the percentage of its PSUs to keep.
    fn followed(&self, faults: &mut Vec<Fault>) -> Option<(&'a Sample, f64)> {
        let typed = self.value("follows");
        if typed.is_empty() {
            return None;
        }
        let sample = self
            .earlier
            .iter()
            .find(|sample| sample.id.0.to_string() == typed);
        let kept = self.typed_number("kept", ("0", "100"), faults);
        if sample.is_none() {
            faults.push(Fault {
                field: "follows".to_owned(),
                what: Wrong::Choice,
            });
        }
        sample.copied().zip(kept)
    }

    /// A field with its label, help and fault; `control` draws it.
    fn field(
        &self,
        name: &str,
        label: &Markup,
        help: Option<PlainMessage>,
        control: impl Fn(&str, Option<&str>, Option<&str>) -> Markup,
    ) -> Markup {
        let locale = self.interface.locale;
        let fault = self.faults.iter().find(|fault| fault.field == name);
        let note = format!("{name}-note");
        let noted = (fault.is_some() || help.is_some()).then_some(note.as_str());
        html! {
            label.f {
                span { (label) }
                @if noted.is_some() {
                    span id=(note) {
                        @if let Some(fault) = fault { b.message role="alert" { (fault.what.words(locale)) } }
                        @if let Some(help) = help { small { (locale.t(help)) } }
                    }
                }
                (control(&self.value(name), noted, fault.map(|_| "true")))
            }
        }
    }

    /// A field for a number; people type percent signs and full-width digits into it, which no number field takes.
    fn input(&self, name: &str, label: PlainMessage, help: Option<PlainMessage>) -> Markup {
        let label = html! { (self.interface.locale.t(label)) };
        self.named_input(name, &label, help)
    }

    fn named_input(&self, name: &str, label: &Markup, help: Option<PlainMessage>) -> Markup {
        self.field(name, label, help, |value, note, invalid| html! {
            input id=(name) name=(name) value=(value) inputmode="decimal" autocomplete="off" aria-describedby=[note] aria-invalid=[invalid];
        })
    }

    pub(super) fn select(
        &self,
        name: &str,
        label: PlainMessage,
        help: Option<PlainMessage>,
        options: &[(String, String)],
    ) -> Markup {
        let label = html! { (self.interface.locale.t(label)) };
        self.field(name, &label, help, |value, note, invalid| html! {
            select id=(name) name=(name) aria-describedby=[note] aria-invalid=[invalid] { @for (word, says) in options {
                option value=(word) selected[word == value] { (says) }
            } }
        })
    }

    /// The fields of the design, without frame and questionnaire.
    pub(super) fn fields(&self) -> Markup {
        let locale = self.interface.locale;
        let allocations = ALLOCATIONS.map(|(word, label)| (word.to_owned(), locale.t(label)));
        let methods = Method::ALL.map(|method| {
            let label = locale.t(super::method(method));
            (method.word().to_owned(), label)
        });
        let of_rates = ["neyman", "power"].contains(&self.value("allocation").as_str());
        let mut follows = vec![(String::new(), locale.t(text::SAMPLE_FOLLOWS_NONE))];
        follows.extend(
            self.earlier
                .iter()
                .map(|sample| (sample.id.0.to_string(), sample.name.clone())),
        );
        html! {
            fieldset {
                legend { (locale.t(text::SAMPLE_SIZE)) }
                (self.input("households", text::SAMPLE_HOUSEHOLDS, Some(text::SAMPLE_HOUSEHOLDS_HELP)))
                (self.input("per-psu", text::SAMPLE_PER_PSU, Some(text::SAMPLE_PER_PSU_HELP)))
                (self.input("minimum", text::SAMPLE_MINIMUM, Some(text::SAMPLE_MINIMUM_HELP)))
                (self.select("method", text::SAMPLE_METHOD, Some(text::SAMPLE_METHOD_HELP), &methods))
                (self.select("allocation", text::SAMPLE_ALLOCATION, Some(text::SAMPLE_ALLOCATION_HELP), &allocations))
                details open[of_rates || self.value("allocation") == "fixed"] {
                    summary { (locale.t(text::SAMPLE_ALLOCATION_MORE)) }
                    (self.input("fixed", text::SAMPLE_FIXED_NUMBER, None))
                    (self.input("exponent", text::SAMPLE_EXPONENT, Some(text::SAMPLE_EXPONENT_HELP)))
                    p.help { (locale.t(text::SAMPLE_RATES_HELP)) }
                    @for stratum in self.frame.strata() {
                        (self.named_input(&rate_field(stratum), &html! { (self.interface.text(&stratum.name)) }, None))
                    }
                }
            }
            fieldset {
                legend { (locale.t(text::SAMPLE_RESERVE)) }
                (self.input("replicates", text::SAMPLE_REPLICATES, Some(text::SAMPLE_REPLICATES_HELP)))
                (self.input("reserve-per-psu", text::SAMPLE_RESERVE_PER_PSU, None))
            }
            fieldset {
                legend { (locale.t(text::SAMPLE_ASSUMPTIONS)) }
                (self.input("response", text::SAMPLE_RESPONSE, Some(text::SAMPLE_RESPONSE_HELP)))
                (self.input("rate", text::SAMPLE_RATE, Some(text::SAMPLE_RATE_HELP)))
                (self.input("rho", text::SAMPLE_RHO, Some(text::SAMPLE_RHO_HELP)))
                (self.input("weights", text::SAMPLE_WEIGHTS, Some(text::SAMPLE_WEIGHTS_HELP)))
                (self.input("letter-cost", text::SAMPLE_LETTER_COST, None))
                (self.input("psu-cost", text::SAMPLE_PSU_COST, None))
            }
            @if !self.earlier.is_empty() {
                fieldset {
                    legend { (locale.t(text::SAMPLE_OVERLAP)) }
                    (self.select("follows", text::SAMPLE_FOLLOWS, Some(text::SAMPLE_FOLLOWS_HELP), &follows))
                    (self.input("kept", text::SAMPLE_KEPT, Some(text::SAMPLE_KEPT_HELP)))
                }
            }
        }
    }

    /// What needs another look, each with the way to its field.
    pub(super) fn summary(&self) -> Markup {
        let locale = self.interface.locale;
        html! {
            @if !self.faults.is_empty() {
                div.errors role="alert" tabindex="-1" autofocus {
                    h2 { (locale.t(text::WaveFaults { count: self.faults.len() })) }
                    ul { @for fault in &self.faults { li {
                        a href={ "#" (fault.field) } { strong { (self.label(&fault.field)) } (fault.what.words(locale)) }
                    } } }
                }
            }
        }
    }

    fn label(&self, field: &str) -> String {
        let label = match field {
            "frame" => text::SAMPLE_FRAME,
            "questionnaire" => text::SAMPLE_QUESTIONNAIRE,
            "households" => text::SAMPLE_HOUSEHOLDS,
            "per-psu" => text::SAMPLE_PER_PSU,
            "minimum" => text::SAMPLE_MINIMUM,
            "allocation" => text::SAMPLE_ALLOCATION,
            "method" => text::SAMPLE_METHOD,
            "fixed" => text::SAMPLE_FIXED_NUMBER,
            "exponent" => text::SAMPLE_EXPONENT,
            "response" => text::SAMPLE_RESPONSE,
            "rate" => text::SAMPLE_RATE,
            "rho" => text::SAMPLE_RHO,
            "weights" => text::SAMPLE_WEIGHTS,
            "letter-cost" => text::SAMPLE_LETTER_COST,
            "psu-cost" => text::SAMPLE_PSU_COST,
            "follows" => text::SAMPLE_FOLLOWS,
            "kept" => text::SAMPLE_KEPT,
            "replicates" => text::SAMPLE_REPLICATES,
            "reserve-per-psu" => text::SAMPLE_RESERVE_PER_PSU,
            "name" => text::SAMPLE_NAME,
            "seed" => text::SAMPLE_SEED,
            stratum => {
                let stratum = (self.frame.strata().iter()).find(|it| rate_field(it) == stratum);
                return stratum
                    .map_or_else(String::new, |it| self.interface.text(&it.name).to_owned());
            }
        };
        self.interface.locale.t(label)
    }

    /// What was typed of the design, to be sent on.
    pub(super) fn sent_on(&self) -> impl Iterator<Item = (&str, &str)> {
        let other = [
            "_csrf",
            "lang",
            "size",
            "frame",
            "confirmed",
            "before",
            "name",
            "seed",
        ];
        let pairs = self.typed.pairs().iter();
        pairs
            .filter(move |(name, _)| !other.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The same as fields that are not seen.
    pub(super) fn hidden(&self) -> Markup {
        html! { @for (name, value) in self.sent_on() { input type="hidden" name=(name) value=(value); } }
    }

    /// A plain field of text.
    pub(super) fn text_input(&self, name: &str, label: PlainMessage, help: PlainMessage) -> Markup {
        let label = html! { (self.interface.locale.t(label)) };
        self.field(name, &label, Some(help), |value, note, invalid| html! {
            input id=(name) name=(name) value=(value) autocomplete="off" aria-describedby=[note] aria-invalid=[invalid];
        })
    }
}

/// The seed that was typed; none where the program is to draw one.
pub(super) fn seed(typed: &str) -> Result<Option<u64>, Wrong> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    number(typed)
        .map(Some)
        .ok_or(Wrong::Number("0", "18446744073709551615"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(number::<f64>(" ４０％ "), Some(40.0));
        assert_eq!(number::<u64>("13,200"), Some(13_200));
        assert_eq!(number::<f64>("0．05"), Some(0.05));
        assert_eq!(number::<u64>("-1"), None);
        assert_eq!(number::<u64>("many"), None);
        assert_eq!(seed(""), Ok(None));
        assert_eq!(seed("20141231"), Ok(Some(20_141_231)));
        assert!(seed("lottery").is_err());
    }
}
