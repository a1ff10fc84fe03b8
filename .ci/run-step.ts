import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { listStarted } from './processes.ts'

/** Runs npm commands with this environment, and can end everything that they started. */
export function buildRunner(environment: NodeJS.ProcessEnv) {
  return {
    /** Whether it ended with 0. Its output is shown. */
    async runStep(args: readonly string[]): Promise<boolean> {
      console.log(`\n--- npm ${args.join(' ')}`)
      const child = spawn('npm', args, { env: environment, stdio: ['ignore', 'inherit', 'inherit'] })
      const [code] = await once(child, 'exit')
      return code === 0
    },
    /** Stops the servers, and kills what is still running. */
    stopAll(): void {
      spawnSync('npm', ['run', '-s', 'services', '--', 'down'], { env: environment, timeout: 60_000 })
      const list = () => listStarted(process.pid, `SERVERS_DIR=${environment.SERVERS_DIR}`)
      for (let found = list(); found.length > 0; found = list()) for (const pid of found) kill(pid)
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended meanwhile.
  }
}
