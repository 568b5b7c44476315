import { migration0001 } from './0001';

/** Every schema change in order; the place in the list, from 1, is its number. Strings, so that they are bundled. */
export const migrations: readonly string[] = [migration0001];
