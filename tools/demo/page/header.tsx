import { useEffect, useState } from 'preact/hooks';

type Theme = 'light' | 'dark';

interface Props {
  connected: boolean;
  soundOn: boolean;
  turnSound(on: boolean): void;
}

export function Header({ connected, soundOn, turnSound }: Props) {
  const [theme, setTheme] = useState<Theme>(() =>
    matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
  );
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return (
    <header>
      <img src="/demo/page/icon.svg" alt="" width="36" height="36" />
      <div class="names">
        <h1>
          Ghanti <span lang="ne">घण्टी</span>
        </h1>
        <p>A box on the counter that shows the QR and says aloud what was paid.</p>
      </div>
      {!connected && (
        <p class="lost" role="status">
          Connecting to the demo …
        </p>
      )}
      <button type="button" class="quiet" aria-pressed={soundOn} onClick={() => turnSound(!soundOn)}>
        {soundOn ? '🔊 Sound is on' : '🔇 Turn sound on'}
      </button>
      <button type="button" class="quiet" onClick={() => setTheme(theme === 'dark' ? 'light' : 'dark')}>
        {theme === 'dark' ? '☀ Light' : '☾ Dark'}
      </button>
    </header>
  );
}
