// A panel behind a chip's model, soldered as the board's data say: what the program does to pins and SPI reaches the chip.
import type { Board, Bus } from '../../boards/board';
import { turned } from './bit-panel';
import type { PanelModel } from './chips/panel';
import { ssd1680 } from './chips/ssd1680';
import { ssd1681 } from './chips/ssd1681';
import { st7789 } from './chips/st7789';

/** What a shop sees of a panel: 16 bits a pixel (5-6-5), row after row. */
export interface Screen {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixels: Uint16Array;
}

export interface WiredPanel extends Screen {
  readonly model: PanelModel;
  /** A pin was set. */
  set(pin: number, high: boolean): void;
  /** The level that the panel gives a pin; undefined when it does not drive this one. */
  level(pin: number): boolean | undefined;
  spi(bytes: Uint8Array): void;
}

const models: Record<string, () => PanelModel> = { ssd1680, ssd1681, st7789 };

/** Undefined for a panel that is part of the engine's build. `changed` is told when another picture is on the glass. */
export function wiredPanel(board: Board['display'], nowMs: () => number, changed: () => void): WiredPanel | undefined {
  if (board.bus.is !== 'spi') return undefined;
  const make = models[board.driver];
  if (make === undefined)
    throw new Error(`simulator: there is no model of ${board.driver}; there are ${Object.keys(models).join(', ')}.`);
  return wired(make(), board.bus, board, nowMs, changed);
}

function wired(
  model: PanelModel,
  { pins }: Extract<Bus, { is: 'spi' }>,
  { widthPx, heightPx, rotation }: Board['display'],
  nowMs: () => number,
  changed: () => void,
): WiredPanel {
  let shown = 0;
  const tick = (): void => {
    model.tick(nowMs());
    const refreshes = model.refreshes.full + model.refreshes.partial;
    if (refreshes !== shown) changed();
    shown = refreshes;
  };
  return {
    model,
    widthPx,
    heightPx,
    get pixels() {
      tick();
      return Uint16Array.from({ length: widthPx * heightPx }, (_none, at) => {
        const [x, y] = turned(at % widthPx, Math.floor(at / widthPx), rotation, model.widthPx, model.heightPx);
        return rgb565(model.pixel(x, y));
      });
    },
    set(pin, high) {
      tick();
      if (pin === pins['CS']) model.select(!high);
      if (pin === pins['DC']) model.dc(high);
      if (pin === pins['RST']) model.reset(!high);
    },
    level(pin) {
      if (pin !== pins['BUSY']) return undefined;
      tick();
      return model.busyIsHigh();
    },
    spi(bytes) {
      tick();
      model.bytes(bytes);
    },
  };
}

function rgb565(rgb: number): number {
  return ((rgb >> 8) & 0xf800) | ((rgb >> 5) & 0x07e0) | ((rgb >> 3) & 0x1f);
}
