import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { defineConfig } from 'vite';

// The assets are checked in and embedded, so they are kept a third of their size.
// fflate and not node:zlib, whose bytes differ from one processor to the next.
const compressAssets = {
  name: 'compress-assets',
  writeBundle({ dir }) {
    const assets = join(dir, 'assets');
    for (const name of readdirSync(assets)) {
      const file = join(assets, name);
      writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9, mtime: 0 }));
      rmSync(file);
    }
  },
};

// Vite lists the packages of the page alone, each with its own license: one more is in a worker only,
// and Monaco holds code of others.
const moreLicenses = {
  name: 'more-licenses',
  writeBundle({ dir }) {
    const read = (file) => readFileSync(new URL(`node_modules/${file}`, import.meta.url), 'utf8');
    const { name, version, license } = JSON.parse(read('picomatch-browser/package.json'));
    const notices = read('monaco-editor/ThirdPartyNotices.txt').replace(/\r\n/g, '\n');
    appendFileSync(
      join(dir, 'licenses.md'),
      `\n## ${name} - ${version} (${license})\n\n${read('picomatch-browser/LICENSE')}\n# Held by monaco-editor\n\n${notices}`,
    );
  },
};

export default defineConfig({
  base: '/playground/',
  plugins: [compressAssets, moreLicenses],
  build: {
    outDir: '../../internal/web/playground/dist',
    emptyOutDir: true,
    // A data: address would need a wider Content-Security-Policy than a file does.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The binary hands out other people's work, whose licenses ask to come along.
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4096,
    rolldownOptions: {
      onLog(level, log, print) {
        // "use client" means something to servers that render React, and nothing here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') print(level, log);
      },
    },
  },
});
