//! The limits that a constraint puts on an answer.

use super::token::{Literal, Token, literal, tokens};
use questionnaire::{CalendarDate, Decimal, Operator};

/// What must hold of an answer, as far as it is understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Limits {
    pub(crate) numbers: Vec<(Operator, Decimal)>,
    pub(crate) dates: Vec<(Operator, CalendarDate)>,
    /// Of the number of characters.
    pub(crate) lengths: Vec<(Operator, i64)>,
    /// The decimal places.
    pub(crate) places: Option<i64>,
    /// True where the constraint says more than that.
    pub(crate) says_more: bool,
}

/// The limits of a constraint such as `. >= 0 and (. <= 120)`. Each of its parts must hold, so that a limit among them
/// holds whatever the others say; alternatives limit nothing.
pub(crate) fn limits(constraint: &str) -> Limits {
    let mut limits = Limits::default();
    match tokens(constraint) {
        Some(tokens) => limits.read(&tokens),
        None => limits.says_more = true,
    }
    limits
}

impl Limits {
    fn read(&mut self, tokens: &[Token]) {
        let mut depth = 0_i64;
        let mut begin = 0;
        let mut parts = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            match token {
                Token::Sign('(') => depth += 1,
                Token::Sign(')') => depth -= 1,
                Token::Word(word) if depth == 0 && word == "and" => {
                    parts.push(&tokens[begin..at]);
                    begin = at + 1;
                }
                Token::Word(word) if depth == 0 && word == "or" => {
                    self.says_more = true;
                    return;
                }
                _ => {}
            }
        }
        parts.push(&tokens[begin..]);
        for part in parts {
            match part {
                [Token::Sign('('), inner @ .., Token::Sign(')')] if is_whole(inner) => {
                    self.read(inner);
                }
                part => self.part(part),
            }
        }
    }

    fn part(&mut self, part: &[Token]) {
        let understood = self.compared(part) || self.rounded(part);
        self.says_more |= !understood;
    }

    fn compared(&mut self, part: &[Token]) -> bool {
        let (of_length, operator, value) = match part {
            [Token::Answer, Token::Operator(operator), value @ ..] => (false, *operator, value),
            [value @ .., Token::Operator(operator), Token::Answer] => {
                (false, operator.mirrored(), value)
            }
            [
                Token::Word(word),
                Token::Sign('('),
                Token::Answer,
                Token::Sign(')'),
                Token::Operator(operator),
                value @ ..,
            ] if word == "string-length" => (true, *operator, value),
            _ => return false,
        };
        match (of_length, literal(value)) {
            (false, Some((Literal::Number(number), []))) => self.numbers.push((operator, number)),
            (false, Some((Literal::Date(date), []))) => self.dates.push((operator, date)),
            (true, Some((Literal::Number(number), []))) => {
                let Some(length) = number.whole() else {
                    return false;
                };
                self.lengths.push((operator, length));
            }
            _ => return false,
        }
        true
    }

    /// `. = round(., 2)`
    fn rounded(&mut self, part: &[Token]) -> bool {
        let [
            Token::Answer,
            Token::Operator(Operator::Equal),
            Token::Word(word),
            Token::Sign('('),
            Token::Answer,
            Token::Sign(','),
            Token::Number(places),
            Token::Sign(')'),
        ] = part
        else {
            return false;
        };
        self.places = places.whole();
        word == "round" && self.places.is_some()
    }
}

/// True where every bracket that is opened is closed again, and none before.
fn is_whole(tokens: &[Token]) -> bool {
    let mut depth = 0_i64;
    tokens.iter().all(|token| {
        match token {
            Token::Sign('(') => depth += 1,
            Token::Sign(')') => depth -= 1,
            _ => {}
        }
        depth >= 0
    })
}
