-- 0012_photo: photos of an activity. The picture lies sealed under evidence/; here is its key, in
-- its turn sealed with the activity's key: one row less makes it unreadable. Room: activity.
CREATE TABLE photo (
    plan   BLOB   NOT NULL CHECK (length(plan) = 16),
    id     BLOB   NOT NULL CHECK (length(id) = 16),   -- the picture's SHA-256, cut
    name   BLOB   NOT NULL CHECK (length(name) = 32), -- of the file: the SHA-256 of its bytes
    kind   BIGINT NOT NULL, -- enum photo_kind
    width  BIGINT NOT NULL,
    height BIGINT NOT NULL,
    turned BIGINT NOT NULL, -- 1..8, how to turn it to be upright
    bytes  BIGINT NOT NULL,
    sealed BLOB   NOT NULL, -- the file's key
    by     BLOB   NOT NULL CHECK (length(by) = 16),
    at     BIGINT NOT NULL,
    PRIMARY KEY (plan, id)
);
