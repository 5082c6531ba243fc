-- 0020_claim: points that somebody asks for, with words and photos. Room: claim.
CREATE TABLE claim (
    id       BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village  TEXT   NOT NULL,
    number   BIGINT NOT NULL, -- 1, 2, 3 ... in the village
    person   BLOB   NOT NULL CHECK (length(person) = 16),
    filed_by BLOB   NOT NULL CHECK (length(filed_by) = 16),
    rule     TEXT   NOT NULL,
    day      BIGINT NOT NULL, -- on which it was done; days since 1970
    state    BIGINT NOT NULL, -- enum claim_state
    ready    BIGINT NOT NULL, -- 1: has the photo that its rule asks for
    filed_at BIGINT NOT NULL, -- seconds since 1970
    changed_at BIGINT NOT NULL,
    text     BLOB   NOT NULL, -- sealed with the person's key
    grade    BIGINT NOT NULL, -- 0: none
    examiner BLOB,            -- NULL: nobody yet
    round    BIGINT NOT NULL,
    UNIQUE (village, number)
);
CREATE INDEX claim_person ON claim (person, number);
CREATE INDEX claim_state ON claim (village, state, number);

-- All that was done to a claim; the word is sealed with the claimant's key.
CREATE TABLE claim_step (
    claim  BLOB   NOT NULL CHECK (length(claim) = 16),
    number BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    by     BLOB   NOT NULL CHECK (length(by) = 16),
    what   BIGINT NOT NULL, -- enum claim_act
    word   BLOB,            -- NULL: none
    PRIMARY KEY (claim, number)
);

-- The pictures lie sealed under evidence/; here are their keys, in their turn sealed with the
-- claimant's key.
CREATE TABLE claim_photo (
    claim  BLOB   NOT NULL CHECK (length(claim) = 16),
    id     BLOB   NOT NULL CHECK (length(id) = 16),   -- the picture's SHA-256, cut
    name   BLOB   NOT NULL CHECK (length(name) = 32), -- of the file: the SHA-256 of its bytes
    kind   BIGINT NOT NULL, -- enum photo_kind
    width  BIGINT NOT NULL,
    height BIGINT NOT NULL,
    turned BIGINT NOT NULL, -- 1..8, how to turn it to be upright
    bytes  BIGINT NOT NULL,
    sealed BLOB   NOT NULL,
    by     BLOB   NOT NULL CHECK (length(by) = 16),
    at     BIGINT NOT NULL,
    PRIMARY KEY (claim, id)
);
CREATE INDEX claim_photo_id ON claim_photo (id);
