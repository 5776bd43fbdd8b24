// From nothing to a view: who is there, which sites, then the shell around the chosen view.
// SPDX-License-Identifier: Apache-2.0
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { askMe, askSites, login, Refused, type Me } from './api.ts';
import type { SiteState } from './contract.ts';
import { firstLanguage, firstTheme, isDark, remember, wordsOf, type Theme } from './settings.tsx';
import { Shell } from './shell.tsx';
import type { Words } from './words/en.ts';

const againMs = 5000;

type Known = { me: Me; sites: SiteState[] };

function SignIn({ words, done }: { words: Words; done: () => void }) {
  const [token, setToken] = useState('');
  const [trouble, setTrouble] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    login(token).then(done, (error: unknown) => {
      setTrouble(
        error instanceof Refused && error.status === 0 ? words.noAnswer : words.wrongToken,
      );
    });
  };
  return (
    <main class="alone">
      <form class="card" onSubmit={submit}>
        <h1>throng</h1>
        <label for="token">{words.token}</label>
        <input
          id="token"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          value={token}
          aria-describedby="token-help"
          onInput={(event) => setToken(event.currentTarget.value)}
        />
        <p id="token-help" class="quiet">
          {words.tokenHelp}
        </p>
        {trouble !== '' && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        <button class="primary" type="submit">
          {words.signIn}
        </button>
      </form>
    </main>
  );
}

export function Page() {
  const [language, setLanguage] = useState(firstLanguage);
  const [theme, setTheme] = useState<Theme>(firstTheme);
  const [known, setKnown] = useState<Known | 'asking' | 'sign-in' | 'no-answer'>('asking');
  const words = wordsOf(language);

  const start = (): void => {
    const failed = (error: unknown): void =>
      setKnown(error instanceof Refused && error.status === 401 ? 'sign-in' : 'no-answer');
    Promise.all([askMe(), askSites().catch((error: unknown) => error)]).then(([me, sites]) => {
      if (me.needsLogin) setKnown('sign-in');
      else if (Array.isArray(sites)) setKnown({ me, sites: sites as SiteState[] });
      else failed(sites);
    }, failed);
  };
  useLayoutEffect(start, []); // asked before the first frame is drawn
  // A wall screen that was switched on before the server comes up by itself.
  const isWaiting =
    known === 'no-answer' || (typeof known === 'object' && known.sites.length === 0);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(start, againMs);
    return () => clearInterval(timer);
  }, [isWaiting]);
  useEffect(() => {
    document.documentElement.lang = language;
    remember('language', language);
  }, [language]);
  useEffect(() => {
    const apply = (): void => {
      document.documentElement.dataset.theme = isDark(theme, new Date().getHours())
        ? 'dark'
        : 'light';
    };
    apply();
    remember('theme', theme);
    const timer = setInterval(apply, 60_000);
    return () => clearInterval(timer);
  }, [theme]);

  if (known === 'sign-in') return <SignIn words={words} done={start} />;
  if (known === 'asking')
    return (
      <main class="alone">
        <p class="quiet">{words.loading}</p>
      </main>
    );
  if (typeof known === 'string' || isWaiting) {
    return (
      <main class="alone">
        <div class="card">
          <h1>throng</h1>
          <p role="alert">{known === 'no-answer' ? words.noAnswer : words.noData}</p>
          <button class="primary" onClick={start}>
            {words.tryAgain}
          </button>
        </div>
      </main>
    );
  }
  return (
    <Shell
      me={known.me}
      sites={known.sites}
      words={words}
      language={language}
      theme={theme}
      setLanguage={setLanguage}
      setTheme={setTheme}
      signedOut={() => setKnown('sign-in')}
    />
  );
}
