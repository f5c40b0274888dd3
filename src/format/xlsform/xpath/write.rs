//! A condition of ours as XPath.

use questionnaire::{
    CalendarDate, Condition, Expression, Operator, QuestionId, Questionnaire, Value,
};

/// What makes a condition true; `None` where it depends on nothing but arms. `name` says what a question is called in
/// the form.
pub(crate) fn write(
    condition: &Condition,
    questionnaire: &Questionnaire,
    name: &dyn Fn(&QuestionId) -> String,
) -> Option<String> {
    let writer = Writer {
        questionnaire,
        name,
    };
    writer.truth(condition.root(), true, false)
}

/// A date as XPath has it; a month is its first day there.
pub(crate) fn date(date: CalendarDate) -> String {
    let first = if date.is_month() { "-01" } else { "" };
    format!("date('{date}{first}')")
}

struct Writer<'q> {
    questionnaire: &'q Questionnaire,
    name: &'q dyn Fn(&QuestionId) -> String,
}

impl Writer<'_> {
    fn truth(&self, expression: &Expression, holds: bool, within: bool) -> Option<String> {
        let join = |parts: &[Expression], word: &str| {
            let parts: Vec<String> = parts
                .iter()
                .filter_map(|part| self.truth(part, holds, true))
                .collect();
            match parts.len() {
                0 => None,
                1 => parts.into_iter().next(),
                _ if within => Some(format!("({})", parts.join(word))),
                _ => Some(parts.join(word)),
            }
        };
        match expression {
            Expression::Not(inner) => self.truth(inner, !holds, within),
            Expression::All(parts) => join(parts, if holds { " and " } else { " or " }),
            Expression::Any(parts) => join(parts, if holds { " or " } else { " and " }),
            Expression::Arm { .. } => None,
            Expression::Answered(named) => {
                let sign = if holds { "!=" } else { "=" };
                Some(format!("{} {sign} ''", self.reference(&named.id)))
            }
            Expression::Chosen { code, question } => {
                let id = self.reference(&question.id);
                if self.has_substitute_choices(&question.id) {
                    // A workbook has nothing to tick beside a number or a date.
                    return Some(if holds {
                        "false()".to_owned()
                    } else {
                        format!("{id} != ''")
                    });
                }
                Some(if holds {
                    format!("selected({id}, '{code}')")
                } else {
                    format!("({id} != '' and not(selected({id}, '{code}')))")
                })
            }
            Expression::OneOf { question, codes } => {
                let id = &question.id;
                let sign = if holds { "=" } else { "!=" };
                let each = codes
                    .iter()
                    .map(|code| self.compared(id, sign, (*code).into()));
                let each: Vec<String> = each.collect();
                Some(if holds && each.len() == 1 {
                    each.concat()
                } else if holds {
                    format!("({})", each.join(" or "))
                } else {
                    format!("({} != '' and {})", self.reference(id), each.join(" and "))
                })
            }
            Expression::Compare {
                question,
                operator,
                value,
            } => {
                let id = &question.id;
                Some(match (operator, holds) {
                    (Operator::Equal, true) | (Operator::NotEqual, false) => {
                        self.compared(id, "=", *value)
                    }
                    (Operator::Equal, false) | (Operator::NotEqual, true) => {
                        let different = self.compared(id, "!=", *value);
                        format!("({} != '' and {different})", self.reference(id))
                    }
                    (operator, true) => self.ordered(id, operator.sign(), *value),
                    (operator, false) => self.ordered(id, operator.contrary().sign(), *value),
                })
            }
        }
    }

    fn has_substitute_choices(&self, id: &QuestionId) -> bool {
        let question = self.questionnaire.question(id);
        question.is_some_and(|question| question.answer.has_substitute_choices())
    }

    /// A comparison with a choice, which XPath knows by its name, with a number or with a date.
    fn compared(&self, id: &QuestionId, sign: &str, value: Value) -> String {
        match value {
            Value::Number(code) if !self.has_substitute_choices(id) => {
                format!("{} {sign} '{code}'", self.reference(id))
            }
            value => self.ordered(id, sign, value),
        }
    }

    /// A comparison by size, or by time.
    fn ordered(&self, id: &QuestionId, sign: &str, value: Value) -> String {
        let id = self.reference(id);
        match value {
            Value::Number(number) => format!("{id} {sign} {number}"),
            Value::Date(value) => format!("{id} {sign} {}", date(value)),
        }
    }

    /// The answer to a question.
    fn reference(&self, id: &QuestionId) -> String {
        format!("${{{}}}", (self.name)(id))
    }
}
