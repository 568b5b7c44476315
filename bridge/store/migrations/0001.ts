// The first schema. Plain enough for SQLite and PostgreSQL; BIGINT because times are milliseconds.
// A migration that was released is never edited: add the next number.
export const migration0001 = `
CREATE TABLE device (
  id TEXT NOT NULL PRIMARY KEY,
  title TEXT NOT NULL,
  board TEXT NOT NULL,
  key_version BIGINT NOT NULL,
  switches TEXT NOT NULL,
  language TEXT NOT NULL,
  volume BIGINT NOT NULL,
  last_down BIGINT NOT NULL CHECK (last_down BETWEEN 0 AND 2147483647),
  last_up BIGINT NOT NULL CHECK (last_up BETWEEN 0 AND 2147483647),
  last_charge BIGINT NOT NULL CHECK (last_charge BETWEEN 0 AND 2147483647),
  created_at_ms BIGINT NOT NULL
);

CREATE TABLE charge (
  id TEXT NOT NULL PRIMARY KEY,
  device TEXT NOT NULL REFERENCES device (id),
  number BIGINT NOT NULL CHECK (number BETWEEN 1 AND 2147483647),
  switch TEXT NOT NULL,
  session TEXT NOT NULL,
  payee TEXT NOT NULL,
  amount_minor BIGINT NOT NULL CHECK (amount_minor BETWEEN 1 AND 2147483647),
  currency TEXT NOT NULL,
  reference TEXT,
  state TEXT NOT NULL CHECK (state IN
    ('open', 'page-opened', 'scanned', 'pending', 'paid', 'failed', 'expired', 'cancelled', 'reversed')),
  qr TEXT NOT NULL,
  created_at_ms BIGINT NOT NULL,
  expires_at_ms BIGINT NOT NULL,
  paid_at_ms BIGINT,
  spoken_at_ms BIGINT,
  switch_txn_id TEXT,
  late BIGINT NOT NULL CHECK (late IN (0, 1)),
  UNIQUE (switch, session),
  UNIQUE (device, number)
);
CREATE INDEX charge_newest ON charge (created_at_ms, number, id);
CREATE INDEX charge_of_device ON charge (device, created_at_ms, number, id);
CREATE INDEX charge_in_state ON charge (state, created_at_ms, number, id);
CREATE INDEX charge_unpaid ON charge (expires_at_ms)
  WHERE state IN ('open', 'page-opened', 'scanned', 'pending', 'failed', 'expired', 'cancelled');

CREATE TABLE switch_event (
  switch TEXT NOT NULL,
  session TEXT NOT NULL,
  kind TEXT NOT NULL,
  txn_id TEXT NOT NULL,
  amount_minor BIGINT,
  currency TEXT,
  payee TEXT,
  occurred_at_ms BIGINT,
  at_ms BIGINT NOT NULL,
  rejection TEXT,
  PRIMARY KEY (switch, session, kind, txn_id)
);

CREATE TABLE journal (
  device TEXT NOT NULL REFERENCES device (id),
  seq BIGINT NOT NULL CHECK (seq BETWEEN 1 AND 2147483647),
  kind TEXT NOT NULL CHECK (kind IN ('paid', 'reversed', 'recap')),
  charge_id TEXT REFERENCES charge (id),
  charge_number BIGINT NOT NULL,
  payments BIGINT NOT NULL CHECK (payments >= 1),
  amount_minor BIGINT NOT NULL,
  currency TEXT NOT NULL,
  paid_at_ms BIGINT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('written', 'received', 'spoken', 'refused')),
  reason TEXT,
  written_at_ms BIGINT NOT NULL,
  received_at_ms BIGINT,
  spoken_at_ms BIGINT,
  PRIMARY KEY (device, seq)
);
CREATE INDEX journal_unspoken ON journal (device, seq) WHERE stage IN ('written', 'received');
CREATE INDEX journal_refused ON journal (device, reason, seq) WHERE stage = 'refused';
CREATE INDEX journal_day ON journal (device, paid_at_ms);

CREATE TABLE idempotency (
  key TEXT NOT NULL PRIMARY KEY,
  request_hash TEXT NOT NULL,
  charge_id TEXT NOT NULL,
  at_ms BIGINT NOT NULL
);
`;
