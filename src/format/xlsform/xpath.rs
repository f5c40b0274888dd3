//! Conditions as XPath, both ways.
//!
//! # Design
//!
//! XPath has no "unknown": an unanswered question is the empty text. So a condition is written
//! as what makes it *true*, negations drawn inwards, and where a comparison would hold for an
//! empty answer the answer is asked for first (`Q != 1` becomes `${Q} != '' and ${Q} != '1'`).
//! Read is the subset that forms use for routing: `and`, `or`, `not(..)`, `selected(..)` and
//! comparisons of `${question}` with a number, a text or a date.

use questionnaire::{
    CalendarDate, Condition, Expression, Operator, QuestionId, Questionnaire, Value,
};

/// What makes a condition true; `None` where it depends on nothing but arms.
pub(super) fn write(condition: &Condition, questionnaire: &Questionnaire) -> Option<String> {
    Writer(questionnaire).truth(condition.root(), true, false)
}

/// A date as XPath has it; a month is its first day there.
pub(crate) fn date(date: CalendarDate) -> String {
    let first = if date.is_month() { "-01" } else { "" };
    format!("date('{date}{first}')")
}

struct Writer<'q>(&'q Questionnaire);

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
            Expression::Answered(name) => {
                let sign = if holds { "!=" } else { "=" };
                Some(format!("${{{}}} {sign} ''", name.id))
            }
            Expression::Chosen { code, question } => {
                let id = &question.id;
                if self.has_substitute_choices(id) {
                    // A workbook has nothing to tick beside a number or a date.
                    return Some(if holds {
                        "false()".to_owned()
                    } else {
                        format!("${{{id}}} != ''")
                    });
                }
                Some(if holds {
                    format!("selected(${{{id}}}, '{code}')")
                } else {
                    format!("(${{{id}}} != '' and not(selected(${{{id}}}, '{code}')))")
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
                    format!("(${{{id}}} != '' and {})", each.join(" and "))
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
                        format!("(${{{id}}} != '' and {})", self.compared(id, "!=", *value))
                    }
                    (operator, true) => ordered(id, operator.sign(), *value),
                    (operator, false) => ordered(id, contrary(*operator).sign(), *value),
                })
            }
        }
    }

    fn has_substitute_choices(&self, id: &QuestionId) -> bool {
        let question = self.0.question(id);
        question.is_some_and(|question| question.answer.has_substitute_choices())
    }

    /// A comparison with a choice, which XPath knows by its name, with a number or with a date.
    fn compared(&self, id: &QuestionId, sign: &str, value: Value) -> String {
        match value {
            Value::Number(code) if !self.has_substitute_choices(id) => {
                format!("${{{id}}} {sign} '{code}'")
            }
            value => ordered(id, sign, value),
        }
    }
}

/// A comparison by size, or by time.
fn ordered(id: &QuestionId, sign: &str, value: Value) -> String {
    match value {
        Value::Number(number) => format!("${{{id}}} {sign} {number}"),
        Value::Date(value) => format!("${{{id}}} {sign} {}", date(value)),
    }
}

fn contrary(operator: Operator) -> Operator {
    match operator {
        Operator::Equal => Operator::NotEqual,
        Operator::NotEqual => Operator::Equal,
        Operator::Less => Operator::AtLeast,
        Operator::AtMost => Operator::Greater,
        Operator::Greater => Operator::AtMost,
        Operator::AtLeast => Operator::Less,
    }
}

/// What an XPath condition says.
#[derive(Debug, Clone, PartialEq)]
enum Said {
    All(Vec<Said>),
    Any(Vec<Said>),
    Not(Box<Said>),
    Answered(QuestionId),
    Selected {
        question: QuestionId,
        value: String,
    },
    Compared {
        question: QuestionId,
        operator: Operator,
        value: String,
    },
}

/// The source of a condition that says what the XPath says; `code` gives the code or number
/// that a value of a question stands for, `multiple` whether several can be chosen.
pub(super) fn read(
    xpath: &str,
    code: &dyn Fn(&QuestionId, &str) -> Option<Value>,
    multiple: &dyn Fn(&QuestionId) -> bool,
) -> Option<String> {
    let tokens = tokens(xpath)?;
    let mut parser = Parser { tokens, next: 0 };
    let said = parser.any(0)?;
    if parser.next < parser.tokens.len() {
        return None;
    }
    source(&said, code, multiple, false)
}

fn source(
    said: &Said,
    code: &dyn Fn(&QuestionId, &str) -> Option<Value>,
    multiple: &dyn Fn(&QuestionId) -> bool,
    within: bool,
) -> Option<String> {
    let join = |parts: &[Said], sign: &str| {
        let parts: Option<Vec<String>> = parts
            .iter()
            .map(|part| source(part, code, multiple, true))
            .collect();
        let joined = parts?.join(sign);
        Some(if within {
            format!("({joined})")
        } else {
            joined
        })
    };
    match said {
        Said::All(parts) => join(&guarded(parts), " && "),
        Said::Any(parts) => {
            if let Some((question, values)) = one_of(parts) {
                let values: Option<Vec<Value>> =
                    values.iter().map(|value| code(question, value)).collect();
                let codes: Option<Vec<String>> = values?
                    .iter()
                    .map(|value| value.whole().map(|code| code.to_string()))
                    .collect();
                if let Some(codes) = codes {
                    return Some(format!("{question} in [{}]", codes.join(", ")));
                }
            }
            join(parts, " || ")
        }
        Said::Not(inner) => Some(format!("!({})", source(inner, code, multiple, false)?)),
        Said::Answered(question) => Some(format!("answered({question})")),
        Said::Selected { question, value } => {
            let code = code(question, value)?;
            Some(if multiple(question) {
                format!("{code} in {question}")
            } else {
                format!("{question} == {code}")
            })
        }
        Said::Compared { question, .. } if multiple(question) => None,
        Said::Compared {
            question,
            operator,
            value,
        } => Some(format!(
            "{question} {} {}",
            operator.sign(),
            code(question, value)?
        )),
    }
}

/// The parts without the questions whether something was answered that the others imply.
fn guarded(parts: &[Said]) -> Vec<Said> {
    let implied = |part: &Said| {
        let Said::Answered(id) = part else {
            return false;
        };
        parts.iter().any(|other| match other {
            Said::Compared { question, .. } | Said::Selected { question, .. } => question == id,
            Said::Not(inner) => {
                matches!(&**inner, Said::Selected { question, .. } if question == id)
            }
            _ => false,
        })
    };
    parts
        .iter()
        .filter(|part| !implied(part))
        .cloned()
        .collect()
}

/// The question and values of alternatives that all ask for one value of one question.
fn one_of(parts: &[Said]) -> Option<(&QuestionId, Vec<&str>)> {
    let mut values = Vec::new();
    let mut asked = None;
    for part in parts {
        let Said::Compared {
            question,
            operator: Operator::Equal,
            value,
        } = part
        else {
            return None;
        };
        if asked.is_some_and(|asked| asked != question) {
            return None;
        }
        asked = Some(question);
        values.push(value.as_str());
    }
    Some((asked?, values))
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Question(QuestionId),
    Value(String),
    Word(String),
    Operator(Operator),
    Sign(char),
}

fn tokens(xpath: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = xpath.chars().collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    let until = |from: usize, end: char| chars[from..].iter().position(|c| *c == end);
    while i < chars.len() {
        let c = chars[i];
        match c {
            c if c.is_whitespace() => i += 1,
            '$' if chars.get(i + 1) == Some(&'{') => {
                let length = until(i + 2, '}')?;
                let name: String = chars[i + 2..i + 2 + length].iter().collect();
                tokens.push(Token::Question(QuestionId::new(name.trim())));
                i += length + 3;
            }
            '\'' | '"' => {
                let length = until(i + 1, c)?;
                tokens.push(Token::Value(chars[i + 1..i + 1 + length].iter().collect()));
                i += length + 2;
            }
            '0'..='9' | '-' => {
                let length = 1 + chars[i + 1..]
                    .iter()
                    .take_while(|c| c.is_ascii_digit() || **c == '.')
                    .count();
                tokens.push(Token::Value(chars[i..i + length].iter().collect()));
                i += length;
            }
            'a'..='z' | 'A'..='Z' => {
                let word = |c: &&char| c.is_ascii_alphanumeric() || **c == '-' || **c == '_';
                let length = chars[i..].iter().take_while(word).count();
                tokens.push(Token::Word(chars[i..i + length].iter().collect()));
                i += length;
            }
            '(' | ')' | ',' => {
                tokens.push(Token::Sign(c));
                i += 1;
            }
            _ => {
                let double = chars.get(i + 1) == Some(&'=');
                let operator = match (c, double) {
                    ('=', _) => Operator::Equal,
                    ('!', true) => Operator::NotEqual,
                    ('<', true) => Operator::AtMost,
                    ('>', true) => Operator::AtLeast,
                    ('<', false) => Operator::Less,
                    ('>', false) => Operator::Greater,
                    _ => return None,
                };
                tokens.push(Token::Operator(operator));
                i += if double && c != '=' { 2 } else { 1 };
            }
        }
    }
    Some(tokens)
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.next).cloned();
        self.next += 1;
        token
    }

    fn accept(&mut self, token: &Token) -> bool {
        let found = self.tokens.get(self.next) == Some(token);
        self.next += usize::from(found);
        found
    }

    fn expect(&mut self, sign: char) -> Option<()> {
        self.accept(&Token::Sign(sign)).then_some(())
    }

    /// What a question is compared with: a value, or a date as `date('2014-01-31')`.
    fn value(&mut self, first: Token) -> Option<String> {
        match first {
            Token::Value(value) => Some(value),
            Token::Word(word) if word == "date" => {
                self.expect('(')?;
                let Token::Value(value) = self.take()? else {
                    return None;
                };
                self.expect(')')?;
                Some(value)
            }
            _ => None,
        }
    }

    fn any(&mut self, depth: usize) -> Option<Said> {
        let mut parts = vec![self.all(depth)?];
        while self.accept(&Token::Word("or".to_owned())) {
            parts.push(self.all(depth)?);
        }
        single_or(parts, Said::Any)
    }

    fn all(&mut self, depth: usize) -> Option<Said> {
        let mut parts = vec![self.part(depth)?];
        while self.accept(&Token::Word("and".to_owned())) {
            parts.push(self.part(depth)?);
        }
        single_or(parts, Said::All)
    }

    fn part(&mut self, depth: usize) -> Option<Said> {
        if depth > 16 {
            return None;
        }
        match self.take()? {
            Token::Sign('(') => {
                let inner = self.any(depth + 1)?;
                self.expect(')')?;
                Some(inner)
            }
            Token::Word(word) if word == "not" => {
                self.expect('(')?;
                let inner = self.any(depth + 1)?;
                self.expect(')')?;
                Some(Said::Not(Box::new(inner)))
            }
            Token::Word(word) if word == "selected" => {
                self.expect('(')?;
                let Token::Question(question) = self.take()? else {
                    return None;
                };
                self.expect(',')?;
                let Token::Value(value) = self.take()? else {
                    return None;
                };
                self.expect(')')?;
                Some(Said::Selected { question, value })
            }
            Token::Question(question) => {
                let Token::Operator(operator) = self.take()? else {
                    return None;
                };
                let first = self.take()?;
                compared(question, operator, self.value(first)?)
            }
            first => {
                let value = self.value(first)?;
                let (Token::Operator(operator), Token::Question(question)) =
                    (self.take()?, self.take()?)
                else {
                    return None;
                };
                compared(question, operator.mirrored(), value)
            }
        }
    }
}

fn compared(question: QuestionId, operator: Operator, value: String) -> Option<Said> {
    match (operator, value.is_empty()) {
        (Operator::NotEqual, true) => Some(Said::Answered(question)),
        (Operator::Equal, true) => Some(Said::Not(Box::new(Said::Answered(question)))),
        (_, true) => None,
        _ => Some(Said::Compared {
            question,
            operator,
            value,
        }),
    }
}

fn single_or(mut parts: Vec<Said>, join: fn(Vec<Said>) -> Said) -> Option<Said> {
    match parts.len() {
        1 => parts.pop(),
        _ => Some(join(parts)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::questionnaire;

    #[test]
    fn conditions_go_to_xpath_and_back() {
        let sample = questionnaire(
            "[[arm]]\nid = \"w\"\ngroups = { a = 0.5, b = 0.5 }\n\
             [[question]]\nid = \"Q1\"\ntype = \"single\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"一\" }, { code = 2, zh = \"二\" }]\n\
             [[question]]\nid = \"Q2\"\ntype = \"multiple\"\nzh = \"？\"\nchoices = [{ code = 1, zh = \"票价\" }, { code = 2, zh = \"班次\" }]\n\
             [[question]]\nid = \"Q3\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"？\"\n\
             [[question]]\nid = \"Q4\"\ntype = \"date\"\nearliest = \"2010-01-01\"\nlatest = \"2014-12-31\"\nzh = \"？\"\n",
        );
        let code = |id: &QuestionId, value: &str| match id.as_str() {
            "Q4" => value.parse().ok().map(Value::Date),
            _ => value.parse().ok().map(Value::Number),
        };
        let multiple = |id: &QuestionId| id.as_str() == "Q2";
        for (condition, xpath, back) in [
            ("Q1 == 1", "${Q1} = '1'", "Q1 == 1"),
            (
                "Q1 in [1, 2]",
                "(${Q1} = '1' or ${Q1} = '2')",
                "Q1 in [1, 2]",
            ),
            ("Q1 != 1", "(${Q1} != '' and ${Q1} != '1')", "Q1 != 1"),
            (
                "!(Q3 < 5) && 1 in Q2",
                "${Q3} >= 5 and selected(${Q2}, '1')",
                "Q3 >= 5 && 1 in Q2",
            ),
            (
                "!(1 in Q2)",
                "(${Q2} != '' and not(selected(${Q2}, '1')))",
                "!(1 in Q2)",
            ),
            (
                "answered(Q3) && (Q3 == 2 || Q1 == 2)",
                "${Q3} != '' and (${Q3} = 2 or ${Q1} = '2')",
                "answered(Q3) && (Q3 == 2 || Q1 == 2)",
            ),
            ("!answered(Q3)", "${Q3} = ''", "!(answered(Q3))"),
            ("arm.w == 'a' && Q1 == 2", "${Q1} = '2'", "Q1 == 2"),
            ("Q3 >= 2.50", "${Q3} >= 2.5", "Q3 >= 2.5"),
            (
                "!(Q4 < '2014-01-31') || Q4 == '2013-12-01'",
                "${Q4} >= date('2014-01-31') or ${Q4} = date('2013-12-01')",
                "Q4 >= '2014-01-31' || Q4 == '2013-12-01'",
            ),
            (
                "Q4 == '2014-01-31' || Q4 == '2013-12-01'",
                "${Q4} = date('2014-01-31') or ${Q4} = date('2013-12-01')",
                "Q4 == '2014-01-31' || Q4 == '2013-12-01'",
            ),
        ] {
            let parsed = Condition::parse(condition).unwrap();
            assert_eq!(write(&parsed, &sample).as_deref(), Some(xpath));
            assert_eq!(read(xpath, &code, &multiple).as_deref(), Some(back));
            assert!(Condition::parse(back).is_ok());
        }
        assert_eq!(
            write(&Condition::parse("arm.w == 'a'").unwrap(), &sample),
            None
        );
        for unread in [
            "count(${Q1}) > 1",
            "${Q1} = ${Q2}",
            "${Q4} < date('2014-01-31'",
            "${Q4} < today('2014-01-31')",
            "",
            "(((",
            "selected(${Q2}, '1'",
            "${Q1",
        ] {
            assert_eq!(read(unread, &code, &multiple), None, "{unread}");
        }
        assert_eq!(read(&"(".repeat(100_000), &code, &multiple), None);
    }
}
