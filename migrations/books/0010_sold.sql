-- 0010_sold: what was sold and given back, by shop and day, for statements. Room: points. It takes
-- the place of `sale`. Books of before know no goods of what was sold for points alone: `sanbao
-- rebuild` finds them in the journal.
CREATE TABLE sold (
    shop     INTEGER NOT NULL,
    day      INTEGER NOT NULL,
    record   INTEGER NOT NULL,
    goods    TEXT    NOT NULL,
    quantity INTEGER NOT NULL,  -- below 0: given back
    taken    INTEGER NOT NULL,  -- of them, from the stock
    points   INTEGER NOT NULL,
    cash_fen INTEGER NOT NULL,
    PRIMARY KEY (shop, day, record)
) WITHOUT ROWID;
INSERT INTO sold
    SELECT shop.id, entry.day, entry.record, coalesce(sale.goods, ''),
           max(coalesce(sale.quantity, 0), 1), coalesce(sale.quantity, 0), entry.amount,
           coalesce(sale.cash_fen, 0)
    FROM entry JOIN shop ON shop.account = entry.subject
    LEFT JOIN sale ON sale.record = entry.record
    WHERE entry.kind IN (7, 13);
DROP TABLE sale;
