export { flashScript, runScript } from '../../tools/simulator/prelude/scripts';
