/**
 * The whole part of a / b, for integers 0 <= a < 2^31 and b > 0. The only division in portable code: the one operator
 * whose result is a float in Lua. A build for Lua puts `a // b` in place of this file.
 */
export function idiv(a: number, b: number): number {
  // eslint-disable-next-line no-restricted-syntax -- the remainder is gone, so the quotient is exact in a double
  return (a - (a % b)) / b;
}
