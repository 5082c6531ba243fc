-- 0030_cockpit_open: objections that were open on a day. Room: claim; and the village's own map, as
-- it was handed in. Room: cockpit.
CREATE INDEX claim_objection_decided ON claim_objection (village, decided_at);
CREATE TABLE cockpit_map (
    village TEXT   NOT NULL PRIMARY KEY,
    at      BIGINT NOT NULL, -- seconds since 1970
    geojson BLOB   NOT NULL
);
