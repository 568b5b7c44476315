import { useEffect, useRef } from 'preact/hooks';
import { Act } from './act';
import { api } from './api';
import type { Model } from './model';
import { SAID_KINDS, screenWord } from './words';

const WIDTH_PX = 320;
const HEIGHT_PX = 240;

export function Box({ model, drawn }: { model: Model; drawn: number }) {
  const { box, device } = model;
  const { red, green, blue } = box.leds;
  const light = green ? 'green' : red ? 'red' : blue ? 'blue' : 'off';
  return (
    <section class="panel box" aria-labelledby="box-title">
      <h2 id="box-title">The box on the counter</h2>
      <div class={box.powered ? 'housing' : 'housing dark'}>
        <div class="bezel">
          <Screen
            device={device}
            drawn={drawn}
            words={`The box’s screen: ${box.powered ? screenWord(box.screen) : 'dark, no power'}`}
          />
        </div>
        <div class="chin">
          <span class={`led ${light}`} role="img" aria-label={`Light: ${light}`} />
          <span class={model.saying === undefined ? 'grille' : 'grille speaking'} aria-hidden="true" />
          <span class="brand" aria-hidden="true">
            ghanti
          </span>
        </div>
      </div>
      <Caption model={model} />
      <div class="buttons">
        <Act run={() => api.box(device, box.powered ? 'power-cut' : 'power-on')}>
          {box.powered ? 'Pull the plug' : 'Plug it in'}
        </Act>
        <Act run={() => api.box(device, box.road === 'up' ? 'offline' : 'online')}>
          {box.road === 'up' ? 'Wi-Fi off' : 'Wi-Fi on'}
        </Act>
        <Act class="quiet" disabled={!box.powered} run={() => api.box(device, 'key/repeat')}>
          Tap left: repeat
        </Act>
        <Act class="quiet" disabled={!box.powered} run={() => api.box(device, 'key/dismiss')}>
          Tap right: put away
        </Act>
        <Act class="quiet" disabled={!box.powered} run={() => api.box(device, 'key/total')}>
          Hold left: today’s total
        </Act>
        <Act class="quiet" disabled={!box.powered} run={() => api.box(device, 'key/volume')}>
          Hold right: volume
        </Act>
        <Act class="quiet" disabled={!box.powered} run={() => api.box(device, 'key/language')}>
          Hold right, long: language
        </Act>
      </div>
    </section>
  );
}

/** The panel as it is; fetched when it was drawn on, never two requests at once. */
function Screen({ device, drawn, words }: { device: string; drawn: number; words: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const state = useRef({ busy: false, again: false });
  useEffect(() => {
    if (device === '') return;
    const load = async (): Promise<void> => {
      if (state.current.busy) {
        state.current.again = true;
        return;
      }
      state.current = { busy: true, again: false };
      try {
        const answer = await fetch(`/demo/devices/${device}/screen.png`);
        const picture = await createImageBitmap(await answer.blob());
        canvas.current?.getContext('2d')?.drawImage(picture, 0, 0);
      } catch {
        // The demo was stopped, or starts again: the next drawing brings the picture.
      }
      const { again } = state.current;
      state.current = { busy: false, again: false };
      if (again) await load();
    };
    void load();
  }, [device, drawn]);
  return <canvas ref={canvas} width={WIDTH_PX} height={HEIGHT_PX} role="img" aria-label={words} />;
}

function Caption({ model }: { model: Model }) {
  const [last] = model.said;
  const speaking = model.saying !== undefined;
  return (
    <div class="caption" aria-live="polite">
      {speaking ? (
        <p class="now">
          <span class="tag">speaking: {SAID_KINDS[model.saying!] ?? model.saying}</span> …
        </p>
      ) : last === undefined ? (
        <p class="none">Nothing has been said yet.</p>
      ) : (
        <p>
          <span class="tag">{SAID_KINDS[last.kind] ?? last.kind}</span> “{last.text}”
        </p>
      )}
    </div>
  );
}
