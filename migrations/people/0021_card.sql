-- 0021_card: cards, their PINs, and one table of enrolled devices in place of two. Instants are
-- seconds since 1970 by the machine's clock. Room: auth.
CREATE TABLE card (
    id           BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village      TEXT NOT NULL,
    person       BLOB NOT NULL CHECK (length(person) = 16), -- zero: erased
    code_hash    BLOB NOT NULL UNIQUE CHECK (length(code_hash) = 32), -- SHA-256: off-line devices
    number_index BLOB NOT NULL UNIQUE CHECK (length(number_index) = 16), -- HMAC of the number
    last         TEXT NOT NULL,   -- the number's last three digits
    sealed       BLOB NOT NULL,   -- code and number, for printing; empty once erased
    issued_at    BIGINT NOT NULL,
    issued_by    BLOB NOT NULL CHECK (length(issued_by) = 16),
    printed_at   BIGINT NOT NULL DEFAULT 0, -- 0: not yet
    dead_number  BIGINT,          -- 1, 2, 3 ... of the village's dead cards; NULL: good
    dead_at      BIGINT NOT NULL DEFAULT 0,
    dead_by      BLOB,
    dead_why     INTEGER          -- auth.h
);
CREATE UNIQUE INDEX card_dead ON card (village, dead_number);
CREATE INDEX card_person ON card (person);

CREATE TABLE pin (
    person   BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
    hash     TEXT NOT NULL,    -- argon2id of an HMAC of it under the folder's secret
    failures INTEGER NOT NULL, -- since it was right or unlocked
    set_at   BIGINT NOT NULL,
    set_by   BLOB NOT NULL CHECK (length(set_by) = 16)
);

-- That an official unlocked a PIN, and why.
CREATE TABLE pin_unlock (
    person BLOB NOT NULL CHECK (length(person) = 16),
    at     BIGINT NOT NULL,
    by_whom BLOB NOT NULL CHECK (length(by_whom) = 16),
    reason BLOB NOT NULL -- sealed with the person's key
);
CREATE INDEX pin_unlock_person ON pin_unlock (person, at);

CREATE TABLE device (
    id          BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village     TEXT NOT NULL,
    use_for     INTEGER NOT NULL, -- auth.h: leader, shop, office
    person      BLOB NOT NULL CHECK (length(person) = 16), -- who holds it; zero: erased
    shop        TEXT NOT NULL,    -- of a till; else empty
    public_key  BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32), -- Ed25519
    name        BLOB NOT NULL,    -- sealed with the person's key; empty: none
    enrolled_at BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    ended_at    BIGINT NOT NULL,  -- taken out of use; 0: not
    ended_by    BLOB,
    seen_at     BIGINT NOT NULL   -- the newest hour that it signed for a session
);
CREATE INDEX device_village ON device (village, id);
CREATE INDEX device_person ON device (person, id);
CREATE INDEX session_device ON session (device_id);

-- Half a year from their enrolment on, as new ones are. Tills had names that were not sealed: they
-- are named anew. A key is one device's.
INSERT INTO device
SELECT id, village, 1, person, '', public_key, name, created_at, created_at + 15552000, revoked_at,
       NULL, 0
FROM leader_device WHERE public_key IN (SELECT public_key FROM leader_device
                                        GROUP BY public_key HAVING count(*) = 1);
INSERT INTO device
SELECT id, village, 2, keeper, shop, public_key, X'', created_at, created_at + 15552000, revoked_at,
       NULL, 0
FROM shop_device WHERE public_key IN (SELECT public_key FROM shop_device
                                      GROUP BY public_key HAVING count(*) = 1)
AND public_key NOT IN (SELECT public_key FROM device);
DROP TABLE leader_device;
DROP TABLE shop_device;
