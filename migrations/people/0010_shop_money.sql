-- 0010_shop_money: what offices decide about shops and money before it becomes an operation; the
-- village's terms of spending. Room: shop. What was decided counts once the books hold its id.

-- Something proposed, until it has the signatures that it needs. Its id is the event id of the
-- operation that it becomes.
CREATE TABLE shop_motion (
    id         BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village    TEXT   NOT NULL,
    kind       BIGINT NOT NULL, -- enum motion_kind
    shop       TEXT   NOT NULL, -- '': none
    points     BIGINT NOT NULL,
    fen        BIGINT NOT NULL,
    month      BIGINT NOT NULL, -- first day of the month that is paid; else 0
    pay_day    BIGINT NOT NULL, -- the day on which the money is promised; else 0
    text       TEXT   NOT NULL, -- the shop's name, where money comes from
    meeting    TEXT   NOT NULL, -- the meeting that resolved it; '': none
    proposer   BLOB   NOT NULL CHECK (length(proposer) = 16),
    created_at BIGINT NOT NULL, -- seconds since 1970
    needed     BIGINT NOT NULL, -- signatures beside the proposer's
    meeting_needed BIGINT NOT NULL, -- 0 or 1
    state      BIGINT NOT NULL, -- enum motion_state
    changed_at BIGINT NOT NULL
);
CREATE INDEX shop_motion_village ON shop_motion (village, created_at, id);
CREATE INDEX shop_motion_shop ON shop_motion (village, shop, kind, state);

-- What somebody in office said to it, in order.
CREATE TABLE shop_word (
    motion BLOB   NOT NULL CHECK (length(motion) = 16),
    number BIGINT NOT NULL, -- 1, 2, 3 ...
    person BLOB   NOT NULL CHECK (length(person) = 16),
    at     BIGINT NOT NULL,
    what   BIGINT NOT NULL, -- enum word_kind
    reason TEXT   NOT NULL,
    PRIMARY KEY (motion, number)
);

-- The terms of a village, each set by a motion; the newest one that was decided is in force.
CREATE TABLE shop_terms (
    motion       BLOB   NOT NULL PRIMARY KEY CHECK (length(motion) = 16),
    one_fen      BIGINT NOT NULL, -- a payment from here on needs one signature
    two_fen      BIGINT NOT NULL, -- two
    meeting_fen  BIGINT NOT NULL, -- a meeting's resolution, too
    pay_day      BIGINT NOT NULL, -- of the month after, 1 to 28
    refund_days  BIGINT NOT NULL,
    warn_weeks   BIGINT NOT NULL, -- a warning when the money lasts for less
    lease_card   BIGINT NOT NULL, -- points of one card that a device may hold apart
    lease_device BIGINT NOT NULL, -- points that a device may hold in all
    lease_hours  BIGINT NOT NULL
);

-- Below how many a keeper wants to be told.
CREATE TABLE shop_low (
    village TEXT   NOT NULL,
    shop    TEXT   NOT NULL,
    goods   TEXT   NOT NULL,
    low     BIGINT NOT NULL,
    PRIMARY KEY (village, shop, goods)
);
