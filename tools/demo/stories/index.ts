// The stories, one line each, and who tells them: one at a time, always from a calm shop.
import type { Demo, StoryTeller } from '../shop';
import type { StoryView } from '../events';
import { forged } from './forged';
import { latePayment } from './late-payment';
import { offlineThree } from './offline-three';
import { payTwice } from './pay-twice';
import { powerCut } from './power-cut';
import { reversal } from './reversal';
import { Stage } from './stage';
import type { Story } from './stage';
import { switchDrops } from './switch-drops';

const stories: readonly Story[] = [payTwice, switchDrops, powerCut, offlineThree, forged, latePayment, reversal];

const PROMISES = {
  1: 'It never says a payment that did not happen.',
  2: 'It never loses a payment.',
  3: 'It never says a payment twice as new.',
  4: 'Silence is never mistaken for “unpaid”.',
};

export function storyTeller(demo: () => Demo): StoryTeller {
  const views = new Map<string, StoryView>(stories.map((story) => [story.id, freshView(story)]));
  const stop = new AbortController();
  let telling = false;
  const play = async (story: Story, view: StoryView): Promise<void> => {
    const changed = (): void => demo().feed.emit({ type: 'story', story: view });
    try {
      await calm(demo(), view, changed, stop.signal);
      await story.play(new Stage(demo(), view, changed, stop.signal));
    } catch (error) {
      view.steps.push({ text: error instanceof Error ? error.message : String(error), is: 'bad' });
    }
    view.running = false;
    view.outcome = view.steps.some(({ is }) => is === 'bad') ? 'failed' : 'passed';
    telling = false;
    changed();
  };
  return {
    list: () => [...views.values()],
    tell(id) {
      const story = stories.find((one) => one.id === id);
      if (story === undefined) return 'unknown';
      if (telling) return 'busy';
      telling = true;
      const view = { ...freshView(story), running: true };
      views.set(id, view);
      demo().feed.emit({ type: 'story', story: view });
      void play(story, view);
      return 'started';
    },
    close: () => stop.abort(),
  };
}

/** Power, Wi-Fi and clearing house as on a good day, and nobody speaking. */
async function calm(demo: Demo, view: StoryView, changed: () => void, signal: AbortSignal): Promise<void> {
  const stage = new Stage(demo, view, changed, signal);
  demo.box.powerOn();
  demo.box.online();
  if (!demo.customers.reachable('nepalpay')) await stage.does('restore');
  await stage.untilOnline();
  await stage.until('the clearing house to be heard', () => stage.hears());
  await stage.until('the box to finish its sentence', () => !demo.box.speaking);
}

function freshView({ id, title, promise, explain }: Story): StoryView {
  return { id, title, promise, promiseText: PROMISES[promise], explain, running: false, steps: [], outcome: undefined };
}
