// PostGraphile as its documentation has it for production, on the schema bench_api alone. It takes its database and
// address from the environment, as the product does.
import cluster from "node:cluster";
import { createServer } from "node:http";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { grafserv } from "postgraphile/grafserv/node";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

// Two were faster than one with many connections, and as fast with few, on two cores.
const workers = 2;
// The same number in all as the other servers keep.
const connections = 24;

if (cluster.isPrimary) {
  for (let i = 0; i < workers; i++) cluster.fork();
  process.on("SIGTERM", () => process.exit(0)); // the workers end with it
} else {
  const pgl = postgraphile({
    extends: [PostGraphileAmberPreset],
    pgServices: [
      makePgService({
        connectionString: process.env.DATABASE_URL,
        schemas: ["bench_api"],
        pubsub: false,
        poolConfig: { max: Math.floor(connections / workers) },
      }),
    ],
    grafserv: { graphiql: false, websockets: false, maxRequestLength: 8 << 20 },
    grafast: { explain: false },
  });
  const server = createServer();
  server.on("error", (e) => {
    throw e;
  });
  const serv = pgl.createServ(grafserv);
  await serv.addTo(server);
  await serv.ready();
  server.listen(Number(process.env.PORT), process.env.HOST);
}
