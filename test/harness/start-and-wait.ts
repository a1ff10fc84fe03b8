import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { temporaryFolder } from './temporary.ts'

const program = join(import.meta.dirname, '../../app/launch.js')

/** Starts what is expected to end by itself, and gives what it ended with and what it told. */
export function startAndWaitForEnd(settings: Readonly<Record<string, string>>, folder = temporaryFolder()) {
  const environment = { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(folder, 'data'), ...settings }
  const { status, stderr } = spawnSync(process.execPath, [program, 'start'], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    timeout: 30_000
  })
  return { status, stderr }
}
