"""The sample's court papers, as the plaintiff holds them: two memos and the draft complaint."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from maker.pdf import Look, both, gap, table, text, write_pdf

MEMO_WIDTHS = (42 * mm, 118 * mm)


def write_shenzhen_memo(path: Path) -> None:
    """Write the plaintiff's own memo of the filing attempt in Shenzhen; no ruling is known."""
    look = Look(
        title="Memo: filing attempt in Shenzhen",
        author="Sample matter, plaintiff's side",
        running="Plaintiff's internal memo · 原告内部备忘",
    )
    rows = (
        ("Court 法院", "A court in Shenzhen, not named in the reports 深圳法院（报道未指明）"),
        ("Date 日期", "Not known 不详"),
        ("Case number 案号", "None given 未编立案号"),
        ("Handed in 提交材料", "Complaint and list of evidence 起诉状、证据目录"),
        ("Answer 答复", "Not accepted, because of jurisdiction 因管辖原因未予受理"),
        ("Form 形式", "Unspecified: no ruling in our file 未明确：卷内无裁定书"),
    )
    story: list[Flowable] = [
        text("title", "Memo: filing attempt in Shenzhen"),
        text("title_zh", "备忘：在深圳的立案情况"),
        table(rows, MEMO_WIDTHS, head=False),
        text("heading", "What the filing window answered 立案窗口的答复"),
        *both(
            "The filing window did not accept the complaint, citing jurisdiction. It was not recorded "
            "whether we were "
            "told to sue elsewhere, whether a ruling of non-acceptance was made, or whether the papers "
            "were to be "
            "transferred.",
            "立案窗口以管辖为由未接收起诉。当时没有记录是告知向其他法院起诉、作出不予受理裁定，还是移送。",
        ),
        text("heading", "What follows from it 后续"),
        *both(
            "If a ruling was made, ten days to appeal ran from the day it was received. Ask the colleague "
            "who went to "
            "the window for any paper that was handed out.",
            "如已作出裁定，上诉期为收到之日起十日。请向当日前往窗口的同事确认是否领取过任何文书。",
        ),
        *both(
            "Clause 10.2 of the agreement speaks for the place of the claiming party. The company is in "
            "Beijing; the "
            "next filing is to be made there.",
            "合同第10.2条指向起诉方住所地。公司在北京，下一次立案应在北京进行。",
        ),
        gap(10),
        text("right", "Prepared for the file 存卷备查"),
    ]
    write_pdf(path, look, story)


def write_beijing_note(path: Path) -> None:
    """Write the note that the Beijing court's acceptance is known from a report."""
    look = Look(
        title="Note: acceptance in Beijing as reported",
        author="Sample matter, plaintiff's side",
        running="Note on acceptance · 受理情况记录",
    )
    rows = (
        ("Court 法院", "Beijing No.1 Intermediate People's Court 北京市第一中级人民法院"),
        ("Case number 案号", "(2019)京01民初____号 (to be completed 待补)"),
        ("Accepted 受理", "Reported in January 2019; day not known 2019年1月见报，具体日期不详"),
        ("Cause 案由", "Breach of contract, as reported 违约（据报道）"),
        ("Amount 标的额", "CNY 100,000,000 人民币一亿元"),
        ("Hearing 开庭", "Date to be chosen 日期待定"),
    )
    story: list[Flowable] = [
        text("title", "Note: acceptance in Beijing as reported"),
        text("title_zh", "记录：北京法院受理情况（据报道）"),
        table(rows, MEMO_WIDTHS, head=False),
        gap(8),
        *both(
            "The Beijing No.1 Intermediate People's Court officially accepted the case; the hearing date "
            "has not been "
            "fixed. The notice of acceptance itself is to be placed behind this note when it is at hand.",
            "北京市第一中级人民法院已正式受理本案，开庭日期尚未确定。取得受理通知书后，附于本页之后。",
        ),
        text("heading", "To watch 待办"),
        *both(
            "The evidence period is at least fifteen days in an ordinary first-instance case. The "
            "defendant has "
            "fifteen days from service to answer and to object to jurisdiction.",
            "一审普通程序举证期限不少于十五日。被告自收到起诉状副本之日起十五日内答辩，并可提出管辖权异议。",
        ),
    ]
    write_pdf(path, look, story)


def write_complaint(path: Path) -> None:
    """Write the draft complaint, with the case number left blank."""
    look = Look(
        title="Civil complaint (draft)",
        author="Sample matter, plaintiff's side",
        running="Civil complaint, draft · 民事起诉状（草稿）",
    )
    write_pdf(
        path,
        look,
        [
            *_complaint_head(),
            *_complaint_requests(),
            *_complaint_grounds(),
            *_complaint_evidence(),
            *_complaint_foot(),
        ],
    )


def _complaint_head() -> list[Flowable]:
    rows = (
        ("Case number 案号", "(2019)京01民初____号"),
        ("Plaintiff 原告", "Beijing She Technology Co., Ltd. (She Shoots 她拍), founder Wang Hongda 王宏达"),
        ("Defendant 被告", "Tencent Cloud 腾讯云 (exact entity to be verified 具体主体待核实)"),
        ("Court 受理法院", "Beijing No.1 Intermediate People's Court 北京市第一中级人民法院"),
    )
    return [
        text("title", "Civil complaint (draft)"),
        text("title_zh", "民事起诉状（草稿）"),
        table(rows, MEMO_WIDTHS, head=False),
    ]


def _complaint_requests() -> list[Flowable]:
    return [
        text("heading", "Requests 诉讼请求"),
        *both(
            "1. Order the defendant to pay the plaintiff 100 million yuan for the loss caused by its "
            "breach of contract.",
            "1. 判令被告赔偿原告因违约造成的损失人民币一亿元。",
        ),
        *both(
            "2. Order the defendant to bear the costs of these proceedings.",
            "2. 判令被告承担本案诉讼费用。",
        ),
    ]


def _complaint_grounds() -> list[Flowable]:
    return [
        text("heading", "Facts and reasons 事实与理由"),
        *both(
            "1. In August 2018 the parties concluded an agreement for cloud services and Face Fusion for "
            "one year, at "
            "about five million yuan a month. The plaintiff paid what was due.",
            "1. 2018年8月，双方就云服务和人脸融合服务订立一年期合同，每月费用约五百万元。原告已按约付款。",
        ),
        *both(
            "2. Clause 5.1 obliges the defendant to give notice twenty-four hours before a change to an "
            "interface. "
            "No notice was given of the change made in September 2018; the defendant has since apologised "
            "for it.",
            "2. 合同第5.1条要求接口变更提前二十四小时通知。2018年9月的变更未经通知，被告事后就此致歉。",
        ),
        *both(
            "3. After the change the pictures returned to users of her face+ were of lower quality, and from "
            "27 September new template materials no longer went online.",
            "3. 变更之后，“她face+”返回给用户的成图质量下降；自9月27日起，新的模板素材不再上线。",
        ),
        *both(
            "4. In the same months Tiantian P put out Crazy Face, whose pages and order of steps are "
            "substantially "
            "like those of her face+.",
            "4. 同期，天天P图推出“疯狂变脸”，其页面和操作步骤与“她face+”实质相似。",
        ),
        *both(
            "5. Users left and income fell. The plaintiff claims the income it would have had if the "
            "agreement had "
            "been performed.",
            "5. 用户流失，收入下降。原告请求赔偿合同正常履行时可以获得的利益。",
        ),
    ]


def _complaint_evidence() -> list[Flowable]:
    rows = (
        ("Evidence 证据", "Proves 证明对象"),
        ("Services agreement 服务合同", "Term, fee, duty of notice 期限、费用、通知义务"),
        ("Announcement of the defendant 被告声明", "Notice was not given 未提前通知"),
        ("Screenshots and flow 截图及流程对比", "Likeness of the two mini-programs 两款小程序相似"),
        ("Ranking 榜单", "Success of her face+ in August 2018 2018年8月上线情况"),
        ("Invoices and payments 账单及付款", "The plaintiff performed 原告已履行"),
        ("Interface change log 接口变更日志", "Time and content of the change 变更时间及内容"),
    )
    heading = text("heading", "Evidence and its source 证据和证据来源")
    return [KeepTogether([heading, table(rows, (70 * mm, 90 * mm))])]


def _complaint_foot() -> list[Flowable]:
    closing = [
        text("body", "To 此致"),
        text("body", "Beijing No.1 Intermediate People's Court 北京市第一中级人民法院"),
        gap(8),
        text("right", "Plaintiff 具状人（盖章）：________________"),
        text("right", "Date 日期：____年__月__日"),
    ]
    return [gap(8), KeepTogether(closing)]
