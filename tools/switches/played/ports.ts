import type { played } from './registry';

/** Where each switch listens when nobody says otherwise: the same at each run, so that written settings stay right. */
export const PORTS: Record<keyof typeof played, number> = {
  nepalpay: 8091,
  fonepay: 8092,
  npx: 8093,
  bakong: 8094,
  pockyt: 8095,
  electrum: 8096,
};
