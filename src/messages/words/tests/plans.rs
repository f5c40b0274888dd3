use super::*;
use format::source::SourceProblem;
use plan::DriverFault;
use plan::Problem::{self as PlanProblem, *};
use questionnaire::{ChoiceKind, Code, ScaleId};
use sampling::{FrameFault, Problem as FrameProblem, ShapeFault, StratumId};

pub(super) fn plan_problems() -> Vec<PlanProblem> {
    let residents = || "residents".to_owned();
    let scale = || ScaleId::new("S5");
    vec![
        Source(SourceProblem::Empty),
        Questionnaire(format::Problem::NoQuestion),
        IdMalformed { id: "A b".into() },
        DuplicateId {
            id: "roads".into(),
            first: 3,
        },
        DuplicateChapter {
            section: "4(3)".into(),
            first: 12,
        },
        NoChapter {
            section: "5".into(),
        },
        NoIndicator,
        MissingTranslation {
            key: "title".into(),
            language: en(),
        },
        YearsMalformed,
        ValueMalformed,
        ShareOutOfRange { value: 120.5 },
        TargetNotAShare,
        MissingBaseline {
            comparator: "decreases",
        },
        NotMeasured,
        NoQuestions,
        UnknownQuestionnaire {
            questionnaire: residents(),
        },
        UnknownQuestion {
            questionnaire: residents(),
            question: q(),
        },
        UnknownScale {
            questionnaire: residents(),
            scale: scale(),
        },
        NotOnScale {
            question: q(),
            scale: scale(),
        },
        KindNotOnScale {
            key: "numerator",
            kind: ChoiceKind::Satisfied,
            scale: scale(),
        },
        UnknownCode {
            question: q(),
            code: Code(9),
        },
        NotAChoice { question: q() },
        NothingCounts { key: "numerator" },
        GroupedTwice {
            question: QuestionId::new("R25"),
        },
        OneClass,
        CodeInTwoClasses { code: Code(2) },
        NumeratorOutside {
            outside: "neutral".into(),
        },
        PrevalenceOutOfRange { prevalence: 0.5 },
        Drivers(DriverFault::Counted { count: 9 }),
        Drivers(DriverFault::OfSeveral),
        Drivers(DriverFault::Measured { question: q() }),
        Drivers(DriverFault::Twice { question: q() }),
        Drivers(DriverFault::OfArm { question: q() }),
        Drivers(DriverFault::WithoutScores { question: q() }),
        FileNamedOtherwise {
            id: residents(),
            file: "people.toml".into(),
        },
        CodeNotDigits { code: "x".into() },
        NotInFrame { code: Code(3) },
        UnitNotOffered { code: Code(4) },
    ]
}

pub(super) fn frame_problems() -> Vec<FrameProblem> {
    let faults = [
        FrameFault::Unreadable("line 3".into()),
        FrameFault::MissingColumn,
        FrameFault::Empty,
        FrameFault::NotPositive("-1".into()),
        FrameFault::NotAYear("soon".into()),
        FrameFault::Duplicate("7".into()),
    ];
    let mut problems: Vec<FrameProblem> = faults
        .into_iter()
        .map(|fault| FrameProblem::Frame {
            column: "population".into(),
            fault,
        })
        .collect();
    problems.extend([
        FrameProblem::Source(SourceProblem::NotUtf8),
        FrameProblem::DuplicateMargin {
            id: "age".into(),
            first: 4,
        },
        FrameProblem::NoCategory,
        FrameProblem::EmptyCategory(0),
        FrameProblem::CodeTwice {
            code: Code(1),
            first: 5,
        },
        FrameProblem::UnknownQuestion { question: q() },
        FrameProblem::UnknownCode {
            question: q(),
            code: Code(9),
        },
    ]);
    problems.extend(shape_faults().map(FrameProblem::Shape));
    problems
}

fn shape_faults() -> [ShapeFault; 10] {
    [
        ShapeFault::TooLarge {
            bytes: 2_000_000,
            limit: 1_048_576,
        },
        ShapeFault::NotJson("expected value".into()),
        ShapeFault::NoCollection,
        ShapeFault::NoFeature,
        ShapeFault::NoCode,
        ShapeFault::UnknownCode(StratumId::new("230199")),
        ShapeFault::Duplicate(StratumId::new("230102")),
        ShapeFault::NoPolygon("LineString".into()),
        ShapeFault::NoArea,
        ShapeFault::NotOnEarth("[500000,0]".into()),
    ]
}
