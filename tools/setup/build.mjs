// npm run build: the command line, bundled into .build/cli.
import { build, ensureDependencies } from './setup.mjs';

ensureDependencies();
await build();
