//! Job descriptions and duties.

use crate::word::words;

words! {
    POSITIONS = "岗位", "Positions";
    OVERVIEW = "谁做什么", "Who does what";
    VIEW = "怎么看", "View";
    NEW_POSITION = "新岗位", "New position";
    ADD_DUTY = "加职责", "Add a duty";
    EMPTY = "还没有岗位说明", "No job descriptions yet";
    EMPTY_HINT = "例如：销售助理，每天整理数据、跟进客户，每周安排会议。", "For example: a sales assistant keeps data in order and follows up customers every day, and arranges meetings every week.";
    FROM_TEMPLATE = "用模板新建", "From a template";
    MADE = "已建好，接下来选谁担任。", "Made. Now say who holds it.";
    CHOOSE_HOLDER = "选谁担任", "Say who holds it";
    NOBODY = "暂无人担任", "Nobody holds it";
    REQUIREMENT = "要求", "Requirement";
    STANDARD = "标准", "Standard";
    EVIDENCE = "成果", "Evidence";
    BACKUP = "顶岗人", "Stand-in";
    AGREE = "已读，同意", "Read and agreed";
    AGREE_HINT = "请读完下面的要求和标准。同意后会记下日期和版本。", "Please read requirements and standards below. Your agreement keeps its date and the version of the text.";
    AGREED = "已同意", "Agreed";
    AGREED_EARLIER = "同意的是旧版", "Agreed to an earlier text";
    NOT_AGREED = "未确认", "Not yet";
    WHO_AGREED = "确认情况", "Who has agreed";
    REVIEW = "复核", "Review";
    REVIEW_DUE = "该复核了", "Review is due";
    WAITS_FOR_ME = "待我确认", "Waits for you";
    WITHOUT = "还没有岗位的人", "Without a position";
    STAND_IN = "顶岗人：", "stand-in: ";
}
