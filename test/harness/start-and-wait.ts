import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { startCommand } from './start-command.ts'
import { temporaryFolder } from './temporary.ts'

/** Starts a program that is expected to end, and returns its exit code and its output. */
export function startAndWaitForEnd(settings: Readonly<Record<string, string>>, folder = temporaryFolder()) {
  const environment = { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(folder, 'data'), ...settings }
  const { status, stderr } = spawnSync(process.execPath, startCommand, {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    timeout: 30_000
  })
  return { status, stderr }
}
