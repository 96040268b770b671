//! Small readers and writers of Arrow columns that both tables use.

use arrow_array::{
    Array, Date32Array, Float64Array, ListArray, RecordBatch, StringArray, StructArray,
    UInt64Array,
    builder::{ListBuilder, StringBuilder, StructBuilder},
};
use arrow_schema::{DataType, Field, Fields};
use chancery_model::{ActorId, ActorRef, Date, Sector};
use jiff::civil::date;
use std::sync::Arc;

/// What a file holds that no statement or document can have.
pub(super) type Wrong = String;

const EPOCH: Date = date(1970, 1, 1);

/// Returns a day as days since 1970.
pub(super) fn days(day: Date) -> i32 {
    EPOCH.until(day).map_or(0, |span| span.get_days())
}

/// Returns the day of a number of days since 1970.
fn day(days: i32) -> Result<Date, Wrong> {
    EPOCH
        .checked_add(jiff::Span::new().days(days))
        .map_err(|error| format!("day {days}: {error}"))
}

/// The fields of an actor inside a list.
pub(super) fn actor_fields() -> Fields {
    let text = |name: &str, nullable| Field::new(name, DataType::Utf8, nullable);
    Fields::from(vec![
        text("id", true),
        text("country", true),
        text("sector", true),
        text("mention", false),
        text("name", true),
    ])
}

/// The type of a list of actors.
pub(super) fn actor_list() -> DataType {
    DataType::List(Arc::new(Field::new(
        "item",
        DataType::Struct(actor_fields()),
        true,
    )))
}

/// The type of a list of words.
pub(super) fn word_list() -> DataType {
    DataType::List(Arc::new(Field::new("item", DataType::Utf8, true)))
}

/// Builds a column of lists of actors.
pub(super) struct ActorLists(ListBuilder<StructBuilder>);

impl ActorLists {
    pub(super) fn new() -> Self {
        Self(ListBuilder::new(StructBuilder::new(
            actor_fields(),
            (0..5)
                .map(|_| {
                    Box::new(StringBuilder::new()) as Box<dyn arrow_array::builder::ArrayBuilder>
                })
                .collect(),
        )))
    }

    pub(super) fn append<'a>(&mut self, actors: impl IntoIterator<Item = &'a ActorRef>) {
        for actor in actors {
            let items = self.0.values();
            let cells = [
                actor.id.as_ref().map(ActorId::as_str),
                actor.country.as_ref().map(ActorId::as_str),
                actor.sector.map(Sector::as_str),
                Some(actor.mention.as_str()),
                actor.name.as_deref(),
            ];
            for (place, cell) in cells.into_iter().enumerate() {
                if let Some(column) = items.field_builder::<StringBuilder>(place) {
                    column.append_option(cell);
                }
            }
            items.append(true);
        }
        self.0.append(true);
    }

    pub(super) fn finish(mut self) -> ListArray {
        self.0.finish()
    }
}

/// The columns of a batch, by name; a column that an older release did not write is missing.
pub(super) struct Columns<'a>(pub(super) &'a RecordBatch);

impl<'a> Columns<'a> {
    fn column<T: 'static>(&self, name: &str) -> Result<&'a T, Wrong> {
        self.0
            .column_by_name(name)
            .and_then(|column| column.as_any().downcast_ref())
            .ok_or_else(|| format!("the column {name} is missing or of another type"))
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a StringArray, Wrong> {
        self.column(name)
    }

    pub(super) fn number(&self, name: &str) -> Result<&'a UInt64Array, Wrong> {
        self.column(name)
    }

    pub(super) fn float(&self, name: &str) -> Result<&'a Float64Array, Wrong> {
        self.column(name)
    }

    pub(super) fn dates(&self, name: &str) -> Result<&'a Date32Array, Wrong> {
        self.column(name)
    }

    pub(super) fn list(&self, name: &str) -> Result<&'a ListArray, Wrong> {
        self.column(name)
    }

    pub(super) fn bytes(&self, name: &str) -> Result<&'a arrow_array::BinaryArray, Wrong> {
        self.column(name)
    }
}

/// Returns the text of a cell, or nothing where it is null.
pub(super) fn text(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

/// Returns the text of a cell as a string.
pub(super) fn owned(column: &StringArray, row: usize) -> Option<String> {
    text(column, row).map(str::to_owned)
}

/// Returns the number of a cell.
pub(super) fn number(column: &UInt64Array, row: usize) -> Option<u64> {
    column.is_valid(row).then(|| column.value(row))
}

/// Returns the number of a cell as a size.
pub(super) fn size(column: &UInt64Array, row: usize) -> Result<usize, Wrong> {
    let number = column.value(row);
    usize::try_from(number).map_err(|error| format!("{number}: {error}"))
}

/// Returns the day of a cell.
pub(super) fn day_of(column: &Date32Array, row: usize) -> Result<Option<Date>, Wrong> {
    column
        .is_valid(row)
        .then(|| day(column.value(row)))
        .transpose()
}

/// Returns the words of a list.
pub(super) fn words(column: &ListArray, row: usize) -> Result<Vec<String>, Wrong> {
    let values = column.value(row);
    let values = values
        .as_any()
        .downcast_ref::<StringArray>()
        .ok_or("a list holds no words")?;
    Ok(values.iter().flatten().map(str::to_owned).collect())
}

/// Returns the word of a vocabulary that serde reads.
pub(super) fn word<T: serde::de::DeserializeOwned>(word: &str) -> Result<T, Wrong> {
    T::deserialize(serde::de::value::StrDeserializer::<serde::de::value::Error>::new(word))
        .map_err(|error| format!("`{word}`: {error}"))
}

/// Reads a column of lists of actors.
pub(super) struct ActorColumn<'a> {
    lists: &'a ListArray,
    cells: [&'a StringArray; 5],
}

impl<'a> ActorColumn<'a> {
    pub(super) fn new(lists: &'a ListArray) -> Result<Self, Wrong> {
        let items = lists
            .values()
            .as_any()
            .downcast_ref::<StructArray>()
            .ok_or("a list holds no actors")?;
        let cell = |name: &str| {
            items
                .column_by_name(name)
                .and_then(|column| column.as_any().downcast_ref::<StringArray>())
                .ok_or_else(|| format!("an actor's {name} is missing"))
        };
        Ok(Self {
            lists,
            cells: [
                cell("id")?,
                cell("country")?,
                cell("sector")?,
                cell("mention")?,
                cell("name")?,
            ],
        })
    }

    pub(super) fn at(&self, row: usize) -> Result<Vec<ActorRef>, Wrong> {
        let offsets = self.lists.value_offsets();
        let place = |offset: i32| usize::try_from(offset).map_err(|error| error.to_string());
        (place(offsets[row])?..place(offsets[row + 1])?)
            .map(|item| {
                let [id, country, sector, mention, name] =
                    self.cells.map(|column| text(column, item));
                Ok(ActorRef {
                    id: id.map(ActorId::new),
                    country: country.map(ActorId::new),
                    sector: sector.map(word).transpose()?,
                    mention: mention.unwrap_or_default().to_owned(),
                    name: name.map(str::to_owned),
                })
            })
            .collect()
    }
}
