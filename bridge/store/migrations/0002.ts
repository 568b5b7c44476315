// What connectors keep for themselves over restarts: payments/ports.ts (Keep).
export const migration0002 = `
CREATE TABLE kept (
  switch TEXT NOT NULL,
  key TEXT NOT NULL,
  json TEXT NOT NULL,
  PRIMARY KEY (switch, key)
);
`;
