-- 0003_activity: activities from the plan to the close-out. Room: activity. What binds (opening,
-- awards, closing) stands in the journal; a row here that speaks of it counts once the books do.
CREATE TABLE plan (
    id           BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- the proposal's event id
    village      TEXT   NOT NULL,
    code         TEXT   NOT NULL, -- the activity's public code
    state        BIGINT NOT NULL, -- enum plan_state
    rule         TEXT   NOT NULL,
    title        TEXT   NOT NULL,
    place        TEXT   NOT NULL,
    note         TEXT   NOT NULL, -- what to bring, where to meet
    starts_at    BIGINT NOT NULL, -- seconds since 1970, as all instants here
    ends_at      BIGINT NOT NULL,
    signup_until BIGINT NOT NULL,
    capacity     BIGINT NOT NULL, -- 0: no limit
    leader       BLOB   NOT NULL CHECK (length(leader) = 16),
    proposer     BLOB   NOT NULL CHECK (length(proposer) = 16),
    created_at   BIGINT NOT NULL,
    changed_at   BIGINT NOT NULL,
    word         TEXT   NOT NULL, -- why it was turned down or cancelled; the leader's report
    UNIQUE (village, code)
);
CREATE INDEX plan_state ON plan (village, state, starts_at);

-- Who wants to come. The place in the waiting list is the order of `number`.
CREATE TABLE signup (
    plan       BLOB   NOT NULL CHECK (length(plan) = 16),
    person     BLOB   NOT NULL CHECK (length(person) = 16),
    state      BIGINT NOT NULL, -- enum signup_state
    number     BIGINT NOT NULL, -- 1, 2, 3 ... as they came
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (plan, person)
);
CREATE INDEX signup_person ON signup (person);

-- One person's stay at one activity: what was noted at check-in and check-out, the earliest and the
-- latest; and what was corrected. An award follows from it by an event id that follows from `id`.
CREATE TABLE stay (
    id       BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    plan     BLOB   NOT NULL CHECK (length(plan) = 16),
    person   BLOB   NOT NULL CHECK (length(person) = 16),
    state    BIGINT NOT NULL, -- enum stay_state
    in_at    BIGINT NOT NULL, -- 0: not noted
    in_way   BIGINT NOT NULL, -- enum stay_way
    out_at   BIGINT NOT NULL,
    out_way  BIGINT NOT NULL,
    fixed_in  BIGINT NOT NULL, -- corrected; 0: as noted
    fixed_out BIGINT NOT NULL,
    flags    BIGINT NOT NULL, -- enum stay_flag
    voucher  BLOB   NOT NULL, -- who proposes the award where the leader cannot; empty: the leader
    UNIQUE (plan, person)
);
CREATE INDEX stay_person ON stay (person);

-- What was done to a stay by hand, and why.
CREATE TABLE stay_trace (
    stay    BLOB   NOT NULL CHECK (length(stay) = 16),
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    by      BLOB   NOT NULL CHECK (length(by) = 16),
    what    BIGINT NOT NULL, -- enum stay_act
    in_at   BIGINT NOT NULL, -- what it was set to; 0: left alone
    out_at  BIGINT NOT NULL,
    reason  BLOB   NOT NULL, -- sealed with the key of the person whose stay it is
    PRIMARY KEY (stay, number)
);
