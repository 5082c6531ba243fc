-- 0024_claim_objection: why somebody objects to an award in its notice period, or appeals, and what
-- was said when it was decided. How far it has come stands in the books. Room: claim.
CREATE TABLE claim_objection (
    id      BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- the Objection's event id
    village TEXT   NOT NULL,
    record  BIGINT NOT NULL, -- the award's
    appeal  BIGINT NOT NULL, -- 1: against what the village decided
    person  BLOB   NOT NULL CHECK (length(person) = 16),   -- who objects
    filed_by BLOB  NOT NULL CHECK (length(filed_by) = 16),
    about   BLOB   NOT NULL CHECK (length(about) = 16),    -- whose award it is
    at      BIGINT NOT NULL,
    text    BLOB   NOT NULL, -- sealed with the key of who objects
    decided_at BIGINT NOT NULL, -- 0: not yet
    decided_by BLOB,
    upheld  BIGINT NOT NULL,
    word    BLOB,            -- sealed with the key of who objects
    word_about BLOB          -- the same, sealed with the key of whose award it is
);
CREATE INDEX claim_objection_record ON claim_objection (village, record);
CREATE INDEX claim_objection_person ON claim_objection (person);
CREATE INDEX claim_objection_about ON claim_objection (about);
