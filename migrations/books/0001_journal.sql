-- 0001_people: private rows.
CREATE TABLE placeholder (id INTEGER PRIMARY KEY);
