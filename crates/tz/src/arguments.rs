//! The command line.

use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};
use language::Language;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples · 例子
  export TZ_HOME=~/team
  tz init --team 锦华销售部 --name 李明 --relay ws://127.0.0.1:8787/ws
  tz add customer name=成都锦华服饰 class=A phone=028-8888 next_date=2026-03-09
  tz log 成都锦华服饰 --channel phone --outcome interested --text 要春季的价目表
  tz list customer --filter jinhua
  tz invite --name 陈晓 --role salesperson
  tz --dir ~/second join 'https://…#…'
  tz sync
  tz import --preset maven ~/maven_crm --report ~/report.csv
  tz backup --to ~/team.tzbackup
  tz --dir ~/new restore ~/team.tzbackup
  tz export --format csv --out ~/export

Without a server · 没有服务器
  tz invite --by-file --name 王芳 --role salesperson   (the link)
  tz sync-file --to for-wang.tzsync                   (give her both)
  tz --dir ~/wang join LINK --file for-wang.tzsync    (she reads, and asks in her first file)
  tz --dir ~/wang sync-file --to from-wang.tzsync
  tz receive from-wang.tzsync                         (lets her in; your next file tells her)

Exit codes · 退出码
  0 done · 1 refused · 2 wrong usage · 3 the relay cannot be reached (what was done is saved here) · 4 storage";

/// A headless peer of a Tongzhou team · 同舟的命令行成员
#[derive(Parser)]
#[command(name = "tz", version, after_help = EXAMPLES, max_term_width = 110)]
pub struct Arguments {
    /// The folder that holds this replica; made when it does not exist · 数据文件夹
    #[arg(long, env = "TZ_HOME", global = true, value_name = "FOLDER")]
    pub dir: Option<PathBuf>,
    /// The language of what is said; by default that of the system · 语言
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Tongue>,
    /// Act as on this day (YYYY-MM-DD); moments stay true · 当作这一天
    #[arg(long, global = true, value_name = "DATE")]
    pub today: Option<NaiveDate>,
    /// Print JSON for programs · 输出 JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Seconds to wait for the relay; 0 waits for ever · 等待服务器的秒数
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 30)]
    pub timeout: u64,
    /// What to do
    #[command(subcommand)]
    pub action: Action,
}

impl Arguments {
    /// The asked-for language, or the system's, or English.
    pub fn language(&self) -> Language {
        match self.lang {
            Some(Tongue::Zh) => Language::Chinese,
            Some(Tongue::En) => Language::English,
            None => of_the_system(),
        }
    }
}

/// The language of a command line that cannot be understood otherwise.
pub fn asked_for_language(arguments: impl Iterator<Item = String>) -> Language {
    let arguments: Vec<String> = arguments.collect();
    let split = arguments.windows(2).filter(|pair| pair[0] == "--lang").map(|pair| pair[1].as_str());
    let joined = arguments.iter().filter_map(|argument| argument.strip_prefix("--lang="));
    match split.chain(joined).find_map(|tag| Tongue::from_str(tag, true).ok()) {
        Some(Tongue::Zh) => Language::Chinese,
        Some(Tongue::En) => Language::English,
        None => of_the_system(),
    }
}

fn of_the_system() -> Language {
    let tag = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|tag| !tag.is_empty()));
    Language::from_tag(&tag.unwrap_or_default())
}

/// The languages of the product by their tags.
#[derive(Clone, Copy, ValueEnum)]
pub enum Tongue {
    /// 中文
    Zh,
    /// English
    En,
}

/// What to do.
#[derive(Subcommand)]
pub enum Action {
    /// Start a team in this folder · 创建团队
    Init {
        /// The team's name
        #[arg(long)]
        team: String,
        /// Your name
        #[arg(long)]
        name: String,
        /// The relay's address (ws://…/ws or wss://…/ws); without it everything stays here
        #[arg(long, default_value = "")]
        relay: String,
    },
    /// Join a team with an invite link · 用邀请链接加入团队
    Join {
        /// The whole link, or what follows its `#`; `-` reads it from standard input
        link: String,
        /// Join by this sync file, made after the link, instead of a server
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Make a link with which one person joins; printed once, it is a secret · 邀请成员
    Invite {
        /// Who is invited: the name of a member without a device, or of a new one
        #[arg(long)]
        name: String,
        /// What they do in the team
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(role_codes()))]
        role: String,
        /// Whom they report to (name or id); you, when left out
        #[arg(long)]
        line: Option<String>,
        /// Where the app is served; put before the link's `#`
        #[arg(long, value_name = "URL")]
        page: Option<String>,
        /// The link is given together with a sync file: no server is needed
        #[arg(long)]
        by_file: bool,
    },
    /// Make a link with which you add another device of yours; printed once, it is a secret · 添加自己的设备
    DeviceLink {
        /// Where the app is served; put before the link's `#`
        #[arg(long, value_name = "URL")]
        page: Option<String>,
        /// The link is given together with a sync file: no server is needed
        #[arg(long)]
        by_file: bool,
    },
    /// Write everything of this replica into one file behind a passphrase · 备份
    Backup {
        /// The file
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Read the passphrase from this file instead of asking; TZ_PASSPHRASE does the same
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Become a new device of the person whose backup this is · 恢复备份
    Restore {
        /// The backup
        file: PathBuf,
        /// Read the passphrase from this file instead of asking; TZ_PASSPHRASE does the same
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
    },
    /// Write what others may lack into one file, to be given to anybody in the team · 生成同步文件
    SyncFile {
        /// The file
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Everything, also what others have said that they have
        #[arg(long)]
        all: bool,
    },
    /// Take in a sync file; twice does no harm · 接收同步文件
    Receive {
        /// The file
        file: PathBuf,
    },
    /// Set the relay's address; an empty one means none · 设置服务器地址
    Relay {
        /// ws://…/ws or wss://…/ws
        url: String,
    },
    /// Upload what is waiting and fetch what is new · 同步
    Sync {
        /// Keep trying while the relay cannot be reached
        #[arg(long)]
        wait: bool,
        /// Then stay connected for so many seconds, as an open app does: news arrive, snapshots of what has been written
        /// are made and countersigned
        #[arg(long, value_name = "SECONDS", default_value_t = 0)]
        stay: u64,
    },
    /// Add a record; prints its id once it is saved · 新建一条记录
    Add {
        /// The kind: customer, contact, follow_up, member …
        kind: String,
        /// Its fields; dates as 2026-03-09, money as 12.34, yes or no, references by id or by title
        #[arg(value_name = "FIELD=VALUE", required = true)]
        fields: Vec<String>,
    },
    /// Change fields of a record; an empty value clears · 修改记录
    Set {
        /// Id or title
        id: String,
        /// The fields
        #[arg(value_name = "FIELD=VALUE", required = true)]
        fields: Vec<String>,
    },
    /// Delete a record; it can come back · 删除记录
    Delete {
        /// Id or title
        id: String,
    },
    /// Bring a deleted record back · 找回已删除的记录
    BringBack {
        /// Id
        id: String,
    },
    /// Log a follow-up with a customer · 记跟进
    Log {
        /// The customer's id or name
        customer: String,
        /// How: phone, wechat, visit, meeting
        #[arg(long)]
        channel: String,
        /// What came of it: no_answer, call_again, interested, wants_offer, not_interested, replied, no_reply, met, not_met
        #[arg(long)]
        outcome: String,
        /// What was said
        #[arg(long, default_value = "")]
        text: String,
        /// The next date; proposed by class and outcome when left out
        #[arg(long, value_name = "DATE")]
        next: Option<NaiveDate>,
        /// The next step
        #[arg(long, value_name = "TEXT")]
        next_action: Option<String>,
        /// With whom: the id or name of one of the customer's contacts
        #[arg(long)]
        contact: Option<String>,
    },
    /// List the records of a kind · 列出记录
    List {
        /// The kind
        kind: String,
        /// Only those that hold this text; for customers also pinyin and initials
        #[arg(long, value_name = "TEXT")]
        filter: Option<String>,
        /// Deleted records instead
        #[arg(long)]
        deleted: bool,
    },
    /// Show one record · 查看记录
    Show {
        /// Id or title
        id: String,
    },
    /// Who changed what when on a record · 修改历史
    History {
        /// Id or title
        id: String,
    },
    /// Find records by hanzi, pinyin, initials or digits · 搜索
    Search {
        /// What to find
        text: String,
        /// The most results
        #[arg(long, default_value_t = 20)]
        count: u32,
    },
    /// Numbers of this replica · 统计
    Stats,
    /// Your day · 今天
    Today,
    /// Take back what a batch changed, or all that an import brought · 撤销
    Undo {
        /// The batch or the import, as it was printed
        batch: String,
    },
    /// Take over another program's files; the same files again change nothing · 导入其他软件的数据
    Import {
        /// Which program's
        #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(preset_codes()))]
        preset: String,
        /// The folder with its files
        folder: PathBuf,
        /// Write what did not fit, row by row, to this CSV file
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
        /// Read the files and say what would come; change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Fill the team with generated records · 填充示例数据
    Sample {
        /// How much
        #[arg(long, value_enum, default_value_t = SampleSize::LookAround)]
        size: SampleSize,
        /// The same seed gives the same team
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// Only the K-th of N shares, to be written by N people one after the other on the same day
        #[arg(long, value_name = "K/N", default_value = "1/1", value_parser = share)]
        share: (usize, usize),
    },
    /// Write everything to files · 导出
    Export {
        /// One file per kind (json, csv) or per document (automerge)
        #[arg(long, value_enum)]
        format: ExportFormat,
        /// The folder to write to
        #[arg(long, value_name = "FOLDER")]
        out: PathBuf,
    },
}

/// `K/N`, K from 1 to N.
fn share(text: &str) -> Result<(usize, usize), &'static str> {
    let numbers = text.split_once('/').and_then(|(which, of)| Some((which.parse().ok()?, of.parse().ok()?)));
    numbers.filter(|(which, of)| (1..=*of).contains(which)).ok_or("K/N, such as 2/50")
}

/// How much generated data.
#[derive(Clone, Copy, ValueEnum)]
pub enum SampleSize {
    /// A small team to look around in
    LookAround,
    /// 10,000 customers with a year of history
    Full,
    /// 50,000 customers
    Search,
}

/// What an export looks like.
#[derive(Clone, Copy, ValueEnum)]
pub enum ExportFormat {
    /// An array of records per kind
    Json,
    /// A table per kind, for spreadsheets
    Csv,
    /// The documents as Automerge saves them
    Automerge,
}

fn preset_codes() -> Vec<&'static str> {
    import::PRESETS.iter().map(|preset| preset.code).collect()
}

fn role_codes() -> &'static [&'static str] {
    <domain::member::Role as domain::record::Choice>::CODES
}
