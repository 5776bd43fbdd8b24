// What this browser remembers: language and appearance; and what all views share.
// SPDX-License-Identifier: Apache-2.0
import { createContext } from 'preact';
import { useContext, useEffect, useReducer } from 'preact/hooks';
import type { Me, Plan } from './api.ts';
import type { Site } from './contract.ts';
import type { Language } from './format.ts';
import type { LiveState } from './live_state.ts';
import { english, type Words } from './words/en.ts';
import { french } from './words/fr.ts';

export type Theme = 'auto' | 'dark' | 'light';

export interface Common {
  words: Words;
  language: Language;
  timeZone: string;
  isSiteTime: boolean; // else of the browser
  me: Me;
  site: Site;
  plan: Plan | null;
  live: LiveState;
  elsewhere: ReadonlyMap<string, LiveState>; // of other sites, their alarms only
  link: Link;
}

// The connection, by the server's clock.
export interface Link {
  isOpen: boolean;
  isClockKnown: boolean; // by a beat
  serverAheadMs: number;
}

export const CommonContext = createContext<Common | null>(null);

export function useCommon(): Common {
  const common = useContext(CommonContext);
  if (common === null) throw new Error('outside of the page');
  return common;
}

export const wordsOf = (language: Language): Words => (language === 'fr' ? french : english);

function remembered<Choice extends string>(key: string, choices: readonly Choice[]): Choice | null {
  try {
    return choices.find((choice) => choice === localStorage.getItem(key)) ?? null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It will be asked for again.
  }
}

export const firstLanguage = (): Language =>
  remembered('language', ['en', 'fr'] as const) ??
  (navigator.language.startsWith('fr') ? 'fr' : 'en');
export const firstTheme = (): Theme =>
  remembered('theme', ['auto', 'dark', 'light'] as const) ?? 'auto';

// At night the page is dark even where the system is light.
export function isDark(theme: Theme, hour: number): boolean {
  if (theme !== 'auto') return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches || hour >= 20 || hour < 7;
}

// Draws again each `everyMs`.
export function useTick(everyMs: number): void {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(() => again(undefined), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
}

// Draws again when something is new, once for each picture that the screen shows.
export function useLive(live: LiveState): void {
  const [, again] = useReducer((n: number) => n + 1, 0);
  const drawn = live.version;
  useEffect(() => {
    let asked = 0;
    // Something may have come between the drawing and now.
    if (live.version !== drawn) again(undefined);
    const stop = live.watch(() => {
      if (asked === 0) {
        asked = requestAnimationFrame(() => {
          asked = 0;
          again(undefined);
        });
      }
    });
    return () => {
      stop();
      cancelAnimationFrame(asked);
    };
  }, [live]);
}
