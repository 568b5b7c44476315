// The contract between box and bridge: the only door through which the bridge enters the firmware.
export * from './messages';
export * from './currencies';
export * from './topics';
export * from './codec';
export * from './mac';
export * from './motif';
export * from './sha256';
