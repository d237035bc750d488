//! Rows of emergency access that the database could not take: a file that is only added to, until
//! its rows are in the database.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::store::LogRow;

/// The file.
#[derive(Clone, Debug)]
pub(super) struct Aside(PathBuf);

/// The file's rows, and the file itself, which nobody else can use meanwhile.
pub(super) struct Kept {
    path: PathBuf,
    file: File,
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
        let mut file = open(&self.0)?;
        file.lock()?;
        let mut lines = Vec::new();
        if !ends_with_a_line(&mut file)? {
            lines.push(b'\n');
        }
        for row in rows {
            serde_json::to_writer(&mut lines, row)?;
            lines.push(b'\n');
        }
        file.write_all(&lines)?;
        file.sync_all()?;
        sync_folder_of(&self.0)
    }

    /// The rows that are there, if there are any.
    pub(super) fn take(&self) -> io::Result<Option<Kept>> {
        if !self.0.try_exists()? {
            return Ok(None);
        }
        let mut file = open(&self.0)?;
        file.lock()?;
        let mut text = Vec::new();
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut text)?;
        if text.is_empty() {
            return Ok(None);
        }
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
        Ok(Some(Kept { path: self.0.clone(), file, rows, unreadable }))
    }
}

impl Kept {
    /// Empties the file, whose rows are in the database now. Lines that say no row are kept beside
    /// it, for a person to look at.
    pub(super) fn done(self) -> io::Result<()> {
        if !self.unreadable.is_empty() {
            let mut beside = self.path.clone().into_os_string();
            beside.push(".unreadable");
            let beside = PathBuf::from(beside);
            let mut file = open(&beside)?;
            file.write_all(&self.unreadable)?;
            file.sync_all()?;
            sync_folder_of(&beside)?;
            tracing::error!("the access log's file has lines that say no row; they are kept aside");
        }
        self.file.set_len(0)?;
        self.file.sync_all()
    }
}

/// Patients' ids are in it, so nobody else may read it.
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).append(true).create(true).mode(0o600).open(path)
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
