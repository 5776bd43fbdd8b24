// A page of a busy evening, and a watch on every request that it makes.
// SPDX-License-Identifier: Apache-2.0
import { test as plain, type Page } from '@playwright/test';
import { fileURLToPath } from 'node:url';
import type { Mock, MockOptions } from '../mock/server.ts';
import { startShow } from '../mock/show.ts';

export const folder = fileURLToPath(new URL('../dist', import.meta.url));
export { expect } from '@playwright/test';

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
    const broken: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(mock.address) && !request.url().startsWith('blob:'))
        broken.push(`request to ${request.url()}`);
    });
    page.on('pageerror', (error) => broken.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Trusted/.test(message.text())) broken.push(message.text());
    });
    await use(page);
    plain.expect(broken).toEqual([]);
  },
});

export const viewOf = (mock: Mock, view: string, query: Record<string, string> = {}): string =>
  `${mock.address}#/${view}?${new URLSearchParams(query)}`;
