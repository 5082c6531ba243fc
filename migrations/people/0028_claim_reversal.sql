-- 0028_claim_reversal: awards that should not have been given: who says so, the person's answer,
-- what a second official decides. The reversal itself is in the books. Room: claim.
CREATE TABLE claim_reversal (
    id       BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village  TEXT   NOT NULL,
    record   BIGINT NOT NULL, -- the award's
    person   BLOB   NOT NULL CHECK (length(person) = 16), -- whose award it is
    proposer BLOB   NOT NULL CHECK (length(proposer) = 16),
    at       BIGINT NOT NULL,
    reason   BLOB   NOT NULL, -- sealed with the person's key, as are the next two
    answered_at BIGINT NOT NULL, -- 0: not yet
    answer   BLOB,
    decided_at BIGINT NOT NULL,
    decider  BLOB,
    reversed BIGINT NOT NULL,
    word     BLOB
);
CREATE INDEX claim_reversal_open ON claim_reversal (village, decided_at, at);
CREATE INDEX claim_reversal_person ON claim_reversal (person);
