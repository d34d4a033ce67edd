//! Lists: filters that are kept, and many rows at once.

use crate::word::words;

words! {
    KEEP_FILTER = "保存筛选", "Keep filter";
    NAME_FILTER = "给这个筛选起个名字", "Name this filter";
    KEPT_FILTERS = "常用筛选", "Kept filters";
    OWNED = "只看本人负责", "Owned only";
    SELECT = "选择", "Select";
    SELECT_ALL = "全选", "Select all";
    EVERYBODY = "全员", "Everybody";
    CHANGE = "批量修改", "Change";
    LATER = "推迟", "Later";
    PUT_OFF = "推迟到", "Put off to";
    UNCHANGED = "不变", "Unchanged";
    CLEAR = "清空", "Clear";
}
