// Drawn alarms: raised, changed and ended when a test says so.
// SPDX-License-Identifier: Apache-2.0
import { nsOf } from './messages.ts';

interface BookedEvent {
  alarm: string;
  sequence: number;
  change: string;
  [field: string]: unknown;
}
type Booked = { site: string; events: BookedEvent[] };

export class AlarmBook {
  readonly #all: Booked[] = [];

  constructor(
    private readonly clock: () => number,
    private readonly tell: (site: string, event: BookedEvent) => void,
  ) {}

  allAt(site: string): BookedEvent[][] {
    return this.#all.filter((alarm) => alarm.site === site).map(({ events }) => events);
  }

  openAt(site: string): BookedEvent[][] {
    return this.allAt(site).filter((events) => events.at(-1)!.change !== 'ALARM_CHANGE_END');
  }

  // Its number.
  raise(
    site: string,
    place: string,
    band: 'BUSY' | 'CROWDED' | 'CRITICAL' | 'BLIND' | 'STALE',
    reason: string,
    agoMs = 0,
  ): number {
    const kind = band === 'BLIND' || band === 'STALE' ? band : 'CROWDING';
    // "790 persons (680 - 900), ...": the count of the reason.
    const [persons = 0, low = 0, high = 0] = (reason.match(/\d+/g) ?? []).map(Number);
    const booked: Booked = { site, events: [] };
    this.#all.push(booked);
    this.#add(booked, {
      change: 'ALARM_CHANGE_RAISE',
      kind: `ALARM_KIND_${kind}`,
      rule: 'too full',
      place,
      band: kind === 'CROWDING' ? `BAND_${band}` : 'BAND_CLEAR',
      atNs: nsOf(this.clock() - agoMs),
      reason,
      ...(kind === 'BLIND' ? {} : { count: { persons, low, high } }),
    });
    return this.#all.length;
  }

  change(
    site: string,
    alarm: number,
    change: 'ESCALATE' | 'EASE' | 'ACKNOWLEDGE' | 'END',
    more: object = {},
  ): void {
    const booked = this.#all[alarm - 1];
    if (booked?.site !== site) return;
    const atNs = nsOf(this.clock());
    this.#add(booked, {
      ...booked.events.at(-1),
      change: `ALARM_CHANGE_${change}`,
      atNs,
      ...more,
    });
  }

  #add(booked: Booked, event: { change: string; [field: string]: unknown }): void {
    const alarm = String(this.#all.indexOf(booked) + 1);
    const numbered = { ...event, alarm, sequence: booked.events.length + 1 };
    booked.events.push(numbered);
    this.tell(booked.site, numbered);
  }
}
