//! A small synthetic survey for second routes and properties.

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use statistics::{Factor, SurveyDesign};

/// Strata with PSUs of unequal size, unequal weights, clustered answers, some of them missing.
#[derive(Clone, Debug)]
pub(crate) struct Survey {
    pub weights: Vec<f64>,
    pub stratum: Vec<String>,
    pub psu: Vec<String>,
    pub sex: Vec<&'static str>,
    pub age: Vec<&'static str>,
    /// 0, 1 or NaN.
    pub answers: Vec<Vec<f64>>,
}

impl Survey {
    pub(crate) fn simulate(seed: u64, strata: usize, psus: usize, items: usize) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut survey = Self {
            weights: Vec::new(),
            stratum: Vec::new(),
            psu: Vec::new(),
            sex: Vec::new(),
            age: Vec::new(),
            answers: vec![Vec::new(); items],
        };
        for stratum in 0..strata {
            for psu in 0..psus {
                let share = rng.random_range(0.45..0.85);
                for _ in 0..rng.random_range(6..14) {
                    survey.weights.push(rng.random_range(10.0..60.0));
                    survey.stratum.push(format!("S{stratum}"));
                    survey.psu.push(format!("S{stratum}P{psu}"));
                    survey.sex.push(["F", "M"][rng.random_range(0..2)]);
                    survey.age.push(["old", "young"][rng.random_range(0..2)]);
                    for column in &mut survey.answers {
                        column.push(if rng.random_bool(0.08) {
                            f64::NAN
                        } else {
                            f64::from(u8::from(rng.random_bool(share)))
                        });
                    }
                }
            }
        }
        survey
    }

    pub(crate) fn rows(&self) -> usize {
        self.weights.len()
    }

    pub(crate) fn factor<S: AsRef<str>>(labels: &[S]) -> Factor {
        Factor::from_labels(labels)
    }

    pub(crate) fn design(&self) -> SurveyDesign {
        SurveyDesign::builder(self.weights.clone())
            .strata(Self::factor(&self.stratum))
            .units(Self::factor(&self.psu))
            .build()
            .unwrap()
    }

    /// The same rows in another order.
    pub(crate) fn reordered(&self, order: &[usize]) -> Self {
        Self {
            weights: order.iter().map(|&i| self.weights[i]).collect(),
            stratum: order.iter().map(|&i| self.stratum[i].clone()).collect(),
            psu: order.iter().map(|&i| self.psu[i].clone()).collect(),
            sex: order.iter().map(|&i| self.sex[i]).collect(),
            age: order.iter().map(|&i| self.age[i]).collect(),
            answers: self
                .answers
                .iter()
                .map(|column| order.iter().map(|&i| column[i]).collect())
                .collect(),
        }
    }
}
