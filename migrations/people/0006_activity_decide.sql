-- 0006_activity_decide: who changed a stay's times last, since that person may not approve it.
-- Room: activity.
ALTER TABLE stay ADD COLUMN corrector BLOB; -- NULL: nobody
