"""The sample's services agreement with Tencent Cloud: bilingual clauses over several pages."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak

from maker.pdf import Look, both, gap, table, text, write_pdf

LOOK = Look(
    title="Cloud and Face Fusion Services Agreement",
    author="Sample matter",
    running="Cloud and Face Fusion Services Agreement · 云服务与人脸融合服务合同",
)

PARTIES = (
    (
        "Party A 甲方",
        "Beijing She Technology Co., Ltd. (app: She Shoots 她拍; mini-program: her face+ 她face+)",
    ),
    ("Party B 乙方", "Tencent Cloud 腾讯云 (contracting entity to be completed 签约主体：____________)"),
    ("Date 日期", "___ August 2018 · 2018年8月___日"),
    ("Number 编号", "Left blank in this sample 示例中留空"),
)

Clause = tuple[str, tuple[tuple[str, str], ...]]

CLAUSES: tuple[Clause, ...] = (
    (
        "1. Services 服务内容",
        (
            (
                "1.1 Party B supplies Party A with cloud computing, storage, content delivery and "
                "database services "
                "for the servers of her face+.",
                "1.1 乙方向甲方提供云计算、存储、内容分发和数据库服务，用于“她face+”的服务器。",
            ),
            (
                "1.2 Party B also supplies the Face Fusion interface, by which a portrait uploaded by a "
                "user is "
                "blended into a picture template chosen by Party A.",
                "1.2 乙方同时提供人脸融合接口，将用户上传的人像与甲方选定的图片模板进行融合。",
            ),
            (
                "1.3 The service tier, output resolution and call quota that Party A has bought are "
                "listed in Annex 1.",
                "1.3 甲方购买的服务档位、输出分辨率和调用额度见附件一。",
            ),
        ),
    ),
    (
        "2. Term 期限",
        (
            (
                "2.1 This Agreement runs for one year from the day on which the services are first made "
                "available.",
                "2.1 本合同有效期一年，自服务首次开通之日起算。",
            ),
            (
                "2.2 Sixty days before it ends the parties discuss in good faith whether to renew it.",
                "2.2 期满前六十日，双方就是否续约进行善意协商。",
            ),
        ),
    ),
    (
        "3. Fees 费用",
        (
            (
                "3.1 The parties expect fees of about five million yuan a month, settled each month on "
                "actual use "
                "at the prices of Annex 2.",
                "3.1 双方预计每月费用约人民币五百万元，按附件二的单价和实际用量按月结算。",
            ),
            (
                "3.2 Party B sends its statement by the fifth working day of the next month; Party A pays "
                "within "
                "fifteen days of receiving it.",
                "3.2 乙方于次月第五个工作日前发送账单，甲方收到后十五日内付款。",
            ),
            (
                "3.3 A disputed item does not delay the payment of the rest.",
                "3.3 对个别项目有争议的，不影响其余款项的支付。",
            ),
        ),
    ),
    (
        "4. Service level 服务水平",
        (
            (
                "4.1 Face Fusion is available at least 99.9 per cent of each month and returns results at "
                "the output "
                "resolution of the tier bought.",
                "4.1 人脸融合服务每月可用率不低于99.9%，并按所购档位的输出分辨率返回结果。",
            ),
            (
                "4.2 Party B does not lower the output quality of a tier during the term without the "
                "written consent "
                "of Party A.",
                "4.2 合同期内，未经甲方书面同意，乙方不得降低所购档位的输出质量。",
            ),
            (
                "4.3 Party B keeps records of interface versions and calls for at least twelve months and "
                "gives "
                "Party A an extract on request.",
                "4.3 乙方保存接口版本和调用记录不少于十二个月，并应甲方要求提供摘录。",
            ),
        ),
    ),
    (
        "5. Changes to an interface 接口变更",
        (
            (
                "5.1 Party B gives Party A written notice at least twenty-four hours before any change to an "
                "interface takes effect.",
                "5.1 乙方变更接口的，应当至少提前二十四小时书面通知甲方。",
            ),
            (
                "5.2 The notice states the version, the time of the change, what it does to results, and "
                "how to "
                "return to the former version.",
                "5.2 通知应写明版本、变更时间、对结果的影响以及回退方法。",
            ),
            (
                "5.3 In an emergency that threatens security, notice may follow the change but reaches "
                "Party A within "
                "two hours of it.",
                "5.3 遇危及安全的紧急情况，可先变更后通知，但应在变更后两小时内送达甲方。",
            ),
        ),
    ),
    (
        "6. Templates and materials 模板与素材",
        (
            (
                "6.1 Picture templates, page designs and copy supplied by Party A belong to Party A. "
                "Party B uses "
                "them only to perform this Agreement.",
                "6.1 甲方提供的图片模板、页面设计和文案归甲方所有，乙方仅为履行本合同使用。",
            ),
            (
                "6.2 Party B loads new template materials within two working days of receiving them.",
                "6.2 乙方收到新的模板素材后两个工作日内完成上线。",
            ),
        ),
    ),
    (
        "7. Data and confidentiality 数据与保密",
        (
            (
                "7.1 Portraits and usage data remain under Party A's control. Party B does not disclose "
                "them to any "
                "other customer or team.",
                "7.1 人像和使用数据由甲方控制，乙方不得向其他客户或团队披露。",
            ),
            (
                "7.2 This duty lasts for two years after the Agreement ends.",
                "7.2 本条义务在合同终止后两年内继续有效。",
            ),
        ),
    ),
    (
        "8. Liability 违约责任",
        (
            (
                "8.1 A party that breaks this Agreement makes good the loss it causes, including income "
                "that would "
                "have been earned had it been performed.",
                "8.1 违约方应当赔偿由此造成的损失，包括合同履行后可以获得的利益。",
            ),
            (
                "8.2 The loss does not exceed what the party in breach foresaw or ought to have foreseen "
                "when the "
                "Agreement was made.",
                "8.2 赔偿额不超过违约方订立合同时预见到或者应当预见到的损失。",
            ),
        ),
    ),
    (
        "9. Notices 通知",
        (
            (
                "9.1 A notice is valid when sent by e-mail to the addresses of Annex 3 and through the "
                "console's "
                "message centre.",
                "9.1 通知以电子邮件发送至附件三所列地址，并通过控制台消息中心发送，方为有效。",
            ),
        ),
    ),
    (
        "10. Disputes 争议解决",
        (
            (
                "10.1 The law of the People's Republic of China applies.",
                "10.1 本合同适用中华人民共和国法律。",
            ),
            (
                "10.2 A dispute not settled within thirty days may be brought before the people's court with "
                "jurisdiction where the claiming party is domiciled.",
                "10.2 三十日内协商不成的，可向起诉方住所地有管辖权的人民法院起诉。",
            ),
        ),
    ),
)

TIERS = (
    ("Item 项目", "Tier B 档位B", "Note 说明"),
    ("Output resolution 输出分辨率", "720p (1280 x 720)", "Clause 4.2 applies 适用第4.2条"),
    ("Calls a day 每日调用", "3,000,000", "Illustrative figure 示例数字"),
    ("Response time 响应时间", "1.2 s (95 %)", "Illustrative figure 示例数字"),
    ("Template slots 模板数量", "400", "Illustrative figure 示例数字"),
)

PRICES = (
    ("Service 服务", "Unit 单位", "Price (CNY) 单价（元）"),
    ("Face Fusion call 人脸融合调用", "1,000 calls 千次", "42.00"),
    ("Cloud servers 云服务器", "month 月", "860,000.00"),
    ("Content delivery 内容分发", "TB", "310.00"),
    ("Object storage 对象存储", "TB, month 月", "118.00"),
)

CONTACTS = (
    ("Party 方", "For 事项", "Address 地址"),
    ("A 甲方", "Interface changes 接口变更", "ops@she.example"),
    ("A 甲方", "Statements 账单", "finance@she.example"),
    ("B 乙方", "Support 服务支持", "support@cloud.example"),
)


def write_agreement(path: Path) -> None:
    """Write the agreement: title, ten clauses, signatures and three annexes."""
    write_pdf(path, LOOK, [*_front(), *_clauses(), *_signatures(), *_annexes()])


def _front() -> list[Flowable]:
    return [
        text("title", "Cloud and Face Fusion<br/>Services Agreement"),
        text("title_zh", "云服务与人脸融合服务合同"),
        gap(4),
        table(PARTIES, (32 * mm, 128 * mm), head=False),
        gap(8),
        *both(
            "Party A runs the app She Shoots and the mini-program her face+. Party B runs a public cloud. "
            "They agree "
            "as follows.",
            "甲方运营“她拍”应用及“她face+”小程序，乙方运营公有云。双方达成如下协议。",
        ),
    ]


def _clauses() -> list[Flowable]:
    story: list[Flowable] = []
    for heading, paragraphs in CLAUSES:
        first, *rest = paragraphs
        story.append(KeepTogether([text("heading", heading), *both(*first)]))
        story.extend(KeepTogether(both(*paragraph)) for paragraph in rest)
    return story


def _signatures() -> list[Flowable]:
    rows = (
        ("Party A 甲方（盖章）", "Party B 乙方（盖章）"),
        ("Signed 签字：________________", "Signed 签字：________________"),
        ("Date 日期：____年__月__日", "Date 日期：____年__月__日"),
    )
    return [gap(14), KeepTogether(table(rows, (80 * mm, 80 * mm), head=False))]


def _annexes() -> list[Flowable]:
    note = "All figures in the annexes are illustrative. 附件中的数字均为示例。"
    return [
        PageBreak(),
        text("heading", "Annex 1. Tier bought 附件一 所购档位"),
        table(TIERS, (56 * mm, 44 * mm, 60 * mm)),
        text("heading", "Annex 2. Prices 附件二 单价"),
        table(PRICES, (66 * mm, 44 * mm, 50 * mm)),
        text("heading", "Annex 3. Addresses for notices 附件三 通知地址"),
        table(CONTACTS, (30 * mm, 60 * mm, 70 * mm)),
        gap(8),
        text("small", note),
    ]
