// Both languages say the same things, and numbers are shown as each writes them.
// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { age, decimal, interval, minutesToFull, percent, time, trendOf } from '../format.ts';
import { english } from './en.ts';
import { french } from './fr.ts';

function shapeOf(words: object): unknown {
  return Object.fromEntries(
    Object.entries(words).map(([key, word]) => [
      key,
      typeof word === 'object'
        ? shapeOf(word)
        : typeof word === 'function'
          ? word.length
          : typeof word,
    ]),
  );
}

test('each word of one language has one in the other, with the same places to fill in', () => {
  expect(shapeOf(french)).toEqual(shapeOf(english));
});

test('French numbers have a comma and narrow blanks', () => {
  expect(decimal(1.5, 2, 'fr')).toBe('1,50');
  expect(decimal(1.5, 2, 'en')).toBe('1.50');
  expect(percent(65, 'fr')).toMatch(/^65\s%$/);
  expect(percent(113.4, 'en')).toBe('113%');
});

test('an interval never looks narrower than it is', () => {
  expect(interval({ low: 7.9, expected: 10, high: 12.1 }, 'en')).toBe('7\u201313');
});

test('minutes until full say what is not within the hour', () => {
  expect(minutesToFull({ earliest: null, expected: null, latest: null }, 'en')).toBe('>60');
  expect(minutesToFull({ earliest: 8, expected: 12, latest: null }, 'en')).toBe('12 (8\u2013)');
  expect(minutesToFull({ earliest: 8, expected: 12, latest: 20 }, 'en')).toBe('12 (8\u201320)');
  expect(minutesToFull({ earliest: 0, expected: 0.3, latest: 1 }, 'en')).toBe('<1 (0\u20131)');
  expect(minutesToFull({ earliest: 30, expected: null, latest: null }, 'en')).toBe(
    '>60 (30\u2013)',
  );
});

test('a trend is only told where the interval holds no standstill', () => {
  expect(trendOf({ low: 1, expected: 2, high: 3 })).toBe('rising');
  expect(trendOf({ low: -1, expected: 2, high: 5 })).toBe('steady');
  expect(trendOf({ low: -5, expected: -2, high: -1 })).toBe('falling');
});

test('ages are short, times have 24 hours', () => {
  expect([0, 119_000, 120_000, 7_200_000, 172_800_000].map(age)).toEqual([
    '0 s',
    '119 s',
    '2 min',
    '2 h',
    '2 d',
  ]);
  expect(time(Date.UTC(2026, 0, 1, 23, 5), 'time', 'en', 'Europe/Paris')).toBe('00:05');
  expect(time(Date.UTC(2026, 0, 1, 22, 5), 'time', 'fr', 'Europe/Paris')).toBe('23:05');
});
