"""How questions ask by a unit: how many of it (几套), and for each of it (每套, 一套多少钱)."""

import re

from corpus.units import counted_units

# Words that stand for items of any sort (几项) count members as well as what is printed in them.
_OF_ANYTHING = frozenset("个项条种张块部处篇件组只本倍")
_ALL = "|".join(map(re.escape, counted_units()))
_UNITS = "|".join(re.escape(unit) for unit in counted_units() if unit not in _OF_ANYTHING)
_NO_WORD = r"(?![级年间限末初所地置于日籍庭里词优单称如外别之钟])"
# What is bought or done once: 一套多少钱, 一趟花多少. 一期工程 is a name.
_ASKING = r"(?=(?:要|得|需要?|大概|平均)?(?:多少|几|花|给|奖|补|贴|最[多高少低]|是多|收|付|按|下来|能|可|相?差|贵|便宜))"

COUNTED = re.compile(rf"(?:多少|几)个?({_UNITS}|趟|回|平米){_NO_WORD}")
COUNTED_AS = re.compile(
    rf"(?:多少|几)({'|'.join(sorted(_OF_ANYTHING - set('倍')))}){_NO_WORD}(?!人|{_UNITS})"
)
EACH = re.compile(rf"(?:平均)?每一?个?({_ALL}|月|年|日|季度|趟|回|平米)")
# 一块多少 is what several come to together.
ONCE = re.compile(rf"(?<![哪那这第])一个?(?!块)({_ALL}|趟|回){_ASKING}")
PERCENT = re.compile(
    r"百分之(?:几|多少)|几个百分点|百分比|几成|占比(?:得|要|应|须|需|能|定)+(?:达到?|做到|是|为)?|(?:多大|什么|多高|多少)的?比例|比例[^，。？]{0,8}多少"
)
PRICE = re.compile(r"单价|单位成本|均价")
# What the people go by over whom an amount is divided.
HEAD_NAMES = frozenset({"在职人员", "编制", "退休人员", "行政人员", "行政编制"})
