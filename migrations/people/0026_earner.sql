-- 0026_earner: who was ever awarded points beside their welcome; by the books' row ids, and made
-- from the start of the books. Room: oversight.
CREATE TABLE oversight_earner (
    village BIGINT NOT NULL,
    member  BIGINT NOT NULL,
    PRIMARY KEY (village, member)
);
DELETE FROM oversight_pass;
