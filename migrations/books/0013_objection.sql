-- 0013_objection: objections to awards in their notice period. Room: points.

-- Who gave an award that waits: they do not decide about it. Members; 0: nobody, or an award from
-- before this migration (`sanbao rebuild` finds it in the journal).
ALTER TABLE waiting ADD COLUMN proposer INTEGER NOT NULL DEFAULT 0;
ALTER TABLE waiting ADD COLUMN approver INTEGER NOT NULL DEFAULT 0;

-- How far an objection has come. While nobody has decided, `waiting.due_on` lies beyond all days.
CREATE TABLE objection (
    award     INTEGER PRIMARY KEY,  -- record
    state     INTEGER NOT NULL,     -- enum objection_state
    upheld    INTEGER NOT NULL,
    day       INTEGER NOT NULL,     -- of the last step
    due_on    INTEGER NOT NULL,     -- the award's own day of release
    person    INTEGER NOT NULL,     -- member who objects, as are the next; 0: nobody yet
    appellant INTEGER NOT NULL,
    judge     INTEGER NOT NULL      -- who decided first
);
CREATE INDEX panel_award ON panel (award) WHERE award <> 0;
