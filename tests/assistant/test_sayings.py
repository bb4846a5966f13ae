"""What people say in their own way is put into plain words; what they look for stays as it is."""

import pytest

from assistant.normal import normalise

SAID = """
办公费排老二吗 | 办公费排第二吗
垫底的是哪样 | 最少的是哪样
头一名是谁 | 最多的是谁
连一万块都不到 | 不到1万元
五十万往上、三百万往下 | 50万以上、300万以下
三到八万之间 | 3到8万之间
不足百万的 | 不足100万的
不满十五万的 | 不到15万的
电费用亿元表示，不要四舍五入 | 电费换成亿元,
电费是几块 | 电费是多少元
电费是好多块钱别说万 | 电费是多少元换成元
一套零点零零五万 | 一套0.005万
好多样 | 多少项
水费和电费哪边贵 | 水费和电费哪个贵
家数照旧，要多少 | ,要多少
把水费剔出去，剩下的 | 除了水费以外,剩下的
撇开水费不算，剩下的 | 除了水费以外,剩下的
不属于基本支出的那块占多少 | 除了基本支出以外的部分占多少
比去年砍了百分之几 | 比去年减少了百分之几
三项凑到一块儿是多少 | 三项加起来是多少
够得上公用经费的百分之多少 | 占公用经费的百分之多少
与基本工资之比是百分之几 | 占基本工资的百分之几
还空几个位子 | 编制比在职人员多多少
你好，麻烦帮我查一下，里面的电费多少，谢谢 | 里面的电费多少
请问占比呢 | 占比呢
您好！想请教一下：去掉它还剩多少？多谢了 | 去掉它还剩多少
"""
# Words that only look like sayings.
UNTOUCHED = (
    "你好",
    "谢谢",
    "请问",
    "分成哪几块",
    "一样多",
    "最好的办法",
    "千元以上的项目",
    "项目名单",
    "安全培训不少于几次",
    "年中调减了多少",
    "如果把水费去掉会怎样",
)


@pytest.mark.parametrize(
    ("said", "plain"), [tuple(line.split(" | ")) for line in SAID.strip().splitlines()]
)
def test_a_saying_is_put_into_plain_words(said: str, plain: str) -> None:
    assert plain == normalise(said)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_other_words_stay(text: str) -> None:
    assert text == normalise(text)
