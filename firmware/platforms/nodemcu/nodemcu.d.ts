/** @noSelfInFile */
// NodeMCU's modules as far as this firmware uses them (docs/modules/*.md and the sources of the branches dev-esp32, which
// is "ESP32" here, and dev, which is "ESP8266"). The simulator has exactly these; what is not here does not exist for us.

declare namespace tmr {
  interface Timer {
    /** 1 to 6,870,947 ms. The object must be kept: a collected one never fires. */
    alarm(ms: number, mode: number, run: (this: void) => void): boolean;
    unregister(): void;
  }
  function create(): Timer;
  const ALARM_SINGLE: number;
  const ALARM_AUTO: number;
  /** ESP8266: microseconds, 31 bits, then from 0 again. */
  function now(): number;
  /** ESP8266: restarts the chip when it is not called again in time. */
  function softwd(seconds: number): void;
}

declare namespace node {
  /** Free bytes. */
  function heap(): number;
  function restart(): void;
  /** ESP32: microseconds; a float in Lua 5.3, whose last digits go as it grows. */
  function uptime(): number;
}

declare namespace gpio {
  /** ESP32. */
  function config(settings: { gpio: number; dir: number; pull?: number }): void;
  const IN: number;
  const OUT: number;
  const PULL_UP: number;
  const INTR_UP_DOWN: number;
  /** ESP8266: pins are I/O indices and not GPIO numbers. */
  function mode(index: number, mode: number, pullup?: number): void;
  const OUTPUT: number;
  const INPUT: number;
  const INT: number;
  const PULLUP: number;
  function read(pin: number): number;
  function write(pin: number, level: number): void;
  /** ESP32 gives the handler pin and level, ESP8266 level and time. */
  function trig(pin: number, type: number | string, handler: (this: void, first: number, second: number) => void): void;
}

declare namespace spi {
  /** ESP32. Buses and devices are closed when they are collected, so they must be kept. */
  interface Master {
    device(settings: { mode: number; freq: number; cs?: number }): Device;
  }
  interface Device {
    /** With a string instead of a table the answer is as long as the data. */
    transfer(what: { txdata: string }): string;
  }
  function master(host: number, pins: { sclk: number; mosi: number }, dma?: number): Master;
  const HSPI: number;
  /** ESP8266. Each byte is a transfer of its own. */
  function setup(id: number, mode: number, cpol: number, cpha: number, bits: number, clockDivider: number): number;
  function send(id: number, bytes: string): number;
  const MASTER: number;
  const CPOL_LOW: number;
  const CPHA_LOW: number;
}

declare namespace uart {
  /** The last argument: ESP32 pins, ESP8266 1 for an echo. */
  function setup(
    id: number,
    baud: number,
    dataBits: number,
    parity: number,
    stopBits: number,
    pinsOrEcho: { tx: number; rx: number } | number,
  ): number;
  /** ESP32. */
  function start(id: number): boolean;
  /** ESP32; 0 as a count means every byte as it comes. */
  function on(id: number, event: string, count: number, handler: (this: void, bytes: string) => void): void;
  /** ESP8266, UART 0; 0 as the last argument keeps the bytes from the interpreter. */
  function on(event: string, count: number, handler: (this: void, bytes: string) => void, toLua: number): void;
  function write(id: number, bytes: string): void;
  const PARITY_NONE: number;
  const STOPBITS_1: number;
}

/** ESP32 (components/modules/i2s.c, over the IDF's old I2S driver). */
declare namespace i2s {
  function start(
    id: number,
    settings: {
      mode: number;
      rate: number;
      bits: number;
      channel: number;
      format: number;
      buffer_count: number;
      buffer_len: number;
      bck_pin: number;
      ws_pin: number;
      data_out_pin: number;
    },
    /** Wants a write: once at the start, and each time when the last one is in the DMA buffers. */
    request: (this: void, id: number, direction: string) => void,
  ): void;
  /** Waits when two writes are waiting already. */
  function write(id: number, bytes: string): void;
  function stop(id: number): void;
  const MODE_MASTER: number;
  const MODE_TX: number;
  const CHANNEL_RIGHT_LEFT: number;
  const FORMAT_I2S_STAND: number;
}

declare namespace crypto {
  interface Hash {
    update(bytes: string): void;
    finalize(): string;
  }
  function new_hash(algorithm: string): Hash;
}

interface NodeFile {
  /** Up to so many bytes, nothing at the end. */
  read(bytes: number): string | undefined;
  write(bytes: string): unknown;
  seek(from: string, offset: number): number | undefined;
  close(): void;
}
declare namespace file {
  function exists(name: string): boolean;
  function remove(name: string): void;
  /** ESP8266; the ESP32 has Lua's io for it. Modes as in C. */
  function open(name: string, mode: string): NodeFile | undefined;
}
/** ESP32. */
declare namespace io {
  function open(name: string, mode: string): NodeFile | undefined;
}

declare namespace wifi {
  /** ESP32. */
  function mode(mode: number, save: boolean): number;
  function start(): void;
  /** ESP8266. */
  function setmode(mode: number, save: boolean): number;
  const STATION: number;
  namespace sta {
    /** ESP32: (settings, save). ESP8266: save and auto are settings. */
    function config(settings: { ssid: string; pwd: string; save?: boolean; auto?: boolean }, save?: boolean): unknown;
    function connect(): void;
    function disconnect(): void;
    /** ESP32. */
    function on(event: string, handler: (this: void) => void): void;
    /** ESP8266: nothing without a connection. */
    function getrssi(): number | undefined;
  }
  /** ESP8266. */
  namespace eventmon {
    function register(event: number, handler: (this: void) => void): void;
    const STA_GOT_IP: number;
    const STA_DISCONNECTED: number;
  }
}

/**
 * MQTT 3.1.1. Longer than this is cut without a word (components/modules/mqtt.c): client id 32, user 32, password 65,
 * will topic 32, will message 128 and text only. On ESP32 the will goes out at QoS 0 whatever is asked for, and a message
 * above about 1 kB comes in pieces of which only the first has a topic.
 */
declare namespace mqtt {
  interface Client {
    lwt(topic: string, message: string, qos: number, retain: number): void;
    on(event: string, handler: (this: void, client: Client, topic: string, payload: string | undefined) => void): void;
    /**
     * `secure`: ESP32 0 for a plain link, or a table: TLS, and with `ca_cert` (PEM) only with a server that it vouches for.
     * ESP8266 false. False when it did not even begin.
     */
    connect(
      host: string,
      port: number,
      secure: number | boolean | { ca_cert: string },
      connected: (this: void) => void,
      failed: (this: void, client: Client, reason: number) => void,
    ): boolean | undefined;
    /** The handler of the last call is used for all; on ESP32 for the first answer alone. */
    subscribe(topic: string, qos: number, done: (this: void) => void): boolean;
    publish(topic: string, payload: string, qos: number, retain: number, done: (this: void) => void): boolean;
    close(): void;
  }
  function Client(id: string, keepaliveSeconds: number, user: string, password: string, clean: number): Client;
}

declare namespace sjson {
  /** Raises an error when it is no JSON. Objects and lists become tables. */
  function decode(json: string): unknown;
}

declare namespace string {
  /** Lua 5.3: the first number of the format, from position `at` (1 is the first byte). */
  function unpack(format: string, bytes: string, at: number): number;
}
declare namespace table {
  function concat(parts: string[]): string;
}

declare function print(line: string): void;
