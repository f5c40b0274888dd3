//! Subpopulations of estimation.
//!
//! A domain is a condition on classifications: of each that it names, one of some levels. An estimate in a domain
//! zeroes the scores of all other rows, zᵢ = 1[i ∈ D] wᵢ (yᵢ − p)/Σw with Σ over D, and never drops them: PSUs of the sample without
//! anybody of the domain have the score 0 and count in the variance, since another sample would have met some there.
//! Degrees of freedom are the PSUs minus the strata that have rows of the domain.
//!
//! Assumed: who belongs to the domain is known of every row. Not to be used where the domain was a stratum of its own
//! design: state it as a stratum.
//!
//! # References
//!
//! * Cochran (1977), *Sampling Techniques*, 3rd edition, 5A.14. Lumley (2010), *Complex Surveys*, 2.2.
//!
//! Proven by the domains of all fixtures (`every_estimate_of_every_fixture_agrees_with_r`), and by `a_domain_mean_is_a_ratio_of_totals` in `second_routes.rs`.

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
