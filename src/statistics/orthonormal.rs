//! Orthonormal columns by Gram–Schmidt, done twice: as good as Householder for our small models.
//!
//! q ← x − Σ q (qᵀx), repeated once and scaled to length one; a column that has lost all but the tolerance of its length is
//! a combination of those before it, adds nothing, and does not count in the rank.
//!
//! Not to be used with thousands of columns: the cost is quadratic in their number.
//!
//! # References
//!
//! * Giraud, Langou & Rozložník (2005), *Computers & Mathematics with Applications* 50, 1069–1075 (twice is enough).
//!
//! Proven by `normal_equations_are_solved_and_dependent_columns_ignored`, and by the degrees of freedom of the
//! fixtures `replicates_small` and `replicates_given`.

/// The thin QR decomposition of a matrix given by columns; dependent columns are left out.
#[derive(Clone, Debug)]
pub(super) struct Orthonormal {
    /// Orthonormal columns.
    columns: Vec<Vec<f64>>,
    /// Upper triangle, by column of the input: coefficients on the orthonormal columns.
    triangle: Vec<Vec<f64>>,
    /// Which input column made each orthonormal column.
    sources: Vec<usize>,
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

impl Orthonormal {
    /// A column as close as 10⁻⁷ to the span of the others counts as dependent, as in R's `qr`.
    pub(super) fn of(columns: Vec<Vec<f64>>) -> Self {
        Self::with_tolerance(columns, 1e-7)
    }

    pub(super) fn with_tolerance(columns: Vec<Vec<f64>>, tolerance: f64) -> Self {
        let mut basis = Self {
            columns: Vec::new(),
            triangle: Vec::new(),
            sources: Vec::new(),
        };
        for (source, mut column) in columns.into_iter().enumerate() {
            let size = dot(&column, &column).sqrt();
            let mut coefficients = vec![0.0; basis.columns.len()];
            for _ in 0..2 {
                for (coefficient, q) in coefficients.iter_mut().zip(&basis.columns) {
                    let along = dot(&column, q);
                    *coefficient += along;
                    for (value, &direction) in column.iter_mut().zip(q) {
                        *value -= along * direction;
                    }
                }
            }
            let rest = dot(&column, &column).sqrt();
            if rest > tolerance * size {
                for value in &mut column {
                    *value /= rest;
                }
                coefficients.push(rest);
                basis.columns.push(column);
                basis.sources.push(source);
                basis.triangle.push(coefficients);
            }
        }
        basis
    }

    /// Number of independent columns.
    pub(super) fn rank(&self) -> usize {
        self.columns.len()
    }

    /// The first of so many input columns that is a combination of those before it.
    pub(super) fn first_dependent(&self, inputs: usize) -> Option<usize> {
        (0..inputs).find(|input| !self.sources.contains(input))
    }

    /// Whether every input column was independent, and by more than the tolerance of the same column in a longer matrix.
    pub(super) fn is_independent_among(&self, longer: &[Vec<f64>], tolerance: f64) -> bool {
        self.rank() == longer.len()
            && self.triangle.iter().zip(longer).all(|(column, long)| {
                let rest = column.last().copied().unwrap_or(0.0);
                rest > tolerance * dot(long, long).sqrt()
            })
    }

    /// Removes the component within the span.
    pub(super) fn remove_from(&self, values: &mut [f64]) {
        for q in &self.columns {
            let along = dot(values, q);
            for (value, &direction) in values.iter_mut().zip(q) {
                *value -= along * direction;
            }
        }
    }

    /// One of the orthonormal columns.
    pub(super) fn column(&self, index: usize) -> &[f64] {
        &self.columns[index]
    }

    fn forward(&self, products: &[f64]) -> Vec<f64> {
        let mut coordinates: Vec<f64> = Vec::with_capacity(self.columns.len());
        for (column, &source) in self.triangle.iter().zip(&self.sources) {
            let known = dot(&column[..column.len() - 1], &coordinates);
            coordinates.push((products[source] - known) / column[column.len() - 1]);
        }
        coordinates
    }

    /// Solves `(AᵀA) x = b` for the input matrix A; unknowns of dependent columns are zero.
    pub(super) fn solve_normal_equations(&self, right: &[f64]) -> Vec<f64> {
        self.combination(self.forward(right), right.len())
    }

    /// The combination of the input columns that is this combination of the orthonormal ones; dependent columns have no part
    /// in it.
    pub(super) fn combination(&self, coordinates: Vec<f64>, inputs: usize) -> Vec<f64> {
        let mut rest = coordinates;
        let mut solution = vec![0.0; inputs];
        for index in (0..rest.len()).rev() {
            let column = &self.triangle[index];
            let value = rest[index] / column[index];
            solution[self.sources[index]] = value;
            for (earlier, &coefficient) in rest.iter_mut().zip(&column[..index]) {
                *earlier -= value * coefficient;
            }
        }
        solution
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_equations_are_solved_and_dependent_columns_ignored() {
        let a = vec![1.0, 1.0, 1.0];
        let b = vec![1.0, 2.0, 4.0];
        let twice_b = vec![2.0, 4.0, 8.0];
        let basis = Orthonormal::of(vec![a.clone(), twice_b, b.clone()]);
        assert_eq!(basis.rank(), 2);
        let basis = Orthonormal::of(vec![a, b]);
        // Normal matrix [[3, 7], [7, 21]] times (2, −1) is (−1, −7).
        let solution = basis.solve_normal_equations(&[-1.0, -7.0]);
        assert!((solution[0] - 2.0).abs() < 1e-12 && (solution[1] + 1.0).abs() < 1e-12);
    }
}
