import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDataFolder, readHolder } from '../../app/data-folder.ts'
import { temporaryFolder } from '../harness/temporary.ts'

/** Another process that holds the folder until it is killed, or says why it cannot. */
async function startHolder(path: string): Promise<{ readonly said: string; readonly child: ChildProcess }> {
  const script = `
    const { openDataFolder } = await import(${JSON.stringify(new URL('../../app/data-folder.ts', import.meta.url).href)})
    try {
      openDataFolder(${JSON.stringify(path)}).announce('http://127.0.0.1:9999')
      console.log('held')
      setInterval(() => {}, 1000)
    } catch (error) {
      console.log(error.code + ': ' + error.message)
    }`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  return { said: String(said).trim(), child }
}

test('refuses a second start on a folder, and names the first process', async () => {
  const path = temporaryFolder()
  const { child } = await startHolder(path)
  expect(() => openDataFolder(path)).toThrow(
    new RegExp(`in use by process ${child.pid}, started 20.*, at http://127.0.0.1:9999`)
  )
})

test('refuses to open a folder twice in one process', () => {
  const path = temporaryFolder()
  const folder = openDataFolder(path)
  expect(() => openDataFolder(path)).toThrow(expect.objectContaining({ code: 'data-folder-in-use' }))
  folder.close()
  openDataFolder(path).close()
})

test('leaves no stale lock after SIGKILL', async () => {
  const path = temporaryFolder()
  const { child } = await startHolder(path)
  child.kill('SIGKILL')
  await once(child, 'exit')
  openDataFolder(path).close()
  expect(readHolder(path)?.pid).toBe(process.pid)
})

test('lets one of eight concurrent starts open the folder of a killed process', async () => {
  const path = temporaryFolder()
  const first = await startHolder(path)
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const said = (await Promise.all(Array.from({ length: 8 }, () => startHolder(path)))).map(({ said }) => said)
  expect(said.filter(each => each === 'held')).toHaveLength(1)
  expect(said.filter(each => each.startsWith('data-folder-in-use'))).toHaveLength(7)
})

test('refuses a folder of a newer program, and does not change it', () => {
  const path = temporaryFolder()
  writeFileSync(join(path, 'folder.json'), '{"format":2}')
  expect(() => openDataFolder(path)).toThrow(expect.objectContaining({ code: 'data-folder-newer' }))
  writeFileSync(join(path, 'folder.json'), '{"format":1}')
  openDataFolder(path).close()
})

test('reports a folder that cannot be created as a configuration error', () => {
  const path = temporaryFolder()
  writeFileSync(join(path, 'file'), '')
  expect(() => openDataFolder(join(path, 'file', 'data'))).toThrow(
    expect.objectContaining({ code: 'invalid-configuration', field: 'DATA_DIR' })
  )
})

test('creates a complete folder without temporary files', () => {
  const path = join(temporaryFolder(), 'deep', 'data')
  openDataFolder(path).close()
  expect(readdirSync(path).sort()).toEqual(['folder.json', 'holder.json', 'lock'])
})
