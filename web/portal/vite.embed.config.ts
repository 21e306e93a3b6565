import { defineConfig, type Plugin } from 'vite';
import { compress, dist } from './build/files.ts';

const compressed: Plugin = {
  name: 'compressed',
  writeBundle: ({ dir }) => compress(dir!, 'embed.js'),
};

// The embedding script is one that a page of the business's loads as it stands: no module, no hash.
export default defineConfig({
  publicDir: false,
  plugins: [compressed],
  build: {
    outDir: dist,
    emptyOutDir: false,
    target: 'es2020',
    reportCompressedSize: false,
    lib: { entry: 'src/embed/element.ts', formats: ['iife'], name: 'portico', fileName: () => 'embed.js' },
  },
});
