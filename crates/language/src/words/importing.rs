//! Imports of other programs' files. They are said beside the engine (`import::Desk`), not by the page.

use crate::word::words;

words! {
    CHOOSE_FILES = "选择文件（一次全选）", "Choose the files (all at once)";
    FILES_NEEDED = "需要这些文件：", "These files are needed: ";
    WILL_COME = "文件里有", "In the files";
    NOTHING_WRITTEN = "还没有写入任何内容。之前导入过的不会重复。", "Nothing is written yet. What was imported before does not come twice.";
    DID_NOT_FIT = "有问题的地方", "What did not fit";
    ROW_BY_ROW = "逐行查看", "Row by row";
    SHOW_MORE = "再看一些", "Show more";
    SAVE_REPORT = "保存为表格", "Save as a table";
    IMPORT_NOW = "导入", "Import";
    IMPORTING = "正在导入", "Importing";
    STOP = "停止", "Stop";
    STOPPING = "正在停下，等这一批写完", "Stopping once this batch is stored";
    STOPPED = "已停下。导入的都在；再选同样的文件，会从这里接着来。", "Stopped. What came in stays; choose the same files again and it goes on from here.";
    OTHER_FILES = "换文件", "Other files";
    IMPORTED_BEFORE = "导入记录", "Imports";
    TAKE_BACK = "撤销导入", "Undo the import";
    TAKE_BACK_SURE = "撤销这次导入？它带来的记录会删除；后来改过的会留下。", "Undo this import? What it brought is deleted; what was changed since stays.";
    TAKING_BACK = "正在撤销", "Undoing";
}
