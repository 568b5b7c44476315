// Who may use the API (port.ts, Token), and who did what (audit.ts).
export const migration0005 = `
CREATE TABLE token (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('operator', 'shop', 'read')),
  devices TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  created_at_ms BIGINT NOT NULL,
  revoked_at_ms BIGINT
);

CREATE TABLE audit (
  number BIGINT NOT NULL PRIMARY KEY CHECK (number >= 1),
  at_ms BIGINT NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  detail TEXT NOT NULL,
  hash TEXT NOT NULL
);
`;
