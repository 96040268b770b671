//! What the resolver finds: mentions with the actors they name.

use chancery_model::{ActorRef, Span};
use chancery_text::TokenId;
use std::ops::Range;

/// What kind of thing a mention names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ActorKind {
    /// A state by its name, or by an adjective.
    State,
    /// A state by its capital: the government or the city.
    Capital,
    /// A city or region.
    Place,
    /// An organ, party, firm, or a seat that stands for one.
    Body,
    /// An international organisation.
    Organisation,
    /// An armed group or another non-state actor.
    Group,
    /// A person by name.
    Person,
    /// Somebody by office, rank or role, or an unnamed institution.
    Role,
    /// The people of a state.
    People,
    /// A set of states, or a collective that names none.
    Collective,
    /// A pronoun.
    Pronoun,
}

/// A mention with the actors that it names.
#[derive(Clone, PartialEq, Debug)]
pub struct ResolvedMention {
    /// Its tokens: the noun phrase as far as it tells who is meant.
    pub tokens: Range<TokenId>,
    /// The head word of the noun phrase; for an adjective on a noun that is no actor, the adjective.
    pub head: TokenId,
    /// The actors: one, several for a compound or a collective, and one without an id where the
    /// dictionary does not know the mention.
    pub actors: Vec<ActorRef>,
    /// How sure the resolution is, 0 to 1.
    pub confidence: f64,
    /// The rule that decided.
    pub rule: &'static str,
    /// Whether it only qualifies a noun that is no actor ("Israeli strikes").
    pub adjectival: bool,
    /// Whether it names a set ("the West", "both sides").
    pub collective: bool,
    /// Whether it holds a name rather than a role word or pronoun alone.
    pub named: bool,
    /// Whether it is a place where something happens, rather than somebody who acts or is acted on.
    pub locative: bool,
    /// What kind of thing it names.
    pub kind: ActorKind,
}

impl ResolvedMention {
    /// Returns whether any of its actors has an id.
    pub fn is_resolved(&self) -> bool {
        self.actors.iter().any(|actor| actor.id.is_some())
    }
}

/// A name in a paragraph that was not analysed.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedElsewhere {
    /// Where it stands in the stored text.
    pub span: Span,
    /// Whom it names.
    pub actor: ActorRef,
}

/// The mentions of a document.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Resolution {
    /// The mentions, sorted by position.
    pub mentions: Vec<ResolvedMention>,
    /// Newspapers, agencies and channels, which report and do not act.
    pub outlets: Vec<Range<TokenId>>,
    /// Names in paragraphs that have no tokens, such as captions in another language.
    pub elsewhere: Vec<NamedElsewhere>,
    /// For each token the number of the mention that it heads, plus one.
    heads: Vec<u32>,
}

impl Resolution {
    pub(crate) fn new(
        mut mentions: Vec<ResolvedMention>,
        outlets: Vec<Range<TokenId>>,
        tokens: usize,
        head_of: impl Fn(Range<TokenId>) -> TokenId,
    ) -> Self {
        mentions.sort_by(|a, b| {
            (a.tokens.start, a.tokens.end, a.head).cmp(&(b.tokens.start, b.tokens.end, b.head))
        });
        let mut heads = vec![0; tokens];
        for (number, mention) in mentions.iter().enumerate() {
            if let Some(head) = heads.get_mut(mention.head)
                && *head == 0
            {
                *head = number as u32 + 1;
            }
        }
        // "the [minister] George Saitoti", where the tree hangs the name on the title.
        for (number, mention) in mentions
            .iter()
            .enumerate()
            .filter(|(_, mention)| !mention.adjectival)
        {
            if let Some(head) = heads.get_mut(head_of(mention.tokens.clone()))
                && *head == 0
            {
                *head = number as u32 + 1;
            }
        }
        Self {
            mentions,
            outlets,
            elsewhere: Vec::new(),
            heads,
        }
    }

    /// Returns the mention of the noun phrase that a token heads.
    pub fn of_head(&self, token: TokenId) -> Option<&ResolvedMention> {
        let number = self.heads.get(token)?.checked_sub(1)?;
        self.mentions.get(number as usize)
    }

    /// Returns the shortest mention that covers a token.
    pub fn covering(&self, token: TokenId) -> Option<&ResolvedMention> {
        self.mentions
            .iter()
            .filter(|mention| mention.tokens.contains(&token))
            .min_by_key(|mention| mention.tokens.len())
    }

    /// Returns whether a token belongs to the name of a newspaper, agency or channel.
    pub fn is_outlet(&self, token: TokenId) -> bool {
        self.outlets.iter().any(|outlet| outlet.contains(&token))
    }
}
