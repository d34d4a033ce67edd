//! The words that only the command line says, in both languages.

use crate::fault::Fault;
use contract::view::StorageFault;
use domain::record::FieldType;
use language::label::{field_label, kind_label};
use language::{Language, Word};

/// `Saved. To undo: tz undo 5f…`
pub fn saved(language: Language, undo: Option<&str>) -> String {
    let saved = Word::new("已保存在本机。", "Saved here.").say(language);
    match (undo, language) {
        (None, _) => saved.to_owned(),
        (Some(batch), Language::Chinese) => format!("{saved}撤销：tz undo {batch}"),
        (Some(batch), Language::English) => format!("{saved} To undo: tz undo {batch}"),
    }
}

/// Nothing was to be changed.
pub const UNCHANGED: Word = Word::new("没有变化。", "Nothing changed.");
/// What the link above is.
pub const LINK_SECRET: Word = Word::new(
    "链接只显示这一次，谁拿到谁就能加入，请只发给本人。",
    "The link is shown only once. Whoever has it can join: give it to that person only.",
);
/// An invite that the relay does not know yet.
pub const LINK_NOT_YET: Word = Word::new(
    "连不上服务器，链接还不能用。已保存在本机；有网络后运行 tz sync，链接就能用了。",
    "The server cannot be reached, so the link does not work yet. It is saved here: run tz sync when there is a network.",
);
/// Joined, but not everything has arrived.
pub const JOINED_NOT_ALL: Word = Word::new(
    "已加入，但数据还没收完。请再运行 tz sync。",
    "You have joined, but not everything has arrived. Run tz sync again.",
);
/// Founded, but only here.
pub const FOUNDED_HERE: Word = Word::new(
    "团队已创建并保存在本机，但连不上服务器。有网络后运行 tz sync。",
    "The team is founded and saved here, but the server cannot be reached. Run tz sync when there is a network.",
);
/// Everything is at the relay, and everything there is here.
pub const SYNCED: Word =
    Word::new("改动已全部上传，新内容已全部收到。", "Everything is uploaded and everything new has arrived.");
/// What a link made for a file needs.
pub const LINK_WITH_FILE: Word = Word::new(
    "请把链接和同步文件一起交给本人：tz sync-file --to 文件。对方运行 tz join 链接 --file 文件。",
    "Give a sync file with the link: tz sync-file --to FILE. They run: tz join LINK --file FILE.",
);
/// What a device that is not in the log yet can do.
pub const READS_ONLY: Word = Word::new(
    "现在可以查看，但这台设备还没有被团队接纳，别人暂时收不到你的改动。请运行 tz sync-file 生成文件交给创建团队的人，再用 tz receive 收他的回复；有服务器时运行 tz sync 即可。",
    "You can read now. The team has not let this device in yet, so nobody receives your changes: give a file made by tz sync-file to whoever started the team and take in their answer with tz receive; with a server, tz sync does it.",
);
/// Somebody was let in who does not know it yet.
pub const ANSWER_FILE: Word = Word::new(
    "请再生成一个同步文件交回给对方，他们才能开始记录：tz sync-file --to 文件。",
    "Give them a sync file back, so that they can begin to write: tz sync-file --to FILE.",
);
/// How to keep a backup.
pub const BACKUP_SECRET: Word = Word::new(
    "没有口令谁也打不开这份备份，我们也不行。请记牢口令，并与备份分开保管。",
    "Without the passphrase nobody can open this backup, not even we. Remember it and keep it apart from the file.",
);
/// Restored, but the relay does not know yet.
pub const RESTORED_HERE: Word = Word::new(
    "备份已恢复到本机。还没连上服务器；有网络后运行 tz sync，团队就会认识这台新设备。",
    "The backup is restored here. The server was not reached: run tz sync when there is a network, so that the team knows this new device.",
);
/// The prompts.
pub const PASSPHRASE: Word = Word::new("备份口令：", "Passphrase of the backup: ");
/// See [`PASSPHRASE`].
pub const PASSPHRASE_AGAIN: Word = Word::new("再输一遍：", "Once more: ");

/// `Written to team.tzbackup (12 KB).`
pub fn written(language: Language, to: &std::path::Path, bytes: usize) -> String {
    let (to, kilobytes) = (to.display(), bytes.div_ceil(1024));
    match language {
        Language::Chinese => format!("已写入 {to}（{kilobytes} KB）。"),
        Language::English => format!("Written to {to} ({kilobytes} KB)."),
    }
}

/// A value that is not there.
pub const EMPTY: Word = Word::new("（空）", "(empty)");
/// A deleted record.
pub const IS_DELETED: Word = Word::new("已删除", "deleted");
/// Written twice at the same time.
pub const TWO_EDITS: Word = Word::new("同时还有人写了", "at the same time somebody wrote");
/// What a history entry did.
pub fn action(action: contract::view::HistoryAction) -> Word {
    use contract::view::HistoryAction::{Created, Deleted, Edited, Restored};
    match action {
        Created => Word::new("新建", "created"),
        Edited => Word::new("修改", "changed"),
        Deleted => Word::new("删除", "deleted"),
        Restored => Word::new("恢复", "restored"),
    }
}

/// The headers of the tables.
pub mod header {
    use language::Word;

    /// A record's id.
    pub const ID: Word = Word::new("编号", "Id");
    /// A record's kind.
    pub const KIND: Word = Word::new("类别", "Kind");
    /// A record's title.
    pub const TITLE: Word = Word::new("标题", "Title");
    /// What tells it apart.
    pub const DETAIL: Word = Word::new("说明", "Detail");
    /// Records that are there.
    pub const LIVE: Word = Word::new("现有", "Live");
    /// Records that were deleted.
    pub const DELETED: Word = Word::new("已删除", "Deleted");
    /// Documents known.
    pub const DOCUMENTS: Word = Word::new("文档", "Documents");
    /// Documents in memory.
    pub const LOADED: Word = Word::new("已载入", "Loaded");
    /// Envelopes of this device.
    pub const ENVELOPES: Word = Word::new("本机信封", "Own envelopes");
    /// A deal's stage.
    pub const STAGE: Word = Word::new("阶段", "Stage");
    /// Deals whose stage is not known here.
    pub const NO_STAGE: Word = Word::new("阶段未知", "(no stage)");
    /// How many deals.
    pub const DEALS: Word = Word::new("商机数", "Deals");
    /// What they are worth.
    pub const VALUE: Word = Word::new("金额", "Value");
    /// The quarter in which deals were won.
    pub const WON_IN: Word = Word::new("赢单季度", "Won in");
    /// The manager above who won them.
    pub const WON_UNDER: Word = Word::new("赢单所属经理", "Won under");
    /// Records that stand in files.
    pub const IN_FILES: Word = Word::new("文件中", "In the files");
    /// Records that came just now.
    pub const NEW: Word = Word::new("新导入", "New");
    /// Records that were here before.
    pub const HERE_ALREADY: Word = Word::new("之前已有", "Here already");
}

/// `960 of 8933 records`, new ones and known ones.
pub fn gone_through(language: Language, done: usize, all: usize) -> String {
    match language {
        Language::Chinese => format!("已处理 {done} / {all} 条"),
        Language::English => format!("{done} of {all} records"),
    }
}

/// `12000 of 72000 records`.
pub fn filled(language: Language, done: usize, all: usize) -> String {
    match language {
        Language::Chinese => format!("已写入 {done} / {all} 条"),
        Language::English => format!("{done} of {all} records"),
    }
}

/// Nothing was to be written.
pub const DRY_RUN: Word =
    Word::new("只检查了文件，没有导入任何内容。", "The files were only read. Nothing was imported.");
/// Where the remarks can be read row by row.
pub const REPORT_HINT: Word =
    Word::new("逐行清单：加上 --report 文件名.csv", "Row by row: add --report FILE.csv");

/// `report.csv: 7,596 remarks`.
pub fn report_written(language: Language, path: &std::path::Path, remarks: usize) -> String {
    let path = path.display();
    match language {
        Language::Chinese => format!("逐行清单已写入 {path}（{remarks} 处）"),
        Language::English => format!("Row by row in {path} ({remarks} places)"),
    }
}

/// Why writing failed, for somebody without a screen to keep open.
pub fn storage(language: Language, fault: &StorageFault) -> String {
    let (word, system) = match fault {
        StorageFault::Full => (
            Word::new(
                "磁盘已满，这次的改动没有保存。之前的数据没有受影响。请清理空间后再做一次。",
                "The disk is full and this change was not saved. Everything before it is safe. Free some space and do it again.",
            ),
            "",
        ),
        StorageFault::Superseded => (
            Word::new(
                "另一个程序接管了这个文件夹，这次的改动没有保存。之前的数据没有受影响。",
                "Another process took over this folder and this change was not saved. Everything before it is safe.",
            ),
            "",
        ),
        StorageFault::Failed(system) => (
            Word::new(
                "没能写入文件夹，这次的改动没有保存。之前的数据没有受影响。请检查磁盘和权限后再做一次。",
                "Writing to the folder failed and this change was not saved. Everything before it is safe. Check the disk and its permissions and do it again.",
            ),
            system.as_str(),
        ),
    };
    with_system_words(word.say(language), system)
}

/// The sentence for everything that only the command line can meet.
pub fn fault(language: Language, fault: &Fault) -> String {
    let chinese = language == Language::Chinese;
    let word = match fault {
        Fault::NoFolder => Word::new(
            "请用 --dir 或环境变量 TZ_HOME 指定数据文件夹。",
            "Name the replica's folder with --dir or in TZ_HOME.",
        ),
        Fault::NoReplica(folder) => {
            let folder = folder.display();
            return if chinese {
                format!("{folder} 里还没有团队。请先用 tz init 创建，或用 tz join 加入。")
            } else {
                format!("There is no team in {folder} yet. Start one with tz init or join one with tz join.")
            };
        }
        Fault::UnknownKind(kind) => {
            let kinds = domain::KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ");
            return if chinese {
                format!("没有“{kind}”这个类别。可用：{kinds}。")
            } else {
                format!("There is no kind “{kind}”. There are: {kinds}.")
            };
        }
        Fault::UnknownField { kind, field } => {
            let fields = domain::kind(kind).map_or(&[][..], |kind| kind.fields);
            let fields = fields.iter().map(|field| field.name).collect::<Vec<_>>().join(", ");
            let kind = kind_label(language, kind);
            return if chinese {
                format!("{kind}没有“{field}”这一项。可用：{fields}。")
            } else {
                format!("{kind} has no field “{field}”. There are: {fields}.")
            };
        }
        Fault::NotAnAssignment(text) => {
            return if chinese {
                format!("“{text}”应写成 字段=值，例如 name=成都锦华服饰。")
            } else {
                format!("“{text}” is not of the form field=value, such as name=Acme.")
            };
        }
        Fault::BadValue { kind, field, text, expected } => {
            let label = field_label(language, kind, field);
            let expected = expectation(language, *expected);
            return if chinese {
                format!("“{label}”（{field}）不能是“{text}”，应为{expected}。没有改动任何内容。")
            } else {
                format!("“{label}” ({field}) cannot be “{text}”: expected {expected}. Nothing was changed.")
            };
        }
        Fault::NotFound(text) => {
            return if chinese {
                format!("本机上找不到“{text}”。可以用 tz search 搜索，或先运行 tz sync。")
            } else {
                format!("There is no “{text}” on this device. Try tz search, or tz sync first.")
            };
        }
        Fault::Ambiguous { title, ids } => {
            let ids = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n  ");
            return if chinese {
                format!("有不止一条叫“{title}”，请改用编号：\n  {ids}")
            } else {
                format!("More than one record is called “{title}”; use its id:\n  {ids}")
            };
        }
        Fault::NotABatch(text) => {
            return if chinese {
                format!("“{text}”不是撤销编号。编号是保存时显示的 32 位十六进制数。")
            } else {
                format!(
                    "“{text}” is not a batch: that is the 32 hexadecimal digits shown when something was saved."
                )
            };
        }
        Fault::NoRelay => Word::new(
            "没有设置服务器，数据只在本机，是安全的。用 tz relay ws://…/ws 设置。",
            "No server is set: everything is safe on this device only. Set one with tz relay ws://…/ws.",
        ),
        Fault::RelayUnreachable => Word::new(
            "连不上服务器。本机数据安全，没上传的改动留在本机。请检查网络和地址，再运行 tz sync。",
            "The server cannot be reached. What is here is safe and stays here until it is uploaded. Check network and address, then run tz sync.",
        ),
        Fault::RelaySlow => Word::new(
            "服务器没有及时回应。本机数据安全，没上传的改动留在本机。请再运行 tz sync，可加 --timeout。",
            "The server did not answer in time. What is here is safe and stays here until it is uploaded. Run tz sync again, perhaps with --timeout.",
        ),
        Fault::RelayRefuses(state) => return language::sync::link(language, state),
        Fault::Locked(folder) => {
            let folder = folder.display();
            return if chinese {
                format!("{folder} 正被另一个 tz 使用，没有改动任何内容。请等它结束后再试。")
            } else {
                format!("Another tz is using {folder}. Nothing was changed. Try again when it has ended.")
            };
        }
        Fault::CannotOpen { folder, system } => {
            let folder = folder.display();
            let sentence = if chinese {
                format!("打不开 {folder}，没有改动任何内容。请检查路径和权限。")
            } else {
                format!(
                    "{folder} cannot be opened. Nothing in it was changed. Check the path and its permissions."
                )
            };
            return with_system_words(&sentence, system);
        }
        Fault::Unreadable(system) => {
            let word = Word::new(
                "读不出已存的数据，没有改动任何内容。如果数据来自更新的版本，请更新 tz；否则请用备份，或重新加入团队。",
                "What is stored cannot be read. Nothing was changed. If a newer version wrote it, update tz; otherwise use a backup or join the team again.",
            );
            return with_system_words(word.say(language), system);
        }
        Fault::Damaged(system) => {
            let word = Word::new(
                "有一份文档损坏，读不出来；其他文档不受影响。请先运行 tz sync。",
                "One stored document is damaged; the others are not affected. Run tz sync first.",
            );
            return with_system_words(word.say(language), system);
        }
        Fault::Output { path, system } => {
            let path = path.display();
            let sentence = if chinese {
                format!("写不了 {path}。团队数据没有受影响。请检查路径、权限和磁盘空间。")
            } else {
                format!(
                    "{path} cannot be written. The team's data is not affected. Check path, permissions and disk space."
                )
            };
            return with_system_words(&sentence, system);
        }
        Fault::CannotRead { path, system } => {
            let path = path.display();
            let sentence = if chinese {
                format!("读不了 {path}，没有改动任何内容。请检查路径和权限。")
            } else {
                format!("{path} cannot be read. Nothing was changed. Check the path and its permissions.")
            };
            return with_system_words(&sentence, system);
        }
        Fault::ImportStopped { done, all, import } => {
            return if chinese {
                format!(
                    "已停下。{all} 条里的 {done} 条已保存在本机。再导入一次会接着做完；撤销：tz undo {import}"
                )
            } else {
                format!(
                    "Stopped. {done} of {all} records are saved here. Import again to go on, or undo: tz undo {import}"
                )
            };
        }
        Fault::FileThere(path) => {
            let path = path.display();
            return if chinese {
                format!("{path} 已经有了，没有覆盖，也没有生成备份。请换一个文件名。")
            } else {
                format!(
                    "{path} is there already. It was not written over, and no backup was made. Choose another name."
                )
            };
        }
        Fault::NoPassphrase => Word::new(
            "没有口令。请在终端里输入，或用 --passphrase-file 或环境变量 TZ_PASSPHRASE 给出。没有改动任何内容。",
            "There is no passphrase: type it in a terminal, or give it with --passphrase-file or in TZ_PASSPHRASE. Nothing was changed.",
        ),
        Fault::PassphrasesDiffer => Word::new(
            "两次输入的口令不一样，没有生成备份。请再试一次。",
            "The two passphrases differ, and no backup was made. Please try again.",
        ),
        Fault::Stopped(system) => {
            let word = Word::new(
                "程序意外停止。显示为已保存的都在。请再试一次。",
                "The engine stopped unexpectedly. Whatever was shown as saved is safe. Please try again.",
            );
            return with_system_words(word.say(language), system);
        }
        // Worded where refusals and storage faults are, or not at all.
        Fault::Refused(_) | Fault::Storage(_) | Fault::Import(_) | Fault::ReaderGone => return String::new(),
    };
    word.say(language).to_owned()
}

/// What a field of this type takes.
fn expectation(language: Language, expected: FieldType) -> String {
    let word = match expected {
        FieldType::Text => Word::new("文字", "text"),
        FieldType::Int => Word::new("整数", "a whole number"),
        FieldType::Money => Word::new("金额，例如 12.34", "an amount such as 12.34"),
        FieldType::Minutes => Word::new("分钟数", "a number of minutes"),
        FieldType::Bool => Word::new("yes 或 no", "yes or no"),
        FieldType::Date => Word::new("日期，例如 2026-03-09", "a date such as 2026-03-09"),
        FieldType::Time => Word::new("时间，例如 2026-03-09T14:30", "a moment such as 2026-03-09T14:30"),
        FieldType::Clock => Word::new("时刻，例如 14:30", "a time such as 14:30"),
        FieldType::Choice(codes) => return codes.join(" | "),
        FieldType::Reference(_) | FieldType::References(_) | FieldType::AnyReference => {
            Word::new("编号或标题", "an id or a title")
        }
    };
    word.say(language).to_owned()
}

/// The system's own words go last, in brackets.
fn with_system_words(sentence: &str, system: &str) -> String {
    if system.is_empty() { sentence.to_owned() } else { format!("{sentence} ({system})") }
}
