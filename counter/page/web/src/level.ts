// Fruin's level of service: from a density, and how it looks.
// SPDX-License-Identifier: Apache-2.0
import type { Level, ZoneKind } from './contract.ts';

export const levels: readonly Level[] = ['A', 'B', 'C', 'D', 'E', 'F'];

const m2PerSquareFoot = 0.09290304;

// Square feet per person at which B, C, D, E and F begin: J. J. Fruin, Pedestrian Planning and
// Design, 1971, ch. 4. The same table as in counter/occupancy/level_of_service.cc.
const limits: Record<ZoneKind, number[]> = {
  walkway: [35, 25, 15, 10, 5],
  queue: [13, 10, 7, 3, 2],
  stair: [20, 15, 10, 7, 4],
};

export function levelOf(kind: ZoneKind, personsPerM2: number): Level {
  const worse = limits[kind].filter((feet) => personsPerM2 >= 1 / (feet * m2PerSquareFoot)).length;
  return levels[worse]!;
}

// Fills from calm to alarming. Lightness changes with each level and blue turns to orange, which
// people with any kind of colour vision tell apart; none is green. level.test.ts proves it.
export const fills: Record<Level, string> = {
  A: '#23415c',
  B: '#3b6c94',
  C: '#86b6d6',
  D: '#f5dd6b',
  E: '#f0932b',
  F: '#c8102e',
};

// Of the letter on the fill.
export const inks: Record<Level, string> = {
  A: '#ffffff',
  B: '#ffffff',
  C: '#0b1622',
  D: '#0b1622',
  E: '#0b1622',
  F: '#ffffff',
};
