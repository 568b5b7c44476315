// SQLite finds live charges by their state (charge_in_state); this index was kept at every payment and never read.
export const migration0008 = `
DROP INDEX charge_unpaid;
`;
