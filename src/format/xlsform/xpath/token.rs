//! The words of an XPath expression.

use questionnaire::{CalendarDate, Decimal, Operator};

/// The smallest piece of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// `${name}`, by the name in the braces.
    Named(String),
    /// `.`: the answer that a constraint is about.
    Answer,
    /// `'text'` or `"text"`.
    Text(String),
    Number(Decimal),
    /// A name of a function, or `and` and `or`.
    Word(String),
    Operator(Operator),
    /// A bracket or a comma.
    Sign(char),
}

/// What an answer is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Number(Decimal),
    /// `date('2014-01-31')`
    Date(CalendarDate),
}

/// The quotes that spreadsheets put in place of plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' => '\'',
        '\u{201c}'..='\u{201f}' => '"',
        c => c,
    }
}

/// The tokens of an expression; none where a character begins none.
pub(super) fn tokens(xpath: &str) -> Option<Vec<Token>> {
    let chars: Vec<char> = xpath.chars().map(plain).collect();
    let mut tokens = Vec::new();
    let mut i = 0;
    let until = |from: usize, end: char| chars[from..].iter().position(|c| *c == end);
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    while i < chars.len() {
        let c = chars[i];
        match c {
            c if c.is_whitespace() => i += 1,
            '$' if chars.get(i + 1) == Some(&'{') => {
                let length = until(i + 2, '}')?;
                let name: String = chars[i + 2..i + 2 + length].iter().collect();
                tokens.push(Token::Named(name.trim().to_owned()));
                i += length + 3;
            }
            '\'' | '"' => {
                let length = until(i + 1, c)?;
                tokens.push(Token::Text(chars[i + 1..i + 1 + length].iter().collect()));
                i += length + 2;
            }
            '0'..='9' | '-' if c != '-' || digit(i + 1) => {
                let more = chars[i + 1..].iter();
                let more = more.take_while(|c| c.is_ascii_digit() || **c == '.');
                let length = 1 + more.count();
                let number: String = chars[i..i + length].iter().collect();
                tokens.push(Token::Number(number.parse().ok()?));
                i += length;
            }
            '.' if !digit(i + 1) && chars.get(i + 1) != Some(&'.') => {
                tokens.push(Token::Answer);
                i += 1;
            }
            'a'..='z' | 'A'..='Z' => {
                let word = |c: &&char| c.is_ascii_alphanumeric() || "-_:".contains(**c);
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
                    ('=', false) => Operator::Equal,
                    ('!', true) => Operator::NotEqual,
                    ('<', true) => Operator::AtMost,
                    ('>', true) => Operator::AtLeast,
                    ('<', false) => Operator::Less,
                    ('>', false) => Operator::Greater,
                    _ => return None,
                };
                tokens.push(Token::Operator(operator));
                i += if double { 2 } else { 1 };
            }
        }
    }
    Some(tokens)
}

/// The literal that these tokens begin with, and those behind it.
pub(super) fn literal(tokens: &[Token]) -> Option<(Literal, &[Token])> {
    match tokens {
        [Token::Text(text), rest @ ..] => Some((Literal::Text(text.clone()), rest)),
        [Token::Number(number), rest @ ..] => Some((Literal::Number(*number), rest)),
        [
            Token::Word(word),
            Token::Sign('('),
            Token::Text(text),
            Token::Sign(')'),
            rest @ ..,
        ] if word == "date" => {
            let date: CalendarDate = text.parse().ok()?;
            (!date.is_month()).then_some((Literal::Date(date), rest))
        }
        _ => None,
    }
}
