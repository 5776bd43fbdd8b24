// Drawn places: sites with zones that fill and empty by a rule, without chance.
// SPDX-License-Identifier: Apache-2.0
export interface DrawnZone {
  name: string;
  kind: 'WALKWAY' | 'QUEUE' | 'STAIR';
  areaM2: number;
  capacity: number | null;
  outline: [number, number][];
  usual: number; // share of capacity at a usual hour
}
export interface DrawnSite {
  name: string;
  timeZone?: string;
  hasPlan: boolean;
  zones: DrawnZone[];
  groups: { name: string; zones: number[]; capacity: number }[];
}

const box = (x: number, y: number, width: number, height: number): [number, number][] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

const zone = (
  name: string,
  kind: DrawnZone['kind'],
  at: [number, number, number, number],
  usual: number,
): DrawnZone => ({
  name,
  kind,
  areaM2: at[2] * at[3],
  capacity: Math.round(at[2] * at[3] * 2),
  outline: box(...at),
  usual,
});

const station: DrawnSite = {
  name: 'Central station',
  timeZone: 'Europe/Paris',
  hasPlan: true,
  zones: [
    zone('platform 1', 'WALKWAY', [0, 0, 60, 6], 0.62),
    zone('platform 2', 'WALKWAY', [0, 10, 60, 6], 0.28),
    zone('platform 3', 'WALKWAY', [0, 20, 60, 6], 0.12),
    zone('stair north', 'STAIR', [62, 17, 9, 9], 0.22),
    zone('stair south', 'STAIR', [62, 0, 9, 9], 0.36),
    zone('underpass', 'WALKWAY', [62, 9.5, 9, 7], 0.3),
    {
      ...zone('hall', 'WALKWAY', [73, 0, 27, 26], 0.1),
      outline: [
        [73, 0],
        [100, 0],
        [100, 26],
        [86, 26],
        [86, 17],
        [73, 17],
      ],
      areaM2: 585,
      capacity: 1170,
    },
    zone('ticket queue', 'QUEUE', [73, 18, 12, 8], 0.45),
  ],
  groups: [{ name: 'station', zones: [0, 1, 2, 3, 4, 5, 6, 7], capacity: 2600 }],
};

const stadium: DrawnSite = {
  name: 'Stadium gates',
  hasPlan: false,
  zones: Array.from({ length: 12 }, (_, i) =>
    zone(`gate ${i + 1}`, 'QUEUE', [i * 12, 0, 10, 8], 0.15 + (i % 5) * 0.15),
  ),
  groups: [],
};

// A site of `count` zones in rows of 20, with a passage after each fifth row.
export function manyZones(count: number): DrawnSite {
  const zones = Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / 20);
    return zone(
      `zone ${String(i + 1).padStart(3, '0')}`,
      i % 7 === 0 ? 'QUEUE' : 'WALKWAY',
      [(i % 20) * 11, row * 11 + Math.floor(row / 5) * 6, 10, 10],
      0.03 + ((i * 37) % 100) / 160,
    );
  });
  return { name: 'Trade fair', timeZone: 'Europe/Paris', hasPlan: true, zones, groups: [] };
}

export const usualSites = (): DrawnSite[] => [station, stadium, manyZones(200)];

// People in a zone at a moment: a slow daily course and a fast wave, each zone at its own phase.
export function personsAt(site: DrawnSite, index: number, ms: number): number {
  const drawn = site.zones[index]!;
  const hour = (ms / 3_600_000) % 24;
  const day =
    0.55 +
    0.3 * Math.exp(-((hour - 7) ** 2) / 3) +
    0.45 * Math.exp(-((hour - 17) ** 2) / 4) -
    (hour < 4 ? 0.4 : 0);
  const wave = 1 + 0.12 * Math.sin(ms / 90_000 + index * 1.7);
  const weekend = [0, 6].includes(new Date(ms).getUTCDay()) ? 0.6 : 1;
  return Math.max(
    0,
    Math.round((drawn.capacity ?? drawn.areaM2) * drawn.usual * day * wave * weekend * 1.35),
  );
}
