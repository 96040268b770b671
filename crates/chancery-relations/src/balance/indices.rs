//! Other measures of balance: triangles, closed walks, and the signed Laplacian.
//!
//! Signs only, as the R package `signnet` (Schoch 2020) defines them: the share of balanced
//! triangles, Estrada and Benzi's walk index (2014) `tr exp(A) / tr exp(|A|)`, and the smallest
//! eigenvalue of the signed Laplacian (Kunegis and others 2010), which is zero exactly when some
//! connected part is balanced.

use serde::Serialize;

use super::graph::SignedGraph;

/// The indices of a signed graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Indices {
    /// Triangles with no, one, two and three negative ties.
    pub triangles: [u64; 4],
    /// The share of triangles whose signs multiply to a positive; `None` without triangles.
    pub balanced_triangles: Option<f64>,
    /// Closed walks, weighted by the inverse factorial of their length: signed over unsigned.
    /// `None` for graphs of more than [`LARGEST`] nodes.
    pub walk: Option<f64>,
    /// The smallest eigenvalue of `D − A`; `None` for graphs of more than [`LARGEST`] nodes.
    pub smallest_eigenvalue: Option<f64>,
}

/// Eigenvalues are computed for graphs of at most this many nodes.
pub const LARGEST: usize = 1_200;

/// Returns the indices; several ties of a pair count as one with the sign of their sum.
pub fn indices(graph: &SignedGraph) -> Indices {
    let net: Vec<(usize, usize, bool)> = graph
        .net()
        .into_iter()
        .filter(|&(_, weight)| weight != 0.0)
        .map(|((a, b), weight)| (a, b, weight < 0.0))
        .collect();
    let triangles = triangles(graph.len(), &net);
    let total: u64 = triangles.iter().sum();
    let size = graph.len();
    let small = size <= LARGEST && size > 0;
    let (mut walk, mut smallest) = (None, None);
    if small {
        let mut signed = Symmetric::zero(size);
        let mut plain = Symmetric::zero(size);
        let mut laplacian = Symmetric::zero(size);
        for &(a, b, negative) in &net {
            let sign = if negative { -1.0 } else { 1.0 };
            signed.set(a, b, sign);
            plain.set(a, b, 1.0);
            laplacian.set(a, b, -sign);
            *laplacian.diagonal(a) += 1.0;
            *laplacian.diagonal(b) += 1.0;
        }
        let (signed, plain) = (signed.eigenvalues(), plain.eigenvalues());
        // Both sums are taken relative to the largest eigenvalue, so that neither overflows.
        let top = plain.iter().copied().fold(0.0, f64::max);
        let sum = |values: &[f64]| {
            values
                .iter()
                .map(|value| libm::exp(value - top))
                .sum::<f64>()
        };
        walk = Some(sum(&signed) / sum(&plain));
        smallest = laplacian.eigenvalues().into_iter().reduce(f64::min);
    }
    Indices {
        triangles,
        balanced_triangles: (total > 0)
            .then(|| (triangles[0] + triangles[2]) as f64 / total as f64),
        walk,
        smallest_eigenvalue: smallest,
    }
}

fn triangles(nodes: usize, net: &[(usize, usize, bool)]) -> [u64; 4] {
    let mut around: Vec<Vec<(usize, bool)>> = vec![Vec::new(); nodes];
    for &(a, b, negative) in net {
        around[a].push((b, negative));
    }
    let mut counts = [0; 4];
    for &(a, b, first) in net {
        // Both lists hold later nodes only and are sorted: walk them together.
        let (mut x, mut y) = (around[a].iter().peekable(), around[b].iter().peekable());
        while let (Some(&&(c, second)), Some(&&(d, third))) = (x.peek(), y.peek()) {
            if c < d {
                x.next();
            } else if d < c {
                y.next();
            } else {
                counts[usize::from(first) + usize::from(second) + usize::from(third)] += 1;
                x.next();
                y.next();
            }
        }
    }
    counts
}

/// A symmetric matrix.
struct Symmetric {
    size: usize,
    entries: Vec<f64>,
}

impl Symmetric {
    fn zero(size: usize) -> Self {
        Self {
            size,
            entries: vec![0.0; size * size],
        }
    }

    fn set(&mut self, a: usize, b: usize, value: f64) {
        self.entries[a * self.size + b] = value;
        self.entries[b * self.size + a] = value;
    }

    fn diagonal(&mut self, at: usize) -> &mut f64 {
        &mut self.entries[at * self.size + at]
    }

    /// Returns the eigenvalues: Householder's tridiagonal form, then Sturm-free implicit QL
    /// (Golub and Van Loan, chapter 8).
    fn eigenvalues(mut self) -> Vec<f64> {
        let (mut diagonal, mut off) = self.tridiagonal();
        implicit_ql(&mut diagonal, &mut off);
        diagonal
    }

    fn tridiagonal(&mut self) -> (Vec<f64>, Vec<f64>) {
        let n = self.size;
        let mut off = vec![0.0; n];
        for (k, off) in off.iter_mut().enumerate().take(n.saturating_sub(2)) {
            let column: Vec<f64> = (k + 1..n).map(|row| self.entries[row * n + k]).collect();
            let norm = column.iter().map(|value| value * value).sum::<f64>().sqrt();
            let tail: f64 = column[1..].iter().map(|value| value.abs()).sum();
            if norm == 0.0 || tail == 0.0 {
                *off = column[0];
                continue;
            }
            let alpha = if column[0] > 0.0 { -norm } else { norm };
            let mut v = column;
            v[0] -= alpha;
            let length = v.iter().map(|value| value * value).sum::<f64>();
            // A ← H A H with H = I − 2 v vᵀ / vᵀv, on the rows and columns after k.
            let size = v.len();
            let mut p = vec![0.0; size];
            for (row, p) in p.iter_mut().enumerate() {
                let start = (k + 1 + row) * n + k + 1;
                let line = &self.entries[start..start + size];
                *p = 2.0 / length
                    * line
                        .iter()
                        .zip(&v)
                        .map(|(entry, value)| entry * value)
                        .sum::<f64>();
            }
            let share = p.iter().zip(&v).map(|(p, v)| p * v).sum::<f64>() / length;
            for (p, v) in p.iter_mut().zip(&v) {
                *p -= share * v;
            }
            for row in 0..size {
                let start = (k + 1 + row) * n + k + 1;
                let (vr, pr) = (v[row], p[row]);
                for (entry, (vc, pc)) in self.entries[start..start + size]
                    .iter_mut()
                    .zip(v.iter().zip(&p))
                {
                    *entry -= vr * pc + pr * vc;
                }
            }
            *off = alpha;
        }
        if n >= 2 {
            off[n - 2] = self.entries[(n - 1) * n + n - 2];
        }
        ((0..n).map(|at| self.entries[at * n + at]).collect(), off)
    }
}

/// Turns a tridiagonal matrix into its eigenvalues in place; `off[i]` joins `i` and `i + 1`.
fn implicit_ql(diagonal: &mut [f64], off: &mut [f64]) {
    let n = diagonal.len();
    const ROUNDS: usize = 60;
    for low in 0..n {
        for _ in 0..ROUNDS {
            let mut split = low;
            while split + 1 < n {
                let scale = diagonal[split].abs() + diagonal[split + 1].abs();
                if off[split].abs() <= f64::EPSILON * scale {
                    break;
                }
                split += 1;
            }
            if split == low {
                break;
            }
            let mut g = (diagonal[low + 1] - diagonal[low]) / (2.0 * off[low]);
            let mut r = libm::hypot(g, 1.0);
            g = diagonal[split] - diagonal[low] + off[low] / (g + r.copysign(g));
            let (mut sine, mut cosine, mut shift) = (1.0, 1.0, 0.0);
            let mut early = false;
            for at in (low..split).rev() {
                let f = sine * off[at];
                let b = cosine * off[at];
                r = libm::hypot(f, g);
                off[at + 1] = r;
                if r == 0.0 {
                    diagonal[at + 1] -= shift;
                    off[split] = 0.0;
                    early = true;
                    break;
                }
                sine = f / r;
                cosine = g / r;
                g = diagonal[at + 1] - shift;
                r = (diagonal[at] - g) * sine + 2.0 * cosine * b;
                shift = sine * r;
                diagonal[at + 1] = g + shift;
                g = cosine * r - b;
            }
            if early {
                continue;
            }
            diagonal[low] -= shift;
            off[low] = g;
            off[split] = 0.0;
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn graph(ties: &[(&str, &str, f64)]) -> SignedGraph {
        let mut graph = SignedGraph::new();
        for &(a, b, weight) in ties {
            graph.tie(a, b, weight).unwrap();
        }
        graph
    }

    #[test]
    fn one_frustrated_triangle() {
        // Eigenvalues of A: 2·cos of (π/3, π, …) with one sign turned: 1, 1, −2; of |A|: 2, −1, −1.
        let found = indices(&graph(&[
            ("a", "b", 3.0),
            ("b", "c", 1.0),
            ("a", "c", -0.5),
        ]));
        assert_eq!(found.triangles, [0, 1, 0, 0]);
        assert_eq!(found.balanced_triangles, Some(0.0));
        let e = std::f64::consts::E;
        let expected = (2.0 * e + (-2.0_f64).exp()) / ((2.0_f64).exp() + 2.0 / e);
        assert!((found.walk.unwrap() - expected).abs() < 1e-12);
        assert!((found.smallest_eigenvalue.unwrap() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn a_balanced_graph_walks_as_its_friends_do() {
        let found = indices(&graph(&[
            ("a", "b", 1.0),
            ("b", "c", -1.0),
            ("a", "c", -1.0),
            ("c", "d", 1.0),
            ("b", "d", -1.0),
        ]));
        assert_eq!(found.triangles, [0, 0, 2, 0]);
        assert!((found.walk.unwrap() - 1.0).abs() < 1e-12);
        assert!(found.smallest_eigenvalue.unwrap().abs() < 1e-12);
    }

    #[test]
    fn nothing_to_measure() {
        let empty = indices(&SignedGraph::new());
        assert_eq!((empty.balanced_triangles, empty.walk), (None, None));
        let pair = indices(&graph(&[("a", "b", 0.0)]));
        assert_eq!(
            (pair.walk, pair.smallest_eigenvalue),
            (Some(1.0), Some(0.0))
        );
    }
}
