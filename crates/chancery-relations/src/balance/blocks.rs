//! Connected components and blocks (biconnected components).
//!
//! A cycle lies inside one block, so the frustration of a graph is the sum of its blocks'
//! frustrations; bridges are blocks of one tie and never frustrated.

use super::instance::Instance;

/// A maximal set of ties any two of which lie on a common cycle, with its nodes.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    pub(super) nodes: Vec<u32>,
    pub(super) edges: Vec<(u32, u32)>,
}

/// Returns the blocks of an instance, in a fixed order (Hopcroft and Tarjan 1973, without recursion).
pub(super) fn blocks(instance: &Instance) -> Vec<Block> {
    let nodes = instance.nodes();
    let mut depth = vec![0_u32; nodes];
    let mut low = vec![0_u32; nodes];
    let mut found = Vec::new();
    let mut edges: Vec<(u32, u32)> = Vec::new();
    for root in instance.alive() {
        if depth[root as usize] != 0 {
            continue;
        }
        depth[root as usize] = 1;
        low[root as usize] = 1;
        let neighbours = |node: u32| instance.ties(node).keys().copied().collect::<Vec<u32>>();
        let mut path = vec![(root, u32::MAX, neighbours(root), 0_usize)];
        while let Some((node, parent, around, next)) = path.last_mut() {
            let (node, parent) = (*node, *parent);
            if let Some(&other) = around.get(*next) {
                *next += 1;
                if other == parent {
                    continue;
                }
                if depth[other as usize] == 0 {
                    edges.push((node, other));
                    depth[other as usize] = depth[node as usize] + 1;
                    low[other as usize] = depth[other as usize];
                    path.push((other, node, neighbours(other), 0));
                } else if depth[other as usize] < depth[node as usize] {
                    edges.push((node, other));
                    low[node as usize] = low[node as usize].min(depth[other as usize]);
                }
            } else {
                path.pop();
                if parent == u32::MAX {
                    continue;
                }
                low[parent as usize] = low[parent as usize].min(low[node as usize]);
                if low[node as usize] >= depth[parent as usize] {
                    let start = edges
                        .iter()
                        .rposition(|&edge| edge == (parent, node))
                        .unwrap_or(0);
                    let edges = edges.split_off(start);
                    let mut nodes: Vec<u32> = edges.iter().flat_map(|&(a, b)| [a, b]).collect();
                    nodes.sort_unstable();
                    nodes.dedup();
                    found.push(Block { nodes, edges });
                }
            }
        }
    }
    found
}
