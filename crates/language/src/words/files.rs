//! Backups and sync files, and the way to imports.

use crate::word::words;

words! {
    FILES = "备份与文件", "Backup and files";
    BACKUP = "备份", "Backup";
    BACKUP_HINT = "把本机的全部数据存成一个加密文件。换手机、丢手机，都能用它恢复。", "Everything on this device in one encrypted file: for a new phone, or a lost one.";
    NO_BACKUP_YET = "还没有备份过", "No backup yet";
    LAST_BACKUP = "上次备份：", "Last backup: ";
    MAKE_BACKUP = "做备份", "Make a backup";
    ONLY_HERE = "数据只在这台设备上。请做一次备份，或设置服务器地址。", "Your data is on this device only. Make a backup, or set a server.";
    MUCH_ONLY_HERE = "不少改动只在这台设备上，设备坏了就没了。", "Many changes are on this device only, and would be lost with it.";
    LATER = "以后再说", "Later";
    PASSPHRASE = "备份口令", "Passphrase";
    PASSPHRASE_HINT = "至少 8 个字符。没有口令谁也打不开备份，我们也不行；请记牢，与备份分开保管。", "At least 8 characters. Without it nobody can open the backup, not even we: remember it, and keep it apart from the file.";
    PASSPHRASE_AGAIN = "再输一次", "Once more";
    PASSPHRASES_DIFFER = "两次输入的口令不一样。", "The two passphrases differ.";
    SEALING = "正在加密", "Encrypting";
    BACKUP_READY = "备份好了。请存到这台设备以外的地方。", "The backup is ready. Keep it somewhere else than on this device.";
    SAVE_FILE = "保存", "Save";
    SEND_FILE = "发送", "Send";
    FILE_SAVED = "已保存到下载", "Saved to your downloads";
    RESTORE = "从备份恢复", "Restore a backup";
    RESTORE_HINT = "换了手机，或手机丢了", "On a new phone, or after losing one";
    BACKUP_FILE = "备份文件", "Backup file";
    RESTORE_NOW = "恢复", "Restore";
    RESTORING = "正在恢复", "Restoring";
    RESTORE_WHAT = "恢复后，这台设备成为你的一台新设备，备份里的数据都在。", "This device becomes a new device of yours, with everything that is in the backup.";
    SYNC_FILE = "同步文件", "Sync file";
    SYNC_FILE_HINT = "没有服务器也能交换改动：发微信、隔空投送、U 盘都行，只有团队成员能打开。", "Exchange changes without a server: by chat, AirDrop or cable. Only your team can open it.";
    MAKE_SYNC_FILE = "生成同步文件", "Make a sync file";
    WITH_ALL = "包含全部，不只是别人没有的", "Everything, not only what others lack";
    OPEN_SYNC_FILE = "打开收到的文件", "Open one you received";
    EXCHANGE = "交换", "Exchange";
    SYNC_FILE_READY = "同步文件好了，请发给同事。", "The sync file is ready: send it to your colleagues.";
    MAKING = "正在生成", "Making the file";
    OPENING = "正在打开", "Opening";
    READS_ONLY = "现在可以查看。团队还没有接纳这台设备，别人暂时收不到你的改动：请生成同步文件交给创建团队的人，再打开对方回的文件。", "You can read now. The team has not let this device in yet, so nobody receives your changes: make a sync file, give it to whoever started the team and open their answer.";
    INVITE_NOT_VALID = "有一台设备申请加入，但它的邀请过期了、用过了或收回了，没有接纳。请给对方一个新邀请。", "A device asked to join, but its invite has expired, was used or was taken back. Please invite them again.";
    ASKED_TOO_EARLY = "有一台设备申请加入，但它的文件早于团队最近的变动，这次没能接纳。请生成同步文件给对方，让对方打开后再发一个回来。", "A device asked to join with a file from before the team's newest change, so it is not in yet. Please send them a sync file; once they have opened it, their next one will do.";
    ANSWER_FILE = "对方还不知道自己已被接纳：请再生成一个同步文件交回去。", "They do not know yet that they are in: make a sync file and give it back to them.";
    JOIN_BY_FILE = "连不上服务器？用同步文件加入", "No server? Join with a sync file";
    JOIN_BY_FILE_HINT = "请让邀请人把同步文件和链接一起发给你。", "Ask whoever invites you for a sync file together with the link.";
    FOR_OFFLINE = "对方连不上服务器，把同步文件一起发给他", "They cannot reach the server: send a sync file, too";
    IMPORT = "导入", "Import";
    IMPORT_HINT = "从别的系统导入客户、商机和人员，可以整批撤销。", "Bring customers, deals and people from another program; undone as one.";
}
