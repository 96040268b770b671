//! The graph as a dynamic GEXF 1.3 file for Gephi.
//!
//! Gephi wants closed intervals, and passes over what ends when it begins: every spell has a
//! `start` and an `end`, the end being the day after the last one. What has no day is drawn
//! throughout. An actor is there from its first edge to its last.

use super::{graph::Graph, xml::escape};
use chancery_model::Date;
use std::{
    collections::BTreeMap,
    io::{self, Write},
};

/// Writes a graph.
pub fn gexf(graph: &Graph, mut writer: impl Write) -> io::Result<()> {
    let all = graph.edges.iter().filter_map(|edge| edge.days);
    let (first, last) = all.fold(
        (None, None),
        |(first, last): (Option<Date>, Option<Date>), (from, to)| {
            (
                Some(first.map_or(from, |first| first.min(from))),
                Some(last.map_or(to, |last| last.max(to))),
            )
        },
    );
    let span = |days: Option<(Date, Date)>| {
        let days = days.or(first.zip(last));
        days.map_or_else(String::new, |(from, to)| {
            format!(" start=\"{from}\" end=\"{}\"", to.tomorrow().unwrap_or(to))
        })
    };
    let mut lives: BTreeMap<&str, Option<(Date, Date)>> = BTreeMap::new();
    for edge in &graph.edges {
        for node in [&edge.from, &edge.to] {
            let days = edge.days.or(first.zip(last));
            let life = lives.entry(node).or_insert(days);
            *life = match (*life, days) {
                (Some((from, to)), Some((other_from, other_to))) => {
                    Some((from.min(other_from), to.max(other_to)))
                }
                (life, days) => life.or(days),
            };
        }
    }
    let whole = span(None);
    writeln!(
        writer,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n  \
         <meta>\n    <creator>Chancery</creator>\n  </meta>\n  \
         <graph mode=\"dynamic\" defaultedgetype=\"directed\" timeformat=\"date\" timerepresentation=\"interval\"{whole}>\n    \
         <attributes class=\"node\" mode=\"static\">\n      \
         <attribute id=\"country\" title=\"country\" type=\"string\"/>\n      \
         <attribute id=\"sector\" title=\"sector\" type=\"string\"/>\n    </attributes>\n    \
         <attributes class=\"edge\" mode=\"static\">\n      \
         <attribute id=\"kind\" title=\"kind\" type=\"string\"/>\n      \
         <attribute id=\"score\" title=\"score\" type=\"double\"/>\n      \
         <attribute id=\"evidence\" title=\"evidence\" type=\"string\"/>\n    </attributes>\n    <nodes>"
    )?;
    for node in graph.nodes.values() {
        let life = lives.get(node.id.as_str()).copied().flatten();
        writeln!(
            writer,
            "      <node id=\"{}\" label=\"{}\"{}>\n        <attvalues>\n          \
             <attvalue for=\"country\" value=\"{}\"/>\n          \
             <attvalue for=\"sector\" value=\"{}\"/>\n        </attvalues>\n      </node>",
            escape(&node.id),
            escape(&node.label),
            span(life),
            escape(&node.country),
            escape(&node.sector)
        )?;
    }
    writeln!(writer, "    </nodes>\n    <edges>")?;
    for edge in &graph.edges {
        // The kind tells parallel edges of one pair apart, which Gephi otherwise adds up.
        writeln!(
            writer,
            "      <edge id=\"{}\" source=\"{}\" target=\"{}\" label=\"{}\" kind=\"{}\" weight=\"1.0\"{}>\n        <attvalues>\n          \
             <attvalue for=\"kind\" value=\"{}\"/>\n          \
             <attvalue for=\"score\" value=\"{}\"/>\n          \
             <attvalue for=\"evidence\" value=\"{}\"/>\n        </attvalues>\n      </edge>",
            escape(&edge.id),
            escape(&edge.from),
            escape(&edge.to),
            escape(&edge.label),
            escape(&edge.id),
            span(edge.days),
            edge.kind,
            edge.score,
            escape(&edge.evidence)
        )?;
    }
    writeln!(writer, "    </edges>\n  </graph>\n</gexf>")
}
