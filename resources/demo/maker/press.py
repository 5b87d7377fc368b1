"""The sample's press papers as PDF: the ranking, the interview report and the re-post of the announcement."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from maker.pdf import Look, both, gap, table, text, write_pdf

RANKING = (
    ("Rank 名次", "Mini-program 小程序", "Category 类别", "Index 指数 (illustrative 示例)"),
    ("1", "her face+ 她face+", "Picture 图片", "8,412"),
    ("2", "Sample album A 示例相册甲", "Picture 图片", "7,960"),
    ("3", "Sample filter B 示例滤镜乙", "Picture 图片", "7,655"),
    ("4", "Sample collage C 示例拼图丙", "Picture 图片", "7,120"),
    ("5", "Sample stickers D 示例贴纸丁", "Picture 图片", "6,874"),
    ("6", "Sample poster E 示例海报戊", "Picture 图片", "6,501"),
    ("7", "Sample avatar F 示例头像己", "Picture 图片", "6,233"),
    ("8", "Sample camera G 示例相机庚", "Picture 图片", "5,980"),
)


TIMELINE = (
    ("When 时间", "What 事件"),
    ("early 2018 2018年初", "App She Shoots goes online 她拍应用上线"),
    ("July 2018 2018年7月", "Mini-program built, servers moved 开发小程序，服务器迁移"),
    ("August 2018 2018年8月", "her face+ goes online and leads its category 小程序上线并居榜首"),
    ("5 September 2018 2018年9月5日", "Pictures become blurred, as the founder says 成图变模糊（创始人称）"),
    ("27 September 2018 2018年9月27日", "Template materials stop, as the founder says 素材停更（创始人称）"),
    ("5 January 2019 2019年1月5日", "Announcement of Tencent Cloud 腾讯云公告"),
    ("January 2019 2019年1月", "Accepted by the court in Beijing 北京法院受理"),
)


def write_ranking(path: Path) -> None:
    """Write the print of the Aladdin mini-program ranking, picture category."""
    look = Look(
        title="Aladdin mini-program ranking, picture category",
        author="Sample matter",
        running="Aladdin mini-program ranking 阿拉丁小程序榜单 · print of a web page 网页打印件",
        accent=HexColor("#2a6f97"),
    )
    story: list[Flowable] = [
        text("headline", "Aladdin mini-program ranking"),
        text("headline_zh", "阿拉丁小程序榜单 · 图片类"),
        text("small", "Period 周期: August 2018 2018年8月 · Printed 打印: January 2019 2019年1月"),
        gap(6),
        table(RANKING, (22 * mm, 58 * mm, 32 * mm, 48 * mm)),
        gap(10),
        *both(
            "her face+ led the picture category within ten days of its launch in August 2018. The index "
            "values on "
            "this page are illustrative; only the first place is taken from what was reported.",
            "“她face+”于2018年8月上线后十天内居图片类榜首。本页指数均为示例，仅榜首名次来自报道。",
        ),
        text("heading", "How the list is made 榜单说明"),
        *both(
            "The list ranks mini-programs by visits, sharing and return visits within their category. It "
            "is a "
            "third party's list and says nothing about who first had an idea.",
            "榜单按同类小程序的访问、分享和回访情况排序，由第三方发布，不说明创意由谁最先提出。",
        ),
    ]
    write_pdf(path, look, story)


def write_interview(path: Path) -> None:
    """Write the two-page report of an interview with the plaintiff's founder."""
    look = Look(
        title="Founder of She Shoots: why we are going to court",
        author="Sample newsroom",
        running="Sample Evening News 示例晚报 · Technology 科技",
        accent=HexColor("#9d2b2b"),
    )
    story: list[Flowable] = [
        text("headline", "Founder of She Shoots: why we are going to court"),
        text("headline_zh", "“她拍”创始人：我们为什么要起诉"),
        text("small", "January 2019 2019年1月 · by a sample reporter 示例记者"),
        gap(4),
        *_interview_product(),
        *_interview_dispute(),
        *_interview_courts(),
    ]
    write_pdf(path, look, story)


def _interview_product() -> list[Flowable]:
    return [
        *both(
            "Wang Hongda started the app She Shoots in early 2018. In July his team built a mini-program "
            "on the same "
            "idea and moved its servers to Tencent Cloud; in August her face+ went online.",
            "王宏达于2018年初推出“她拍”应用。7月，团队以同一创意开发小程序，并将服务器迁至腾讯云；8月上线“她face+”。",
        ),
        *both(
            "Users upload one portrait and appear in a costume, a trade or a film scene. Within ten days the "
            "mini-program stood first in the picture category of the Aladdin ranking.",
            "用户上传一张人像，即可出现在古装、职业或电影场景中。十天之内，小程序登上阿拉丁榜单图片类第一。",
        ),
        text("heading", "A year's contract 一年期合同"),
        *both(
            "Wang says his company signed a one-year contract with Tencent Cloud for cloud services and "
            "Face Fusion, "
            "at about five million yuan a month.",
            "王宏达称，公司与腾讯云签订了一年期合同，购买云服务和人脸融合服务，每月费用约五百万元。",
        ),
    ]


def _interview_dispute() -> list[Flowable]:
    return [
        text("heading", "Two mini-programs that look alike 两款相似的小程序"),
        *both(
            "Some weeks later Tiantian P, a picture team of the same group, put out Crazy Face. Wang lays "
            "the two "
            "phones side by side: the same order of steps, the same place for the upload button, pictures "
            "of the "
            "same finish.",
            "数周后，同属一个集团的图片团队天天P图推出“疯狂变脸”。王宏达把两部手机并排放下：步骤顺序相同，"
            "上传按钮位置相同，成图质感相同。",
        ),
        *both(
            "On 5 September 2018, he says, the pictures of her face+ became blurred from one hour to the "
            "next, and "
            "from 27 September new template materials no longer went online.",
            "他说，2018年9月5日，“她face+”的成图在一小时之内变得模糊；自9月27日起，新的模板素材不再更新。",
        ),
        text(
            "quote",
            "&quot;Nobody told us that the interface would change. We learned it from our users.&quot;",
        ),
        text("quote_zh", "“没有人通知我们接口要变，我们是从用户那里知道的。”"),
        *both(
            "Tencent Cloud published an announcement on 5 January 2019. It says the upgrade reached every "
            "partner, "
            "and apologises for the notice that was not given.",
            "腾讯云于2019年1月5日发布公告，称升级面向全部合作伙伴，并就未提前通知致歉。",
        ),
    ]


def _interview_courts() -> list[Flowable]:
    return [
        PageBreak(),
        text("heading", "From Shenzhen to Beijing 从深圳到北京"),
        *both(
            "The company first went to a court in Shenzhen. The court would not take the filing, citing "
            "jurisdiction; Wang did not say in what form the answer was given.",
            "公司先到深圳的法院起诉。法院以管辖为由未予受理；王宏达没有说明答复的形式。",
        ),
        *both(
            "The Beijing No.1 Intermediate People's Court has now officially accepted the case. The claim "
            "is for "
            "breach of contract, and the sum is 100 million yuan. A date for the hearing is still to be "
            "chosen.",
            "北京市第一中级人民法院现已正式受理此案。案由为违约，索赔一亿元。开庭日期待定。",
        ),
        *both(
            "Asked what he hopes for, Wang answers that small companies must be able to rely on the "
            "interface they "
            "pay for.",
            "被问及诉求，王宏达说，小公司应当能够信赖自己付费使用的接口。",
        ),
        text("heading", "The story in dates 时间线"),
        table(TIMELINE, (44 * mm, 116 * mm)),
        gap(10),
        text("small", "This report was written for the sample matter. 本报道为示例案件撰写。"),
    ]


def write_repost(path: Path) -> None:
    """Write the print of a re-post that dates the announcement one day later."""
    look = Look(
        title="Re-post: Tencent Cloud answers on Face Fusion",
        author="Sample tech blog",
        running="Sample tech blog 示例科技博客 · print of a web page 网页打印件",
        accent=HexColor("#3d5a40"),
    )
    story: list[Flowable] = [
        text("headline", "Re-post: Tencent Cloud answers on Face Fusion"),
        text("headline_zh", "转载：腾讯云就人脸融合作出回应"),
        text("small", "Posted 发布: 6 January 2019, 09:12 2019年1月6日 · Printed 打印: January 2019"),
        gap(6),
        *both(
            "Tencent Cloud made its announcement on 6 January 2019. We give the gist of it here.",
            "腾讯云于2019年1月6日发布公告，本文转述要点。",
        ),
        *both(
            "The interface was upgraded for all partners and the upgrade was not aimed at one of them. "
            "The notice of "
            "twenty-four hours was not given, for which the company apologises.",
            "接口升级面向全部合作伙伴，并非针对某一家。公司未提前二十四小时通知，就此致歉。",
        ),
        *both(
            "According to the announcement Crazy Face extends a feature that was in an app in 2016, and "
            "Tiantian P "
            "goes on licensing Tencent Cloud.",
            "公告称，“疯狂变脸”是2016年应用内功能的延伸，天天P图将继续授权腾讯云使用。",
        ),
        text("heading", "Note of the blog 博客注"),
        *both(
            "Other pages date the announcement one day earlier. We saw it on the morning of the 6th.",
            "另有页面所载公告日期早一天。我们是在6日早上看到的。",
        ),
    ]
    write_pdf(path, look, story)
