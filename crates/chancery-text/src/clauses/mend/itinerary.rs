//! "Was in Paris on Monday and London on Tuesday": the second place belongs to the first one and not
//! to the day between them, and has a day of its own.

use super::{Forms, Sentence};
use crate::TokenId;

impl<F: Forms> Sentence<'_, F> {
    /// Hangs places that were coordinated with a day on the place before that day, each with the day
    /// that follows it.
    pub(super) fn itinerary(&mut self) {
        for place in self.range.clone() {
            let day = self.analysis.tokens[place].head;
            let misread = self.dep(place) == "conj"
                && day < place
                && self.range.contains(&day)
                && self.is_entity(place, &["GPE", "LOC", "FAC"])
                && self.is_entity(day, &["DATE", "TIME"]);
            if !misread {
                continue;
            }
            // The preposition of the day, or the day itself where it needs none.
            let top = if self.dep(day) == "pobj" {
                self.analysis.tokens[day].head
            } else {
                day
            };
            let governor = self.analysis.tokens[top].head;
            let Some(earlier) = (self.range.start..top).rev().find(|&id| {
                self.is_entity(id, &["GPE", "LOC", "FAC"]) && self.is_beside(id, governor)
            }) else {
                continue;
            };
            if let Some(and) = (day + 1..place).find(|&id| self.dep(id) == "cc") {
                self.attach(and, earlier, None);
            }
            self.attach(place, earlier, Some("conj"));
            let own = (place + 1..self.range.end).find(|&id| {
                let head = self.analysis.tokens[id].head;
                self.dep(id) == "prep"
                    && (head == governor || head == day || head == place)
                    && id == self.last_of(place) + 1
                    && self
                        .children(id)
                        .any(|inner| self.is_entity(inner, &["DATE", "TIME"]))
            });
            if let Some(own) = own {
                self.attach(own, place, Some("prep"));
            }
        }
    }

    /// Returns whether a place hangs on a verb, or on a preposition of it.
    fn is_beside(&self, place: TokenId, governor: TokenId) -> bool {
        let token = &self.analysis.tokens[place];
        let behind = token.dep == "pobj" && self.analysis.tokens[token.head].head == governor;
        (token.dep == "dobj" && token.head == governor) || behind
    }

    fn is_entity(&self, id: TokenId, labels: &[&str]) -> bool {
        self.analysis
            .entities
            .iter()
            .any(|entity| entity.tokens.contains(&id) && labels.contains(&entity.label))
    }
}

#[cfg(test)]
mod tests {
    use crate::clauses::mend::{mend, tests::Words};
    use crate::clauses::tests::tree;

    #[test]
    fn each_place_has_its_day() {
        let mut analysis = tree(
            "Modi|NNP|nsubj|2 visited|VBD|ROOT|0|visit Paris|NNP|dobj|2|Paris@GPE on|IN|prep|2 Monday|NNP|pobj|4|Monday@DATE and|CC|cc|5 London|NNP|conj|5|London@GPE on|IN|prep|2 Tuesday|NNP|pobj|8|Tuesday@DATE .|.|punct|2",
        );
        assert_eq!(mend(&mut analysis, &Words), Vec::<usize>::new());
        let heads: Vec<(usize, &str)> = analysis
            .tokens
            .iter()
            .map(|token| (token.head, token.dep))
            .collect();
        assert_eq!(heads[6], (2, "conj"), "London is beside Paris");
        assert_eq!(heads[7], (6, "prep"), "on Tuesday is London's");
        assert_eq!(heads[3], (1, "prep"), "on Monday is the visit's");
    }
}
