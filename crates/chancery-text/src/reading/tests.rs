#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use proptest::prelude::*;

fn one(bytes: &[u8], hint: &str) -> Document {
    let result = read(bytes, hint, &ReadOptions::default());
    assert_eq!(result.documents.len(), 1, "{:?}", result.diagnostics);
    result.documents.into_iter().next().unwrap()
}

fn codes(bytes: &[u8], hint: &str) -> Vec<String> {
    read(bytes, hint, &ReadOptions::default())
        .diagnostics
        .into_iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

#[test]
fn plain_text_is_stored_unchanged() {
    let text = "\r\nTehran  said “no”.\r\n\r\n  Then it waited.\t\n";
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend(text.as_bytes());
    let document = one(&bytes, "folder/report.txt");
    assert_eq!(document.text, text);
    assert_eq!(document.id.as_str(), "folder/report.txt");
    assert_eq!(document.published, None);
    assert_eq!(document.date_basis, None);
}

#[test]
fn front_matter_names_the_document() {
    let text = "---\nid: jun-1\ntitle: A call\nDate: 2025-06-18\noutlet: Gulf desk\nurl: https://x.example\n---\n\nThe emir *called* Cairo.\n";
    for hint in ["a.md", "a.txt"] {
        let document = one(text.as_bytes(), hint);
        assert_eq!(document.id.as_str(), "jun-1");
        assert_eq!(document.title.as_deref(), Some("A call"));
        assert_eq!(document.outlet.as_deref(), Some("Gulf desk"));
        assert_eq!(document.url.as_deref(), Some("https://x.example"));
        assert_eq!(document.published.unwrap().to_string(), "2025-06-18");
        assert_eq!(document.date_basis, Some(DateBasis::Metadata));
        assert_eq!(document.text.len(), text.len());
        assert!(document.text.trim_start().starts_with("The emir"));
    }
}

#[test]
fn what_cannot_be_read_is_told_with_a_remedy() {
    assert_eq!(codes(b"", "a.txt"), ["empty-file"]);
    assert_eq!(codes(b" \n\t\n", "a.jsonl"), ["empty-file"]);
    assert_eq!(codes(b"%PDF-1.7\n\xE2\xE3", "a.pdf"), ["binary-file"]);
    assert_eq!(
        codes(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", "a"),
        ["binary-file"]
    );
    assert_eq!(codes(b"PK\x03\x04rest", "a.docx"), ["binary-file"]);
    assert_eq!(codes(b"A line.", "a.txt"), ["no-publication-date"]);
    assert_eq!(
        codes(b"---\ndate: soon\n---\nA line.", "a.md"),
        ["bad-date", "no-publication-date"]
    );
}

#[test]
fn formats_are_told_by_name_then_by_content() {
    for (hint, head, expected) in [
        ("a.md", "x", Format::Markdown),
        ("a.HTML", "x", Format::Html),
        ("a.jsonl.gz", "x", Format::Records),
        ("a.txt", "<!DOCTYPE html><p>", Format::Html),
        ("a.txt", "{\"text\":1}", Format::Plain),
        ("-", "\u{FEFF}  <html>", Format::Html),
        ("-", "{\"text\":\"x\"}", Format::Records),
        ("-", "In brackets", Format::Plain),
    ] {
        assert_eq!(format(hint, head.as_bytes()), expected, "{hint} {head}");
    }
}

#[test]
fn json_documents_alone_and_in_lists() {
    assert_eq!(
        one(b"{\n \"text\": \"One.\"\n}", "a.json").id.as_str(),
        "a.json"
    );
    let result = read(
        b"[{\"text\":\"One.\",\"id\":\"x\"},{\"text\":\"Two.\",\"id\":\"x\"}]",
        "a.json",
        &ReadOptions::default(),
    );
    let ids: Vec<&str> = result.documents.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["x", "x#2"]);
    assert_eq!(result.diagnostics[0].code, "repeated-id");
}

#[test]
fn compressed_records_are_read() {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder
        .write_all(b"{\"text\":\"One.\",\"date\":\"2025-06-18\"}\n")
        .unwrap();
    let packed = encoder.finish().unwrap();
    assert_eq!(one(&packed, "a.jsonl.gz").text, "One.");
    let reader = inflate(packed.as_slice()).unwrap();
    assert_eq!(
        Records::new(reader, "a", &ReadOptions::default()).count(),
        1
    );
    assert_eq!(inflate(&b"plain"[..]).unwrap().lines().count(), 1);
    assert!(
        codes(&packed[..packed.len() / 2], "a.jsonl.gz").contains(&"bad-compression".to_owned())
    );
}

#[test]
fn a_page_in_a_declared_encoding() {
    let html = "<html><head><meta charset=\"windows-1251\"></head><body><article><p>Министр прибыл в Тегеран в субботу с письмом от посланника, сообщили официальные лица в столице, и встретился с президентом.</p></article></body></html>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(html);
    let document = one(&bytes, "a.html");
    assert!(
        document.text.contains("Министр прибыл"),
        "{}",
        document.text
    );
    assert_eq!(document.lang.as_deref(), Some("ru"));
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        name in prop::sample::select(vec!["a.txt", "a.md", "a.html", "a.jsonl", "a.json", "-"]),
    ) {
        read(&bytes, name, &ReadOptions::default());
    }

    #[test]
    fn any_markdown_keeps_its_length(
        text in "(---\n|a: b\n|# |\\* |\\*\\*|\\[|\\]\\(|\\)|&amp;|&nbsp;|`|é|中|<b>|\\||\n|> |word |\\\\){0,40}"
    ) {
        let document = read(text.as_bytes(), "a.md", &ReadOptions::default()).documents.pop();
        if let Some(document) = document {
            prop_assert_eq!(document.text.len(), text.len());
        }
    }
}
