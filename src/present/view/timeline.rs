use jiff::Timestamp;
use jiff::civil::Date;

use super::{Filter, diseases_of, protects_against};
use crate::clock::swedish_zone;
use crate::domain::Dose;
use crate::present::disease::Diseases;
use crate::present::view::dose::product_text;

/// Width of the drawing in its own units.
const WIDTH: i32 = 960;
/// Where the lanes' line of time begins, after the names.
const LEFT: i32 = 170;
/// Where it ends.
const RIGHT: i32 = WIDTH - 24;
/// Height of one lane.
const LANE: i32 = 24;
/// Height of the years' line.
const HEAD: i32 = 26;
/// Most years marked on the line.
const MOST_TICKS: i16 = 12;

/// Doses on a line of time, a lane per disease. It repeats the matrix as a picture, so a reader who
/// does not see it loses nothing.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Where names end and time begins.
    pub left: i32,
    /// Where time ends.
    pub right: i32,
    /// Lowest point of the lanes.
    pub bottom: i32,
    /// What the picture shows, in words.
    pub description: String,
    /// The years.
    pub ticks: Vec<Tick>,
    /// The diseases.
    pub lanes: Vec<Lane>,
}

/// A year on the line.
#[derive(Clone, Debug)]
pub struct Tick {
    /// Where.
    pub x: i32,
    /// The year.
    pub label: String,
}

/// One disease.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Name of the disease.
    pub name: String,
    /// Middle of the lane.
    pub y: i32,
    /// Base line of its text.
    pub text_y: i32,
    /// The doses.
    pub dots: Vec<Dot>,
}

/// One dose.
#[derive(Clone, Debug)]
pub struct Dot {
    /// Where.
    pub x: i32,
    /// Day and product.
    pub label: String,
    /// Whether the vaccine protects against several diseases.
    pub combination: bool,
}

impl Timeline {
    pub(super) fn of(
        doses: &[&Dose],
        filter: &Filter,
        diseases: Diseases<'_>,
        now: Timestamp,
    ) -> Option<Self> {
        let dated: Vec<&Dose> =
            doses.iter().copied().filter(|dose| dose.shown.day().is_some()).collect();
        let days = || dated.iter().filter_map(|dose| dose.shown.day()).map(|day| day.civil());
        let today = now.to_zoned_datetime(swedish_zone()).date();
        let first = days().min()?;
        let last = days().max()?.max(today);
        let scale = Scale::between(first, last);
        let lanes: Vec<Lane> = diseases_of(&dated, filter, diseases)
            .into_iter()
            .zip(0..)
            .map(|(key, at)| Lane {
                name: diseases.heading(&key),
                y: HEAD + at * LANE + LANE / 2,
                text_y: HEAD + at * LANE + LANE / 2 + 5,
                dots: dated
                    .iter()
                    .filter(|dose| protects_against(dose, &key))
                    .filter_map(|dose| dot(dose, &scale))
                    .collect(),
            })
            .collect();
        let bottom = HEAD + LANE * i32::try_from(lanes.len()).unwrap_or(i32::MAX / LANE / 2);
        Some(Self {
            width: WIDTH,
            height: bottom + 8,
            left: LEFT,
            right: RIGHT,
            bottom,
            description: format!(
                "Tidslinje från {} till {} med en rad per sjukdom. Samma doser står i tabellen \
                 Doser i tidsordning.",
                first.year(),
                last.year()
            ),
            ticks: scale.ticks(),
            lanes,
        })
    }
}

fn dot(dose: &Dose, scale: &Scale) -> Option<Dot> {
    let day = dose.shown.day()?;
    let product = product_text(&dose.shown).unwrap_or_else(|| "okänd produkt".to_owned());
    Some(Dot {
        x: scale.x(day.civil()),
        label: format!("{day}: {product}"),
        combination: dose.diseases.len() > 1,
    })
}

/// Whole years from the first dose to today, laid over the width.
struct Scale {
    from: Date,
    years: i16,
}

impl Scale {
    fn between(first: Date, last: Date) -> Self {
        let from = Date::new(first.year(), 1, 1).unwrap_or(first);
        Self { from, years: (last.year() - first.year()).saturating_add(1).max(1) }
    }

    fn x(&self, day: Date) -> i32 {
        let days = f64::from((day - self.from).get_days());
        let part = (days / (f64::from(self.years) * 365.25)).clamp(0.0, 1.0);
        LEFT + (part * f64::from(RIGHT - LEFT)).round() as i32
    }

    fn ticks(&self) -> Vec<Tick> {
        let step = [1, 2, 5, 10, 20, 50, 100, 500, 5000]
            .into_iter()
            .find(|step| self.years / step <= MOST_TICKS)
            .unwrap_or(self.years);
        (self.from.year()..self.from.year().saturating_add(self.years))
            .filter(|year| year % step == 0 || self.years == 1)
            .filter_map(|year| {
                let day = Date::new(year, 1, 1).ok()?;
                Some(Tick { x: self.x(day), label: year.to_string() })
            })
            .collect()
    }
}
