// What a board's inputs can give. A build puts its board's answers here (tools/build/traits.ts), and what asks for
// others goes from the program. Everywhere else a box has all of it.

/** Digits, so that an amount is keyed in at the box. */
export const GIVES_DIGITS: boolean = true;
/** Codes that customers show. */
export const GIVES_CODES: boolean = true;
