//! All optima at once: what every one of them says, and the list.
//!
//! Blocks are independent, so each has a family of its own. In a block two nodes stay in one *bloc*
//! as long as no optimum is known that parts them; each bloc is then tested by one more solve per
//! member, with the pair forced the other way: either an optimum comes back, which splits blocs, or
//! there is none, which proves the pair. What is left are blocs whose members stand to one another
//! in the same way in every optimum; the optima are then listed over the blocs.

use super::blocks::Block;
use super::camps::Limits;
use super::exact::{Hint, Question, Work, settle};
use super::instance::{Instance, Sides};

/// What is known of the set of optima.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// Nodes with the same number stand to one another in the same way in every optimum.
    pub(super) bloc: Vec<usize>,
    /// Whether nodes of different blocs of a connected part are proved to be undetermined.
    pub(super) complete: bool,
    /// For each block with a choice: its nodes and the ways in which they can be changed against
    /// the first optimum; whether these are all.
    choices: Vec<Choice>,
}

#[derive(Debug, Clone)]
struct Choice {
    nodes: Vec<u32>,
    /// For each optimum of the block, the side of each node relative to the first optimum, the
    /// first node never changed.
    changes: Vec<Sides>,
    complete: bool,
}

impl Family {
    /// Returns a family of which only one member is known.
    pub(super) fn unknown(nodes: usize) -> Self {
        Self {
            bloc: (0..nodes).collect(),
            complete: false,
            choices: Vec::new(),
        }
    }

    /// Tells whether the number of optima is known.
    pub(super) fn counted(&self) -> bool {
        self.complete && self.choices.iter().all(|choice| choice.complete)
    }

    /// Returns the number of optima found.
    pub(super) fn count(&self) -> u128 {
        self.choices.iter().fold(1_u128, |product, choice| {
            product.saturating_mul(choice.changes.len() as u128)
        })
    }

    /// Returns up to `most` optima, given the first.
    pub(super) fn list(&self, first: &[bool], most: usize) -> Vec<Vec<bool>> {
        let total = self.count().min(most as u128) as usize;
        (0..total)
            .map(|number| {
                let mut rest = number;
                let chosen: Vec<&Sides> = self
                    .choices
                    .iter()
                    .map(|choice| {
                        let changes = &choice.changes[rest % choice.changes.len()];
                        rest /= choice.changes.len();
                        changes
                    })
                    .collect();
                let mut turned = vec![1_i8; first.len()];
                self.spread(&chosen, &mut turned);
                first
                    .iter()
                    .zip(&turned)
                    .map(|(&side, &turn)| side != (turn < 0))
                    .collect()
            })
            .collect()
    }

    /// Carries the changes of the blocks over to everything that hangs on them.
    fn spread(&self, chosen: &[&Sides], turned: &mut [i8]) {
        let mut around: Vec<Vec<(usize, i8)>> = vec![Vec::new(); turned.len()];
        for (choice, changes) in self.choices.iter().zip(chosen) {
            let first = choice.nodes[0] as usize;
            for (&node, &change) in choice.nodes.iter().zip(*changes).skip(1) {
                around[first].push((node as usize, change));
                around[node as usize].push((first, change));
            }
        }
        let mut seen = vec![false; turned.len()];
        for root in 0..turned.len() {
            if seen[root] {
                continue;
            }
            seen[root] = true;
            let mut todo = vec![root];
            while let Some(node) = todo.pop() {
                for &(other, change) in &around[node] {
                    if !seen[other] {
                        seen[other] = true;
                        turned[other] = turned[node] * change;
                        todo.push(other);
                    }
                }
            }
        }
    }
}

/// Looks into the family of optima of a graph of which `sides` is one.
pub(super) fn family(
    whole: &Instance,
    blocks: &[Block],
    sides: &[bool],
    limits: &Limits,
) -> Family {
    let mut work = Work::new(limits, limits.family_branches);
    let mut links: Vec<usize> = (0..whole.nodes()).collect();
    let mut complete = true;
    let mut choices = Vec::new();
    for block in blocks {
        let known: Sides = block
            .nodes
            .iter()
            .map(|&node| if sides[node as usize] { -1 } else { 1 })
            .collect();
        // Seen from the known optimum every node is on the side +1.
        let part = Instance::part(&block.nodes, &block.edges, whole);
        let mut turned = Instance::new(part.nodes());
        for (a, b, weight) in part.edges() {
            turned.add(
                a,
                b,
                8 * weight * i64::from(known[a as usize] * known[b as usize]),
            );
        }
        let mut inner = BlockFamily::new(turned);
        complete &= inner.prove(&mut work);
        for (&node, &bloc) in block.nodes.iter().zip(&inner.bloc) {
            union(&mut links, node as usize, block.nodes[bloc] as usize);
        }
        let (changes, all) = inner.enumerate(limits.optima, &mut work);
        // A block without a choice still ties its nodes together when changes are spread.
        choices.push(Choice {
            nodes: block.nodes.clone(),
            changes,
            complete: all,
        });
    }
    let bloc = (0..whole.nodes())
        .map(|node| root(&mut links, node))
        .collect();
    Family {
        bloc,
        complete,
        choices,
    }
}

/// The family of one block, whose known optimum is all +1.
struct BlockFamily {
    block: Instance,
    /// For each node the first node of its bloc.
    bloc: Vec<usize>,
    least: i64,
    /// Optima known, relative to the first.
    pool: Vec<Sides>,
}

impl BlockFamily {
    fn new(block: Instance) -> Self {
        let least = block.cost(&vec![1; block.nodes()]);
        Self {
            bloc: vec![0; block.nodes()],
            least,
            pool: vec![vec![1; block.nodes()]],
            block,
        }
    }

    /// Looks for an optimum under the relations `joined` (`(node, kept, sign)`).
    ///
    /// Returns `None` where the work allowed ran out.
    fn optimum_with(&self, joined: &[(u32, u32, i8)], work: &mut Work) -> Option<Option<Sides>> {
        let mut instance = self.block.clone();
        let question = Question {
            ceiling: self.least + 1,
            ..Question::open(&instance)
        };
        let mut steps = Vec::new();
        for &(gone, kept, sign) in joined {
            steps.push(instance.join(gone, kept, sign));
        }
        let outcome = settle(instance, &Hint::default(), question, work);
        match outcome.best {
            Some((_, mut sides)) => {
                super::instance::undo(&steps, &mut sides);
                let first = sides[0];
                for side in &mut sides {
                    *side *= first;
                }
                Some(Some(sides))
            }
            None if outcome.lower >= question.ceiling
                || question.round_up(outcome.lower) >= question.ceiling =>
            {
                Some(None)
            }
            None => None,
        }
    }

    /// Splits the nodes into blocs and proves each; returns whether every proof was finished.
    fn prove(&mut self, work: &mut Work) -> bool {
        let nodes = self.block.nodes();
        let mut complete = true;
        // What is proved so far is contracted and makes the next solves smaller.
        let mut links: Vec<usize> = (0..nodes).collect();
        for (gone, kept) in self.outweighed() {
            union(&mut links, gone as usize, kept as usize);
        }
        for node in 0..nodes {
            loop {
                let (first, head) = (root(&mut links, node), root(&mut links, self.bloc[node]));
                if first == head {
                    break;
                }
                let heads: Vec<usize> = (0..nodes).map(|node| root(&mut links, node)).collect();
                let mut relations = contract(&heads);
                relations.push((first.max(head) as u32, first.min(head) as u32, -1));
                match self.optimum_with(&relations, work) {
                    Some(Some(found)) => self.split(found),
                    Some(None) => union(&mut links, first, head),
                    None => {
                        complete = false;
                        // Not proved: the node gets a bloc of its own, and nothing is claimed.
                        self.bloc[node] = node;
                        break;
                    }
                }
            }
        }
        complete
    }

    /// Returns nodes that a single tie binds in every optimum, with the other end.
    fn outweighed(&self) -> Vec<(u32, u32)> {
        let mut instance = self.block.clone();
        let mut found = Vec::new();
        let mut alive = vec![true; instance.nodes()];
        loop {
            let mut again = false;
            for node in 0..instance.nodes() as u32 {
                if !alive[node as usize] {
                    continue;
                }
                let total: i64 = instance.ties(node).values().map(|w| w.abs()).sum();
                let strong = instance
                    .ties(node)
                    .iter()
                    .find(|&(_, weight)| 2 * weight.abs() > total)
                    .map(|(&other, &weight)| (other, weight));
                if let Some((other, weight)) = strong {
                    // In the known optimum all sides agree, so such a tie is positive.
                    if weight > 0 {
                        instance.join(node, other, 1);
                        alive[node as usize] = false;
                        found.push((node, other));
                        again = true;
                    }
                }
            }
            if !again {
                return found;
            }
        }
    }

    /// Takes a new optimum in and splits the blocs that it parts.
    fn split(&mut self, found: Sides) {
        let mut heads: Vec<((usize, i8), usize)> = Vec::new();
        for (node, &side) in found.iter().enumerate() {
            let key = (self.bloc[node], side);
            let head = match heads.iter().find(|(known, _)| *known == key) {
                Some(&(_, head)) => head,
                None => {
                    heads.push((key, node));
                    node
                }
            };
            self.bloc[node] = head;
        }
        self.pool.push(found);
    }

    /// Lists the optima over the blocs, and tells whether these are all.
    fn enumerate(&self, most: usize, work: &mut Work) -> (Vec<Sides>, bool) {
        let mut heads: Vec<usize> = self.bloc.clone();
        heads.sort_unstable();
        heads.dedup();
        let base = contract(&self.bloc);
        let mut found: Vec<Sides> = Vec::new();
        let mut all = true;
        // Each entry: signs of the first few heads, and an optimum that agrees with them.
        let mut todo: Vec<(Vec<i8>, Sides)> = vec![(vec![1], self.pool[0].clone())];
        while let Some((signs, witness)) = todo.pop() {
            if signs.len() == heads.len() {
                if found.len() == most {
                    all = false;
                    break;
                }
                found.push(witness);
                continue;
            }
            let head = heads[signs.len()];
            let same = witness[head];
            let mut other = signs.clone();
            other.push(-same);
            let known = self.pool.iter().find(|sides| {
                heads
                    .iter()
                    .zip(&other)
                    .all(|(&head, &sign)| sides[head] == sign)
            });
            let turned = match known {
                Some(sides) => Some(Some(sides.clone())),
                None => {
                    let mut relations = base.clone();
                    relations.extend(
                        heads
                            .iter()
                            .zip(&other)
                            .skip(1)
                            .map(|(&head, &sign)| (head as u32, 0, sign)),
                    );
                    self.optimum_with(&relations, work)
                }
            };
            match turned {
                Some(Some(sides)) => todo.push((other, sides)),
                Some(None) => {}
                None => all = false,
            }
            let mut signs = signs;
            signs.push(same);
            todo.push((signs, witness));
        }
        (found, all)
    }
}

/// Returns the joins that make every bloc one node, its first.
fn contract(heads: &[usize]) -> Vec<(u32, u32, i8)> {
    heads
        .iter()
        .enumerate()
        .filter(|&(node, &head)| node != head)
        .map(|(node, &head)| (node as u32, head as u32, 1))
        .collect()
}

fn root(links: &mut [usize], mut node: usize) -> usize {
    while links[node] != node {
        links[node] = links[links[node]];
        node = links[node];
    }
    node
}

fn union(links: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(links, a), root(links, b));
    let (first, second) = (a.min(b), a.max(b));
    links[second] = first;
}
