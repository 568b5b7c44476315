declare module 'cose-js' {
  export const mac: {
    create(
      headers: { p: { alg: string } },
      payload: Uint8Array,
      recipient: { key: Uint8Array },
      externalAad: Uint8Array,
      options: { excludetag: boolean },
    ): Promise<Uint8Array>;
    read(bytes: Uint8Array, key: Uint8Array, externalAad: Uint8Array): Promise<Uint8Array>;
  };
}
