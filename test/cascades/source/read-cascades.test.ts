import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { readCascadeFile } from '../../../cascades/source/read-cascade-file.ts'
import {
  checkCascadeFolder,
  type NumberedCascade,
  readCascadeFolder
} from '../../../cascades/source/read-cascade-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'groundswell-read-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const shared = '../shared/data'
const hasShared = existsSync(join(shared, 'sample'))
if (!hasShared) console.log(`skipped: cascade files beside the project (${shared} is not there)`)

test('reads a whole file with any line ending, last line and compression', async () => {
  const rows = ['0,7', '1.5,2e3']
  const texts = [
    `time,magnitude\n${rows.join('\n')}\n`,
    `time,magnitude\r\n${rows.join('\r\n')}`,
    `"time","magnitude"\n${rows.join('\n')}`
  ]
  for (const [i, text] of texts.entries()) {
    const file = join(root, `${i}.csv`)
    writeFileSync(file, text)
    writeFileSync(`${file}.gz`, gzipSync(text))
    for (const each of [file, `${file}.gz`])
      expect((await readCascadeFile(each)).cascade).toEqual({
        times: Float64Array.of(0, 1.5),
        magnitudes: Float64Array.of(7, 2000)
      })
  }
})

test('reads rows across chunk borders correctly', async () => {
  const times = Float64Array.from({ length: 300_000 }, (_, i) => i / 8)
  const magnitudes = times.map(time => Math.floor(time * 12345.678) % 99991)
  const file = join(root, 'long.csv')
  const rows = Array.from(times, (time, i) => `${time},${magnitudes[i]}\n`)
  writeFileSync(file, `time,magnitude\n${rows.join('')}`)
  expect((await readCascadeFile(file)).cascade).toEqual({ times, magnitudes })
})

test('splits a folder by its index, in data order, and omits rows between cascades', async () => {
  const folder = join(root, 'folder')
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.csv'), 'start_ind,end_ind\n5,6\n1,1\n2,3\n')
  writeFileSync(join(folder, 'data.csv'), 'time,magnitude\n0,1\n0,2\n4,3\n99,99\n0,5\n0,6\n7,7\n')
  const found: NumberedCascade[] = []
  for await (const each of readCascadeFolder(folder)) found.push(each)
  expect(found.map(({ number, cascade }) => [number, [...cascade.times], [...cascade.magnitudes]])).toEqual([
    [1, [0], [1]],
    [2, [0, 4], [2, 3]],
    [0, [0, 0], [5, 6]]
  ])
})

test.skipIf(!hasShared)('reads the documented counts from the shared data sets', async () => {
  expect(await checkCascadeFolder(join(shared, 'sample'))).toMatchObject({ cascades: 40, events: 82_137 })
  expect(await checkCascadeFolder(join(shared, 'seismic'))).toMatchObject({
    cascades: 500,
    events: 2_073_123
  })
  expect((await checkCascadeFolder(join(shared, 'auspol'))).cascades).toBe(3333)
  expect((await readCascadeFile(join(shared, 'paper/example.csv'))).cascade.times).toHaveLength(219)
})

test('yields cascades while it reads the file, one at a time', async () => {
  const folder = join(root, 'stream')
  mkdirSync(folder)
  const count = 200_000
  const index = Array.from({ length: count }, (_, i) => `${2 * i + 1},${2 * i + 2}\n`)
  writeFileSync(join(folder, 'index.csv'), `start_ind,end_ind\n${index.join('')}`)
  writeFileSync(join(folder, 'data.csv'), `time,magnitude\n${'0,1\n1,1\n'.repeat(count - 1)}0,1\nbroken\n`)
  let read = 0
  const reading = (async () => {
    for await (const { cascade } of readCascadeFolder(folder)) read += cascade.times.length / 2
  })()
  await expect(reading).rejects.toThrow(`data.csv:${2 * count + 1}: 1 column`)
  expect(read).toBe(count - 1)
})
