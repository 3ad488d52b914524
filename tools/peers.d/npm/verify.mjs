// Verifies bundles with @sigstore/verify. One JSON question a line on standard input, one JSON verdict a line out.
// Question: see judge.mjs. Verdict: {"verdict": "accepted"} or {"verdict": "refused", "reason": text}
import { createInterface } from 'node:readline';
import { prepare, verdict } from './judge.mjs';

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') {
    process.stdout.write(JSON.stringify(verdict(prepare(JSON.parse(line)))) + '\n');
  }
}
