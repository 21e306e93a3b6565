import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { compress, dist } from './build/files.ts';
import * as generated from './src/operations/generated.ts';

const icon = 'src/icon.svg';

// The pages are written by the server, which finds here what to load, and the texts of the
// operations: it reads the portal's first view by the very same one.
const forServer: Plugin = {
  name: 'for-server',
  buildStart() {
    this.emitFile({ type: 'asset', name: basename(icon), source: readFileSync(icon) });
  },
  writeBundle({ dir }, bundle) {
    const addresses: Record<string, string> = {};
    for (const file of Object.keys(bundle)) {
      const kind = { js: 'script', css: 'style', svg: 'icon' }[file.split('.').pop()!];
      if (kind && file.startsWith('assets/')) addresses[kind] = `/portal/${file}`;
    }
    const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
    writeFileSync(join(dir!, 'manifest.json'), json(addresses));
    const operations: Record<string, string> = {};
    for (const [name, text] of Object.entries(generated)) {
      if (name.endsWith('Document')) operations[name.replace(/Document$/, '')] = String(text);
    }
    writeFileSync(join(dir!, 'operations.json'), json(operations));
    compress(join(dir!, 'assets'));
    compress(dir!, 'licenses.md');
  },
};

export default defineConfig({
  base: '/portal/',
  publicDir: false,
  plugins: [forServer],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: dist,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    target: 'es2022',
    license: { fileName: 'licenses.md' },
    reportCompressedSize: false,
    rolldownOptions: { input: 'src/main.tsx' },
  },
});
