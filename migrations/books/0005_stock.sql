-- 0005_stock: goods with a price in cash and a count. Room: points.
ALTER TABLE goods ADD COLUMN cash_fen INTEGER NOT NULL DEFAULT 0;       -- 0: not sold for cash
ALTER TABLE goods ADD COLUMN stock    INTEGER CHECK (stock >= 0);       -- NULL: not counted

-- What a redemption took from the stock and in cash, so that a refund gives it back. None where it
-- took neither.
CREATE TABLE sale (
    record   INTEGER PRIMARY KEY,
    goods    TEXT    NOT NULL,
    quantity INTEGER NOT NULL,  -- taken from the stock
    cash_fen INTEGER NOT NULL
);
