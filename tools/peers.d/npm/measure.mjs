// Verifications per second of CPU time: node measure.mjs WARM_UP SECONDS FILE…, a question a line (see judge.mjs).
// Prints a line a file: its name and three measurements. A question without the artifact's bytes is passed over where
// the bundle is a signature over them.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { prepare, verdict } from './judge.mjs';

const [warmUp, seconds, ...files] = process.argv.slice(2);

function cpu() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

function rate(questions, time) {
  const begin = cpu();
  let done = 0;
  let now = begin;
  while (now < begin + time) {
    for (const question of questions) {
      const found = verdict(question);
      if (found.verdict !== 'accepted') {
        throw new Error(`a genuine bundle is refused: ${found.reason}`);
      }
    }
    done += questions.length;
    now = cpu();
  }
  return (done / (now - begin)).toFixed(1);
}

for (const file of files) {
  const questions = readFileSync(file, 'utf8').trim().split('\n').map((line) => prepare(JSON.parse(line)))
    .filter((question) => question.artifact !== undefined);
  if (questions.length > 0) {
    rate(questions, Number(warmUp));
    const rates = [1, 2, 3].map(() => rate(questions, Number(seconds)));
    console.log([basename(file), ...rates].join(' '));
  }
}
