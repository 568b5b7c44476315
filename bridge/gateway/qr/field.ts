// GF(256) and the generator polynomials of QR's Reed-Solomon codes (ISO/IEC 18004:2015, 7.5.2 and annex A).

/** Multiplication with the polynomial x^8 + x^4 + x^3 + x^2 + 1. */
export function multiply(a: number, b: number): number {
  let product = 0;
  for (let i = 7; i >= 0; i--) product = (product << 1) ^ ((product >>> 7) * 0x11d) ^ (((b >>> i) & 1) * a);
  return product;
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
export function remainder(block: readonly number[], polynomial: readonly number[]): number[] {
  let rest = Array<number>(polynomial.length).fill(0);
  for (const codeword of block) {
    const factor = codeword ^ rest[0]!;
    rest = rest.map((_none, k) => (rest[k + 1] ?? 0) ^ multiply(factor, polynomial[k]!));
  }
  return rest;
}
