-- 0009_waiting: awards whose notice period runs. Room: points. It follows from the entries; here it
-- is found without reading them all.
CREATE TABLE waiting (
    record  INTEGER PRIMARY KEY,
    village INTEGER NOT NULL,
    due_on  INTEGER NOT NULL  -- the day from which it may be released
);
CREATE INDEX waiting_due ON waiting (due_on);
INSERT INTO waiting
    SELECT entry.record, rule.village, entry.day + rule.notice_days
    FROM entry JOIN rule ON rule.id = entry.subject
    WHERE entry.kind = 2 AND NOT EXISTS (
        SELECT 1 FROM follow_up WHERE follow_up.record = entry.record AND action IN (1, 2));
