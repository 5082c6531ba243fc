-- 0004_points: rules, activities, attendance, caps, shops, fund. Room: points.

-- One version of a rule. `family` is the id of its first version: caps count over all versions.
CREATE TABLE rule (
    id                  INTEGER PRIMARY KEY,
    village             INTEGER NOT NULL,
    code                TEXT    NOT NULL,
    version             INTEGER NOT NULL,
    family              INTEGER NOT NULL,
    valid_from          INTEGER NOT NULL,
    unit                INTEGER NOT NULL,
    points              INTEGER NOT NULL,
    cap_day             INTEGER NOT NULL,
    cap_month           INTEGER NOT NULL,
    cap_quarter         INTEGER NOT NULL,
    cap_year            INTEGER NOT NULL,
    cap_total           INTEGER NOT NULL,
    cap_scope           INTEGER NOT NULL,
    evidence            INTEGER NOT NULL,
    approver            INTEGER NOT NULL,
    saving_fen_per_hour INTEGER NOT NULL,
    notice_days         INTEGER NOT NULL,
    first_day           INTEGER NOT NULL,  -- from which the first version is valid
    own_spans           INTEGER NOT NULL,  -- bit 1 << span: capped by the first version
    UNIQUE (village, code, version)
);

CREATE TABLE activity (
    id        INTEGER PRIMARY KEY,
    village   INTEGER NOT NULL,
    code      TEXT    NOT NULL,
    family    INTEGER NOT NULL,  -- of the rule
    starts_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    leader    INTEGER NOT NULL,  -- member
    closed_on INTEGER,
    UNIQUE (village, code)
);

CREATE TABLE attendance (
    activity       INTEGER NOT NULL,
    member         INTEGER NOT NULL,
    checked_in_at  INTEGER NOT NULL,
    record         INTEGER NOT NULL,
    PRIMARY KEY (activity, member, checked_in_at)
) WITHOUT ROWID;

-- Points granted in a period to a resident (subject > 0) or a household (subject < 0). Months are
-- kept of every rule, so that a later version can cap longer periods; see points_cap.c.
CREATE TABLE cap_use (
    starts_on INTEGER NOT NULL,  -- first day of the period; of a total: 0
    span      INTEGER NOT NULL,  -- enum cap_span; 5: the newest month, for subject 0
    family    INTEGER NOT NULL,
    subject   INTEGER NOT NULL,
    points    INTEGER NOT NULL,
    PRIMARY KEY (starts_on, span, family, subject)
) WITHOUT ROWID;

-- Awards that are given once only.
CREATE TABLE once (
    family  INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    record  INTEGER NOT NULL,
    PRIMARY KEY (family, subject)
) WITHOUT ROWID;

-- The household whose room an award under a household cap used: people may move before a reversal.
CREATE TABLE award_household (
    record    INTEGER PRIMARY KEY,
    household INTEGER NOT NULL
);

-- An attendance that met an empty fund: what is needed to award it later.
CREATE TABLE unfunded (
    record   INTEGER PRIMARY KEY,
    member   INTEGER NOT NULL,
    activity INTEGER NOT NULL,
    rule     INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    computed INTEGER NOT NULL
);

-- What was done to an earlier record: released, voided, reversed, refunded, funded.
CREATE TABLE follow_up (
    record INTEGER NOT NULL,
    action INTEGER NOT NULL,  -- enum follow_up_action
    by     INTEGER NOT NULL,  -- record
    PRIMARY KEY (record, action)
) WITHOUT ROWID;

CREATE TABLE shop (
    id      INTEGER PRIMARY KEY,
    village INTEGER NOT NULL,
    code    TEXT    NOT NULL,
    account INTEGER NOT NULL,
    UNIQUE (village, code)
);

CREATE TABLE goods (
    shop   INTEGER NOT NULL,
    code   TEXT    NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (shop, code)
) WITHOUT ROWID;

CREATE TABLE voucher (
    village INTEGER NOT NULL,
    number  TEXT    NOT NULL,
    record  INTEGER NOT NULL,
    PRIMARY KEY (village, number)
) WITHOUT ROWID;

-- The village's money for points: deposits less what shops were paid.
CREATE TABLE fund (
    village  INTEGER PRIMARY KEY,
    deposits INTEGER NOT NULL,
    fen      INTEGER NOT NULL
);

-- Money that a record moved, so that it can be reversed.
CREATE TABLE payment (
    record  INTEGER PRIMARY KEY,
    village INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    fen     INTEGER NOT NULL
);
