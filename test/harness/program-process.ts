import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { checkAnswersOf } from './answers.ts'
import { startCommand } from './start-command.ts'

/** One process of the program, across restarts. */
export interface ProgramProcess {
  /** URL of its api service, null if it runs none. A restart keeps it. */
  readonly url: string | null
  /** URL of its probes, null unless HEALTH_PORT is set. */
  readonly healthUrl: string | null
  readonly pid: number
  /** Resolves with the exit code or the name of the signal once the process has ended. */
  kill(signal: NodeJS.Signals): Promise<number | string>
  /** Starts it again on the same test environment and port, and waits until it is ready. The process must have ended. */
  restart(): Promise<void>
  /** Starts it again without waiting, for tests whose servers are down. */
  relaunch(): void
  /** Resolves once it has started. */
  started(): Promise<void>
  /** Ends it by SIGTERM if it still runs, and by SIGKILL if that takes too long. */
  stop(): Promise<void>
}

interface ProgramProcessOptions {
  readonly folder: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Further arguments of node, such as `--import` and a file. */
  readonly nodeArguments?: readonly string[]
  onLine(entry: Readonly<Record<string, unknown>>): void
  onStderr(text: string): void
}

const START_MILLISECONDS = 60_000
const STOP_MILLISECONDS = 30_000

export async function startProcess(options: ProgramProcessOptions): Promise<ProgramProcess> {
  const { folder, nodeArguments = [], onLine, onStderr } = options
  let url: string | null = null
  let healthUrl: string | null = null
  let child: ChildProcess
  let starting: Promise<void>
  launch()
  await starting!

  function launch(): void {
    const { environment } = options
    // The first start selects a free port; restarts use the same one.
    const ports = {
      ...(url !== null && { PORT: new URL(url).port }),
      ...(healthUrl !== null && { HEALTH_PORT: new URL(healthUrl).port })
    }
    const spawned = spawn(process.execPath, [...nodeArguments, ...startCommand], {
      env: { PATH: process.env.PATH, ...environment, ...ports },
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe']
    })
    child = spawned
    let stderrText = ''
    spawned.stderr.on('data', chunk => {
      stderrText += String(chunk)
      onStderr(String(chunk))
    })
    starting = new Promise<void>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error(`the program did not start:\n${stderrText}`)),
        START_MILLISECONDS
      ).unref()
      createInterface({ input: spawned.stdout }).on('line', line => {
        const entry = JSON.parse(line) as Record<string, unknown>
        onLine(entry)
        if (entry.message !== 'started') return
        clearTimeout(late)
        url = entry.url as string | null
        healthUrl = entry.healthUrl as string | null
        for (const each of [url, healthUrl]) if (each !== null) checkAnswersOf(each)
        resolve()
      })
      spawned.once('exit', (code, signal) =>
        reject(new Error(`the program ended (${code ?? signal}):\n${stderrText}`))
      )
    })
    starting.catch(() => {})
  }

  async function kill(signal: NodeJS.Signals): Promise<number | string> {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill(signal)
      await gone
    }
    return child.exitCode ?? child.signalCode!
  }

  return {
    get url() {
      return url
    },
    get healthUrl() {
      return healthUrl
    },
    get pid() {
      return child.pid!
    },
    kill,
    async restart() {
      launch()
      await starting
    },
    relaunch: launch,
    started: () => starting,
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS)
      await kill('SIGTERM')
      clearTimeout(late)
    }
  }
}
