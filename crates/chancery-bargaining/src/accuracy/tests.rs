//! The committed table, and what the models do on a small made-up set.

use super::{Coefficients, Model, evaluate, fit};
use crate::{compromise::Rule, exchange::tests::data, reading::european};

#[test]
fn the_committed_table_is_read_and_written() {
    let committed = Coefficients::committed();
    assert_eq!(
        Coefficients::read(&committed.table()),
        Ok(committed.clone())
    );
    for model in Model::all() {
        for kind in [super::IssueType::Dichotomous, super::IssueType::Scale] {
            assert!(
                committed.half_width(model.name(), kind) < 100.0,
                "{}",
                model.name()
            );
        }
    }
}

#[test]
#[ignore = "needs the reference data; name their folder in CHANCERY_DATA"]
fn without_coefficients_it_is_the_plain_mean() {
    let path = data("deu3/deu3.dev.tsv");
    let text = std::fs::read_to_string(path).expect("it is there");
    let proposals = european::read(&text).expect("it is read");
    let mut plain = Coefficients::committed();
    plain.values = super::institutional::PLAIN_MEAN;
    for proposal in &proposals {
        let ours = Model::Institutional.forecasts(proposal, &plain);
        let means = Model::Rule(Rule::Mean).forecasts(proposal, &plain);
        for (one, other) in ours.iter().zip(means) {
            assert!((one - other).abs() < 1e-9);
        }
    }
}

#[test]
#[ignore = "needs the reference data; name their folder in CHANCERY_DATA"]
fn the_known_anchors_are_met_on_the_development_half() {
    let path = data("deu3/deu3.dev.tsv");
    let text = std::fs::read_to_string(path).expect("it is there");
    let proposals = european::read(&text).expect("it is read");
    let report = evaluate(&proposals, &Coefficients::committed()).expect("outcomes are known");
    let mae = |model: &str| report.models[model].mae;
    assert_eq!(report.models["mean"].issues, 183);
    assert!(
        (mae("compromise") - 24.9).abs() < 0.05,
        "{}",
        mae("compromise")
    );
    assert!((mae("mean") - 24.0).abs() < 0.05, "{}", mae("mean"));
}

/// A table of proposals in which the commission always has its way.
fn commissions_way(proposals: usize) -> String {
    let mut text =
        "prnr\tisnr\ttype\tcouncil\tproc\tcounvte\tpcom\tpaa\tpbb\tscom\tsaa\tsbb\trp\tout\n"
            .to_owned();
    text.push_str("\t\t\t\t\t\t1\t1\t1\t\t\t\t\t\n");
    for at in 0..proposals {
        let (com, one, two) = ((at * 37) % 101, (at * 53) % 101, (at * 71) % 101);
        text.push_str(&format!(
            "p{at}\tp{at}i1\tReg\tX\tCOD\tQMV\t{com}\t{one}\t{two}\t50\t50\t50\t\t{com}\n"
        ));
    }
    text
}

#[test]
fn an_institution_that_has_its_way_is_found_out() {
    let proposals = european::read(&commissions_way(60)).expect("it is read");
    let fitted = fit::fit(&proposals, 1, 1).expect("outcomes are known");
    assert!(
        fitted.coefficients.values[2] > 3.0,
        "{:?}",
        fitted.coefficients.values
    );
    assert!(fitted.comparison.improvement > 5.0 && fitted.comparison.low > 0.0);
    assert!(
        (0.7..=0.95).contains(&fitted.coverage80),
        "{}",
        fitted.coverage80
    );
}
