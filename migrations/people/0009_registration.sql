-- 0009_registration: how people come in, and who may act for whom. Room: residents. Times are
-- seconds since 1970, days are days since 1970 of the village.

-- A visit at the door of somebody who had not registered.
CREATE TABLE visit (
    id         BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village    TEXT    NOT NULL,
    person     BLOB    NOT NULL CHECK (length(person) = 16),
    visited_on INTEGER NOT NULL,
    visitor    BLOB    NOT NULL CHECK (length(visitor) = 16),
    result     INTEGER NOT NULL,  -- enum visit_result
    note       BLOB,              -- sealed with the person's key
    noted_at   BIGINT  NOT NULL
);
CREATE INDEX visit_person ON visit (person, noted_at);

-- Points of welcome (REG-01, REG-02) that a registered person waits for: put forward by one
-- official, approved by another.
CREATE TABLE welcome (
    village       TEXT   NOT NULL,
    person        BLOB   NOT NULL CHECK (length(person) = 16),
    registered_at BIGINT NOT NULL,
    proposer      BLOB,           -- NULL: nobody yet
    PRIMARY KEY (village, person)
);

-- Who may act for whom: a child's guardian, kin or a helper of an elder.
CREATE TABLE tie (
    id           BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village      TEXT    NOT NULL,
    person       BLOB    NOT NULL CHECK (length(person) = 16),
    helper       BLOB    NOT NULL CHECK (length(helper) = 16),
    kind         INTEGER NOT NULL,  -- enum tie_kind
    powers       INTEGER NOT NULL,  -- bits, enum tie_power
    redeem_daily BIGINT  NOT NULL,  -- points a day, with the power to redeem
    made_by      BLOB    NOT NULL CHECK (length(made_by) = 16),
    made_at      BIGINT  NOT NULL,
    person_at    BIGINT,            -- when the person agreed
    helper_at    BIGINT,            -- when the helper agreed
    official     BLOB,              -- who saw both or a document
    official_at  BIGINT,
    ends_on      INTEGER NOT NULL,  -- the last day
    ended_at     BIGINT,
    ended_by     BLOB
);
CREATE INDEX tie_person ON tie (person);
CREATE INDEX tie_helper ON tie (helper);

-- What was done for somebody by another: kept for the person to see.
CREATE TABLE act (
    id      BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village TEXT    NOT NULL,
    person  BLOB    NOT NULL CHECK (length(person) = 16),
    helper  BLOB    NOT NULL CHECK (length(helper) = 16),
    power   INTEGER NOT NULL,
    what    TEXT    NOT NULL,  -- a public code: of the activity, the shop and goods
    points  BIGINT  NOT NULL,
    day     INTEGER NOT NULL,
    done_at BIGINT  NOT NULL
);
CREATE INDEX act_person ON act (person, done_at);
