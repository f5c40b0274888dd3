//! What an XPath condition says, in terms of our answers: true or false of every answer and of a blank.

use std::collections::BTreeSet;

use questionnaire::{Code, Operator, QuestionId, Value};

/// A condition that is true or false, whatever was answered or left blank; negations are drawn inwards.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    /// True or false in any case.
    Constant(bool),
    All(Vec<Formula>),
    Any(Vec<Formula>),
    About(About),
}

/// What is said of one question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct About {
    pub(super) question: QuestionId,
    /// What holds of an answer.
    pub(super) answer: Test,
    /// Whether it holds where there is none.
    pub(super) blank: bool,
}

/// What holds of an answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Test {
    /// Any answer does, or none.
    Constant(bool),
    Compares(Operator, Value),
    /// Whether the choice is among those made.
    Chosen(Code, bool),
}

impl Test {
    fn negated(self) -> Self {
        match self {
            Self::Constant(holds) => Self::Constant(!holds),
            Self::Compares(operator, value) => Self::Compares(operator.contrary(), value),
            Self::Chosen(code, holds) => Self::Chosen(code, !holds),
        }
    }
}

impl About {
    /// That the question was answered.
    pub(super) fn answered(question: QuestionId) -> Self {
        Self {
            question,
            answer: Test::Constant(true),
            blank: false,
        }
    }

    /// True where it asks for more than whether there is an answer.
    fn compares(&self) -> bool {
        !matches!(self.answer, Test::Constant(_))
    }

    fn source(&self) -> String {
        let question = &self.question;
        match &self.answer {
            Test::Constant(_) => format!("answered({question})"),
            Test::Compares(operator, value) => format!("{question} {} {value}", operator.sign()),
            Test::Chosen(code, true) => format!("{code} in {question}"),
            Test::Chosen(code, false) => format!("!({code} in {question})"),
        }
    }

    /// The alternatives that say it.
    fn alternatives(&self) -> Vec<String> {
        let unanswered = || format!("!answered({})", self.question);
        match (&self.answer, self.blank) {
            (Test::Constant(false), _) => vec![unanswered()],
            (_, false) => vec![self.source()],
            (_, true) => vec![unanswered(), self.source()],
        }
    }
}

impl Formula {
    pub(super) fn negated(self) -> Self {
        let each = |parts: Vec<Self>| parts.into_iter().map(Self::negated).collect();
        match self {
            Self::Constant(holds) => Self::Constant(!holds),
            Self::All(parts) => Self::Any(each(parts)),
            Self::Any(parts) => Self::All(each(parts)),
            Self::About(about) => Self::About(About {
                answer: about.answer.negated(),
                blank: !about.blank,
                ..about
            }),
        }
    }

    /// The shortest of the same truth that is easily found.
    pub(crate) fn simplified(self) -> Self {
        self.given(&BTreeSet::new())
    }

    /// The same where these questions are known to be answered.
    fn given(self, known: &BTreeSet<QuestionId>) -> Self {
        match self {
            Self::About(about) => about_given(about, known),
            Self::Any(parts) => {
                let parts = parts.into_iter().map(|part| part.given(known));
                join(parts, false)
            }
            Self::All(parts) => {
                let mut flat = Vec::new();
                flatten(parts, &mut flat);
                let mut answered: BTreeSet<QuestionId> = BTreeSet::new();
                let mut compared: BTreeSet<QuestionId> = BTreeSet::new();
                for part in &flat {
                    if let Self::About(about) = part {
                        let asks = !about.blank && !known.contains(&about.question);
                        if asks {
                            answered.insert(about.question.clone());
                        }
                        if about.compares() {
                            compared.insert(about.question.clone());
                        }
                    }
                }
                let within: BTreeSet<QuestionId> = known.union(&answered).cloned().collect();
                let parts = flat.into_iter().map(|part| match part {
                    Self::About(about) if answered.contains(&about.question) => {
                        direct(about, &compared)
                    }
                    part => part.given(&within),
                });
                join(parts, true)
            }
            constant @ Self::Constant(_) => constant,
        }
    }

    /// The source of a condition of ours that is true exactly where the formula is; none for what is always so, or
    /// never.
    pub(crate) fn source(&self) -> Option<String> {
        match self {
            Self::Constant(_) => None,
            Self::About(about) => Some(about.alternatives().join(" || ")),
            Self::All(parts) => {
                let parts: Option<Vec<String>> = parts.iter().map(Self::operand).collect();
                Some(parts?.join(" && "))
            }
            Self::Any(parts) => {
                if let Some(one_of) = one_of(parts) {
                    return Some(one_of);
                }
                let mut alternatives: Vec<String> = Vec::new();
                for part in parts {
                    let further = match part {
                        Self::About(about) => about.alternatives(),
                        part => vec![part.operand()?],
                    };
                    for alternative in further {
                        if !alternatives.contains(&alternative) {
                            alternatives.push(alternative);
                        }
                    }
                }
                Some(alternatives.join(" || "))
            }
        }
    }

    /// The source, in brackets where it is of several parts.
    fn operand(&self) -> Option<String> {
        let source = self.source()?;
        let single = match self {
            Self::About(about) => about.alternatives().len() == 1,
            Self::Any(parts) => one_of(parts).is_some(),
            Self::All(_) | Self::Constant(_) => false,
        };
        Some(if single {
            source
        } else {
            format!("({source})")
        })
    }
}

/// One of several conditions that must all hold, among them that its question is answered.
fn direct(about: About, compared: &BTreeSet<QuestionId>) -> Formula {
    match about.answer {
        // Whoever compares an answer need not ask whether there is one.
        Test::Constant(true) if compared.contains(&about.question) => Formula::Constant(true),
        Test::Constant(false) => Formula::Constant(false),
        _ => Formula::About(About {
            blank: false,
            ..about
        }),
    }
}

fn about_given(about: About, known: &BTreeSet<QuestionId>) -> Formula {
    match about.answer {
        Test::Constant(holds) if known.contains(&about.question) || holds == about.blank => {
            Formula::Constant(holds)
        }
        _ if known.contains(&about.question) => Formula::About(About {
            blank: false,
            ..about
        }),
        _ => Formula::About(about),
    }
}

fn flatten(parts: Vec<Formula>, into: &mut Vec<Formula>) {
    for part in parts {
        match part {
            Formula::All(parts) => flatten(parts, into),
            part => into.push(part),
        }
    }
}

/// Conditions that must all hold, or of which one must; without those that change nothing.
fn join(parts: impl Iterator<Item = Formula>, all: bool) -> Formula {
    let mut joined: Vec<Formula> = Vec::new();
    for part in parts {
        match part {
            Formula::Constant(holds) if holds == all => {}
            Formula::Constant(holds) => return Formula::Constant(holds),
            Formula::All(parts) if all => joined.extend(parts),
            Formula::Any(parts) if !all => joined.extend(parts),
            part => joined.push(part),
        }
    }
    match joined.len() {
        0 => Formula::Constant(all),
        1 => joined.remove(0),
        _ if all => Formula::All(joined),
        _ => Formula::Any(joined),
    }
}

/// Alternatives that all ask for one whole number or choice of one question, as `Q in [1, 2]`.
fn one_of(parts: &[Formula]) -> Option<String> {
    let mut asked = None;
    let mut codes = Vec::new();
    for part in parts {
        let Formula::About(About {
            question,
            answer: Test::Compares(Operator::Equal, value),
            blank: false,
        }) = part
        else {
            return None;
        };
        if *asked.get_or_insert(question) != question {
            return None;
        }
        codes.push(value.whole()?.to_string());
    }
    Some(format!("{} in [{}]", asked?, codes.join(", ")))
}
