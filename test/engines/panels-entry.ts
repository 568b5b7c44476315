// What portable.test.ts and panels.test.ts run on every engine: the display drivers on wires that print what goes over them.
import { ili9341 } from '../../firmware/drivers/display/ili9341/driver';
import { ssd1306 } from '../../firmware/drivers/display/ssd1306/driver';
import { ssd1680 } from '../../firmware/drivers/display/ssd1680/driver';
import { ssd1681 } from '../../firmware/drivers/display/ssd1681/driver';
import { st7789 } from '../../firmware/drivers/display/st7789/driver';
import { uc8151 } from '../../firmware/drivers/display/uc8151/driver';
import type { Frame, FramePanel, PanelSize, PanelWires, PixelPanel } from '../../firmware/drivers/ports';

declare function print(line: string): void;
declare function quit(): void;

/** The one timer that a driver has: it fires as soon as nothing else is to be done. */
let waiting: (() => void) | undefined;
function settle(): void {
  while (waiting !== undefined) {
    const run = waiting;
    waiting = undefined;
    run();
  }
}

/** How many bytes, and a sum of some 60 of them that depends on their order: interpreters of chips are slow. */
function sumOf(bytes: string): string {
  let sum = 0;
  const step = 1 + (bytes.length >>> 6);
  for (let at = 0; at < bytes.length; at += step) sum = (sum * 31 + bytes.charCodeAt(at)) & 0xffffff;
  return bytes.length + ':' + sum;
}

const wires = (busyIsHigh: boolean): PanelWires => ({
  after(ms, run) {
    print('after ' + ms);
    waiting = run;
    return 1;
  },
  cancel: () => print('cancel'),
  command: (code, bytes) => print(code + ' ' + sumOf(bytes)),
  more: (bytes) => print('more ' + sumOf(bytes)),
  reset: (low) => print(low ? 'reset' : 'let go'),
  busyIsHigh: () => busyIsHigh,
});

/** A picture without a pattern that a shift of a byte or a line would hide. */
const frame: Frame = {
  read(y, lines, fromByte, lineBytes) {
    let bytes = '';
    for (let line = y; line < y + lines; line++)
      for (let byte = fromByte; byte < fromByte + lineBytes; byte++)
        bytes += String.fromCharCode((line * 167 + byte * 59 + ((line * byte) & 31)) & 255);
    return bytes;
  },
};

function showAll(name: string, panel: FramePanel, size: PanelSize): void {
  print(name);
  const shown = (fault: string | undefined): void => print(fault === undefined ? 'shown' : fault);
  const show = (x: number, y: number, widthPx: number, heightPx: number, whole: boolean): void => {
    panel.show(frame, { x, y, widthPx, heightPx }, whole, shown);
    settle();
  };
  show(0, 0, size.widthPx, size.heightPx, true);
  show(8, 20, 104, 40, false);
  show(0, 16, 16, 24, false);
  show(8, 20, 104, 40, false);
  show(0, 0, size.widthPx, size.heightPx, true);
}

const small = { widthPx: 122, heightPx: 250 };
const square = { widthPx: 200, heightPx: 200 };
const long = { widthPx: 128, heightPx: 296 };
const oled = { widthPx: 128, heightPx: 64 };
showAll('ssd1680', ssd1680(wires(false), small), small);
showAll('ssd1681', ssd1681(wires(false), square), square);
showAll('uc8151', uc8151(wires(true), long), long);
showAll('ssd1306', ssd1306(wires(false), oled), oled);

function light(name: string, panel: PixelPanel): void {
  print(name);
  panel.start(() => print('lit'));
  settle();
  panel.window(10, 20, 30, 40);
  panel.pixels(frame.read(0, 4, 0, 600));
}

for (let rotation = 0; rotation < 4; rotation++)
  light('st7789 ' + rotation, st7789(wires(false), { widthPx: 240, heightPx: 240 }, rotation));
light('ili9341', ili9341(wires(false), { widthPx: 240, heightPx: 320 }, 3));
quit();
