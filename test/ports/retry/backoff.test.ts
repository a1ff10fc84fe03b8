import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildBackoff } from '../../../ports/retry/backoff.ts'
import { retry } from '../../../ports/retry/retry.ts'
import { readRetryAfterMs } from '../../../ports/retry/retry-after.ts'
import { backoffDelayMs, type RetryPolicy } from '../../../ports/retry/retry-policy.ts'

const policy: RetryPolicy = { firstDelayMs: 100, maxDelayMs: 1_000, maxRetryAfterMs: 5_000 }

function recordSleeps() {
  const slept: number[] = []
  const clock = { sleep: async (milliseconds: number) => void slept.push(milliseconds) }
  return { slept, clock }
}

test('doubles the delay up to the maximum, and makes half of it random', () => {
  const delays = (random: number) =>
    [1, 2, 3, 4, 5, 60, 5_000].map(n => backoffDelayMs(policy, n, () => random))
  expect(delays(1)).toEqual([100, 200, 400, 800, 1_000, 1_000, 1_000])
  expect(delays(0)).toEqual([50, 100, 200, 400, 500, 500, 500])
  expect(backoffDelayMs({ firstDelayMs: 0, maxDelayMs: 0 }, 5_000, () => 0)).toBe(0)
})

test('delays at least as long as Retry-After, up to a maximum', () => {
  const delay = (asked: number | null) => backoffDelayMs(policy, 1, () => 1, asked)
  expect([null, 0, 99, 3_000, 1e9, Number.POSITIVE_INFINITY].map(delay)).toEqual([
    100, 100, 100, 3_000, 5_000, 5_000
  ])
  expect(backoffDelayMs({ firstDelayMs: 1, maxDelayMs: 1 }, 1, () => 0, 1e12)).toBe(3_600_000)
})

test('reads Retry-After as seconds and as each form of an HTTP date, and ignores anything else', () => {
  const now = Date.parse('1994-11-06T08:49:07Z')
  const read = (header: string | null) => readRetryAfterMs(header, now)
  expect(read('20')).toBe(20_000)
  expect(read(' 0 ')).toBe(0)
  expect(read('Sun, 06 Nov 1994 08:49:37 GMT')).toBe(30_000)
  expect(read('Sunday, 06-Nov-94 08:49:37 GMT')).toBe(30_000)
  expect(read('Sun Nov  6 08:49:37 1994')).toBe(30_000)
  expect(read('Sun, 06 Nov 1994 08:48:00 GMT')).toBe(0)
  const garbage = [
    null,
    '',
    'soon',
    '-5',
    '1.5',
    '1e3',
    '0x10',
    '20 s',
    '1994-11-06',
    'Sun, 99 Foo 1994 08:49:37 GMT'
  ]
  for (const header of garbage) expect(read(header), String(header)).toBeNull()
})

test('a success resets the backoff', async () => {
  const { slept, clock } = recordSleeps()
  const backoff = buildBackoff(policy, { clock, random: () => 1 })
  await backoff.wait()
  await backoff.wait(undefined, 2_000)
  expect(backoff.failures).toBe(2)
  backoff.reset()
  await backoff.wait()
  expect(slept).toEqual([100, 2_000, 100])
})

test('retries while a dependency is unavailable, and throws other errors at once', async () => {
  const { slept, clock } = recordSleeps()
  const isRetryable = (error: unknown) => (error as Error).message === 'unavailable'
  const parts = { clock, random: () => 1, isRetryable }
  const failing = (messages: readonly string[]) => async (attempt: number) => {
    const message = messages[attempt - 1]
    if (message !== undefined) throw new Error(message)
    return attempt
  }
  expect(await retry(failing(['unavailable', 'unavailable']), { ...parts, policy })).toBe(3)
  expect(slept).toEqual([100, 200])
  await expect(retry(failing(['unavailable', 'refused']), { ...parts, policy })).rejects.toThrow('refused')
  const bounded = { ...policy, maxAttempts: 2 }
  await expect(retry(failing(Array(9).fill('unavailable')), { ...parts, policy: bounded })).rejects.toThrow()
  expect(slept).toEqual([100, 200, 100, 100])
})

test('an aborted signal ends a retry with the last failure', async () => {
  const ending = new AbortController()
  const clock = { sleep: async () => ending.abort() }
  let attempts = 0
  const work = async () => {
    attempts += 1
    throw new Error('unavailable')
  }
  const options = { policy, clock, signal: ending.signal, isRetryable: () => true }
  await expect(retry(work, options)).rejects.toThrow('unavailable')
  expect(attempts).toBe(1)
})

const ownBackoff =
  /2 \* (pause|delay)|\b2 \*\* (attempt|failures)|(pause|delay)\w* \*= 2\b|RETRY_MILLISECONDS/i

test('no other file computes its own delays', () => {
  const files = globSync('{adapters,api,cascades,client,relay,stores,trainer,web,worker}/**/*.ts')
  expect(files.filter(file => ownBackoff.test(readFileSync(file, 'utf8')))).toEqual([])
  expect(ownBackoff.test('pause = Math.min(2 * pause, LONGEST)')).toBe(true)
})
