import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'fflate';

/** Where the server's Go package keeps what is built here. */
export const dist = '../../internal/web/portalpage/dist';

/**
 * Replaces files by compressed ones: they are checked in and served like that.
 * By fflate and not node:zlib, whose bytes differ from one processor to the next.
 */
export function compress(folder: string, ...names: string[]): void {
  for (const name of names.length > 0 ? names : readdirSync(folder)) {
    const file = join(folder, name);
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9, mtime: 0 }));
    rmSync(file);
  }
}
