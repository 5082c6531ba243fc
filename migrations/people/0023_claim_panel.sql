-- 0023_claim_panel: who was drawn to judge a claim, and how they voted. Room: claim.
ALTER TABLE claim ADD COLUMN panels BIGINT NOT NULL DEFAULT 0; -- drawn so far; the last one counts

CREATE TABLE claim_seat (
    claim   BLOB   NOT NULL CHECK (length(claim) = 16),
    panel   BIGINT NOT NULL, -- 1, 2, 3 ... of the claim
    seat    BIGINT NOT NULL, -- as it was drawn
    person  BLOB   NOT NULL CHECK (length(person) = 16),
    state   BIGINT NOT NULL, -- enum seat_state
    grade   BIGINT NOT NULL, -- 0: none
    PRIMARY KEY (claim, panel, seat)
);
CREATE INDEX claim_seat_person ON claim_seat (person, state);
