import type { StoryView } from '../events';
import { Act } from './act';
import { api } from './api';

const MARKS = { step: '·', good: '✓', bad: '✕' };
const WORDS = { step: '', good: 'Held: ', bad: 'Broken: ' };

export function Stories({ stories }: { stories: StoryView[] }) {
  const busy = stories.some(({ running }) => running);
  return (
    <section class="panel stories" aria-labelledby="stories-title">
      <h2 id="stories-title">What can go wrong, and what then happens</h2>
      <p class="hint">
        Each story really happens, here and now. The checks look at what the box said and what the bridge wrote down.
      </p>
      <ul>
        {stories.map((story) => (
          <Story key={story.id} story={story} busy={busy} />
        ))}
      </ul>
    </section>
  );
}

function Story({ story, busy }: { story: StoryView; busy: boolean }) {
  const { id, title, promise, promiseText, explain, running, steps, outcome } = story;
  return (
    <li class={`story ${running ? 'running' : (outcome ?? '')}`} data-story={id}>
      <div class="head">
        <h3>{title}</h3>
        {outcome !== undefined && (
          <span class={`outcome ${outcome}`}>{outcome === 'passed' ? '✓ promise kept' : '✕ promise broken'}</span>
        )}
        {running && <span class="outcome live">happening now …</span>}
        <Act class="quiet" disabled={busy} run={() => api.story(id)}>
          Play<span class="hidden"> “{title}”</span>
        </Act>
      </div>
      <p class="promise">
        Promise {promise}: {promiseText}
      </p>
      <p>{explain}</p>
      {steps.length > 0 && (
        <ol aria-live={running ? 'polite' : 'off'}>
          {steps.map(({ text, is }, at) => (
            <li key={at} class={is}>
              <span aria-hidden="true">{MARKS[is]}</span>
              <span>
                <span class="hidden">{WORDS[is]}</span>
                {text}
              </span>
            </li>
          ))}
        </ol>
      )}
    </li>
  );
}
