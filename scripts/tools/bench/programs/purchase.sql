-- One purchase as cph writes it, for pgbench: three transactions under the lock of the chain's end.
\set name random(1, 1000000000000)
BEGIN;
INSERT INTO cph.claim VALUES ('bench', :name, 'bench', 1);
COMMIT;
BEGIN;
SELECT set_config('synchronous_commit', 'on', true);
SELECT seq FROM cph.head FOR UPDATE \gset
SELECT coalesce(max(id), 0) + 1 AS id FROM cph.purchase \gset
SELECT 1 FROM cph.claim WHERE scope = 'bench' AND key = CAST(:name AS TEXT) FOR UPDATE;
INSERT INTO cph.event VALUES (:seq + 1, 1, 'bench', :id, 'planned', NULL, 'planned', repeat('x', 700), sha256('1'));
INSERT INTO cph.purchase VALUES (:id, 'bench', :name, 'hash', 'planned', 1, NULL, 1);
INSERT INTO cph.event VALUES (:seq + 2, 1, 'bench', :id, 'approved', 'planned', 'approved', '{}', sha256('2'));
UPDATE cph.purchase SET state = 'approved', revision = 2 WHERE id = :id AND revision = 1;
INSERT INTO cph.event VALUES (:seq + 3, 1, 'bench', :id, 'sending', 'approved', 'sending', repeat('x', 200), sha256('3'));
UPDATE cph.purchase SET state = 'sending', revision = 3 WHERE id = :id AND revision = 2;
INSERT INTO cph.sent VALUES (:id, 'bench', 1, 1);
COMMIT;
BEGIN;
SELECT set_config('synchronous_commit', 'off', true);
SELECT seq FROM cph.head FOR UPDATE \gset
INSERT INTO cph.event VALUES (:seq + 1, 1, 'bench', :id, 'answered', 'sending', NULL, repeat('x', 200), sha256('4'));
UPDATE cph.purchase SET revision = 4 WHERE id = :id AND revision = 3;
INSERT INTO cph.attempt VALUES (:id, 1, 900, 200, repeat('x', 200), convert_to(repeat('x', 100), 'UTF8'), NULL, NULL);
COMMIT;
BEGIN;
SELECT set_config('synchronous_commit', 'on', true);
SELECT seq FROM cph.head FOR UPDATE \gset
INSERT INTO cph.event VALUES (:seq + 1, 1, 'bench', :id, 'outcome', 'sending', 'accepted', repeat('x', 200), sha256('5'));
UPDATE cph.purchase SET state = 'accepted', revision = 5, order_id = 'o' || :id WHERE id = :id AND revision = 4;
INSERT INTO cph.server VALUES ('bench', 's' || :id, :id);
COMMIT;
BEGIN;
UPDATE cph.claim SET run = NULL WHERE scope = 'bench' AND key = CAST(:name AS TEXT);
COMMIT;
