import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSqlite } from '../../adapters/database/sqlite/open.ts'
import { Random } from '../../learners/random.ts'
import { temporaryFolder } from '../harness/temporary.ts'

const KILLS = 20
const program = join(import.meta.dirname, '../harness/commit-in-a-loop.ts')

/** Runs the program for up to 300 ms after its first commit, kills it, and returns the names that it has printed. */
async function writeAndKill(path: string, run: number, random: Random): Promise<string[]> {
  const child = spawn(process.execPath, [program, path, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  let printed = ''
  child.stdout.on('data', part => {
    printed += part
  })
  await once(child.stdout, 'data')
  const gone = once(child, 'close')
  setTimeout(() => child.kill('SIGKILL'), random.uniform() * 300)
  await gone
  // The text after the last newline is incomplete.
  return printed.split('\n').slice(0, -1)
}

test('keeps every acknowledged write whole, and none in part, after a kill at any time', async () => {
  const path = join(temporaryFolder(), 'test.db')
  const random = new Random(3)
  const acknowledged: string[] = []
  for (let run = 0; run < KILLS; run++) acknowledged.push(...(await writeAndKill(path, run, random)))
  expect(acknowledged.length).toBeGreaterThan(KILLS * 10)
  const database = await openSqlite({ path })
  await database.migrate()
  const rows = await database.reader.selectFrom('leases').select('name').execute()
  await database.close()
  const names = new Set(rows.map(row => row.name))
  expect(acknowledged.filter(name => !names.has(`${name}.a`) || !names.has(`${name}.b`))).toEqual([])
  const firstHalves = [...names].filter(name => name.endsWith('.a'))
  expect(firstHalves.filter(name => !names.has(name.replace(/a$/, 'b')))).toEqual([])
  expect(names.size).toBe(firstHalves.length * 2)
})
