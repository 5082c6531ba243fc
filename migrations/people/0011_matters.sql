-- 0011_matters: what an official proposes about a person and another one decides. Room: residents.
CREATE TABLE matter (
    id          BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village     TEXT    NOT NULL,
    kind        INTEGER NOT NULL,  -- enum matter_kind
    person      BLOB    NOT NULL CHECK (length(person) = 16),
    household   BLOB,              -- where to; NULL: none
    heir        BLOB,              -- who gets the points; NULL: nobody
    access      INTEGER NOT NULL,  -- registers at once: Access of operation.proto; 0: not
    reason      BLOB    NOT NULL,  -- sealed with the person's key
    proposer    BLOB    NOT NULL CHECK (length(proposer) = 16),
    proposed_at BIGINT  NOT NULL,
    state       INTEGER NOT NULL,  -- enum matter_state
    decider     BLOB,
    decided_at  BIGINT             -- NULL: it is open
);
CREATE INDEX matter_village ON matter (village, state, proposed_at);
CREATE INDEX matter_person ON matter (person);
