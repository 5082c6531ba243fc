-- 0002_identity: villages, households, members, roles, by pseudonym. Room: identity.
CREATE TABLE village (
    id                 INTEGER PRIMARY KEY,
    code               TEXT    NOT NULL UNIQUE,
    points_per_yuan    INTEGER NOT NULL CHECK (points_per_yuan > 0),
    utc_offset_minutes INTEGER NOT NULL,
    allowance_permille INTEGER NOT NULL,
    opened_on          INTEGER NOT NULL  -- day
);

CREATE TABLE household (
    id        INTEGER PRIMARY KEY,
    village   INTEGER NOT NULL,
    pseudonym BLOB    NOT NULL,
    UNIQUE (village, pseudonym)
);

-- A person on a village's roster: resident (with a household) or staff. One human has one person id
-- and a row in each village that knows them.
CREATE TABLE member (
    id            INTEGER PRIMARY KEY,
    village       INTEGER NOT NULL,
    person        BLOB    NOT NULL,
    household     INTEGER NOT NULL,            -- 0: none
    entered_on    INTEGER NOT NULL,
    registered_on INTEGER,                     -- NULL: not registered
    closed_on     INTEGER,                     -- NULL: open
    access        INTEGER NOT NULL DEFAULT 0,  -- Access of operation.proto
    account       INTEGER NOT NULL DEFAULT 0,  -- ledger account of available points; 0: none
    moved_on      INTEGER NOT NULL DEFAULT 0,  -- day of the last move; 0: never moved
    UNIQUE (village, person)
);
CREATE INDEX member_account ON member (account) WHERE account <> 0;

-- Where people lived before they moved: caps and two eyes go by the household of an award's day.
CREATE TABLE former_household (
    member    INTEGER NOT NULL,
    until     INTEGER NOT NULL,                -- day of the move; the household held before it
    household INTEGER NOT NULL,
    PRIMARY KEY (member, until)
) WITHOUT ROWID;

CREATE TABLE role (
    member INTEGER NOT NULL,
    role   INTEGER NOT NULL,                   -- Role of operation.proto
    shop   TEXT    NOT NULL,
    since  INTEGER NOT NULL,
    PRIMARY KEY (member, role)
) WITHOUT ROWID;
