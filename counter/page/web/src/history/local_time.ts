// Local days and hours of a site, and back to moments.
// SPDX-License-Identifier: Apache-2.0
import { time, type Language } from '../format.ts';

export interface Local {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  weekday: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const minuteMs = 60_000;

function offsetMinutes(ms: number, timeZone: string): number {
  const known =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(timeZone, known);
  const of: Record<string, number> = {};
  for (const { type, value } of known.formatToParts(ms)) of[type] = Number(value);
  const local = Date.UTC(of.year!, of.month! - 1, of.day, of.hour, of.minute);
  return Math.round((local - Math.floor(ms / minuteMs) * minuteMs) / minuteMs);
}

// Clocks change on full quarters of an hour, so one answer serves each quarter.
const offsets = new Map<string, number>();
function offsetAt(ms: number, timeZone: string): number {
  const key = `${timeZone}${Math.floor(ms / (15 * minuteMs))}`;
  let known = offsets.get(key);
  if (known === undefined) {
    if (offsets.size > 100_000) offsets.clear();
    known = offsetMinutes(ms, timeZone);
    offsets.set(key, known);
  }
  return known;
}

export function localOf(ms: number, timeZone: string): Local {
  const at = new Date(ms + offsetAt(ms, timeZone) * minuteMs);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    weekday: at.getUTCDay(), // 0 is Sunday
  };
}

const two = (n: number): string => String(n).padStart(2, '0');

export function dayOf(ms: number, timeZone: string): string {
  const { year, month, day } = localOf(ms, timeZone);
  return `${year}-${two(month)}-${two(day)}`;
}

// "2026-11-26 18:30"
export function inputOf(ms: number, timeZone: string): string {
  const { hour, minute } = localOf(ms, timeZone);
  return `${dayOf(ms, timeZone)} ${two(hour)}:${two(minute)}`;
}

// "2026-11-26 18:30" or "2026-11-26"; null for what is no time.
export function msOfInput(text: string, timeZone: string): number | null {
  const asUtc = Date.parse(`${text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')}Z`);
  if (Number.isNaN(asUtc)) return null;
  const first = asUtc - offsetAt(asUtc, timeZone) * minuteMs;
  return asUtc - offsetAt(first, timeZone) * minuteMs;
}

export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);
}

const dayMs = 86_400_000;

// Of a moment on an axis with a mark in each `stepMs`: no two marks beside each other read the same.
export function tickText(ms: number, stepMs: number, language: Language, timeZone: string): string {
  const { hour, minute } = localOf(ms, timeZone);
  const isMidnight = hour === 0 && minute === 0 && ms % minuteMs === 0;
  if (stepMs >= dayMs || isMidnight) return time(ms, 'date', language, timeZone);
  return time(ms, stepMs < minuteMs ? 'second' : 'time', language, timeZone);
}
