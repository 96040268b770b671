//! Whom the words of a text name, in their order: lists of actors ("A, B and the C") and what stands
//! between them.

use chancery_model::{ActorId, ActorRef};

/// Actors that a text lists together, with the bytes that the list takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Listed<'about> {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) actors: Vec<&'about ActorId>,
}

/// Returns the lists of actors in a text, which is in small letters, by what its actors are called.
pub(crate) fn lists<'about>(text: &str, actors: &'about [ActorRef]) -> Vec<Listed<'about>> {
    let mut mentions: Vec<(usize, usize, &ActorId)> = Vec::new();
    for actor in actors {
        let mention = actor.mention.to_lowercase();
        let Some(state) = actor.state().filter(|_| !mention.is_empty()) else {
            continue;
        };
        let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
        for (start, found) in text.match_indices(mention.as_str()) {
            let end = start + found.len();
            let whole =
                !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next());
            let inside = |held: &(usize, usize, &ActorId)| start < held.1 && held.0 < end;
            if whole && !mentions.iter().any(inside) {
                mentions.push((start, end, state));
            }
        }
    }
    mentions.sort_unstable();
    let mut found: Vec<Listed<'about>> = Vec::new();
    for (start, end, actor) in mentions {
        let joined = |held: &&mut Listed<'_>| {
            text.get(held.end..start).is_some_and(|between| {
                let words = between.split([' ', ',', '’', '\'']);
                !between.trim().is_empty()
                    && words.clone().all(|word| {
                        matches!(
                            word,
                            "" | "and" | "or" | "nor" | "the" | "even" | "both" | "also"
                        )
                    })
            })
        };
        match found.last_mut().filter(joined) {
            Some(held) => {
                held.end = end;
                if !held.actors.contains(&actor) {
                    held.actors.push(actor);
                }
            }
            None => found.push(Listed {
                start,
                end,
                actors: vec![actor],
            }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    #[test]
    fn actors_that_stand_together_are_one_list() {
        let about: Vec<ActorRef> = [
            ("ISR", "Israel"),
            ("USA", "U.S."),
            ("RUS", "Russia"),
            ("IRN", "it"),
        ]
        .into_iter()
        .map(|(id, mention)| ActorRef {
            mention: mention.to_owned(),
            ..fixture::actor(id)
        })
        .collect();
        let check = |text: &str, expected: &[&[&str]]| {
            let found: Vec<Vec<&str>> = lists(&text.to_lowercase(), &about)
                .iter()
                .map(|list| list.actors.iter().map(|id| id.as_str()).collect())
                .collect();
            assert_eq!(found, expected, "{text}");
        };
        check(
            "Israel and the U.S. go further than Russia",
            &[&["ISR", "USA"], &["RUS"]],
        );
        check("Israel, Russia and the U.S.", &[&["ISR", "RUS", "USA"]]);
        check("Situations in Israeli cities", &[]);
        check("Russia saved it", &[&["RUS"], &["IRN"]]);
        check("", &[]);
    }
}
