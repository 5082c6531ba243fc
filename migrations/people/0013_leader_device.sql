-- 0013_leader_device: phones of leaders that note who comes where there is no line, what each was
-- given to work with, and what it sent. Room: activity.
CREATE TABLE leader_device (
    id         BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    village    TEXT   NOT NULL,
    person     BLOB   NOT NULL CHECK (length(person) = 16), -- the leader whose it is
    public_key BLOB   NOT NULL CHECK (length(public_key) = 32), -- Ed25519
    name       BLOB   NOT NULL, -- sealed with the person's key
    created_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL  -- 0: good
);
CREATE INDEX leader_device_person ON leader_device (person);

-- An activity's bundle as one device got it, once: it is good for a day.
CREATE TABLE device_bundle (
    id        BLOB   NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    device    BLOB   NOT NULL CHECK (length(device) = 16),
    plan      BLOB   NOT NULL CHECK (length(plan) = 16),
    issued_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    skew      BIGINT NOT NULL -- seconds by which the device's clock was ahead
);

-- What a device noted, under its own running number: the same again changes nothing, something
-- else under the same number is refused.
CREATE TABLE device_item (
    device BLOB   NOT NULL CHECK (length(device) = 16),
    number BIGINT NOT NULL,
    bundle BLOB   NOT NULL CHECK (length(bundle) = 16),
    stay   BLOB   NOT NULL CHECK (length(stay) = 16),
    is_out BIGINT NOT NULL,
    at     BIGINT NOT NULL, -- by the device's clock
    way    BIGINT NOT NULL, -- enum stay_way
    PRIMARY KEY (device, number)
);
CREATE INDEX device_item_stay ON device_item (stay);
