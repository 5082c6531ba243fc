-- 0011_consent: what people have agreed to, as it stands. Room: identity.
CREATE TABLE consent (
    member    INTEGER NOT NULL,
    purpose   TEXT    NOT NULL,  -- code
    version   INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    day       INTEGER NOT NULL,
    record    INTEGER NOT NULL,
    PRIMARY KEY (member, purpose)
) WITHOUT ROWID;
