-- 0003_ledger: accounts, entries, lots. Room: ledger. Points are only ever moved: the sum of all
-- accounts is 0.
CREATE TABLE account (
    id         INTEGER PRIMARY KEY,
    village    INTEGER NOT NULL,
    kind       INTEGER NOT NULL,  -- enum account_kind
    points     INTEGER NOT NULL,
    -- Of an account of available points only:
    owed       INTEGER NOT NULL,  -- what a reversal could not take back
    first_lot  INTEGER NOT NULL,  -- day; older lots of the account are empty
    last_lot   INTEGER NOT NULL,  -- day of the newest lot, from which `previous` leads back
    last_entry INTEGER NOT NULL,  -- record of the newest entry + 1; 0: none
    first_day  INTEGER NOT NULL   -- day + 1 of the first participation; 0: none
);

-- The first of a village's four accounts: issue, settled, expired, escrow.
CREATE TABLE village_accounts (
    village INTEGER PRIMARY KEY,
    issue   INTEGER NOT NULL
);

-- What a record did to its owner's balance: a resident's (available and pending together), known by
-- the available account, or a shop's where it is paid.
CREATE TABLE entry (
    record   INTEGER PRIMARY KEY,
    owner    INTEGER NOT NULL,  -- account
    previous INTEGER NOT NULL,  -- the owner's entry before + 1; 0: none
    day      INTEGER NOT NULL,
    points   INTEGER NOT NULL,  -- change of the balance
    amount   INTEGER NOT NULL,  -- what the operation granted or took, before anything owed was paid
    kind     INTEGER NOT NULL,  -- enum entry_kind
    subject  INTEGER NOT NULL   -- what the kind is about: rule version, shop, lot day, record
);

-- What is left of the points that an account got on a day. By day first: awards touch the newest
-- days, expiry takes a whole day.
CREATE TABLE lot (
    day      INTEGER NOT NULL,
    account  INTEGER NOT NULL,
    points   INTEGER NOT NULL CHECK (points >= 0),
    previous INTEGER NOT NULL,  -- day of the account's next older lot; the same day: none
    PRIMARY KEY (day, account)
) WITHOUT ROWID;

-- The lots from which a redemption was paid, so that a refund restores them.
CREATE TABLE spent (
    record INTEGER NOT NULL,
    day    INTEGER NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (record, day)
) WITHOUT ROWID;
