// The shop's own QR of a box (port.ts, StaticQr).
export const migration0004 = `
CREATE TABLE static_qr (
  device TEXT NOT NULL PRIMARY KEY REFERENCES device (id),
  switch TEXT NOT NULL,
  session TEXT NOT NULL,
  text TEXT NOT NULL
);
CREATE INDEX static_qr_session ON static_qr (switch, session);
`;
