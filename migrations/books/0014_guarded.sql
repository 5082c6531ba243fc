-- 0014_guarded: whether a role was given by two people in the village; from then on the server's
-- key alone gives none. Room: identity.
ALTER TABLE village ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0;
