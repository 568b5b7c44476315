// GF(256) and the generator polynomials of QR's Reed-Solomon codes (ISO/IEC 18004:2015, 7.5.2 and annex A).

/** Powers of 2 with the polynomial x^8 + x^4 + x^3 + x^2 + 1, twice around, and their exponents. */
const POWERS = new Uint8Array(510);
const EXPONENTS = new Uint8Array(256);
for (let i = 0, power = 1; i < 255; i++) {
  POWERS[i] = power;
  POWERS[i + 255] = power;
  EXPONENTS[power] = i;
  power = (power << 1) ^ ((power >>> 7) * 0x11d);
}

export function multiply(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : POWERS[EXPONENTS[a]! + EXPONENTS[b]!]!;
}

/** Coefficients of (x - 1)(x - 2)(x - 4)... without the leading 1, highest first. */
export function generator(degree: number): number[] {
  const coefficients = [...Array<number>(degree - 1).fill(0), 1];
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let k = 0; k < degree; k++) {
      coefficients[k] = multiply(coefficients[k]!, root) ^ (coefficients[k + 1] ?? 0);
    }
    root = multiply(root, 2);
  }
  return coefficients;
}

/** The error correction codewords of one block: what is left when its codewords, then zeros, are divided by the generator. */
export function remainder(block: Uint8Array, polynomial: readonly number[]): Uint8Array {
  const rest = new Uint8Array(polynomial.length);
  for (const codeword of block) {
    const factor = codeword ^ rest[0]!;
    for (let k = 0; k < rest.length; k++) rest[k] = (rest[k + 1] ?? 0) ^ multiply(factor, polynomial[k]!);
  }
  return rest;
}
