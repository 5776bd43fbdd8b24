// How the page is built: a few files with stable names, in plain ASCII, always the same.
// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'vite';

// What is built in comes with its licence.
function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle() {
      const texts = ['preact', 'uplot'].map((name) => {
        const licence = readFileSync(
          new URL(`node_modules/${name}/LICENSE`, import.meta.url),
          'utf8',
        );
        return `${name}\n\n${licence.replaceAll('\r', '').trim()}\n`;
      });
      this.emitFile({ type: 'asset', fileName: 'licences.txt', source: texts.join('\n') });
    },
  };
}

// The tree of throng is ASCII, and so is what enters it.
function asciiOnly(): Plugin {
  return {
    name: 'ascii-only',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = file.code.replace(
          /[^\t\n -~]/g,
          (letter) => '\\u' + letter.charCodeAt(0).toString(16).padStart(4, '0'),
        );
      }
    },
  };
}

export default defineConfig({
  plugins: [asciiOnly(), licences()],
  base: './',
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    reportCompressedSize: false,
    rollupOptions: {
      output: {
        entryFileNames: 'page.js',
        chunkFileNames: '[name].js',
        assetFileNames: (asset) =>
          asset.names[0]?.endsWith('.css') ? 'page.css' : '[name][extname]',
      },
    },
  },
  test: { include: ['src/**/*.test.ts', 'tests/**/*.test.ts'] },
} as Parameters<typeof defineConfig>[0]);
