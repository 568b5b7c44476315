// The only place of the wire's numbers. wire.cddl says the same; a test holds the two together.
// One number has one meaning in every message, for ever: a key that is no longer used is not given away again.
// Keys below 24 take one byte; the messages of every sale have those.

export const KEY_TYPE = 0;
export const KEY_SEQ = 1;
export const KEY_CHARGE = 2;
export const KEY_AMOUNT_MINOR = 3;
export const KEY_CURRENCY = 4;
export const KEY_EXPIRES_AT = 5;
export const KEY_SYMBOL = 6;
export const KEY_CODEWORDS = 7;
export const KEY_PROGRESS_STAGE = 8;
export const KEY_PAID_AT = 9;
export const KEY_AGAIN = 10;
export const KEY_HOW = 11;
export const KEY_COUNT = 12;
export const KEY_BOOT = 13;
export const KEY_NOW = 14;
export const KEY_OF = 15;
export const KEY_ACK_STAGE = 16;
export const KEY_REFUSAL = 17;
export const KEY_REQUEST = 18;
export const KEY_CODE = 19;
export const KEY_TTL_SECONDS = 20;
export const KEY_SWITCHES = 21;
export const KEY_COMMAND = 22;
export const KEY_PRESSED = 23;
export const KEY_SHOP = 24;
export const KEY_LANGUAGE = 25;
export const KEY_VOLUME = 26;
export const KEY_FRESH_SECONDS = 27;
export const KEY_KEEPALIVE_SECONDS = 28;
export const KEY_FIRMWARE = 29;
export const KEY_URL = 30;
export const KEY_SIZE_BYTES = 31;
export const KEY_HASH = 32;
export const KEY_LAST = 33;
export const KEY_FLOOR = 34;
export const KEY_BOARD = 35;
export const KEY_JOURNAL = 36;
export const KEY_UPTIME_SECONDS = 37;
export const KEY_FREE_MEMORY = 38;
export const KEY_RSSI = 39;
export const KEY_RESTARTS = 40;
export const KEY_FAULT = 41;
export const KEY_UPDATE_STAGE = 42;
export const KEY_REASON = 43;
export const KEY_LOUDEST = 44;

/** Above every key: later firmware may add keys up to here, and this one steps over them. */
export const KEY_END = 65536;

export const TYPE_SHOW_QR = 0;
export const TYPE_PROGRESS = 1;
export const TYPE_PAID = 2;
export const TYPE_CLOSED = 3;
export const TYPE_REVERSED = 4;
export const TYPE_RECAP = 5;
export const TYPE_WELCOME = 6;
export const TYPE_CONFIG = 7;
export const TYPE_WATCH = 8;
export const TYPE_COMMAND = 9;
export const TYPE_UPDATE = 10;
/** Types from here to TYPE_LAST_UP go up, all others down. */
export const TYPE_FIRST_UP = 11;
export const TYPE_HELLO = 11;
export const TYPE_ACK = 12;
export const TYPE_CHARGE_REQUEST = 13;
export const TYPE_SCAN = 14;
export const TYPE_TELEMETRY = 15;
export const TYPE_KEY = 16;
export const TYPE_UPDATE_STATUS = 17;
export const TYPE_LAST_UP = 17;
export const TYPE_STATIC_QR = 18;
export const TYPE_DECLINED = 19;

/** What `is` says, by type number. */
export const typeNames = [
  'show-qr',
  'progress',
  'paid',
  'closed',
  'reversed',
  'recap',
  'welcome',
  'config',
  'watch',
  'command',
  'update',
  'hello',
  'ack',
  'charge-request',
  'scan',
  'telemetry',
  'key',
  'update-status',
  'static-qr',
  'declined',
];

// Words that travel as their place in these lists. New words go to the end.
export const progressStages = ['opened', 'scanned', 'pending', 'present', 'confirm'];
export const closings = ['failed', 'expired', 'cancelled'];
export const healths = ['ok', 'trouble'];
export const commands = ['restart', 'test', 'repeat', 'clear'];
export const journalStates = ['ok', 'repaired', 'lost'];
export const ackStages = ['received', 'spoken', 'refused'];
export const refusals = ['old', 'malformed', 'unsupported', 'full', 'no-voice'];
export const updateStages = ['started', 'verified', 'applied', 'failed'];
