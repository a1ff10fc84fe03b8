import { execFileSync } from 'node:child_process'
import { appendFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { copyTree } from '../copy-tree.ts'
import { type Candidate, draw, listCandidates } from './candidates.ts'
import { buildTestFinder } from './related-tests.ts'
import { buildTrial, type Verdict } from './try-mutant.ts'

const usage = `usage: node test/mutants/sample/main.ts [--count 400] [--seed 1] [--again] [--only PART]
Tries a seeded sample of one-expression faults of stores, worker, trainer, collector and security code. What was tried
before is not tried again, so an interrupted run resumes; --again tries the survivors again, --only those of some files.
Writes test/by-hand/mutants.json.`
const folders = ['stores', 'worker', 'trainer', 'collector', 'api/http', 'adapters/webhooks']
const root = join(import.meta.dirname, '../../..')
const resultFile = join(root, 'test/by-hand/mutants.json')

interface Survivor {
  readonly id: string
  readonly place: string
  readonly change: string
  /** Written by hand: why no test has to notice it. */
  readonly reason: string | null
}

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '400' },
    seed: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false }
  }
})
if (values.help) console.log(usage)
else await run(Number(values.count), Number(values.seed))

async function run(count: number, seed: number): Promise<void> {
  const { folder, tree } = copyTree()
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  const files = folders.flatMap(each => globSync(`${each}/**/*.ts`, { cwd: tree })).toSorted()
  const candidates = listCandidates(tree, files)
  const sample = draw(candidates, count, seed)
  const progress = openProgress(seed)
  const tried = progress.read()
  const findTests = buildTestFinder(tree)
  const tryMutant = buildTrial(tree)
  console.log(`${sample.length} of ${candidates.length} mutants, seed ${seed}`)
  for (const [index, mutant] of sample.entries()) {
    const known = tried.get(mutant.id)
    const isWanted = known === undefined || (values.again && known.outcome === 'survived')
    if (!isWanted || !mutant.file.includes(values.only)) continue
    const verdict = await tryMutant(mutant, findTests(mutant.file))
    tried.set(mutant.id, verdict)
    progress.add(mutant.id, verdict)
    console.log(`${index + 1}/${sample.length} ${verdict.outcome}: ${describe(mutant)}`)
  }
  writeResult(sample, tried, seed)
}

/** One line a verdict, so that a killed run loses nothing; the last of a mutant counts. */
function openProgress(seed: number) {
  const file = join(root, `node_modules/.cache/mutants/seed-${seed}.jsonl`)
  mkdirSync(dirname(file), { recursive: true })
  return {
    read(): Map<string, Verdict> {
      const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
      return new Map(lines.map(line => JSON.parse(line) as [string, Verdict]))
    },
    add: (id: string, verdict: Verdict) => appendFileSync(file, `${JSON.stringify([id, verdict])}\n`)
  }
}

function writeResult(sample: readonly Candidate[], tried: ReadonlyMap<string, Verdict>, seed: number): void {
  const reasons = readReasons()
  const ran = sample.filter(({ id }) => tried.has(id))
  const withOutcome = (outcome: Verdict['outcome']) =>
    ran.filter(({ id }) => tried.get(id)?.outcome === outcome)
  const survivors: readonly Survivor[] = withOutcome('survived').map(mutant => ({
    id: mutant.id,
    place: `${mutant.file}:${mutant.line}`,
    change: describeChange(mutant),
    reason: reasons.get(mutant.id) ?? null
  }))
  const killed = ran.length - survivors.length
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
  const record = {
    commit: git('rev-parse', 'HEAD'),
    date: new Date().toISOString(),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}`,
    result: {
      seed,
      sample: sample.length,
      ran: ran.length,
      killed,
      timedOut: withOutcome('timed out').length,
      killedShare: ran.length === 0 ? 0 : Math.round((1000 * killed) / ran.length) / 1000,
      passed: ran.length === sample.length && killed >= 0.85 * ran.length,
      survivors
    }
  }
  mkdirSync(dirname(resultFile), { recursive: true })
  writeFileSync(resultFile, `${JSON.stringify(record, null, 2)}\n`)
  console.log(`${killed} of ${ran.length} killed; ${sample.length - ran.length} not tried yet`)
}

function readReasons(): ReadonlyMap<string, string | null> {
  if (!existsSync(resultFile)) return new Map()
  const { result } = JSON.parse(readFileSync(resultFile, 'utf8')) as {
    result: { survivors: readonly Survivor[] }
  }
  return new Map(result.survivors.map(({ id, reason }) => [id, reason]))
}

function describe(mutant: Candidate): string {
  return `${mutant.file}:${mutant.line} ${describeChange(mutant)}`
}

function describeChange({ operator, before, after }: Candidate): string {
  const short = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 120)
  return `${operator}: ${short(before)} -> ${short(after) || '(nothing)'}`
}
