"""Private rows whose term is over go by the daily job; those within it stay."""

import pathlib
import sqlite3
import time

from client import VILLAGE, check

NOW = 1639699200  # 2021-12-17 08:00, at which the sample stands
DAY = 86400
A, B = b"a" * 16, b"b" * 16

# What is held, how many days it is kept, and a row that came at a certain time.
KEPT = [
    ("look", 3 * 366, lambda at, key: (A, at // DAY, B, key, VILLAGE, 1, at, at)),
    ("visit", 731, lambda at, key: (A[:15] + bytes([key]), VILLAGE, A, at // DAY, B, 1, None, at)),
    ("act", 731, lambda at, key: (A[:15] + bytes([key]), VILLAGE, A, B, 1, "S01", 5, at // DAY,
                                  at)),
    ("shop_reminder", 90, lambda at, key: (VILLAGE, A, key, 30, 5, at // DAY)),
]


@check("rows whose term is over are gone after the day's work, younger ones stay", fresh=True)
def _(server):
    rows = sqlite3.connect(pathlib.Path(server.data) / "people.db", timeout=20)
    for table, days, row in KEPT:
        for key, over in ((1, 2), (2, -2)):
            values = row(NOW - (days + over) * DAY, key)
            marks = ", ".join("?" * len(values))
            rows.execute(f"INSERT INTO {table} VALUES ({marks})", values)
    rows.commit()
    server.start()

    def left(table):
        return rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    end = time.monotonic() + 20
    while [table for table, _, _ in KEPT if left(table) != 1] and time.monotonic() < end:
        time.sleep(0.1)
    assert [(table, left(table)) for table, _, _ in KEPT] == [(table, 1) for table, _, _ in KEPT]
    server.stop()
    assert [left(table) for table, _, _ in KEPT] == [1] * len(KEPT)
    rows.close()
    server.verify()
