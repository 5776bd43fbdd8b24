// A page of a busy evening, and a watch on every request that it makes.
// SPDX-License-Identifier: Apache-2.0
import { test as plain, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import type { Mock, MockOptions } from '../mock/server.ts';
import { startShow } from '../mock/show.ts';

export const folder = fileURLToPath(new URL('../dist', import.meta.url));
export { expect } from '@playwright/test';

// The rules of WCAG 2.2 AA, as axe-core names them.
export const openToEverybody = [
  'wcag2a',
  'wcag2aa',
  'wcag21a',
  'wcag21aa',
  'wcag22aa',
  'best-practice',
];

interface Fixtures {
  mockOptions: Partial<MockOptions>;
  mock: Mock;
  strict: Page;
}

export const test = plain.extend<Fixtures>({
  mockOptions: [{}, { option: true }],
  mock: async ({ mockOptions }, use) => {
    const mock = await startShow({ folder, ...mockOptions });
    await use(mock);
    await mock.stop();
  },
  // Nothing leaves the host, nothing breaks the policy, nothing is thrown: in each test that uses it.
  strict: async ({ page, mock }, use) => {
    const broken = watchOver(page, mock.address);
    await use(page);
    plain.expect(broken).toEqual([]);
  },
});

// What leaves the host, breaks the policy or is thrown, from now on.
export function watchOver(page: Page, address: string): string[] {
  const broken: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith('blob:'))
      broken.push(`request to ${request.url()}`);
  });
  page.on('pageerror', (error) => broken.push(`thrown: ${error.message}`));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted/.test(message.text())) broken.push(message.text());
  });
  return broken;
}

export const viewOf = (mock: Mock, view: string, query: Record<string, string> = {}): string =>
  `${mock.address}#/${view}?${new URLSearchParams(query)}`;
