import { execFileSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { smallCascade } from '../harness/cascades.ts'
import { startForTest } from '../harness/start.ts'
import { makeTemporaryFolder } from '../harness/temporary.ts'
import { makeEnvironment } from '../harness/test-environment.ts'

test('rejects new work with 503 while the disk is full, loses nothing accepted, and resumes once there is space', async context => {
  const folder = makeTemporaryFolder()
  if (!mountSmallDisk(folder)) {
    rmSync(folder, { recursive: true })
    console.log('skipped: only root can mount the small disk of this test')
    return context.skip()
  }
  onTestFinished(() => {
    execFileSync('umount', [folder])
    rmSync(folder, { recursive: true })
  })
  const testEnvironment = await makeEnvironment('embedded', folder)
  const program = await startForTest({ testEnvironment, settings: { GROUNDSWELL_MAX_BACKLOG: '1000000' } })
  const accepted: string[] = []
  const submit = async () => {
    const { status, body } = await program.post('/cascades', smallCascade())
    if (status === 202) accepted.push(body.id)
    return { status, body }
  }
  for (let index = 0; index < 20; index++) expect((await submit()).status).toBe(202)
  const ballast = join(folder, 'ballast')
  fill(ballast)
  // Checks one answer only: a checkpoint of the SQLite log may free space for the next request.
  await expect.poll(submit, { interval: 1 }).toMatchObject({ status: 503, body: { code: 'storage-full' } })
  expect((await program.get('/health/live')).status).toBe(200)
  rmSync(ballast)
  await expect.poll(async () => (await submit()).status).toBe(202)
  for (const id of accepted)
    await expect.poll(async () => (await program.get(`/predictions/${id}`)).body.state).toBe('succeeded')
})

/** Fills the disk. */
function fill(file: string): void {
  for (const size of [1_000_000, 100_000, 4_096])
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
}

function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
