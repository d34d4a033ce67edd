//! What a team writes about its daily work in Chinese.

pub(super) const DEAL_TITLES: &[&str] = &[
    "{item} {count} 套",
    "{item} {count} 件",
    "新办公室{item}",
    "二期{item}追加",
    "{item}更换 {count} 套",
    "分公司{item}",
];
pub(super) const LOSS_REASONS: &[&str] =
    &["价格高出预算", "选了同城的老供应商", "项目取消", "交期赶不上", "样品没通过"];
pub(super) const TASK_TITLES: &[&str] = &[
    "整理本周{item}报价单",
    "更新{item}库存和交期表",
    "核对上月回款",
    "准备周例会材料",
    "汇总展会名片，录入系统",
    "整理{item}竞品价格",
    "清理三个月没联系的客户",
    "把{item}案例照片发到群里",
];
pub(super) const CUSTOMER_TASK_TITLES: &[&str] = &[
    "给{who}做{item}方案",
    "给{who}寄{item}样品",
    "催{who}的合同盖章",
    "约{who}看展厅",
    "核对{who}的开票信息",
    "给{who}安排量尺",
    "回访{who}的{item}使用情况",
];
pub(super) const ANSWERS: &[&str] = &[
    "这周在德阳出差，周五前做不完",
    "客户是小组同事在跟，建议给他",
    "数据还没拿全，想先碰一下",
    "手上有两个投标，能不能晚三天",
];
pub(super) const STEPS: &[&str] =
    &["问清数量和尺寸", "找工厂要交期", "做报价单", "请经理过目", "发给客户", "电话确认收到"];
pub(super) const COMMENTS: &[&str] = &[
    "资料已经发到邮箱了。",
    "客户说下周一再定。",
    "价格按上次的来可以吗？",
    "我这边有类似方案，可以参考。",
    "好的，今天下班前给。",
];
pub(super) const NEEDS: &[&str] = &[
    "客户要 60 天账期，能不能谈",
    "{item}需要技术同事一起去量尺",
    "客户问环保检测报告，谁有最新的",
    "对方换了采购经理，谁认识",
];
pub(super) const PRAISE: &[&str] = &[
    "雨天跑了三趟现场，客户很满意。",
    "主动帮新同事整理了报价模板。",
    "把拖了两个月的回款催回来了。",
    "展会三天加了四十多个客户，记录一条不落。",
];
pub(super) const ANNOUNCEMENTS: [[&str; 2]; 2] = [
    [
        "本月样品寄送新规定",
        "单件样品超过 500 元的，先在任务里说明客户和用途，经理同意后再寄。快递单号记在跟进里。",
    ],
    ["周例会改到周一早上九点", "每人带三件事：上周成交、这周要推的客户、需要帮忙的地方。"],
];
pub(super) const MEETINGS: [[&str; 2]; 2] = [
    ["周例会", "1. 上周成交和丢单\n2. 本周重点客户\n3. 需要支持的事"],
    ["报价复盘", "1. 最近五个丢单的原因\n2. 价格和交期怎么说"],
];
