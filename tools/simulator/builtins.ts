// What of ECMAScript an Espruino 2v29 has. Everything else is deleted from the simulated box's context, so that code
// which leans on it fails here as it would on the chip. Taken from Espruino's own reference (src/jswrap_*.c); syntax
// and hoisting cannot be taken away from V8: for those there is the build's gate and a run in the real interpreter.
import { runInContext } from 'node:vm';
import type { Context } from 'node:vm';

const GLOBALS =
  'Array ArrayBuffer Boolean DataView Date Error Float32Array Float64Array Function Infinity Int16Array Int32Array Int8Array JSON Math NaN ' +
  'Number Object Promise ReferenceError RegExp String SyntaxError TypeError Uint16Array Uint32Array Uint8Array Uint8ClampedArray ' +
  'decodeURIComponent encodeURIComponent eval globalThis isFinite isNaN parseFloat parseInt undefined';
const TYPED =
  'BYTES_PER_ELEMENT buffer byteLength byteOffset length every fill filter find findIndex forEach includes indexOf join map reduce reverse set slice some sort subarray';

/** Names that stay, by the object that holds them. `constructor` always stays. */
const MEMBERS: Record<string, string> = {
  Array: 'isArray prototype length name',
  'Array.prototype':
    'length concat every fill filter find findIndex forEach includes indexOf join map pop push reduce reverse shift slice some sort splice toString unshift',
  ArrayBuffer: 'prototype length name',
  'ArrayBuffer.prototype': 'byteLength',
  Date: 'now parse prototype length name',
  'Error.prototype': 'message name toString',
  'Function.prototype': 'apply bind call length name prototype toString',
  JSON: 'parse stringify',
  Math: 'E LN10 LN2 LOG10E LOG2E PI SQRT1_2 SQRT2 abs acos asin atan atan2 ceil cos exp floor log max min pow random round sign sin sqrt tan',
  Number: 'MAX_VALUE MIN_VALUE NEGATIVE_INFINITY NaN POSITIVE_INFINITY prototype length name',
  'Number.prototype': 'toFixed toString valueOf',
  Object:
    'assign create defineProperties defineProperty entries fromEntries getOwnPropertyDescriptor getOwnPropertyDescriptors getOwnPropertyNames ' +
    'getPrototypeOf keys setPrototypeOf values prototype length name',
  'Object.prototype': 'hasOwnProperty toString valueOf __proto__',
  Promise: 'all reject resolve prototype length name',
  'Promise.prototype': 'catch then',
  'RegExp.prototype': 'exec test source flags global ignoreCase lastIndex',
  String: 'fromCharCode prototype length name',
  'String.prototype':
    'length charAt charCodeAt concat endsWith includes indexOf lastIndexOf match padEnd padStart repeat replace replaceAll slice split ' +
    'startsWith substr substring toLowerCase toString toUpperCase trim valueOf',
  // The typed arrays share one prototype here and have none of the static methods there.
  'Object.getPrototypeOf(Uint8Array)': 'prototype length name',
  'Object.getPrototypeOf(Uint8Array).prototype': TYPED,
};

/** Takes away what Espruino lacks, and bends what it has and does otherwise. Runs once, before anything of ours is put in. */
export function restrict(context: Context): void {
  const keep = JSON.stringify({
    globals: GLOBALS.split(' '),
    members: Object.fromEntries(Object.entries(MEMBERS).map(([of, names]) => [of, names.split(' ')])),
  });
  runInContext(
    `(function (keep) {
      var holders = Object.keys(keep.members).map(function (path) { return [eval(path), keep.members[path]]; });
      var fromCharCode = String.fromCharCode, slice = Array.prototype.slice;
      var names = Object.getOwnPropertyNames, drop = Reflect.deleteProperty, symbols = Object.getOwnPropertySymbols;
      var iterator = Symbol.iterator, primitive = Symbol.toPrimitive, species = Symbol.species, tag = Symbol.toStringTag;
      holders.forEach(function (pair) {
        names(pair[0]).forEach(function (name) {
          if (name !== 'constructor' && pair[1].indexOf(name) < 0) drop(pair[0], name);
        });
        // for-of, and what V8 itself needs to make arrays, stays.
        symbols(pair[0]).forEach(function (symbol) {
          if (symbol !== iterator && symbol !== primitive && symbol !== species && symbol !== tag) drop(pair[0], symbol);
        });
      });
      names(globalThis).forEach(function (name) { if (keep.globals.indexOf(name) < 0) drop(globalThis, name); });
      // A slice of a typed array is a plain array there.
      Object.getPrototypeOf(Uint8Array).prototype.slice = function (from, to) { return slice.call(this, from, to); };
      // Strings are bytes on the ESP32 builds: a higher code loses its upper bits without a word.
      String.fromCharCode = function () {
        return fromCharCode.apply(String, slice.call(arguments).map(function (code) { return code & 255; }));
      };
    })(${keep})`,
    context,
  );
}
