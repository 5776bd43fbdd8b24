// Numbers and times as people read them.
// SPDX-License-Identifier: Apache-2.0
import type { Range, TimeToFull } from './contract.ts';

export type Language = 'en' | 'fr';

const cached = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function numbers(
  language: Language,
  digits: number,
  look: 'plain' | 'signed' | 'percent',
): Intl.NumberFormat {
  const key = `n${language}${digits}${look}`;
  const known =
    cached.get(key) ??
    new Intl.NumberFormat(language, {
      maximumFractionDigits: digits,
      minimumFractionDigits: digits,
      signDisplay: look === 'signed' ? 'exceptZero' : 'auto',
      style: look === 'percent' ? 'percent' : 'decimal',
    });
  cached.set(key, known);
  return known as Intl.NumberFormat;
}

export const whole = (value: number, language: Language): string =>
  numbers(language, 0, 'plain').format(Math.round(value) + 0);
export const decimal = (value: number, digits: number, language: Language): string =>
  numbers(language, digits, 'plain').format(value);
export const signed = (value: number, language: Language): string =>
  numbers(language, 0, 'signed').format(Math.round(value) + 0);

// Of a value in hundredths: 65 is 65%.
export const percent = (value: number, language: Language): string =>
  numbers(language, 0, 'percent').format(Math.round(value) / 100);

// Of 0..1. What is not all is never 100%, what is not nothing never 0%.
export function share(part: number, language: Language): string {
  if (part <= 0 || part >= 1) return percent(part * 100, language);
  if (part < 0.005) return `<${percent(1, language)}`;
  return part > 0.995 ? `>${percent(99, language)}` : percent(part * 100, language);
}

const dash = '\u2013';

// "110-149": the interval never looks narrower than it is.
export const interval = (range: Range, language: Language): string =>
  `${whole(Math.floor(range.low), language)}${dash}${whole(Math.ceil(range.high), language)}`;

// "12 (8-20)", "12 (8-)" if the later end is not within the hour, ">60" if none is; minutes.
export function minutesToFull(time: TimeToFull, language: Language): string {
  if (time.earliest === null) return '>60';
  const minutes = (value: number): string =>
    value > 0 && value < 1 ? '<1' : whole(value, language);
  const until = time.latest === null ? '' : whole(time.latest, language);
  const range = `(${whole(time.earliest, language)}${dash}${until})`;
  return time.expected === null ? `>60 ${range}` : `${minutes(time.expected)} ${range}`;
}

export type Trend = 'rising' | 'falling' | 'steady';

// Steady where the interval holds no change.
export function trendOf(change: Range): Trend {
  if (change.low > 0) return 'rising';
  return change.high < 0 ? 'falling' : 'steady';
}

// "45 s", "12 min", "3 h", "2 d".
export function age(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.floor(seconds / 60)} min`;
  return seconds < 172_800
    ? `${Math.floor(seconds / 3600)} h`
    : `${Math.floor(seconds / 86_400)} d`;
}

const shapes: Record<string, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  second: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  day: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  date: { day: 'numeric', month: 'short' },
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
};

export function time(
  ms: number,
  shape: keyof typeof shapes,
  language: Language,
  timeZone: string,
): string {
  const key = `t${shape}${language}${timeZone}`;
  const known =
    cached.get(key) ??
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'fr-FR', {
      ...shapes[shape],
      hourCycle: 'h23',
      timeZone,
    });
  cached.set(key, known);
  return known.format(ms);
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
