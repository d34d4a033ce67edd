//! What a salesperson notes in Chinese.

use domain::follow_up::{Channel, Outcome};

pub(super) const ITEMS: &[&str] = &[
    "工位",
    "升降桌",
    "办公椅",
    "会议桌",
    "文件柜",
    "屏风隔断",
    "沙发茶几",
    "培训桌椅",
    "老板桌",
    "静音舱",
    "更衣柜",
    "货架",
    "餐桌椅",
];
pub(super) const DAYS: &[&str] = &[
    "明天",
    "后天",
    "周三",
    "周四",
    "周五",
    "下周一",
    "下周二",
    "下周三",
    "月底",
    "下月初",
    "节后",
    "十五号",
];

pub(super) const PREFERENCES: &[&str] = &[
    "上午十点以后打电话，午休不要打扰。",
    "喜欢微信沟通，不爱接电话。",
    "要开专票，先款后货。",
    "重视环保证书，报价时附检测报告。",
    "价格敏感，但最看重交期。",
    "喝茶，不抽烟；上门提前一天约。",
    "周一例会，别在周一上午联系。",
    "决策人是老板本人，采购只收资料。",
    "送货要提前报车牌，只能走货梯。",
    "月底付款，对账单要盖章。",
];
pub(super) const NOTES: &[&str] = &[
    "老客户介绍来的。",
    "去年买过一批办公椅，用得不错。",
    "展会上加的微信。",
    "三楼、四楼两层办公，约六百平。",
    "明年可能搬到天府新区。",
    "之前用的是别家，嫌售后慢。",
    "集团统一采购，分公司可以小额自己定。",
    "有两家门店在装修。",
];
pub(super) const ADDITIONS: &[&str] = &[
    "对手报价比我们低{percent}%，主要拼交期。",
    "尾款说{day}付。",
    "提醒我们货梯只有周末能用。",
    "顺便问了上次那批{item}的保修。",
    "又介绍了一家同行，回头联系。",
    "要增值税专票。",
    "颜色想要浅木纹。",
    "要看环保检测报告。",
    "希望分两次送货。",
    "老板{day}从外地回来。",
    "预算大概还能上浮{percent}%。",
    "已经拉了微信群，设计师也在。",
];
pub(super) const FIRST_STEPS: &[&str] =
    &["第一次上门拜访", "打电话认识一下", "加微信，发公司介绍", "找介绍人牵线"];

pub(super) fn opening(channel: Channel, outcome: Outcome) -> &'static str {
    match (channel, outcome) {
        (_, Outcome::NoAnswer | Outcome::NoReply | Outcome::Replied | Outcome::Met | Outcome::NotMet) => "",
        (Channel::Phone, _) => "",
        (Channel::Wechat, _) => "微信里聊的，",
        (Channel::Visit, _) => "当面聊了，",
        (Channel::Meeting, _) => "开会时说的，",
    }
}

pub(super) fn of_outcome(outcome: Outcome) -> &'static [&'static str] {
    match outcome {
        Outcome::NoAnswer => &[
            "打了两次都没人接，换个时间再打。",
            "{who}手机占线，晚点再打。",
            "前台说{who}在开会，没接上。",
            "响了很久没人接，发了条短信说明来意。",
            "关机，可能在飞机上。",
            "接通就挂了，估计在忙。",
        ],
        Outcome::CallAgain => &[
            "{who}在外地出差，{next}再谈{item}的事。",
            "{who}说这周在盘点，让{next}再联系。",
            "预算还没批下来，让{next}再问一次。",
            "图纸还没定，{item}的数量{next}才知道。",
            "{who}正要进会议室，约好{next}再打。",
            "要先和老板商量，{next}给答复。",
            "新址还在谈租约，签了才能定{item}。",
        ],
        Outcome::Interested => &[
            "{who}对{item}有兴趣，想先看实物和色板。",
            "新办公室{day}开始装修，大概要{count}套{item}，让我们出方案。",
            "想把旧的{item}换掉一批，先看{count}套的效果图。",
            "分公司要扩{count}个人，{item}和椅子一起配。",
            "看了图册，喜欢那款带电源的{item}，{next}来展厅看。",
            "{who}问{item}的交期，说急用，能快就定我们。",
            "对以旧换新感兴趣，手上有{count}套旧{item}。",
        ],
        Outcome::WantsOffer => &[
            "要{count}套{item}的报价，含安装和运费，{next}之前给。",
            "{who}把清单发来了，{count}套{item}，三家比价。",
            "定了款式，按{count}套{item}报最终价，付款方式三七。",
            "要两个方案的报价：国产配件和进口配件各一份，{item}{count}套。",
            "上次的报价要改，{item}增加到{count}套，再让{percent}个点。",
            "需要盖章的正式报价单，{next}走内部流程。",
        ],
        Outcome::NotInterested => &[
            "今年刚换过一批{item}，暂时没有需求。",
            "已经和别家签了年度协议，明年再看。",
            "公司在缩减开支，采购都停了。",
            "{who}说不负责这块了，新的负责人还没定。",
            "嫌价格高，这次选了本地小厂。",
            "准备搬走，{item}由新房东配。",
        ],
        Outcome::Replied => &[
            "发了新款{item}的图册，{who}回说收到，先看看。",
            "{who}回微信，{next}可以送样。",
            "把{item}的效果图发过去了，{who}说颜色再浅一点。",
            "问了安装时间，{who}回复{next}下午可以进场。",
            "发了节日问候，{who}回了，说最近在忙开业。",
            "{who}确认收到{count}套{item}，没有磕碰。",
            "发了合同电子版，{who}说法务在看。",
        ],
        Outcome::NoReply => &[
            "发了{item}的报价单，还没回。",
            "微信问安装时间，没有回复。",
            "发了展厅地址和新款视频，未回。",
            "提醒对账，没回。",
            "发了合同修改稿，{who}一直没看。",
        ],
        Outcome::Met => &[
            "见到{who}，量了办公区，大概要{count}个工位。",
            "带{item}样品过去，{who}和设计师都看了，觉得手感不错。",
            "送货验收，{count}套{item}全部装好，{who}签了字。",
            "拜访{who}，一起看了新装修的楼层，{next}出平面图。",
            "上门处理售后，换了两把椅子的气杆，{who}很满意。",
            "请{who}来展厅看了一圈，重点看{item}。",
            "{who}带我见了老板，老板关心环保和交期。",
        ],
        Outcome::NotMet => &[
            "到了没见到人，{who}临时去了工地，资料放在前台。",
            "{who}请假了，把色板留给同事。",
            "保安不让进，电话也没接，改天再约。",
            "公司在搬东西，没见到{who}，留了名片。",
        ],
    }
}

pub(super) fn next_steps(outcome: Outcome) -> &'static [&'static str] {
    match outcome {
        Outcome::NoAnswer => &["再打电话", "换个时间打", "先发微信再打"],
        Outcome::CallAgain => &["问预算批了没有", "电话跟进", "确认图纸和数量", "约见老板"],
        Outcome::Interested => &["带样品和色板上门", "发方案和效果图", "约来展厅", "上门量尺寸"],
        Outcome::WantsOffer => &["发正式报价单", "跟进报价", "核算成本后回价", "寄盖章报价"],
        Outcome::NotInterested => &["季度问候", "明年再联系"],
        Outcome::Replied => &["跟进合同", "确认送样时间", "问图册看得怎么样", "确认进场时间"],
        Outcome::NoReply => &["打电话问一下", "换电话跟进"],
        Outcome::Met => &["出平面图", "跟进方案反馈", "回访使用情况", "约第二次见面"],
        Outcome::NotMet => &["重新约时间上门", "电话约见"],
    }
}
