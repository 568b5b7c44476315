import esx from 'eslint-plugin-es-x';
import tseslint from 'typescript-eslint';

const ban = (selector, message) => ({ selector, message });

/** What Espruino 2v29 does not parse, or parses and gets wrong. The bundler refuses some of it too; this names the line. */
const notInEspruino = [
  ban('LabeledStatement', 'Espruino has no labels'),
  ban('Property[computed=true]', 'Espruino has no computed keys'),
  ban('TaggedTemplateExpression', 'Espruino has no tagged templates'),
  ban('Literal[regex]', 'Espruino gets {n}, (?:) and look-ahead wrong, silently'),
  ban('Literal[bigint]', 'Espruino has no BigInt'),
  ban('PrivateIdentifier', 'private fields become WeakMap, which Espruino lacks'),
  ban('AssignmentPattern', 'Espruino has no default parameters and no destructuring'),
  ban('RestElement', 'Espruino has no rest parameters'),
  ban('SpreadElement', 'Espruino has no spread'),
  ban('ObjectPattern', 'Espruino does not destructure'),
  ban('ArrayPattern', 'Espruino does not destructure'),
  ban('[async=true]', 'Espruino has no async functions'),
  ban('FunctionDeclaration[generator=true]', 'Espruino has no generators'),
  ban('MetaProperty', 'Espruino has no new.target and no import.meta'),
  ban('SwitchCase[test=null]:not(:last-child)', 'Espruino wants default last'),
  ban('ClassDeclaration', 'no classes in firmware'),
  ban('ClassExpression', 'no classes in firmware'),
];

/** Where Lua through typescript-to-lua means something else. */
const notPortable = [
  ban("BinaryExpression[operator='/']", 'no division: use idiv() (32-bit floats on NodeMCU)'),
  ban("AssignmentExpression[operator='/=']", 'no division: use idiv()'),
  ban("BinaryExpression[operator='%'] > UnaryExpression[operator='-']", 'negative % differs in Lua'),
  ban("BinaryExpression[operator='>>']", 'use >>>'),
  ban("AssignmentExpression[operator='>>=']", 'use >>>'),
  ban("BinaryExpression[operator='**']", 'no **'),
  ban("BinaryExpression[operator='|'][right.value=0]", '|0 does not truncate in Lua'),
  ban("UnaryExpression[operator='~'][argument.operator='~']", '~~ does not truncate in Lua'),
  ban("Literal[value=null][raw='null']", 'use undefined'),
  ban('Literal[raw=/^[0-9]*\\.[0-9]/]', 'no float literals'),
  ban('Literal[raw=/^[0-9]{11,}$|^[5-9][0-9]{9}$/]', 'integer beyond 32 bits'),
  ban("UnaryExpression[operator='delete']", 'no delete'),
  ban('ThrowStatement', 'return an error code'),
  ban('TryStatement', 'no try'),
  ban("AssignmentExpression[left.property.name='length']", 'no length assignment'),
  ban('Literal[raw=/[^\\x00-\\x7f]/]', 'non-ASCII literal: its length differs in Lua'),
  ban('TemplateElement[value.raw=/[^\\x00-\\x7f]/]', 'non-ASCII'),
  ban('ForInStatement', 'its order differs'),
  ban('ThisExpression', 'no this'),
  ban(
    'CallExpression[callee.property.name=/^(split|replace|match|padStart|toFixed|map|filter|reduce|sort|splice|toString)$/]',
    'pulls in a library or differs in Lua',
  ),
];

const portableFolders = ['wire', 'app', 'screens', 'canvas', 'qr', 'speech', 'drivers'].map(
  (f) => `firmware/${f}/**/*.ts`,
);
/** What the platforms share. */
portableFolders.push('firmware/platforms/*.ts');

export default tseslint.config(
  { ignores: ['.build/**', 'node_modules/**', 'coverage/**', '**/*.d.ts'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.recommended],
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['vitest.config.ts'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      eqeqeq: 'error',
      'no-labels': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { arguments: false, attributes: false } },
      ],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  {
    // Firmware has no classes, and the simulator and the pages follow it: a function that returns an object stands for one.
    files: ['firmware/**/*.ts', 'tools/**/*.{ts,tsx}'],
    rules: { 'max-lines-per-function': ['error', { max: 150, skipBlankLines: true, skipComments: true }] },
  },
  { files: ['firmware/platforms/espruino/**/*.ts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    files: ['firmware/**/*.ts'],
    plugins: { 'es-x': esx },
    rules: {
      'es-x/no-async-functions': 'error',
      'es-x/no-bigint': 'error',
      'no-loop-func': 'error',
      'no-restricted-syntax': ['error', ...notInEspruino],
    },
  },
  {
    files: portableFolders,
    rules: {
      '@typescript-eslint/strict-boolean-expressions': [
        'error',
        { allowString: false, allowNumber: false, allowNullableObject: true },
      ],
      '@typescript-eslint/restrict-plus-operands': 'error',
      'no-restricted-globals': [
        'error',
        ...[
          'Date',
          'JSON',
          'RegExp',
          'Promise',
          'Map',
          'Set',
          'Uint8Array',
          'Int8Array',
          'Uint16Array',
          'Int32Array',
          'Uint32Array',
        ],
        ...[
          'ArrayBuffer',
          'DataView',
          'parseFloat',
          'Number',
          'Intl',
          'setTimeout',
          'setInterval',
          'console',
          'process',
          'Buffer',
        ],
        ...['require', 'eval', 'globalThis'],
      ],
      'no-restricted-syntax': ['error', ...notInEspruino, ...notPortable],
    },
  },
);
