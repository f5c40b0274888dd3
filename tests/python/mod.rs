//! Programs in Python that tests hold our files against, from PyPI, each in an environment of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of an environment with `requirements`, which are the text of such a file for `pip`. It is made once, kept beside
/// what is built, and made anew when the requirements change. Tests run beside each other: one makes it, the others wait.
///
/// # Panics
///
/// Panics if Python has no `venv` or the requirements cannot be had.
pub(crate) fn environment(name: &str, requirements: &str, options: &[&str]) -> PathBuf {
    let environment = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let one_at_a_time = File::create(environment.with_extension("lock")).unwrap();
    one_at_a_time.lock().unwrap();
    let complete = environment.join("complete");
    if fs::read_to_string(&complete).is_ok_and(|kept| kept == requirements) {
        return environment;
    }
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&environment);
    run(make, "install python3 and python3-venv (tests/run does)");
    let mut install = Command::new(environment.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet"]);
    install.args(["--disable-pip-version-check", "--no-cache-dir"]);
    install.args(["--retries", "10", "--timeout", "60"]);
    install.args(options).args(requirements.lines());
    run(install, "PyPI did not give what is asked for");
    fs::write(complete, requirements).unwrap();
    environment
}

fn run(mut command: Command, help: &str) {
    let output = command.output();
    let output = output.unwrap_or_else(|error| panic!("{command:?}: {error}: {help}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {said}: {help}");
}
