"""What is drawn on a page, without its letters: pdfium reads those, and pdfminer is slow at them."""

from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException


class _Draughtsman(PDFPageInterpreter):
    """Carries out what draws lines and areas; fonts are not loaded and letters not placed."""

    def init_resources(self, resources: dict[object, object]) -> None:
        super().init_resources({name: kept for name, kept in resources.items() if name != "Font"})

    # pdfminer finds what carries out an operator by its name.
    def do_Tf(self, fontid: Any, fontsize: Any) -> None:  # noqa: N802
        """Leave the font."""

    def do_TJ(self, seq: Any) -> None:  # noqa: N802
        """Leave the letters."""

    def do_Tj(self, s: Any) -> None:  # noqa: N802
        """Leave the letters."""

    def do__q(self, s: Any) -> None:
        """Leave the letters."""

    def do__w(self, aw: Any, ac: Any, s: Any) -> None:
        """Leave the letters."""


def leave_out_letters(page: Any) -> None:
    """Make a pdfplumber page hold its lines and areas only.

    The page would otherwise lay out all its letters when it is first asked for a line.
    """
    device = PDFPageAggregatorWithMarkedContent(page.pdf.rsrcmgr, pageno=page.page_number)
    try:
        _Draughtsman(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    page._layout = device.get_result()
