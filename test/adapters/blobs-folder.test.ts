import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { openBlobsFolder } from '../../adapters/blobs/folder.ts'
import { describeBlobs } from '../contract-suites/blobs.ts'
import { makeTemporaryFolder, temporaryFolder } from '../harness/temporary.ts'

const shared = makeTemporaryFolder()
afterAll(() => rmSync(shared, { recursive: true, force: true }))
describeBlobs('a folder', async () => openBlobsFolder(shared))

test('deletes the partial file of a killed writer and never lists it', async () => {
  const root = temporaryFolder()
  mkdirSync(join(root, '.partial'))
  writeFileSync(join(root, '.partial', 'half'), 'half of a fore')
  const blobs = openBlobsFolder(root)
  expect(readdirSync(join(root, '.partial'))).toEqual([])
  expect(await blobs.list('')).toEqual([])
})

test('leaves no temporary files after concurrent writes and a check', async () => {
  const root = temporaryFolder()
  const blobs = openBlobsFolder(root)
  await Promise.all(Array.from({ length: 8 }, () => blobs.putOnce('a/b', Buffer.from('x'))))
  await blobs.check()
  expect(readdirSync(join(root, '.partial'))).toEqual([])
  expect(await blobs.list('')).toEqual(['a/b'])
})

test('reports blobs-unavailable if the folder is gone', async () => {
  const root = temporaryFolder()
  const blobs = openBlobsFolder(root)
  rmSync(root, { recursive: true })
  writeFileSync(root, 'a file in its place')
  await expect(blobs.putOnce('a', Buffer.from('x'))).rejects.toMatchObject({ code: 'blobs-unavailable' })
  await expect(blobs.check()).rejects.toMatchObject({ code: 'blobs-unavailable' })
})

test('rejects a blob on a full disk, keeps the others and accepts blobs once there is space', async context => {
  const root = temporaryFolder()
  if (!mountSmallDisk(root)) {
    console.log('skipped: only root can mount the small disk of this test')
    return context.skip()
  }
  onTestFinished(() => void execFileSync('umount', [root]))
  const blobs = openBlobsFolder(root)
  expect(await blobs.putOnce('first', Buffer.alloc(600_000))).toBe('stored')
  await expect(blobs.putOnce('second', Buffer.alloc(600_000))).rejects.toMatchObject({ code: 'storage-full' })
  expect(existsSync(join(root, 'second'))).toBe(false)
  expect(readdirSync(join(root, '.partial'))).toEqual([])
  expect(await blobs.size('first')).toBe(600_000)
  await blobs.remove('first')
  expect(await blobs.putOnce('second', Buffer.alloc(600_000))).toBe('stored')
})

function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
