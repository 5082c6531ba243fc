-- 0015_waypoint: where single records lie in a large frame. Room: journal.

-- Of frames with more than 64 records every 64th: the place of its length before it, and how many
-- records follow in the frame from there, itself included, at most 64.
CREATE TABLE waypoint (
    record  INTEGER PRIMARY KEY,
    segment INTEGER NOT NULL,
    offset  INTEGER NOT NULL,
    records INTEGER NOT NULL
);
