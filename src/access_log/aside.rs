//! Rows of emergency access that the database could not take: a file that is only added to. To be
//! written to the database it is first set apart under another name, so that whoever has to keep a row
//! meanwhile begins a new one and waits for no database.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::store::LogRow;

/// The file.
#[derive(Clone, Debug)]
pub(super) struct Aside(PathBuf);

/// A file that is set apart, with its rows. Nobody else sets one apart before this one is done with.
pub(super) struct Kept {
    aside: Aside,
    // Held until this is dropped: of several processes one writes at a time.
    _apart: File,
    pub(super) rows: Vec<LogRow>,
    /// Lines that say no row: cut off by a crash before anybody was told that they were kept.
    unreadable: Vec<u8>,
}

impl Aside {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// Adds rows. When this says yes they are on disk.
    pub(super) fn keep(&self, rows: &[LogRow]) -> io::Result<()> {
        let mut file = self.locked()?;
        let mut lines = Vec::new();
        if !ends_with_a_line(&mut file)? {
            lines.push(b'\n');
        }
        lines.extend(lines_of(rows)?);
        file.write_all(&lines)?;
        file.sync_all()?;
        sync_folder_of(&self.0)
    }

    /// Sets the file apart and gives the rows that are in it, if there are any. What was set apart
    /// before and not done with, as in a crash, comes first, and what has been kept since after it.
    pub(super) fn take(&self) -> io::Result<Option<Kept>> {
        let apart = self.beside("writing");
        let mut file = loop {
            if !apart.try_exists()? {
                if !self.0.try_exists()? {
                    return Ok(None);
                }
                let _kept_out = self.locked()?;
                // Looked for again: what somebody else has set apart meanwhile is not written over.
                if !apart.try_exists()? {
                    std::fs::rename(&self.0, &apart)?;
                    sync_folder_of(&apart)?;
                }
            }
            // One that somebody else was done with while it was waited for is written already.
            if let Some(file) = locked_as_it_is(&apart)? {
                break file;
            }
        };
        if self.0.try_exists()? {
            let mut since = Vec::new();
            // Held until the file is gone: whoever waits to keep a row begins a new one.
            let mut kept_since = self.locked()?;
            kept_since.read_to_end(&mut since)?;
            if !ends_with_a_line(&mut file)? {
                since.insert(0, b'\n');
            }
            file.write_all(&since)?;
            file.sync_all()?;
            // A crash before this leaves rows in both files; their ids tell.
            std::fs::remove_file(&self.0)?;
            sync_folder_of(&apart)?;
        }
        let mut text = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut text)?;
        let (mut rows, mut unreadable) = (Vec::new(), Vec::new());
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice(line) {
                Ok(row) => rows.push(row),
                Err(_) => {
                    unreadable.extend_from_slice(line);
                    unreadable.push(b'\n');
                }
            }
        }
        Ok(Some(Kept { aside: self.clone(), _apart: file, rows, unreadable }))
    }

    /// The file, which nobody else can use meanwhile. One that was set apart while it was waited for
    /// is the file no more.
    fn locked(&self) -> io::Result<File> {
        loop {
            open(&self.0)?;
            if let Some(file) = locked_as_it_is(&self.0)? {
                return Ok(file);
            }
        }
    }

    /// Adds lines to a file beside it, for a person to look at.
    fn set_apart(&self, what: &str, lines: &[u8]) -> io::Result<()> {
        let beside = self.beside(what);
        let mut file = open(&beside)?;
        file.write_all(lines)?;
        file.sync_all()?;
        sync_folder_of(&beside)
    }

    fn beside(&self, what: &str) -> PathBuf {
        let mut beside = self.0.clone().into_os_string();
        beside.push(format!(".{what}"));
        PathBuf::from(beside)
    }
}

impl Kept {
    /// Does away with the file, whose rows are in the database now but for those that it refuses.
    /// These, and lines that say no row, are kept beside it for a person to look at.
    pub(super) fn done(self, refused: &[LogRow]) -> io::Result<()> {
        if !self.unreadable.is_empty() {
            self.aside.set_apart("unreadable", &self.unreadable)?;
            tracing::error!("the access log's file has lines that say no row; they are kept aside");
        }
        if !refused.is_empty() {
            self.aside.set_apart("refused", &lines_of(refused)?)?;
            let rows = refused.len();
            tracing::error!(
                rows,
                "the database refuses rows of the access log; they are kept aside"
            );
        }
        let apart = self.aside.beside("writing");
        std::fs::remove_file(&apart)?;
        sync_folder_of(&apart)
    }
}

fn lines_of(rows: &[LogRow]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for row in rows {
        serde_json::to_writer(&mut lines, row)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// Patients' ids are in it, so nobody else may read it.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)
}

/// The file of this name, which nobody else can use meanwhile. None if there is none, or if the one
/// that was waited for bears the name no more.
fn locked_as_it_is(path: &Path) -> io::Result<Option<File>> {
    let waited_for = || -> io::Result<Option<File>> {
        let file = OpenOptions::new().read(true).append(true).open(path)?;
        file.lock()?;
        let is_it = std::fs::metadata(path)?.ino() == file.metadata()?.ino();
        Ok(is_it.then_some(file))
    };
    match waited_for() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        found => found,
    }
}

fn ends_with_a_line(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// A new file's name is on disk only once its folder is.
pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_waited_for_rows_that_are_written_by_then_takes_none() {
        let folder = tempfile::tempdir().unwrap();
        let aside = Aside::new(folder.path().join("aside.jsonl"));
        std::fs::write(&aside.0, "a line\n").unwrap();
        let first = aside.take().unwrap().unwrap();
        let other = aside.clone();
        let waits = thread::spawn(move || other.take().unwrap().is_some());
        thread::sleep(Duration::from_millis(200));
        assert!(!waits.is_finished(), "it has waited for no one");
        first.done(&[]).unwrap();
        assert!(!waits.join().unwrap(), "it would do away with the next file unwritten");
    }

    #[test]
    fn what_is_kept_while_a_file_is_set_apart_comes_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let aside = Aside::new(folder.path().join("aside.jsonl"));
        std::fs::write(&aside.0, "first\n").unwrap();
        // Given up, as by a database that is still down.
        drop(aside.take().unwrap().unwrap());
        std::fs::write(&aside.0, "second\n").unwrap();
        let kept = aside.take().unwrap().unwrap();
        assert_eq!(kept.unreadable, b"first\nsecond\n");
        kept.done(&[]).unwrap();
        assert!(aside.take().unwrap().is_none());
    }
}
