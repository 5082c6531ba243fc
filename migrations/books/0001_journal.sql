-- 0001_journal: what the journal keeps in the books. Rooms: journal.
-- The books are the shadow of the journal: every row here follows from its records.

-- How far the books are. One row. The place is where the next frame starts.
CREATE TABLE position (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    records INTEGER NOT NULL,
    segment INTEGER NOT NULL,
    offset  INTEGER NOT NULL,
    root    BLOB    NOT NULL, -- Merkle root over all records so far
    last_day INTEGER NOT NULL -- the latest day of any record; 0: none
);

-- Every record by number, and the event id by which a retry finds it.
CREATE TABLE record (
    number   INTEGER PRIMARY KEY,
    event_id BLOB    NOT NULL UNIQUE
);

-- Where records lie: the first frame that starts in each run of 1024 records. Not compared by
-- verify, since frames differ between an import and a replay by other means.
CREATE TABLE frame (
    first_record INTEGER PRIMARY KEY,
    segment      INTEGER NOT NULL,
    offset       INTEGER NOT NULL
);

-- Roll-ups: what happened in a village on a day, by name (docs/metrics.md).
CREATE TABLE metric (
    village INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    day     INTEGER NOT NULL,
    value   INTEGER NOT NULL,
    PRIMARY KEY (village, name, day)
) WITHOUT ROWID;
