// The built page that is committed is what its source gives.
// SPDX-License-Identifier: Apache-2.0
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const web = fileURLToPath(new URL('..', import.meta.url));
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, readFileSync(join(folder, name), 'latin1')]),
  );
const committed = filesOf(join(web, 'dist'));

test('a new build gives the same files', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    const env = { ...process.env, NODE_ENV: 'production' };
    execFileSync(
      'npx',
      ['vite', 'build', '--logLevel', 'error', '--emptyOutDir', '--outDir', folder],
      { cwd: web, env },
    );
    const built = filesOf(folder);
    expect(Object.keys(built)).toEqual(Object.keys(committed));
    for (const [name, text] of Object.entries(built))
      expect(text === committed[name], `${name}: run npm run build`).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('all of it is plain ASCII and has at most 300 kB when compressed', () => {
  const packed = Object.values(committed)
    .map((text) => gzipSync(text).length)
    .reduce((a, b) => a + b, 0);
  expect(packed).toBeLessThan(300_000);
  for (const [name, text] of Object.entries(committed)) expect(text, name).toMatch(/^[\t\n -~]*$/);
});

test('it names no other host, and has nothing that the policy forbids', () => {
  for (const [name, text] of Object.entries(committed)) {
    const hosts = [...text.matchAll(/https?:\/\/[^\s"'`)]+/g)]
      .map(([host]) => host)
      .filter((host) => !host.startsWith('http://www.w3.org/'));
    expect(hosts, name).toEqual([]);
    expect(text, name).not.toMatch(/\beval\(|new Function\(/);
  }
  expect(committed['index.html']).not.toMatch(/ style=|<style|<script(?! type="module")|\son\w+=/);
});
