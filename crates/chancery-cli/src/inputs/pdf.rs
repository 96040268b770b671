//! The text of a PDF. The stored text is the extractor's output.

use crate::inputs::Item;
use chancery_model::{DateBasis, Diagnostic, parse_date};
use chancery_text::reading::{self, ReadOptions};
use std::panic::{self, AssertUnwindSafe};

/// Reads a PDF as one document.
pub(super) fn read(bytes: &[u8], origin: &str, options: &ReadOptions) -> Item {
    let failed = |reason: &str| Item {
        document: None,
        diagnostics: vec![Diagnostic::error(
            "bad-pdf",
            format!(
                "{origin}: the text of this PDF cannot be read ({reason}); take it out with pdftotext."
            ),
        )],
    };
    let text = match extract(bytes) {
        Ok(text) => text,
        Err(reason) => return failed(&reason),
    };
    if text.trim().is_empty() {
        return failed("it shows pictures of pages only");
    }
    let result = reading::read(text.as_bytes(), &format!("{origin}.txt"), options);
    let Some(mut document) = result.documents.into_iter().next() else {
        return failed("it holds no text");
    };
    document.id = origin.into();
    let mut diagnostics = result.diagnostics;
    if document.published.is_none()
        && let Some(day) = created(bytes)
    {
        document.published = Some(day);
        document.date_basis = Some(DateBasis::Metadata);
        diagnostics.retain(|diagnostic| diagnostic.code != "no-publication-date");
    }
    for diagnostic in &mut diagnostics {
        diagnostic.message = diagnostic.message.replace(&format!("{origin}.txt"), origin);
        diagnostic.document = Some(document.id.clone());
    }
    Item {
        document: Some(document),
        diagnostics,
    }
}

/// Takes the text out. The extractor panics on some damaged files: that is an error like another.
fn extract(bytes: &[u8]) -> Result<String, String> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let text = panic::catch_unwind(AssertUnwindSafe(|| {
        pdf_extract::extract_text_from_mem(bytes)
    }));
    panic::set_hook(hook);
    match text {
        Ok(Ok(text)) => Ok(text),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it is damaged".to_owned()),
    }
}

/// Returns the day on which the file says it was made: `D:20190617…` in its description.
fn created(bytes: &[u8]) -> Option<chancery_model::Date> {
    let key = b"/CreationDate";
    let place = bytes.windows(key.len()).position(|window| window == key)?;
    let after = &bytes[place + key.len()..];
    let text = String::from_utf8_lossy(&after[..after.len().min(24)]);
    let digits = text.trim_start().strip_prefix("(D:")?;
    let part = |from, to| digits.get(from..to);
    parse_date(&format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a PDF of one page that shows a line.
    fn pdf(line: &str) -> Vec<u8> {
        let content = format!("BT /F1 12 Tf 72 700 Td ({line}) Tj ET");
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> >> >>"
                .to_owned(),
            format!(
                "<< /Length {} >>\nstream\n{content}\nendstream",
                content.len()
            ),
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
                .to_owned(),
            "<< /CreationDate (D:20190617120000Z) >>".to_owned(),
        ];
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let mut places = Vec::new();
        for (number, object) in (1..).zip(&objects) {
            places.push(bytes.len());
            bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
        }
        let table = bytes.len();
        bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
        for place in places {
            bytes.extend(format!("{place:010} 00000 n \n").bytes());
        }
        bytes.extend(
            format!(
                "trailer\n<< /Size {} /Root 1 0 R /Info 6 0 R >>\nstartxref\n{table}\n%%EOF\n",
                objects.len() + 1
            )
            .bytes(),
        );
        bytes
    }

    #[test]
    fn words_and_day_are_read() {
        let item = read(
            &pdf("Kenya recalled its envoy from Somalia."),
            "note.pdf",
            &ReadOptions::default(),
        );
        let document = item.document.expect("a document");
        assert_eq!(
            document.text.trim(),
            "Kenya recalled its envoy from Somalia."
        );
        assert_eq!(document.id.as_str(), "note.pdf");
        assert_eq!(
            document.published.map(|day| day.to_string()).as_deref(),
            Some("2019-06-17")
        );
    }

    #[test]
    fn damage_is_an_error_and_no_panic() {
        let whole = pdf("Words.");
        for end in [8, 60, 200, whole.len() - 40] {
            let item = read(&whole[..end], "cut.pdf", &ReadOptions::default());
            if item.document.is_none() {
                assert_eq!(item.diagnostics[0].code, "bad-pdf");
            }
        }
        assert!(
            read(b"%PDF-1.4", "cut.pdf", &ReadOptions::default())
                .document
                .is_none()
        );
    }
}
