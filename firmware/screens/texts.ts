// Made by `ghanti font` from tools/screens/texts/en.json: the number of each text in a box's file of texts.

/** Starting */
export const TEXT_STARTING = 0;
/** Ready */
export const TEXT_READY = 1;
/** Today */
export const TEXT_TODAY = 2;
/** payment */
export const TEXT_PAYMENT = 3;
/** payments */
export const TEXT_PAYMENTS = 4;
/** Scan to pay */
export const TEXT_SCAN_TO_PAY = 5;
/** Opened */
export const TEXT_OPENED = 6;
/** Try again */
export const TEXT_TRY_AGAIN = 7;
/** Customer is paying */
export const TEXT_CUSTOMER_PAYING = 8;
/** Checking payment */
export const TEXT_CHECKING = 9;
/** Do not pay again */
export const TEXT_DO_NOT_PAY_AGAIN = 10;
/** Received */
export const TEXT_RECEIVED = 11;
/** Said again */
export const TEXT_AGAIN = 12;
/** Repeat */
export const TEXT_REPEAT = 13;
/** Payment failed */
export const TEXT_FAILED = 14;
/** The code can be tried again */
export const TEXT_FAILED_WHAT = 15;
/** Code expired */
export const TEXT_EXPIRED = 16;
/** Not paid with this code */
export const TEXT_EXPIRED_WHAT = 17;
/** Cancelled */
export const TEXT_CANCELLED = 18;
/** Ask the shop for a new code */
export const TEXT_CANCELLED_WHAT = 19;
/** Money sent back */
export const TEXT_REVERSED = 20;
/** Not to be counted as paid */
export const TEXT_REVERSED_WHAT = 21;
/** While offline */
export const TEXT_RECAP = 22;
/** No Wi-Fi */
export const TEXT_NO_WIFI = 23;
/** Check the shop's router. */
export const TEXT_NO_WIFI_WHAT = 24;
/** No connection */
export const TEXT_NO_BROKER = 25;
/** Wi-Fi works, the server does not answer. */
export const TEXT_NO_BROKER_WHAT = 26;
/** Waiting for the bridge */
export const TEXT_NO_BRIDGE = 27;
/** Payments are kept and told later. */
export const TEXT_NO_BRIDGE_WHAT = 28;
/** Missing payments come later */
export const TEXT_LATE_NOTICE = 29;
/** Box needs help */
export const TEXT_FAULT = 30;
/** The speaker does not work */
export const TEXT_FAULT_SPEAKER = 31;
/** The payment memory was damaged */
export const TEXT_FAULT_JOURNAL = 32;
/** Call the technician */
export const TEXT_FAULT_OTHER = 33;
/** Online */
export const TEXT_ONLINE = 34;
/** Offline */
export const TEXT_OFFLINE = 35;
/** Ghanti */
export const TEXT_GHANTI = 36;
/** min */
export const TEXT_MINUTES = 37;
/** Show your payment code */
export const TEXT_PRESENT = 38;
/** Confirm on your phone */
export const TEXT_CONFIRM = 39;
/** Amount */
export const TEXT_ENTRY = 40;
/** Enter: ask for payment */
export const TEXT_ENTRY_WHAT = 41;
/** One moment */
export const TEXT_ASKING = 42;
/** No answer */
export const TEXT_UNANSWERED = 43;
/** Try again or take cash */
export const TEXT_UNANSWERED_WHAT = 44;
/** Not possible */
export const TEXT_DECLINED = 45;
