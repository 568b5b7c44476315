import { render } from 'preact';
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { DemoEvent } from '../events';
import { Box } from './box';
import { Chain } from './chain';
import { Counter } from './counter';
import { Header } from './header';
import { change, empty } from './model';
import { Phone } from './phone';
import { Sound } from './sound';
import { Stories } from './stories';
import { Wire } from './wire';

const sound = new Sound();

function Page() {
  const [model, dispatch] = useReducer(change, empty);
  const [drawn, setDrawn] = useState(0);
  const [soundOn, setSoundOn] = useState(false);
  const [chosen, setChosen] = useState('nepalpay');
  const house = model.switches.find(({ id }) => id === chosen);
  useEvents(
    (event) => {
      if (event.type === 'sound') sound.play(event.samples, event.rateHz, event.first);
      else if (event.type === 'screen') setDrawn((count) => count + 1);
      else dispatch(event);
      if (event.type === 'snapshot') setDrawn((count) => count + 1);
    },
    () => dispatch({ type: 'lost' }),
  );
  const turnSound = (on: boolean): void => {
    void sound.turn(on).then(() => setSoundOn(sound.on));
  };
  return (
    <>
      <Header connected={model.connected} soundOn={soundOn} turnSound={turnSound} />
      <main>
        {house !== undefined && <Chain model={model} house={house} />}
        <div class="stage">
          <Counter model={model} chosen={chosen} choose={setChosen} />
          <Box model={model} drawn={drawn} />
          <Phone model={model} chosen={chosen} />
        </div>
        <div class="below">
          <Stories stories={model.stories} />
          <Wire records={model.wire} device={model.device} />
        </div>
      </main>
      <footer>
        Everything here runs on this computer: the real bridge, the real firmware image in a simulated box, and a
        pretended payment switches. No money moves.
      </footer>
    </>
  );
}

/** Follows the demo; the browser connects again by itself, and each connection begins with how things are. */
function useEvents(onEvent: (event: DemoEvent) => void, onLost: () => void): void {
  const handlers = useRef({ onEvent, onLost });
  handlers.current = { onEvent, onLost };
  useEffect(() => {
    const source = new EventSource('/demo/events');
    source.onmessage = ({ data }) => handlers.current.onEvent(JSON.parse(data as string) as DemoEvent);
    source.onerror = () => handlers.current.onLost();
    return () => source.close();
  }, []);
}

render(<Page />, document.getElementById('page')!);
