"""What columns of texts and of labels are called, in English and Chinese, the likeliest first. Must not know: files, roles."""

from __future__ import annotations


def _words(*lines: str) -> list[str]:
    return " ".join(lines).split()


TEXT = _words(
    "text sentence review comment content message body tweet utterance document query question post feedback sms email description",
    "passage article abstract summary headline title string input",
    "文本 评论 内容 正文 句子 评价 留言 短信 微博 评语 描述 摘要 问题 标题",
)
LABEL = _words(
    "label labels sentiment stars star category class target rating polarity emotion intent topic tag tags genre mood score grade y output",
    "标签 类别 情感 分类 星级 评分 极性 情绪 意图 类型 主题 标注",
)
NEITHER = _words(
    "id idx index no nr number date time timestamp url link user name author count length len unnamed column 编号 序号 日期 时间",
)
TEXT_NAMES = frozenset(TEXT)
"""What a column of texts is called, in small letters."""
NAMES = frozenset([*TEXT, *LABEL, *NEITHER]) - {"no", "y"}
"""All of them but those that may as well be labels."""
