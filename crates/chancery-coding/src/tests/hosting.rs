//! Talks that somebody hosts between others, past and to come, terms that are set, and who could mediate.

use super::{check_has, coded, line};
use chancery_model::Context;

#[test]
fn who_hosts_talks_is_named_before_or_behind_them() {
    let check = |text: &str, expected: &str| {
        let found: Vec<String> = coded(text)
            .iter()
            .filter(|statement| {
                let event = statement.event();
                event.is_some_and(|event| event.contexts.contains(&Context::Mediation))
            })
            .filter_map(line)
            .collect();
        assert!(
            found.iter().any(|line| line == expected),
            "{text}: {found:?}"
        );
    };
    check(
        "EU-hosted talks between Serbia and Kosovo broke down in May.",
        "EU>SRB,XKX CONSULT",
    );
    check(
        "Talks hosted by the European Union between Armenia and Azerbaijan are due in July.",
        "EU>ARM,AZE CONSULT future",
    );
    check(
        "UN-hosted talks between Greece and Turkey are planned for July.",
        "UNO>GRC,TUR CONSULT future",
    );
}

#[test]
fn talks_that_are_due_are_still_to_come() {
    check_has(
        "Talks between Chad and Sudan are due in July.",
        &["TCD,SDN> CONSULT future"],
        &["TCD,SDN> CONSULT"],
    );
    check_has(
        "Talks between Chad and Sudan were held in May.",
        &["TCD,SDN> CONSULT"],
        &["TCD,SDN> CONSULT future"],
    );
    check_has(
        "Talks between Chad and Sudan have stopped due to the floods.",
        &[],
        &["TCD,SDN> CONSULT future"],
    );
}

#[test]
fn whoever_sets_another_a_term_threatens_it() {
    check_has(
        "Rwanda gave Burundi until 1 July to withdraw its troops.",
        &["RWA>BDI THREATEN"],
        &[],
    );
    check_has(
        "Turkey has given Greece ten days to answer.",
        &["TUR>GRC THREATEN"],
        &[],
    );
    check_has(
        "Norway gave Sweden until 1 July to prepare.",
        &[],
        &["NOR>SWE THREATEN"],
    );
    check_has(
        "Norway gave Sweden ten aircraft to fight fires.",
        &[],
        &["NOR>SWE THREATEN"],
    );
}

#[test]
fn whoever_is_named_as_another_mediator_is_a_candidate() {
    check_has(
        "Norway and Qatar are alternative mediators.",
        &["NOR> CONSULT hypothetical", "QAT> CONSULT hypothetical"],
        &[],
    );
    check_has(
        "Turkey offered to mediate between Chad and Sudan. Kenya and Qatar are contenders for the role.",
        &["KEN> CONSULT hypothetical", "QAT> CONSULT hypothetical"],
        &[],
    );
}
