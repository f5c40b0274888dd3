//! The tree as JSON, for the script of the page.

use serde_json::{Value, json};

use super::{Condition, Expression, Value as Compared};

impl Condition {
    /// The condition as a tree of one-key objects:
    ///
    /// ```text
    /// {"all": [..]}  {"any": [..]}  {"not": ..}  {"answered": "R01"}
    /// {"compare": ["R01", "<=", 3]}   question, one of == != < <= > >=, number or date ("2014-01-31")
    /// {"in": ["R01", [1, 2]]}         the answer is one of the codes
    /// {"chosen": ["W05", 3]}          the code is among those chosen
    /// {"arm": ["bridge", "four"]}     the arm's group is this one
    /// ```
    pub fn to_tree(&self) -> Value {
        tree(self.root())
    }
}

fn tree(expression: &Expression) -> Value {
    match expression {
        Expression::All(parts) => json!({ "all": parts.iter().map(tree).collect::<Vec<_>>() }),
        Expression::Any(parts) => json!({ "any": parts.iter().map(tree).collect::<Vec<_>>() }),
        Expression::Not(inner) => json!({ "not": tree(inner) }),
        Expression::Answered(question) => json!({ "answered": question.id }),
        Expression::Compare {
            question,
            operator,
            value,
        } => json!({ "compare": [question.id, operator.sign(), compared(*value)] }),
        Expression::OneOf { question, codes } => json!({ "in": [question.id, codes] }),
        Expression::Chosen { code, question } => json!({ "chosen": [question.id, code] }),
        Expression::Arm { arm, group } => json!({ "arm": [arm.text, group.text] }),
    }
}

/// A number or a date as the script reads it; decimals have few enough digits to be read exactly.
fn compared(value: Compared) -> Value {
    match value {
        Compared::Date(date) => json!(date.to_string()),
        Compared::Number(number) => match number.whole() {
            Some(whole) => json!(whole),
            None => serde_json::from_str(&number.to_string()).unwrap_or_default(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_numbers() {
        let tree = Condition::parse("Q1 >= 2.50").unwrap().to_tree();
        assert_eq!(tree.to_string(), r#"{"compare":["Q1",">=",2.5]}"#);
    }

    #[test]
    fn dates_are_texts() {
        let tree = Condition::parse("'2014-01' > Q1").unwrap().to_tree();
        assert_eq!(tree.to_string(), r#"{"compare":["Q1","<","2014-01"]}"#);
    }

    #[test]
    fn the_tree_names_every_form() {
        let source = "!(2 < Q1) && (Q2 in [1, 2] || 3 in Q3 || answered(Q4)) && arm.a != 'b'";
        assert_eq!(
            Condition::parse(source).unwrap().to_tree(),
            json!({ "all": [
                { "not": { "compare": ["Q1", ">", 2] } },
                { "any": [{ "in": ["Q2", [1, 2]] }, { "chosen": ["Q3", 3] }, { "answered": "Q4" }] },
                { "not": { "arm": ["a", "b"] } },
            ]})
        );
    }
}
