//! A first packing of negative cycles, without any linear programme.
//!
//! Under good camps every cycle with a single frustrated tie is negative. Each frustrated tie is
//! closed by a shortest way through honoured ties that still have weight to give, the shortest
//! first. The packing is a lower bound at once and the simplex method's starting basis.

use super::cycles::Ties;

/// A packed cycle: its ties, sorted, and the tie that the packing used up.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    pub(super) row: Vec<u32>,
    pub(super) used_up: u32,
}

/// Ways of at most so many ties are looked for, one limit after the other.
const LENGTHS: [usize; 5] = [2, 3, 4, 6, 24];
/// A tie with less than this share of its cost left gives nothing more.
const LEFT: f64 = 1e-3;

/// How often the packing is made anew at most, ties that found no cycle first.
const PASSES: usize = 30;
/// How many passes in a row may bring nothing.
const PATIENCE: usize = 6;

/// Packs cycles into `costs` under the camps `sides`, whose frustration is the most there can be.
pub(super) fn pack(ties: &Ties, costs: &[f64], sides: &[i8]) -> Vec<Packed> {
    let honoured: Vec<bool> = (0..costs.len())
        .map(|tie| {
            let (a, b) = ties.ends[tie];
            sides[a as usize] * sides[b as usize] == ties.sign(tie as u32)
        })
        .collect();
    let frustrated: Vec<usize> = (0..costs.len()).filter(|&tie| !honoured[tie]).collect();
    let most: f64 = frustrated.iter().map(|&tie| costs[tie]).sum();
    let mut search = Search::new(sides.len());
    let mut missed = vec![0_u32; costs.len()];
    let mut best: (f64, Vec<Packed>) = (0.0, Vec::new());
    let mut idle = 0;
    for _ in 0..PASSES {
        // Ties missed before come first; equals in the order of the instance.
        let mut order = frustrated.clone();
        order.sort_by_key(|&tie| (std::cmp::Reverse(missed[tie]), tie));
        let (packed, left) = pass(ties, costs, &honoured, &order, &missed, &mut search);
        let rest: f64 = frustrated.iter().map(|&tie| left[tie]).sum();
        if best.1.is_empty() || most - rest > best.0 {
            best = (most - rest, packed);
            idle = 0;
        }
        idle += 1;
        if idle > PATIENCE || rest <= 2.0 * LEFT * most.min(1.0) {
            break;
        }
        for &tie in &frustrated {
            missed[tie] += u32::from(left[tie] > LEFT * costs[tie]);
        }
    }
    best.1
}

/// Makes one packing; returns it with what is left of the costs.
fn pass(
    ties: &Ties,
    costs: &[f64],
    honoured: &[bool],
    order: &[usize],
    missed: &[u32],
    search: &mut Search,
) -> (Vec<Packed>, Vec<f64>) {
    let mut left = costs.to_vec();
    let mut packed = Vec::new();
    let urgent = |tie: &&usize| missed[**tie] > 0;
    let rounds = LENGTHS
        .iter()
        .map(|&length| (length, true))
        .chain(LENGTHS.iter().map(|&length| (length, false)));
    for (length, first) in rounds {
        for &tie in order.iter().filter(|tie| urgent(tie) == first) {
            while left[tie] > LEFT * costs[tie] {
                let open = |other: u32| {
                    let other = other as usize;
                    honoured[other] && left[other] > LEFT * costs[other]
                };
                let Some(mut row) = search.way(ties, ties.ends[tie], length, open) else {
                    break;
                };
                row.push(tie as u32);
                row.sort_unstable();
                let least = row
                    .iter()
                    .copied()
                    .min_by(|&x, &y| left[x as usize].total_cmp(&left[y as usize]));
                let used_up = least.unwrap_or(tie as u32);
                let amount = left[used_up as usize];
                for &member in &row {
                    left[member as usize] -= amount;
                }
                left[used_up as usize] = 0.0;
                packed.push(Packed { row, used_up });
            }
        }
    }
    (packed, left)
}

/// Breadth-first search from both ends that forgets quickly.
struct Search {
    ends: [Reached; 2],
    round: u32,
}

/// What one end of a search has reached.
struct Reached {
    /// The round in which each node was last reached.
    seen: Vec<u32>,
    /// How each node was reached: from where, over which tie.
    from: Vec<(u32, u32)>,
    /// The nodes reached last.
    rim: Vec<u32>,
}

impl Reached {
    /// Appends the ties from a node back to where the search began.
    fn trace(&self, mut node: u32, way: &mut Vec<u32>) {
        loop {
            let (before, tie) = self.from[node as usize];
            if tie == u32::MAX {
                return;
            }
            way.push(tie);
            node = before;
        }
    }
}

impl Search {
    fn new(nodes: usize) -> Self {
        let reached = || Reached {
            seen: vec![0; nodes],
            from: vec![(0, 0); nodes],
            rim: Vec::new(),
        };
        Self {
            ends: [reached(), reached()],
            round: 0,
        }
    }

    /// Returns the ties of a shortest way of at most `length` ties.
    fn way(
        &mut self,
        ties: &Ties,
        (start, goal): (u32, u32),
        length: usize,
        open: impl Fn(u32) -> bool,
    ) -> Option<Vec<u32>> {
        self.round += 1;
        let round = self.round;
        for (end, node) in self.ends.iter_mut().zip([start, goal]) {
            end.rim.clear();
            end.rim.push(node);
            end.seen[node as usize] = round;
            end.from[node as usize] = (node, u32::MAX);
        }
        for _ in 0..length {
            // The end with less to look at goes on.
            let [first, second] = &mut self.ends;
            let (near, far) = if first.rim.len() <= second.rim.len() {
                (first, second)
            } else {
                (second, first)
            };
            let mut rim = Vec::new();
            for &node in &near.rim {
                for &(other, tie) in ties.around(node) {
                    if near.seen[other as usize] == round || !open(tie) {
                        continue;
                    }
                    if far.seen[other as usize] == round {
                        let mut way = vec![tie];
                        near.trace(node, &mut way);
                        far.trace(other, &mut way);
                        return Some(way);
                    }
                    near.seen[other as usize] = round;
                    near.from[other as usize] = (node, tie);
                    rim.push(other);
                }
            }
            if rim.is_empty() {
                return None;
            }
            near.rim = rim;
        }
        None
    }
}
