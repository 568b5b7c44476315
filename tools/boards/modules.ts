// Where the pins of a module are, seen from above with the USB socket at the bottom, from the first to the last: GPIO
// numbers, and names for everything else.

type ModulePin = number | string;

export interface Module {
  name: string;
  left: ModulePin[];
  right: ModulePin[];
}

/** Espressif, ESP32-DevKitC V4 Getting Started Guide, "Header block". 6 to 11 are the flash. */
const devKitC: Module = {
  name: 'ESP32-DevKitC',
  // prettier-ignore
  left: ['3V3', 'EN', 36, 39, 34, 35, 32, 33, 25, 26, 27, 14, 12, 'GND', 13, 9, 10, 11, '5V'],
  // prettier-ignore
  right: ['GND', 23, 22, 1, 3, 21, 'GND', 19, 18, 5, 17, 16, 4, 0, 2, 15, 8, 7, 6],
};

/** NodeMCU DevKit 1.0, schematic: 16 is D0, 5 is D1 and so on. */
const nodemcuDevKit: Module = {
  name: 'NodeMCU DevKit 1.0',
  // prettier-ignore
  left: ['A0', 'RSV', 'RSV', 10, 9, 8, 11, 7, 6, 'GND', '3V3', 'EN', 'RST', 'GND', '5V'],
  // prettier-ignore
  right: [16, 5, 4, 0, 2, '3V3', 'GND', 14, 12, 13, 15, 3, 1, 'GND', '3V3'],
};

/** Its connectors P3, CN1 and P1 (github.com/witnessmenow/ESP32-Cheap-Yellow-Display, PINS.md). */
const cheapYellowDisplay: Module = {
  name: 'ESP32-2432S028R',
  left: [],
  // GPIO 22 is on both P3 and CN1; it is shown where GPIO 27 is.
  // prettier-ignore
  right: ['P3 GND', 35, 'P3 IO22', 'P3 IO21, backlight', 'CN1 GND', 22, 27, 'CN1 3V3', 'P1 5V', 'P1 TX', 'P1 RX', 'P1 GND'],
};

const byRuntime: Record<string, Module> = {
  ESP32: devKitC,
  esp32: devKitC,
  ESP32_CYD: cheapYellowDisplay,
  ESP8266_4MB: nodemcuDevKit,
  esp8266: nodemcuDevKit,
};

/** The module that a runtime is made for; one without pins where it is a computer of another kind. */
export function moduleOf(runtime: string): Module {
  return byRuntime[runtime] ?? { name: runtime, left: [], right: [] };
}
