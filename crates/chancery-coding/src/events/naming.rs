//! Whom a phrase names, stands beside or belongs to.

use super::participants::Participant;
use super::reading::Reading;
use chancery_model::ActorRef;
use chancery_text::TokenId;

/// How far to look for the actor of a phrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Depth {
    /// The phrase must name somebody.
    Named,
    /// The phrase may belong to somebody.
    Owner,
}

impl Reading<'_> {
    /// Returns the actors that a phrase names or belongs to.
    pub(crate) fn actors_of(&self, head: TokenId, depth: Depth) -> Vec<Participant> {
        let content = self.content(head);
        if self.is_force_of_nature(content) {
            return Vec::new();
        }
        if let Some(found) = self.named(content) {
            return found;
        }
        if content != head
            && let Some(found) = self.named(head)
        {
            return found;
        }
        if let Some(found) = self.apposed(content) {
            return found;
        }
        if let Some(found) = self.speaker_of_pronoun(content) {
            return found;
        }
        if matches!(self.token(content).tag, "WDT" | "WP")
            && self.token(content).dep == "pobj"
            && let Some(antecedent) = self.antecedent(content)
        {
            // "A and B, both of which": the whole row.
            let mut first = antecedent;
            while self.token(first).dep == "conj" && content != head {
                first = self.token(first).head;
            }
            let found = self.named_with_joined(first);
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(meant) = self.described(content) {
            return self.actors_of(meant, depth);
        }
        if let Some(found) = self.latter(content) {
            return found;
        }
        if let Some(found) = self.led_by(content) {
            return found;
        }
        let people = self.is_people(content);
        if !people && depth == Depth::Named {
            // What belongs to somebody acts for them: "Israeli bulldozers", "Moscow's letter".
            let found = self.owners_in_front(content);
            if !found.is_empty() {
                return found;
            }
        }
        if people || depth == Depth::Owner {
            let owners = self.owners(content, people);
            if !owners.is_empty() {
                return owners;
            }
        }
        let body = self.lexicon.is(&self.lemma(content), "native");
        if people || body || self.is_named_body(content) {
            let sector = self
                .mention(content)
                .and_then(|mention| mention.actors.first())
                .and_then(|actor| actor.sector);
            return vec![Participant {
                actor: ActorRef {
                    sector,
                    ..ActorRef::unresolved(self.short_phrase(content))
                },
                head: content,
                trust: 40,
            }];
        }
        Vec::new()
    }

    /// Returns the actors of the mention that a word heads.
    pub(super) fn named(&self, head: TokenId) -> Option<Vec<Participant>> {
        if self.is_ethnic(head) {
            return None;
        }
        let mention = self.mention(head)?;
        let trust = (mention.confidence * 100.0).clamp(0.0, 100.0) as u8;
        let known: Vec<Participant> = mention
            .actors
            .iter()
            .filter(|actor| actor.state().is_some())
            .map(|actor| Participant {
                actor: actor.clone(),
                head,
                trust,
            })
            .collect();
        (!known.is_empty()).then_some(known)
    }

    /// Returns whether a word names an ethnic group: "ethnic Albanians" and "local Serbs" are no
    /// citizens of Albania and Serbia, while "local Russian officials" are officials.
    pub(super) fn is_ethnic(&self, head: TokenId) -> bool {
        let people = self.entity(head) == Some("NORP")
            && matches!(self.token(head).tag, "NNPS" | "NNP" | "NNS");
        self.governed(head, &["amod"])
            .any(|child| match self.lemma(child).as_str() {
                "ethnic" => true,
                "local" | "native" | "resident" | "indigenous" => people,
                _ => false,
            })
    }

    /// Returns whether a name is that of a storm or the like: "Typhoon Muifa" is nobody.
    fn is_force_of_nature(&self, head: TokenId) -> bool {
        let accident = self.lexicon.class("accident");
        self.token(head).pos == "PROPN"
            && self
                .governed(head, &["compound"])
                .any(|child| self.lexicon.classes_of(&self.lemma(child)) & accident != 0)
    }

    /// Returns the actors of a phrase that explains this one ("the ministry, Iran's …").
    fn apposed(&self, head: TokenId) -> Option<Vec<Participant>> {
        // "The three allies, A, B and C": what stands beside a plural is a list.
        let several = matches!(self.token(head).tag, "NNS" | "NNPS");
        self.governed(head, &["appos"])
            .find_map(|apposition| {
                let found = if several {
                    self.named_with_joined(apposition)
                } else {
                    self.named(apposition).unwrap_or_default()
                };
                (!found.is_empty()).then_some(found)
            })
            .or_else(|| {
                (self.token(head).dep == "appos")
                    .then(|| self.named(self.token(head).head))
                    .flatten()
            })
    }

    /// Returns who leads a body that nobody knows by itself: "a coalition led by the Saudi army and the
    /// Egyptian navy".
    fn led_by(&self, head: TokenId) -> Option<Vec<Participant>> {
        const BODIES: &[&str] = &[
            "coalition",
            "alliance",
            "force",
            "bloc",
            "fleet",
            "convoy",
            "delegation",
            "mission",
        ];
        if !BODIES.contains(&self.lemma(head).as_str()) {
            return None;
        }
        let leaders: Vec<Participant> = self
            .governed(head, &["acl"])
            .filter(|&verb| self.lemma(verb) == "lead" && self.token(verb).tag == "VBN")
            .flat_map(|verb| self.governed(verb, &["agent", "prep"]).collect::<Vec<_>>())
            .filter(|&by| self.lemma(by) == "by")
            .flat_map(|by| self.coordinated_objects(by))
            .flat_map(|leader| self.named(leader).unwrap_or_default())
            .collect();
        (!leaders.is_empty()).then_some(leaders)
    }

    /// Returns the actors that a word names, with those joined to it.
    fn named_with_joined(&self, word: TokenId) -> Vec<Participant> {
        let mut found = Vec::new();
        let mut open = vec![word];
        while let Some(next) = open.pop() {
            found.extend(self.named(next).unwrap_or_default());
            open.extend(self.governed(next, &["conj", "appos"]));
        }
        found.sort_by_key(|one| one.head);
        found
    }

    /// Returns the noun that the relative clause of a word hangs on.
    fn antecedent(&self, word: TokenId) -> Option<TokenId> {
        let mut current = self.token(word).head;
        for _ in 0..8 {
            let token = self.token(current);
            if token.head == current {
                return None;
            }
            if token.dep == "relcl" && token.head < word {
                return Some(token.head);
            }
            current = token.head;
        }
        None
    }

    /// Returns what a clause of naming is about: "hideouts" in "what the army described as hideouts".
    fn described(&self, verb: TokenId) -> Option<TokenId> {
        let names = matches!(
            self.lemma(verb).as_str(),
            "describe" | "call" | "consider" | "regard" | "term" | "see"
        );
        if !names || !self.is_free_relative(verb) {
            return None;
        }
        self.governed(verb, &["oprd"])
            .next()
            .or_else(|| {
                self.governed(verb, &["prep"])
                    .filter(|&prep| self.lemma(prep) == "as")
                    .find_map(|prep| self.governed(prep, &["pobj"]).next())
            })
            .filter(|&meant| meant != verb)
    }

    /// Returns whether a clause begins with "what" and stands for a thing.
    pub(super) fn is_free_relative(&self, verb: TokenId) -> bool {
        self.token(verb).pos == "VERB"
            && self
                .governed(verb, &["dobj", "nsubj"])
                .any(|word| self.token(word).tag == "WP" && self.lemma(word) == "what")
    }

    /// Returns who gave out a paper that speaks: the parliament in "adopted a resolution that accused
    /// Baku".
    pub(super) fn issuers(&self, paper: TokenId) -> Vec<Participant> {
        const PAPERS: &[&str] = &[
            "resolution",
            "statement",
            "communique",
            "communiqué",
            "declaration",
            "letter",
            "report",
            "note",
            "decree",
        ];
        let token = self.token(paper);
        let given = token.dep == "dobj"
            && matches!(
                self.lemma(token.head).as_str(),
                "adopt"
                    | "issue"
                    | "publish"
                    | "release"
                    | "sign"
                    | "send"
                    | "pass"
                    | "deliver"
                    | "write"
                    | "submit"
            );
        if !given || !PAPERS.contains(&self.lemma(paper).as_str()) {
            return Vec::new();
        }
        self.predicate_of(token.head).map_or_else(Vec::new, |verb| {
            self.heads(verb, chancery_text::Role::Agent)
                .into_iter()
                .filter(|&head| head != paper)
                .flat_map(|head| self.named(head).unwrap_or_default())
                .collect()
        })
    }

    /// Returns the actors of the noun that "whose" refers to: the one that its clause hangs on, else
    /// the one that stands before it.
    fn antecedent_of_whose(&self, word: TokenId) -> Vec<Participant> {
        let antecedent = self.antecedent(word);
        let before = || {
            let sentence = self.analysis.sentences.get(self.token(word).sentence)?;
            (sentence.tokens.start..word)
                .rev()
                .find(|&one| matches!(self.token(one).pos, "NOUN" | "PROPN"))
        };
        let Some(antecedent) = antecedent.or_else(before) else {
            return Vec::new();
        };
        self.named(antecedent)
            .or_else(|| self.apposed(antecedent))
            .unwrap_or_else(|| self.owners_in_front(antecedent))
    }

    /// Returns the last of the names that the sentence before lists, for "the latter".
    fn latter(&self, head: TokenId) -> Option<Vec<Participant>> {
        if self.lemma(head) != "latter" {
            return None;
        }
        let before = self.token(head).sentence.checked_sub(1)?;
        let sentence = self.analysis.sentences.get(before)?.tokens.clone();
        sentence
            .rev()
            .filter(|&word| self.token(word).dep == "conj")
            .find_map(|word| self.named(word))
    }

    /// Returns the speaker for a pronoun that nobody resolved and that is the subject of what is
    /// said: "the ministry announced that it would …".
    fn speaker_of_pronoun(&self, head: TokenId) -> Option<Vec<Participant>> {
        if !matches!(
            self.lemma(head).as_str(),
            "it" | "he" | "she" | "they" | "we" | "i"
        ) || !matches!(self.token(head).dep, "nsubj" | "nsubjpass")
        {
            return None;
        }
        let mut clause = self.token(head).head;
        for _ in 0..4 {
            let token = self.token(clause);
            if token.head == clause {
                return None;
            }
            if !matches!(token.dep, "ccomp" | "xcomp" | "conj" | "acl") {
                return None;
            }
            let governor = token.head;
            let subject = self
                .governed(governor, &["nsubj"])
                .find(|&subject| subject != head);
            if token.dep == "ccomp"
                && let Some(subject) = subject
                && self
                    .lexicon
                    .operators(&self.lemma(governor))
                    .contains(&crate::lexicon::Operator::Say)
            {
                let found = self.actors_of(subject, Depth::Named);
                return (!found.is_empty()).then_some(found);
            }
            clause = governor;
        }
        None
    }

    /// Returns the actors that a thing or group belongs to: before its head, then after "of", "in"
    /// and the like.
    fn owners(&self, head: TokenId, people: bool) -> Vec<Participant> {
        let mut found = self.owners_in_front(head);
        if found.is_empty() {
            const AFTER: [&str; 14] = [
                "of",
                "in",
                "across",
                "throughout",
                "on",
                "against",
                "at",
                "from",
                "near",
                "inside",
                "to",
                "with",
                "for",
                "between",
            ];
            for wanted in AFTER {
                if people && matches!(wanted, "on" | "against" | "to" | "with" | "for") {
                    continue;
                }
                for prep in self.governed(head, &["prep"]) {
                    if !self.token(prep).text.eq_ignore_ascii_case(wanted) {
                        continue;
                    }
                    for object in self.coordinated_objects(prep) {
                        match self.named(object) {
                            Some(named) => found.extend(named),
                            None => found.extend(self.owners_before(object)),
                        }
                    }
                }
                if !found.is_empty() {
                    break;
                }
            }
        }
        for participant in &mut found {
            participant.head = head;
            participant.trust = participant.trust.saturating_sub(10);
        }
        found
    }

    /// Returns the actors before a noun: its possessor, adjectives and compounds.
    pub(crate) fn owners_in_front(&self, head: TokenId) -> Vec<Participant> {
        let mut found = Vec::new();
        for child in self.governed(head, &["poss", "amod", "compound", "nmod"]) {
            if self.is_named_after_town(head, child) {
                continue;
            }
            if self.token(child).tag == "WP$" {
                found.extend(self.antecedent_of_whose(child));
                continue;
            }
            let mut open = vec![child];
            while let Some(next) = open.pop() {
                let named = self.named(next).or_else(|| {
                    (self.token(next).dep == "compound")
                        .then(|| self.owners_in_front(next))
                        .filter(|owners| !owners.is_empty())
                });
                found.extend(named.unwrap_or_default());
                open.extend(self.governed(next, &["conj"]));
                // "U.S. manned and unmanned aircraft", "a French-led operation"; what is only backed by
                // a state is not its own.
                if matches!(
                    self.token(next).text.to_lowercase().as_str(),
                    "led" | "manned" | "unmanned" | "piloted" | "operated" | "launched" | "fired"
                ) {
                    open.extend(self.governed(next, &["npadvmod", "advmod", "compound", "nmod"]));
                }
            }
        }
        for participant in &mut found {
            participant.head = head;
            participant.trust = participant.trust.saturating_sub(10);
        }
        found
    }

    /// Returns whether a word before a noun only says where an agreement was made or talks are held:
    /// "the Ohrid agreement", "the Geneva talks". Its town's state is no party by that.
    pub(super) fn is_named_after_town(&self, noun: TokenId, word: TokenId) -> bool {
        let meant = self.lexicon.class("agreement") | self.lexicon.class("talks");
        matches!(self.token(word).dep, "compound" | "nmod" | "amod")
            && self.lexicon.classes_of(&self.lemma(noun)) & meant != 0
            && self.mention(word).is_some_and(|mention| mention.town)
    }

    /// Returns the actors before a noun ("the Iranian coast"), and one step behind it.
    fn owners_before(&self, head: TokenId) -> Vec<Participant> {
        let mut found = Vec::new();
        for child in self.governed(head, &["poss", "amod", "compound", "nmod", "appos"]) {
            if self.token(child).dep == "appos" {
                found.extend(self.named_with_joined(child));
            } else {
                found.extend(self.named(child).unwrap_or_default());
            }
        }
        if found.is_empty() {
            for prep in self.governed(head, &["prep"]) {
                if matches!(self.lemma(prep).as_str(), "of" | "in") {
                    for object in self.coordinated_objects(prep) {
                        found.extend(self.named(object).unwrap_or_default());
                    }
                }
            }
        }
        found
    }

    /// Returns whether a word heads the name of an organisation that the dictionary does not know.
    pub(crate) fn is_named_body(&self, head: TokenId) -> bool {
        matches!(self.entity(head), Some("ORG" | "NORP")) && self.token(head).pos == "PROPN"
    }

    /// Returns whether a word stands for an organ of a state, or is a name: somebody whom the text
    /// takes for an actor even where the dictionary does not.
    pub(crate) fn is_institution(&self, head: TokenId) -> bool {
        self.is_named_body(head)
            || self.entity(head) == Some("PERSON")
            || self.lexicon.is(&self.lemma(head), "institution")
    }

    /// Returns whether a word stands for people: a person's name, a pronoun for one, or a noun for
    /// people, officials or troops.
    pub(crate) fn is_people(&self, head: TokenId) -> bool {
        let token = self.token(head);
        if token.pos == "NUM" && matches!(token.dep, "dobj" | "nsubj" | "nsubjpass") {
            return self
                .governed(head, &["nmod", "quantmod"])
                .all(|child| self.token(child).tag != "$");
        }
        if self.is_ethnic(head) {
            return true;
        }
        if self.entity(head) == Some("PERSON") {
            return true;
        }
        if matches!(
            self.lemma(head).as_str(),
            "he" | "she" | "they" | "him" | "her" | "them" | "who"
        ) {
            return true;
        }
        if token.pos != "NOUN" && token.pos != "PROPN" {
            return false;
        }
        let people = self.lexicon.class("person")
            | self.lexicon.class("official")
            | self.lexicon.class("troopsonly")
            | self.lexicon.class("ambassador")
            | self.lexicon.class("refugee")
            | self.lexicon.class("prisoner");
        let not_people = self.lexicon.class("aircraft") | self.lexicon.class("ship");
        let classes = self.lexicon.classes_of(&self.lemma(head));
        classes & people != 0 && classes & not_people == 0
    }
}
