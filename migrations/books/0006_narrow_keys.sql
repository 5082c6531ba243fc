-- 0006_narrow_keys: rows that every award writes, found by fewer and shorter comparisons. Rooms:
-- journal, points.

-- Event ids by which a retry finds its record.
CREATE TABLE event (
    event_id BLOB    PRIMARY KEY,
    record   INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO event (event_id, record) SELECT event_id, number FROM record ORDER BY event_id;
DROP TABLE record;

-- Points granted in a period to a resident (subject > 0) or a household (subject < 0). Months are
-- kept of every rule, so that a later version can cap longer periods; see points_cap.c.
CREATE TABLE cap_used (
    period INTEGER NOT NULL,  -- first day (of a total: 0) x 8 + enum cap_span; 5: the newest month
    holder INTEGER NOT NULL,  -- family x 2^32 + subject; of the newest month, subject 0
    points INTEGER NOT NULL,
    PRIMARY KEY (period, holder)
) WITHOUT ROWID;
INSERT INTO cap_used (period, holder, points)
SELECT starts_on * 8 + span, family * 4294967296 + subject, points FROM cap_use ORDER BY 1, 2;
DROP TABLE cap_use;
