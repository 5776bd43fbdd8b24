// Why an alarm is open, in the language of the page.
// SPDX-License-Identifier: Apache-2.0
import type { AlarmEvent } from '../contract.ts';
import { whole, type Language } from '../format.ts';
import type { Words } from '../words/en.ts';

// The sentence of the event is English. Other languages tell what decided, by the count.
export function reasonOf(event: AlarmEvent, words: Words, language: Language): string {
  if (language === 'en') return event.reason;
  if (event.kind !== 'crowding' || event.count === null) return words.unseenReason[event.kind];
  const { persons, low, high } = event.count;
  return words.countReason(whole(persons, language), whole(low, language), whole(high, language));
}
