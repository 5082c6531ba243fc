-- 0004_shop: what stands between a person who pays and the shop that books. Room: shop.

-- A code on a phone, then what the shop got for scanning it. The code itself is not stored, only
-- its HMAC under the folder's secret, and that no longer than until it is scanned.
CREATE TABLE shop_ticket (
    id        BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village   TEXT NOT NULL,
    person    BLOB NOT NULL CHECK (length(person) = 16),   -- who pays
    asked_by  BLOB NOT NULL CHECK (length(asked_by) = 16), -- the person, or who may act for them
    way       INTEGER NOT NULL CHECK (way BETWEEN 1 AND 2), -- 1 code on a phone, 2 card and PIN
    code_hash BLOB UNIQUE,           -- NULL: scanned
    ends_at   BIGINT NOT NULL,       -- seconds since 1970: of the code, then of the ticket
    shop      TEXT NOT NULL,         -- '': not scanned yet
    keeper    BLOB NOT NULL CHECK (length(keeper) = 16),   -- who scanned it
    tries     INTEGER NOT NULL DEFAULT 0, -- that were refused
    event_id  BLOB                   -- of the redemption that it led to
);
CREATE INDEX shop_ticket_person ON shop_ticket (person);
CREATE INDEX shop_ticket_ends ON shop_ticket (ends_at);
