import { frameCanvas } from '../../canvas/frame-canvas';
import type { Glass } from '../../canvas/frame-canvas';
import type { Assets, FramePanel } from '../../drivers/ports';
import { drawView } from '../../screens/registry';
import type { Display } from './display';

/** A panel that is set up by its first picture. */
export function frameDisplay(panel: FramePanel, glass: Glass, assets: Assets, fault: (text: string) => void): Display {
  const canvas = frameCanvas(panel, glass, assets, fault);
  return {
    start: (done) => done(undefined),
    draw: (view, previous, done) => drawView(canvas, assets, view, previous, done),
  };
}
