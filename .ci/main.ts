import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listAges } from '../test/by-hand/records.ts'
import { countTests, type TestCount } from './count-tests.ts'
import { buildRunner } from './run-step.ts'
import { printAges, printSeconds, type StepResult } from './tables.ts'

// Runs lint, type check, tools and the five suites, and prints a table of their durations. A skipped test is a failure,
// unless it reads ../shared and that folder is missing. Stops after CI_LIMIT_MINUTES.
const LIMIT_MINUTES = Number(process.env.CI_LIMIT_MINUTES ?? 80)
const startedMs = Number(process.env.CI_STARTED_MS ?? Date.now())

const reports = mkdtempSync(join(tmpdir(), 'groundswell-ci-'))
const serversFolder = mkdtempSync(join(tmpdir(), 'groundswell-ci-servers-'))
const { runStep, stopAll } = buildRunner({ ...process.env, ...ownServers() })
const results: StepResult[] = []
const total = { passed: 0, failed: 0 }
let current = 'npm ci'
let currentMs = startedMs

const timer = setTimeout(() => finish(true), startedMs + LIMIT_MINUTES * 60_000 - Date.now())
record(null, 0)

await step('lint', ['run', 'lint'])
await step('typecheck', ['run', 'typecheck'])
await step('tools', ['run', '-s', 'services', '--', 'tools'])
await suite('test')
await suite('test:system')
await suite('test:mutants')
const servers = ['rabbitmq', 'kafka', 'minio', 'postgres', 'versitygw', 'toxiproxy']
await step('servers', ['run', '-s', 'services', '--', 'up', ...servers])
await suite('test:cluster')
await suite('test:interop')
finish(false)

/** Runs one npm command. A failed command counts as one failure. */
async function step(name: string, args: readonly string[], count?: () => TestCount): Promise<void> {
  current = name
  currentMs = Date.now()
  const isGood = await runStep(args)
  const counted = count?.()
  const failed = counted && (isGood || counted.failed > 0) ? counted.failed : Number(!isGood)
  total.passed += counted?.passed ?? 0
  total.failed += failed
  record(counted?.passed ?? null, failed)
}

function record(passed: number | null, failed: number): void {
  results.push({ name: current, seconds: (Date.now() - currentMs) / 1000, passed, failed })
}

async function suite(name: string): Promise<void> {
  const report = join(reports, `${name.replace(':', '-')}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  await step(name, ['run', name, '--', ...reporters], () => countTests(report))
}

function finish(isLate: boolean): never {
  clearTimeout(timer)
  if (isLate) record(null, 1)
  stopAll()
  rmSync(reports, { recursive: true, force: true })
  rmSync(serversFolder, { recursive: true, force: true })
  printSeconds(results)
  printAges(listAges())
  if (isLate) {
    total.failed++
    console.log(`CI stopped after ${LIMIT_MINUTES} minutes, during: ${current}`)
  }
  console.log(`${total.passed} passed, ${total.failed} failed`)
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
}

/** Ports and folder of a separate set of servers for this run, so that servers that run already are not disturbed. */
function ownServers(): Record<string, string> {
  const offset = Number(process.env.CI_PORT_OFFSET ?? 10_000)
  const ports = {
    RABBITMQ: 25672,
    RABBITMQ_DISTRIBUTION: 25673,
    EPMD: 25674,
    KAFKA: 29092,
    KAFKA_CONTROLLER: 29093,
    KAFKA_PROXIED: 29094,
    KAFKA_PROXY: 29095,
    MINIO: 29000,
    MINIO_CONSOLE: 29001,
    VERSITYGW: 29002,
    POSTGRES: 25432,
    TOXIPROXY: 28474
  }
  return {
    SERVERS_DIR: serversFolder,
    SERVERS_INSTALL_DIR: process.env.SERVERS_INSTALL_DIR ?? join(tmpdir(), 'groundswell-servers', 'install'),
    ...Object.fromEntries(
      Object.entries(ports).map(([name, port]) => [`SERVERS_${name}_PORT`, String(port + offset)])
    )
  }
}
