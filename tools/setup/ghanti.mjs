// npm run ghanti -- <command>: set-up, build, then the command.
import { join } from 'node:path';
import { build, ensureDependencies, root } from './setup.mjs';

ensureDependencies();
await build();
await import(join(root, '.build', 'cli', 'ghanti.js'));
