import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, expect, test } from 'vitest'
import { InputError } from '../../../cascades/source/input-error.ts'
import { readCascadeFile } from '../../../cascades/source/read-cascade-file.ts'
import { checkCascadeFolder } from '../../../cascades/source/read-cascade-folder.ts'
import { CascadeBuilder, maxEvents } from '../../../files/cascade-builder.ts'

const root = mkdtempSync(join(tmpdir(), 'groundswell-input-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

type Files = Readonly<Record<string, string | Buffer>>

let made = 0
function writeFolder(files: Files): string {
  const folder = join(root, String(made++))
  mkdirSync(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

function writeFile(content: string | Buffer, name = 'cascade.csv'): string {
  return join(writeFolder({ [name]: content }), name)
}

async function faultOf(reading: Promise<unknown>): Promise<InputError> {
  const error = await reading.then(
    () => new Error('was read without a fault'),
    reason => reason
  )
  if (!(error instanceof InputError)) throw error
  return error
}

const badFiles: readonly [string, string | Buffer, number | null, RegExp][] = [
  ['negative time', 'time,magnitude\n0,1\n-1,1\n', 3, /^column "time": the time -1 is negative/],
  ['negative followers', 'time,magnitude\n0,1\n3,-7\n', 3, /^column "magnitude": -7 followers: .*negative$/],
  ['NaN', 'time,magnitude\n0,1\nNaN,1\n', 3, /^column "time": "NaN" is not a number$/],
  ['text', 'time,magnitude\n0,many\n', 2, /^column "magnitude": "many" is not a number$/],
  ['hexadecimal', 'time,magnitude\n0,0x10\n', 2, /^column "magnitude": "0x10" is not a number$/],
  ['missing value', 'time,magnitude\n0,1\n,1\n', 3, /^column "time": the time is missing$/],
  ['infinite', 'time,magnitude\n0,1e999\n', 2, /^column "magnitude": "1e999" is too large$/],
  ['empty', '', null, /^the file is empty$/],
  ['header only', 'time,magnitude\n', 1, /^no events after the heading$/],
  [
    'another header',
    'start_ind,end_ind\n1,2\n',
    1,
    /^no column for the times among "start_ind" and "end_ind"/
  ],
  ['three columns', 'time,magnitude\n0,1,2\n0,1\n', 2, /^3 columns, expected 2: "0,1,2"/],
  ['one column', 'time,magnitude\n0,1\n7\n', 3, /^1 column, expected 2: "7"$/],
  ['post not at 0', 'time,magnitude\n3,1\n', 2, /^the first event is at time 3, the post must be at 0/],
  ['an open quote', 'time,magnitude\n0,1\n"3,4\n5,6\n', 3, /^a quote is opened and never closed$/],
  ['a fault before another', 'time,magnitude\n0,1\n-2,1\nx,1\n', 3, /the time -2 is negative/]
]

test.each(badFiles)('rejects an invalid file with line and reason: %s', async (_, content, line, why) => {
  const file = writeFile(content)
  const fault = await faultOf(readCascadeFile(file))
  expect(fault).toMatchObject({ file, line, reason: expect.stringMatching(why) })
})

test('rejects a missing file, and a folder in place of a file', async () => {
  const file = join(root, 'nowhere.csv')
  expect(await faultOf(readCascadeFile(file))).toMatchObject({
    file,
    line: null,
    reason: 'no such file or folder'
  })
  expect((await faultOf(readCascadeFile(root))).reason).toBe('is a folder, not a file')
})

test('rejects a truncated and a damaged gzip with the last readable line', async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => `${i},${(i * 7919) % 1009}`)
  const whole = gzipSync(`time,magnitude\n${rows.join('\n')}\n`)
  const half = whole.subarray(0, whole.length >> 1)
  const truncated = await faultOf(readCascadeFile(writeFile(half, 'cascade.csv.gz')))
  expect(truncated.reason).toMatch(/^truncated gzip/)
  expect(truncated.line).toBeGreaterThan(10_000)
  expect(truncated.line).toBeLessThan(200_000)
  const damaged = Buffer.from(whole)
  damaged.fill(0xff, 20, 60)
  for (const content of [damaged, 'time,magnitude\n0,1\n'])
    expect((await faultOf(readCascadeFile(writeFile(content, 'cascade.csv.gz')))).reason).toBe('damaged gzip')
})

test('rejects a cascade over the limit at the first event beyond it', () => {
  const builder = new CascadeBuilder()
  const row = { time: 0, followers: 1, id: null, kind: null }
  for (let line = 2; line < maxEvents + 2; line++) builder.add({ ...row, line })
  expect(() => builder.add({ ...row, line: maxEvents + 2 })).toThrow(
    `line ${maxEvents + 2}: more than ${maxEvents} events in one cascade`
  )
})

const data = 'time,magnitude\n0,1\n1,1\n2,1\n0,5\n1,5\n'
function withIndex(...rows: readonly string[]): Files {
  return { 'index.csv': ['start_ind,end_ind', ...rows, ''].join('\n'), 'data.csv': data }
}

const badFolders: readonly [string, Files, string, number | null, RegExp][] = [
  ['no index', { 'data.csv': data }, '', null, /^no index.csv/],
  ['no data', { 'index.csv': 'start_ind,end_ind\n1,3\n' }, '', null, /^no data.csv or data.csv.gz/],
  ['two data files', { ...withIndex('1,3'), 'data.csv.gz': gzipSync(data) }, '', null, /^both data.csv and/],
  ['index beyond the data', withIndex('1,3', '4,6'), 'index.csv', 3, /^rows 4 to 6 lie beyond .*\(5 rows\)$/],
  ['overlapping index', withIndex('1,3', '3,5'), 'index.csv', 3, /^rows 3 to 5 overlap those of line 2/],
  ['index that ends before it starts', withIndex('3,1'), 'index.csv', 2, /ends before it starts$/],
  ['index from 0', withIndex('0,1'), 'index.csv', 2, /^column "start_ind": "0" is not a row/],
  ['index of fractions', withIndex('1,2.5'), 'index.csv', 2, /^column "end_ind": "2.5".*whole numbers/],
  ['index of text', withIndex('1,last'), 'index.csv', 2, /^column "end_ind": "last" is not a row/],
  ['empty index', withIndex(), 'index.csv', 1, /^no cascades/],
  ['a cascade that does not start at 0', withIndex('2,3'), 'data.csv', 3, /must be at 0/]
]

test.each(badFolders)('rejects an invalid folder: %s', async (_, files, name, line, reason) => {
  const folder = writeFolder(files)
  const file = name === '' ? folder : join(folder, name)
  const fault = await faultOf(checkCascadeFolder(folder))
  expect(fault).toMatchObject({ file, line, reason: expect.stringMatching(reason) })
})

test('rejects a missing folder', async () => {
  expect((await faultOf(checkCascadeFolder(join(root, 'nowhere')))).reason).toBe('no such file or folder')
})
