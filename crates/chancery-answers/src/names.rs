//! What an actor is called in an answer.

use chancery_model::{ActorId, ActorRef};

/// The names of actors: the dictionary's short ones, or, where it has none, the bare codes.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    look_up: &'a (dyn Fn(&ActorId) -> Option<String> + Sync),
}

impl<'a> Names<'a> {
    /// Returns the names that a function gives.
    pub const fn new(look_up: &'a (dyn Fn(&ActorId) -> Option<String> + Sync)) -> Self {
        Self { look_up }
    }
}

impl Names<'static> {
    /// Returns names that are the bare codes.
    pub const fn plain() -> Self {
        Self { look_up: &|_| None }
    }
}

impl Names<'_> {
    /// Returns what an actor is called in running text: "the United States", "Iran".
    pub fn of(&self, actor: &ActorId) -> String {
        (self.look_up)(actor).unwrap_or_else(|| actor.to_string())
    }

    /// Returns what a mention is called: the actor's name, or the mention's words where the
    /// dictionary does not know it.
    pub fn mention(&self, actor: &ActorRef) -> String {
        actor
            .id
            .as_ref()
            .map_or_else(|| actor.mention.clone(), |id| self.of(id))
    }

    /// Returns the names of several mentions as a list, each actor once.
    pub fn list(&self, actors: &[ActorRef]) -> String {
        let mut names: Vec<String> = Vec::new();
        for actor in actors {
            let name = self.mention(actor);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        crate::words::list(&names)
    }
}
