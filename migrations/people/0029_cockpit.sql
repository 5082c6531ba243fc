-- 0029_cockpit: roll-ups for the big screen that the books cannot keep, since villager groups are
-- private. Room: cockpit. All follows from the journal; villages and members by the books' row ids.

-- How many records were taken up; one row.
CREATE TABLE cockpit_pass (
    id      BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    records BIGINT NOT NULL
);

-- What happened on a day, by kind (tally.c) and what it is of: a rule, a villager group, a module.
CREATE TABLE cockpit_tally (
    village BIGINT NOT NULL,
    kind    BIGINT NOT NULL, -- enum tally_kind
    name    TEXT   NOT NULL,
    day     BIGINT NOT NULL,
    value   BIGINT NOT NULL,
    PRIMARY KEY (village, kind, name, day)
);

-- Registered people, so that each is counted once: their group, whether they hold a card, and the
-- first day on which they took part.
CREATE TABLE cockpit_person (
    village BIGINT NOT NULL,
    member  BIGINT NOT NULL,
    grp     TEXT   NOT NULL,
    card    BIGINT NOT NULL,
    first   BIGINT NOT NULL, -- day; -1: not yet
    PRIMARY KEY (village, member)
);

-- Between which records those of a day lie.
CREATE TABLE cockpit_day (
    village BIGINT NOT NULL,
    day     BIGINT NOT NULL,
    first   BIGINT NOT NULL,
    last    BIGINT NOT NULL,
    PRIMARY KEY (village, day)
);

-- The last few awards and redemptions of each day, and when they were booked (0: not known).
CREATE TABLE cockpit_event (
    village BIGINT NOT NULL,
    day     BIGINT NOT NULL,
    record  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (village, day, record)
);
