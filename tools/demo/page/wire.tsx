import type { WireRecord } from '../events';
import { timeOf } from './words';

const ARROWS = { down: '↓ to the box', up: '↑ from the box', refused: '✕ refused', forged: '✕ forged' };

export function Wire({ records, device }: { records: WireRecord[]; device: string }) {
  return (
    <section class="panel wire" aria-labelledby="wire-title">
      <h2 id="wire-title">The wire</h2>
      <p class="hint">
        Each message between the bridge and {device}, opened. All of them carry a code that only these two can make;
        what does not fit is refused.
      </p>
      {records.length === 0 ? <p class="none">Nothing yet.</p> : undefined}
      <ul tabIndex={0} aria-label="Messages, newest first">
        {records.map((record) => (
          <li key={record.number} class={record.direction}>
            <details>
              <summary>
                <span class="way">{ARROWS[record.direction]}</span>
                <b>{record.is === '' ? 'unreadable' : record.is}</b>
                <span class="size">{record.bytes} B</span>
                <time>{timeOf(record.atMs)}</time>
                {record.reason !== undefined && <span class="reason">{record.reason}</span>}
              </summary>
              {record.fields.length > 0 && (
                <dl>
                  {record.fields.map(([name, value]) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
              )}
              <code>{record.hex.replace(/(..)(?=.)/g, '$1 ')}</code>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
