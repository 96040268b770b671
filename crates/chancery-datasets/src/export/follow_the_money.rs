//! FollowTheMoney 4 entities, for Aleph, OpenAleph and what else reads them, with the statements of
//! which each property is one.
//!
//! States are `PublicBody` (what acts is the state, not its land), organisations `Organization`,
//! other actors `LegalEntity`; an event is an
//! `Event` with those involved, a membership a `Membership`, and any other relation between two an
//! `UnknownLink` whose role says which. What FollowTheMoney has no place for (who began, the score,
//! who says so) stands in words in `description` and `summary`. Ids are derived from ours, so that
//! the same statements give the same entities.

use super::{Graph, day, graph::Node};
use chancery_model::{Body, Statement};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// One entity before it is written: its schema and the values of its properties.
struct Entity {
    id: String,
    schema: &'static str,
    properties: BTreeMap<&'static str, Vec<String>>,
    reported: String,
    origin: String,
}

impl Entity {
    fn new(id: String, schema: &'static str) -> Self {
        Self {
            id,
            schema,
            properties: BTreeMap::new(),
            reported: String::new(),
            origin: String::new(),
        }
    }

    fn set(mut self, property: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        let values = self.properties.entry(property).or_default();
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
        self
    }

    /// Returns the entity, with its statements if they are wanted.
    fn json(self, dataset: &str, with_statements: bool) -> Value {
        let properties: BTreeMap<&str, Vec<String>> = self
            .properties
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .collect();
        let mut entity = Map::new();
        entity.insert("id".to_owned(), json!(self.id));
        entity.insert("schema".to_owned(), json!(self.schema));
        if with_statements {
            let mut statements = Vec::new();
            for (property, values) in &properties {
                for value in values {
                    statements.push(json!({
                        "id": id("statement", &[&self.id, property, value]),
                        "entity_id": self.id,
                        "canonical_id": self.id,
                        "schema": self.schema,
                        "prop": property,
                        "value": value,
                        "dataset": dataset,
                        "lang": null,
                        "original_value": null,
                        "external": false,
                        "first_seen": self.reported,
                        "last_seen": self.reported,
                        "origin": self.origin,
                    }));
                }
            }
            entity.insert("statements".to_owned(), json!(statements));
        }
        entity.insert("properties".to_owned(), json!(properties));
        entity.insert("datasets".to_owned(), json!([dataset]));
        Value::Object(entity)
    }
}

/// Returns an id of forty hexadecimal digits for some words.
fn id(kind: &str, words: &[&str]) -> String {
    // FNV-1a over 128 bits, and over 32 more with another start.
    let mut wide: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut narrow: u32 = 0x811c_9dc5;
    let bytes = std::iter::once(kind).chain(words.iter().copied());
    for byte in bytes.flat_map(|word| word.bytes().chain([0])) {
        wide = (wide ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        narrow = (narrow ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{wide:032x}{narrow:08x}")
}

fn actor_id(actor: &str) -> String {
    id("actor", &[actor])
}

/// Writes the actors that statements name and the relations between them, an entity a line.
/// `dataset` names the collection, in small letters.
pub fn follow_the_money<'a>(
    statements: impl IntoIterator<Item = &'a Statement> + Clone,
    dataset: &str,
    with_statements: bool,
    mut writer: impl Write,
) -> io::Result<()> {
    let graph = Graph::new(statements.clone());
    let mut put = |entity: Entity| {
        serde_json::to_writer(&mut writer, &entity.json(dataset, with_statements))?;
        writer.write_all(b"\n")
    };
    for node in graph.nodes.values() {
        put(actor(node))?;
    }
    let mut edges = graph.edges.iter().peekable();
    for statement in statements {
        let own = statement.id.as_str();
        let mut of_statement = Vec::new();
        while let Some(edge) = edges.next_if(|edge| {
            edge.id == own
                || edge
                    .id
                    .strip_prefix(own)
                    .is_some_and(|rest| rest.starts_with('#'))
        }) {
            of_statement.push(edge);
        }
        match &statement.body {
            Body::Event(_) if !of_statement.is_empty() => {
                let mut entity = common(statement, "Event", own)
                    .set("name", of_statement[0].label.clone())
                    .set("summary", format!("score {}", of_statement[0].score));
                for edge in &of_statement {
                    entity = entity
                        .set("involved", actor_id(&edge.from))
                        .set("involved", actor_id(&edge.to))
                        .set("summary", format!("{} towards {}", edge.from, edge.to));
                }
                if let Some(place) = statement.event().and_then(|event| event.place.as_deref()) {
                    entity = entity.set("location", place);
                }
                put(dated(entity, statement, "startDate", "endDate"))?;
            }
            Body::Membership(membership) => {
                for edge in of_statement {
                    let entity = common(statement, "Membership", &edge.id)
                        .set("member", actor_id(&edge.from))
                        .set("organization", actor_id(&edge.to))
                        .set(
                            "status",
                            format!("{:?}", membership.membership).to_lowercase(),
                        );
                    put(dated(entity, statement, "startDate", "endDate"))?;
                }
            }
            _ => {
                for edge in of_statement {
                    let entity = common(statement, "UnknownLink", &edge.id)
                        .set("subject", actor_id(&edge.from))
                        .set("object", actor_id(&edge.to))
                        .set("role", format!("{}: {}", edge.kind, edge.label));
                    put(dated(entity, statement, "startDate", "endDate"))?;
                }
            }
        }
    }
    Ok(())
}

fn actor(node: &Node) -> Entity {
    let schema = match node.sector.as_str() {
        _ if node.resolved && node.id == node.country => "PublicBody",
        "IGO" | "NGO" => "Organization",
        _ => "LegalEntity",
    };
    let mut entity = Entity::new(actor_id(&node.id), schema).set("name", node.label.clone());
    if node.resolved {
        entity = entity.set("weakAlias", node.id.clone());
    }
    let state = chancery_actors::Dictionary::embedded().state(&node.country);
    match state.filter(|state| !state.iso2.is_empty()) {
        Some(state) => entity.set("country", state.iso2.to_lowercase()),
        None if node.country.is_empty() => entity,
        None => entity.set("notes", format!("belongs to {}", node.country)),
    }
}

fn common(statement: &Statement, schema: &'static str, own: &str) -> Entity {
    let evidence = &statement.evidence;
    let mut entity = Entity::new(id("statement", &[own]), schema)
        .set("description", evidence.text.clone())
        .set(
            "recordId",
            format!("{}:{}", evidence.document, evidence.sentence + 1),
        )
        .set(
            "publisher",
            statement.attribution.outlet.clone().unwrap_or_default(),
        );
    entity.reported = day(statement.date.reported);
    entity.origin = statement.rule.clone();
    entity
}

fn dated(entity: Entity, statement: &Statement, from: &'static str, to: &'static str) -> Entity {
    entity
        .set(from, day(statement.date.from))
        .set(to, day(statement.date.to))
}
