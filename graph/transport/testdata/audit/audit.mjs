// Runs the audits of GraphQL over HTTP against a server: node audit.mjs URL
// It prints every audit that isn't ok and exits 1, or prints how many are ok.
// The server must have introspection and GET on, since audits use both.
import { auditServer } from "graphql-http";

const expected = 61;

const url = process.argv[2];
if (!url) {
  console.error("usage: node audit.mjs URL");
  process.exit(2);
}

const results = await auditServer({ url }).catch((error) => {
  console.error(`no answer from ${url}: ${error.cause?.message ?? error.message}`);
  process.exit(1);
});
const faults = results.filter((result) => result.status !== "ok");
for (const { id, name, status, reason } of faults) {
  console.log(`${status}: ${id} ${name}: ${reason}`);
}
if (results.length !== expected) {
  console.log(`${results.length} audits ran, not ${expected}`);
}
if (faults.length > 0 || results.length !== expected) {
  process.exit(1);
}
console.log(`${results.length} audits ok`);
