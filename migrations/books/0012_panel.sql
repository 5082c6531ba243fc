-- 0012_panel: review panels that were drawn. Room: points. And who holds a role, by role: identity.
CREATE TABLE panel (
    village INTEGER NOT NULL,
    panel   BLOB    NOT NULL,  -- the claim's id
    record  INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    person  INTEGER NOT NULL,  -- member who claims
    first   INTEGER NOT NULL,  -- members, as they were drawn
    second  INTEGER NOT NULL,
    third   INTEGER NOT NULL,
    award   INTEGER NOT NULL,  -- record of its award + 1; 0: none yet
    PRIMARY KEY (village, panel)
) WITHOUT ROWID;
CREATE INDEX role_holders ON role (role, member);
