// npm start: set-up, build, demo.
import { join } from 'node:path';
import { build, ensureDependencies, root } from './setup.mjs';

ensureDependencies();
await build();
process.argv.splice(2, 0, 'demo');
await import(join(root, '.build', 'cli', 'ghanti.js'));
