//! What the actors of a view are called.

use chancery_actors::Dictionary;
use chancery_relations::Names;
use chancery_store::View;

/// Returns the dictionary's names of all actors of a view.
pub(crate) fn of(view: &View<'_>) -> Names {
    let dictionary = Dictionary::embedded();
    let mut names = Names::default();
    for statement in &view.statements {
        for actor in statement.body.actors() {
            for id in actor.id.iter().chain(&actor.country) {
                if let Some(name) = dictionary.name(id) {
                    names.insert(id.clone(), name);
                }
            }
        }
    }
    names
}
