//! Writing: one writer at a time, each batch whole or not at all.

use super::{
    Action, CaseError, Checksum, Commit, Correction, FileEntry, Groups, Input, Kept, REPORTS,
    REVIEW, Signature, Snapshot, Table,
    columns::Columns,
    commit::Log,
    documents,
    files::{self, NewFile},
    read::kept,
    statements, table,
};
use chancery_model::{Diagnostic, Document, DocumentId, Span, Statement};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// The right to write, held until it is dropped or the process ends.
#[derive(Debug)]
pub(super) struct Lock(#[expect(dead_code, reason = "held, not used")] File);

impl Lock {
    pub(super) fn take(root: &Path) -> Result<Self, CaseError> {
        let path = root.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| CaseError::io(&path, error))?;
        // A process that is just being started holds copies of its parent's files for a moment.
        for _ in 0..20 {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(10)),
                Err(TryLockError::Error(error)) => return Err(CaseError::io(&path, error)),
            }
        }
        Err(CaseError::Locked(root.to_owned()))
    }
}

/// What a commit adds.
#[derive(Clone, PartialEq, Debug)]
pub struct Batch {
    /// What was done.
    pub action: Action,
    /// Where the statements came from: [`REPORTS`], or the name of a data set in small letters.
    pub source: String,
    /// When it is recorded.
    pub recorded: jiff::Timestamp,
    /// Documents.
    pub documents: Vec<Kept>,
    /// Statements, in the order of their documents and places.
    pub statements: Vec<Statement>,
    /// Corrections.
    pub corrections: Vec<Correction>,
    /// What was read for it.
    pub inputs: Vec<Input>,
    /// What could not be read and belongs to no document.
    pub diagnostics: Vec<Diagnostic>,
}

impl Batch {
    /// Returns a batch with nothing in it.
    pub fn new(action: Action, source: &str, recorded: jiff::Timestamp) -> Self {
        Self {
            action,
            source: source.to_owned(),
            recorded,
            documents: Vec::new(),
            statements: Vec::new(),
            corrections: Vec::new(),
            inputs: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    /// Returns whether there is nothing to commit.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
            && self.statements.is_empty()
            && self.corrections.is_empty()
            && self.inputs.is_empty()
    }
}

/// The one who writes a case.
#[derive(Debug)]
pub struct Writer {
    pub(super) root: PathBuf,
    pub(super) log: Log,
    /// The documents in the case, each with the checksum of its text.
    known: HashMap<DocumentId, Checksum>,
    groups: Groups,
    _lock: Lock,
}

impl Writer {
    pub(super) fn open(root: &Path, lock: Lock) -> Result<Self, CaseError> {
        let log = Log::read(root)?;
        clear_leftovers(root, &log)?;
        let snapshot = Snapshot::of(root, log);
        let (known, groups) = index(&snapshot)?;
        Ok(Self {
            root: root.to_owned(),
            log: snapshot.into_log(),
            known,
            groups,
            _lock: lock,
        })
    }

    /// Returns what the case holds now.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot::of(&self.root, self.log.clone())
    }

    /// Returns whether the case holds a document of this id with this text.
    pub fn holds(&self, document: &Document) -> bool {
        self.known
            .get(&document.id)
            .is_some_and(|text| *text == Checksum::of(document.text.as_bytes()))
    }

    /// Returns the id under which a document can be added: its own, or, where the case holds another
    /// text of that id, one that tells the new text from it.
    pub fn free_id(&self, document: &Document) -> DocumentId {
        if !self.known.contains_key(&document.id) {
            return document.id.clone();
        }
        let text = Checksum::of(document.text.as_bytes());
        DocumentId::new(format!("{}#{}", document.id, &text.as_str()[..12]))
    }

    /// Prepares a document for a batch: places it in its group of near-duplicates, and remembers it.
    pub fn keep(
        &mut self,
        document: Document,
        sentences: Vec<Span>,
        diagnostics: Vec<Diagnostic>,
        input: Option<Checksum>,
    ) -> Kept {
        let signature = Signature::of(&document.text);
        let group = self.groups.place(document.id.as_str(), &signature);
        self.known
            .insert(document.id.clone(), Checksum::of(document.text.as_bytes()));
        Kept {
            sentences,
            diagnostics,
            input,
            signature,
            group: group.into(),
            document,
        }
    }

    /// Copies what a reader gives into `documents/`; returns its checksum and length.
    ///
    /// # Errors
    ///
    /// Where the reader fails or the copy cannot be written.
    pub fn keep_input(&self, mut reader: impl Read) -> Result<(Checksum, u64), CaseError> {
        let folder = self.root.join("documents");
        let mut file = NewFile::begin(&folder, "input")?;
        io::copy(&mut reader, &mut file)
            .and_then(|_| file.flush())
            .map_err(|error| CaseError::io(&folder, error))?;
        let (_, checksum, bytes) = file.finish(|checksum| kept(&self.root, checksum))?;
        Ok((checksum, bytes))
    }

    /// Adds what is in a batch: when this returns, it is part of the record and survives a loss of
    /// power, and the batch is empty. Returns the number of the commit; an empty batch makes none.
    ///
    /// # Errors
    ///
    /// Where a file cannot be written; then nothing of the batch is part of the record.
    pub fn commit(&mut self, batch: &mut Batch) -> Result<Option<u64>, CaseError> {
        if batch.is_empty() {
            return Ok(None);
        }
        let number = self.log.next();
        let day = jiff::tz::Offset::UTC.to_datetime(batch.recorded).date();
        let source = source_name(&batch.source);
        let mut added: Vec<FileEntry> = Vec::new();
        let months = by_month(&batch.documents, |kept| kept.document.published);
        let mut documents: Vec<Option<Kept>> = batch.documents.drain(..).map(Some).collect();
        for (month, rows) in months {
            let part: Vec<Kept> = rows
                .iter()
                .filter_map(|&row| documents[row].take())
                .collect();
            let ordinals: Vec<u64> = rows.iter().map(|&row| row as u64).collect();
            added.push(table::write(
                &self.root,
                Table::Documents,
                &source,
                month,
                number,
                documents::schema(),
                std::iter::once(documents::encode(&part, &ordinals, |_| day)),
            )?);
        }
        let corrections: Vec<Statement> = batch
            .corrections
            .iter()
            .map(|one| one.statement.clone())
            .collect();
        for (source, statements) in [(source.as_str(), &batch.statements), (REVIEW, &corrections)] {
            for (month, mut rows) in by_month(statements, |statement| statement.date.reported) {
                statements::sort_by_dyad(statements, &mut rows);
                let ordinal = |row: usize| row as u64;
                let entry = table::write(
                    &self.root,
                    Table::Statements,
                    source,
                    month,
                    number,
                    statements::schema(),
                    statements::batches(statements, &rows, ordinal, |_| day, source),
                )?;
                let corrections = rows
                    .iter()
                    .filter(|&&row| statements[row].corrects.is_some());
                added.push(FileEntry {
                    corrections: corrections.count() as u64,
                    ..entry
                });
            }
        }
        if !batch.corrections.is_empty() {
            added.push(self.write_corrections(number, &batch.corrections)?);
        }
        let commit = Commit {
            number,
            recorded: batch.recorded,
            action: batch.action,
            previous: self.log.head.clone(),
            inputs: std::mem::take(&mut batch.inputs),
            files: added,
            diagnostics: std::mem::take(&mut batch.diagnostics),
            compacts: None,
        };
        self.log.append(&self.root, commit)?;
        batch.statements.clear();
        batch.corrections.clear();
        Ok(Some(number))
    }

    fn write_corrections(
        &self,
        number: u64,
        corrections: &[Correction],
    ) -> Result<FileEntry, CaseError> {
        let path = format!("corrections/{number:06}.jsonl");
        let whole = self.root.join(&path);
        let mut bytes = Vec::new();
        for correction in corrections {
            serde_json::to_writer(&mut bytes, correction)
                .map_err(|error| CaseError::damaged(&whole, &error))?;
            bytes.push(b'\n');
        }
        let checksum = files::write_whole(&whole, &bytes)?;
        Ok(FileEntry {
            table: Table::Corrections,
            path,
            rows: corrections.len() as u64,
            bytes: bytes.len() as u64,
            checksum,
            month: None,
            source: REVIEW.to_owned(),
            corrections: corrections.len() as u64,
        })
    }
}

/// Groups the places of rows by the month of their day, months in order.
fn by_month<T>(
    rows: &[T],
    day: impl Fn(&T) -> Option<chancery_model::Date>,
) -> Vec<(Option<String>, Vec<usize>)> {
    let mut parts: BTreeMap<Option<(i16, i8)>, Vec<usize>> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        let key = day(row).map(|day| (day.year(), day.month()));
        parts.entry(key).or_default().push(place);
    }
    parts
        .into_iter()
        .map(|(key, rows)| {
            let month = key.and_then(|(year, month)| jiff::civil::Date::new(year, month, 1).ok());
            (super::month(month), rows)
        })
        .collect()
}

/// Returns the name of a source as it can stand in a path.
fn source_name(source: &str) -> String {
    let name: String = source
        .chars()
        .map(|letter| match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => '-',
        })
        .collect();
    if name.is_empty() {
        REPORTS.to_owned()
    } else {
        name
    }
}

/// Reads which documents there are, and the leaders of their groups.
fn index(snapshot: &Snapshot) -> Result<(HashMap<DocumentId, Checksum>, Groups), CaseError> {
    let mut known = HashMap::new();
    let mut groups = Groups::default();
    for file in snapshot.files(Table::Documents) {
        let wanted = ["id", "text", "near_duplicate_of", "signature"];
        table::each_batch(snapshot.root(), file, &wanted, |batch| {
            let columns = Columns(batch);
            let (id, text) = (columns.text("id")?, columns.text("text")?);
            let leader = columns.text("near_duplicate_of")?;
            let signature = columns.bytes("signature")?;
            for row in 0..batch.num_rows() {
                let name = id.value(row);
                known.insert(
                    DocumentId::new(name),
                    Checksum::of(text.value(row).as_bytes()),
                );
                if leader.value(row) == name {
                    let signature = Signature::from_bytes(signature.value(row))
                        .ok_or_else(|| format!("{name}: its signature is cut"))?;
                    groups.lead(name, &signature);
                }
            }
            Ok(())
        })?;
    }
    Ok((known, groups))
}

/// Removes what a writer that was stopped left behind: parts, and files that no commit names.
fn clear_leftovers(root: &Path, log: &Log) -> Result<(), CaseError> {
    for path in leftovers(root, log)? {
        fs::remove_file(&path).map_err(|error| CaseError::io(&path, error))?;
    }
    Ok(())
}

/// Returns the files that are no part of the record.
pub(super) fn leftovers(root: &Path, log: &Log) -> Result<Vec<PathBuf>, CaseError> {
    let named: BTreeSet<PathBuf> = [Table::Documents, Table::Statements, Table::Corrections]
        .into_iter()
        .flat_map(|table| log.files(table))
        .map(|file| root.join(&file.path))
        .collect();
    let part = |path: &Path| path.extension().is_some_and(|end| end == files::PART);
    let mut found = Vec::new();
    for folder in ["record/documents", "record/statements", "corrections"] {
        found.extend(files::files_under(&root.join(folder))?);
    }
    found.retain(|path| !named.contains(path));
    for folder in ["documents", "record/commits"] {
        let files = files::files_under(&root.join(folder))?;
        found.extend(files.into_iter().filter(|path| part(path)));
    }
    Ok(found)
}
