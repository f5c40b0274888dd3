//! The grammar of conditions: text to tree.
//!
//! ```text
//! any     = all { "||" all }
//! all     = not { "&&" not }
//! not     = "!" not | "(" any ")" | "answered" "(" id ")" | test
//! test    = id ("==" | "!=" | "<" | "<=" | ">" | ">=") value      and mirrored
//!         | id "in" "[" number { "," number } "]" | number "in" id
//!         | "arm" "." id ("==" | "!=") text
//! value   = number | number "." digits
//! ```

use super::problem::{ConditionFault, ConditionProblem, Expectation};
use super::{Expression, Name, NamedQuestion, Operator, Value};
use crate::choice::Code;
use crate::decimal::Decimal;
use crate::id::QuestionId;

/// Deeper nesting is refused, so that no condition can exhaust the stack.
const DEEPEST: usize = 32;

pub(super) fn parse(source: &str) -> Result<Expression, ConditionProblem> {
    let tokens = tokens(source)?;
    if tokens.is_empty() {
        return Err(ConditionFault::Empty.at(1));
    }
    let mut parser = Parser {
        end: source.chars().count() + 1,
        tokens,
        next: 0,
    };
    let root = parser.any(0)?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.unexpected(Expectation::Continuation)),
    }
}

/// The smallest part of a condition's source that has a meaning.
#[derive(Debug, Clone, PartialEq)]
pub enum Token {
    /// A name or a word of conditions.
    Id(String),
    /// A whole number.
    Number(i64),
    /// A number with decimals.
    Decimal(Decimal),
    /// What stands in quotes.
    Text(String),
    /// A comparison.
    Operator(Operator),
    /// A bracket, a comma, `&&` and the like.
    Sign(&'static str),
}

/// The tokens of a source, each with the character it begins at, counted from 1.
pub fn tokens(source: &str) -> Result<Vec<(Token, usize)>, ConditionProblem> {
    let chars: Vec<char> = source.chars().collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let (start, c) = (i, chars[i]);
        let second = chars.get(i + 1).copied();
        let run = |from: usize, belongs: fn(&char) -> bool| {
            from + chars[from..].iter().take_while(|c| belongs(c)).count()
        };
        let token = match c {
            c if c.is_whitespace() => {
                i += 1;
                continue;
            }
            'a'..='z' | 'A'..='Z' | '_' => {
                i = run(i, |c| c.is_ascii_alphanumeric() || *c == '_');
                Token::Id(chars[start..i].iter().collect())
            }
            '0'..='9' | '-' => {
                i = run(i + 1, char::is_ascii_digit);
                let more = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
                let decimal = i > start && chars.get(i) == Some(&'.') && more(i + 1);
                if decimal {
                    i = run(i + 1, char::is_ascii_digit);
                }
                let digits: String = chars[start..i].iter().collect();
                if !digits.ends_with(|c: char| c.is_ascii_digit()) {
                    return Err(ConditionFault::StrayCharacter('-').at(start + 1));
                }
                if decimal {
                    let number = digits.parse();
                    let fault = ConditionFault::TooPrecise.at(start + 1);
                    Token::Decimal(number.or(Err(fault))?)
                } else {
                    let number = digits.parse();
                    Token::Number(number.or(Err(ConditionFault::NumberTooLarge.at(start + 1)))?)
                }
            }
            '\'' | '"' => {
                let length = chars[i + 1..].iter().position(|other| *other == c);
                let length = length.ok_or_else(|| ConditionFault::OpenText.at(start + 1))?;
                i += length + 2;
                Token::Text(chars[start + 1..start + 1 + length].iter().collect())
            }
            _ => {
                let (token, length) = sign(c, second).map_err(|fault| fault.at(start + 1))?;
                i += length;
                token
            }
        };
        tokens.push((token, start + 1));
    }
    Ok(tokens)
}

fn sign(c: char, second: Option<char>) -> Result<(Token, usize), ConditionFault> {
    Ok(match (c, second) {
        ('=', Some('=')) => (Token::Operator(Operator::Equal), 2),
        ('!', Some('=')) => (Token::Operator(Operator::NotEqual), 2),
        ('<', Some('=')) => (Token::Operator(Operator::AtMost), 2),
        ('>', Some('=')) => (Token::Operator(Operator::AtLeast), 2),
        ('&', Some('&')) => (Token::Sign("&&"), 2),
        ('|', Some('|')) => (Token::Sign("||"), 2),
        ('=' | '&' | '|', _) => return Err(ConditionFault::Halved(c)),
        ('<', _) => (Token::Operator(Operator::Less), 1),
        ('>', _) => (Token::Operator(Operator::Greater), 1),
        ('!', _) => (Token::Sign("!"), 1),
        ('(', _) => (Token::Sign("("), 1),
        (')', _) => (Token::Sign(")"), 1),
        ('[', _) => (Token::Sign("["), 1),
        (']', _) => (Token::Sign("]"), 1),
        (',', _) => (Token::Sign(","), 1),
        ('.', _) => (Token::Sign("."), 1),
        _ => return Err(ConditionFault::StrayCharacter(c)),
    })
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    next: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(token, _)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(_, at)| *at)
    }

    fn unexpected(&self, expected: Expectation) -> ConditionProblem {
        let found = match self.peek() {
            None => None,
            Some(Token::Id(id)) => Some(id.clone()),
            Some(Token::Number(number)) => Some(number.to_string()),
            Some(Token::Decimal(number)) => Some(number.to_string()),
            Some(Token::Text(text)) => Some(format!("'{text}'")),
            Some(Token::Operator(operator)) => Some(operator.sign().to_owned()),
            Some(Token::Sign(sign)) => Some((*sign).to_owned()),
        };
        ConditionFault::Unexpected { expected, found }.at(self.at())
    }

    fn accept(&mut self, sign: &'static str) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.next += usize::from(found);
        found
    }

    fn expect(
        &mut self,
        sign: &'static str,
        expected: Expectation,
    ) -> Result<(), ConditionProblem> {
        if self.accept(sign) {
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    fn any(&mut self, depth: usize) -> Result<Expression, ConditionProblem> {
        let mut parts = vec![self.all(depth)?];
        while self.accept("||") {
            parts.push(self.all(depth)?);
        }
        Ok(single_or(parts, Expression::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Expression, ConditionProblem> {
        let mut parts = vec![self.not(depth)?];
        while self.accept("&&") {
            parts.push(self.not(depth)?);
        }
        Ok(single_or(parts, Expression::All))
    }

    fn not(&mut self, depth: usize) -> Result<Expression, ConditionProblem> {
        if depth > DEEPEST {
            return Err(ConditionFault::TooDeep.at(self.at()));
        }
        if self.accept("!") {
            return Ok(Expression::Not(Box::new(self.not(depth + 1)?)));
        }
        if self.accept("(") {
            let inner = self.any(depth + 1)?;
            self.expect(")", Expectation::ClosingBracket)?;
            return Ok(inner);
        }
        let at = self.at();
        match self.peek().cloned() {
            Some(Token::Id(id)) => {
                self.next += 1;
                match id.as_str() {
                    "answered" => self.answered(),
                    "arm" => self.arm(),
                    _ => self.question(NamedQuestion {
                        id: QuestionId::new(id),
                        at,
                    }),
                }
            }
            Some(Token::Number(number)) => {
                self.next += 1;
                self.number(number)
            }
            Some(Token::Decimal(number)) => {
                self.next += 1;
                self.mirrored(Value::Number(number))
            }
            Some(Token::Text(text)) => {
                let date = date(&text).map_err(|fault| fault.at(at))?;
                self.next += 1;
                self.mirrored(date)
            }
            _ => Err(self.unexpected(Expectation::Beginning)),
        }
    }

    fn id(&mut self, expected: Expectation) -> Result<Name, ConditionProblem> {
        let at = self.at();
        match self.peek().cloned() {
            Some(Token::Id(text)) => {
                self.next += 1;
                Ok(Name { text, at })
            }
            _ => Err(self.unexpected(expected)),
        }
    }

    fn asked(&mut self) -> Result<NamedQuestion, ConditionProblem> {
        let Name { text, at } = self.id(Expectation::Question)?;
        let id = QuestionId::new(text);
        Ok(NamedQuestion { id, at })
    }

    fn answered(&mut self) -> Result<Expression, ConditionProblem> {
        self.expect("(", Expectation::BracketedQuestion)?;
        let question = self.asked()?;
        self.expect(")", Expectation::ClosingBracket)?;
        Ok(Expression::Answered(question))
    }

    fn arm(&mut self) -> Result<Expression, ConditionProblem> {
        self.expect(".", Expectation::PointAndArm)?;
        let arm = self.id(Expectation::Arm)?;
        let equal = match self.operator() {
            Some(Operator::Equal) => true,
            Some(Operator::NotEqual) => false,
            _ => return Err(self.unexpected(Expectation::GroupCompared)),
        };
        let at = self.at();
        let Some(Token::Text(text)) = self.peek().cloned() else {
            return Err(self.unexpected(Expectation::Group));
        };
        self.next += 1;
        let group = Name { text, at };
        let is = Expression::Arm { arm, group };
        Ok(if equal {
            is
        } else {
            Expression::Not(Box::new(is))
        })
    }

    /// Takes an operator, if one stands here.
    fn operator(&mut self) -> Option<Operator> {
        let Some(Token::Operator(operator)) = self.peek() else {
            return None;
        };
        let operator = *operator;
        self.next += 1;
        Some(operator)
    }

    fn accept_in(&mut self) -> bool {
        let found = matches!(self.peek(), Some(Token::Id(word)) if word == "in");
        self.next += usize::from(found);
        found
    }

    fn question(&mut self, question: NamedQuestion) -> Result<Expression, ConditionProblem> {
        if self.accept_in() {
            self.expect("[", Expectation::Codes)?;
            let mut codes = Vec::new();
            loop {
                codes.push(Code(self.whole()?));
                if !self.accept(",") {
                    break;
                }
            }
            self.expect("]", Expectation::MoreCodes)?;
            return Ok(Expression::OneOf { question, codes });
        }
        let Some(operator) = self.operator() else {
            return Err(self.unexpected(Expectation::Comparison));
        };
        if let Some(Token::Id(_)) = self.peek() {
            return Err(ConditionFault::NotComparable.at(self.at()));
        }
        let value = self.value()?;
        Ok(Expression::Compare {
            question,
            operator,
            value,
        })
    }

    fn number(&mut self, value: i64) -> Result<Expression, ConditionProblem> {
        if self.accept_in() {
            let question = self.asked()?;
            return Ok(Expression::Chosen {
                code: Code(value),
                question,
            });
        }
        self.mirrored(Value::from(value))
    }

    /// The rest of a comparison that begins with its number or date.
    fn mirrored(&mut self, value: Value) -> Result<Expression, ConditionProblem> {
        let Some(operator) = self.operator() else {
            return Err(self.unexpected(Expectation::Comparison));
        };
        if let Some(Token::Number(_) | Token::Decimal(_) | Token::Text(_)) = self.peek() {
            return Err(ConditionFault::NotComparable.at(self.at()));
        }
        let question = self.asked()?;
        Ok(Expression::Compare {
            question,
            operator: operator.mirrored(),
            value,
        })
    }

    /// What an answer is compared with.
    fn value(&mut self) -> Result<Value, ConditionProblem> {
        let value = match self.peek() {
            Some(Token::Decimal(decimal)) => Value::Number(*decimal),
            Some(Token::Text(text)) => date(text).map_err(|fault| fault.at(self.at()))?,
            _ => return self.whole().map(Value::from),
        };
        self.next += 1;
        Ok(value)
    }

    fn whole(&mut self) -> Result<i64, ConditionProblem> {
        let Some(Token::Number(number)) = self.peek() else {
            return Err(self.unexpected(Expectation::WholeNumber));
        };
        let number = *number;
        self.next += 1;
        Ok(number)
    }
}

/// The date that stands in quotes.
fn date(text: &str) -> Result<Value, ConditionFault> {
    let date = text.parse().map(Value::Date);
    date.or(Err(ConditionFault::NotADate(text.to_owned())))
}

fn single_or(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    if parts.len() == 1 {
        parts.swap_remove(0)
    } else {
        join(parts)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fault(source: &str) -> (usize, ConditionFault) {
        let problem = parse(source).unwrap_err();
        (problem.at, problem.fault)
    }

    #[test]
    fn every_form_parses() {
        for source in [
            "R01 == 1",
            "R01 != 1 && R02 in [1, 2,3]",
            "3 in W05 || !answered(W06)",
            "arm.anticorruption == 'crosswise'",
            "arm.bridge != \"four\" && (18 <= A1 && A1 < 65)",
            "!!(R01 > -3)",
            "R01 >= 2.5 && -0.25 < R01",
            "R01 < '2014-01-31' || \"2014-01\" <= R02",
        ] {
            assert!(parse(source).is_ok(), "{source}");
        }
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let Expression::Any(parts) = parse("A == 1 || B == 2 && C == 3").unwrap() else {
            panic!("`||` is the outer operator");
        };
        assert!(matches!(
            parts[..],
            [Expression::Compare { .. }, Expression::All(_)]
        ));
    }

    #[test]
    fn a_single_equals_sign_is_explained() {
        assert_eq!(fault("R01 = 1"), (5, ConditionFault::Halved('=')));
    }

    #[test]
    fn faults_say_where_they_are() {
        assert_eq!(fault("  ").1, ConditionFault::Empty);
        assert_eq!(
            fault("R01 == "),
            (
                8,
                ConditionFault::Unexpected {
                    expected: Expectation::WholeNumber,
                    found: None
                }
            )
        );
        assert_eq!(fault("R01 == 1 R02 == 1").0, 10);
        assert_eq!(fault("R01 == R02"), (8, ConditionFault::NotComparable));
        assert_eq!(fault("1 < '2014-01'"), (5, ConditionFault::NotComparable));
        let no_date = ConditionFault::NotADate("2014-13".to_owned());
        assert_eq!(fault("R01 < '2014-13'"), (7, no_date.clone()));
        assert_eq!(fault("'2014-13' < R01"), (1, no_date));
        assert_eq!(fault("arm.x == 'a").1, ConditionFault::OpenText);
        assert_eq!(
            fault("R01 == 99999999999999999999").1,
            ConditionFault::NumberTooLarge
        );
        assert_eq!(fault("R01 < 0.1234567"), (7, ConditionFault::TooPrecise));
        assert_eq!(fault("R01 == 1；").1, ConditionFault::StrayCharacter('；'));
    }

    #[test]
    fn deep_nesting_is_refused_without_exhausting_the_stack() {
        let source = format!("{}R01 == 1{}", "(".repeat(50_000), ")".repeat(50_000));
        assert_eq!(fault(&source).1, ConditionFault::TooDeep);
        assert_eq!(fault(&"!".repeat(50_000)).1, ConditionFault::TooDeep);
    }

    proptest! {
        #[test]
        fn arbitrary_text_never_panics(source in ".{0,60}") {
            let _ = parse(&source);
        }

        #[test]
        fn arbitrary_tokens_never_panic(words in proptest::collection::vec(
            proptest::sample::select(vec!["R01", "1", "-", "==", "=", "in", "[", "]", "(", ")", ",", "arm", ".", "'x'", "'", "&&", "||", "!", "answered"]), 0..20)) {
            let _ = parse(&words.join(" "));
        }
    }
}
