-- 0027_matter_role: of a matter that gives or takes a role. Room: residents.
ALTER TABLE matter ADD COLUMN role    INTEGER NOT NULL DEFAULT 0;   -- Role of operation.proto
ALTER TABLE matter ADD COLUMN revoked INTEGER NOT NULL DEFAULT 0;
ALTER TABLE matter ADD COLUMN shop    TEXT    NOT NULL DEFAULT '';  -- of a shopkeeper
