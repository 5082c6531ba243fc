-- 0019_consent: each time a person agreed to a purpose or took it back, and who entered it. What
-- stands is in the books. Instants are seconds since 1970 by the village's clock. Room: residents.
CREATE TABLE consent_note (
    id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16), -- of the operation
    village   TEXT NOT NULL,
    person    BLOB NOT NULL CHECK (length(person) = 16),
    purpose   TEXT NOT NULL,
    version   INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    on_paper  INTEGER NOT NULL,
    noted_by  BLOB NOT NULL CHECK (length(noted_by) = 16),
    noted_at  BIGINT NOT NULL
);
CREATE INDEX consent_note_person ON consent_note (person, noted_at);
