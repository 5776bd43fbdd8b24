// What is known now of one site: each place's newest situation, its recent past, the open alarms.
// SPDX-License-Identifier: Apache-2.0
import type { AlarmEvent, Situation, WatchReply } from './contract.ts';

const mostPast = 120; // counts of each place; half an hour at one in 15 s

export interface PlaceState {
  situation: Situation;
  lastFreshMs: number | null; // end of the newest window in which it was seen
  past: (number | null)[]; // persons, oldest first; null where it was blind
}

export interface OpenAlarm {
  newest: AlarmEvent;
  raisedMs: number;
  acknowledged: AlarmEvent | null;
}

export class LiveState {
  places = new Map<string, PlaceState>();
  alarms = new Map<string, OpenAlarm>();
  isKnown = false; // something was heard of it
  connected = true; // the edge is on the line
  newestMs: number | null = null; // end of the newest window
  version = 0; // grows with each change
  readonly #watchers = new Set<() => void>();

  // `isWhole`: the reply tells all that is so, as the first one of a connection does.
  apply(reply: WatchReply, isWhole: boolean): void {
    this.isKnown = true;
    if (isWhole || reply.missed > 0) this.alarms = new Map();
    for (const situation of reply.situations) this.#take(situation);
    for (const event of reply.events) this.#follow(event);
    if (reply.connected !== null) this.connected = reply.connected;
    this.changed();
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  changed(): void {
    this.version += 1;
    for (const watcher of this.#watchers) watcher();
  }

  #take(situation: Situation): void {
    const before = this.places.get(situation.place);
    if (before !== undefined && before.situation.endMs > situation.endMs) return;
    this.newestMs = Math.max(this.newestMs ?? 0, situation.endMs);
    const past = before?.past ?? [];
    if (before?.situation.endMs !== situation.endMs) {
      past.push(situation.persons?.expected ?? null);
      if (past.length > mostPast) past.shift();
    }
    const lastFreshMs =
      situation.freshness === 'fresh' ? situation.endMs : (before?.lastFreshMs ?? null);
    this.places.set(situation.place, { situation, lastFreshMs, past });
  }

  #follow(event: AlarmEvent): void {
    const before = this.alarms.get(event.alarm);
    if (before !== undefined && before.newest.sequence >= event.sequence) return;
    if (event.change === 'end') {
      this.alarms.delete(event.alarm);
      return;
    }
    const acknowledged =
      event.change === 'acknowledge'
        ? event
        : event.change === 'escalate'
          ? null
          : (before?.acknowledged ?? null);
    this.alarms.set(event.alarm, {
      newest: event,
      raisedMs: before?.raisedMs ?? event.atMs,
      acknowledged,
    });
  }
}

const weight = ({ newest, acknowledged }: OpenAlarm): number =>
  (acknowledged === null ? 10 : 0) +
  (newest.kind === 'crowding' ? { clear: 0, busy: 2, crowded: 3, critical: 4 }[newest.band] : 1);

// Those that nobody has seen first, the worst of them on top, the oldest of equals before.
export function sortedAlarms(alarms: Iterable<OpenAlarm>): OpenAlarm[] {
  return [...alarms].sort((a, b) => weight(b) - weight(a) || a.raisedMs - b.raisedMs);
}

// Of each place, the alarm that matters most.
export function alarmOfPlaces(alarms: Iterable<OpenAlarm>): Map<string, OpenAlarm> {
  const worst = new Map<string, OpenAlarm>();
  for (const alarm of sortedAlarms(alarms).reverse()) worst.set(alarm.newest.place, alarm);
  return worst;
}
