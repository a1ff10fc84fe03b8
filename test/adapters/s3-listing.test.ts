import { expect, onTestFinished, test } from 'vitest'
import { openS3 } from '../../adapters/blobs/s3/open.ts'
import type { BlobStore } from '../../ports/blobs.ts'
import { type Listing, type ListRequest, listCorrectly, startMemoryS3, xml } from '../harness/memory-s3.ts'

type Lister = (request: ListRequest, keys: readonly string[]) => Listing

const keys = Array.from({ length: 25 }, (_, index) => `h/${String(index).padStart(4, '0')}`)

async function openListing(
  list: Lister,
  more: readonly string[] = []
): Promise<{ readonly blobs: BlobStore; readonly asked: ListRequest[] }> {
  const asked: ListRequest[] = []
  const s3 = await startMemoryS3({
    list: (request, all) => {
      asked.push(request)
      // Ends a listing that loops.
      return asked.length > 100 ? { keys: [], isTruncated: false } : list(request, all)
    }
  })
  for (const key of [...keys, ...more]) s3.objects.set(key, { body: Buffer.of(1), metadata: {} })
  const blobs = openS3(s3.settings)
  onTestFinished(() => blobs.close())
  return { blobs, asked }
}

/** Returns pages of ten keys, whatever the request says. */
const inTens = (request: ListRequest, all: readonly string[]) =>
  listCorrectly({ ...request, maxKeys: 10 }, all)

const completed: readonly (readonly [string, Lister])[] = [
  ['pages as Amazon does', inTens],
  ['gives no token', (request, all) => ({ ...inTens(request, all), token: undefined as never })],
  ['ignores StartAfter', (request, all) => inTens({ ...request, startAfter: '' }, all)],
  [
    'ignores StartAfter beside a token',
    (request, all) => inTens(request.token ? { ...request, startAfter: '' } : request, all)
  ],
  ['ignores MaxKeys', (request, all) => listCorrectly({ ...request, maxKeys: 1000 }, all)],
  ['ignores the prefix', (request, all) => inTens({ ...request, prefix: '' }, all)],
  [
    'begins a page with the key that ended the page before',
    (request, all) => {
      const last = request.token ?? ''
      const rest = all.filter(
        key => key.startsWith(request.prefix) && key >= last && key > request.startAfter
      )
      return { keys: rest.slice(0, 10), isTruncated: rest.length > 10, token: rest[9] ?? '' }
    }
  ],
  [
    'has an empty page in the middle',
    (request, all) =>
      request.token?.endsWith('9')
        ? { keys: [], isTruncated: true, token: `${request.token}~` }
        : inTens(request, all)
  ]
]

test.each(completed)('lists every key once and in order if the store %s', async (_, list) => {
  const { blobs } = await openListing(list, ['g/1', 'i/1'])
  expect(await blobs.list('h/')).toEqual(keys)
  expect(await blobs.list('h/', { limit: 12 })).toEqual(keys.slice(0, 12))
  expect(await blobs.list('h/', { startAfter: 'h/0011' })).toEqual(keys.slice(12))
  expect(await blobs.list('h/', { startAfter: 'h/0003', limit: 7 })).toEqual(keys.slice(4, 11))
})

const reported: readonly (readonly [string, Lister])[] = [
  [
    'names every page by the same token',
    (request, all) => ({ ...inTens({ ...request, token: null }, all), token: 'same' })
  ],
  ['repeats its first page', (_, all) => ({ keys: all.slice(0, 10), isTruncated: true })],
  [
    'repeats its first page, each with a new token',
    (request, all) => ({
      keys: all.slice(0, 10),
      isTruncated: true,
      token: `${request.token}1`
    })
  ],
  [
    'repeats the last key',
    (request, all) => ({
      keys: request.token ? all.slice(9, 10) : all.slice(0, 10),
      isTruncated: true,
      token: `${request.token}1`
    })
  ],
  ['has more and sends an empty page', () => ({ keys: [], isTruncated: true })],
  ['sends empty pages for ever', request => ({ keys: [], isTruncated: true, token: `${request.token}1` })],
  [
    'alternates between two pages',
    (request, all) => {
      const isSecond = request.token === '1'
      return {
        keys: isSecond ? all.slice(10, 20) : all.slice(0, 10),
        isTruncated: true,
        token: isSecond ? '2' : '1'
      }
    }
  ],
  [
    'sends a page that belongs before the last one',
    (request, all) =>
      request.token
        ? { keys: all.slice(0, 10), isTruncated: false }
        : { keys: all.slice(10), isTruncated: true, token: '1' }
  ],
  ['lists in another order', (_, all) => ({ keys: all.toReversed(), isTruncated: false })]
]

test.each(reported)('rejects a listing instead of looping if the store %s', async (_, list) => {
  const { blobs, asked } = await openListing(list)
  await expect(blobs.list('h/')).rejects.toMatchObject({
    code: 'blobs-unavailable',
    message: expect.stringMatching(/not in order|returns none/)
  })
  expect(asked.length).toBeLessThan(20)
})

test('omits keys that are not blobs: console folders and keys of other programs', async () => {
  const { blobs } = await openListing(inTens, ['h/', 'h/0005/', 'h/ü', 'h/\u{1f40b}', 'h/｡', 'h/.hidden'])
  expect(await blobs.list('h/')).toEqual(keys)
})

test.each(['<html><body>Sign in</body></html>', '<ListBucketResult></ListBucketResult>'])(
  'rejects an answer that is not a listing: %s',
  async body => {
    const s3 = await startMemoryS3({
      intercept: (_, response) => {
        xml(response, 200, body)
        return true
      }
    })
    const blobs = openS3(s3.settings)
    onTestFinished(() => blobs.close())
    await expect(blobs.list('h/')).rejects.toMatchObject({ code: 'blobs-unavailable' })
  }
)
