// New keys that a box has not shown yet, boxes that were revoked, and connections that must end (port.ts, Device).
export const migration0006 = `
ALTER TABLE device ADD COLUMN next_key_version BIGINT;
ALTER TABLE device ADD COLUMN old_keys_until_ms BIGINT;
ALTER TABLE device ADD COLUMN revoked_at_ms BIGINT;
ALTER TABLE device ADD COLUMN cut_number BIGINT NOT NULL DEFAULT 0;
CREATE INDEX device_cut ON device (cut_number);
`;
