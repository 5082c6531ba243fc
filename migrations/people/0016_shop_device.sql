-- 0016_shop_device: tills that sell off line. What they hold apart stands in the books; what they
-- sold becomes operations under ids that follow from device and number. Room: shop.
CREATE TABLE shop_device (
    id         BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village    TEXT   NOT NULL,
    shop       TEXT   NOT NULL,
    public_key BLOB   NOT NULL CHECK (length(public_key) = 32), -- Ed25519
    name       TEXT   NOT NULL, -- what the shop calls it
    keeper     BLOB   NOT NULL CHECK (length(keeper) = 16), -- who enrolled it
    created_at BIGINT NOT NULL, -- seconds since 1970
    revoked_at BIGINT NOT NULL  -- 0: good
);
CREATE INDEX shop_device_shop ON shop_device (village, shop);
