// Verifies bundles with @sigstore/verify. One JSON request a line on standard input, one JSON verdict a line out.
// Request: {"bundle": base64 of the bundle's bytes, "keys": {hint: base64 SPKI}, "artifact"?: base64}
// Verdict: {"verdict": "accepted"} or {"verdict": "refused", "reason": text}
import { createInterface } from 'node:readline';
import { bundleFromJSON } from '@sigstore/bundle';
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';

const emptyRoot = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };

function keyed(keys) {
  return Object.fromEntries(Object.entries(keys).map(([hint, spki]) => [hint, { rawBytes: spki }]));
}

function verdict(request) {
  try {
    const bundle = bundleFromJSON(JSON.parse(Buffer.from(request.bundle, 'base64').toString('utf8')));
    const artifact = request.artifact === undefined ? undefined : Buffer.from(request.artifact, 'base64');
    const material = toTrustMaterial(emptyRoot, keyed(request.keys));
    const verifier = new Verifier(material, { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 0 });
    verifier.verify(toSignedEntity(bundle, artifact));
    return { verdict: 'accepted' };
  } catch (refusal) {
    return { verdict: 'refused', reason: `${refusal.code ?? refusal.name}: ${refusal.message}` };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') {
    process.stdout.write(JSON.stringify(verdict(JSON.parse(line))) + '\n');
  }
}
