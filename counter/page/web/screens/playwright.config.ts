// The pictures of the documentation: npm run screens.
// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from '@playwright/test';
import tests from '../playwright.config.ts';

export default defineConfig({
  ...tests,
  testDir: '.',
  outputDir: '../shots/failed',
  timeout: 240_000,
});
