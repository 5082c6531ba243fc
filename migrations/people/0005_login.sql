-- 0005_login: how people get a session: passwords with one-time codes, what gives them out, and the
-- tries that failed. Instants are seconds since 1970 by the machine's clock. Room: auth.
ALTER TABLE session ADD COLUMN way INTEGER NOT NULL DEFAULT 0; -- how it was got: auth.h
ALTER TABLE session ADD COLUMN idle_seconds BIGINT NOT NULL DEFAULT 0; -- 0: may rest till its end
ALTER TABLE session ADD COLUMN seen_at BIGINT NOT NULL DEFAULT 0; -- a minute behind at most
ALTER TABLE session ADD COLUMN device_id BLOB; -- at which enrolled device; NULL: none
CREATE INDEX session_end ON session (ends_at);

-- Password and TOTP of a person with an office.
CREATE TABLE login (
    person    BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
    password  TEXT NOT NULL,   -- argon2id of an HMAC of it under the folder's secret
    totp      BLOB NOT NULL,   -- the TOTP secret, sealed with the person's key
    last_step BIGINT NOT NULL, -- a one-time code of this time step or before is spent
    made_at   BIGINT NOT NULL,
    made_by   BLOB NOT NULL CHECK (length(made_by) = 16) -- who gave the code out; zero: the machine
);

-- A code, given out once, that lets a person choose a password. Of a person the newest one counts.
CREATE TABLE enrolment (
    person    BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
    code_hash BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32),
    made_at   BIGINT NOT NULL,
    made_by   BLOB NOT NULL CHECK (length(made_by) = 16),
    ends_at   BIGINT NOT NULL
);

-- Tries that failed, by account, address, phone, card: who, is an HMAC.
CREATE TABLE attempt (
    subject    BLOB NOT NULL PRIMARY KEY CHECK (length(subject) = 16),
    failures   INTEGER NOT NULL,
    last_at    BIGINT NOT NULL,
    wait_until BIGINT NOT NULL
);
CREATE INDEX attempt_last ON attempt (last_at);
