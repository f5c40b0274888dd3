//! From an XPath condition to what it says of our questions.

use super::formula::{About, Formula, Test};
use super::token::{Literal, Token, literal, tokens};
use crate::xlsform::ledger::Why;
use crate::xlsform::lists::Lists;
use questionnaire::{CalendarDate, Decimal, Operator, QuestionId, Value};

/// How deep brackets may be nested.
const DEEPEST: usize = 16;

/// What a condition may compare of a question.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Compared {
    /// One choice of a list.
    One {
        list: String,
    },
    /// Several choices of a list.
    Several {
        list: String,
    },
    Number,
    Day,
    Month,
    /// A text: no more than whether there is one.
    Text,
}

/// What the names in a condition mean.
pub(crate) struct Scope<'s> {
    pub(crate) lists: &'s Lists<'s>,
    /// The question of a name, as far as conditions are concerned.
    pub(crate) question: &'s dyn Fn(&str) -> Result<Asked, Why>,
}

/// A question that a condition asks about.
pub(crate) type Asked = (QuestionId, Compared);

/// What the condition says.
pub(crate) fn read(xpath: &str, scope: &Scope<'_>) -> Result<Formula, Why> {
    let xpath = xpath.trim();
    // As forms write what is so in any case.
    match xpath.to_lowercase().as_str() {
        "yes" | "true" | "true()" => return Ok(Formula::Constant(true)),
        "no" | "false" | "false()" => return Ok(Formula::Constant(false)),
        _ => {}
    }
    let tokens = tokens(xpath).ok_or(Why::NotUnderstood)?;
    let mut parser = Parser {
        rest: &tokens,
        scope,
    };
    let said = parser.any(0)?;
    if parser.rest.is_empty() {
        Ok(said)
    } else {
        Err(Why::NotUnderstood)
    }
}

struct Parser<'t> {
    rest: &'t [Token],
    scope: &'t Scope<'t>,
}

impl Parser<'_> {
    fn word(&mut self, word: &str) -> bool {
        let found = matches!(self.rest.first(), Some(Token::Word(first)) if first == word);
        self.rest = &self.rest[usize::from(found)..];
        found
    }

    fn sign(&mut self, sign: char) -> Result<(), Why> {
        match self.rest {
            [Token::Sign(first), rest @ ..] if *first == sign => {
                self.rest = rest;
                Ok(())
            }
            _ => Err(Why::NotUnderstood),
        }
    }

    fn literal(&mut self) -> Result<Literal, Why> {
        let (literal, rest) = literal(self.rest).ok_or(Why::NotUnderstood)?;
        self.rest = rest;
        Ok(literal)
    }

    fn operator(&mut self) -> Result<Operator, Why> {
        match self.rest {
            [Token::Operator(operator), rest @ ..] => {
                self.rest = rest;
                Ok(*operator)
            }
            _ => Err(Why::NotUnderstood),
        }
    }

    fn question(&mut self) -> Result<Asked, Why> {
        match self.rest {
            [Token::Named(name), rest @ ..] => {
                self.rest = rest;
                (self.scope.question)(name)
            }
            _ => Err(Why::NotUnderstood),
        }
    }

    fn any(&mut self, depth: usize) -> Result<Formula, Why> {
        let mut parts = vec![self.all(depth)?];
        while self.word("or") {
            parts.push(self.all(depth)?);
        }
        Ok(one_or(parts, Formula::Any))
    }

    fn all(&mut self, depth: usize) -> Result<Formula, Why> {
        let mut parts = vec![self.part(depth)?];
        while self.word("and") {
            parts.push(self.part(depth)?);
        }
        Ok(one_or(parts, Formula::All))
    }

    fn part(&mut self, depth: usize) -> Result<Formula, Why> {
        if depth > DEEPEST {
            return Err(Why::NotUnderstood);
        }
        let negated = self.word("not");
        if negated || matches!(self.rest.first(), Some(Token::Sign('('))) {
            self.sign('(')?;
            let inner = self.any(depth + 1)?;
            self.sign(')')?;
            return Ok(if negated { inner.negated() } else { inner });
        }
        for (word, holds) in [("true", true), ("false", false)] {
            if self.word(word) {
                self.sign('(')?;
                self.sign(')')?;
                return Ok(Formula::Constant(holds));
            }
        }
        if self.word("selected") {
            return self.selected();
        }
        if let Some(Token::Named(_)) = self.rest.first() {
            let (question, compared) = self.question()?;
            let operator = self.operator()?;
            let value = self.literal()?;
            return self.compare(question, &compared, operator, &value);
        }
        let value = self.literal()?;
        let operator = self.operator()?.mirrored();
        let (question, compared) = self.question()?;
        self.compare(question, &compared, operator, &value)
    }

    /// The rest of `selected(${question}, 'name')`.
    fn selected(&mut self) -> Result<Formula, Why> {
        self.sign('(')?;
        let (question, compared) = self.question()?;
        self.sign(',')?;
        let name = match self.literal()? {
            Literal::Text(name) => name,
            Literal::Number(number) => number.to_string(),
            Literal::Date(_) => return Err(Why::NotUnderstood),
        };
        self.sign(')')?;
        match &compared {
            Compared::One { .. } => {
                let name = Literal::Text(name);
                self.compare(question, &compared, Operator::Equal, &name)
            }
            Compared::Several { list } => {
                let code = self.scope.lists.code(list, &name);
                let code = code.ok_or(Why::NoChoice { name })?;
                Ok(about(question, Test::Chosen(code, true), false))
            }
            Compared::Number | Compared::Day | Compared::Month | Compared::Text => {
                Err(Why::NotUnderstood)
            }
        }
    }

    fn compare(
        &self,
        question: QuestionId,
        compared: &Compared,
        operator: Operator,
        value: &Literal,
    ) -> Result<Formula, Why> {
        // What is compared with the empty text is asked whether it was answered.
        if *value == Literal::Text(String::new()) {
            let answered = Formula::About(About::answered(question));
            return match operator {
                Operator::NotEqual => Ok(answered),
                Operator::Equal => Ok(answered.negated()),
                _ => Err(Why::NotUnderstood),
            };
        }
        let test = match compared {
            Compared::One { list } => self.choice(list, operator, value)?,
            Compared::Number => number(operator, value)?,
            Compared::Day => day(operator, value)?,
            Compared::Month => month(operator, value)?,
            Compared::Several { .. } | Compared::Text => return Err(Why::NotUnderstood),
        };
        // A blank is different from everything; it is neither less nor more than anything, nor the same.
        Ok(about(question, test, operator == Operator::NotEqual))
    }

    fn choice(&self, list: &str, operator: Operator, value: &Literal) -> Result<Test, Why> {
        let lists = self.scope.lists;
        let code = match (operator.orders(), value) {
            (false, Literal::Text(name)) => {
                let name = name.clone();
                lists.code(list, &name).ok_or(Why::NoChoice { name })?
            }
            (false, Literal::Number(number)) => {
                let name = number.to_string();
                let code = lists.code_of_number(list, *number);
                code.ok_or(Why::NoChoice { name })?
            }
            // Which name is greater is a matter of numbers: only where the codes are these numbers.
            (true, _) if lists.counts(list) => {
                return Ok(Test::Compares(operator, Value::Number(as_number(value)?)));
            }
            _ => return Err(Why::NotUnderstood),
        };
        Ok(Test::Compares(operator, Value::from(code)))
    }
}

fn one_or(mut parts: Vec<Formula>, join: fn(Vec<Formula>) -> Formula) -> Formula {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        join(parts)
    }
}

fn about(question: QuestionId, answer: Test, blank: bool) -> Formula {
    Formula::About(About {
        question,
        answer,
        blank,
    })
}

fn as_number(value: &Literal) -> Result<Decimal, Why> {
    match value {
        Literal::Number(number) => Ok(*number),
        Literal::Text(text) => text.parse().ok().ok_or(Why::NotUnderstood),
        Literal::Date(_) => Err(Why::NotUnderstood),
    }
}

fn number(operator: Operator, value: &Literal) -> Result<Test, Why> {
    let number = as_number(value)?;
    // Texts are compared letter by letter: '5.0' is not '5'.
    if let (Literal::Text(text), false) = (value, operator.orders())
        && number.to_string() != *text
    {
        return Err(Why::NotUnderstood);
    }
    Ok(Test::Compares(operator, Value::Number(number)))
}

fn day(operator: Operator, value: &Literal) -> Result<Test, Why> {
    let date: CalendarDate = match value {
        Literal::Date(date) => *date,
        Literal::Text(text) if !operator.orders() => text.parse().ok().ok_or(Why::NotUnderstood)?,
        Literal::Text(_) | Literal::Number(_) => return Err(Why::NotUnderstood),
    };
    if date.is_month() {
        return Err(Why::NotUnderstood);
    }
    Ok(Test::Compares(operator, Value::Date(date)))
}

/// A month is its first day in a form, so that it is less than any later day of it.
fn month(operator: Operator, value: &Literal) -> Result<Test, Why> {
    let Literal::Date(date) = value else {
        return Err(Why::NotUnderstood);
    };
    let operator = match (operator, date.day()) {
        (operator, Some(1)) => operator,
        (Operator::Less | Operator::AtMost, _) => Operator::AtMost,
        (Operator::Greater | Operator::AtLeast, _) => Operator::Greater,
        (Operator::Equal, _) => return Ok(Test::Constant(false)),
        (Operator::NotEqual, _) => return Ok(Test::Constant(true)),
    };
    Ok(Test::Compares(operator, Value::Date(date.month_only())))
}

/// The name of the choice if a condition asks for nothing but whether it was made at the question of this name.
pub(crate) fn chosen_alone(xpath: &str, question: &str) -> Option<String> {
    let tokens = tokens(xpath)?;
    let (named, value) = match &tokens[..] {
        [
            Token::Word(word),
            Token::Sign('('),
            Token::Named(named),
            Token::Sign(','),
            value,
            Token::Sign(')'),
        ] if word == "selected" => (named, value),
        [Token::Named(named), Token::Operator(Operator::Equal), value] => (named, value),
        _ => return None,
    };
    match value {
        Token::Text(name) if named == question && !name.is_empty() => Some(name.clone()),
        Token::Number(number) if named == question => Some(number.to_string()),
        _ => None,
    }
}
