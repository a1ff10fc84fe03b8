import { readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { AnswerAt } from './answer-at.ts'
import { type ProgramProcess, startProcess } from './program-process.ts'
import { makeEnvironment, type TestEnvironment } from './test-environment.ts'

export interface StartOptions {
  /** Default: a new one, which `stop` removes. A given one is not removed. */
  readonly testEnvironment?: TestEnvironment
  /** The services of each process. Default: one process, or in a cluster one for the API and one for the others. */
  readonly processes?: readonly string[]
  /** Further arguments of node, such as `--import` and a file. */
  readonly nodeArguments?: readonly string[]
  /** Further settings, as environment variables. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The real program, started as users start it, on its own test environment and a free port. */
export interface Started {
  /** 'http://127.0.0.1:40123'; a restart keeps it. */
  readonly url: string
  readonly testEnvironment: TestEnvironment
  /** All JSON lines of its log, across restarts. */
  readonly logLines: readonly Readonly<Record<string, unknown>>[]
  /** Its messages to the user. */
  readonly stderrText: () => string
  /** Process id of the process with the API. */
  readonly pid: () => number
  /** In the order of `processes`. */
  readonly processes: readonly ProgramProcess[]
  /** `fetch` with a path below the base URL. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** Posts JSON and returns status and parsed body. */
  post<Path extends string>(
    path: Path,
    body: unknown,
    headers?: Record<string, string>
  ): Promise<{ status: number; body: AnswerAt<Path, 'post'> }>
  get<Path extends string>(path: Path): Promise<{ status: number; body: AnswerAt<Path, 'get'> }>
  /** All of it. Resolves with the exit code, or the signal's name, of what answered, once every process is gone. */
  kill(signal: NodeJS.Signals): Promise<number | string>
  /** Starts it again on the same test environment and port. The processes must have ended. */
  restart(): Promise<void>
  /** Ends it, by SIGTERM if it still runs. */
  stop(): Promise<void>
}

const inMode = {
  embedded: ['api,worker,trainer,collector,source'],
  cluster: ['api,source', 'worker,trainer,collector']
} as const

/** Starts the program and stops it when the test has finished. */
export async function startForTest(options: StartOptions = {}): Promise<Started> {
  const started = await startProgram(options)
  onTestFinished(started.stop)
  return started
}

/** Starts the program for benchmarks and for tests that share it. The caller stops it. */
export async function startProgram(options: StartOptions = {}): Promise<Started> {
  const testEnvironment = options.testEnvironment ?? (await makeEnvironment())
  const logLines: Record<string, unknown>[] = []
  let stderrText = ''
  const services = options.processes ?? inMode[testEnvironment.mode]
  const processes = await startAll()
  const front = processes.find(({ url }) => url !== null)

  async function startAll(): Promise<readonly ProgramProcess[]> {
    const results = await Promise.allSettled(
      services.map(names =>
        startProcess({
          folder: testEnvironment.folder,
          nodeArguments: options.nodeArguments ?? [],
          environment: {
            PORT: '0',
            LOG_LEVEL: 'debug',
            SERVICES: names,
            ...(!names.split(',').includes('api') && { HEALTH_PORT: '0' }),
            ...testEnvironment.settings,
            ...options.settings
          },
          onLine: entry => logLines.push(entry),
          onStderr: text => {
            stderrText += text
          }
        })
      )
    )
    const started = results.filter(result => result.status === 'fulfilled').map(({ value }) => value)
    const failed = results.find(result => result.status === 'rejected')
    if (!failed) return started
    await Promise.all(started.map(each => each.stop()))
    throw failed.reason
  }

  async function kill(signal: NodeJS.Signals): Promise<number | string> {
    const ends = await Promise.all(processes.map(each => each.kill(signal)))
    return ends[front ? processes.indexOf(front) : 0]!
  }

  const request = (path: string, init?: RequestInit) => fetch(new URL(path, front!.url!), init)

  return {
    get url() {
      return front!.url!
    },
    testEnvironment,
    logLines,
    stderrText: () => stderrText,
    pid: () => (front ?? processes[0]!).pid,
    processes,
    request,
    post: async (path, body, headers = {}) =>
      readAnswer(
        await request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body)
        })
      ),
    get: async path => readAnswer(await request(path)),
    kill,
    async restart() {
      await Promise.all(processes.map(each => each.restart()))
    },
    async stop() {
      await Promise.all(processes.map(each => each.stop()))
      if (options.testEnvironment === undefined) await testEnvironment.remove()
    }
  }
}

/** The caller knows the type of the body by the path. */
async function readAnswer<Body>(response: Response): Promise<{ status: number; body: Body }> {
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, body: isJson ? JSON.parse(text) : text }
}

/** Resident memory of a process, in MB of 10^6 bytes. Linux only. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return (Number(kilobytes) * 1_024) / 1e6
}
