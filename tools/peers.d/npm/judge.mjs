// One question to @sigstore/verify, one verdict. Shared by verify.mjs and measure.mjs.
// Question: {"bundle": base64 of the bundle's bytes, "keys": {hint: base64 SPKI}, "artifact"?: base64,
//   "trustRoot"?: base64 of a trusted root file, "identity"?: {"subject": text, "issuer": text},
//   "demands"?: {"logEntries": n, "times": n, "certificateTimestamps": n}}
// Without a trust root only the keys are trusted, without demands nothing more than the signature is demanded.
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';

const emptyRoot = { certificateAuthorities: [], timestampAuthorities: [], tlogs: [], ctlogs: [] };
const nothing = { logEntries: 0, times: 0, certificateTimestamps: 0 };
const verifiers = new Map();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function verifierFor(question) {
  const demands = question.demands ?? nothing;
  const name = JSON.stringify([question.trustRoot, question.keys, demands]);
  if (!verifiers.has(name)) {
    const root = question.trustRoot === undefined ? emptyRoot : TrustedRoot.fromJSON(parse(question.trustRoot));
    const keys = Object.entries(question.keys).map(([hint, spki]) => [hint, { rawBytes: spki }]);
    verifiers.set(name, new Verifier(toTrustMaterial(root, Object.fromEntries(keys)), {
      tlogThreshold: demands.logEntries,
      ctlogThreshold: demands.certificateTimestamps,
      timestampThreshold: demands.times,
    }));
  }
  return verifiers.get(name);
}

function parse(base64) {
  return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
}

// The library reads the subject as a regular expression.
function policy(identity) {
  const exactly = identity.subject.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return { subjectAlternativeName: `^${exactly}$`, extensions: { issuer: identity.issuer } };
}

/** What stays the same from one verification to the next. */
export function prepare(question) {
  return {
    bundle: Buffer.from(question.bundle, 'base64'),
    artifact: question.artifact === undefined ? undefined : Buffer.from(question.artifact, 'base64'),
    verifier: verifierFor(question),
    policy: question.identity === undefined ? undefined : policy(question.identity),
  };
}

export function verdict(prepared) {
  try {
    const bundle = bundleFromJSON(JSON.parse(strict.decode(prepared.bundle)));
    prepared.verifier.verify(toSignedEntity(bundle, prepared.artifact), prepared.policy);
    return { verdict: 'accepted' };
  } catch (refusal) {
    return { verdict: 'refused', reason: `${refusal.code ?? refusal.name}: ${refusal.message}` };
  }
}
