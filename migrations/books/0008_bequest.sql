-- 0008_bequest: points on their way from a person who died or leaves to an heir. Room: ledger.

-- Of a bequest: the heir's available account. Its owner is 0, nobody, until the heir gets it.
ALTER TABLE escrow ADD COLUMN heir INTEGER NOT NULL DEFAULT 0;
