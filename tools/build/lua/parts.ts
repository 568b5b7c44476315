import type { LazyPart } from './split';

/** What a box on NodeMCU uses now and then, and what keeps nothing between two calls. */
export const nodemcuParts: readonly LazyPart[] = [
  { name: 'update', modules: ['firmware/app/update.ts'] },
  {
    name: 'wire',
    modules: ['firmware/platforms/bridge-link.ts', 'firmware/platforms/nodemcu/settings.ts'],
    forgets: ['firmware/wire/mac.ts'],
  },
  { name: 'sentence', modules: ['firmware/platforms/sentence.ts', 'firmware/speech/compose.ts'] },
  { name: 'screens', modules: ['firmware/platforms/nodemcu/pixel-picture.ts', 'firmware/screens/registry.ts'] },
  {
    name: 'sound',
    modules: [
      'firmware/platforms/nodemcu/pack-voice.ts',
      'firmware/platforms/nodemcu/esp32/wave-out.ts',
      'firmware/drivers/audio/max98357a/driver.ts',
    ],
  },
  { name: 'qr', modules: ['firmware/qr/index.ts'] },
];
