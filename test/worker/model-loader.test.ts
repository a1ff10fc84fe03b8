import { describe, expect, test } from 'vitest'
import { Failure } from '../../ports/errors.ts'
import { ThreadCrash, type Threads } from '../../ports/threads.ts'
import type { Manifest, ModelVersions } from '../../stores/model-versions.ts'
import { buildModelLoader } from '../../worker/model-loader.ts'
import * as faulty from '../fixtures/faulty.ts'

/** Builds a loader that keeps two versions. `reads`: the versions whose artefacts were read. */
function build(
  decode: () => Promise<number> = async () => 1,
  schemaVersion = faulty.predictor.sampleVersion,
  readableSampleVersions: readonly number[] = [],
  bytes: (version: number) => Uint8Array = version => new Uint8Array([version])
) {
  const reads: number[] = []
  const loader = buildModelLoader({
    predictorModule: { ...faulty, predictor: { ...faulty.predictor, readableSampleVersions } },
    versions: {
      manifest: async (_, version) => ({ version, sha256: `sum ${version}`, schemaVersion }) as Manifest,
      async artefact(_, version) {
        reads.push(version)
        return bytes(version)
      }
    } as Pick<ModelVersions, 'manifest' | 'artefact'> as ModelVersions,
    threads: { run: decode } as unknown as Threads,
    kept: 2
  })
  return { loader, reads }
}

test('reads a version once and evicts the least recently used one', async () => {
  const { loader, reads } = build()
  const [first] = await Promise.all([loader.load(1), loader.load(1)])
  expect(first).toMatchObject({ version: 1, checksum: 'sum 1' })
  expect([...new Uint8Array(first.bytes)]).toEqual([1])
  await loader.load(2)
  await loader.load(1)
  await loader.load(3)
  expect(reads).toEqual([1, 2, 3])
  await loader.load(1)
  expect(reads).toEqual([1, 2, 3])
  await loader.load(2)
  expect(reads).toEqual([1, 2, 3, 2])
})

test('rejects a version that cannot be decoded as damaged and tries it again on the next load', async () => {
  for (const cause of [new TypeError('no tree'), new ThreadCrash('openVersion', 'out of memory')]) {
    const { loader, reads } = build(() => Promise.reject(cause))
    const damaged = { code: 'damaged-version', message: expect.stringContaining(cause.message) }
    await expect(loader.load(1)).rejects.toMatchObject(damaged)
    await expect(loader.load(1)).rejects.toMatchObject(damaged)
    expect(reads).toEqual([1, 1])
  }
})

describe('at a start', () => {
  const startsThread = false
  const neverOnThread = () => Promise.reject(new Error('a thread was started'))
  const json = (text: string) => () => new TextEncoder().encode(text)

  test('decodes a small version without a thread', async () => {
    const { loader } = build(neverOnThread, undefined, [], json('7'))
    expect(await loader.load(1, { startsThread })).toMatchObject({ version: 1 })
  })

  test('rejects a small version that cannot be decoded as damaged', async () => {
    const { loader } = build(neverOnThread, undefined, [], json('"no number"'))
    await expect(loader.load(1, { startsThread })).rejects.toMatchObject({
      code: 'damaged-version',
      message: expect.stringMatching(/^version 1 could not be decoded: (?!a thread)/)
    })
  })

  test('decodes a large version on a thread', async () => {
    const { loader } = build(neverOnThread, undefined, [], json(`7${' '.repeat(6_000_000)}`))
    await expect(loader.load(1, { startsThread })).rejects.toMatchObject({
      message: 'version 1 could not be decoded: a thread was started'
    })
  })
})

test('reads a version trained on older samples only if the predictor can still decode it', async () => {
  const older = faulty.predictor.sampleVersion - 1
  expect(await build(undefined, older, [older]).loader.load(1)).toMatchObject({ version: 1 })
  await expect(build(undefined, older).loader.load(1)).rejects.toMatchObject({
    code: 'damaged-version',
    message: `version 1 was trained on samples of version ${older}, not ${older + 1}`
  })
})

test('does not report a version as damaged when the threads are closed', async () => {
  const { loader } = build(() => Promise.reject(new Failure('shutting-down', 'the threads are closed')))
  await expect(loader.load(1)).rejects.toMatchObject({ code: 'shutting-down' })
})
