"""The sample's documents that are plain text inside: two web pages, two e-mails, a log and counsel's note."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

MARK = "ILLUSTRATIVE / 示例"

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ max-width: 44em; margin: 2em auto; font: 16px/1.7 "Noto Sans SC", sans-serif; color: #1d1f24; }}
.mark {{ background: #fdf3dd; color: #a4660a; padding: .4em 1em; font-weight: bold; text-align: center; }}
h1 {{ text-align: center; }}
.by {{ color: #5b616b; text-align: center; }}
</style>
</head>
<body>
<p class="mark">{mark} · written for a sample matter, not the original · 为示例案件撰写，并非原文</p>
<h1>{heading}</h1>
<p class="by">{by}</p>
{body}
</body>
</html>
"""

ANNOUNCEMENT = (
    "We have read the press reports about a customer's experience with the face fusion service and take "
    "them seriously.",
    "我们注意到有关人脸融合服务客户体验的报道，并高度重视。",
    "1. The service interface was upgraded for every partner at the same time; no single customer was "
    "singled out. "
    "We did not give the agreed 24 hours' notice, apologise, and have changed how notices are sent.",
    "一、本次接口升级面向全部合作伙伴同时进行，并非针对某一客户。我们未按约定提前24小时通知，就此致歉，并已改进通知方式。",
    "2. The mini-program Crazy Face continues a feature of our 2016 app and was developed independently.",
    "二、“疯狂变脸”小程序延续了2016年应用中的功能，系独立开发。",
    "3. We protect the privacy and data of our customers. No customer's data were given to another team.",
    "三、我们保护客户的隐私和数据，未将任何客户的数据提供给其他团队。",
    "4. Tiantian P goes on licensing its technology to Tencent Cloud, and Tencent Cloud goes on serving "
    "its customers.",
    "四、天天P图将继续向腾讯云授权技术，腾讯云将继续为客户提供服务。",
    "5. Both teams belonged to the Social Network Group until the reorganisation at the end of September "
    "2018.",
    "五、2018年9月底组织调整之前，两个团队同属社交网络事业群。",
)

FEE_REPORT = (
    "A small company from Beijing is suing a large cloud. At the heart of it stands an agreement on face "
    "fusion.",
    "北京一家小公司起诉一家大型云服务商，争议的核心是一份人脸融合合同。",
    "According to people near the matter the agreement was worth five million yuan. Over what period, "
    "they did not say.",
    "据接近此事的人士称，合同金额为五百万元，但没有说明对应的期间。",
    "The company says that the quality of its pictures fell after an interface was changed. The cloud "
    "says that the "
    "change was an upgrade for all.",
    "公司称接口变更后成图质量下降；云服务商称这是面向全部客户的升级。",
)

CHANGE_LOG = """\
FACE FUSION INTERFACE - CHANGE LOG          人脸融合接口变更日志
ILLUSTRATIVE / 示例 - every line below is invented for the sample matter
                      以下各行均为示例案件虚构
Extract for customer: her face+ (tier B)     Kept by: plaintiff's operations team
Times: UTC+8

time              version  entry
----------------  -------  ----------------------------------------------------
2018-07-23 10:00  v2.3     customer created, tier B, output 720p
2018-08-06 02:00  v2.3     template slots 120 -> 400; notice: sent 2018-08-03
2018-08-17 02:00  v2.4     portrait check tightened; notice: sent 2018-08-15
2018-08-29 02:00  v2.4     cache moved, no effect on results; notice: not needed
2018-09-05 02:00  v3.0     blend v2 -> v3, output 720p -> 480p for tier B
                           notice: none sent        通知：未发送
2018-09-05 09:40  v3.0     ticket 1: "pictures blurred" 成图模糊
2018-09-05 11:05  v3.0     tickets 2-37, same complaint
2018-09-06 15:30  v3.0     support: "upgrade for all partners, no way back to v2"
2018-09-12 10:00  v3.0     sharpness of sample set: 0.81 -> 0.54 (own measure)
2018-09-27 02:00  v3.0     template loader closed for tier B
                           notice: none sent        通知：未发送
2018-09-28 16:20  v3.0     14 template packs waiting 14个模板包待上线
2018-10-08 10:00  v3.1     output stays 480p
2018-12-03 10:00  v3.2     output stays 480p

Checked against our call records on 2018-12-05. Copy only; the defendant
holds the server-side log (agreement, clause 4.3).
仅为复制件；服务器端日志由对方保存（合同第4.3条）。
"""

COUNSEL_NOTE = """\
NOTE TO FILE - PRIVILEGED AND CONFIDENTIAL     律师工作笔记（保密）
ILLUSTRATIVE / 示例 - invented for the sample matter 为示例案件虚构

1. Claim 2 stands on look and order of steps only. We have nothing yet on how
   Crazy Face was made. 诉请二目前只有外观和步骤的比对。
2. The defendant's entity is open: the agreement in our hands leaves the
   signature line blank. 被告主体待核实。
3. Element 3.2: we can show the fall and the change on the same day, but not
   that the one caused the other. An expert opinion is the way.
   因果关系需要鉴定意见。
4. Ask the court to order production of the server-side log.
   申请法院责令对方提交服务器端日志。
"""


def write_announcement(path: Path) -> None:
    """Write the announcement of 5 January 2019 as a web page."""
    _write_page(path, "Statement · 声明", "Tencent Cloud 腾讯云 · 5 January 2019 2019年1月5日", ANNOUNCEMENT)


def write_fee_report(path: Path) -> None:
    """Write the second report, which names five million yuan and no period."""
    by = "Sample business site 示例财经网 · January 2019 2019年1月"
    _write_page(path, "Small company takes a cloud to court · 小公司起诉云服务商", by, FEE_REPORT)


def _write_page(path: Path, heading: str, by: str, paragraphs: tuple[str, ...]) -> None:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = PAGE.format(lang="en", title=heading, mark=MARK, heading=heading, by=by, body=body)
    path.write_text(page, encoding="utf-8", newline="\n")


def write_log(path: Path) -> None:
    """Write the interface change log."""
    path.write_text(CHANGE_LOG, encoding="utf-8", newline="\n")


def write_counsel_note(path: Path) -> None:
    """Write counsel's privileged note."""
    path.write_text(COUNSEL_NOTE, encoding="utf-8", newline="\n")


def write_complaints_mail(path: Path) -> None:
    """Write the operations team's e-mail that gathers what users complained about."""
    body = f"""\
[{MARK}]

Hello all,

since this morning the support inbox is full. What users write:

- "My face looks like a photo of a photo." (09:40)
- "Yesterday sharp, today blurred. 昨天清晰，今天模糊。" (10:12)
- "I paid for the film pack and cannot print it." (10:55)
- 用户反馈：“边缘发虚，肤色不对。” (11:02)

By 18:00 we count 212 complaints about picture quality (illustrative figure
示例数字); an ordinary day has four. We changed nothing on our side.

到18:00共收到212条画质投诉（示例数字），平日约4条。我方未作任何改动。

Lin, operations 运营
"""
    message = _mail(
        "Users complain about blurred pictures 用户投诉成图模糊", "Wed, 05 Sep 2018 18:20:00 +0800", "1"
    )
    message["From"] = "Lin, operations <ops@she.example>"
    message["To"] = "Wang Hongda <wang@she.example>"
    message["Cc"] = "finance@she.example"
    _write_mail(path, message, body)


def write_notice_mail(path: Path) -> None:
    """Write the thread in which the plaintiff asks for the notice that was not given."""
    body = f"""\
[{MARK}]

Thank you for your patience. The upgrade to v3 was made for all partners on
5 September. Our records show no notice to your address before the change;
we are looking into why. Returning to v2 is not possible.

感谢理解。v3升级于9月5日面向全部合作伙伴进行。经查，变更前未向贵司地址
发送通知，原因正在核查。无法回退至v2。

Support 服务支持

> On Thu, 06 Sep 2018 at 10:05 +0800, ops@she.example wrote:
>
> Clause 5.1 says that you give us written notice at least twenty-four
> hours before a change. We received none. Please send us the notice, if
> there was one, and put tier B back to 720p today.
>
> 合同第5.1条要求提前二十四小时书面通知，我们没有收到。
> 如曾发出，请提供；并请今日恢复720p。
>
> Lin, operations 运营
"""
    subject = "Re: No notice of the interface change 接口变更未收到通知"
    message = _mail(subject, "Thu, 06 Sep 2018 15:30:00 +0800", "3")
    message["From"] = "Support <support@cloud.example>"
    message["To"] = "Lin, operations <ops@she.example>"
    message["In-Reply-To"] = "<sample-2@she.example>"
    message["References"] = "<sample-2@she.example>"
    _write_mail(path, message, body)


def _mail(subject: str, date: str, number: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"[{MARK}] {subject}"
    message["Date"] = date
    message["Message-ID"] = f"<sample-{number}@she.example>"
    return message


def _write_mail(path: Path, message: EmailMessage, body: str) -> None:
    message.set_content(body, charset="utf-8", cte="8bit")
    path.write_bytes(message.as_bytes())
