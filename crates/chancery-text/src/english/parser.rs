//! The dependency parser: arc-eager transitions (Nivre 2003; Honnibal and Johnson 2015 for the
//! unshift action and for arcs that may be made anew), then pseudo-projective labels undone
//! (Nivre and Nilsson 2005, the HEAD scheme).

use super::layers::{Scorer, Scores, Work};
use super::load::LoadError;
use super::parts::Parts;
use super::sentences::Start;

const SHIFT: u8 = 0;
const REDUCE: u8 = 1;
const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const BREAK: u8 = 4;

/// Between a label and its head's label where an arc was lifted to make a tree projective.
const LIFTED: &str = "||";

/// How many tokens the scorer looks at.
const CONTEXT: usize = 8;

/// A dependency label by its number in [`Parser::labels`].
pub(super) type LabelId = u16;

/// The parser of a pipeline.
#[derive(Debug)]
pub(super) struct Parser {
    scorer: Scorer,
    /// The action of each output, and its label.
    moves: Vec<(u8, LabelId)>,
    labels: Vec<String>,
    /// For a label that was lifted: the plain label, and the label of the head to look for.
    lifted: Vec<Option<(LabelId, LabelId)>>,
    root: LabelId,
}

/// The tree over the tokens of a text.
#[derive(Default, Debug)]
pub(super) struct Tree {
    /// The head of each token; a root is its own.
    pub(super) heads: Vec<usize>,
    pub(super) labels: Vec<LabelId>,
    /// Whether a sentence starts with the token.
    pub(super) starts: Vec<bool>,
}

impl Parser {
    /// Builds the parser on token vectors of this width.
    pub(super) fn new(parts: &Parts, width: usize) -> Result<Self, LoadError> {
        let moves = &parts.tables.parser_moves;
        let mut labels = vec!["ROOT".to_owned()];
        let mut number = |label: &str| -> LabelId {
            let place = labels.iter().position(|known| known == label);
            place.unwrap_or_else(|| {
                labels.push(label.to_owned());
                labels.len() - 1
            }) as LabelId
        };
        let mut numbered = Vec::new();
        for (action, label) in moves {
            if *action > BREAK {
                return Err(LoadError::Unsupported(format!(
                    "the parser action {action}"
                )));
            }
            numbered.push((*action, number(label)));
        }
        for (_, label) in moves {
            if let Some((plain, head)) = label.split_once(LIFTED) {
                number(plain);
                number(head);
            }
        }
        let lifted = labels
            .iter()
            .map(|label| {
                let (plain, head) = label.split_once(LIFTED)?;
                let place = |name: &str| labels.iter().position(|label| label == name);
                Some((place(plain)? as LabelId, place(head)? as LabelId))
            })
            .collect();
        Ok(Self {
            scorer: Scorer::new(parts, "parser", width, CONTEXT, moves.len())?,
            moves: numbered,
            labels,
            lifted,
            root: 0,
        })
    }

    /// Returns the names of the labels.
    pub(super) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Parses the tokens with these vectors. Where `starts` are given, sentences start with the
    /// tokens that must and with none that cannot.
    pub(super) fn parse(
        &self,
        vectors: &[f32],
        spaces: &[bool],
        starts: &[Start],
        work: &mut Work,
        scores: &mut Scores,
    ) -> Tree {
        let mut prepared = std::mem::take(&mut work.output);
        self.scorer.prepare(vectors, work, &mut prepared);
        let mut state = State::new(spaces.len(), starts);
        while !state.is_final() {
            self.scorer.score(&prepared, &state.context(), scores);
            let valid = state.valid();
            let mut best: Option<(usize, f32)> = None;
            let actions = scores.actions[..self.scorer.actions()].iter().enumerate();
            for ((number, &score), &(action, _)) in actions.zip(&self.moves) {
                if valid[usize::from(action)] && best.is_none_or(|(_, highest)| score > highest) {
                    best = Some((number, score));
                }
            }
            let Some((number, _)) = best else { break };
            let (action, label) = self.moves[number];
            state.apply(action, label);
        }
        work.output = prepared;
        let mut tree = Tree {
            heads: Vec::with_capacity(spaces.len()),
            labels: Vec::with_capacity(spaces.len()),
            starts: Vec::new(),
        };
        for (token, &(head, label)) in state.heads.iter().enumerate() {
            tree.heads.push(head.unwrap_or(token));
            tree.labels
                .push(if head.is_some() { label } else { self.root });
        }
        self.lower(&mut tree, spaces);
        tree.starts = sentence_starts(&tree.heads);
        for (found, said) in tree.starts.iter_mut().zip(starts) {
            *found &= *said != Start::Cannot;
        }
        tree
    }

    /// Gives every lifted arc its own head: the first token with the wanted label, breadth first,
    /// below the head that it has.
    fn lower(&self, tree: &mut Tree, spaces: &[bool]) {
        if !tree
            .labels
            .iter()
            .any(|&label| self.lifted[usize::from(label)].is_some())
        {
            return;
        }
        let mut children = vec![Vec::new(); tree.heads.len()];
        for (token, &head) in tree.heads.iter().enumerate() {
            if head != token {
                children[head].push(token);
            }
        }
        for token in 0..tree.heads.len() {
            let Some((plain, wanted)) = self.lifted[usize::from(tree.labels[token])] else {
                continue;
            };
            let old = tree.heads[token];
            let mut level = vec![old];
            let mut seen = 0;
            'search: while !level.is_empty() && seen <= tree.heads.len() {
                let mut next = Vec::new();
                for parent in level {
                    for &child in &children[parent] {
                        seen += 1;
                        if child == token || spaces[child] {
                            continue;
                        }
                        if tree.labels[child] == wanted {
                            tree.heads[token] = child;
                            children[old].retain(|&other| other != token);
                            let place = children[child].partition_point(|&other| other < token);
                            children[child].insert(place, token);
                            break 'search;
                        }
                        next.push(child);
                    }
                }
                level = next;
            }
            tree.labels[token] = plain;
        }
    }
}

/// How often edges are looked over for trees that are not projective (`spacy.tokens.doc`).
const EDGE_PASSES: usize = 12;

/// Returns which tokens start a sentence: the left edges of the roots.
fn sentence_starts(heads: &[usize]) -> Vec<bool> {
    let mut edges: Vec<usize> = (0..heads.len()).collect();
    for _ in 0..EDGE_PASSES {
        let mut changed = false;
        let mut lower = |token: usize| {
            let head = heads[token];
            if edges[token] < edges[head] {
                edges[head] = edges[token];
                changed = true;
            }
        };
        (0..heads.len()).for_each(&mut lower);
        (0..heads.len()).rev().for_each(&mut lower);
        if !changed {
            break;
        }
    }
    let mut starts = vec![false; heads.len()];
    for (token, &head) in heads.iter().enumerate() {
        if token == head {
            starts[edges[token]] = true;
        }
    }
    starts
}

/// A stack, a buffer of what is to come, and the arcs so far.
struct State {
    length: usize,
    next: usize,
    /// Tokens put back before the rest of the buffer, the first of it last.
    returned: Vec<usize>,
    stack: Vec<usize>,
    heads: Vec<(Option<usize>, LabelId)>,
    left: Vec<Vec<usize>>,
    right: Vec<Vec<usize>>,
    unshifted: Vec<bool>,
    starts: Vec<Start>,
}

impl State {
    fn new(length: usize, starts: &[Start]) -> Self {
        let mut starts = starts.to_vec();
        starts.resize(length, Start::May);
        Self {
            length,
            next: 0,
            returned: Vec::new(),
            stack: Vec::new(),
            heads: vec![(None, 0); length],
            left: vec![Vec::new(); length],
            right: vec![Vec::new(); length],
            unshifted: vec![false; length],
            starts,
        }
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffered() == 0
    }

    fn buffered(&self) -> usize {
        self.length - self.next + self.returned.len()
    }

    fn on_stack(&self, depth: usize) -> Option<usize> {
        self.stack.iter().nth_back(depth).copied()
    }

    fn in_buffer(&self, place: usize) -> Option<usize> {
        if let Some(&token) = self.returned.iter().nth_back(place) {
            return Some(token);
        }
        let token = self.next + place - self.returned.len();
        (token < self.length).then_some(token)
    }

    /// Returns the tokens that the scorer looks at.
    fn context(&self) -> [Option<usize>; CONTEXT] {
        let (first, top) = (self.in_buffer(0), self.on_stack(0));
        let last = |arcs: &[Vec<usize>], token: Option<usize>| arcs[token?].last().copied();
        [
            first,
            self.in_buffer(1),
            top,
            self.on_stack(1),
            self.on_stack(2),
            last(&self.left, first),
            last(&self.left, top),
            last(&self.right, top),
        ]
    }

    /// Returns for each kind of action whether it may be taken.
    fn valid(&self) -> [bool; 5] {
        let buffered = self.buffered();
        let (first, second) = (self.in_buffer(0), self.in_buffer(1));
        let start = |token: Option<usize>| token.map(|token| self.starts[token]);
        let starts = |token| start(token) == Some(Start::Must);
        let cannot = |token| start(token) == Some(Start::Cannot);
        let is_empty = self.stack.is_empty();
        let unshifted = first.is_some_and(|token| self.unshifted[token]);
        let arc = !is_empty && buffered > 0 && !starts(first);
        let adjacent = first
            .zip(second)
            .is_some_and(|(first, second)| second == first + 1);
        [
            is_empty && buffered > 0 || !(buffered < 2 || starts(first) || unshifted),
            !(is_empty || self.stack.len() == 1 && cannot(first)),
            arc,
            arc,
            buffered >= 2 && adjacent && !starts(second) && !cannot(second),
        ]
    }

    fn push(&mut self) {
        let token = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(token);
    }

    fn attach(&mut self, head: usize, child: usize, label: LabelId) {
        if let Some(old) = self.heads[child].0 {
            let arcs = if old > child {
                &mut self.left
            } else {
                &mut self.right
            };
            if arcs[old].last() == Some(&child) {
                arcs[old].pop();
            } else {
                arcs[old].retain(|&other| other != child);
            }
        }
        let arcs = if head > child {
            &mut self.left
        } else {
            &mut self.right
        };
        arcs[head].push(child);
        self.heads[child] = (Some(head), label);
    }

    /// Takes an action that [`State::valid`] allows.
    fn apply(&mut self, action: u8, label: LabelId) {
        match (action, self.on_stack(0), self.in_buffer(0)) {
            (SHIFT, _, Some(_)) => self.push(),
            (REDUCE, Some(top), _) => {
                self.stack.pop();
                if self.heads[top].0.is_none() && !self.stack.is_empty() {
                    self.unshifted[top] = true;
                    self.returned.push(top);
                }
            }
            (LEFT, Some(top), Some(first)) => {
                self.attach(first, top, label);
                self.unshifted[first] = false;
                self.stack.pop();
            }
            (RIGHT, Some(top), Some(first)) => {
                self.attach(top, first, label);
                self.push();
            }
            (BREAK, _, Some(first)) => {
                if let Some(start) = self.starts.get_mut(first + 1) {
                    *start = Start::Must;
                }
            }
            _ => {}
        }
    }
}
