// The program itself in a folder of its own: it counts a recording again and again, and serves its page.
// SPDX-License-Identifier: Apache-2.0
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = process.env.THRONG_PROGRAM ?? '';
const video = process.env.THRONG_VIDEO ?? join(homedir(), '.cache/throng/vtest.avi');
export const demo = readFileSync(
  fileURLToPath(new URL('../../../demo.toml', import.meta.url)),
  'utf8',
);
// An alarm that is raised stays open while anybody is there, so that there is time to see it.
const longAlarm = demo.replace(/^busy = 5$/m, 'busy = { enter = 5, leave = 1 }');

// Why the program cannot be tried here; null where it can.
export function missing(): string | null {
  if (program === '') return 'THRONG_PROGRAM does not name the program throng';
  if (!existsSync(program)) return `there is no ${program}`;
  return existsSync(video) ? null : `there is no recording ${video}; counter/demo.sh fetches it`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

export class RealThrong {
  readonly folder = mkdtempSync(join(tmpdir(), 'throng-page-'));
  deskToken = ''; // of an operator, where there is a login
  readonly #children = new Set<ChildProcess>();
  #server: ChildProcess | null = null;
  #said = '';

  private constructor(
    readonly address: string,
    readonly port: number,
  ) {}

  // An edge and its hub; with tokens over HTTPS.
  static async start({ withLogin = false } = {}): Promise<RealThrong> {
    const port = await freePort();
    const throng = new RealThrong(`http${withLogin ? 's' : ''}://127.0.0.1:${port}/`, port);
    try {
      writeFileSync(throng.in('demo.toml'), longAlarm);
      symlinkSync(video, throng.in('vtest.avi'));
      if (withLogin) {
        throng.cert('authority', '--folder', 'ca');
        throng.cert('hub', 'localhost', '--authority', 'ca', '--out', 'hub');
        throng.deskToken = throng.token('desk', 'operator');
      }
      writeFileSync(
        throng.in('both.toml'),
        [
          '[edge]\nsite = "demo.toml"\nledger = "demo.ledger"',
          `[hub]\nlisten = "unix:${throng.in('hub.sock')}"\narchive = "demo.archive"`,
          ...(withLogin ? ['credentials = "hub"\ntokens = "tokens.toml"'] : []),
          `[page]\nlisten = "127.0.0.1:${port}"`,
          withLogin ? 'credentials = "hub"\n' : '',
        ].join('\n'),
      );
      throng.#spawn(
        ...['count', '--site', 'demo.toml', '--loop', '--tick', '1', '--ledger', 'demo.ledger'],
      );
      while (!existsSync(throng.in('demo.ledger'))) await wait(100);
      await throng.serve();
    } catch (error) {
      await throng.stop();
      throw error;
    }
    return throng;
  }

  in(name: string): string {
    return join(this.folder, name);
  }

  cert(...words: string[]): void {
    execFileSync(program, ['cert', ...words], { cwd: this.folder, stdio: 'pipe' });
  }

  // Of a new reader.
  token(name: string, role: string): string {
    this.cert(
      ...['token', name, '--role', role, '--tokens', 'tokens.toml'],
      ...['--authority', 'ca', '--out', name],
    );
    return readFileSync(join(this.in(name), 'token'), 'utf8').trim();
  }

  // Until the page is there.
  async serve(): Promise<void> {
    this.#said = '';
    const server = this.#spawn('serve', 'both.toml');
    this.#server = server;
    server.stderr!.on('data', (bytes: Buffer) => {
      this.#said += bytes.toString();
    });
    const giveUp = Date.now() + 30_000;
    while (!this.#said.includes('the page is at')) {
      if (server.exitCode !== null || Date.now() > giveUp) throw new Error(this.#said);
      await wait(50);
    }
  }

  // As a machine does that loses its power.
  async kill(): Promise<void> {
    const gone = once(this.#server!, 'exit');
    this.#server!.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.#children].map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }),
    );
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(...words: string[]): ChildProcess {
    const child = spawn(program, words, {
      cwd: this.folder,
      stdio: ['ignore', 'ignore', words[0] === 'serve' ? 'pipe' : 'ignore'],
    });
    this.#children.add(child);
    return child;
  }
}
