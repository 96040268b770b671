//! Negative cycles that a fractional solution violates.
//!
//! A closed walk whose signs multiply to a negative must hold a frustrated tie, so its values must
//! sum to one. Ties at zero are contracted first: a tie of the wrong sign inside a contracted part
//! closes a violated cycle at once. Between the parts, shortest paths in the double cover (one copy
//! of each part for each side) find the rest (Barahona and Mahjoub 1986). Every cycle is shortened
//! over its chords, so that the rows are few and sparse.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::instance::Instance;

/// The ties of a block with numbers, for the linear programme.
#[derive(Debug, Clone)]
pub(super) struct Ties {
    pub(super) ends: Vec<(u32, u32)>,
    pub(super) weights: Vec<i64>,
    /// For each node, neighbours with the tie's number, sorted.
    around: Vec<Vec<(u32, u32)>>,
}

impl Ties {
    pub(super) fn of(block: &Instance) -> Self {
        let mut around = vec![Vec::new(); block.nodes()];
        let mut ends = Vec::new();
        let mut weights = Vec::new();
        for (a, b, weight) in block.edges() {
            around[a as usize].push((b, ends.len() as u32));
            around[b as usize].push((a, ends.len() as u32));
            ends.push((a, b));
            weights.push(weight);
        }
        for list in &mut around {
            list.sort_unstable();
        }
        Self {
            ends,
            weights,
            around,
        }
    }

    /// Returns the neighbours of a node with the numbers of the ties.
    pub(super) fn around(&self, node: u32) -> &[(u32, u32)] {
        &self.around[node as usize]
    }

    fn nodes(&self) -> usize {
        self.around.len()
    }

    pub(super) fn tie(&self, a: u32, b: u32) -> Option<u32> {
        let list = &self.around[a as usize];
        list.binary_search_by_key(&b, |&(other, _)| other)
            .ok()
            .map(|at| list[at].1)
    }

    pub(super) fn sign(&self, tie: u32) -> i8 {
        self.weights[tie as usize].signum() as i8
    }

    /// Turns a closed walk (its first node not repeated at the end) into a simple negative cycle,
    /// or `None` where it holds none or uses a tie that is not here.
    pub(super) fn simple(&self, walk: &[u32]) -> Option<Vec<u32>> {
        let mut path: Vec<u32> = Vec::new();
        // Sign of the way from the start of `path` to each of its nodes.
        let mut signs: Vec<i8> = Vec::new();
        let mut at: BTreeMap<u32, usize> = BTreeMap::new();
        let mut sign = 1;
        for step in 0..=walk.len() {
            let node = walk[step % walk.len()];
            if step > 0 {
                let last = *path.last()?;
                if node == last {
                    continue;
                }
                sign *= self.sign(self.tie(last, node)?);
            }
            if let Some(&place) = at.get(&node) {
                if sign != signs[place] {
                    return Some(path.split_off(place)).filter(|cycle| cycle.len() >= 3);
                }
                for gone in path.drain(place + 1..) {
                    at.remove(&gone);
                }
                signs.truncate(place + 1);
                continue;
            }
            at.insert(node, path.len());
            path.push(node);
            signs.push(sign);
        }
        None
    }

    /// Shortens a negative cycle over chords that do not make it longer in value.
    fn shorten(&self, mut cycle: Vec<u32>, values: &[f64]) -> Vec<u32> {
        'again: while cycle.len() > 3 {
            let length = cycle.len();
            let place: BTreeMap<u32, usize> = cycle.iter().copied().zip(0..).collect();
            // Sums of values and products of signs from the first node on.
            let mut sums = vec![0.0];
            let mut signs = vec![1_i8];
            for step in 0..length {
                let Some(tie) = self.tie(cycle[step], cycle[(step + 1) % length]) else {
                    return cycle;
                };
                sums.push(sums[step] + values[tie as usize]);
                signs.push(signs[step] * self.sign(tie));
            }
            for (from, &node) in cycle.iter().enumerate() {
                for &(other, tie) in &self.around[node as usize] {
                    let Some(&to) = place.get(&other) else {
                        continue;
                    };
                    if to <= from + 1 || (from == 0 && to == length - 1) {
                        continue;
                    }
                    let inner = sums[to] - sums[from];
                    let negative = signs[to] * signs[from] * self.sign(tie) < 0;
                    let cut_away = if negative {
                        sums[length] - inner
                    } else {
                        inner
                    };
                    if values[tie as usize] <= cut_away + 1e-9 {
                        cycle = if negative {
                            cycle[from..=to].to_vec()
                        } else {
                            cycle[..=from].iter().chain(&cycle[to..]).copied().collect()
                        };
                        continue 'again;
                    }
                }
            }
            break;
        }
        cycle
    }

    /// Returns the ties of a cycle, sorted.
    pub(super) fn row(&self, cycle: &[u32]) -> Option<Vec<u32>> {
        let mut row = Vec::with_capacity(cycle.len());
        for (step, &node) in cycle.iter().enumerate() {
            row.push(self.tie(node, cycle[(step + 1) % cycle.len()])?);
        }
        row.sort_unstable();
        Some(row)
    }

    /// Tells whether a set of ties must hold a frustrated one: it touches every node an even number
    /// of times and its signs multiply to a negative, so it holds a negative cycle.
    pub(super) fn is_negative(&self, row: &[u32]) -> bool {
        let mut touched: Vec<u32> = Vec::with_capacity(2 * row.len());
        let mut sign = 1;
        for &tie in row {
            let (a, b) = self.ends[tie as usize];
            touched.extend([a, b]);
            sign *= self.sign(tie);
        }
        touched.sort_unstable();
        sign < 0
            && touched
                .chunk_by(|a, b| a == b)
                .all(|same| same.len() % 2 == 0)
    }

    /// Returns the negative triangles.
    pub(super) fn negative_triangles(&self) -> Vec<[u32; 3]> {
        let mut found = Vec::new();
        for (first, &(a, b)) in self.ends.iter().enumerate() {
            for &(c, second) in &self.around[a as usize] {
                if c <= b {
                    continue;
                }
                if let Some(third) = self.tie(b, c) {
                    let first = first as u32;
                    if self.sign(first) * self.sign(second) * self.sign(third) < 0 {
                        found.push([first, second, third]);
                    }
                }
            }
        }
        found
    }
}

/// A part of the graph held together by ties at zero, for every node.
struct Contracted {
    part: Vec<u32>,
    sign: Vec<i8>,
    parent: Vec<u32>,
    depth: Vec<u32>,
    parts: usize,
}

const ZERO: f64 = 1e-6;

impl Contracted {
    fn of(ties: &Ties, values: &[f64]) -> Self {
        let nodes = ties.nodes();
        let mut all = Self {
            part: vec![u32::MAX; nodes],
            sign: vec![1; nodes],
            parent: vec![u32::MAX; nodes],
            depth: vec![0; nodes],
            parts: 0,
        };
        let mut roots: Vec<u32> = (0..nodes as u32).collect();
        // Roots with many ties keep the trees, and so the cycles, short.
        roots.sort_by_key(|&node| (Reverse(ties.around[node as usize].len()), node));
        for root in roots {
            if all.part[root as usize] != u32::MAX {
                continue;
            }
            let part = all.parts as u32;
            all.parts += 1;
            all.part[root as usize] = part;
            let mut queue = vec![root];
            let mut next = 0;
            while let Some(&node) = queue.get(next) {
                next += 1;
                for &(other, tie) in &ties.around[node as usize] {
                    if values[tie as usize] < ZERO && all.part[other as usize] == u32::MAX {
                        all.part[other as usize] = part;
                        all.sign[other as usize] = all.sign[node as usize] * ties.sign(tie);
                        all.parent[other as usize] = node;
                        all.depth[other as usize] = all.depth[node as usize] + 1;
                        queue.push(other);
                    }
                }
            }
        }
        all
    }

    /// Returns the way between two nodes of one part, both included.
    fn way(&self, a: u32, b: u32) -> Vec<u32> {
        let (mut up, mut down) = (vec![a], vec![b]);
        let (mut a, mut b) = (a, b);
        while a != b {
            if self.depth[a as usize] >= self.depth[b as usize] {
                a = self.parent[a as usize];
                up.push(a);
            } else {
                b = self.parent[b as usize];
                down.push(b);
            }
        }
        up.pop();
        down.reverse();
        up.extend(down);
        up
    }

    /// Tells whether a tie agrees with the parts' own signs, going from `a` to `b`.
    fn turn(&self, ties: &Ties, tie: u32) -> i8 {
        let (a, b) = ties.ends[tie as usize];
        self.sign[a as usize] * self.sign[b as usize] * ties.sign(tie)
    }
}

/// Collects violated cycles, the most violated first, no tie in too many of them.
struct Collector<'a> {
    ties: &'a Ties,
    values: &'a [f64],
    found: BTreeMap<Vec<u32>, f64>,
}

impl Collector<'_> {
    fn offer(&mut self, walk: &[u32]) {
        let Some(cycle) = self.ties.simple(walk) else {
            return;
        };
        let cycle = self.ties.shorten(cycle, self.values);
        let Some(row) = self.ties.row(&cycle) else {
            return;
        };
        let sum: f64 = row.iter().map(|&tie| self.values[tie as usize]).sum();
        if sum < 1.0 - VIOLATED {
            self.found.insert(row, sum);
        }
    }

    fn choose(self, most: usize) -> Vec<Vec<u32>> {
        let mut found: Vec<(Vec<u32>, f64)> = self.found.into_iter().collect();
        found.sort_by(|x, y| {
            let key = |entry: &(Vec<u32>, f64)| (1.0 - entry.1) / (entry.0.len() as f64).sqrt();
            key(y).total_cmp(&key(x)).then_with(|| x.0.cmp(&y.0))
        });
        let mut used = vec![0_u32; self.values.len()];
        let mut chosen = Vec::new();
        for (row, _) in found {
            if chosen.len() >= most {
                break;
            }
            if row
                .iter()
                .filter(|&&tie| used[tie as usize] >= SHARED)
                .count()
                * 3
                > row.len()
            {
                continue;
            }
            for &tie in &row {
                used[tie as usize] += 1;
            }
            chosen.push(row);
        }
        chosen
    }
}

/// Cycles are added when their values fall short of one by more than this.
const VIOLATED: f64 = 1e-4;
/// How many cycles of one round may share a tie before others are preferred: cycles that lie apart
/// raise the bound together, and the simplex method has less to choose between.
const SHARED: u32 = 1;

/// Returns up to `most` violated cycles as lists of ties.
pub(super) fn violated(
    ties: &Ties,
    triangles: &[[u32; 3]],
    values: &[f64],
    most: usize,
) -> Vec<Vec<u32>> {
    let mut collector = Collector {
        ties,
        values,
        found: BTreeMap::new(),
    };
    for triangle in triangles {
        let sum: f64 = triangle.iter().map(|&tie| values[tie as usize]).sum();
        if sum < 1.0 - VIOLATED {
            let mut row = triangle.to_vec();
            row.sort_unstable();
            collector.found.insert(row, sum);
        }
    }
    let contracted = Contracted::of(ties, values);
    for tie in 0..ties.ends.len() as u32 {
        let (a, b) = ties.ends[tie as usize];
        if values[tie as usize] < 1.0 - VIOLATED
            && contracted.part[a as usize] == contracted.part[b as usize]
            && contracted.turn(ties, tie) < 0
        {
            collector.offer(&contracted.way(a, b));
        }
    }
    if collector.found.len() < most / 4 + 1 {
        paths(ties, values, &contracted, &mut collector, most);
    }
    collector.choose(most)
}

/// A tie between two parts: the other part, the tie, and whether it turns sides.
type Arc = (u32, u32, i8);

/// Looks for violated cycles between the parts by shortest paths in the double cover.
fn paths(
    ties: &Ties,
    values: &[f64],
    contracted: &Contracted,
    collector: &mut Collector<'_>,
    most: usize,
) {
    let mut around: Vec<Vec<Arc>> = vec![Vec::new(); contracted.parts];
    for tie in 0..ties.ends.len() as u32 {
        let (a, b) = ties.ends[tie as usize];
        let (from, to) = (contracted.part[a as usize], contracted.part[b as usize]);
        if from != to && values[tie as usize] < 1.0 - VIOLATED {
            let turn = contracted.turn(ties, tie);
            around[from as usize].push((to, tie, turn));
            around[to as usize].push((from, tie, turn));
        }
    }
    let states = 2 * contracted.parts;
    let mut distance = vec![f64::INFINITY; states];
    let mut before: Vec<(u32, u32)> = vec![(u32::MAX, u32::MAX); states];
    let mut reached: Vec<u32> = Vec::new();
    for start in 0..contracted.parts as u32 {
        if around[start as usize].len() < 2 {
            continue;
        }
        if collector.found.len() >= 4 * most {
            return;
        }
        for &state in &reached {
            distance[state as usize] = f64::INFINITY;
        }
        reached.clear();
        let goal = 2 * start + 1;
        let mut queue = BinaryHeap::new();
        distance[2 * start as usize] = 0.0;
        reached.push(2 * start);
        queue.push((Reverse(Length(0.0)), 2 * start));
        while let Some((Reverse(Length(length)), state)) = queue.pop() {
            if state == goal {
                break;
            }
            if length > distance[state as usize] {
                continue;
            }
            for &(to, tie, turn) in &around[(state / 2) as usize] {
                let side = if turn < 0 { 1 - state % 2 } else { state % 2 };
                let next = 2 * to + side;
                let length = length + values[tie as usize];
                if length < 1.0 - VIOLATED && length + 1e-12 < distance[next as usize] {
                    if distance[next as usize] == f64::INFINITY {
                        reached.push(next);
                    }
                    distance[next as usize] = length;
                    before[next as usize] = (state, tie);
                    queue.push((Reverse(Length(length)), next));
                }
            }
        }
        if distance[goal as usize] < 1.0 - VIOLATED {
            // Back along the path, walking inside the parts between arrival and departure.
            let mut walk: Vec<u32> = Vec::new();
            let mut state = goal;
            let mut first = None;
            let mut entry: Option<u32> = None;
            loop {
                let (previous, tie) = before[state as usize];
                let (a, b) = ties.ends[tie as usize];
                let part = state / 2;
                let (here, there) = if contracted.part[a as usize] == part {
                    (a, b)
                } else {
                    (b, a)
                };
                match entry {
                    Some(entry) => walk.extend(contracted.way(entry, here)),
                    None => first = Some(here),
                }
                entry = Some(there);
                state = previous;
                if state == 2 * start {
                    break;
                }
            }
            if let (Some(first), Some(entry)) = (first, entry) {
                walk.extend(contracted.way(entry, first));
            }
            collector.offer(&walk);
        }
    }
}

/// A finite length with a total order.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Length(f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_closed_ways_of_negative_sign_count() {
        let mut block = Instance::new(4);
        for (a, b, weight) in [(0, 1, 1), (1, 2, 1), (0, 2, -1), (2, 3, 1), (0, 3, 1)] {
            block.add(a, b, weight);
        }
        let ties = Ties::of(&block);
        let row = |pairs: &[(u32, u32)]| -> Vec<u32> {
            pairs.iter().filter_map(|&(a, b)| ties.tie(a, b)).collect()
        };
        assert!(ties.is_negative(&row(&[(0, 1), (1, 2), (0, 2)])));
        assert!(!ties.is_negative(&row(&[(0, 1), (1, 2), (2, 3), (0, 3)])));
        assert!(!ties.is_negative(&row(&[(0, 2), (1, 2)])));
        assert_eq!(ties.simple(&[0, 1, 2, 3]), None);
        // A walk that runs to and fro holds the triangle all the same.
        assert_eq!(ties.simple(&[3, 0, 1, 2, 0]), Some(vec![0, 1, 2]));
        assert_eq!(ties.negative_triangles().len(), 2);
    }
}
