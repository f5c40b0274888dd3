//! The same promise on PostgreSQL: a server that is stopped at once, a connection that is cut, a disk that is full.

use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fieldwork::HashKey;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tempfile::TempDir;

use super::ledger::Ledger;
use super::{QUICK, goes_on};
use crate::storage::{Storage, setting};
use crate::town::Town;

/// Holds the data of the server and little more, so that it is soon full.
const ROOM: &str = "size=120m,mode=0777";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_receipt_is_lost_when_the_server_fails_and_taking_in_goes_on_when_it_is_back() {
    // Where the suite has a PostgreSQL, one of its own can be started, and broken.
    if setting("MINYI_TEST_POSTGRES").is_none() {
        return;
    }
    let server = Server::found();
    let wire = Wire::to(server.port);
    let mut storage = Storage::file();
    storage.database = wire.address();
    let mut town = Town::found_in(storage, |_| Vec::new()).await;
    let mut ledger = Ledger::new(20);
    assert!(ledger.send_one(&town).await);

    for round in 0..3 {
        let stopping = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            server.stop_at_once();
        };
        let sending = ledger.send_for(&town, Duration::from_secs(1));
        let (sent, ()) = tokio::join!(sending, stopping);
        assert!(sent.refused > 0 && sent.slowest < QUICK, "{sent:?}");
        assert!(!ledger.send_one(&town).await);
        server.start();
        let what = format!("round {round}: the server was stopped at once");
        assert!(!goes_on(&mut town, &mut ledger, &what).await);
    }
    for round in 0..3 {
        let cutting = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            wire.cut();
        };
        let sending = ledger.send_for(&town, Duration::from_millis(900));
        let (sent, ()) = tokio::join!(sending, cutting);
        assert!(sent.refused > 0 && sent.slowest < QUICK, "{sent:?}");
        wire.mend();
        let what = format!("round {round}: the wire was cut");
        assert!(!goes_on(&mut town, &mut ledger, &what).await);
    }
    if server.has_room_of_its_own {
        let ballast = server.fill_up();
        let sent = ledger.send_for(&town, Duration::from_secs(3)).await;
        assert!(sent.refused > 0 && sent.slowest < QUICK, "{sent:?}");
        std::fs::remove_file(ballast).unwrap();
        // Without room for its log the server ends by itself.
        server.start();
        assert!(!goes_on(&mut town, &mut ledger, "the disk was full").await);
    } else {
        println!("not root: the full disk of the server is left out");
    }
    assert!(town.stop());
    ledger.is_in_the_server(&server.address(), &town.key).await;
}

impl Ledger {
    async fn is_in_the_server(&self, address: &str, key: &HashKey) {
        let db = db::open(address).await.unwrap();
        let column = async |statement: &str| -> Vec<String> {
            let statement = Statement::from_string(DbBackend::Postgres, statement);
            let rows = db.query_all_raw(statement).await.unwrap();
            rows.iter()
                .map(|row| row.try_get_by_index(0).unwrap())
                .collect()
        };
        let held = column("SELECT key FROM sealed_form UNION ALL SELECT key FROM response").await;
        let receipts = column("SELECT hash FROM receipt").await;
        assert_eq!(held.len(), receipts.len());
        for (id, receipt) in self.acknowledged() {
            let id = key.of_submission(*id);
            assert_eq!(held.iter().filter(|key| **key == id).count(), 1);
            assert!(receipts.contains(&key.of_receipt(*receipt)));
        }
    }
}

/// A server for this test alone.
struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    has_room_of_its_own: bool,
}

impl Server {
    fn found() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", ROOM, "tmpfs"])
            .arg(folder.path())
            .output();
        let server = Self {
            programs: programs(),
            port: TcpListener::bind("127.0.0.1:0")
                .and_then(|free| free.local_addr())
                .unwrap()
                .port(),
            has_room_of_its_own: mounted.is_ok_and(|mounted| mounted.status.success()),
            folder,
        };
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o777);
        std::fs::set_permissions(server.folder.path(), open).unwrap();
        let data = server.data();
        let made = server.run(
            "initdb",
            &[
                "-D",
                &data,
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--wal-segsize=1",
            ],
        );
        assert!(made.status.success(), "{made:?}");
        server.start();
        server
    }

    /// Starts it, unless it runs.
    fn start(&self) {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c min_wal_size=2MB -c max_wal_size=8MB",
            self.port,
            self.folder.path().display()
        );
        let log = self.folder.path().join("log").display().to_string();
        let data = self.data();
        if !self
            .run("pg_ctl", &["-D", &data, "status"])
            .status
            .success()
        {
            // What it says goes to a file, so that nothing of it holds the pipes of this test open.
            let started = self.run(
                "pg_ctl",
                &["-D", &data, "-s", "-w", "-l", &log, "-o", &options, "start"],
            );
            assert!(started.status.success(), "{started:?}");
        }
    }

    fn stop_at_once(&self) {
        let data = self.data();
        let stopped = self.run("pg_ctl", &["-D", &data, "-s", "-m", "immediate", "stop"]);
        assert!(stopped.status.success(), "{stopped:?}");
    }

    /// Leaves not one free byte on its disk.
    fn fill_up(&self) -> PathBuf {
        let ballast = self.folder.path().join("ballast");
        let mut file = std::fs::File::create(&ballast).unwrap();
        let block = vec![0_u8; 1 << 12];
        while std::io::Write::write_all(&mut file, &block).is_ok() {}
        ballast
    }

    fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    /// Runs one of its programs, which refuse to be root.
    fn run(&self, program: &str, arguments: &[&str]) -> Output {
        let program = self.programs.join(program);
        let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        let mut command = if root {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).current_dir("/").output().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data = self.data();
        self.run("pg_ctl", &["-D", &data, "-s", "-m", "immediate", "stop"]);
        if self.has_room_of_its_own {
            let _ = Command::new("umount").arg(self.folder.path()).output();
        }
    }
}

/// The newest PostgreSQL that is installed.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").unwrap();
    let newest = versions
        .map(|version| version.unwrap().path().join("bin"))
        .filter(|programs| programs.join("initdb").exists())
        .max_by_key(|programs| version_of(programs));
    newest.expect("Debian's PostgreSQL")
}

fn version_of(programs: &Path) -> Option<u32> {
    programs.parent()?.file_name()?.to_str()?.parse().ok()
}

/// The wire between program and server, which can be cut.
struct Wire {
    port: u16,
    is_cut: Arc<AtomicBool>,
    ends: Arc<Mutex<Vec<TcpStream>>>,
}

impl Wire {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let wire = Self {
            port: listener.local_addr().unwrap().port(),
            is_cut: Arc::default(),
            ends: Arc::default(),
        };
        let (is_cut, ends) = (Arc::clone(&wire.is_cut), Arc::clone(&wire.ends));
        std::thread::spawn(move || {
            while let Ok((near, _)) = listener.accept() {
                if is_cut.load(Ordering::SeqCst) {
                    continue;
                }
                if let Ok(far) = TcpStream::connect(("127.0.0.1", server)) {
                    ends.lock()
                        .unwrap()
                        .extend([carry(&near, &far), carry(&far, &near)]);
                }
            }
        });
        wire
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        for end in self.ends.lock().unwrap().drain(..) {
            // One that is closed already is cut enough.
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }

    fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

/// Carries what comes from one end to the other until either is closed; the end it comes from.
fn carry(from: &TcpStream, to: &TcpStream) -> TcpStream {
    let (mut reading, mut writing) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut reading, &mut writing);
        let _ = writing.shutdown(Shutdown::Both);
    });
    from.try_clone().unwrap()
}
