-- 0022_oversight: what the oversight board works with. Room: oversight. Rows of the books follow
-- from the journal and are kept for a year; they hold the books' row ids, nothing private.

-- How many records of the books were read; one row.
CREATE TABLE oversight_pass (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    records BIGINT NOT NULL
);

-- Awards and redemptions that stand. See struct book_row.
CREATE TABLE oversight_row (
    village            BIGINT NOT NULL,
    record             BIGINT NOT NULL,
    member             BIGINT NOT NULL,
    household          BIGINT NOT NULL,
    proposer           BIGINT NOT NULL,
    proposer_household BIGINT NOT NULL,
    approver           BIGINT NOT NULL,
    approver_household BIGINT NOT NULL,
    activity           BIGINT NOT NULL,
    shop               BIGINT NOT NULL,
    in_at              BIGINT NOT NULL,
    out_at             BIGINT NOT NULL,
    at                 BIGINT NOT NULL,
    timed              BIGINT NOT NULL,
    points             BIGINT NOT NULL,
    day                BIGINT NOT NULL,
    card               BIGINT NOT NULL,
    PRIMARY KEY (village, record)
);

-- When the rules were last applied to a village.
CREATE TABLE oversight_run (
    village TEXT   NOT NULL PRIMARY KEY,
    day     BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    records BIGINT NOT NULL
);

CREATE TABLE oversight_signal (
    id       BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village  TEXT   NOT NULL,
    kind     BIGINT NOT NULL, -- enum signal_kind
    half     BIGINT NOT NULL, -- first day of the half-year
    key0     BIGINT NOT NULL,
    key1     BIGINT NOT NULL,
    state    BIGINT NOT NULL, -- enum signal_state
    day      BIGINT NOT NULL, -- of the newest record behind it
    shop     BIGINT NOT NULL,
    n0       BIGINT NOT NULL,
    n1       BIGINT NOT NULL,
    n2       BIGINT NOT NULL,
    n3       BIGINT NOT NULL,
    records  BIGINT NOT NULL, -- how many are behind it
    answered BIGINT NOT NULL, -- how many were, when it was answered last
    found_at BIGINT NOT NULL,
    seen_at  BIGINT NOT NULL, -- the last run that found it
    taken_by BLOB,
    UNIQUE (village, kind, half, key0, key1)
);
CREATE INDEX oversight_signal_state ON oversight_signal (village, state, found_at, id);

-- The records and the people behind a signal.
CREATE TABLE oversight_evidence (
    signal BLOB   NOT NULL,
    record BIGINT NOT NULL,
    PRIMARY KEY (signal, record)
);
CREATE TABLE oversight_person (
    signal BLOB   NOT NULL,
    person BLOB   NOT NULL CHECK (length(person) = 16),
    part   BIGINT NOT NULL, -- enum part
    number BIGINT NOT NULL,
    PRIMARY KEY (signal, person)
);
CREATE INDEX oversight_person_person ON oversight_person (person);

-- What the board found.
CREATE TABLE oversight_finding (
    signal BLOB   NOT NULL,
    number BIGINT NOT NULL,
    answer BIGINT NOT NULL, -- enum finding_answer
    by     BLOB   NOT NULL CHECK (length(by) = 16),
    at     BIGINT NOT NULL,
    text   BLOB   NOT NULL, -- sealed with the key of `keeper`: the first person concerned
    keeper BLOB   NOT NULL CHECK (length(keeper) = 16),
    PRIMARY KEY (signal, number)
);

-- Random checks: what was drawn of a week's awards, from which root; and what was found.
CREATE TABLE oversight_draw (
    village    TEXT   NOT NULL,
    week       BIGINT NOT NULL, -- the Monday on which, or after which, it was drawn
    first      BIGINT NOT NULL, -- awards among the records from here
    until      BIGINT NOT NULL, -- to before here: the log's size at the draw
    root       BLOB   NOT NULL CHECK (length(root) = 32),
    candidates BIGINT NOT NULL,
    drawn      BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (village, week)
);
CREATE TABLE oversight_spot (
    village TEXT   NOT NULL,
    record  BIGINT NOT NULL,
    week    BIGINT NOT NULL,
    person  BLOB   NOT NULL CHECK (length(person) = 16),
    result  BIGINT NOT NULL, -- enum spot_result; 0: not checked yet
    means   BIGINT NOT NULL, -- bits of enum spot_means
    by      BLOB,
    at      BIGINT NOT NULL,
    note    BLOB,            -- sealed with the person's key
    PRIMARY KEY (village, record)
);
CREATE INDEX oversight_spot_person ON oversight_spot (person);

-- Who never earned, and awards, by group; made anew with each run. Small groups are hidden.
CREATE TABLE oversight_share (
    village   TEXT   NOT NULL,
    dimension BIGINT NOT NULL, -- enum share_dimension
    name      TEXT   NOT NULL, -- '': those too small to be shown
    people    BIGINT NOT NULL,
    never     BIGINT NOT NULL,
    points    BIGINT NOT NULL,
    PRIMARY KEY (village, dimension, name)
);
