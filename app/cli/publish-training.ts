import { existsSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { buildPlainLog } from '../../adapters/log/plain.ts'
import type { components } from '../../contract/generated/types.ts'
import { Failure } from '../../ports/errors.ts'
import { sampleVersion } from '../../predictors/cascade-size/sample.ts'
import { simulatedPrefix } from '../../trainer/list-cases.ts'
import { type Config, readConfig } from '../config.ts'
import { readHolder } from '../data-folder.ts'
import { startProgram } from '../start.ts'
import { collectSamples } from './collect-samples.ts'
import type { Terminal } from './terminal.ts'
import { withThreads } from './with-threads.ts'

type Schemas = components['schemas']

interface PublishOptions {
  readonly windows: readonly number[]
  readonly threads: number
  readonly override?: string
  readonly dataDir?: string
  readonly json?: true
}

/** Samples that travel together: about 2 kB each. */
const samplesAtOnce = 1_000
const lookMilliseconds = 250

/**
 * Hands the samples of a folder to the service and waits for the training it asks for. The files carry no times of day:
 * their cascades count as ended now. A folder of simulated cascades (simulation.json) is trained on by itself, and the
 * version marked so. Throws Failure as the service answers, and InputError for the folder.
 */
export async function publishTraining(
  folder: string,
  options: PublishOptions,
  terminal: Terminal
): Promise<void> {
  const { windows, threads: size, override, dataDir } = options
  const named = dataDir === undefined ? {} : { DATA_DIR: dataDir }
  const envFile = existsSync('.env') ? readFileSync('.env', 'utf8') : ''
  const config = readConfig({ ...process.env, ...named }, envFile)
  const samples = await withThreads(size, threads => collectSamples(folder, windows, threads, terminal))
  const isSimulated = existsSync(join(folder, 'simulation.json'))
  const name = encodeURIComponent(basename(resolve(folder)))
  const prefix = `${isSimulated ? simulatedPrefix : ''}${name}/`
  const endedAt = new Date().toISOString()
  const service = await reachService(config)
  try {
    for (let at = 0; at < samples.length; at += samplesAtOnce) {
      const items = samples.slice(at, at + samplesAtOnce).map(({ group, sample }) => ({
        subject: `${prefix}${group}`,
        slice: String(sample.windowSeconds),
        endedAt,
        sample
      }))
      await service.post('/samples', { sampleVersion, items })
    }
    const reason = override ?? `train ${folder} --publish`
    const asked = { reason, override: override !== undefined, isSimulated, source: `index.csv of ${folder}` }
    const { id } = await service.post<Schemas['TrainingRun']>('/training', asked)
    terminal.tell(`${samples.length} samples handed over, training ${id}`)
    const run = await waitForRun(service, id)
    await terminal.print(options.json ? JSON.stringify(run) : describeRun(run))
    if (run.state === 'failed') throw new Failure('internal', `the training failed: ${run.reason}`)
  } finally {
    await service.close()
  }
}

interface Service {
  get<Body>(path: string): Promise<Body>
  post<Body>(path: string, body: unknown): Promise<Body>
  close(): Promise<void>
}

/** The service that runs on the data folder; where none does, one that lives as long as the command. */
async function reachService(config: Config): Promise<Service> {
  try {
    const own = { ...config, services: ['api', 'trainer'], host: '127.0.0.1', port: 0 }
    const program = await startProgram(
      own,
      buildPlainLog('warn', line => void process.stderr.write(line))
    )
    return speakTo(program.url!, config, async () => void (await program.close()))
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'data-folder-in-use') throw error
    const address = readHolder(config.dataFolder)?.address
    if (!address) throw error
    return speakTo(address, config, async () => {})
  }
}

function speakTo(address: string, config: Config, close: () => Promise<void>): Service {
  const [key] = config.api.keys
  const authorization = key ? { authorization: `Bearer ${key.secret}` } : {}
  async function send<Body>(path: string, init: RequestInit): Promise<Body> {
    const response = await fetch(new URL(path, address), {
      ...init,
      headers: { ...authorization, 'content-type': 'application/json' }
    })
    const body = (await response.json()) as Body & Schemas['Problem']
    if (!response.ok) throw new Failure(body.code as Failure['code'], body.detail)
    return body
  }
  return {
    get: path => send(path, {}),
    post: (path, body) => send(path, { method: 'POST', body: JSON.stringify(body) }),
    close
  }
}

async function waitForRun(service: Service, id: string): Promise<Schemas['TrainingRun']> {
  for (;;) {
    const run = await service.get<Schemas['TrainingRun']>(`/training/${id}`)
    if (run.state !== 'queued' && run.state !== 'running') return run
    await pause(lookMilliseconds)
  }
}

function describeRun({ state, version, reason }: Schemas['TrainingRun']): string {
  return `${version === null ? 'no version' : `version ${version}`} ${state}: ${reason}`
}
