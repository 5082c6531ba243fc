-- 0025_told: how far people were told what the books did for them. Room: residents.
CREATE TABLE told (
    id     INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    record BIGINT NOT NULL -- the first of which nobody was told yet
);
