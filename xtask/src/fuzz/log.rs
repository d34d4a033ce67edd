//! What libFuzzer says while it runs.

use std::path::PathBuf;

/// What a run amounts to.
#[derive(Debug, Default, PartialEq)]
pub struct Log {
    runs: u64,
    runs_per_second: u64,
    /// Coverage, at first and at last.
    coverage: (u64, u64),
    /// Inputs that each led somewhere new, at first and at last.
    corpus: (u64, u64),
    /// What it broke on.
    pub input: Option<PathBuf>,
}

impl Log {
    /// Above [`Log::line`].
    pub const TITLE: &str = "target            runs  runs/s  coverage       corpus       broken";

    /// From all of the output.
    pub fn read(text: &str) -> Self {
        let mut log = Self::default();
        for line in text.lines() {
            if let Some(number) = line.strip_prefix("stat::number_of_executed_units:") {
                log.runs = number.trim().parse().unwrap_or(0);
            } else if let Some(number) = line.strip_prefix("stat::average_exec_per_sec:") {
                log.runs_per_second = number.trim().parse().unwrap_or(0);
            } else if let Some((_, path)) = line.split_once("Test unit written to ") {
                log.input = Some(path.trim().into());
            } else if let (true, Some(coverage)) = (line.starts_with('#'), number_after(line, "cov: ")) {
                let corpus = number_after(line, "corp: ").unwrap_or(log.corpus.1);
                // Inputs that are there already are read one by one; the run begins behind them.
                if line.contains("INITED") {
                    log.coverage.0 = coverage;
                    log.corpus.0 = corpus;
                }
                log.coverage.1 = coverage;
                log.corpus.1 = corpus;
            }
        }
        log
    }

    /// One line of the table.
    pub fn line(&self, target: &str) -> String {
        let Self { runs, runs_per_second, coverage, corpus, input } = self;
        let grown = |(first, last): &(u64, u64)| format!("{first} → {last}");
        let broken = input.as_ref().map_or("–".to_owned(), |path| path.display().to_string());
        format!(
            "{target:<12} {runs:>9} {runs_per_second:>7}  {:<13}  {:<11}  {broken}",
            grown(coverage),
            grown(corpus)
        )
    }
}

fn number_after(line: &str, word: &str) -> Option<u64> {
    let (_, rest) = line.split_once(word)?;
    let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    rest[..digits].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_read_from_what_the_fuzzer_prints() {
        let text = "INFO: Seed: 1\n#2\tINITED cov: 40 ft: 41 corp: 3/12b exec/s: 0 rss: 30Mb\n\
                    #9\tNEW    cov: 44 ft: 60 corp: 5/20b lim: 4 exec/s: 0 rss: 30Mb L: 4/4 MS: 1 ChangeByte-\n\
                    #812\tDONE   cov: 45 ft: 61 corp: 6/24b lim: 4 exec/s: 400 rss: 31Mb\n\
                    stat::number_of_executed_units: 812\nstat::average_exec_per_sec:     406\n";
        let log = Log::read(text);
        let expected =
            Log { runs: 812, runs_per_second: 406, coverage: (40, 45), corpus: (3, 6), input: None };
        assert_eq!(log, expected);
    }

    #[test]
    fn what_it_broke_on_is_named() {
        let text = "artifact_prefix='b/'; Test unit written to b/crash-0a\nBase64: AA==\n";
        assert_eq!(Log::read(text).input, Some("b/crash-0a".into()));
    }
}
