import { globSync, rmSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { parseArgs } from 'node:util'
import { copyTree } from '../copy-tree.ts'
import { type Candidate, draw, listCandidates } from './candidates.ts'
import { collectCoverage } from './coverage.ts'
import { openProgress } from './progress.ts'
import { survivorReasons } from './survivor-reasons.ts'
import { buildTrial, type Verdict } from './try-mutant.ts'

const usage = `usage: node test/mutants/sample/main.ts [--count 400] [--seed 1] [--only PART]
Tries a seeded sample of one-expression faults of stores, worker, trainer, collector and security code on the quick tests
that run the mutated code, and prints the result as JSON. A verdict is kept while the mutated file and the tests that
decided are unchanged, so an interrupted run resumes. Ends with 1 unless all were tried, at least 85 % were killed, and
survivor-reasons.ts gives the reason of each survivor.
  --only PART  only mutants of files whose path contains PART`
const folders = [
  'stores',
  'relay',
  'cascades/rows',
  'cascades/collector',
  'worker',
  'trainer',
  'api/http',
  'adapters/webhooks'
]
const files = ['api/submission.ts']
const MIN_KILLED_SHARE = 0.85

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false }
  }
})
if (values.help) console.log(usage)
else {
  // It takes an hour, and hinders nobody.
  setPriority(constants.priority.PRIORITY_LOW)
  await run(Number(values.count), Number(values.seed))
}

async function run(count: number, seed: number): Promise<void> {
  const { folder, tree } = copyTree()
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const found = folders.flatMap(each => globSync(`${each}/**/*.ts`, { cwd: tree }))
  const mutated = [...found, ...files].toSorted()
  const candidates = listCandidates(tree, mutated)
  const sample = draw(candidates, count, seed)
  console.error(`${sample.length} of ${candidates.length} mutants, seed ${seed}`)
  const progress = openProgress(seed)
  const { isValid, tryMutant, close } = buildTrial(tree, await collectCoverage(mutated))
  const known = progress.read()
  const verdicts = new Map<string, Verdict>()
  // Those that are known to survive cost the most, and go last.
  const order = sample.toSorted((a, b) => Number(a.id in survivorReasons) - Number(b.id in survivorReasons))
  for (const [index, mutant] of order.entries()) {
    const last = known.get(mutant.id)
    if (last && isValid(mutant, last)) verdicts.set(mutant.id, last)
    else if (mutant.file.includes(values.only)) {
      const verdict = await tryMutant(mutant, last)
      verdicts.set(mutant.id, verdict)
      progress.add(mutant.id, verdict)
      console.error(`${index + 1}/${sample.length} ${verdict.outcome}: ${mutant.id} ${describe(mutant)}`)
    }
  }
  close()
  const result = summarize(sample, verdicts)
  console.log(JSON.stringify({ seed, ...result }, null, 2))
  const hasPassed =
    result.tried === sample.length &&
    result.killedShare >= MIN_KILLED_SHARE &&
    result.survivors.every(({ reason }) => reason !== null)
  process.exitCode = hasPassed ? 0 : 1
}

function summarize(sample: readonly Candidate[], verdicts: ReadonlyMap<string, Verdict>) {
  const count = (outcome: Verdict['outcome']) =>
    sample.filter(({ id }) => verdicts.get(id)?.outcome === outcome).length
  const tried = sample.filter(({ id }) => verdicts.has(id)).length
  const killed = count('killed') + count('timed out')
  const survivors = sample
    .filter(({ id }) => verdicts.get(id)?.outcome === 'survived')
    .map(mutant => ({
      id: mutant.id,
      fault: describe(mutant),
      reason: survivorReasons[mutant.id] ?? null
    }))
  return {
    sample: sample.length,
    tried,
    killed,
    timedOut: count('timed out'),
    killedShare: tried === 0 ? 0 : Math.round((1000 * killed) / tried) / 1000,
    survivors
  }
}

function describe({ file, line, operator, before, after }: Candidate): string {
  const shorten = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 120)
  return `${file}:${line} ${operator}: ${shorten(before)} -> ${shorten(after) || '(nothing)'}`
}
