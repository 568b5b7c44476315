#!/usr/bin/env node
// The command line: each part registers its own commands; what a command needs is loaded when it runs.
import { Command } from 'commander';
import { register as bridge } from '../bridge/cli/index';
import { register as bench } from './bench/command';
import { register as board } from './boards/command';
import { register as build } from './build/command';
import { register as demo } from './demo/command';
import { register as flash } from './flash/command';
import { register as fuzz } from './fuzz/command';
import { register as font } from './font/command';
import { register as model } from './model/command';
import { register as qr } from './qr/command';
import { register as siege } from './siege/command';
import { register as simulator } from './simulator/command';
import { register as switchSim } from './switches/command';
import { register as voice } from './voice/command';
import { register as screens } from './screens/command';

const program = new Command('ghanti')
  .description('Open firmware and bridge for a countertop payment box.')
  .version('0.1.0')
  .showHelpAfterError('(try ghanti --help)');

const parts = [
  demo,
  bridge,
  board,
  build,
  flash,
  simulator,
  switchSim,
  voice,
  screens,
  font,
  qr,
  model,
  siege,
  fuzz,
  bench,
];
for (const register of parts) register(program);

try {
  await program.parseAsync();
} catch (error) {
  console.error(error instanceof Error ? `ghanti: ${error.message}` : error);
  process.exitCode = 1;
}
