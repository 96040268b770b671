//! `check`: whether a case holds what was written, file by file and row by row.

use super::{
    CaseError, Checksum, FileEntry, Kept, SCHEMA, Settings, Snapshot, Table,
    commit::{Log, Unit},
    documents,
    read::{hash, kept},
    statements, table,
    write::leftovers,
};
use chancery_model::{DocumentId, Evidence, Statement};
use std::{
    collections::{BTreeMap, HashSet},
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Worth knowing; the record is whole.
    Note,
    /// Something of the record is lost or changed.
    Error,
}

/// One thing that is not as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// The file.
    pub path: PathBuf,
    /// What is wrong.
    pub message: String,
}

impl Finding {
    fn error(path: impl Into<PathBuf>, message: impl Into<String>) -> Self {
        Self {
            level: Level::Error,
            path: path.into(),
            message: message.into(),
        }
    }

    fn of(error: CaseError, path: &Path) -> Self {
        match error {
            CaseError::Damaged { path, what } => Self::error(path, what),
            CaseError::Io { path, source } => Self::error(path, source.to_string()),
            other => Self::error(path, other.to_string()),
        }
    }
}

pub(super) fn check(root: &Path) -> Result<Vec<Finding>, CaseError> {
    let settings = Settings::read(root)?;
    let mut findings = Vec::new();
    if settings.schema < SCHEMA {
        findings.push(Finding {
            level: Level::Note,
            path: root.join("chancery.toml"),
            message: format!(
                "the case has schema {}; the next change brings it to {SCHEMA}",
                settings.schema
            ),
        });
    }
    let log = match Log::read(root) {
        Ok(log) => log,
        Err(error) => {
            findings.push(Finding::of(error, root));
            return Ok(findings);
        }
    };
    for path in leftovers(root, &log)? {
        findings.push(Finding {
            level: Level::Note,
            path,
            message: "no commit names it: it is left from a write that was stopped, was put together with others, or is being written now; the next writer removes it".to_owned(),
        });
    }
    let mut ids = Ids::default();
    for unit in log.units() {
        check_unit(root, unit, &mut ids, &mut findings);
    }
    for file in log.files(Table::Corrections) {
        let path = root.join(&file.path);
        if let Err(message) = unchanged(&path, file.bytes, &file.checksum) {
            findings.push(Finding::error(&path, message));
        }
    }
    check_inputs(root, &log, &mut findings);
    check_corrections(&Snapshot::of(root, log), &ids, &mut findings);
    Ok(findings)
}

/// The ids met so far, as hashes: a case may hold tens of millions.
#[derive(Default)]
struct Ids {
    documents: HashSet<DocumentId>,
    statements: HashSet<u64>,
    /// Each correction with the file it stands in: its id, and that of what it corrects.
    corrected: Vec<(PathBuf, String, String)>,
}

fn check_unit(root: &Path, unit: Unit<'_>, ids: &mut Ids, findings: &mut Vec<Finding>) {
    let mut texts: BTreeMap<DocumentId, String> = BTreeMap::new();
    // Documents first: the statements of a commit rest on its documents.
    let mut files: Vec<&FileEntry> = unit.files;
    files.sort_by_key(|file| file.table);
    for file in files {
        let path = root.join(&file.path);
        if let Err(message) = unchanged(&path, file.bytes, &file.checksum) {
            findings.push(Finding::error(&path, message));
            continue;
        }
        let wrong = match file.table {
            Table::Documents => check_documents(root, file, ids, &mut texts),
            Table::Statements => check_statements(root, file, ids, &texts, findings),
            Table::Corrections => Ok(()),
        };
        if let Err(error) = wrong {
            findings.push(Finding::of(error, &path));
        }
    }
}

/// Returns what is wrong with the bytes of a file.
fn unchanged(path: &Path, bytes: u64, checksum: &Checksum) -> Result<(), String> {
    let file = File::open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "it is missing".to_owned(),
        _ => error.to_string(),
    })?;
    let (found, length) =
        Checksum::read(BufReader::new(file)).map_err(|error| error.to_string())?;
    if length != bytes {
        return Err(format!("it has {length} bytes instead of {bytes}"));
    }
    if found != *checksum {
        return Err("its checksum does not match".to_owned());
    }
    Ok(())
}

fn check_documents(
    root: &Path,
    file: &FileEntry,
    ids: &mut Ids,
    texts: &mut BTreeMap<DocumentId, String>,
) -> Result<(), CaseError> {
    table::each_batch(root, file, &[], |batch| {
        for (
            _,
            Kept {
                document,
                sentences,
                ..
            },
        ) in documents::decode(batch)?
        {
            let id = document.id;
            if !ids.documents.insert(id.clone()) {
                return Err(format!("the document {id} is there twice"));
            }
            if let Some(span) = sentences
                .iter()
                .find(|span| document.text.get(span.start..span.end).is_none())
            {
                return Err(format!(
                    "{id}: a sentence at {} is not in its text",
                    span.start
                ));
            }
            texts.insert(id, document.text);
        }
        Ok(())
    })
}

fn check_statements(
    root: &Path,
    file: &FileEntry,
    ids: &mut Ids,
    texts: &BTreeMap<DocumentId, String>,
    findings: &mut Vec<Finding>,
) -> Result<(), CaseError> {
    let path = root.join(&file.path);
    table::each_batch(root, file, &[], |batch| {
        for (_, statement) in statements::decode(batch)? {
            if !ids.statements.insert(hash(statement.id.as_str())) {
                findings.push(Finding::error(
                    &path,
                    format!("the statement {} is there twice", statement.id),
                ));
            }
            if let Some(old) = &statement.corrects {
                ids.corrected
                    .push((path.clone(), statement.id.to_string(), old.to_string()));
            }
            for evidence in std::iter::once(&statement.evidence).chain(&statement.also) {
                if let Some(what) = unsupported(&statement, evidence, texts) {
                    findings.push(Finding::error(&path, what));
                }
            }
        }
        Ok(())
    })
}

/// Returns how a statement's evidence differs from its document. What has no document in its commit
/// is a row of a data set, whose evidence is the row.
fn unsupported(
    statement: &Statement,
    evidence: &Evidence,
    texts: &BTreeMap<DocumentId, String>,
) -> Option<String> {
    let text = texts.get(&evidence.document)?;
    (text.get(evidence.start..evidence.end) != Some(&*evidence.text)).then(|| {
        format!(
            "the evidence of {} is not what {} says at {}",
            statement.id, evidence.document, evidence.start
        )
    })
}

fn check_inputs(root: &Path, log: &Log, findings: &mut Vec<Finding>) {
    let mut done = HashSet::new();
    for input in log.commits.iter().flat_map(|commit| &commit.inputs) {
        let copies = [
            input.kept.then_some((&input.checksum, Some(input.bytes))),
            input.warc.as_ref().map(|warc| (warc, None)),
        ];
        for (checksum, bytes) in copies.into_iter().flatten() {
            if !done.insert(checksum) {
                continue;
            }
            let path = kept(root, checksum);
            let length = bytes.or_else(|| Some(path.metadata().ok()?.len()));
            if let Err(message) = unchanged(&path, length.unwrap_or(0), checksum) {
                findings.push(Finding::error(
                    &path,
                    format!("the copy of {}: {message}", input.origin),
                ));
            }
        }
    }
}

/// Checks that every correction is of a statement that is there, and that each is accounted for.
fn check_corrections(snapshot: &Snapshot, ids: &Ids, findings: &mut Vec<Finding>) {
    let folder = snapshot.root().join("corrections");
    match snapshot.corrections(None) {
        Ok(corrections) => {
            for correction in corrections {
                let id = &correction.statement.id;
                if !ids.statements.contains(&hash(id.as_str())) {
                    findings.push(Finding::error(
                        &folder,
                        format!("the statement {id} of a correction is not there"),
                    ));
                }
            }
        }
        Err(error) => findings.push(Finding::of(error, &folder)),
    }
    for (path, new, old) in &ids.corrected {
        if !ids.statements.contains(&hash(old)) {
            findings.push(Finding::error(
                path,
                format!("{new} corrects {old}, which is not there"),
            ));
        }
    }
}
