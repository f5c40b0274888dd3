//! Small dense linear systems, by elimination with partial pivoting.
//!
//! Not to be used for systems of more than a few hundred unknowns, nor to invert what is nearly singular: there is no
//! answer where a pivot vanishes.
//!
//! # References
//!
//! * Golub & Van Loan (2013), *Matrix Computations*, 4th edition, 3.4.
//!
//! Proven by `every_estimate_of_every_fixture_agrees_with_r`: the `chisq` and `greg` of the fixtures solve such systems.

/// Solves A X = B by Gaussian elimination with partial pivoting; `None` if A is singular. B and
/// the result are given by columns, A by rows.
pub(super) fn solve(a: &[Vec<f64>], columns: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let n = a.len();
    let mut a = a.to_vec();
    let mut columns = columns.to_vec();
    for step in 0..n {
        let pivot = (step..n).max_by(|&i, &j| a[i][step].abs().total_cmp(&a[j][step].abs()))?;
        if a[pivot][step] == 0.0 {
            return None;
        }
        a.swap(step, pivot);
        for column in &mut columns {
            column.swap(step, pivot);
        }
        for row in step + 1..n {
            let factor = a[row][step] / a[step][step];
            if factor != 0.0 {
                let (above, below) = a.split_at_mut(row);
                for (value, &source) in below[0][step..].iter_mut().zip(&above[step][step..]) {
                    *value -= factor * source;
                }
                for column in &mut columns {
                    column[row] -= factor * column[step];
                }
            }
        }
    }
    for column in &mut columns {
        for row in (0..n).rev() {
            let known: f64 = (row + 1..n).map(|j| a[row][j] * column[j]).sum();
            column[row] = (column[row] - known) / a[row][row];
        }
    }
    Some(columns)
}
