// When the operator was told that a box has not said it (port.ts, untold).
export const migration0007 = `
ALTER TABLE journal ADD COLUMN told_at_ms BIGINT;
`;
