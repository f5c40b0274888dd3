//! What a plan promises, and what an edition changes, in words.

use super::margins::CategoryNames;
use crate::interface::Interface;
use crate::number::Count;
use crate::promised::promised;
use crate::studio::drafts::design::choices::kind_name;
use messages::text;
use plan::{Change, Counts, IndicatorId, Measure, Plan};
use questionnaire::{ChoiceKind, Code, QuestionId};
use sampling::{Margin, MarginChange, MarginStatus};

/// What a change is, naming indicators as the edition calls them that has them.
pub(super) fn change(
    interface: &Interface,
    change: &Change,
    before: &Plan,
    after: &Plan,
) -> String {
    let locale = interface.locale;
    let name = |id: &IndicatorId| {
        let indicators = after.indicators.iter().chain(&before.indicators);
        let named = indicators.clone().find(|indicator| indicator.id == *id);
        named.map_or_else(
            || id.to_string(),
            |indicator| interface.text(&indicator.name).to_owned(),
        )
    };
    let years = |(first, last): (i32, i32)| format!("{first}–{last}");
    match change {
        Change::Heading => locale.t(text::PLAN_CHANGE_HEADING),
        Change::Years { before, after } => locale.t(text::PlanChangeYears {
            before: years(*before),
            after: years(*after),
        }),
        Change::Term { before, after } => locale.t(text::PlanChangeTerm {
            before: before.to_string(),
            after: after.to_string(),
        }),
        Change::Early { before, after } => locale.t(text::PlanChangeEarly {
            before: before.to_string(),
            after: after.to_string(),
        }),
        Change::Chapters => locale.t(text::PLAN_CHANGE_CHAPTERS),
        Change::Adults => locale.t(text::PLAN_CHANGE_ADULTS),
        Change::Coaching => locale.t(text::PLAN_CHANGE_COACHING),
        Change::Groupings => locale.t(text::PLAN_CHANGE_GROUPINGS),
        Change::Added(id) => locale.t(text::PlanChangeAdded { name: name(id) }),
        Change::Removed(id) => locale.t(text::PlanChangeRemoved { name: name(id) }),
        Change::Target {
            indicator,
            before,
            after,
        } => locale.t(text::PlanChangeTarget {
            name: name(indicator),
            before: promised(interface, before),
            after: promised(interface, after),
        }),
        Change::Measure(id) => {
            let of = |plan: &Plan| {
                let indicator = plan.indicators.iter().find(|it| it.id == *id);
                let measure = indicator.and_then(|indicator| indicator.measure.as_ref());
                measure.map_or_else(
                    || locale.t(text::PLAN_MEASURE_NONE),
                    |asked| self::measure(interface, asked),
                )
            };
            locale.t(text::PlanChangeMeasure {
                name: name(id),
                before: of(before),
                after: of(after),
            })
        }
        Change::Kind(id) => locale.t(text::PlanChangeKind { name: name(id) }),
        Change::Wording(id) => locale.t(text::PlanChangeWording { name: name(id) }),
    }
}

/// How an indicator is measured: by which questions, which answers count, among whom.
pub(super) fn measure(interface: &Interface, measure: &Measure) -> String {
    let locale = interface.locale;
    let questions: Vec<&str> = measure.questions.iter().map(QuestionId::as_str).collect();
    let asked = format!("{} · {}", measure.questionnaire, questions.join(" "));
    let mut said = vec![asked];
    said.push(match &measure.counts {
        Counts::Kinds {
            scale,
            numerator,
            denominator,
        } => locale.t(text::PlanMeasureKinds {
            scale: scale.as_str(),
            numerator: kinds(interface, numerator),
            denominator: kinds(interface, denominator),
        }),
        Counts::Codes {
            numerator,
            denominator,
        } => locale.t(text::PlanMeasureCodes {
            numerator: codes(numerator),
            denominator: codes(denominator),
        }),
    });
    if let Some(among) = &measure.among {
        said.push(locale.t(text::PlanMeasureAmongOf {
            question: among.question.as_str(),
            codes: codes(&among.codes),
        }));
    }
    if let Some(bridge) = &measure.bridge {
        said.push(locale.t(text::PlanMeasureBridged {
            scale: bridge.scale.as_str(),
            numerator: kinds(interface, &bridge.numerator),
            denominator: kinds(interface, &bridge.denominator),
        }));
    }
    if let Some(crosswise) = &measure.crosswise {
        said.push(locale.t(text::PlanMeasureCrosswiseOf {
            question: crosswise.question.as_str(),
            same: crosswise.same.to_string(),
            prevalence: crosswise.prevalence.to_string(),
        }));
    }
    if !measure.drivers.is_empty() {
        let drivers: Vec<&str> = measure.drivers.iter().map(QuestionId::as_str).collect();
        said.push(locale.t(text::PlanMeasureDriversOf {
            questions: drivers.join(" "),
        }));
    }
    if measure.cross_check {
        said.push(locale.t(text::PLAN_MEASURE_CROSS_CHECK));
    }
    said.join(" · ")
}

fn kinds(interface: &Interface, kinds: &[ChoiceKind]) -> String {
    let locale = interface.locale;
    let names: Vec<String> = kinds
        .iter()
        .map(|kind| locale.t(kind_name(*kind)))
        .collect();
    names.join(&locale.t(text::NAME_SEPARATOR))
}

fn codes(codes: &[Code]) -> String {
    let codes: Vec<String> = codes.iter().map(Code::to_string).collect();
    codes.join(" ")
}

/// What a change of margins is. `margins` are the earlier and the later ones.
pub(super) fn margin_change(
    interface: &Interface,
    change: &MarginChange,
    margins: (&[Margin], &[Margin]),
    names: &CategoryNames<'_>,
) -> String {
    let locale = interface.locale;
    let find = |id: &str| {
        let mut both = margins.1.iter().chain(margins.0);
        both.find(|margin| margin.id == id)
    };
    let title = |id: &str| {
        let title = find(id).map(|margin| interface.text(&margin.title));
        title.unwrap_or(id).to_owned()
    };
    match change {
        MarginChange::Added { margin } => locale.t(text::MarginChangeAdded {
            title: title(margin),
        }),
        MarginChange::Removed { margin } => locale.t(text::MarginChangeRemoved {
            title: title(margin),
        }),
        MarginChange::By { margin } => locale.t(text::MarginChangeBy {
            title: title(margin),
        }),
        MarginChange::Total {
            margin,
            category,
            before,
            after,
        } => {
            let count = |count: &Option<u64>| {
                count.map_or_else(
                    || locale.t(text::MARGIN_CHANGE_NO_TOTAL),
                    |count| Count(count).to_string(),
                )
            };
            locale.t(text::MarginChangeTotal {
                title: title(margin),
                category: find(margin).map_or_else(
                    || category.clone(),
                    |margin| names.label(interface, margin.question(), category),
                ),
                before: count(before),
                after: count(after),
            })
        }
        MarginChange::Status {
            margin,
            before,
            after,
        } => locale.t(text::MarginChangeStatus {
            title: title(margin),
            before: margin_status(interface, *before),
            after: margin_status(interface, *after),
        }),
        MarginChange::ReferenceDate {
            margin,
            before,
            after,
        } => {
            let day = |day: &String| match day.as_str() {
                "" => locale.t(text::MARGIN_CHANGE_NO_TOTAL),
                day => day.to_owned(),
            };
            locale.t(text::MarginChangeDate {
                title: title(margin),
                before: day(before),
                after: day(after),
            })
        }
        MarginChange::Source { margin } => {
            let source = find(margin).map(|margin| interface.text(&margin.source));
            locale.t(text::MarginChangeSource {
                title: title(margin),
                source: source.unwrap_or_default(),
            })
        }
        MarginChange::Wording { margin } => locale.t(text::MarginChangeWording {
            title: title(margin),
        }),
        MarginChange::CategoryOrder { margin } => locale.t(text::MarginChangeCategories {
            title: title(margin),
        }),
        MarginChange::Order => locale.t(text::MARGIN_CHANGE_ORDER),
        MarginChange::ScaledTo { margin } => locale.t(text::MarginChangeScale {
            title: title(margin),
        }),
    }
}

/// How far the totals of a margin can be relied on.
pub(super) fn margin_status(interface: &Interface, status: MarginStatus) -> String {
    interface.locale.t(match status {
        MarginStatus::Verified => text::MARGIN_VERIFIED,
        MarginStatus::Provisional => text::MARGIN_PROVISIONAL_STATUS,
        MarginStatus::Missing => text::MARGIN_MISSING,
    })
}
