// A server that speaks API.md with drawn places, for tests and for looking at the page.
// SPDX-License-Identifier: Apache-2.0
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { AlarmBook } from './alarm_book.ts';
import { checkSite } from './check.ts';
import { historyColumns, nsOf, siteMessage, situationsAt, tickMs, type Sight } from './messages.ts';
import { usualSites, type DrawnSite } from './places.ts';

export interface MockOptions {
  sites?: DrawnSite[];
  role?: 'viewer' | 'planner' | 'operator' | 'admin';
  token?: string; // wanted at login; none: no login
  everyMs?: number; // between two windows; none: only when told
  stepMs?: number; // by how much the drawn clock goes on with each window
  clock?: number; // where the drawn clock begins; none: now
  port?: number;
  folder: string; // of the built page
}

export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const types: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

interface Request {
  method: string;
  url: string;
  body: Buffer;
  headers: IncomingMessage['headers'];
}

interface Stream {
  site: string | null; // none: all
  othersAlarms: boolean;
  reply: ServerResponse;
}

export class Mock {
  readonly requests: Request[] = [];
  readonly alarms = new AlarmBook(
    () => this.clockMs,
    (site, event) => this.#send({ site, events: [event] }),
  );
  readonly sites: DrawnSite[];
  readonly sights = new Map<string, Sight>();
  readonly factors = new Map<string, number>();
  clockMs: number;
  sentBytes = 0;
  isDown = false; // refuses all, as a server does that is gone
  isSilent = false; // keeps its streams open and says nothing
  answersAcknowledge = true;
  address = '';
  readonly #streams = new Set<Stream>();
  readonly #options: MockOptions;
  readonly #server = createServer((request, reply) => void this.#answer(request, reply));
  readonly #timers: NodeJS.Timeout[] = [];

  private constructor(options: MockOptions) {
    this.#options = options;
    this.sites = options.sites ?? usualSites();
    this.clockMs = options.clock ?? Math.floor(Date.now() / 1000) * 1000;
  }

  static async start(options: MockOptions): Promise<Mock> {
    const mock = new Mock(options);
    await new Promise<void>((done) => mock.#server.listen(options.port ?? 0, '127.0.0.1', done));
    mock.address = `http://127.0.0.1:${(mock.#server.address() as AddressInfo).port}/`;
    mock.#timers.push(setInterval(() => mock.#beat(), 5000));
    if (options.everyMs !== undefined)
      mock.#timers.push(setInterval(() => mock.tick(), options.everyMs));
    return mock;
  }

  async stop(): Promise<void> {
    this.#timers.forEach(clearInterval);
    this.cut();
    await new Promise((done) => this.#server.close(done));
  }

  // The next window of all sites.
  tick(): void {
    this.clockMs += this.#options.stepMs ?? tickMs;
    for (const site of this.sites)
      this.#send({ site: site.name, situations: this.#situations(site) });
    this.#beat();
  }

  // Breaks all streams.
  cut(): void {
    for (const { reply } of this.#streams) reply.destroy();
    this.#streams.clear();
  }

  #situations(site: DrawnSite): object[] {
    return situationsAt(
      site,
      this.clockMs,
      (place) => this.sights.get(place) ?? 'fresh',
      (place) => this.factors.get(place) ?? 1,
    );
  }

  #send(message: { site: string } & Record<string, unknown>): void {
    if (this.isSilent) return;
    for (const { site, othersAlarms, reply } of this.#streams) {
      const isWanted = site === null || site === message.site;
      if (isWanted || (othersAlarms && message.events !== undefined)) {
        reply.write(`data: ${JSON.stringify(message)}\n\n`);
      }
    }
  }

  #beat(): void {
    if (this.isSilent) return;
    for (const { reply } of this.#streams)
      reply.write(`event: beat\ndata: {"nowNs":"${nsOf(this.clockMs)}"}\n\n`);
  }

  #watch(url: URL, reply: ServerResponse): void {
    if (this.isSilent) return;
    const wanted = url.searchParams.get('site');
    reply.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    const othersAlarms = url.searchParams.get('others') === 'alarms';
    this.#streams.add({ site: wanted, othersAlarms, reply });
    reply.write(`event: beat\ndata: {"nowNs":"${nsOf(this.clockMs)}"}\n\n`);
    for (const site of this.sites) {
      const events = this.alarms.openAt(site.name).flat();
      const first = { site: site.name, events, connected: true };
      const isWanted = wanted === null || site.name === wanted;
      if (!isWanted && !othersAlarms) continue;
      const whole = isWanted ? { ...first, situations: this.#situations(site) } : first;
      reply.write(`data: ${JSON.stringify(whole)}\n\n`);
    }
  }

  async #answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    this.requests.push({
      method: request.method ?? '',
      url: request.url ?? '',
      body,
      headers: request.headers,
    });
    if (this.isDown) return void reply.destroy();
    const url = new URL(request.url ?? '/', this.address);
    if (!url.pathname.startsWith('/api/v1/')) return this.#file(url.pathname, reply);
    const call = url.pathname.slice('/api/v1/'.length);
    if (call === 'watch' && this.#isKnown(request)) return this.#watch(url, reply);
    const [status, json] = this.#call(
      call,
      url.searchParams,
      body.toString(),
      this.#isKnown(request),
    );
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
    };
    if (call === 'login' && status === 200)
      headers['set-cookie'] = 'session=drawn; HttpOnly; SameSite=Strict; Path=/';
    if (call === 'logout') headers['set-cookie'] = 'session=; Max-Age=0; Path=/';
    this.#reply(reply, status, headers, JSON.stringify(json));
  }

  #isKnown(request: IncomingMessage): boolean {
    return (
      this.#options.token === undefined || (request.headers.cookie ?? '').includes('session=drawn')
    );
  }

  #call(call: string, query: URLSearchParams, body: string, isKnown: boolean): [number, unknown] {
    const role = this.#options.role ?? 'operator';
    if (call === 'me')
      return [
        200,
        { name: this.#options.token === undefined ? '' : 'duty desk', role, needsLogin: !isKnown },
      ];
    if (call === 'login')
      return JSON.parse(body).token === this.#options.token ? [200, {}] : [401, {}];
    if (call === 'logout') return [200, {}];
    if (!isKnown) return [401, {}];
    if (call === 'sites') {
      return [
        200,
        {
          sites: this.sites.map((site) => ({
            site: siteMessage(site),
            connected: true,
            newestNs: nsOf(this.clockMs),
          })),
        },
      ];
    }
    if (call === 'check')
      return role === 'operator' || role === 'admin' ? [200, checkSite(body)] : [403, {}];
    if (call === 'acknowledge') return this.#acknowledge(JSON.parse(body), role);
    const site = this.sites.find(({ name }) => name === query.get('site'));
    if (site === undefined) return [404, {}];
    if (call === 'plan')
      return site.hasPlan
        ? [
            200,
            {
              timeZone: site.timeZone,
              zones: site.zones.map(({ name, outline }) => ({ name, outline })),
            },
          ]
        : [404, {}];
    const fromMs = Number(query.get('from')),
      untilMs = Number(query.get('until'));
    if (call === 'history') {
      return [
        200,
        historyColumns(
          site,
          query.getAll('zone'),
          fromMs,
          untilMs,
          (query.get('resolution') ?? 'hour') as 'hour',
        ),
      ];
    }
    if (call === 'alarms') {
      return [200, { alarms: this.alarms.allAt(site.name).map((events) => ({ events })) }];
    }
    return [404, {}];
  }

  #acknowledge({ site, alarm }: { site: string; alarm: string }, role: string): [number, unknown] {
    if (role !== 'operator' && role !== 'admin') return [403, {}];
    if (!this.answersAcknowledge) return [503, {}];
    setTimeout(() => this.alarms.change(site, Number(alarm), 'ACKNOWLEDGE', { byRole: role }), 100);
    return [200, {}];
  }

  async #file(path: string, reply: ServerResponse): Promise<void> {
    const name = path === '/' ? 'index.html' : path.slice(1);
    try {
      const text = await readFile(`${this.#options.folder}/${name}`);
      this.#reply(
        reply,
        200,
        {
          'content-type': types[name.split('.').at(-1)!] ?? 'application/octet-stream',
          'content-security-policy': policy,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-cache',
        },
        text,
      );
    } catch {
      reply.writeHead(404).end();
    }
  }

  #reply(
    reply: ServerResponse,
    status: number,
    headers: Record<string, string>,
    body: string | Buffer,
  ): void {
    const packed = gzipSync(body);
    this.sentBytes += packed.length;
    reply.writeHead(status, { ...headers, 'content-encoding': 'gzip' }).end(packed);
  }
}
