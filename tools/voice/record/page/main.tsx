import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClipView, RecordView } from '../server';
import { openMicrophone } from './microphone';
import type { Microphone } from './microphone';

const isGood = ({ problem }: ClipView): boolean => problem === '';

/** The clip after `from` that still wants a take; `from` when none does. */
function nextAfter(clips: ClipView[], from: number): number {
  const order = [...clips.keys()].map((_, i) => (from + 1 + i) % clips.length);
  return order.find((i) => !isGood(clips[i]!)) ?? from;
}

function Page({ start }: { start: RecordView }) {
  const [clips, setClips] = useState(start.clips);
  const [chosen, setChosen] = useState(() => nextAfter(start.clips, -1));
  const clip = clips[chosen]!;
  const done = clips.filter(isGood).length;
  const kept = (): void => {
    const now = clips.map((one, i) => (i === chosen ? { ...one, problem: '' } : one));
    setClips(now);
    setChosen(nextAfter(now, chosen));
  };
  return (
    <>
      <header>
        <div class="names">
          <h1>
            Ghanti <span>records {start.name}</span>
          </h1>
          <p>Takes are kept in {start.folder}. You can stop and go on at any time.</p>
        </div>
      </header>
      <main class="record">
        <Take clip={clip} kept={kept} />
        <section class="panel" aria-labelledby="clips">
          <h2 id="clips">
            {done} of {clips.length} recorded
          </h2>
          <progress value={done} max={clips.length} aria-label="recorded" />
          {done === clips.length && (
            <p>
              All done. Now run:{' '}
              <code>
                ghanti voice build {start.tag} --recordings {start.folder}
              </code>
            </p>
          )}
          <ul class="clips">
            {clips.map((one, i) => (
              <li key={one.file}>
                <button type="button" aria-current={i === chosen} onClick={() => setChosen(i)}>
                  <span class="mark" aria-hidden="true">
                    {isGood(one) ? '✓' : one.problem === undefined ? '·' : '!'}
                  </span>
                  <span lang={start.tag}>{one.text}</span>
                  <span class="hidden">{isGood(one) ? 'recorded' : 'to be recorded'}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      </main>
    </>
  );
}

type Verdict = { good: boolean; text: string };

function Take({ clip, kept }: { clip: ClipView; kept: () => void }) {
  const [microphone, setMicrophone] = useState<Microphone>();
  const [recording, setRecording] = useState(false);
  const [level, setLevel] = useState(0);
  const [verdict, setVerdict] = useState<Verdict>({ good: true, text: '' });
  const [heard, setHeard] = useState<string>();
  const player = useRef<HTMLAudioElement>(null);
  const fault = (error: unknown): void =>
    setVerdict({ good: false, text: error instanceof Error ? error.message : String(error) });

  const record = async (): Promise<void> => {
    if (recording) return microphone?.stop();
    const open = microphone ?? (await openMicrophone());
    setMicrophone(open);
    setRecording(true);
    setVerdict({ good: true, text: 'Speak now. It stops by itself.' });
    const wav = await open.record(setLevel);
    setRecording(false);
    if (heard !== undefined) URL.revokeObjectURL(heard);
    setHeard(URL.createObjectURL(wav));
    const answer = await fetch(`/takes/${clip.file}`, { method: 'PUT', body: wav });
    const { problem } = (await answer.json()) as { problem?: string };
    setVerdict(problem === undefined ? { good: true, text: `Kept: ${clip.text}` } : { good: false, text: problem });
    if (problem === undefined) kept();
  };
  const play = (from: string): void => {
    player.current!.src = from;
    player.current!.play().catch(fault);
  };
  return (
    <section class="panel take" aria-labelledby="say">
      <h2>Say</h2>
      <p class="say" id="say">
        {clip.text}
      </p>
      <div class="row">
        <button type="button" class="primary" onClick={() => record().catch(fault)}>
          {recording ? 'Stop' : 'Record'}
        </button>
        <button type="button" disabled={heard === undefined || recording} onClick={() => play(heard!)}>
          Play the last take
        </button>
        <button
          type="button"
          disabled={clip.problem === undefined || recording}
          onClick={() => play(`/takes/${clip.file}`)}
        >
          Play what is kept
        </button>
      </div>
      <meter aria-label="level" min={0} max={1} low={0.05} high={0.9} optimum={0.5} value={level} />
      <p class={`verdict ${verdict.good ? 'good' : 'bad'}`} role="status">
        {verdict.text}
      </p>
      <p class="hint">
        Speak as to a customer, each word for itself, always at the same distance from the microphone. Press Record,
        wait a moment, speak. A word that is recorded again replaces the one before.
      </p>
      <audio ref={player} />
    </section>
  );
}

function Start() {
  const [view, setView] = useState<RecordView>();
  useEffect(() => {
    void fetch('/clips')
      .then((answer) => answer.json())
      .then((found) => setView(found as RecordView));
  }, []);
  return view === undefined ? <p>Loading</p> : <Page start={view} />;
}

render(<Start />, document.getElementById('page')!);
