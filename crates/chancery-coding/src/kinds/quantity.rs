//! Quantities: an indicator with its value or range.
//!
//! An amount is a quantity only where the text says what it is the amount of: the subject of a verb
//! of rising, falling or standing ("oil prices have risen from … to …"), the noun that it measures
//! ("a price of …"), people killed or injured, or things counted ("1,960 peacekeepers").

use super::Kinds;
use super::claim::Ground;
use chancery_model::{Body, Direction, Quantity, Statement, StatementId};
use chancery_text::{Amount, Role, TokenId};
use std::collections::BTreeMap;

/// What an amount is the amount of.
#[derive(Clone, Debug)]
struct Measured {
    what: String,
    unit: Option<String>,
    direction: Option<Direction>,
    rule: &'static str,
}

impl Kinds<'_> {
    /// Returns the quantities of the document.
    pub(super) fn quantities(&self) -> Vec<Statement> {
        let amounts = &self.reading.analysis.quantities;
        let mut measured: Vec<Option<Measured>> =
            amounts.iter().map(|amount| self.measured(amount)).collect();
        // What changed from one value to another is the same indicator.
        for (number, amount) in amounts.iter().enumerate() {
            let Some(base) = amount.change_of.filter(|&base| base < amounts.len()) else {
                continue;
            };
            let both = (measured[number].clone(), measured[base].clone());
            if let (Some(known), None) = &both {
                measured[base] = Some(known.clone());
            } else if let (None, Some(known)) = &both {
                measured[number] = Some(known.clone());
            }
        }
        let mut ids: BTreeMap<usize, StatementId> = BTreeMap::new();
        let mut found = Vec::new();
        for pass in 0..2 {
            for (number, amount) in amounts.iter().enumerate() {
                if amount.change_of.is_some() != (pass == 1) {
                    continue;
                }
                let Some(what) = &measured[number] else {
                    continue;
                };
                let base = amount.change_of.and_then(|base| ids.get(&base).cloned());
                let statement = self.quantity(amount, what, base, amounts);
                ids.insert(number, statement.id.clone());
                found.push(statement);
            }
        }
        found
    }

    fn quantity(
        &self,
        amount: &Amount,
        measured: &Measured,
        base: Option<StatementId>,
        amounts: &[Amount],
    ) -> Statement {
        let round = |number: f64| {
            let whole = number.round();
            if (number - whole).abs() < 1e-3 {
                whole
            } else {
                number
            }
        };
        let single = (amount.high - amount.low).abs() < f64::EPSILON;
        let mut direction = measured.direction;
        if let Some(before) = amount.change_of.and_then(|before| amounts.get(before)) {
            let (was, is) = (before.low + before.high, amount.low + amount.high);
            direction = if is > was {
                Some(Direction::Up)
            } else if is < was {
                Some(Direction::Down)
            } else {
                None
            };
        } else if !measured.what.starts_with("change") {
            // The value before a change did not itself move.
            let is_base = amounts
                .iter()
                .any(|other| other.change_of.and_then(|base| amounts.get(base)) == Some(amount));
            if is_base {
                direction = None;
            }
        }
        let body = Body::Quantity(Quantity {
            what: measured.what.clone(),
            value: single.then_some(round(amount.low)),
            low: (!single || amount.at_least).then_some(round(amount.low)),
            high: (!single || amount.at_most).then_some(round(amount.high)),
            unit: measured.unit.clone(),
            change_of: base,
            direction,
        });
        let ground = self.ground_of_amount(amount);
        self.claim(body, &ground, 0.85, measured.rule)
    }

    fn ground_of_amount(&self, amount: &Amount) -> Ground {
        let root = self.root(amount);
        match self.clause_of(root) {
            Some(id) => self.clause(id).with(amount.tokens.clone()),
            None => self.phrase(root).with(amount.tokens.clone()),
        }
    }

    /// Returns the word of an amount that hangs on the rest of the sentence.
    fn root(&self, amount: &Amount) -> TokenId {
        amount
            .tokens
            .clone()
            .rev()
            .find(|&word| {
                let token = self.reading.token(word);
                !amount.tokens.contains(&token.head) || token.head == word
            })
            .unwrap_or(amount.tokens.start)
    }

    fn measured(&self, amount: &Amount) -> Option<Measured> {
        if amount.tokens.is_empty() || !self.makes_claims(amount.tokens.start) {
            return None;
        }
        let root = self.root(amount);
        let root = if self.reading.token(root).dep == "nummod" {
            self.reading.token(root).head
        } else {
            root
        };
        self.of_harm(amount, root)
            .or_else(|| self.of_indicator(amount, root))
            .or_else(|| self.of_noun(amount, root))
            .or_else(|| self.of_count(amount, root))
    }

    /// People killed and injured.
    fn of_harm(&self, amount: &Amount, root: TokenId) -> Option<Measured> {
        let harm = |what: &str| {
            Some(Measured {
                what: what.to_owned(),
                unit: Some("people".to_owned()),
                direction: None,
                rule: "harm",
            })
        };
        let lemma = self.reading.lemma(root);
        let token = self.reading.token(root);
        if token.dep == "pobj"
            && self.reading.lemma(token.head) == "of"
            && self.words.has("people", &lemma)
            && self.words.has(
                "killed",
                &self.reading.lemma(self.reading.token(token.head).head),
            )
        {
            return harm("deaths");
        }
        if let Some(what) = self.harm_before(amount) {
            let counts = self.reading.token(root).pos == "NUM"
                || self.words.has("people", &lemma)
                || matches!(lemma.as_str(), "other" | "others");
            if counts {
                return harm(what);
            }
        }
        if self.words.has("killed", &lemma) {
            return harm("deaths");
        }
        if self.words.has("injured", &lemma) {
            return harm("injured");
        }
        let number = self.reading.token(root).pos == "NUM";
        let people = number
            || self.words.has("people", &lemma)
            || amount
                .unit
                .as_deref()
                .is_some_and(|unit| self.words.has("people", unit.trim_end_matches('s')));
        let money = amount.unit.as_deref().is_some_and(|unit| {
            unit.contains('%') || unit.len() == 3 && unit.chars().all(char::is_uppercase)
        });
        if !people || money {
            return None;
        }
        let mut current = root;
        for _ in 0..3 {
            let token = self.reading.token(current);
            if token.dep != "conj" || self.reading.token(token.head).pos == "VERB" {
                break;
            }
            current = token.head;
        }
        let token = self.reading.token(current);
        let verb = self.reading.lemma(token.head);
        match token.dep {
            "dobj" | "nsubjpass" if self.words.has("killing", &verb) => harm("deaths"),
            "nsubj" if matches!(verb.as_str(), "die" | "perish") => harm("deaths"),
            "dobj" | "nsubjpass" if self.words.has("injuring", &verb) => harm("injured"),
            // "left 12 people dead", "12 people were dead"
            "nsubj" | "dobj" => {
                let said = self
                    .reading
                    .governed(token.head, &["acomp", "oprd", "ccomp", "xcomp", "attr"])
                    .map(|word| self.reading.lemma(word))
                    .chain([verb])
                    .collect::<Vec<_>>();
                if said.iter().any(|word| self.words.has("killed", word)) {
                    harm("deaths")
                } else if said.iter().any(|word| self.words.has("injured", word)) {
                    harm("injured")
                } else {
                    None
                }
            }
            _ => None,
        }
    }

    /// Returns the harm that the word right before an amount does ("and injuring 30 others"),
    /// whatever the parser makes of it.
    fn harm_before(&self, amount: &Amount) -> Option<&'static str> {
        // "657 killed", "24 were wounded"
        let after = self.reading.analysis.tokens.get(amount.tokens.end);
        for next in [amount.tokens.end.checked_sub(1)?, amount.tokens.end] {
            let Some(token) = self.reading.analysis.tokens.get(next) else {
                continue;
            };
            if next == amount.tokens.end
                && after.is_none_or(|after| after.tag != "VBN" && after.pos != "ADJ")
            {
                continue;
            }
            let text = token.text.to_lowercase();
            if self.words.has("killed-word", &text) {
                return Some("deaths");
            }
            if self.words.has("injured-word", &text) {
                return Some("injured");
            }
        }
        let before = amount.tokens.start.checked_sub(1)?;
        // "Put the dead at more than 430 and the injured at 3,056".
        if matches!(self.reading.lemma(before).as_str(), "at" | "to")
            && let Some(noun) = before.checked_sub(1)
        {
            let lemma = self.reading.lemma(noun);
            if self.words.has("killed", &lemma) {
                return Some("deaths");
            }
            if self.words.has("injured", &lemma) {
                return Some("injured");
            }
        }
        let lemma = self.reading.lemma(before);
        if self.words.has("injuring", &lemma) {
            return Some("injured");
        }
        self.words.has("killing", &lemma).then_some("deaths")
    }

    /// What rises, falls or stands at the amount.
    fn of_indicator(&self, amount: &Amount, root: TokenId) -> Option<Measured> {
        let mut current = root;
        let mut preposition: Option<String> = None;
        for _ in 0..5 {
            let token = self.reading.token(current);
            if token.head == current {
                return None;
            }
            match token.dep {
                "pobj" => preposition = Some(self.reading.lemma(token.head)),
                "prep" | "dobj" | "attr" | "npadvmod" | "advmod" | "quantmod" | "nummod"
                | "conj" | "acomp" | "oprd" | "pcomp" | "dep" | "nmod" => {}
                _ => return None,
            }
            current = token.head;
            // "A gain of 7 percent" is a change, not a level; other nouns have their own amounts.
            if self.reading.token(current).pos == "NOUN" {
                return None;
            }
            if matches!(self.reading.token(current).pos, "VERB" | "AUX") {
                break;
            }
        }
        let verb = current;
        if !matches!(self.reading.token(verb).pos, "VERB" | "AUX") {
            return None;
        }
        let lemma = self.reading.lemma(verb);
        let direction = if self.words.has("rise", &lemma) {
            Some(Direction::Up)
        } else if self.words.has("fall", &lemma) {
            Some(Direction::Down)
        } else if self.words.has("level", &lemma) {
            None
        } else {
            return None;
        };
        let id = self.reading.predicate_of(verb)?;
        let mut heads = self.reading.heads(id, Role::Patient);
        heads.extend(self.reading.heads(id, Role::Agent));
        heads.extend(self.reading.governed(verb, &["nsubj", "nsubjpass", "dobj"]));
        let unit = amount.unit.as_deref().unwrap_or("");
        let measures =
            unit.contains(['%', '/']) || unit.len() == 3 && unit.chars().all(char::is_uppercase);
        let subject = heads
            .into_iter()
            .find(|&head| !amount.tokens.contains(&head) && self.is_indicator(head))?;
        let mut what = self.indicator(subject);
        let moved = direction.is_some();
        let to_level = matches!(
            preposition.as_deref(),
            Some("to" | "at" | "from" | "above" | "below" | "over" | "past" | "around" | "near")
        );
        if moved && !to_level && amount.change_of.is_none() {
            if !measures && !unit.contains("point") {
                return None;
            }
            what = format!("change in {what}");
        }
        Some(Measured {
            what,
            unit: amount.unit.clone(),
            direction,
            rule: "indicator",
        })
    }

    fn is_indicator(&self, head: TokenId) -> bool {
        self.words.has("indicator", &self.reading.lemma(head))
    }

    /// Returns an indicator by its name: "oil price", "price of Venezuelan crude", "death toll".
    fn indicator(&self, head: TokenId) -> String {
        let mut words: Vec<String> = self
            .reading
            .governed(head, &["amod", "compound", "nmod"])
            .filter(|&child| child < head && self.reading.token(child).pos != "NUM")
            .map(|child| self.reading.words(self.reading.subtree(child)))
            .collect();
        // A capital that only begins the sentence is none.
        if let Some(first) = words.first_mut()
            && let Some(child) = self
                .reading
                .governed(head, &["amod", "compound", "nmod"])
                .next()
            && matches!(self.reading.token(child).tag, "NN" | "NNS" | "JJ")
            && self.reading.entity(child).is_none()
        {
            *first = first.to_lowercase();
        }
        let own = self.reading.lemma(head);
        words.push(own);
        let mut name = words.join(" ");
        for prep in self.reading.governed(head, &["prep"]) {
            if matches!(self.reading.lemma(prep).as_str(), "of" | "for" | "on")
                && let Some(object) = self.reading.governed(prep, &["pobj"]).next()
                && !matches!(self.reading.token(object).pos, "NUM")
                && !self
                    .reading
                    .analysis
                    .quantities
                    .iter()
                    .any(|amount| amount.tokens.contains(&object))
            {
                name.push(' ');
                name.push_str(&self.reading.token(prep).text);
                name.push(' ');
                name.push_str(&self.reading.words(self.phrase_of(object)));
                break;
            }
        }
        name
    }

    /// "A price of $78", "a 25 percent tariff", "inflation of 9%", "95 percent of voters".
    fn of_noun(&self, amount: &Amount, root: TokenId) -> Option<Measured> {
        let token = self.reading.token(root);
        let measured = |what: String| {
            Some(Measured {
                what,
                unit: amount.unit.clone(),
                direction: None,
                rule: "measure",
            })
        };
        if amount.unit.as_deref() == Some("%")
            && let Some(of) = self
                .reading
                .governed(root, &["prep"])
                .find(|&prep| self.reading.lemma(prep) == "of")
            && let Some(object) = self.reading.governed(of, &["pobj"]).next()
        {
            let whole = self.phrase_of(object);
            let what = if whole.len() > 8 {
                self.reading.short_phrase(object)
            } else {
                self.reading.words(whole)
            };
            return measured(format!("share of {what}"));
        }
        let noun = match token.dep {
            "pobj" => {
                let prep = self.reading.lemma(token.head);
                let head = self.reading.token(token.head).head;
                (matches!(prep.as_str(), "of" | "at" | "to" | "from") && self.is_noun(head))
                    .then_some(head)?
            }
            "compound" | "amod" | "nmod" | "nummod" | "appos" if self.is_noun(token.head) => {
                token.head
            }
            _ => return None,
        };
        let counts = amount.unit.as_deref().is_some_and(|unit| {
            unit.contains('%') || unit.contains('/') || unit.chars().all(|c| c.is_uppercase())
        });
        if !self.is_indicator(noun) || !counts {
            return None;
        }
        measured(self.indicator(noun))
    }

    fn is_noun(&self, word: TokenId) -> bool {
        matches!(self.reading.token(word).pos, "NOUN" | "PROPN")
    }

    /// Things counted: troops, drones, refugees, votes.
    fn of_count(&self, amount: &Amount, root: TokenId) -> Option<Measured> {
        let lemma = self.reading.lemma(root);
        let among = self.reading.token(root).dep == "pobj"
            && self
                .reading
                .lemma(self.reading.token(root).head)
                .starts_with("includ");
        // One or two are people and things that the text goes on to tell about, not a number.
        if amount.high < 3.0
            || among
            || !self.words.has("counted", &lemma)
            || amount.unit.as_deref() == Some("%")
        {
            return None;
        }
        let mut words: Vec<String> = self
            .reading
            .governed(root, &["amod", "compound", "nmod"])
            .filter(|&child| {
                child < root
                    && self.reading.token(child).pos != "NUM"
                    && !matches!(
                        self.reading.lemma(child).as_str(),
                        "several"
                            | "dozen"
                            | "hundred"
                            | "thousand"
                            | "more"
                            | "least"
                            | "other"
                            | "further"
                            | "additional"
                            | "few"
                            | "many"
                            | "some"
                    )
            })
            .map(|child| self.reading.token(child).text.to_string())
            .collect();
        words.push(self.reading.token(root).text.to_lowercase());
        Some(Measured {
            what: words.join(" "),
            unit: amount.unit.clone(),
            direction: None,
            rule: "count",
        })
    }
}
