//! Subpopulations of estimation.

/// A subpopulation: the rows that satisfy every condition. It is taken by zeroing scores, never
/// by dropping data, so that PSUs without a row of the domain keep counting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Domain {
    conditions: Vec<(String, Vec<String>)>,
}

impl Domain {
    /// The whole population.
    pub fn all() -> Self {
        Self::default()
    }

    /// The rows whose classification `name` has the label `level`.
    pub fn of(name: &str, level: &str) -> Self {
        Self::all().and(name, level)
    }

    /// Narrows the domain by another classification.
    #[must_use]
    pub fn and(self, name: &str, level: &str) -> Self {
        self.and_any(name, [level])
    }

    /// Narrows the domain to several levels of a classification.
    #[must_use]
    pub fn and_any<S: AsRef<str>>(
        mut self,
        name: &str,
        levels: impl IntoIterator<Item = S>,
    ) -> Self {
        let levels = levels.into_iter().map(|l| l.as_ref().to_owned()).collect();
        self.conditions.push((name.to_owned(), levels));
        self
    }

    /// Classification and admitted levels, all of which must hold.
    pub fn conditions(&self) -> &[(String, Vec<String>)] {
        &self.conditions
    }
}

impl std::fmt::Display for Domain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.conditions.is_empty() {
            return f.write_str("all");
        }
        for (index, (name, levels)) in self.conditions.iter().enumerate() {
            let and = if index > 0 { ", " } else { "" };
            write!(f, "{and}{name} = {}", levels.join(" or "))?;
        }
        Ok(())
    }
}
