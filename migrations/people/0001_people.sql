-- 0001_people: who the pseudonyms of the journal are, readable only with the keys of keys.db; and
-- the public texts. Nothing of a person stands here in clear: names, numbers, phones, days of birth
-- and addresses are sealed, with the salt of their commitment, so that both go with the key.
CREATE TABLE detail (
    id           BLOB NOT NULL CHECK (length(id) = 16),       -- the pseudonym
    kind         INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 3), -- 1 resident, 2 staff, 3 household
    village      TEXT NOT NULL,                               -- its code
    event_id     BLOB NOT NULL CHECK (length(event_id) = 16), -- counts once the books hold it
    created_at   BIGINT NOT NULL,                             -- seconds since 1970
    -- HMAC of village, kind and number under the folder's secret, cut: finds a number, shows none.
    number_index BLOB NOT NULL CHECK (length(number_index) = 16),
    sealed       BLOB NOT NULL, -- salt and detail, bound to id and kind
    PRIMARY KEY (id, kind)
);
CREATE UNIQUE INDEX detail_number ON detail (number_index);
CREATE INDEX detail_village ON detail (village, kind);
CREATE INDEX detail_event ON detail (event_id);

-- Texts that everybody may read: names of villages, rules, shops and goods, titles and places of
-- activities. Committed to by the operation with this event id; the newest one is shown.
CREATE TABLE public_text (
    village    TEXT NOT NULL,
    about      TEXT NOT NULL, -- 'village', 'rule', 'shop', 'goods', 'activity'
    code       TEXT NOT NULL, -- the code of what it is about
    field      TEXT NOT NULL, -- 'name_zh', 'title', ...
    event_id   BLOB NOT NULL CHECK (length(event_id) = 16),
    created_at BIGINT NOT NULL,
    salt       BLOB NOT NULL CHECK (length(salt) = 32), -- of the group's commitment
    value      TEXT NOT NULL,
    PRIMARY KEY (village, about, code, field, event_id)
);
CREATE INDEX public_text_event ON public_text (event_id);
