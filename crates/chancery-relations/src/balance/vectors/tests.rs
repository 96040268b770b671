use super::super::camps::Limits;
use super::super::exact::{Question, Work};
use super::super::plain;
use super::*;

/// Returns a graph of up to `nodes` nodes in which every second tie on average is there.
fn drawn(nodes: usize, dice: &mut Dice) -> Instance {
    let mut block = Instance::new(nodes);
    for a in 0..nodes as u32 {
        for b in 0..a {
            if dice.below(3) > 0 {
                let weight = 8 * (1 + dice.below(3) as i64);
                block.add(a, b, if dice.below(2) == 0 { weight } else { -weight });
            }
        }
    }
    block
}

fn least(block: &Instance) -> i64 {
    let limits = Limits::default();
    let mut work = Work::new(&limits, limits.branches);
    let outcome = plain::enumerate(block, Question::open(block), None, &mut work);
    outcome.best.map_or(0, |(cost, _)| cost)
}

#[test]
fn the_bound_holds_and_is_close_wherever_the_search_for_it_stops() {
    let mut dice = Dice::new(3);
    for nodes in [4, 7, 10, 12] {
        for _ in 0..5 {
            let block = drawn(nodes, &mut dice);
            let least = least(&block) as f64;
            let mut closest = f64::NEG_INFINITY;
            for steps in [0, 5, 50, 5_000] {
                let mut vectors = Vectors::new(&block, &Start::default());
                let bound = vectors.tighten(least, &mut { steps });
                assert!(bound <= least, "{bound} for {least}");
                closest = closest.max(bound);
            }
            // The relaxation with triangles misses little in graphs so small.
            assert!(closest > 0.9 * least - 1.0, "{closest} for {least}");
        }
    }
}

#[test]
fn a_part_starts_from_triangles_that_still_hold() {
    let mut dice = Dice::new(8);
    let block = drawn(11, &mut dice);
    let mut vectors = Vectors::new(&block, &Start::default());
    vectors.tighten(f64::INFINITY, &mut 5_000);
    for sign in [1, -1] {
        let mut child = block.clone();
        let steps = [child.join(7, 2, sign)];
        let start = vectors.start().carried(&steps, 11);
        assert!(start.triangles.iter().all(|triangle| {
            let [(a, _), (b, _), (c, last)] = triangle.corners;
            a < b && b < c && last == 1 && [a, b, c].iter().all(|node| *node != 7)
        }));
        let nodes: Vec<u32> = (0..11).filter(|node| *node != 7).collect();
        let edges: Vec<(u32, u32)> = child.edges().map(|(a, b, _)| (a, b)).collect();
        let part = Instance::part(&nodes, &edges, &child);
        let start = start.within(&nodes);
        assert_eq!(start.vectors.len(), 10);
        let bound = Vectors::new(&part, &start).tighten(f64::INFINITY, &mut 5_000);
        let least = (least(&part)) as f64;
        assert!(
            bound <= least && bound > 0.85 * least - 1.0,
            "{bound} for {least}"
        );
    }
}
