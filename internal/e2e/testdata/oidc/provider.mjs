// An OpenID Connect provider that asks for consent on a page of its own. It takes the redirect URI and the seconds
// that an access token lives, and writes a line of JSON for each request at its token endpoint that gave tokens.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [redirectUri, lifetime] = process.argv.slice(2);
const server = createServer();
await new Promise((then) => server.listen(0, '127.0.0.1', then));
const { port } = server.address();

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: 'portico',
      client_secret: 'the-client-secret-of-this-test',
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    },
  ],
  claims: { openid: ['sub'], profile: ['name'] },
  scopes: ['openid', 'offline_access', 'profile'],
  cookies: { keys: ['a key of this test'] },
  ttl: { AccessToken: Number(lifetime), Interaction: 600, Session: 600, Grant: 600, IdToken: 600, RefreshToken: 600 },
  rotateRefreshToken: true,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId } },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: 'Ann Archer' }) }),
  interactions: { url: (_, { uid }) => `/interaction/${uid}` },
});

provider.on('grant.success', ({ oidc, body }) => {
  console.log(JSON.stringify({ grant: oidc.params.grant_type, access: body.access_token, refresh: body.refresh_token }));
});
provider.on('grant.revoked', () => console.log(JSON.stringify({ grant: 'revoked' })));

const page = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Consent</title>
<link rel="icon" href="data:,"><main><h1>May the portal use your account?</h1>
<form method="post"><button id="allow" name="answer" value="allow">Allow</button> <button id="deny" name="answer" value="deny">Deny</button></form></main>`;

async function interaction(request, response) {
  const { params } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(page);
    return;
  }
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (Buffer.concat(chunks).toString() !== 'answer=allow') {
    await provider.interactionFinished(request, response, { error: 'access_denied' });
    return;
  }
  const grant = new provider.Grant({ accountId: 'ann', clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  await provider.interactionFinished(request, response, { login: { accountId: 'ann' }, consent: { grantId: await grant.save() } });
}

const rest = provider.callback();
server.on('request', (request, response) => {
  if (!request.url.startsWith('/interaction/')) {
    rest(request, response);
    return;
  }
  interaction(request, response).catch((error) => {
    response.writeHead(500).end(String(error));
  });
});
console.log(JSON.stringify({ port }));
