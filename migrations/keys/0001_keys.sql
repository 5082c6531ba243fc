-- 0001_keys: what must stay secret. Kept apart from people.db, so that a copy of that file alone
-- tells nothing, and so that destroying one small row here erases a person for good.
CREATE TABLE secret (
    name  TEXT NOT NULL PRIMARY KEY, -- 'log_seed' (Ed25519), 'folder' (HMAC)
    bytes BLOB NOT NULL CHECK (length(bytes) = 32)
) WITHOUT ROWID;

-- One key for each person and each household. A row that is gone was erased.
CREATE TABLE data_key (
    id  BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- the pseudonym in the journal
    key BLOB NOT NULL CHECK (length(key) = 32)
) WITHOUT ROWID;
