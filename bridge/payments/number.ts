/**
 * The highest sequence or charge number of a box: the wire's integers are below 2^31. Numbers start at 1, grow by one,
 * and are never given twice; a box that used them all (68 years at one a second) needs a new id.
 */
export const HIGHEST_NUMBER = 2_147_483_647;
