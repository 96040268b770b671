//! What is asked of a language model, and what counts as an answer.

use super::grounding::Answer;
use chancery_model::{Context, Date, EventType, Mode};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// What the model is told to do.
const INSTRUCTIONS: &str = include_str!("../../data/llm-prompt.txt");

/// A question about one passage.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    model: String,
    passage: String,
    published: Option<Date>,
}

impl Question {
    pub(super) fn new(model: &str, passage: &str, published: Option<Date>) -> Self {
        Self {
            model: model.to_owned(),
            passage: passage.to_owned(),
            published,
        }
    }

    /// Returns the body of the request, in the form of OpenAI's chat completions, which most servers
    /// of language models take. It holds model, instructions, schema and passage, and nothing else
    /// decides the answer.
    pub fn body(&self) -> Value {
        let dated = self.published.map_or_else(
            || "The day of the report is unknown.".to_owned(),
            |day| format!("The report is of {day}."),
        );
        json!({
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "messages": [
                {"role": "system", "content": INSTRUCTIONS},
                {"role": "user", "content": format!("{dated} The passage:\n\n{}", self.passage)},
            ],
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "events", "strict": true, "schema": schema()},
            },
        })
    }

    /// Returns whether an answer has the form that was asked for.
    pub fn accepts(&self, answer: &str) -> bool {
        Answer::read(answer).is_some()
    }
}

/// Returns the JSON schema of an answer.
fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let words = |names: Vec<&str>| json!({"type": "string", "enum": names});
        let maybe = || json!({"type": ["string", "null"]});
        let list = || json!({"type": "array", "items": {"type": "string"}});
        let mut modes: Vec<Value> = Mode::ALL.iter().map(|one| json!(one.as_str())).collect();
        modes.push(Value::Null);
        let properties = json!({
            "evidence": {"type": "string"},
            "type": words(EventType::ALL.iter().map(|one| one.as_str()).collect()),
            "mode": {"type": ["string", "null"], "enum": modes},
            "contexts": {"type": "array", "items": {
                "type": "object",
                "properties": {
                    "context": words(Context::ALL.iter().map(|one| one.as_str()).collect()),
                    "words": {"type": "string"},
                },
                "required": ["context", "words"],
                "additionalProperties": false,
            }},
            "actor": list(),
            "recipient": list(),
            "status": words(vec!["actual", "historical", "future", "hypothetical", "negated"]),
            "assertion": words(vec!["author", "reported", "alleged", "denied"]),
            "speaker": maybe(),
            "outlet": maybe(),
            "place": maybe(),
            "date": maybe(),
            "dead": maybe(),
            "injured": maybe(),
        });
        let required: Vec<&String> = properties
            .as_object()
            .map(|properties| properties.keys().collect())
            .unwrap_or_default();
        json!({
            "type": "object",
            "properties": {"events": {"type": "array", "items": {
                "type": "object",
                "required": required,
                "properties": properties,
                "additionalProperties": false,
            }}},
            "required": ["events"],
            "additionalProperties": false,
        })
    })
}
