-- 0015_shop_daily: what the daily job has done that is no operation. Room: shop.

-- Up to and with which day reminders were made; one row.
CREATE TABLE shop_reminded (
    id  BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
    day BIGINT NOT NULL
);

-- Points that will expire, for telling their owner.
CREATE TABLE shop_reminder (
    village  TEXT   NOT NULL,
    person   BLOB   NOT NULL CHECK (length(person) = 16),
    lot_day  BIGINT NOT NULL,
    ahead    BIGINT NOT NULL, -- days: 90, 30, 7
    points   BIGINT NOT NULL, -- left when it was made
    due_on   BIGINT NOT NULL,
    PRIMARY KEY (village, person, lot_day, ahead)
);
CREATE INDEX shop_reminder_person ON shop_reminder (person);

-- The public notice of a month, once it is made; what a person earned in it.
CREATE TABLE shop_notice (
    village TEXT   NOT NULL,
    month   BIGINT NOT NULL, -- its first day
    made_on BIGINT NOT NULL,
    people  BIGINT NOT NULL, -- who earned
    points  BIGINT NOT NULL,
    PRIMARY KEY (village, month)
);
CREATE TABLE shop_notice_group (
    village TEXT   NOT NULL,
    month   BIGINT NOT NULL,
    name    TEXT   NOT NULL, -- of the villager group; '': those too small to be shown
    people  BIGINT NOT NULL,
    points  BIGINT NOT NULL,
    PRIMARY KEY (village, month, name)
);
CREATE TABLE shop_earned (
    village TEXT   NOT NULL,
    month   BIGINT NOT NULL,
    person  BLOB   NOT NULL CHECK (length(person) = 16),
    points  BIGINT NOT NULL,
    PRIMARY KEY (village, month, person)
);
CREATE INDEX shop_earned_person ON shop_earned (person);
