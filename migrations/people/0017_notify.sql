-- 0017_notify: what people are told. Texts and accounts are sealed with the person's key. Instants
-- are seconds since 1970 by the machine's clock. Room: notify.
CREATE TABLE message (
    id      BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    person  BLOB NOT NULL CHECK (length(person) = 16),
    kind    INTEGER NOT NULL, -- notify.h
    made_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,  -- before it nothing is tried
    tries   INTEGER NOT NULL,
    channel INTEGER NOT NULL, -- 0 WeChat if there is an account, 1 SMS
    state   INTEGER NOT NULL, -- 0 waits, 1 sent, 2 could not be sent
    sealed  BLOB NOT NULL     -- title, NUL, text
);
CREATE INDEX message_due ON message (state, next_at);
CREATE INDEX message_person ON message (person, made_at);

CREATE TABLE message_choice (
    person  BLOB NOT NULL PRIMARY KEY CHECK (length(person) = 16),
    off     INTEGER NOT NULL, -- bit 1 << kind: not wanted
    english INTEGER NOT NULL CHECK (english IN (0, 1))
);

-- How many SMS went out on a day (days since 1970, China's time).
CREATE TABLE sms_day (
    day   BIGINT NOT NULL PRIMARY KEY,
    count BIGINT NOT NULL
);

-- WeChat accounts: found by an HMAC under the folder's secret, written to by what is sealed.
CREATE TABLE openid (
    openid_index BLOB NOT NULL PRIMARY KEY CHECK (length(openid_index) = 16),
    person       BLOB NOT NULL CHECK (length(person) = 16),
    sealed       BLOB NOT NULL,
    bound_at     BIGINT NOT NULL
);
CREATE INDEX openid_person ON openid (person, bound_at);
