//! What is wrong with the storage, told from a statement that merely failed.

use std::sync::Arc;

use sea_orm::sqlx::Error as DriverError;
use sea_orm::{DbErr, RuntimeErr, SqlxPostgresError, SqlxSqliteError};

/// Why the database cannot be written now. Nothing was kept of what was being written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// There is no room left.
    #[error("the disk is full")]
    DiskFull,
    /// The file, its file system or the server takes no writes.
    #[error("the database can only be read")]
    ReadOnly,
    /// Somebody else has been writing for longer than anybody waits.
    #[error("another write holds the database")]
    Locked,
    /// The disk did not do what it was asked to.
    #[error("the disk reports an error")]
    Disk,
    /// The disk could not say that data are on it. Final: see [the module](super).
    #[error("the disk could not confirm that data are stored")]
    NotSynced,
    /// The file holds what no database of ours holds.
    #[error("the database is damaged")]
    Damaged,
    /// The server, or the file, is not to be reached.
    #[error("the database cannot be reached")]
    Unreachable,
    /// The machine has no memory left for it.
    #[error("the database has no memory left")]
    Memory,
    /// A commit reported success, and another connection does not see what it wrote.
    #[error("a commit reported success and stored nothing")]
    NotSeen,
}

/// The fault as an error of the database, from which [`Fault::of`] tells it again.
impl From<Fault> for DbErr {
    fn from(fault: Fault) -> Self {
        let error = DriverError::Io(std::io::Error::other(fault));
        Self::Conn(RuntimeErr::SqlxError(Arc::new(error)))
    }
}

impl Fault {
    /// The fault behind an error, where the storage is to blame: none for a duplicate or a statement that is wrong.
    pub fn of(error: &DbErr) -> Option<Self> {
        match error {
            DbErr::ConnectionAcquire(_) => Some(Self::Unreachable),
            DbErr::Conn(RuntimeErr::SqlxError(error))
            | DbErr::Exec(RuntimeErr::SqlxError(error))
            | DbErr::Query(RuntimeErr::SqlxError(error)) => Self::of_driver(error),
            _ => None,
        }
    }

    fn of_driver(error: &DriverError) -> Option<Self> {
        match error {
            DriverError::Database(error) => {
                let code = error.code()?;
                if error.try_downcast_ref::<SqlxSqliteError>().is_some() {
                    Self::of_sqlite(code.parse().ok()?)
                } else if error.try_downcast_ref::<SqlxPostgresError>().is_some() {
                    Self::of_postgres(&code)
                } else {
                    None
                }
            }
            DriverError::Io(error) => {
                let known = error.get_ref().and_then(|error| error.downcast_ref());
                Some(known.copied().unwrap_or(Self::Unreachable))
            }
            DriverError::Tls(_)
            | DriverError::Protocol(_)
            | DriverError::PoolTimedOut
            | DriverError::PoolClosed
            | DriverError::WorkerCrashed => Some(Self::Unreachable),
            _ => None,
        }
    }

    /// By SQLite's extended result codes, whose low byte is the primary one: <https://sqlite.org/rescode.html>.
    fn of_sqlite(code: u32) -> Option<Self> {
        /// `SQLITE_IOERR_FSYNC` and `SQLITE_IOERR_DIR_FSYNC`.
        const NOT_SYNCED: [u32; 2] = [1_034, 1_290];
        if NOT_SYNCED.contains(&code) {
            return Some(Self::NotSynced);
        }
        match code & 0xff {
            5 | 6 => Some(Self::Locked),
            7 => Some(Self::Memory),
            8 => Some(Self::ReadOnly),
            9 | 10 => Some(Self::Disk),
            11 | 26 => Some(Self::Damaged),
            13 => Some(Self::DiskFull),
            14 => Some(Self::Unreachable),
            _ => None,
        }
    }

    /// By PostgreSQL's codes: <https://www.postgresql.org/docs/current/errcodes-appendix.html>. An fsync that
    /// failed is not among them: the server then ends by itself and recovers from its log.
    fn of_postgres(code: &str) -> Option<Self> {
        match code {
            "53100" => Some(Self::DiskFull),
            "53200" => Some(Self::Memory),
            "55P03" => Some(Self::Locked),
            "25006" => Some(Self::ReadOnly),
            "XX001" | "XX002" => Some(Self::Damaged),
            "58030" | "58P01" => Some(Self::Disk),
            _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
                Some(Self::Unreachable)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_told_again_from_its_error() {
        for fault in [Fault::Locked, Fault::NotSynced, Fault::NotSeen] {
            assert_eq!(Fault::of(&fault.into()), Some(fault));
        }
    }

    #[test]
    fn codes_of_the_storage_are_faults_and_codes_of_a_statement_are_none() {
        let sqlite = [
            (13, Some(Fault::DiskFull)),
            (778, Some(Fault::Disk)),
            (1_034, Some(Fault::NotSynced)),
            (517, Some(Fault::Locked)),
            (1_032, Some(Fault::ReadOnly)),
            (14, Some(Fault::Unreachable)),
            (2_067, None),
            (1, None),
        ];
        for (code, fault) in sqlite {
            assert_eq!(Fault::of_sqlite(code), fault, "{code}");
        }
        let postgres = [
            ("53100", Some(Fault::DiskFull)),
            ("53300", Some(Fault::Unreachable)),
            ("57P01", Some(Fault::Unreachable)),
            ("55P03", Some(Fault::Locked)),
            ("23505", None),
            ("40P01", None),
        ];
        for (code, fault) in postgres {
            assert_eq!(Fault::of_postgres(code), fault, "{code}");
        }
    }
}
