// Ages, for what is forgotten in small steps (prune.ts).
export const migration0003 = `
CREATE INDEX journal_age ON journal (written_at_ms) WHERE stage IN ('spoken', 'refused');
CREATE INDEX switch_event_age ON switch_event (at_ms);
CREATE INDEX idempotency_age ON idempotency (at_ms);
`;
