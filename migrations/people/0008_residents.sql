-- 0008_residents: who looked at whose data, and when a roster changed. Room: residents.

-- One row a day for each who looked, whom they looked at and what for: kept for the person.
CREATE TABLE look (
    person   BLOB    NOT NULL CHECK (length(person) = 16),
    day      INTEGER NOT NULL,  -- days since 1970, of the village
    looker   BLOB    NOT NULL CHECK (length(looker) = 16),
    purpose  INTEGER NOT NULL,  -- enum look_purpose
    village  TEXT    NOT NULL,  -- its code
    times    BIGINT  NOT NULL,
    first_at BIGINT  NOT NULL,  -- seconds since 1970
    last_at  BIGINT  NOT NULL,
    PRIMARY KEY (person, day, looker, purpose)
);

-- Counts up whenever a private row of the village comes, changes or goes. Room: identity.
CREATE TABLE roster_change (
    village TEXT   NOT NULL PRIMARY KEY,
    changes BIGINT NOT NULL
);
