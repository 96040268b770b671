//! The recogniser of named mentions: transitions over BILUO tags.

use super::layers::{Scorer, Scores, Work};
use super::load::LoadError;
use super::parts::Parts;
use std::ops::Range;

const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

/// How many tokens the scorer looks at: the next one, the first of the open mention, and the last.
const CONTEXT: usize = 3;

/// The recogniser of a pipeline.
#[derive(Debug)]
pub(super) struct Recogniser {
    scorer: Scorer,
    /// The action of each output, and the number of its label; 0 is no label.
    moves: Vec<(u8, usize)>,
    labels: Vec<String>,
}

impl Recogniser {
    /// Builds the recogniser on token vectors of this width.
    pub(super) fn new(parts: &Parts, width: usize) -> Result<Self, LoadError> {
        let mut labels = vec![String::new()];
        let moves = &parts.tables.entity_moves;
        let numbered = moves
            .iter()
            .map(|(action, label)| {
                let place = labels.iter().position(|known| known == label);
                let place = place.unwrap_or_else(|| {
                    labels.push(label.clone());
                    labels.len() - 1
                });
                (*action, place)
            })
            .collect();
        Ok(Self {
            scorer: Scorer::new(parts, "ner", width, CONTEXT, moves.len())?,
            moves: numbered,
            labels,
        })
    }

    /// Returns the names of the labels.
    pub(super) fn labels(&self) -> &[String] {
        &self.labels
    }

    /// Finds the mentions among the tokens with these vectors. None begins with white space or
    /// runs on into the next sentence.
    pub(super) fn recognise(
        &self,
        vectors: &[f32],
        spaces: &[bool],
        starts: &[bool],
        work: &mut Work,
        scores: &mut Scores,
    ) -> Vec<(Range<usize>, usize)> {
        let mut prepared = std::mem::take(&mut work.output);
        self.scorer.prepare(vectors, work, &mut prepared);
        let mut mentions = Vec::new();
        let mut open: Option<(usize, usize)> = None;
        for (token, &is_space) in spaces.iter().enumerate() {
            let context = [
                Some(token),
                open.map(|(first, _)| first),
                open.and_then(|_| token.checked_sub(1)),
            ];
            self.scorer.score(&prepared, &context, scores);
            let goes_on = starts.get(token + 1) == Some(&false);
            let is_last = token + 1 == spaces.len();
            let valid = |action: u8, label: usize| match (action, open) {
                (BEGIN, None) => label != 0 && goes_on && !is_space,
                (IN, Some((_, own))) => label == own && goes_on,
                (LAST, Some((_, own))) => label == own,
                (UNIT, None) => label != 0 && !is_space,
                (OUT, None) => true,
                _ => false,
            };
            let mut best: Option<((u8, usize), f32)> = None;
            let actions = &scores.actions[..self.scorer.actions()];
            for (&(action, label), &score) in self.moves.iter().zip(actions) {
                if valid(action, label) && best.is_none_or(|(_, highest)| score > highest) {
                    best = Some(((action, label), score));
                }
            }
            match (best, open) {
                (Some(((BEGIN, label), _)), None) => open = Some((token, label)),
                (Some(((LAST, _), _)), Some((first, label))) => {
                    mentions.push((first..token + 1, label));
                    open = None;
                }
                (Some(((UNIT, label), _)), None) => mentions.push((token..token + 1, label)),
                (None, Some((first, label))) if is_last => mentions.push((first..token + 1, label)),
                _ => {}
            }
        }
        work.output = prepared;
        mentions
    }
}
