import { migration0001 } from './0001';
import { migration0002 } from './0002';
import { migration0003 } from './0003';
import { migration0004 } from './0004';
import { migration0005 } from './0005';
import { migration0006 } from './0006';
import { migration0007 } from './0007';
import { migration0008 } from './0008';

/** Every schema change in order; the place in the list, from 1, is its number. Strings, so that they are bundled. */
export const migrations: readonly string[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
];
