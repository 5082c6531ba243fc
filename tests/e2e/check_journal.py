"""check_journal.py - the journal's files are what docs/journal.md says they are."""

import re
import subprocess
import sys

from toolkit import ROOT, check, same


@check("the reader printed in docs/journal.md reads every record and every root")
def strangers_reader(box):
    page = (ROOT / "docs" / "journal.md").read_text(encoding="utf-8")
    reader = box.scratch / "reader.py"
    reader.write_text(re.search(r"```python\n(.*?)```", page, re.S).group(1), encoding="utf-8")
    data = box.read_foshan()
    found = subprocess.run([sys.executable, reader, data], stdout=subprocess.PIPE, check=True)
    same(len(box.done("log", "--json").splitlines()), len(found.stdout.splitlines()), "records")
