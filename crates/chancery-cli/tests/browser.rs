//! The HTML brief in a real browser: it fits a phone and a desk, asks for nothing over the network,
//! and each citation leads to its sentence. Needs Chromium; `cargo xtask test` installs and runs it.

use std::{error::Error, fs, path::Path, process::Command};

const CHROMIUM: &str = "chromium";

/// Runs in the page once it is laid out, and leaves what it measured in the document's title.
const PROBE: &str = r##"<script>
addEventListener("load", () => {
  const root = document.documentElement;
  const broken = [...document.querySelectorAll(".cite a")]
    .filter(link => !document.querySelector(link.getAttribute("href"))).length;
  const outside = performance.getEntriesByType("resource").length;
  const wide = [...document.querySelectorAll("main *")].filter(element => {
    if (element.closest(".scroll, svg, details:not([open])")) return false;
    return element.getBoundingClientRect().right > root.clientWidth + 1;
  }).length;
  const cites = document.querySelectorAll(".cite a").length;
  const pictures = document.querySelectorAll("figure svg").length;
  document.title = JSON.stringify({
    overflow: root.scrollWidth - root.clientWidth, wide, broken, outside, cites, pictures,
  });
});
</script>"##;

#[test]
#[ignore = "needs Chromium; `cargo xtask test` installs and runs it"]
fn the_brief_fits_phone_and_desk_and_asks_for_nothing() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let page = folder.join("brief.html");
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/june-2025");
    let status = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["brief", "--quiet", "--format", "html", "--out"])
        .arg(&page)
        .arg(&example)
        .status()?;
    assert!(status.success());
    let html = fs::read_to_string(&page)?;
    assert!(!html.contains("<script") && !html.contains(" src=") && !html.contains("@import"));
    // The probe is a script, which the page's own policy rightly refuses.
    let probed = html
        .replace(
            "default-src 'none'; style-src 'unsafe-inline'",
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'",
        )
        .replace("</head>", &format!("{PROBE}</head>"));
    let probed_page = folder.join("probed.html");
    fs::write(&probed_page, probed)?;
    for width in [390, 1440] {
        let output = Command::new(CHROMIUM)
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--dump-dom",
            ])
            .arg(format!("--window-size={width},900"))
            .arg(format!(
                "--user-data-dir={}",
                folder.join(format!("profile-{width}")).display()
            ))
            .arg(format!("file://{}", probed_page.display()))
            .output()?;
        let dom = String::from_utf8_lossy(&output.stdout);
        let title = dom
            .split_once("<title>")
            .and_then(|(_, rest)| rest.split_once("</title>"))
            .map(|(title, _)| title.replace("&quot;", "\""))
            .ok_or("the browser showed no page")?;
        let measured: serde_json::Value = serde_json::from_str(&title)?;
        let number = |key: &str| measured[key].as_i64().unwrap_or(-1);
        assert_eq!(
            number("broken"),
            0,
            "citations that lead nowhere at {width}: {title}"
        );
        assert_eq!(number("outside"), 0, "requests at {width}: {title}");
        assert!(number("overflow") <= 0, "wider than {width}: {title}");
        assert_eq!(number("wide"), 0, "elements wider than {width}: {title}");
        assert!(number("cites") > 20 && number("pictures") == 3, "{title}");
    }
    Ok(())
}
