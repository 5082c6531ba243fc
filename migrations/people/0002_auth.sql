-- 0002_auth: who is logged in. A token is never stored, only its SHA-256. Room: auth.
CREATE TABLE session (
    id         BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- by which it is listed and ended
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    person     BLOB NOT NULL CHECK (length(person) = 16),
    strong     INTEGER NOT NULL CHECK (strong IN (0, 1)), -- two factors: roles of office count
    device     INTEGER NOT NULL CHECK (device IN (0, 1)), -- an enrolled device's, not a person's
    created_at BIGINT NOT NULL, -- seconds since 1970
    ends_at    BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);
