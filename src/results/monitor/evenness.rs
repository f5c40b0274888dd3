//! Whether all parts of the frame respond alike.

use fieldwork::SampledPsu;
use serde::{Deserialize, Serialize};
use statistics::{
    CaseRows, CaseSampling, Factor, PropensityModel, Representativity, RepresentativityError,
};

/// A variable of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VariableShare {
    /// The stratum.
    Stratum,
    /// Urban community or village.
    Urban,
    /// Small, middle or large PSU, a third each.
    Size,
}

impl VariableShare {
    /// All of them, the strata first.
    pub const ALL: [Self; 3] = [Self::Stratum, Self::Urban, Self::Size];

    /// The class of a PSU: the code of its stratum, `urban` or `rural`, or its size.
    pub(crate) fn class_of<'a>(
        self,
        psu: &'a SampledPsu,
        size_of: &impl Fn(&SampledPsu) -> &'static str,
    ) -> &'a str {
        match self {
            Self::Stratum => psu.stratum.as_str(),
            Self::Urban if psu.urban => "urban",
            Self::Urban => "rural",
            Self::Size => size_of(psu),
        }
    }
}

/// Whether one of these PSUs is `small`, `middle` or `large`, a third each.
pub(crate) fn sizes(psus: &[SampledPsu]) -> impl Fn(&SampledPsu) -> &'static str {
    let mut sizes: Vec<u64> = psus.iter().map(|psu| psu.households).collect();
    sizes.sort_unstable();
    let third = |at: usize| sizes.get(sizes.len() * at / 3).copied().unwrap_or_default();
    let (middle, large) = (third(1), third(2));
    move |psu| match psu.households {
        many if many >= large => "large",
        some if some >= middle => "middle",
        _ => "small",
    }
}

/// How even response is over variables of the frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Evenness {
    /// R and CV.
    pub overall: Representativity,
    /// For each variable how much response varies between its categories, and what it adds to the others.
    pub variables: Vec<(VariableShare, f64, f64)>,
}

/// The R-indicator of the cases by stratum, urban or rural, and size of the PSU, as far as these tell PSUs apart; none where nobody
/// has responded, or everybody.
///
/// # Errors
///
/// Where even the strata alone cannot be told apart.
pub fn evenness(psus: &[SampledPsu]) -> Result<Evenness, RepresentativityError> {
    let size_of = sizes(psus);
    let mut responded = Vec::new();
    let mut weights = Vec::new();
    let mut labels: [Vec<&str>; 3] = Default::default();
    for psu in psus {
        let of_psu = VariableShare::ALL.map(|variable| variable.class_of(psu, &size_of));
        for case in 0..psu.cases.cases {
            responded.push(case < psu.cases.returned);
            weights.push(psu.base_weight);
            for (column, label) in labels.iter_mut().zip(of_psu) {
                column.push(label);
            }
        }
    }
    let factors = labels.map(Factor::from_labels);
    let varying: Vec<(VariableShare, &Factor)> = (VariableShare::ALL.into_iter().zip(&factors))
        .filter(|(_, factor)| factor.levels().len() > 1)
        .collect();
    let mut outcome = Err(RepresentativityError::Rows);
    // A variable that the strata tell already is left out.
    for many in (1..=varying.len()).rev() {
        let variables = &varying[..many];
        let model: Vec<&Factor> = variables.iter().map(|(_, factor)| *factor).collect();
        let rows = CaseRows {
            responded: &responded,
            weights: &weights,
            variables: &model,
            sampling: CaseSampling::Simple(Some(&factors[0])),
        };
        outcome = rows
            .representativity(PropensityModel::Logistic)
            .map(|overall| partials(overall, variables));
        if outcome != Err(RepresentativityError::Collinear) {
            break;
        }
    }
    outcome
}

fn partials(overall: Representativity, variables: &[(VariableShare, &Factor)]) -> Evenness {
    let parts = variables.iter().map(|(kind, factor)| {
        let others = variables.iter().filter(|(other, _)| other != kind);
        let others: Vec<&Factor> = others.map(|(_, factor)| *factor).collect();
        let partial = overall.partial(factor, &others);
        (*kind, partial.unconditional, partial.conditional)
    });
    Evenness {
        variables: parts.collect(),
        overall,
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn a_city_that_responds_alike_is_even_and_another_is_not() {
        let city = |returned: [u64; 2]| -> Vec<SampledPsu> {
            let strata = ["1", "2"].into_iter().zip(returned);
            strata
                .flat_map(|(stratum, returned)| {
                    (0..20).map(move |number| {
                        example(stratum, &format!("{stratum}{number}"), 40, returned)
                    })
                })
                .collect()
        };
        let even = evenness(&city([16, 16])).unwrap();
        assert!(even.overall.r > 0.99, "{even:?}");
        let uneven = evenness(&city([8, 24])).unwrap();
        assert!((uneven.overall.r - 0.6).abs() < 0.01, "{uneven:?}");
        assert_eq!(uneven.variables[0].0, VariableShare::Stratum);
        assert!((uneven.variables[0].1 - 0.2).abs() < 0.01);
        assert_eq!(
            evenness(&city([0, 0])),
            Err(RepresentativityError::AllAlike)
        );
    }

    #[test]
    fn a_variable_that_the_strata_tell_already_is_left_out() {
        let mut psus = vec![example("1", "A", 40, 10), example("2", "B", 40, 20)];
        psus[1].urban = false;
        let found = evenness(&psus).unwrap();
        assert_eq!(found.variables.len(), 1);
    }
}
