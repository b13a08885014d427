// A certified OpenID provider on loopback, for tests: any login name is let in with any password.
// usage: node provider.mjs PORT CERT KEY JWKS   (JWKS: a file with the private signing keys)
import https from 'node:https';
import { readFileSync } from 'node:fs';
import Provider from 'oidc-provider';

const [port, cert, key, jwks] = process.argv.slice(2);

const people = {
  jane: { email: 'jane@example.com', groups: ['staff'] },
  root: { email: 'root@example.com', groups: ['staff', 'wheel'] },
  eve: { email: 'eve@elsewhere.test', groups: [] },
};

const provider = new Provider(`https://localhost:${port}`, {
  clients: [
    {
      client_id: 'step',
      client_secret: 'not-so-secret',
      id_token_signed_response_alg: 'ES256',
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: ['http://127.0.0.1', 'http://localhost'],
      grant_types: ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code'],
      response_types: ['code'],
    },
    {
      client_id: 'other',
      client_secret: 'not-so-secret',
      id_token_signed_response_alg: 'ES256',
      application_type: 'native',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: ['http://127.0.0.1'],
    },
  ],
  claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'] },
  conformIdTokenClaims: false,
  features: { deviceFlow: { enabled: true } },
  pkce: { required: () => true },
  jwks: JSON.parse(readFileSync(jwks)),
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email_verified: true, ...people[id] }),
  }),
});

https
  .createServer({ cert: readFileSync(cert), key: readFileSync(key) }, provider.callback())
  .listen(Number(port), '127.0.0.1', () => console.log('ready'));
