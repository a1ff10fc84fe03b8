import { type SpawnOptions, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { settings } from './settings.ts'

/** How to install, start and stop one server natively. */
interface ServerSpecification {
  readonly name: string
  /** Installs the program if it is missing. */
  install(): void
  /** Prepares the data folder if it is not prepared yet. */
  prepare(folder: string): void
  command(folder: string): {
    readonly file: string
    readonly args: readonly string[]
    readonly options?: SpawnOptions
  }
  isReady(): Promise<boolean>
  /** Default: SIGTERM. */
  readonly stopSignal?: NodeJS.Signals
  /** Ends processes that outlive the main process. */
  afterStop?(folder: string): void
}

export interface Server {
  readonly name: string
  install(): void
  /** Starts the server unless it runs, and waits until it answers (at most 60 s). */
  start(): Promise<void>
  /** Stops the server with `stopSignal`, and with SIGKILL 20 s later. Does nothing if it does not run. */
  stop(): Promise<void>
  /** Kills the server with SIGKILL. */
  kill(): Promise<void>
  status(): Promise<'ready' | 'starting' | 'stopped'>
  /** Stops the server and deletes its data, but not the installed program. */
  wipe(): Promise<void>
}

export function buildServer(specification: ServerSpecification): Server {
  const { name, stopSignal = 'SIGTERM' } = specification
  const folder = join(settings.folder, 'run', name)
  const pidFile = join(folder, 'pid')
  const logFile = join(folder, 'log')

  function runningPid(): number | null {
    if (!existsSync(pidFile)) return null
    const [pid, startedAt] = readFileSync(pidFile, 'utf8').split(' ')
    // The id may belong to another process now: its start time differs.
    return startTime(Number(pid)) === startedAt ? Number(pid) : null
  }

  async function start(): Promise<void> {
    if (runningPid() === null) {
      mkdirSync(folder, { recursive: true })
      specification.prepare(folder)
      const { file, args, options } = specification.command(folder)
      const log = openSync(logFile, 'a')
      const child = spawn(file, args, {
        cwd: folder,
        ...options,
        detached: true,
        stdio: ['ignore', log, log]
      })
      await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
      child.unref()
      writeFileSync(pidFile, `${child.pid} ${startTime(child.pid!)}`)
    }
    const end = Date.now() + 60_000
    while (!(await specification.isReady())) {
      if (runningPid() === null || Date.now() > end) {
        const lines = readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n')
        throw new Error(`${name} did not start; the end of ${logFile}:\n${lines}`)
      }
      await sleep(100)
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const pid = runningPid()
    if (pid !== null) {
      signalGroup(pid, signal)
      const limit = Date.now() + 20_000
      while (isGroupAlive(pid)) {
        if (Date.now() > limit) signalGroup(pid, 'SIGKILL')
        await sleep(50)
      }
    }
    rmSync(pidFile, { force: true })
    specification.afterStop?.(folder)
  }

  return {
    name,
    install: () => specification.install(),
    start,
    stop: () => end(stopSignal),
    kill: () => end('SIGKILL'),
    async status() {
      if (runningPid() === null) return 'stopped'
      return (await specification.isReady()) ? 'ready' : 'starting'
    },
    async wipe() {
      await end(stopSignal)
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Field 22 of /proc/PID/stat: clock ticks since boot. Null: the process has ended, or is a zombie. */
function startTime(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return fields[0] === 'Z' ? null : fields[19]!
  } catch {
    return null
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // The process has ended already.
  }
}

/** Whether the process or a child in its group is alive. */
function isGroupAlive(pid: number): boolean {
  return spawnSync('pgrep', ['-g', String(pid), '--runstates', 'D,R,S,T'], { stdio: 'ignore' }).status === 0
}

/** Runs an installation step and shows its output. Throws an Error if it fails. */
export function runStep(file: string, args: readonly string[], options: SpawnOptions = {}): void {
  const { status, error } = spawnSync(file, args, { stdio: ['ignore', 2, 2], ...options })
  if (error || status !== 0) throw new Error(`${file} ${args.join(' ')} failed`, { cause: error })
}

/** Installs Debian packages that are missing. Requires root. */
export function installPackages(...packages: readonly string[]): void {
  const missing = packages.filter(each => spawnSync('dpkg', ['-s', each], { stdio: 'ignore' }).status !== 0)
  if (missing.length === 0) return
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  runStep('apt-get', ['update', '-qq'], options)
  runStep('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options)
}

/**
 * Sends `hello` to a local port. True: an answer arrives, and starts with the byte `expected` if one is given. Without
 * `hello`, checks that the port accepts a connection.
 */
export function answers(port: number, hello?: Uint8Array, expected?: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1' })
    const settle = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
    socket.setTimeout(1_000, () => settle(false))
    socket.once('error', () => settle(false))
    socket.once('close', () => settle(false))
    socket.once('connect', () => (hello ? socket.write(hello) : settle(true)))
    socket.once('data', data => settle(expected === undefined || data[0] === expected))
  })
}

export async function answersHttp(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok
  } catch {
    return false
  }
}
