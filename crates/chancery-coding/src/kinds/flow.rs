//! Flows: who supplies or sells what to whom.
//!
//! "X supplies drones to Y", "X armed Y", "Y buys gas from X", "X's arms sales to Y". The actor is
//! always the one who supplies.

use super::Kinds;
use super::claim::{Ground, add, without};
use chancery_model::{ActorRef, Body, Commodity, Flow, Statement, Status};
use chancery_text::{PredicateKind, Role, TokenId};

fn commodity(name: &str) -> Option<Commodity> {
    Some(match name {
        "arms" => Commodity::Arms,
        "energy" => Commodity::Energy,
        "money" => Commodity::Money,
        "people" => Commodity::People,
        "food" => Commodity::Food,
        "technology" => Commodity::Technology,
        "goods" => Commodity::Goods,
        _ => return None,
    })
}

impl Kinds<'_> {
    /// Returns the flows of the document.
    pub(super) fn flows(&self) -> Vec<Statement> {
        let mut found = Vec::new();
        for id in 0..self.reading.analysis.predications.len() {
            let predication = self.reading.predication(id);
            if !self.makes_claims(predication.head) {
                continue;
            }
            if predication.kind == PredicateKind::Verb {
                found.extend(self.of_supplying(id));
            }
        }
        for word in 0..self.reading.analysis.tokens.len() {
            if self.makes_claims(word) && self.reading.token(word).pos == "NOUN" {
                let lemma = self.reading.lemma(word);
                if self.words.has("supply-noun", &lemma) || self.words.has("buy-noun", &lemma) {
                    found.extend(self.of_sales(word));
                }
            }
        }
        found
    }

    /// Returns the class of a thing and the word that tells it.
    fn thing(&self, head: TokenId) -> Option<(Commodity, TokenId)> {
        let content = self.reading.content(head);
        for word in [content, head] {
            let lemma = self.reading.lemma(word);
            let text = self.reading.token(word).text.to_lowercase();
            let joined = self.reading.joined(word);
            let found = joined
                .as_deref()
                .and_then(|joined| self.words.label("goods", joined))
                .or_else(|| self.words.label("goods", &lemma))
                .or_else(|| self.words.label("goods", &text))
                .and_then(commodity);
            if let Some(found) = found {
                return Some((found, word));
            }
        }
        // "technology that helps …", "military equipment", "energy resources"
        let before = self
            .reading
            .governed(content, &["compound", "amod", "nmod"]);
        for child in before {
            if matches!(
                self.reading.lemma(content).as_str(),
                "resource"
                    | "system"
                    | "part"
                    | "product"
                    | "shipment"
                    | "aid"
                    | "equipment"
                    | "supply"
                    | "export"
                    | "package"
                    | "component"
                    | "carrier"
                    | "hardware"
                    | "assistance"
                    | "import"
                    | "material"
                    | "sale"
                    | "delivery"
            ) {
                let lemma = self.reading.lemma(child);
                if lemma == "military" {
                    return Some((Commodity::Arms, content));
                }
                if let Some(found) = self.words.label("goods", &lemma).and_then(commodity) {
                    return Some((found, content));
                }
            }
        }
        None
    }

    /// Returns the words of a thing: with what stands before its head, and "of …" behind it.
    fn item(&self, head: TokenId) -> String {
        let content = self.reading.content(head);
        if self.reading.token(content).pos == "NUM" {
            return self.reading.words(self.reading.subtree(content));
        }
        let mut first = content;
        for child in self
            .reading
            .governed(content, &["amod", "compound", "nmod"])
        {
            if child < content {
                first = first.min(self.reading.subtree(child).start);
            }
        }
        self.reading.words(first..content + 1)
    }

    /// Returns the amount that counts or measures a thing.
    fn amount(&self, head: TokenId) -> (Option<f64>, Option<String>) {
        let tokens = self.reading.subtree(head);
        self.reading
            .analysis
            .quantities
            .iter()
            .find(|amount| {
                tokens.start <= amount.tokens.start
                    && amount.tokens.end <= tokens.end
                    && amount.tokens.start <= head
                    && (amount.low - amount.high).abs() < f64::EPSILON
            })
            .map_or((None, None), |amount| {
                (Some(amount.low), amount.unit.clone())
            })
    }

    /// "X supplies A to Y", "X supplies Y with A", "Y buys A from X".
    fn of_supplying(&self, id: usize) -> Vec<Statement> {
        let predication = self.reading.predication(id);
        let verb = predication.head;
        let lemma = self.reading.lemma(verb);
        let ground = self.clause(id);
        let things = self.reading.heads(id, Role::Patient);
        let mut found = Vec::new();
        let arms = lemma == "arm";
        if self.words.has("equip", &lemma) {
            let with: Vec<TokenId> = self
                .reading
                .after(id, "with")
                .into_iter()
                .map(|argument| argument.head)
                .collect();
            let to = self.patients(id);
            for &thing in &with {
                if let Some((class, word)) = self.thing(thing) {
                    found.extend(self.flow(
                        self.agents(id),
                        to.clone(),
                        class,
                        thing.max(word).min(thing),
                        &ground,
                        &lemma,
                    ));
                }
            }
            if !with.is_empty() || arms {
                return found;
            }
        }
        let supplies = self.words.has("supply", &lemma);
        let buys = self.words.has("buy", &lemma);
        if !supplies && !buys {
            return found;
        }
        for mut thing in things {
            let mut class = self.thing(thing);
            // "The drones are of a type that X supplied".
            if class.is_none()
                && matches!(
                    self.reading.lemma(thing).as_str(),
                    "type" | "model" | "kind" | "sort"
                )
                && let Some(sentence) = self
                    .reading
                    .analysis
                    .sentences
                    .get(self.reading.token(thing).sentence)
            {
                let before = (sentence.tokens.start..thing).rev();
                if let Some(other) = before.into_iter().find(|&word| self.thing(word).is_some()) {
                    thing = other;
                    class = self.thing(other);
                }
            }
            let Some((class, _)) = class else {
                continue;
            };
            let (from, to) = if supplies {
                let mut to = self.known_of(self.reading.heads(id, Role::Recipient));
                for preposition in ["to", "for"] {
                    if to.is_empty() {
                        let after = self.reading.after(id, preposition);
                        to = self.known_of(after.into_iter().map(|argument| argument.head));
                    }
                }
                if to.is_empty() {
                    to = self.behind(thing, &["to"]);
                }
                (self.agents(id), to)
            } else {
                let after = self.reading.after(id, "from");
                let mut from = self.known_of(after.into_iter().map(|argument| argument.head));
                if from.is_empty() {
                    from = self.behind(thing, &["from"]);
                }
                if from.is_empty() {
                    from = self.sold_by(thing);
                }
                if from.is_empty() && class != Commodity::People {
                    from = self.owners(thing);
                }
                (from, self.agents(id))
            };
            let to = without(to, &from);
            let whole = !from.is_empty() && !to.is_empty();
            let plain = self.words.has("supply-plain", &lemma)
                && matches!(
                    class,
                    Commodity::Arms | Commodity::Energy | Commodity::Technology
                );
            if !whole && (!plain || from.is_empty()) {
                continue;
            }
            if class == Commodity::People && !whole {
                continue;
            }
            found.extend(self.flow(from, to, class, thing, &ground, &lemma));
        }
        found
    }

    /// Returns the subject of the relative clause behind a thing ("the oil that X sells").
    fn sold_by(&self, thing: TokenId) -> Vec<ActorRef> {
        let content = self.reading.content(thing);
        let clauses = self.reading.governed(content, &["relcl"]);
        self.known_of(
            clauses
                .filter(|&clause| self.words.has("supply", &self.reading.lemma(clause)))
                .flat_map(|clause| {
                    self.reading
                        .governed(clause, &["nsubj"])
                        .collect::<Vec<_>>()
                }),
        )
    }

    /// "X's arms sales to Y", "deliveries of gas from X", "imports of oil from X".
    fn of_sales(&self, noun: TokenId) -> Vec<Statement> {
        let lemma = self.reading.lemma(noun);
        let things: Vec<TokenId> = self
            .reading
            .governed(noun, &["compound", "nmod", "amod"])
            .chain(
                self.reading
                    .governed(noun, &["prep"])
                    .filter(|&prep| self.reading.lemma(prep) == "of")
                    .flat_map(|prep| self.reading.coordinated_objects(prep)),
            )
            .collect();
        let Some((class, thing)) = things.iter().find_map(|&thing| {
            self.thing(thing)
                .map(|(class, _)| (class, thing))
                .filter(|(class, _)| *class != Commodity::People)
        }) else {
            return Vec::new();
        };
        let buys = self.words.has("buy-noun", &lemma);
        let mut owners = self.owners(noun);
        add(&mut owners, self.owners(thing));
        let owners = owners;
        let (from, to) = if buys {
            (self.behind(noun, &["from"]), owners)
        } else {
            let mut from = owners;
            add(&mut from, self.behind(noun, &["from", "by"]));
            (from, self.behind(noun, &["to"]))
        };
        let to = without(to, &from);
        if from.is_empty() || to.is_empty() {
            return Vec::new();
        }
        let mut ground = self.noun_ground(noun);
        // What is stopped, banned or asked for does not flow for certain.
        if ground.status == Status::Actual
            && !self.reading.is_definite(noun)
            && let Some((governor, _)) = self.reading.governor(noun)
            && matches!(
                self.reading.lemma(governor).as_str(),
                "ban"
                    | "halt"
                    | "stop"
                    | "suspend"
                    | "end"
                    | "block"
                    | "embargo"
                    | "approve"
                    | "cut_off"
                    | "freeze"
                    | "pause"
                    | "discuss"
                    | "resume"
                    | "prohibit"
            )
        {
            ground.status = Status::Hypothetical;
        }
        self.flow(from, to, class, thing, &ground, &lemma)
            .into_iter()
            .collect()
    }

    fn flow(
        &self,
        actor: Vec<ActorRef>,
        recipient: Vec<ActorRef>,
        commodity: Commodity,
        thing: TokenId,
        ground: &Ground,
        rule: &str,
    ) -> Option<Statement> {
        if actor.is_empty() {
            return None;
        }
        let whole = !recipient.is_empty();
        let (value, unit) = self.amount(thing);
        let body = Body::Flow(Flow {
            recipient: without(recipient, &actor),
            actor,
            commodity,
            item: self.item(thing),
            value,
            unit,
        });
        Some(self.claim(body, ground, if whole { 0.85 } else { 0.6 }, rule))
    }
}
