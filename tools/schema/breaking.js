// breaking.js OLD NEW: what changed between two schemas that a client may feel. It fails where something breaks one.
import { readFileSync } from 'node:fs';
import { CriticalityLevel, DiffRule, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const [before, now] = process.argv.slice(2).map((path) => buildSchema(readFileSync(path, 'utf8')));
// What the release before had deprecated may go: CHANGELOG.md says so.
const changes = await diff(before, now, [DiffRule.suppressRemovalOfDeprecatedField]);

/** Prints the changes of one level, and says how many there are. */
function show(level, title) {
  const lines = changes.filter(({ criticality }) => criticality.level === level).map(({ path, message }) => `  ${path}: ${message}`);
  if (lines.length > 0) console.log([title, ...lines].join('\n'));
  return lines.length;
}

const dangerous = show(CriticalityLevel.Dangerous, 'Dangerous for a client that is not ready for it:');
const breaking = show(CriticalityLevel.Breaking, 'Breaks clients:');
console.log(`${breaking} breaking, ${dangerous} dangerous, ${changes.length} changes in all`);
if (breaking > 0) process.exitCode = 1;
