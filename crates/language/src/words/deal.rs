//! Deals.

use crate::word::words;

words! {
    SEARCH = "搜商机或客户", "Search deals or customers";
    ROTTING = "停滞的", "Stuck";
    STAGES = "阶段", "Stages";
    NO_STAGE = "阶段未知", "Unknown stage";
    NO_STAGES = "还没有销售阶段", "No stages yet";
    NO_STAGES_HINT = "例如：初步接触、需求确认、方案报价、商务谈判、赢单、输单。可以先用常用的，以后再改。", "For example: Prospecting, Discovery, Proposal, Negotiation, Won, Lost. Begin with these and change them later.";
    USE_STAGES = "用常用阶段", "Use the usual stages";
    NO_CUSTOMER = "未填客户", "No customer";
    NO_VALUE = "金额未填", "No value yet";
    NO_CLOSE = "未定", "Not set";
    VALUE = "金额", "Value";
    CLOSES = "预计成交", "Expected close";
    CLOSED = "结束于", "Closed";
    NEXT = "下一步", "Next step";
    OWNER = "负责人", "Owner";
    MOVE = "推进到", "Move to";
    LOST_WHY = "为什么输单？", "Why was it lost?";
    TOO_DEAR = "价格太高", "Too expensive";
    CHOSE_ANOTHER = "选了别家", "Chose somebody else";
    NO_BUDGET = "没有预算", "No budget";
    NO_NEED = "暂时不需要", "No need for now";
    NO_CONTACT = "联系不上", "Cannot be reached";
    LOSS_REASON = "输单原因", "Why it was lost";
    STUCK = "停滞", "Stuck";
    WEIGHTED = "加权金额", "Weighted value";
    COUNT = "商机数", "Deals";
    WITHOUT_VALUE = "其中金额未填", "Without a value";
    CHANCE = "赢单率", "Chance";
    ARRANGE = "调整阶段", "Arrange stages";
    ARRANGED = "阶段顺序已改", "Order of the stages changed";
    UP = "上移", "Move up";
    DOWN = "下移", "Move down";
    EDIT_STAGE = "编辑阶段", "Edit stage";
    WEIGHTED_WHY = "加权金额 = 本阶段金额合计 × 赢单率。没填金额的商机不计入。", "Weighted value = total value of this stage × its chance. Deals without a value do not count.";
}
