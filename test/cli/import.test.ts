import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readCascadeFolder } from '../../cascades/source/read-cascade-folder.ts'
import { temporaryFolder } from '../harness/temporary.ts'
import { call } from './call.ts'

function writeFiles(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

const paths = '7\t1\t1464710400\t2\t1:0 1/2:21 1/2/3:31\n8\t1\t1464710400\t1\t1:0 1/9:4\n'

test('import creates a folder that predict reads, and keeps the ids', async () => {
  const folder = writeFiles({ 'paths.txt.gz': gzipSync(paths) })
  const out = join(folder, 'out')
  const { code, out: printed } = await call('import', join(folder, 'paths.txt.gz'), '--out', out, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(printed)).toMatchObject({ cascades: 2, events: 5, leftOut: {} })
  expect(JSON.parse(readFileSync(join(out, 'import.json'), 'utf8')).ids).toEqual(['7', '8'])
  const predicted = await call('predict', out, '--window-seconds', '60', '--threads', '1')
  expect(predicted.out.split('\n').map(line => JSON.parse(line).observedEvents)).toEqual([3, 2])
})

test('import writes unknown followers as empty cells, and predict reads them as unknown', async () => {
  const folder = writeFiles({ 'paths.txt': paths })
  const out = join(folder, 'out')
  const { out: printed } = await call('import', join(folder, 'paths.txt'), '--out', out)
  expect(printed).toContain('Followers unknown: 5 of these events.')
  expect(readFileSync(join(out, 'data.csv'), 'utf8')).toBe('time,magnitude\n0,\n21,\n31,\n0,\n4,\n')
  const predicted = await call('predict', out, '--window-seconds', '60', '--threads', '1')
  expect(predicted.stderrText).toContain('Followers unknown: 5 events.')
  expect(predicted.code).toBe(0)
})

test('import keeps the authors of posts in the index, and a folder reads them back', async () => {
  const table = 'cascade_id,time,followers,user_id\na,0,5,"ann, ""b"""\na,3,6,bob\nb,0,7,\n'
  const folder = writeFiles({ 'table.csv': table })
  const out = join(folder, 'out')
  expect((await call('import', join(folder, 'table.csv'), '--out', out)).code).toBe(0)
  expect(readFileSync(join(out, 'index.csv'), 'utf8')).toBe(
    'start_ind,end_ind,author_id\n1,2,"ann, ""b"""\n3,3,""\n'
  )
  const authors: (string | undefined)[] = []
  for await (const { cascade } of readCascadeFolder(out)) authors.push(cascade.postAuthorId)
  expect(authors).toEqual(['ann, "b"', undefined])
})

test('import reads an index with its data, and every file of a folder', async () => {
  const folder = writeFiles({
    'news-data.csv': 'time,magnitude,msg\n0,5400,"None"\n21.4,310,"None"\n0,7,"None"\n',
    'news-index.csv': 'start_ind,end_ind\n1,2\n3,3\n',
    'seismic.csv': '"","relative_time_second","number_of_followers"\n"1",0,5\n"2",9,6\n'
  })
  const out = join(temporaryFolder(), 'out')
  const { code, out: printed } = await call('import', folder, '--out', out)
  expect(code).toBe(0)
  expect(printed).toContain('3 cascades of 5 events')
  expect(readFileSync(join(out, 'data.csv'), 'utf8')).toBe(
    'time,magnitude\n0,5400\n21.4,310\n0,7\n0,5\n9,6\n'
  )
  expect(readFileSync(join(out, 'index.csv'), 'utf8')).toBe('start_ind,end_ind\n1,2\n3,3\n4,5\n')
})

test('import rejects a faulty file by line, names the option that resolves it, and writes nothing', async () => {
  const folder = writeFiles({
    'a.csv': 'time,followers\n0,5\n3,many\n',
    'b.csv': 'time,created_at,followers\n0,1,5\n',
    'news-index.csv': 'start_ind,end_ind\n1,2\n'
  })
  const refusals = [
    ['a.csv', /a\.csv:3: column "followers": "many" is not a number/],
    ['b.csv', /b\.csv:1: "time" and "created_at" may each be the times.*\n {2}answer with --time-column/],
    ['news-index.csv', /the data file of this index is missing: put news-data\.csv in the same folder/],
    ['missing.csv', /missing\.csv: no such file or folder/]
  ] as const
  for (const [name, words] of refusals) {
    const { code, stderrText } = await call('import', join(folder, name), '--out', join(folder, 'out'))
    expect([code, stderrText]).toEqual([2, expect.stringMatching(words)])
  }
  expect((await call('import', folder, '--out', folder)).stderrText).toContain(
    'is not empty: name a new folder'
  )
})
