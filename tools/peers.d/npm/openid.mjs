// What openid-client and jose think of an authority. One JSON question on standard input, one JSON answer out.
// Question: {"issuer", "authority": PEM, "keyStore": path, "password", "client", "audience", "resource": URL to read}
// Answer: {"issuer", "type", "scope", "claims", "bound", "status", "revoked", "refusals": [names of what must be refused]}
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { calculateJwkThumbprint, createLocalJWKSet, exportJWK, jwtVerify } from 'jose';
import * as openid from 'openid-client';

const question = JSON.parse(await text(process.stdin));
const agent = new Agent({
  ca: question.authority,
  pfx: readFileSync(question.keyStore),
  passphrase: question.password,
  minVersion: 'TLSv1.3',
});

// The platform's fetch shows no client certificate.
const fetchWithCertificate = (url, options = {}) =>
  new Promise((resolve, reject) => {
    const headers = Object.fromEntries(new Headers(options.headers));
    const body = options.body?.toString();
    if (body !== undefined) headers['content-length'] = Buffer.byteLength(body);
    request(url, { agent, method: options.method ?? 'GET', headers }, async (answer) => {
      const content = await text(answer);
      resolve(new Response(content === '' ? null : content, { status: answer.statusCode, headers: flat(answer.rawHeaders) }));
    })
      .on('error', reject)
      .end(body);
  });

const flat = (raw) => Array.from({ length: raw.length / 2 }, (_, i) => [raw[2 * i], raw[2 * i + 1]]);

const discover = (issuer) =>
  openid.discovery(new URL(issuer), question.client, { use_mtls_endpoint_aliases: false }, openid.TlsClientAuth(), {
    [openid.customFetch]: fetchWithCertificate,
  });

// 1. Discovery, and a token: proven by certificate, bound to a key; the nonce is fetched on the way.
const config = await discover(question.issuer);
const metadata = config.serverMetadata();
const pair = await openid.randomDPoPKeyPair('ES256');
const DPoP = openid.getDPoPHandle(config, pair);
const token = await openid.clientCredentialsGrant(config, { resource: question.audience }, { DPoP });

// 2. The token, checked with the published keys as a resource server would.
const keys = createLocalJWKSet(await (await fetchWithCertificate(metadata.jwks_uri)).json());
const expected = { issuer: metadata.issuer, audience: question.audience, typ: 'at+jwt', algorithms: ['ES256'] };
const { payload } = await jwtVerify(token.access_token, keys, {
  ...expected,
  requiredClaims: ['sub', 'client_id', 'iat', 'exp', 'jti', 'tenant', 'cnf'],
});
const bound = payload.cnf.jkt === (await calculateJwkThumbprint(await exportJWK(pair.publicKey)));

// 3. What must be refused is.
const refusals = [];
const mustFail = (name, attempt) => attempt().then(() => {}, () => refusals.push(name));
await mustFail('audience', () => jwtVerify(token.access_token, keys, { ...expected, audience: 'another' }));
await mustFail('issuer', () => discover(question.issuer.replace('localhost', '127.0.0.1')));
await mustFail('target', () => openid.clientCredentialsGrant(config, { resource: 'another' }, { DPoP }));

// 4. The service takes it; once it is revoked, no more.
const read = () =>
  openid.fetchProtectedResource(config, token.access_token, new URL(question.resource), 'GET', undefined, undefined, { DPoP });
const status = (await read()).status;
await openid.tokenRevocation(config, token.access_token);
const revoked = await read().then(
  (answer) => answer.status,
  (refused) => refused.status ?? refused.cause?.status ?? String(refused),
);

process.stdout.write(
  JSON.stringify({ issuer: metadata.issuer, type: token.token_type, scope: token.scope, claims: payload, bound, status, revoked, refusals }),
);
