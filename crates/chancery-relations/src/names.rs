//! What to call an actor in a sentence.

use chancery_model::ActorId;
use std::collections::BTreeMap;

/// The names that sentences use for actors; an actor without one goes by its identifier.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Names {
    names: BTreeMap<ActorId, String>,
}

impl Names {
    /// Gives an actor a name.
    pub fn insert(&mut self, actor: ActorId, name: impl Into<String>) {
        self.names.insert(actor, name.into());
    }

    /// Returns the name of an actor.
    pub fn of<'names>(&'names self, actor: &'names ActorId) -> &'names str {
        self.names
            .get(actor)
            .map_or_else(|| actor.as_str(), String::as_str)
    }

    /// Returns the names of several actors as a phrase: "A", "A and B", "A, B and C".
    pub fn list<'names>(&'names self, actors: impl IntoIterator<Item = &'names ActorId>) -> String {
        let names: Vec<&str> = actors.into_iter().map(|actor| self.of(actor)).collect();
        match names.as_slice() {
            [] => "nobody".to_owned(),
            [only] => (*only).to_owned(),
            [head @ .., last] => format!("{} and {last}", head.join(", ")),
        }
    }
}

impl<Name: Into<String>> FromIterator<(ActorId, Name)> for Names {
    fn from_iter<Pairs: IntoIterator<Item = (ActorId, Name)>>(pairs: Pairs) -> Self {
        Self {
            names: pairs
                .into_iter()
                .map(|(actor, name)| (actor, name.into()))
                .collect(),
        }
    }
}
