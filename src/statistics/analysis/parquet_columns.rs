//! The columns of a Parquet file, one after the other, row group by row group.
//!
//! Whole numbers, floating-point numbers, truth values and text become cells as a CSV file would hold them (`cells.rs`), so that
//! both formats give the same figures; how a column is encoded, as a dictionary or plainly, does not matter. Null is a gap.
//! Dates, decimals, lists and other types are refused where they are needed.
//!
//! Proven by `a_parquet_file_is_answered_like_the_csv_file_that_it_was_made_of`.

use bytes::Bytes;
use parquet::basic::{Compression, ConvertedType, LogicalType, Type as Physical};
use parquet::column::reader::{ColumnReader as Chunk, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::schema::types::{ColumnDescriptor, SchemaDescriptor};

use super::cells::{Cell, ColumnReader, Rules};
use super::input::Input;

/// How many rows of a column are in memory at once.
const ROWS: usize = 1 << 13;

/// A Parquet file.
pub(super) struct ParquetColumns {
    file: Box<dyn FileReader>,
    heading: Vec<String>,
    rows: usize,
}

impl ParquetColumns {
    pub(super) fn open(input: Input) -> Result<Self, String> {
        let file = match input {
            Input::Memory(bytes) => SerializedFileReader::new(Bytes::from(bytes))
                .map(|file| Box::new(file) as Box<dyn FileReader>),
            Input::File(file) => {
                SerializedFileReader::new(file).map(|file| Box::new(file) as Box<dyn FileReader>)
            }
        };
        let file = file.map_err(|error| error.to_string())?;
        let metadata = file.metadata().file_metadata();
        let columns = metadata.schema_descr().root_schema().get_fields();
        let heading = columns.iter().map(|it| it.name().to_owned()).collect();
        let rows = usize::try_from(metadata.num_rows()).map_err(|error| error.to_string())?;
        Ok(Self {
            file,
            heading,
            rows,
        })
    }

    /// The names of the columns.
    pub(super) fn heading(&self) -> &[String] {
        &self.heading
    }

    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Reads a column; one whose type has no cells is refused.
    pub(super) fn read(&self, rules: &Rules<'_>, column: &mut ColumnReader) -> Result<(), String> {
        let schema = self.file.metadata().file_metadata().schema_descr();
        let (leaf, kind) = match leaf_of(schema, &column.name) {
            Ok(found) => found,
            Err(reason) => {
                column.refuse(rules, &reason);
                return Ok(());
            }
        };
        let mut taking = Taking {
            rules,
            column,
            defined: schema.column(leaf).max_def_level(),
            rows: 0,
        };
        for group in 0..self.file.num_row_groups() {
            let compression = self
                .file
                .metadata()
                .row_group(group)
                .column(leaf)
                .compression();
            if matches!(compression, Compression::ZSTD(_) | Compression::LZO) {
                return Err(format!(
                    "it is compressed with {compression}, which is not read; write it with Snappy, gzip or uncompressed"
                ));
            }
            let chunk = self
                .file
                .get_row_group(group)
                .and_then(|group| group.get_column_reader(leaf));
            let taken = chunk.and_then(|chunk| taking.chunk(chunk, kind));
            taken.map_err(|error| format!("column {}: {error}", taking.column.name))?;
        }
        let (rows, wanted) = (taking.rows, self.rows);
        if rows == wanted {
            Ok(())
        } else {
            let name = &column.name;
            Err(format!("column {name} has {rows} rows, the file {wanted}"))
        }
    }
}

/// How the values of a column are to be understood.
#[derive(Clone, Copy)]
enum Kind {
    Flag,
    Signed,
    Unsigned,
    Number,
    Text,
}

/// Where the values of a column lie, and what they are.
fn leaf_of(schema: &SchemaDescriptor, name: &str) -> Result<(usize, Kind), String> {
    let leaves = schema.columns().iter();
    let mut leaves = leaves
        .enumerate()
        .filter(|(_, leaf)| leaf.path().parts().first().is_some_and(|it| it == name));
    match leaves.next() {
        Some((place, leaf)) if leaf.path().parts().len() == 1 && leaf.max_rep_level() == 0 => {
            Ok((place, kind_of(leaf)?))
        }
        _ => Err(unread("a list or a structure")),
    }
}

fn unread(what: &str) -> String {
    format!("it is {what}; whole numbers, floating-point numbers, truth values and text are read")
}

fn kind_of(leaf: &ColumnDescriptor) -> Result<Kind, String> {
    let stated = leaf.logical_type_ref();
    let earlier = leaf.converted_type();
    let unsigned = match stated {
        Some(LogicalType::Integer(integer)) => !integer.is_signed,
        _ => matches!(
            earlier,
            ConvertedType::UINT_8
                | ConvertedType::UINT_16
                | ConvertedType::UINT_32
                | ConvertedType::UINT_64
        ),
    };
    let whole = unsigned
        || match stated {
            Some(stated) => matches!(stated, LogicalType::Integer(_) | LogicalType::Unknown),
            None => matches!(
                earlier,
                ConvertedType::NONE
                    | ConvertedType::INT_8
                    | ConvertedType::INT_16
                    | ConvertedType::INT_32
                    | ConvertedType::INT_64
            ),
        };
    let text = match stated {
        Some(stated) => matches!(
            stated,
            LogicalType::String | LogicalType::Enum | LogicalType::Unknown
        ),
        // Early writers did not say what is text.
        None => matches!(
            earlier,
            ConvertedType::NONE | ConvertedType::UTF8 | ConvertedType::ENUM
        ),
    };
    match leaf.physical_type() {
        Physical::BOOLEAN => Ok(Kind::Flag),
        Physical::INT32 | Physical::INT64 if unsigned => Ok(Kind::Unsigned),
        Physical::INT32 | Physical::INT64 if whole => Ok(Kind::Signed),
        Physical::FLOAT | Physical::DOUBLE => Ok(Kind::Number),
        Physical::BYTE_ARRAY if text => Ok(Kind::Text),
        physical => Err(unread(&match stated {
            Some(stated) => format!("of type {stated:?}"),
            None if earlier != ConvertedType::NONE => format!("of type {earlier}"),
            None => format!("of type {physical}"),
        })),
    }
}

/// A column while its values are taken in.
struct Taking<'a> {
    rules: &'a Rules<'a>,
    column: &'a mut ColumnReader,
    /// The level of a value that is not null.
    defined: i16,
    /// Rows taken.
    rows: usize,
}

impl Taking<'_> {
    fn chunk(&mut self, chunk: Chunk, kind: Kind) -> Result<(), ParquetError> {
        match chunk {
            Chunk::BoolColumnReader(chunk) => self.values(chunk, |&flag| Cell::Flag(flag)),
            Chunk::Int32ColumnReader(chunk) => self.values(chunk, |&number| match kind {
                Kind::Unsigned => Cell::Whole(number.cast_unsigned().into()),
                _ => Cell::Whole(number.into()),
            }),
            Chunk::Int64ColumnReader(chunk) => self.values(chunk, |&number| match kind {
                Kind::Unsigned => Cell::Whole(number.cast_unsigned().into()),
                _ => Cell::Whole(number.into()),
            }),
            Chunk::FloatColumnReader(chunk) => {
                self.values(chunk, |&number| Cell::Number(number.into()))
            }
            Chunk::DoubleColumnReader(chunk) => self.values(chunk, |&number| Cell::Number(number)),
            Chunk::ByteArrayColumnReader(chunk) => {
                self.values(chunk, |text| Cell::Text(text.data()))
            }
            Chunk::Int96ColumnReader(_) | Chunk::FixedLenByteArrayColumnReader(_) => Err(
                ParquetError::General("its type is not that of the schema".to_owned()),
            ),
        }
    }

    fn values<T: DataType>(
        &mut self,
        mut chunk: ColumnReaderImpl<T>,
        cell: impl Fn(&T::T) -> Cell<'_> + Copy,
    ) -> Result<(), ParquetError> {
        let (mut levels, mut values) = (Vec::with_capacity(ROWS), Vec::with_capacity(ROWS));
        loop {
            levels.clear();
            values.clear();
            let (rows, _, _) = chunk.read_records(ROWS, Some(&mut levels), None, &mut values)?;
            if rows == 0 {
                return Ok(());
            }
            // A column that must have values has no levels.
            levels.resize(rows, self.defined);
            let cells = levels.iter().scan(values.iter(), |values, &level| {
                let value = (level == self.defined).then(|| values.next()).flatten();
                Some(value.map_or(Cell::Null, cell))
            });
            self.column.take(self.rules, (self.rows + 1..).zip(cells));
            self.rows += rows;
        }
    }
}
