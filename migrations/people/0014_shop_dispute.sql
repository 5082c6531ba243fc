-- 0014_shop_dispute: a redemption that somebody did not want. Room: shop.
CREATE TABLE shop_dispute (
    id        BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village   TEXT   NOT NULL,
    record    BIGINT NOT NULL, -- the redemption
    shop      TEXT   NOT NULL,
    person    BLOB   NOT NULL CHECK (length(person) = 16),
    at        BIGINT NOT NULL, -- seconds since 1970
    text      BLOB   NOT NULL, -- sealed with the person's key, as is the answer
    answered_at BIGINT NOT NULL, -- 0: open
    answered_by BLOB,
    answer    BLOB,
    UNIQUE (village, record)
);
CREATE INDEX shop_dispute_person ON shop_dispute (person);
CREATE INDEX shop_dispute_at ON shop_dispute (village, at, id);
