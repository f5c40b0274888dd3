//! Eigenvalues and eigenvectors of small symmetric matrices, by Jacobi's rotations.
//!
//! Every rotation makes one entry beside the diagonal zero and takes its square from the sum of all of them; sweeps over all
//! entries end when nothing is left of that sum. Small eigenvalues keep their digits, which is why the method is preferred here
//! to faster ones.
//!
//! Not to be used for more than a few dozen rows: a sweep costs the cube of their number.
//!
//! # References
//!
//! * Golub & Van Loan (2013), *Matrix Computations*, 4th edition, 8.5.
//!
//! Proven by `eigenvectors_of_a_symmetric_matrix_take_it_apart`, and by the relative weights and likelihood ratios of
//! `regressions_agree_with_r` and `importance_agrees_with_r`.

/// What a symmetric matrix is made of.
#[derive(Clone, Debug)]
pub(super) struct Eigen {
    /// The eigenvalues, the largest first.
    pub values: Vec<f64>,
    /// The eigenvector of each, of length one.
    pub vectors: Vec<Vec<f64>>,
}

/// Sweeps after which rotations stop; ten suffice for any matrix of the size meant.
const SWEEPS: usize = 60;

impl Eigen {
    /// Takes a symmetric matrix apart; only what is on and above the diagonal is read.
    pub(super) fn of(matrix: &[Vec<f64>]) -> Self {
        let n = matrix.len();
        let mut a: Vec<Vec<f64>> = (0..n)
            .map(|i| (0..n).map(|j| matrix[i.min(j)][i.max(j)]).collect())
            .collect();
        let mut vectors: Vec<Vec<f64>> = (0..n)
            .map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect())
            .collect();
        for _ in 0..SWEEPS {
            let beside = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
            let rest: f64 = beside.clone().map(|(i, j)| a[i][j] * a[i][j]).sum();
            if rest == 0.0 {
                break;
            }
            for (i, j) in beside {
                rotate(&mut a, &mut vectors, i, j);
            }
        }
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by(|&i, &j| a[j][j].total_cmp(&a[i][i]));
        Self {
            values: order.iter().map(|&i| a[i][i]).collect(),
            vectors: order.iter().map(|&i| vectors[i].clone()).collect(),
        }
    }
}

/// Turns rows and columns `i` and `j` until their common entry is zero; `vectors` are turned with them.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], i: usize, j: usize) {
    if a[i][j] == 0.0 {
        return;
    }
    // What no digit of the diagonal can feel is rounding error.
    if a[i][j].abs() < f64::MIN_POSITIVE + 1e-18 * (a[i][i].abs().min(a[j][j].abs())) {
        a[i][j] = 0.0;
        a[j][i] = 0.0;
        return;
    }
    let theta = (a[j][j] - a[i][i]) / (2.0 * a[i][j]);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |x: f64, y: f64| (cosine * x - sine * y, sine * x + cosine * y);
    for row in a.iter_mut() {
        (row[i], row[j]) = turn(row[i], row[j]);
    }
    for rows in [&mut *a, vectors] {
        let (above, below) = rows.split_at_mut(j);
        for (x, y) in above[i].iter_mut().zip(&mut below[0]) {
            (*x, *y) = turn(*x, *y);
        }
    }
    a[i][j] = 0.0;
    a[j][i] = 0.0;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eigenvectors_of_a_symmetric_matrix_take_it_apart() {
        let matrix = vec![
            vec![4.0, 1.0, -2.0, 0.5],
            vec![1.0, 3.0, 0.0, 0.25],
            vec![-2.0, 0.0, 5.0, 1e-9],
            vec![0.5, 0.25, 1e-9, 1e-3],
        ];
        let eigen = Eigen::of(&matrix);
        assert!(eigen.values.is_sorted_by(|one, next| one >= next));
        for i in 0..4 {
            for j in 0..4 {
                let parts = eigen.values.iter().zip(&eigen.vectors);
                let again: f64 = parts.map(|(value, v)| value * v[i] * v[j]).sum();
                assert!((again - matrix[i][j]).abs() < 1e-13, "{i} {j}: {again}");
                let product: f64 = (eigen.vectors[i].iter().zip(&eigen.vectors[j]))
                    .map(|(a, b)| a * b)
                    .sum();
                assert!((product - f64::from(u8::from(i == j))).abs() < 1e-13);
            }
        }
    }

    #[test]
    fn equal_eigenvalues_and_zeros_are_found() {
        let eigen = Eigen::of(&[
            vec![2.0, 0.0, 0.0],
            vec![0.0, 2.0, 0.0],
            vec![0.0, 0.0, 0.0],
        ]);
        assert_eq!(eigen.values, [2.0, 2.0, 0.0]);
    }
}
