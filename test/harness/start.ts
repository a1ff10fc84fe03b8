import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import { makeTemporaryFolder } from './temporary.ts'

export interface StartOptions {
  /** Default: a fresh one, removed by `stop`. A folder given stays. */
  readonly folder?: string
  /** Default: all there are. */
  readonly services?: string
  /** Further settings, as they would stand in the environment. */
  readonly settings?: Readonly<Record<string, string>>
  readonly mode?: 'embedded'
}

/** The real program, as a user starts it, in a folder of its own and on a free port. */
export interface Started {
  /** 'http://127.0.0.1:40123'; a restart keeps it. */
  readonly url: string
  readonly folder: string
  /** Every line of JSON it logged, restarts included. */
  readonly logLines: readonly Readonly<Record<string, unknown>>[]
  /** What it told the person who started it. */
  readonly told: () => string
  readonly pid: () => number
  /** `fetch` below the base URL. */
  request(path: string, init?: RequestInit): Promise<Response>
  /** Posts JSON and gives back status and parsed body. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: Body }>
  get(path: string): Promise<{ status: number; body: Body }>
  /** Resolves with the exit code, or the signal's name, once the process is gone. */
  kill(signal: NodeJS.Signals): Promise<number | string>
  /** Starts it again on the same folder and port. The process must be gone. */
  restart(): Promise<void>
  /** Ends it, by SIGTERM where it still runs. */
  stop(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests, field by field
type Body = any

const START_MILLISECONDS = 30_000
const STOP_MILLISECONDS = 30_000

/** Starts the program and stops it when the test has finished. */
export async function startForTest(options: StartOptions = {}): Promise<Started> {
  const started = await startProgram(options)
  onTestFinished(started.stop)
  return started
}

/** The same for benchmarks, and for tests that share it: they stop it themselves. */
export async function startProgram(options: StartOptions = {}): Promise<Started> {
  const folder = options.folder ?? makeTemporaryFolder()
  const logLines: Record<string, unknown>[] = []
  let told = ''
  let url = ''
  let child = await spawnOnce('0')

  async function spawnOnce(port: string): Promise<ChildProcess> {
    const environment = {
      PATH: process.env.PATH,
      MODE: options.mode ?? 'embedded',
      PORT: port,
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'debug',
      ...(options.services && { SERVICES: options.services }),
      ...options.settings
    }
    const program = join(import.meta.dirname, '../../app/launch.js')
    const spawned = spawn(process.execPath, [program, 'start'], {
      env: environment,
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe']
    })
    spawned.stderr.on('data', chunk => {
      told += String(chunk)
    })
    const listening = new Promise<string>((resolve, reject) => {
      createInterface({ input: spawned.stdout }).on('line', line => {
        const entry = JSON.parse(line) as Record<string, unknown>
        logLines.push(entry)
        if (entry.message === 'started') resolve(String(entry.url))
      })
      spawned.once('exit', (code, signal) =>
        reject(new Error(`the program ended (${code ?? signal}):\n${told}`))
      )
      setTimeout(() => reject(new Error(`the program did not start:\n${told}`)), START_MILLISECONDS).unref()
    })
    url = await listening
    return spawned
  }

  async function kill(signal: NodeJS.Signals): Promise<number | string> {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    return child.exitCode ?? child.signalCode!
  }

  async function read(response: Response): Promise<{ status: number; body: Body }> {
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: isJson ? JSON.parse(text) : text }
  }

  const request = (path: string, init?: RequestInit) => fetch(new URL(path, url), init)

  return {
    get url() {
      return url
    },
    folder,
    logLines,
    told: () => told,
    pid: () => child.pid!,
    request,
    post: async (path, body, headers = {}) =>
      read(
        await request(path, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body)
        })
      ),
    get: async path => read(await request(path)),
    kill,
    async restart() {
      child = await spawnOnce(new URL(url).port)
    },
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS)
      await kill('SIGTERM')
      clearTimeout(late)
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Resident memory of a process, in MB of 10^6 bytes. Linux only. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))!
  return (Number(kilobytes) * 1_024) / 1e6
}
