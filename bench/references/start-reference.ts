import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const folder = import.meta.dirname
export const environment = join(folder, '.venv')

/** A reference that answers each JSON line with one JSON line. */
export interface Reference {
  ask<Answer>(request: unknown): Promise<Answer>
  close(): Promise<void>
}

/**
 * Starts bench/references/<script> with Python, in a virtual environment with the packages of bench/references/<requirements>,
 * which are installed on first use. Numeric libraries use one thread. Throws if Python or the network is not available.
 */
export function startReference(script: string, requirements: string, log: (line: string) => void): Reference {
  install(requirements, log)
  const single = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', MKL_NUM_THREADS: '1' }
  const child = spawn(join(environment, 'bin', 'python'), [join(folder, script)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...single }
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async ask<Answer>(request: unknown) {
      child.stdin.write(`${JSON.stringify(request)}\n`)
      const { value, done } = await lines.next()
      if (done) throw new Error(`${script} ended without an answer`)
      return JSON.parse(value) as Answer
    },
    async close() {
      child.stdin.end()
      await ended
    }
  }
}

/** Installs what bench/references/<requirements> pins into the environment the references share. */
export function install(requirements: string, log: (line: string) => void): void {
  const wanted = readFileSync(join(folder, requirements), 'utf8')
  const stamp = join(environment, `installed-${requirements}`)
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  log(`installing ${wanted.trim().split('\n').join(', ')} in ${environment}`)
  if (!existsSync(environment)) execFileSync('python3', ['-m', 'venv', environment])
  const pip = join(environment, 'bin', 'pip')
  execFileSync(pip, ['install', '-q', '-r', join(folder, requirements)], {
    stdio: ['ignore', 'ignore', 'inherit']
  })
  writeFileSync(stamp, wanted)
}
