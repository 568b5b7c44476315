import { byte } from './cbor';

// Every sum is masked to 32 bits, so that Lua's 64-bit integers wrap as its 32-bit ones and JavaScript's do.
const WORD = 0xffffffff;

/** The first 32 bits of the fraction of the cube roots of the first 64 primes (FIPS 180-4 section 4.2.2). */
const ROUND = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
];

/** The first 32 bits of the fraction of the square roots of the first 8 primes (FIPS 180-4 section 5.3.3). */
const START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];

function rotate(x: number, bits: number): number {
  return ((x >>> bits) | (x << (32 - bits))) & WORD;
}

/** The message with its padding to whole blocks: a 1, zeros, and the length in bits. */
function pad(bytes: string): string {
  let padded = bytes + byte(128);
  while (padded.length % 64 !== 56) padded += byte(0);
  return padded + bigEndian(0) + bigEndian(bytes.length * 8);
}

function bigEndian(word: number): string {
  return byte(word >>> 24) + byte(word >>> 16) + byte(word >>> 8) + byte(word);
}

/** The message schedule of the block at `from`: 64 words (FIPS 180-4 section 6.2.2, step 1). */
function schedule(padded: string, from: number): number[] {
  const w: number[] = [];
  for (let i = 0; i < 16; i++) {
    const at = from + i * 4;
    const high = (padded.charCodeAt(at) << 24) | (padded.charCodeAt(at + 1) << 16);
    w.push((high | (padded.charCodeAt(at + 2) << 8) | padded.charCodeAt(at + 3)) & WORD);
  }
  for (let i = 16; i < 64; i++) {
    const early = w[i - 15];
    const late = w[i - 2];
    const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    w.push((w[i - 16] + s0 + w[i - 7] + s1) & WORD);
  }
  return w;
}

/** SHA-256 (FIPS 180-4) of less than 2^28 bytes in portable code, for engines without a native one. */
export function sha256(bytes: string): string {
  const padded = pad(bytes);
  const hash: number[] = [];
  for (let i = 0; i < 8; i++) hash.push(START[i]);
  for (let from = 0; from < padded.length; from += 64) compress(hash, schedule(padded, from));
  let digest = '';
  for (let i = 0; i < 8; i++) digest += bigEndian(hash[i]);
  return digest;
}

/** Works one block into the hash (FIPS 180-4 section 6.2.2, steps 2 to 4). */
function compress(hash: number[], w: number[]): void {
  let a = hash[0];
  let b = hash[1];
  let c = hash[2];
  let d = hash[3];
  let e = hash[4];
  let f = hash[5];
  let g = hash[6];
  let h = hash[7];
  for (let i = 0; i < 64; i++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    // g ^ (e & (f ^ g)) is "choose", (a & b) | (c & (a | b)) is "majority".
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND[i] + w[i]) & WORD;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const t2 = s0 + ((a & b) | (c & (a | b)));
    h = g;
    g = f;
    f = e;
    e = (d + t1) & WORD;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) & WORD;
  }
  const sums = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) hash[i] = (hash[i] + sums[i]) & WORD;
}
