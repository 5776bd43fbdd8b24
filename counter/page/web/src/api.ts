// What the page asks the server; API.md says what it answers.
// SPDX-License-Identifier: Apache-2.0
import { readAlarms, readSites, type AlarmEvent, type Role, type SiteState } from './contract.ts';

const root = 'api/v1/';

// The server's answer was no; 0: there was none.
export class Refused extends Error {
  constructor(readonly status: number) {
    super(`refused: ${status}`);
  }
}

async function ask(path: string, init?: RequestInit): Promise<Response> {
  let reply: Response;
  try {
    reply = await fetch(root + path, { credentials: 'same-origin', cache: 'no-store', ...init });
  } catch {
    throw new Refused(0);
  }
  if (!reply.ok) throw new Refused(reply.status);
  return reply;
}

const post = (path: string, body: string, type: string): Promise<Response> =>
  ask(path, { method: 'POST', headers: { 'content-type': type }, body });
const postJson = (path: string, body: object): Promise<Response> =>
  post(path, JSON.stringify(body), 'application/json');

export interface Me {
  name: string;
  role: Role;
  needsLogin: boolean;
}

export const askMe = async (): Promise<Me> => (await ask('me')).json();
export const login = (token: string): Promise<Response> => postJson('login', { token });
export const logout = (): Promise<Response> => postJson('logout', {});
export const askSites = async (): Promise<SiteState[]> =>
  readSites(await (await ask('sites')).json());
export const acknowledge = (site: string, alarm: string): Promise<Response> =>
  postJson('acknowledge', { site, alarm });

// Corners in metres of each zone, x east and y north, and the site's own time zone.
export interface Plan {
  timeZone?: string;
  zones: { name: string; outline: [number, number][] }[];
  // A drawing of the place and where its corners are.
  image?: { url: string; left: number; bottom: number; right: number; top: number };
}

// Nothing where the server knows no plan of the site.
export async function askPlan(site: string): Promise<Plan | null> {
  try {
    return await (await ask(`plan?${new URLSearchParams({ site })}`)).json();
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}

export type Resolution = 'released' | 'minute' | 'quarter_hour' | 'hour' | 'day';

// Rows in columns, in order of time and then of zones; null where there was no count.
export interface HistoryColumns {
  zones: string[];
  zone: number[];
  startMs: number[];
  lengthMs: number[];
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  highest: (number | null)[];
  countedS: number[];
  coveragePercent: number[];
}

export interface Span {
  fromMs: number;
  untilMs: number;
}

export async function askHistory(
  site: string,
  zones: string[],
  span: Span,
  resolution: Resolution,
): Promise<HistoryColumns> {
  const query = new URLSearchParams({
    site,
    from: String(span.fromMs),
    until: String(span.untilMs),
    resolution,
  });
  for (const zone of zones) query.append('zone', zone);
  return (await ask(`history?${query}`)).json();
}

export async function askAlarms(site: string, span: Span): Promise<AlarmEvent[][]> {
  const query = new URLSearchParams({
    site,
    from: String(span.fromMs),
    until: String(span.untilMs),
  });
  return readAlarms(await (await ask(`alarms?${query}`)).json());
}

// `throng check` of a site file. Only text is ever sent.
export const check = async (siteFile: string): Promise<unknown> =>
  (await post('check', siteFile, 'text/plain; charset=utf-8')).json();
