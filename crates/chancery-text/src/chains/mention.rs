//! The phrases that can be linked: names, nouns with their phrases, pairs ("Russia and Iran") and
//! pronouns.

use super::words::{Gender, Kind, gender_of, kind_of_label, kind_of_noun};
use crate::clauses::tree::Tree;
use crate::{MentionKind, TokenId};
use std::ops::Range;

/// What a mention is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shape {
    Name,
    Noun,
    /// Coordinated phrases taken together.
    Pair,
    Pronoun,
}

/// Whether one or several are meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Number {
    Singular,
    Plural,
    Unknown,
}

/// A phrase that can be linked.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Mention {
    pub(crate) tokens: Range<TokenId>,
    pub(crate) head: TokenId,
    pub(crate) shape: Shape,
    pub(crate) number: Number,
    pub(crate) gender: Gender,
    pub(crate) kind: Kind,
    pub(crate) sentence: usize,
    /// Whether "the", "this", "its" or the like opens the phrase.
    pub(crate) definite: bool,
    /// Whether "a", "some", a number or the like opens it, or nothing does and it is plural.
    pub(crate) indefinite: bool,
    /// The words of a name without title and article, in lower case.
    pub(crate) words: Vec<String>,
    /// The members of a pair, by the number of their mention.
    pub(crate) members: Vec<TokenId>,
}

impl Mention {
    pub(crate) fn kind(&self) -> MentionKind {
        match self.shape {
            Shape::Name => MentionKind::Name,
            Shape::Noun | Shape::Pair => MentionKind::Noun,
            Shape::Pronoun => MentionKind::Pronoun,
        }
    }
}

/// Returns the mentions of a document in the order of their heads; a pair stands right after its
/// last member.
pub(crate) fn mentions(tree: &Tree<'_>) -> Vec<Mention> {
    let analysis = tree.analysis();
    let count = analysis.tokens.len();
    let mut entity = vec![None; count];
    for (number, found) in analysis.entities.iter().enumerate() {
        for id in found.tokens.clone() {
            if id < count {
                entity[id] = Some(number);
            }
        }
    }
    let mut found = Vec::new();
    for id in 0..count {
        if let Some(mention) = read(tree, id, &entity) {
            found.push(mention);
        }
        if let Some(pair) = pair(tree, id) {
            found.push(pair);
        }
    }
    // What a pair names, its first member shows.
    let kinds: Vec<(TokenId, Kind)> = found
        .iter()
        .filter(|mention| mention.shape != Shape::Pair)
        .map(|mention| (mention.head, mention.kind))
        .collect();
    for mention in &mut found {
        if mention.shape == Shape::Pair {
            let first = kinds
                .binary_search_by_key(&mention.members[0], |(head, _)| *head)
                .ok()
                .map(|place| kinds[place].1);
            mention.kind = first.unwrap_or(Kind::Unknown);
        }
    }
    found
}

fn read(tree: &Tree<'_>, id: TokenId, entity: &[Option<usize>]) -> Option<Mention> {
    let token = tree.token(id);
    if matches!(token.tag, "PRP" | "PRP$") {
        return Some(pronoun(tree, id));
    }
    if is_anaphoric_word(tree, id) {
        return Some(pronoun(tree, id));
    }
    if let Some(number) = somebody(tree, id) {
        return Some(Mention {
            kind: Kind::Person,
            number,
            indefinite: true,
            ..noun(tree, id)
        });
    }
    let named = entity[id].map(|number| &tree.analysis().entities[number]);
    let heads_name = named.is_some_and(|name| {
        tree.head(id)
            .is_none_or(|head| !name.tokens.contains(&head))
            && first_outer(tree, name.tokens.clone()) == Some(id)
    });
    if let Some(name) = named.filter(|_| heads_name) {
        let kind = kind_of_label(name.label);
        let adjective = token.pos == "ADJ" || (name.label == "NORP" && token.dep == "amod");
        if kind != Kind::Measure && !adjective && matches!(token.pos, "PROPN" | "NOUN" | "X") {
            return Some(name_mention(
                tree,
                id,
                name.tokens.clone(),
                kind,
                name.label,
            ));
        }
    }
    if named.is_some() && !heads_name {
        return None;
    }
    let heads_phrase = matches!(token.pos, "NOUN" | "PROPN")
        && !matches!(
            token.dep,
            "compound" | "amod" | "nmod" | "npadvmod" | "quantmod" | "prep" | "mark" | "punct"
        );
    if !heads_phrase || named.is_some_and(|name| kind_of_label(name.label) == Kind::Measure) {
        return None;
    }
    if token.pos == "PROPN" {
        let start = proper_start(tree, id);
        return Some(name_mention(tree, id, start..id + 1, Kind::Unknown, ""));
    }
    Some(noun(tree, id))
}

/// Returns the token of a name that hangs outside of it.
fn first_outer(tree: &Tree<'_>, range: Range<TokenId>) -> Option<TokenId> {
    range
        .clone()
        .find(|&id| tree.head(id).is_none_or(|head| !range.contains(&head)))
}

fn proper_start(tree: &Tree<'_>, id: TokenId) -> TokenId {
    let mut start = id;
    while start > 0
        && tree.token(start - 1).sentence == tree.token(id).sentence
        && tree.token(start - 1).pos == "PROPN"
        && tree.dep(start - 1) == "compound"
    {
        start -= 1;
    }
    start
}

fn name_mention(
    tree: &Tree<'_>,
    head: TokenId,
    range: Range<TokenId>,
    kind: Kind,
    entity_label: &str,
) -> Mention {
    let token = tree.token(head);
    let words: Vec<String> = range
        .clone()
        .map(|id| tree.token(id))
        .filter(|token| !matches!(token.tag, "DT" | "POS" | "HYPH" | ":" | ","))
        .map(|token| token.text.to_lowercase())
        .collect();
    let mut gender = Gender::Unknown;
    if kind == Kind::Person || kind == Kind::Unknown {
        // Titles stand before the name; the first word of a name is the given one.
        let before = range.start.saturating_sub(3)..range.start;
        let titles = before
            .filter(|&id| tree.dep(id) == "compound")
            .map(|id| tree.token(id).text.to_lowercase());
        for word in titles.chain(words.iter().take(2).cloned()) {
            if gender == Gender::Unknown {
                gender = gender_of(&word);
            }
        }
    }
    let title_kind = range
        .start
        .checked_sub(1)
        .filter(|&id| tree.token(id).sentence == token.sentence)
        .filter(|&id| tree.dep(id) == "compound" && matches!(tree.token(id).pos, "PROPN" | "NOUN"))
        .map(|id| kind_of_noun(&tree.token(id).text.to_lowercase()));
    let several = matches!(token.tag, "NNPS" | "NNS");
    let kind = match (kind, title_kind) {
        (Kind::Unknown, Some(Kind::Person)) => Kind::Person,
        // "The Palestinians": people, not an institution.
        (Kind::Organisation, _) if several && entity_label == "NORP" => Kind::Person,
        (Kind::Unknown, _) => words
            .last()
            .map_or(Kind::Unknown, |word| kind_of_noun(word)),
        (kind, _) => kind,
    };
    let plural = matches!(token.tag, "NNPS" | "NNS") && kind != Kind::State;
    Mention {
        tokens: range,
        head,
        shape: Shape::Name,
        number: match kind {
            Kind::Person if !plural => Number::Singular,
            Kind::Organisation if !plural => Number::Unknown,
            _ if plural => Number::Plural,
            // "The Emirates … they".
            Kind::State if several => Number::Unknown,
            _ => Number::Singular,
        },
        gender,
        kind,
        sentence: token.sentence,
        definite: true,
        indefinite: false,
        words,
        members: Vec::new(),
    }
}

fn noun(tree: &Tree<'_>, head: TokenId) -> Mention {
    let token = tree.token(head);
    let mut start = head;
    let mut definite = false;
    let mut indefinite = false;
    for child in tree.children(head).filter(|&child| child < head) {
        match tree.dep(child) {
            "det" => {
                start = start.min(child);
                match tree.lemma(child).to_lowercase().as_str() {
                    "the" | "this" | "that" | "these" | "those" => definite = true,
                    _ => indefinite = true,
                }
            }
            "poss" => {
                definite = true;
                start = start.min(leftmost(tree, child));
            }
            "nummod" | "amod" | "compound" | "nmod" | "predet" => {
                start = start.min(leftmost(tree, child));
            }
            _ => {}
        }
    }
    let number = if token.tag == "NNS" {
        Number::Plural
    } else {
        Number::Singular
    };
    let kind = kind_of_noun(&token.lemma);
    Mention {
        tokens: start..head + 1,
        head,
        shape: Shape::Noun,
        number: match (number, kind) {
            (Number::Singular, Kind::Organisation) => Number::Unknown,
            (number, _) if matches!(&*token.lemma, "police" | "people" | "personnel") => {
                let _ = number;
                Number::Plural
            }
            (number, _) => number,
        },
        gender: gender_of(&token.lemma),
        kind,
        sentence: token.sentence,
        definite,
        indefinite: indefinite || (!definite && number == Number::Plural),
        words: Vec::new(),
        members: Vec::new(),
    }
}

fn leftmost(tree: &Tree<'_>, id: TokenId) -> TokenId {
    // Modifiers before a noun are short; two levels reach their left edge.
    let first = tree.children(id).next().map_or(id, |child| child.min(id));
    if first == id {
        return id;
    }
    tree.children(first)
        .next()
        .map_or(first, |child| child.min(first))
}

/// Returns whether a word stands for something mentioned before: "the latter", "both".
fn is_anaphoric_word(tree: &Tree<'_>, id: TokenId) -> bool {
    let text = tree.token(id).text.to_lowercase();
    let argument = matches!(
        tree.dep(id),
        "nsubj" | "nsubjpass" | "dobj" | "pobj" | "dative" | "conj"
    );
    let determined = || id > 0 && tree.token(id - 1).text.eq_ignore_ascii_case("the");
    let bare = || {
        tree.children(id)
            .all(|child| matches!(tree.dep(child), "det" | "relcl"))
    };
    match &*text {
        "latter" | "former" => argument && determined() && bare(),
        "both" => argument && bare(),
        _ => false,
    }
}

/// Returns the number of a word for people whom nothing names: "anyone", "those who fled".
fn somebody(tree: &Tree<'_>, id: TokenId) -> Option<Number> {
    match &*tree.token(id).text.to_lowercase() {
        "someone" | "somebody" | "anyone" | "anybody" | "everyone" | "everybody" => {
            Some(Number::Singular)
        }
        "those" => tree
            .children(id)
            .filter(|&child| tree.dep(child) == "relcl")
            .flat_map(|clause| tree.children(clause))
            .any(|child| tree.token(child).text.eq_ignore_ascii_case("who"))
            .then_some(Number::Plural),
        _ => None,
    }
}

fn pronoun(tree: &Tree<'_>, id: TokenId) -> Mention {
    let token = tree.token(id);
    let text = token.text.to_lowercase();
    let (number, gender) = match &*text {
        "he" | "him" | "his" | "himself" => (Number::Singular, Gender::Male),
        "she" | "her" | "hers" | "herself" => (Number::Singular, Gender::Female),
        "they" | "them" | "their" | "theirs" | "themselves" | "'em" | "both" => {
            (Number::Plural, Gender::Unknown)
        }
        "we" | "us" | "our" | "ours" | "ourselves" => (Number::Plural, Gender::Unknown),
        "latter" | "former" => (Number::Unknown, Gender::Unknown),
        _ => (Number::Singular, Gender::Unknown),
    };
    let kind = match gender {
        Gender::Unknown => Kind::Unknown,
        _ => Kind::Person,
    };
    let article = matches!(&*text, "latter" | "former");
    Mention {
        tokens: id - usize::from(article)..id + 1,
        head: id,
        shape: Shape::Pronoun,
        number,
        gender,
        kind,
        sentence: token.sentence,
        definite: true,
        indefinite: false,
        words: vec![text],
        members: Vec::new(),
    }
}

/// Returns the pair or list whose last member is this word.
fn pair(tree: &Tree<'_>, last: TokenId) -> Option<Mention> {
    if tree.dep(last) != "conj" || !matches!(tree.token(last).pos, "PROPN" | "NOUN" | "PRON") {
        return None;
    }
    // The last member is the one without a further conjunct.
    if tree.children(last).any(|child| tree.dep(child) == "conj") {
        return None;
    }
    let mut members = vec![last];
    let mut at = last;
    for _ in 0..20 {
        let Some(head) = tree.head(at).filter(|&head| head < at) else {
            break;
        };
        if !tree.is_nominal(head) {
            return None;
        }
        members.push(head);
        at = head;
        if tree.dep(head) != "conj" {
            break;
        }
    }
    members.reverse();
    let joined = tree
        .children(members[members.len().saturating_sub(2)])
        .any(|child| tree.dep(child) == "cc" && matches!(tree.lemma(child), "and" | "&"));
    if !joined || members.len() < 2 {
        return None;
    }
    let first = members[0];
    let start = tree
        .children(first)
        .find(|&child| {
            child < first && matches!(tree.dep(child), "det" | "compound" | "amod" | "poss")
        })
        .unwrap_or(first);
    Some(Mention {
        tokens: start..last + 1,
        head: first,
        shape: Shape::Pair,
        number: Number::Plural,
        gender: Gender::Unknown,
        kind: Kind::Unknown,
        sentence: tree.token(last).sentence,
        definite: true,
        indefinite: false,
        words: Vec::new(),
        members,
    })
}
