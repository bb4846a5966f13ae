"""A home that an older version of the program made: rebuilt from its originals before it is used."""

from rich.console import Console

from corpus.reader import read_disclosure
from index.build import bring_up_to_date, unindexed
from index.home import Home
from ui.progress import stages


def upgrade(home: Home, remarks: Console) -> None:
    """Rebuild the home of an older version; say so, and what could not be read."""
    remarks.print("资料库由旧版本建立，正在用其中的原件重建。")
    with stages(remarks) as progress:
        bring_up_to_date(home, read_disclosure, progress)
    tell_unindexed(home, remarks)


def tell_unindexed(home: Home, remarks: Console) -> None:
    """Name the originals that are kept but could not be read."""
    for name in unindexed(home):
        remarks.print(
            f"读不出来，没有编入：{name}（原件还在资料库里，请换一份后用 yusuan add 加入）"
        )
