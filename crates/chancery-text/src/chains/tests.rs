//! Chains in small texts; a mention is written `word@sentence.place`.

#![expect(clippy::unwrap_used, reason = "tests")]

use super::chains;
use crate::clauses::tests::tree;

/// Checks which words are chained, by their head words.
fn check(text: &str, expected: &[&[&str]]) {
    let analysis = tree(text);
    let found: Vec<Vec<&str>> = chains(&analysis)
        .iter()
        .filter(|chain| chain.mentions.len() > 1)
        .map(|chain| {
            chain
                .mentions
                .iter()
                .map(|mention| &*analysis.tokens[mention.head].text)
                .collect()
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_pronoun_takes_the_subject_before_it() {
    check(
        "Putin|NNP|nsubj|2|Putin@PERSON met|VBD|ROOT|0|meet Merkel|NNP|dobj|2|Merkel@PERSON in|IN|prep|2 Moscow|NNP|pobj|4|Moscow@GPE\n\
         He|PRP|nsubj|2|he thanked|VBD|ROOT|0|thank her|PRP|dobj|2|she",
        &[&["Putin", "He"], &["Merkel", "her"]],
    );
}

#[test]
fn it_means_a_state_and_not_a_person() {
    check(
        "Netanyahu|NNP|nsubj|2|Netanyahu@PERSON visited|VBD|ROOT|0|visit Cyprus|NNP|dobj|2|Cyprus@GPE\n\
         It|PRP|nsubj|2|it joined|VBD|ROOT|0|join the|DT|det|4 Union|NNP|dobj|2|Union@ORG",
        &[&["Cyprus", "It"]],
    );
}

#[test]
fn an_object_pronoun_is_not_its_own_subject() {
    check(
        "Lavrov|NNP|nsubj|2|Lavrov@PERSON spoke|VBD|ROOT|0|speak\n\
         Rubio|NNP|nsubj|2|Rubio@PERSON praised|VBD|ROOT|0|praise him|PRP|dobj|2|he",
        &[&["Lavrov", "him"]],
    );
}

#[test]
fn last_names_and_initials_mean_the_full_name() {
    check(
        "Angela|NNP|compound|2|Angela@PERSON Merkel|NNP|nsubj|3|Merkel@PERSON led|VBD|ROOT|0|lead the|DT|det|6 United|NNP|compound|6|United@ORG Nations|NNP|dobj|3|Nations@ORG\n\
         Merkel|NNP|nsubj|2|Merkel@PERSON left|VBD|ROOT|0|leave the|DT|det|4 UN|NNP|dobj|2|UN@ORG",
        &[&["Merkel", "Merkel"], &["Nations", "UN"]],
    );
}

#[test]
fn a_title_is_taken_up_by_a_definite_noun() {
    check(
        "President|NNP|compound|2|President Macron|NNP|nsubj|3|Macron@PERSON spoke|VBD|ROOT|0|speak\n\
         The|DT|det|2|the president|NN|nsubj|3 left|VBD|ROOT|0|leave",
        &[&["Macron", "president"]],
    );
}

#[test]
fn the_latter_is_the_last_of_two() {
    check(
        "Iran|NNP|nsubj|4|Iran@GPE and|CC|cc|1 Russia|NNP|conj|1|Russia@GPE talked|VBD|ROOT|0|talk\n\
         The|DT|det|2|the latter|JJ|nsubj|3 agreed|VBD|ROOT|0|agree",
        &[&["Russia", "latter"]],
    );
}

#[test]
fn it_is_clear_means_nothing() {
    check(
        "Iran|NNP|nsubj|2|Iran@GPE lost|VBD|ROOT|0|lose\n\
         It|PRP|nsubj|2|it is|VBZ|ROOT|0|be clear|JJ|acomp|2 that|IN|mark|6 Israel|NNP|nsubj|6|Israel@GPE won|VBD|ccomp|2|win",
        &[],
    );
}

#[test]
fn they_means_a_pair() {
    check(
        "Iran|NNP|nsubj|4|Iran@GPE and|CC|cc|1 Russia|NNP|conj|1|Russia@GPE talked|VBD|ROOT|0|talk\n\
         They|PRP|nsubj|2|they agreed|VBD|ROOT|0|agree",
        &[&["Iran", "They"]],
    );
}

#[test]
fn names_of_different_people_stay_apart() {
    let analysis = tree(
        "Bill|NNP|compound|2|Bill@PERSON Clinton|NNP|nsubj|3|Clinton@PERSON met|VBD|ROOT|0|meet Hillary|NNP|compound|5|Hillary@PERSON Clinton|NNP|dobj|3|Clinton@PERSON",
    );
    let found = chains(&analysis);
    assert!(
        found.iter().all(|chain| chain.mentions.len() == 1),
        "{found:?}"
    );
    assert_eq!(found.first().unwrap().mentions[0].tokens, 0..2);
}

#[test]
fn they_means_anybody_and_those_who() {
    check(
        "Anyone|NN|nsubj|2|anyone fled|VBD|ROOT|0|flee Aleppo|NNP|dobj|2|Aleppo@GPE\n\
         They|PRP|nsubj|2|they lost|VBD|ROOT|0|lose homes|NNS|dobj|2|home",
        &[&["Anyone", "They"]],
    );
    check(
        "Oman|NNP|nsubj|2|Oman@GPE gave|VBD|ROOT|0|give those|DT|dative|2|those who|WP|nsubj|5|who fled|VBD|relcl|3|flee tables|NNS|dobj|2|table\n\
         They|PRP|nsubj|2|they lost|VBD|ROOT|0|lose homes|NNS|dobj|2|home",
        &[&["those", "They"]],
    );
}

#[test]
fn they_means_people_rather_than_things() {
    check(
        "Oman|NNP|nsubj|2|Oman@GPE gave|VBD|ROOT|0|give mathematicians|NNS|dative|2|mathematician tables|NNS|dobj|2|table\n\
         They|PRP|nsubj|2|they left|VBD|ROOT|0|leave",
        &[&["mathematicians", "They"]],
    );
}

#[test]
fn his_government_is_that_of_the_leader_who_acted() {
    check(
        "Mali|NNP|poss|3|Mali@GPE 's|POS|case|1 leader|NN|nsubj|4 met|VBD|ROOT|0|meet Macron|NNP|dobj|4|Macron@PERSON\n\
         His|PRP$|poss|2|his government|NN|nsubj|3 refused|VBD|ROOT|0|refuse",
        &[&["leader", "His"]],
    );
}

#[test]
fn his_party_is_nobody_elses() {
    check(
        "Scholz|NNP|nsubj|2|Scholz@PERSON praised|VBD|ROOT|0|praise his|PRP$|poss|4|his party|NN|dobj|2\n\
         Macron|NNP|nsubj|2|Macron@PERSON praised|VBD|ROOT|0|praise his|PRP$|poss|4|his party|NN|dobj|2",
        &[&["Scholz", "his"], &["Macron", "his"]],
    );
}
