//! Why a command was refused. Nothing was changed: that need not be said again in each.

use crate::label::{field_label, kind_label, task_state};
use crate::word::{Language, Word};
use contract::FileFault;
use contract::command::{InviteFault, Refusal, Right};

/// What happened and what to do.
pub fn refusal(language: Language, refusal: &Refusal) -> String {
    let word = match refusal {
        Refusal::Field { kind, field, fault } => {
            return super::field(language, &field_label(language, kind, field), fault);
        }
        Refusal::UnknownKind(kind) => {
            let kind = kind_label(language, kind);
            return match language {
                Language::Chinese => format!("这个版本还不支持“{kind}”。请更新应用。"),
                Language::English => format!("This version does not know “{kind}”. Please update the app."),
            };
        }
        Refusal::BadRelayAddress(address) => {
            return match language {
                Language::Chinese => {
                    format!("“{address}”不是服务器地址。地址以 ws:// 或 wss:// 开头，也可以留空。")
                }
                Language::English => {
                    format!(
                        "“{address}” is not a server address. It begins with ws:// or wss://, or stays empty."
                    )
                }
            };
        }
        Refusal::DateInPast(date) => {
            let date = crate::day::date_with_year(language, *date);
            return match language {
                Language::Chinese => format!("{date}已经过去，下次跟进请选今天或以后。"),
                Language::English => format!("{date} has passed. Choose today or a later day."),
            };
        }
        Refusal::StorageFailed(system) => {
            let fault = contract::view::StorageFault::Failed(system.clone());
            return super::storage(language, &fault);
        }
        Refusal::StorageFull => return super::storage(language, &contract::view::StorageFault::Full),
        Refusal::NotAllowed(right) => not_allowed(*right),
        Refusal::NotAllowedFor { right, titles } => {
            let why = not_allowed(*right).say(language);
            return match language {
                Language::Chinese => format!("没有修改。{why}不能改的是：{}。", titles.join("、")),
                Language::English => {
                    format!("Nothing was changed. {why} Not yours to change: {}.", titles.join(", "))
                }
            };
        }
        Refusal::NotReadyToGive { titles } => {
            return match language {
                Language::Chinese => {
                    format!("还没有分派。先给这些任务写上目标和截止日期：{}。", titles.join("、"))
                }
                Language::English => {
                    format!(
                        "Nothing was given away yet. Say what is wanted and by when for: {}.",
                        titles.join(", ")
                    )
                }
            };
        }
        Refusal::TaskIs(state) => {
            let state = task_state(*state).say(language);
            return match language {
                Language::Chinese => format!("这个任务现在是“{state}”，不能这样做。"),
                Language::English => format!("The task is now “{state}”: this cannot be done."),
            };
        }
        Refusal::ReasonMissing => Word::new("请写一句原因。", "Please say why."),
        Refusal::DutyDone => Word::new("这一项这期已经有人完成了。", "Somebody has ticked this off already."),
        Refusal::InviteSpent(fault) => invite(*fault),
        Refusal::File(fault) => file(*fault),
        Refusal::NoTeam => Word::new(
            "这台设备上还没有团队。请先创建或加入团队。",
            "There is no team on this device yet. Start or join one first.",
        ),
        Refusal::AlreadyInTeam => Word::new(
            "这台设备上已有团队。要换团队，请先在设置里退出。",
            "There is already a team on this device. To change teams, leave this one in Settings first.",
        ),
        Refusal::NoSuchRecord(_) => Word::new(
            "这条记录在本机上找不到，可能还没收到。请稍后再试。",
            "This record is not on this device; it may not have arrived. Please try again later.",
        ),
        Refusal::AlreadyExists(_) => Word::new("这条记录已经存在。", "This record exists already."),
        Refusal::OutcomeOfOtherChannel => Word::new(
            "这个结果和跟进方式对不上，请重新选择。",
            "This outcome does not go with the channel. Please choose again.",
        ),
        Refusal::CannotUndo => Word::new(
            "这一步已不能撤销，可以在记录的历史里查看并改回。",
            "This can no longer be undone. The record's history shows what it was.",
        ),
        Refusal::Deleted => Word::new(
            "这条记录已经删除了，没有保存。要接着改，请先在它的页面上恢复。",
            "This record has been deleted; nothing was saved. To go on, bring it back first on its page.",
        ),
        Refusal::BadLink => Word::new(
            "邀请链接不完整。请从微信里重新完整复制一次。",
            "The invite link is incomplete. Please copy all of it again.",
        ),
        Refusal::RelayUnreachable => Word::new(
            "连不上服务器。请检查网络，稍后再试。",
            "The server cannot be reached. Check the network and try again.",
        ),
        Refusal::DamagedDocument => Word::new(
            "这份数据在本机损坏，已单独存放，会从同事那里取回。请稍后再试。",
            "This part of the data is damaged on this device. It was set aside and is fetched again from colleagues; try later.",
        ),
        Refusal::BadText(_) => Word::new(
            "名称不能为空，也不能太长。请改一下再试。",
            "A name must not be empty or too long. Please change it.",
        ),
    };
    word.say(language).to_owned()
}

fn invite(fault: InviteFault) -> Word {
    match fault {
        InviteFault::Used => Word::new(
            "这个邀请已被用过，每个链接只能用一次。请让经理再发一个。",
            "Somebody has used this invite; each works once. Ask your manager for another.",
        ),
        InviteFault::Expired => Word::new(
            "邀请已过期。请让经理再发一个。",
            "This invite has expired. Ask your manager for another.",
        ),
        InviteFault::Unknown => Word::new(
            "服务器还没收到这个邀请。请发邀请的人打开同舟连上网，再点一次链接；还不行就请他再发一个。",
            "The server does not know this invite yet. Ask whoever sent it to open Tongzhou with a network, then tap the link again, or ask for another.",
        ),
    }
}

fn file(fault: FileFault) -> Word {
    match fault {
        FileFault::TooLarge => {
            Word::new("文件超过 256 MB，放不下。", "The file would be larger than 256 MB: that is too large.")
        }
        FileFault::NotOurs => Word::new(
            "这不是同舟的备份或同步文件。请重新选择。",
            "This is not a backup or sync file of Tongzhou. Please choose another.",
        ),
        FileFault::IsBackup => Word::new(
            "这是备份，不是同步文件。备份要在还没有团队的设备上恢复。",
            "This is a backup, not a sync file. It is restored on a device without a team.",
        ),
        FileFault::IsSyncFile => Word::new(
            "这是同步文件，不是备份。请在已加入团队的设备上打开。",
            "This is a sync file, not a backup. Open it on a device that is in the team.",
        ),
        FileFault::NewerVersion => Word::new(
            "这个文件由更新的版本生成。请先更新应用。",
            "A newer version wrote this file. Please update the app first.",
        ),
        FileFault::CutOff => Word::new(
            "文件不完整，后面缺了一截。请重新传一次。",
            "The file is incomplete: its end is missing. Please send it again.",
        ),
        FileFault::Changed => Word::new(
            "文件已损坏或被改动过。请重新传一次，或换一份。",
            "The file is damaged or was changed. Please send it again or take another.",
        ),
        FileFault::WrongPassphrase => Word::new(
            "口令不对。请检查大小写和空格，再试一次。",
            "The passphrase is wrong. Check capitals and spaces and try again.",
        ),
        FileFault::ShortPassphrase => Word::new(
            "口令至少要 8 个字符。可以用几个不相干的词连起来。",
            "A passphrase has at least 8 characters. Several unrelated words make a good one.",
        ),
        FileFault::NotForUs => Word::new(
            "这个文件里没有给你的邀请，打不开。请对方重新生成一份；团队有服务器的，对方要先联网同步一次再生成。",
            "There is no invite for you in this file, so it does not open. Ask for a new one; in a team with a server, they have to be online once before they make it.",
        ),
        FileFault::OtherTeam => Word::new(
            "这个文件属于另一个团队。请重新选择。",
            "This file is another team's. Please choose another.",
        ),
        FileFault::Forked => Word::new(
            "两边的成员名单不一样，各有对方没有的人，这个文件先收不了。本机资料没有改动。两边都联网同步一次，名单就会合到一起；没有服务器的团队，请找创建团队的人。",
            "The two sides' lists of members differ, each with somebody the other lacks, so this file cannot be taken in yet. Nothing here was changed. Once both have been online, the lists are put together; in a team without a server, ask whoever started it.",
        ),
        FileFault::NoMemory => Word::new(
            "内存不够，算不出密钥。请关掉其他程序再试，或换一台设备。",
            "There is not enough memory to compute the key. Close other programs, or use another device.",
        ),
        FileFault::WorkerLost => Word::new(
            "处理文件的程序没有启动。数据没有改动，请重试。",
            "The program that handles files did not start. Nothing was changed; please try again.",
        ),
        FileFault::NotAdmitted => Word::new(
            "这台设备还没有被团队接纳。请先连上网，或先收一次同步文件。",
            "The team has not let this device in yet. Connect first, or take in a sync file.",
        ),
    }
}

fn not_allowed(right: Right) -> Word {
    match right {
        Right::WriteHere => Word::new(
            "你的角色只能看这里，不能改。需要时请找经理。",
            "Your role may read this but not change it. Ask your manager if it needs changing.",
        ),
        Right::Invite => Word::new("只有经理可以邀请成员。", "Only managers invite people."),
        Right::GiveRole => Word::new(
            "不能授予高于自己的角色。请找上级办理。",
            "You cannot give a role above your own. Ask somebody above you.",
        ),
        Right::EditOthersFollowUp => Word::new(
            "跟进只有写的人能改。可以再记一条。",
            "Only its author changes a follow-up. You can log another.",
        ),
        Right::DeleteCustomer => {
            Word::new("只有负责人和经理能删除客户。", "Only the owner and managers delete a customer.")
        }
        Right::ChangeOwner => {
            Word::new("只有负责人和经理能更换负责人。", "Only the owner and managers change the owner.")
        }
        Right::EditOthersWords => {
            Word::new("这是别人写的，只有本人能改。", "Somebody else wrote this; only they change it.")
        }
        Right::AnswerTask => {
            Word::new("只有接任务的人能答复。", "Only the person who was given the task can answer it.")
        }
        Right::FinishTask => Word::new(
            "只有负责人、协作人、分派人和经理能完成或取消任务。",
            "Only owner, helpers, giver and managers finish a task or call it off.",
        ),
        Right::RateTask => {
            Word::new("只有分派人和经理能评价结果。", "Only its giver and managers judge the result.")
        }
        Right::MoveDeal => {
            Word::new("只有负责人、协作人和经理能推进商机。", "Only owner, helpers and managers move a deal.")
        }
        Right::DeleteTask => Word::new(
            "别人分派的任务，只有分派人和经理能删除。做不了可以退回，或找分派人商量。",
            "A task that somebody else gave is deleted only by them and by managers. Decline it, or discuss it with them.",
        ),
        Right::DeleteDeal => {
            Word::new("只有负责人和经理能删除商机。", "Only the owner and managers delete a deal.")
        }
        Right::SolveHelp => Word::new(
            "只有求助的人、帮忙的人和经理能标记解决。",
            "Only the person who asked, the helper and managers mark it solved.",
        ),
    }
}
