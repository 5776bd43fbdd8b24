// The letter of a place's level on its colour; hatched with a sign where it is blind or stale.
// SPDX-License-Identifier: Apache-2.0
import type { Situation } from '../contract.ts';
import type { Words } from '../words/en.ts';

// The class that colours a place: of its level, or of what is not known of it.
export const lookOf = (situation: Situation | undefined): string =>
  situation === undefined || situation.freshness === 'blind'
    ? 'blind'
    : `${situation.freshness === 'stale' ? 'stale ' : ''}level-${situation.level ?? 'none'}`;

// One letter, and a sign where the letter is not of now.
export const letterOf = (situation: Situation | undefined): string =>
  situation === undefined || situation.freshness === 'blind' ? '?' : (situation.level ?? '\u2013');

// The same in words, for who hears the page.
export function stateInWords(situation: Situation | undefined, words: Words): string {
  if (situation === undefined || situation.freshness === 'blind') return words.freshness.blind;
  const level =
    situation.level === null
      ? ''
      : `${words.level} ${situation.level}, ${words.levels[situation.level]}`;
  return situation.freshness === 'stale' ? `${level}, ${words.freshness.stale}` : level;
}

export function Badge({ situation, words }: { situation: Situation | undefined; words: Words }) {
  return (
    <span
      class={`badge ${lookOf(situation)}`}
      role="img"
      aria-label={stateInWords(situation, words)}
    >
      <span aria-hidden="true">{letterOf(situation)}</span>
    </span>
  );
}
