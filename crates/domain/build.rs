//! Writes the table behind `src/search/reading.rs`: one syllable for every CJK ideograph, and the exceptions of
//! `data/pinyin_readings.txt`.

use pinyin::ToPinyin;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, error, fs};

const READINGS: &str = "data/pinyin_readings.txt";
/// CJK Unified Ideographs, as far as anybody writes them in a name of a company or person.
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;
/// Rare syllables are counted from the beginning of so many characters on.
const BLOCK: usize = 256;
/// Stands for a syllable whose number takes more than a byte.
const RARE: u16 = 0xFF;

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

    // Number 0 is "no syllable"; then the commonest first, so that nearly all take a byte.
    let mut counts = BTreeMap::<&str, usize>::new();
    readings.values().for_each(|syllable| *counts.entry(syllable).or_default() += 1);
    let mut names: Vec<&str> = counts.keys().copied().collect();
    names.sort_by_key(|name| (Reverse(counts[name]), *name));
    names.insert(0, "");
    let numbers: BTreeMap<&str, u16> = names.iter().copied().zip(0..).collect();

    let out = env::var("OUT_DIR")?;
    let of = |code| readings.get(&code).map_or(0, |syllable| numbers[syllable.as_str()]);
    let common = (FIRST..=LAST).map(|code| of(code).min(RARE) as u8);
    let rare = (FIRST..=LAST).map(of).filter(|number| *number >= RARE).map(|number| (number - RARE) as u8);
    let common: Vec<u8> = common.collect();
    let mut rare_before = Vec::<u16>::new();
    let mut count = 0;
    for block in common.chunks(BLOCK) {
        rare_before.push(count);
        count += block.iter().filter(|number| u16::from(**number) == RARE).count() as u16;
    }
    fs::write(Path::new(&out).join("readings.bin"), &common)?;
    fs::write(Path::new(&out).join("rare_readings.bin"), rare.collect::<Vec<u8>>())?;

    let first = |entry: &Entry| entry.0.chars().next();
    let exceptional: BTreeSet<char> = words.iter().chain(&surnames).filter_map(first).collect();
    let exceptional: Vec<char> = exceptional.into_iter().collect();
    let mut source = format!(
        "const FIRST: u32 = {FIRST};\nconst RARE: u8 = {RARE};\nconst SYLLABLES: &[&str] = &{names:?};\n\
         const EXCEPTIONAL: &[char] = &{exceptional:?};\n\
         const BLOCK: usize = {BLOCK};\nconst RARE_BEFORE: &[u16] = &{rare_before:?};\n"
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
