//! "North and South Korea exchange gunfire": between two who fight, "exchange" and "trade" are verbs,
//! however often they are nouns before "fire".

use super::{Forms, Sentence, is_name_part};
use crate::TokenId;

/// What parties give and take.
const TAKEN: &[&str] = &[
    "fire",
    "gunfire",
    "shot",
    "shots",
    "blow",
    "blows",
    "missile",
    "missiles",
    "rocket",
    "rockets",
    "strike",
    "strikes",
    "airstrikes",
    "shelling",
    "prisoners",
    "hostages",
    "ambassadors",
    "accusations",
    "threats",
    "insults",
    "barbs",
];

impl<F: Forms> Sentence<'_, F> {
    /// Puts the verb back between two coordinated names and what they give and take.
    pub(super) fn exchange_read(&mut self, root: TokenId) -> bool {
        let Some((verb, object)) = self.exchange() else {
            return false;
        };
        let second = verb - 1;
        let Some(and) = (self.range.start..second)
            .rev()
            .find(|&id| self.tag(id) == "CC" || self.pos(id) == "VERB")
            .filter(|&id| self.tag(id) == "CC" && id > self.range.start)
        else {
            return false;
        };
        let first = and - 1;
        let names = [first, second]
            .iter()
            .all(|&id| matches!(self.pos(id), "NOUN" | "PROPN"));
        // Between the two stand the words of the second alone.
        let plain = (and + 1..second).all(|id| {
            matches!(self.pos(id), "NOUN" | "PROPN" | "ADJ" | "DET") && self.tag(id) != "CC"
        });
        if !names || !plain {
            return false;
        }
        let Some(base) = self.base(verb) else {
            return false;
        };
        for id in self.range.clone() {
            let token = &self.analysis.tokens[id];
            let (head, dep) = (token.head, token.dep);
            if id == verb || id == object {
                continue;
            }
            if id < first && (head == object || head == root && is_name_part(dep)) {
                self.attach(id, first, None);
            } else if id > and && id < second {
                self.attach(
                    id,
                    second,
                    Some(if self.pos(id) == "ADJ" {
                        "amod"
                    } else {
                        "compound"
                    }),
                );
            } else if id > object && (head == object || head == root || head == verb) {
                self.attach(id, verb, None);
            }
        }
        self.attach(first, verb, Some("nsubj"));
        self.attach(and, first, Some("cc"));
        self.attach(second, first, Some("conj"));
        self.attach(object, verb, Some("dobj"));
        self.make_verb(verb, base.clone());
        self.raise(verb, base);
        true
    }

    /// Finds "exchange" or "trade" read as a noun before what is given and taken.
    fn exchange(&self) -> Option<(TokenId, TokenId)> {
        let text = |id: TokenId| self.analysis.tokens[id].text.to_lowercase();
        (self.range.start + 3..self.range.end - 1).find_map(|verb| {
            let noun = self.pos(verb) != "VERB"
                && matches!(text(verb).as_str(), "exchange" | "trade" | "swap");
            let mut object = verb + 1;
            if self.tag(object) == "JJ" && object + 1 < self.range.end {
                object += 1;
            }
            (noun && TAKEN.contains(&text(object).as_str())).then_some((verb, object))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::clauses::mend::tests::check;

    #[test]
    fn two_who_exchange_fire_do_so() {
        check(
            "North|NNP|compound|2|North Korea|NNP|nmod|7|Korea@GPE and|CC|cc|2 South|NNP|compound|5|South Korea|NNP|conj|2|Korea@GPE exchange|NN|compound|7 gunfire|NN|ROOT|0 .|.|punct|7",
            Some("exchange(agent Korea, agent Korea, patient gunfire) present main"),
        );
        check(
            "Chad|NNP|ROOT|0|Chad and|CC|cc|1 Sudan|NNP|compound|6|Sudan trade|NN|compound|6 heavy|JJ|amod|6 fire|NN|conj|1 .|.|punct|1",
            Some("trade(agent Chad, agent Sudan, patient fire) present main"),
        );
    }

    #[test]
    fn a_market_stays_a_noun() {
        check(
            "The|DT|det|4 stock|NN|compound|3 exchange|NN|compound|4 fire|NN|ROOT|0 spread|VBN|acl|4 .|.|punct|4",
            None,
        );
        check(
            "Talks|NNS|ROOT|0|talk and|CC|cc|1 arms|NNS|compound|4|arm trade|NN|conj|1 shots|NNS|dep|1|shot",
            None,
        );
    }
}
