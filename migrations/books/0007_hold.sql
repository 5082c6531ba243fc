-- 0007_hold: points held apart for a shop that works off line. Rooms: ledger, points.

-- Of an account of available points: what is held apart for the resident, in escrow.
ALTER TABLE account ADD COLUMN held INTEGER NOT NULL DEFAULT 0;

-- What a record put into escrow, as far as it is still there. Its lots stand in `spent`.
CREATE TABLE escrow (
    record  INTEGER PRIMARY KEY,
    village INTEGER NOT NULL,
    owner   INTEGER NOT NULL,  -- available account of the resident that it is held for
    points  INTEGER NOT NULL CHECK (points > 0)
);

CREATE TABLE hold (
    record  INTEGER PRIMARY KEY,
    shop    INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,  -- instant
    device  BLOB    NOT NULL
);
