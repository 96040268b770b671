//! The graph as GraphML 1.0 (Brandes et al. 2001), for yEd, igraph, NetworkX, Gephi.

use super::{day, graph::Graph, xml::escape};
use std::io::{self, Write};

const NODE_KEYS: [(&str, &str); 4] = [
    ("label", "string"),
    ("country", "string"),
    ("sector", "string"),
    ("resolved", "boolean"),
];
const EDGE_KEYS: [(&str, &str); 7] = [
    ("kind", "string"),
    ("type", "string"),
    ("score", "double"),
    ("from", "string"),
    ("to", "string"),
    ("confidence", "double"),
    ("evidence", "string"),
];

/// Writes a graph.
pub fn graphml(graph: &Graph, mut writer: impl Write) -> io::Result<()> {
    writeln!(
        writer,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    for (domain, keys) in [("node", &NODE_KEYS[..]), ("edge", &EDGE_KEYS[..])] {
        for (name, kind) in keys {
            writeln!(
                writer,
                "  <key id=\"{domain}-{name}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            )?;
        }
    }
    writeln!(writer, "  <graph id=\"chancery\" edgedefault=\"directed\">")?;
    for node in graph.nodes.values() {
        writeln!(writer, "    <node id=\"{}\">", escape(&node.id))?;
        let resolved = node.resolved.to_string();
        let values = [&node.label, &node.country, &node.sector, &resolved];
        for ((name, _), value) in NODE_KEYS.iter().zip(values) {
            datum(&mut writer, "node", name, value)?;
        }
        writeln!(writer, "    </node>")?;
    }
    for edge in &graph.edges {
        writeln!(
            writer,
            "    <edge id=\"{}\" source=\"{}\" target=\"{}\">",
            escape(&edge.id),
            escape(&edge.from),
            escape(&edge.to)
        )?;
        let values = [
            edge.kind.to_owned(),
            edge.label.clone(),
            edge.score.to_string(),
            day(edge.days.map(|(from, _)| from)),
            day(edge.days.map(|(_, to)| to)),
            edge.confidence.to_string(),
            edge.evidence.clone(),
        ];
        for ((name, _), value) in EDGE_KEYS.iter().zip(&values) {
            datum(&mut writer, "edge", name, value)?;
        }
        writeln!(writer, "    </edge>")?;
    }
    writeln!(writer, "  </graph>\n</graphml>")
}

fn datum(writer: &mut impl Write, domain: &str, name: &str, value: &str) -> io::Result<()> {
    if value.is_empty() {
        return Ok(());
    }
    writeln!(
        writer,
        "      <data key=\"{domain}-{name}\">{}</data>",
        escape(value)
    )
}
