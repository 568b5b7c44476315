/** Every wall of the house. What is not listed here is free. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const NPM = 'node_modules';
module.exports = {
  forbidden: [
    rule('no-cycle', 'a file is entered once', {}, { circular: true }),
    rule(
      'no-orphan',
      'a file that nobody imports is dead',
      {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          '(^|/)(main|registry|vitest\\.config)\\.ts$',
          '\\.test\\.ts$',
          '^tools/setup/',
          // The browser's audio thread loads it by its address.
          '/worklet\\.js$',
          '\\.json$',
          // The entry that the build writes imports these.
          '^firmware/platforms/espruino/',
        ],
      },
      {},
    ),
    rule(
      'wire-stands-alone',
      'the contract imports only itself',
      { path: '^firmware/wire/' },
      { pathNot: '^firmware/wire/' },
    ),
    rule(
      'app-is-pure',
      'the app decides and touches no hardware',
      { path: '^firmware/app/' },
      { pathNot: '^firmware/(app|wire)/' },
    ),
    rule(
      'driver-knows-one-chip',
      'a driver imports its own folder, what its kind shares, and the ports',
      { path: '^firmware/drivers/([^/]+/[^/]+)/' },
      {
        pathNot: [
          '^firmware/drivers/$1/',
          '^firmware/drivers/(ports|little-endian)',
          '^firmware/drivers/[^/]+/[^/]+\\.ts$',
          '^firmware/wire/idiv',
        ],
      },
    ),
    rule(
      'firmware-is-alone',
      'firmware imports no npm, no bridge, no tools',
      { path: '^firmware/' },
      { path: [NPM, '^bridge/', '^tools/', '^test/', '^boards/'] },
    ),
    rule(
      'platforms-are-strangers',
      'a platform knows no other platform, but what lies beside them',
      { path: '^firmware/platforms/([^/]+)/' },
      { path: '^firmware/platforms/', pathNot: ['^firmware/platforms/$1/', '^firmware/platforms/[^/]+\\.ts$'] },
    ),
    rule(
      'platforms-are-the-edge',
      'only a platform imports a platform',
      { path: '^firmware/(?!platforms/)' },
      { path: '^firmware/platforms/' },
    ),
    rule(
      'payments-is-pure',
      'the rules of money know nothing else',
      { path: '^bridge/payments/' },
      { pathNot: '^bridge/payments/' },
    ),
    rule(
      'switch-knows-one-switch',
      'a connector imports its own folder, the money types and ports, and net',
      { path: '^bridge/switches/([^/]+)/' },
      {
        path: '^(bridge|firmware|boards)/',
        pathNot: ['^bridge/switches/$1/', '^bridge/payments/(types|ports|amount)\\.ts$', '^bridge/net/'],
      },
    ),
    rule(
      'bridge-enters-firmware-by-wire',
      'only the contract is shared',
      { path: '^bridge/' },
      { path: '^firmware/', pathNot: '^firmware/wire/index\\.ts$' },
    ),
    rule(
      'only-main-knows-all',
      'store, gateway, http and switches meet in main',
      { path: '^bridge/(store|gateway|http|net|config)/' },
      { path: '^bridge/(switches|http|cli)/', pathNot: '^bridge/(http|switches/registry\\.ts)' },
    ),
    rule(
      'model-is-independent',
      'a chip model comes from the datasheet, never from the driver that it checks',
      { path: '^tools/simulator/chips/' },
      { pathNot: '^tools/simulator/chips/' },
    ),
    rule(
      'nothing-ships-tools-or-test',
      'tools and tests serve, they do not ship',
      { path: '^(firmware|bridge|boards)/' },
      { path: '^(tools|test)/' },
    ),
    rule(
      'tools-do-not-lean-on-tests',
      'tests look at tools, not the other way',
      { path: '^tools/' },
      { path: '^test/' },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)\\.build/|^node_modules' },
  },
};
