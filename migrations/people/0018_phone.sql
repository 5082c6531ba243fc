-- 0018_phone: who has which phone, found without showing it, and the codes sent to phones.
-- Rooms: identity (detail), auth (phone_code).
ALTER TABLE detail ADD COLUMN phone_index BLOB; -- HMAC, cut to 16; empty: none; NULL: not made yet
CREATE INDEX detail_phone ON detail (phone_index);

-- The newest code of a phone; also of phones that nobody has, so that both look alike.
CREATE TABLE phone_code (
    phone_index BLOB NOT NULL PRIMARY KEY CHECK (length(phone_index) = 16),
    code_hash   BLOB NOT NULL CHECK (length(code_hash) = 32), -- HMAC under the folder's secret
    purpose     INTEGER NOT NULL,
    made_at     BIGINT NOT NULL,
    tries       INTEGER NOT NULL
);
CREATE INDEX phone_code_made ON phone_code (made_at);
