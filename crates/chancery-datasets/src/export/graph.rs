//! Who did what to whom as a graph: the actors that statements name, and an edge a statement and
//! pair.
//!
//! It is made for an export and thrown away; ties are computed from statements, not from this.

use super::{key, pairs};
use chancery_model::{ActorRef, Assertion, Body, Date, Statement};
use std::collections::BTreeMap;

/// An actor of the graph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// The actor's id, or its words where nobody knows it.
    pub id: String,
    /// The name to show.
    pub label: String,
    /// The state it belongs to.
    pub country: String,
    /// The sector.
    pub sector: String,
    /// Whether the dictionary knows it.
    pub resolved: bool,
}

/// What one statement says of one pair.
#[derive(Clone, PartialEq, Debug)]
pub struct Edge {
    /// The statement, and the number of the pair where it has several.
    pub id: String,
    /// The node that acts.
    pub from: String,
    /// The node that it acts on.
    pub to: String,
    /// The kind of statement.
    pub kind: &'static str,
    /// The type of event, the stance, or the kind of agreement.
    pub label: String,
    /// The conflict–cooperation score, or the sign of a stance; 0 for others.
    pub score: f64,
    /// The first and last day on which it holds, where either is known.
    pub days: Option<(Date, Date)>,
    /// How sure the statement is.
    pub confidence: f64,
    /// The document and line that it rests on.
    pub evidence: String,
}

/// The graph, nodes and edges in a fixed order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Graph {
    /// The actors, by id.
    pub nodes: BTreeMap<String, Node>,
    /// The edges, in the order of the statements.
    pub edges: Vec<Edge>,
}

impl Graph {
    /// Takes the events, stances, agreements, memberships and flows that are facts. What is merely
    /// alleged, denied, hypothetical or to come is left out, and so is what has only one side.
    pub fn new<'a>(statements: impl IntoIterator<Item = &'a Statement>) -> Self {
        let mut graph = Self::default();
        for statement in statements {
            graph.add(statement);
        }
        graph
    }

    fn add(&mut self, statement: &Statement) {
        let alleged = matches!(
            statement.attribution.assertion,
            Assertion::Alleged | Assertion::Denied
        );
        if alleged || !statement.status.is_fact() {
            return;
        }
        let organisation;
        let (actors, recipients, label, score): (&[ActorRef], &[ActorRef], String, f64) =
            match &statement.body {
                Body::Event(event) => (
                    &event.actor,
                    &event.recipient,
                    event.event_type.to_string(),
                    event.score,
                ),
                Body::Stance(stance) => (
                    &stance.actor,
                    &stance.recipient,
                    stance.stance.as_str().to_owned(),
                    f64::from(stance.sign),
                ),
                Body::Agreement(agreement) => {
                    (&agreement.parties, &[], agreement.name.clone(), 0.0)
                }
                Body::Membership(membership) => {
                    organisation = membership
                        .organisation
                        .clone()
                        .into_iter()
                        .collect::<Vec<_>>();
                    (
                        &membership.actor,
                        &organisation,
                        "membership".to_owned(),
                        0.0,
                    )
                }
                Body::Flow(flow) => (&flow.actor, &flow.recipient, flow.item.clone(), 0.0),
                _ => return,
            };
        let days = match (statement.date.from, statement.date.to) {
            (Some(from), Some(to)) => Some((from, to.max(from))),
            (Some(day), None) | (None, Some(day)) => Some((day, day)),
            (None, None) => statement.date.reported.map(|day| (day, day)),
        };
        let pairs = pairs(actors, recipients);
        let several = pairs.len() > 1;
        for (number, pair) in pairs.into_iter().enumerate() {
            let (Some(by), Some(to)) = pair else { continue };
            let (from, to) = (self.node(by), self.node(to));
            let id = statement.id.as_str();
            self.edges.push(Edge {
                id: if several {
                    format!("{id}#{}", number + 1)
                } else {
                    id.to_owned()
                },
                from,
                to,
                kind: statement.body.kind(),
                label: label.clone(),
                score,
                days,
                confidence: statement.confidence,
                evidence: format!(
                    "{}:{}",
                    statement.evidence.document,
                    statement.evidence.sentence + 1
                ),
            });
        }
    }

    fn node(&mut self, actor: &ActorRef) -> String {
        let id = key(actor).to_owned();
        self.nodes.entry(id.clone()).or_insert_with(|| Node {
            label: match &actor.id {
                Some(id) => chancery_actors::Dictionary::embedded()
                    .name_of(id.as_str())
                    .unwrap_or(id.as_str())
                    .to_owned(),
                None => actor.mention.clone(),
            },
            country: actor
                .country
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            sector: actor.sector.map_or("", |sector| sector.as_str()).to_owned(),
            resolved: actor.id.is_some(),
            id: id.clone(),
        });
        id
    }
}
