use super::{Filter, anchor, diseases_of, protects_against};
use crate::domain::{Dose, Reported};
use crate::present::disease::Diseases;
use crate::present::handle::dose_handle;
use crate::present::view::dose::{day_text, product_text};
use crate::present::words;

/// Doses in one line of the matrix; a disease with more goes on in a further line.
const DOSES_PER_LINE: usize = 6;

/// Diseases by their doses in the order of time.
#[derive(Clone, Debug, Default)]
pub struct Matrix {
    /// A row per disease.
    pub rows: Vec<MatrixRow>,
    /// Columns for doses, the same in every matrix so that they stand where one looks for them.
    pub columns: usize,
}

/// The doses against one disease.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// Name of the disease.
    pub disease: String,
    /// Anchor of the disease's group.
    pub anchor: String,
    /// The doses in order, cut into lines.
    pub lines: Vec<Line>,
}

/// A line of a disease's doses.
#[derive(Clone, Debug)]
pub struct Line {
    /// The doses.
    pub cells: Vec<Cell>,
    /// How many columns are left blank after them, when any are.
    pub blank: Option<usize>,
}

/// One dose in the matrix.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Its place among the doses against the disease, from 1, in the order of time.
    pub ordinal: usize,
    /// The day.
    pub day: String,
    /// The product.
    pub product: String,
    /// The dose number, where it says that there should be more doses before this one than there
    /// are. A lower number is common: yearly vaccines are counted from one each season.
    pub reported: Option<String>,
    /// Whether it is only probably one dose.
    pub probable: bool,
    /// Anchor of the dose.
    pub anchor: String,
}

impl Matrix {
    pub(super) fn of(doses: &[&Dose], filter: &Filter, diseases: Diseases<'_>) -> Self {
        let mut rows: Vec<MatrixRow> = diseases_of(doses, filter, diseases)
            .into_iter()
            .map(|key| {
                let anchor = anchor(&key);
                let mut own: Vec<&&Dose> =
                    doses.iter().filter(|dose| protects_against(dose, &key)).collect();
                // Newest first becomes oldest first; those without a day stand last.
                own.sort_by_key(|dose| (dose.shown.day().is_none(), dose.shown.day()));
                let cells: Vec<Cell> =
                    own.iter().enumerate().map(|(at, dose)| cell(dose, at + 1, &anchor)).collect();
                let line = |cells: &[Cell]| Line { cells: cells.to_vec(), blank: None };
                let lines = cells.chunks(DOSES_PER_LINE).map(line).collect();
                MatrixRow { disease: diseases.heading(&key), anchor, lines }
            })
            .collect();
        let columns = DOSES_PER_LINE;
        for line in rows.iter_mut().flat_map(|row| &mut row.lines) {
            line.blank = Some(columns - line.cells.len()).filter(|blank| *blank > 0);
        }
        Self { columns, rows }
    }
}

fn cell(dose: &Dose, ordinal: usize, group: &str) -> Cell {
    let reported = match &dose.shown.dose_number {
        Some(Reported::Known(number)) if *number as usize > ordinal => {
            Some(format!("dos {number} enligt källan"))
        }
        _ => None,
    };
    Cell {
        ordinal,
        day: day_text(&dose.shown).unwrap_or_else(|| words::MISSING.to_owned()),
        product: product_text(&dose.shown).unwrap_or_else(|| "okänd produkt".to_owned()),
        reported,
        probable: dose.probable,
        anchor: format!("{group}-{}", dose_handle(dose)),
    }
}
