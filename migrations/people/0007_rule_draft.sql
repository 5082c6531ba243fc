-- 0007_rule_draft: rules that are thought about. One that a meeting adopted stands in the journal,
-- under an event id that follows from the draft's id. Room: activity.
CREATE TABLE rule_draft (
    id         BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village    TEXT   NOT NULL, -- where it was written
    code       TEXT   NOT NULL, -- of the rule
    name_zh    TEXT   NOT NULL,
    name_en    TEXT   NOT NULL,
    category   TEXT   NOT NULL,
    unit       BIGINT NOT NULL, -- as in proto/operation.proto, RuleAdopt
    points     BIGINT NOT NULL,
    cap_day    BIGINT NOT NULL,
    cap_month  BIGINT NOT NULL,
    cap_quarter BIGINT NOT NULL,
    cap_year   BIGINT NOT NULL,
    cap_total  BIGINT NOT NULL,
    cap_scope  BIGINT NOT NULL,
    evidence   BIGINT NOT NULL,
    approver   BIGINT NOT NULL,
    saving_fen_per_hour BIGINT NOT NULL,
    notice_days BIGINT NOT NULL,
    valid_from BIGINT NOT NULL, -- day
    author     BLOB   NOT NULL CHECK (length(author) = 16),
    changed_at BIGINT NOT NULL,
    meeting    TEXT   NOT NULL, -- that adopted it; empty: none yet
    met_on     BIGINT NOT NULL  -- its day
);
CREATE INDEX rule_draft_village ON rule_draft (village, changed_at);
