"""What columns are called, in English and Chinese, the likeliest first: window and engine guess by the same names what a file is for.

Must not know: files, roles.
"""

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

WORD = ("token", "tokens", "word", "words", "form", "字", "词")
TAG = ("tag", "tags", "ner", "ner_tag", "ner_tags", "ner-tag", "label", "labels", "entity", "iob", "bio", "标签", "标注")
SENTENCE_NUMBER = ("sentence", "sentence #", "sentence_id", "sent_id", "sentence id", "sent", "句子")
"""Columns of files with a word a line: the words, their tags, and the number of the sentence."""

PASSAGE = ("context", "passage", "paragraph", "document", "article", "text", "段落", "原文", "文章", "正文")
QUESTION = ("question", "query", "ask", "问题", "提问")
ANSWER = ("answers", "answer", "answer_text", "response", "答案", "回答")
ANSWER_START = ("answer_start", "answer_starts", "start", "start_char", "起点", "答案起点")
IMPOSSIBLE = ("is_impossible", "impossible", "unanswerable")
"""Columns of questions about passages."""
