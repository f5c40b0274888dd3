//! Conditions that follow what they refer to when it gets another name.

use super::Condition;
use super::syntax::{Token, tokens};
use crate::choice::Code;
use crate::id::QuestionId;

/// What gets another name.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum Renamed<'n> {
    /// A question.
    Question {
        /// Its id until now.
        from: &'n QuestionId,
        /// Its id from now on.
        to: &'n QuestionId,
    },
    /// An arm.
    Arm {
        /// Its id until now.
        from: &'n str,
        /// Its id from now on.
        to: &'n str,
    },
    /// A choice of a question.
    Choice {
        question: &'n QuestionId,
        /// Its code until now.
        from: Code,
        /// Its code from now on.
        to: Code,
        /// True for what is ticked in place of a number or a date: only `98 in Q` speaks of it, `Q == 98` of a number.
        substitute: bool,
    },
}

impl Condition {
    /// The condition as written, with one name in place of another.
    pub fn renamed(&self, renamed: Renamed<'_>) -> String {
        // A parsed condition has only known signs.
        let tokens = tokens(&self.source).unwrap_or_default();
        let mut replaced: Vec<(usize, String)> = Vec::new();
        for (i, (token, _)) in tokens.iter().enumerate() {
            let Token::Id(id) = token else { continue };
            let after_point =
                i > 0 && tokens.get(i - 1).map(|(token, _)| token) == Some(&Token::Sign("."));
            match renamed {
                Renamed::Question { from, to } if id == from.as_str() && !after_point => {
                    replaced.push((i, to.to_string()));
                }
                Renamed::Arm { from, to } if id == from && after_point => {
                    replaced.push((i, to.to_owned()));
                }
                Renamed::Choice {
                    question,
                    from,
                    to,
                    substitute,
                } if id == question.as_str() && !after_point => {
                    let numbers = if substitute {
                        number_in(&tokens, i).into_iter().collect()
                    } else {
                        numbers_beside(&tokens, i)
                    };
                    let numbers = numbers.into_iter();
                    let same = numbers.filter(|at| tokens[*at].0 == Token::Number(from.0));
                    replaced.extend(same.map(|at| (at, to.to_string())));
                }
                _ => {}
            }
        }
        let chars: Vec<char> = self.source.chars().collect();
        let mut written = String::with_capacity(self.source.len());
        let mut next = 0;
        for (token, name) in replaced {
            let start = tokens[token].1 - 1;
            let belongs = |c: &&char| c.is_ascii_alphanumeric() || **c == '_' || **c == '-';
            let length = chars[start..].iter().take_while(belongs).count();
            written.extend(&chars[next..start]);
            written.push_str(&name);
            next = start + length;
        }
        written.extend(&chars[next..]);
        written
    }

    /// True where the condition names this choice of the question; `substitute` as in [`Renamed::Choice`].
    pub fn names_choice(&self, question: &QuestionId, code: Code, substitute: bool) -> bool {
        let (from, to) = (code, Code(code.0.wrapping_add(1)));
        let choice = Renamed::Choice {
            question,
            from,
            to,
            substitute,
        };
        self.renamed(choice) != self.source
    }
}

/// The place of the number that is asked for `in` the question at `at`.
fn number_in(tokens: &[(Token, usize)], at: usize) -> Option<usize> {
    let [(Token::Number(_), _), (Token::Id(word), _)] = tokens.get(at.checked_sub(2)?..at)? else {
        return None;
    };
    (word == "in").then(|| at - 2)
}

/// The places of the numbers with which the question at `at` is compared.
fn numbers_beside(tokens: &[(Token, usize)], at: usize) -> Vec<usize> {
    let is_in = |token: &Token| matches!(token, Token::Id(word) if word == "in");
    let compares = |token: &Token| matches!(token, Token::Operator(_)) || is_in(token);
    let mut numbers = Vec::new();
    if at >= 2 && compares(&tokens[at - 1].0) && matches!(tokens[at - 2].0, Token::Number(_)) {
        numbers.push(at - 2);
    }
    match tokens.get(at + 1).map(|(token, _)| token) {
        Some(Token::Operator(_)) => numbers.push(at + 2),
        Some(word) if is_in(word) => {
            let listed = tokens.iter().enumerate().skip(at + 2);
            let listed = listed.take_while(|(_, (token, _))| *token != Token::Sign("]"));
            numbers.extend(listed.map(|(at, _)| at));
        }
        _ => {}
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    fn renamed(source: &str, renamed: Renamed<'_>) -> String {
        Condition::parse(source).unwrap().renamed(renamed)
    }

    #[test]
    fn a_question_is_renamed_wherever_it_stands_and_nothing_else() {
        let question = Renamed::Question {
            from: &QuestionId::new("Q1"),
            to: &QuestionId::new("X"),
        };
        assert_eq!(
            renamed(
                "Q1 == 1 && 2 in Q1||answered( Q1 ) && Q11 < 3 && arm.Q1 == 'Q1'",
                question
            ),
            "X == 1 && 2 in X||answered( X ) && Q11 < 3 && arm.Q1 == 'Q1'"
        );
        let arm = Renamed::Arm {
            from: "Q1",
            to: "a",
        };
        assert_eq!(
            renamed("arm . Q1 != 'b' && Q1 == 1", arm),
            "arm . a != 'b' && Q1 == 1"
        );
    }

    #[test]
    fn a_choice_is_recoded_only_where_its_question_is_compared() {
        let choice = Renamed::Choice {
            question: &QuestionId::new("Q1"),
            from: Code(1),
            to: Code(10),
            substitute: false,
        };
        assert_eq!(
            renamed(
                "Q1 == 1 && Q2 == 1 && Q1 in [1, 11] && 1 in Q2 && 1 < Q1 && 1 in Q1",
                choice
            ),
            "Q1 == 10 && Q2 == 1 && Q1 in [10, 11] && 1 in Q2 && 10 < Q1 && 10 in Q1"
        );
    }

    #[test]
    fn what_is_ticked_in_place_of_a_number_is_no_number() {
        let choice = Renamed::Choice {
            question: &QuestionId::new("Q1"),
            from: Code(98),
            to: Code(97),
            substitute: true,
        };
        assert_eq!(
            renamed("98 in Q1 || Q1 == 98 || 98 <= Q1 || 98 in Q2", choice),
            "97 in Q1 || Q1 == 98 || 98 <= Q1 || 98 in Q2"
        );
        let question = QuestionId::new("Q1");
        let condition = Condition::parse("Q1 == 98").unwrap();
        assert!(condition.names_choice(&question, Code(98), false));
        assert!(!condition.names_choice(&question, Code(98), true));
    }
}
