-- 0016_shop_account: which shop an account is of, without reading all shops. Room: points.
CREATE INDEX shop_account ON shop (account);
