//! What became of every candidate, so that what was missed can be seen.

use super::reading::{PredicationId, Reading};
use chancery_model::{Attribution, Span, StatementId, Status};
use chancery_text::PredicateKind;
use chancery_text::TimeExpression;
use serde::Serialize;

/// A sentence with what was considered in it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Explanation {
    /// The number of the sentence.
    pub sentence: usize,
    /// The words of the sentence.
    pub text: String,
    /// Its tree, a word a line: number, word, base form, tag, label, governor.
    pub tree: Vec<String>,
    /// Its mentions with the actors they resolve to.
    pub mentions: Vec<String>,
    /// The predicates considered.
    pub candidates: Vec<Candidate>,
}

/// A predicate that was considered.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Candidate {
    /// The number of its sentence.
    pub sentence: usize,
    /// Its base form.
    pub predicate: String,
    /// Where it stands.
    pub span: Span,
    /// The sense or operator that fitted, by its place in the lexicon, and its type.
    pub reading: Option<String>,
    /// What its surroundings made of it.
    pub standing: String,
    /// Whether the act happened, its date and background taken into account.
    pub status: Status,
    /// According to whom.
    pub attribution: Attribution,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a candidate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was coded as this statement.
    Coded(StatementId),
    /// It was not coded, for this reason.
    Dropped(String),
}

impl Candidate {
    /// Turns a coded candidate into a dropped one where its statement was taken out again.
    pub(super) fn mark_dropped(&mut self, dropped: &[(StatementId, String)]) {
        if let Outcome::Coded(id) = &self.outcome
            && let Some((_, reason)) = dropped.iter().find(|(gone, _)| gone == id)
        {
            self.outcome = Outcome::Dropped(reason.clone());
        }
    }
}

/// Returns the record of one candidate.
pub(super) fn candidate(
    reading: &Reading<'_>,
    id: PredicationId,
    carried: Option<&TimeExpression>,
    outcome: Outcome,
) -> Candidate {
    let predication = reading.predication(id);
    let standing = reading.standing(id);
    let deed = reading.deed(id, 0);
    let attribution = match &deed {
        Some(deed) => reading.attribution(id, deed, &standing),
        None => reading.told(&standing),
    };
    Candidate {
        sentence: predication.sentence,
        predicate: match predication.support {
            Some(support) => format!("{} [{}]", predication.lemma, reading.lemma(support)),
            None => predication.lemma.clone(),
        },
        span: reading.token(predication.head).span,
        reading: deed.map(|deed| format!("{} by {}", deed.event_type, deed.rule)),
        status: reading.told_when(id, &standing, carried).0,
        attribution,
        standing: format!("{:?} {}", standing.status, standing.why)
            .trim()
            .to_lowercase(),
        outcome,
    }
}

impl Reading<'_> {
    /// Returns why a predication is no deed at all.
    pub(super) fn why_no_deed(&self, id: PredicationId) -> Outcome {
        let predication = self.predication(id);
        let reason = match (predication.kind, self.sense(id)) {
            (_, Some(sense)) if sense.event_type.is_none() => {
                "a meaning that is no political event"
            }
            (PredicateKind::Noun, Some(_)) => "a noun without enough around it",
            (_, Some(_)) => "an operator over something that is no event",
            (PredicateKind::Copula, None) => "a description",
            (_, None) => "no sense fits",
        };
        Outcome::Dropped(reason.to_owned())
    }

    /// Returns what was considered in a sentence.
    pub(crate) fn explain(&self, sentence: usize, candidates: &[Candidate]) -> Option<Explanation> {
        let here = self.analysis.sentences.get(sentence)?;
        let tree = here
            .tokens
            .clone()
            .map(|id| {
                let token = self.token(id);
                format!(
                    "{id}\t{}\t{}\t{}\t{}\t{}",
                    token.text, token.lemma, token.tag, token.dep, token.head
                )
            })
            .collect();
        let mentions = here
            .tokens
            .clone()
            .filter_map(|id| {
                let mention = self.mention(id)?;
                let actors: Vec<&str> = mention
                    .actors
                    .iter()
                    .filter_map(|actor| actor.id.as_ref().or(actor.country.as_ref()))
                    .map(|id| id.as_str())
                    .collect();
                Some(format!(
                    "{id}\t{}\t{}\t{:.2}",
                    self.short_phrase(id),
                    actors.join(","),
                    mention.confidence
                ))
            })
            .collect();
        Some(Explanation {
            sentence,
            text: here.span.of(&self.document.text).to_owned(),
            tree,
            mentions,
            candidates: candidates
                .iter()
                .filter(|candidate| candidate.sentence == sentence)
                .cloned()
                .collect(),
        })
    }
}
