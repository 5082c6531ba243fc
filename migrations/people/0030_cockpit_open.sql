-- 0030_cockpit_open: objections that were open on a day. Room: claim.
CREATE INDEX claim_objection_decided ON claim_objection (village, decided_at);
