//! Writes the table behind `src/search/reading.rs`: one syllable for every CJK ideograph, and the exceptions of
//! `data/pinyin_readings.txt`.

use pinyin::ToPinyin;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

const READINGS: &str = "data/pinyin_readings.txt";
/// CJK Unified Ideographs, as far as anybody writes them in a name of a company or person.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;
/// Set in the number of a character that begins a word or surname with a reading of its own.
const EXCEPTIONAL: u16 = 0x8000;

type Failure = Box<dyn error::Error>;
/// Characters and their syllables.
type Entry = (String, Vec<String>);

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed={READINGS}");
    println!("cargo::rerun-if-changed=build.rs");
    let exceptions = exceptions(&fs::read_to_string(READINGS)?)?;
    let section = |name: &str| exceptions.get(name).cloned().ok_or(format!("{READINGS}: no section {name}"));
    let (characters, words, surnames) = (section("characters")?, section("words")?, section("surnames")?);

    let mut readings: BTreeMap<u32, String> = (FIRST..=LAST)
        .filter_map(|code| {
            let syllable = char::from_u32(code)?.to_pinyin()?.plain();
            Some((code, syllable.replace('ü', "v")))
        })
        .collect();
    for (character, syllables) in &characters {
        let code = character.chars().next().ok_or("an entry without a character")? as u32;
        readings.insert(code, syllables.concat());
    }

    // Number 0 is "no syllable"; then the commonest first, so that nearly all fit into the low byte.
    let mut counts = BTreeMap::<&str, usize>::new();
    readings.values().for_each(|syllable| *counts.entry(syllable).or_default() += 1);
    let mut names: Vec<&str> = counts.keys().copied().collect();
    names.sort_by_key(|name| Reverse(counts[name]));
    names.insert(0, "");
    let numbers: BTreeMap<&str, u16> = names.iter().copied().zip(0..).collect();

    let out = env::var("OUT_DIR")?;
    let table = (FIRST..=LAST).map(|code| {
        let number = readings.get(&code).map_or(0, |syllable| numbers[syllable.as_str()]);
        let begins = |entry: &Entry| entry.0.starts_with(|first| first as u32 == code);
        let is_exceptional = words.iter().chain(&surnames).any(begins);
        (number | if is_exceptional { EXCEPTIONAL } else { 0 }).to_le_bytes()
    });
    // Apart, the low bytes and the high ones, which are nearly all alike, take 2.5 KB less of the download.
    let (low, high): (Vec<u8>, Vec<u8>) = table.map(|[low, high]| (low, high)).unzip();
    fs::write(Path::new(&out).join("readings.bin"), [low, high].concat())?;

    let mut source = format!(
        "const FIRST: u32 = {FIRST};\nconst EXCEPTIONAL: u16 = {EXCEPTIONAL};\nconst SYLLABLES: &[&str] = &{names:?};\n"
    );
    writeln!(source, "const SECOND_LETTERS: &[u8] = &{:?};", {
        names.iter().map(|name| name.as_bytes().get(1).copied().unwrap_or(0)).collect::<Vec<u8>>()
    })?;
    for (name, mut entries) in [("WORDS", words), ("SURNAMES", surnames)] {
        entries.sort();
        writeln!(source, "const {name}: &[(&str, &[u16])] = &[")?;
        for (characters, syllables) in entries {
            let numbered: Option<Vec<u16>> =
                syllables.iter().map(|name| numbers.get(name.as_str()).copied()).collect();
            let numbered =
                numbered.ok_or(format!("{READINGS}: {characters} has a syllable nobody speaks"))?;
            writeln!(source, "    ({characters:?}, &{numbered:?}),")?;
        }
        writeln!(source, "];")?;
    }
    fs::write(Path::new(&out).join("readings.rs"), source)?;
    Ok(())
}

/// The entries of each section.
fn exceptions(text: &str) -> Result<BTreeMap<String, Vec<Entry>>, Failure> {
    let mut sections = BTreeMap::<String, Vec<Entry>>::new();
    let mut section = String::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name.to_owned();
            continue;
        }
        let (characters, syllables) =
            line.split_once(' ').ok_or(format!("{READINGS}: {line} has no reading"))?;
        let syllables: Vec<String> = syllables.split(' ').map(str::to_owned).collect();
        if characters.chars().count() != syllables.len() {
            return Err(format!("{READINGS}: {line} needs one syllable for each character").into());
        }
        sections.entry(section.clone()).or_default().push((characters.to_owned(), syllables));
    }
    Ok(sections)
}
