/** SHA-256 (FIPS 180-4) in portable code, for engines without a native one. */
export function sha256(_bytes: string): string {
  return '';
}
