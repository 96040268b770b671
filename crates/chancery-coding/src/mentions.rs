//! Who is meant by which word, as the coder asks for it: mentions by the word that heads them.

use chancery_model::ActorRef;
use chancery_text::TokenId;

/// A mention with its actors.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Mention {
    /// The actors it resolves to; none where nobody is known.
    pub(crate) actors: Vec<ActorRef>,
    /// How sure that is, 0 to 1.
    pub(crate) confidence: f64,
    /// Whether it is a name or demonym rather than a noun or pronoun.
    pub(crate) named: bool,
    /// Whether it only says where something is.
    pub(crate) locative: bool,
    /// Whether it names a town, by itself or for the government that sits there.
    pub(crate) town: bool,
}

/// The mentions of a document.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Mentions {
    by_head: Vec<Option<Mention>>,
}

impl Mentions {
    /// Returns the mentions of a document of so many words.
    pub(crate) fn of(length: usize, mentions: impl Iterator<Item = (TokenId, Mention)>) -> Self {
        let mut by_head: Vec<Option<Mention>> = vec![None; length];
        for (head, mention) in mentions {
            if let Some(slot) = by_head.get_mut(head) {
                let better = slot
                    .as_ref()
                    .is_none_or(|known| known.actors.is_empty() && !mention.actors.is_empty());
                if better {
                    *slot = Some(mention);
                }
            }
        }
        Self { by_head }
    }

    /// Returns the mention that a word heads.
    pub(crate) fn of_head(&self, head: TokenId) -> Option<&Mention> {
        self.by_head.get(head).and_then(Option::as_ref)
    }
}
