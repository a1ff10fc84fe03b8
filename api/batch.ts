import { Failure } from '../ports/errors.ts'
import { readJson, withoutMark } from './http/body.ts'
import type { StreamedBody } from './http/body-bytes.ts'
import type { JsonBody } from './http/call.ts'
import { toFailure } from './http/failures.ts'
import { toProblem } from './http/problem.ts'
import type { BodyCheck } from './http/validate.ts'
import type { ApiLimits } from './settings.ts'

/** Streams one answer for each line of a batch, in order. The body is read only as fast as the caller reads the answers. */
export function buildBatch<Body>(limits: ApiLimits, check: BodyCheck<Body>) {
  return (
    body: StreamedBody,
    requestId: string,
    accept: (json: JsonBody<Body>, line: number) => Promise<unknown>
  ): AsyncGenerator<string> => {
    async function answer({ number, bytes: line, size }: Line): Promise<string> {
      try {
        if (line === null)
          throw new Failure(
            'body-too-large',
            `the line has more than ${limits.bodyBytes} bytes: send a shorter line`
          )
        const json = readJson(line, limits.depth, number)
        check(json)
        return `${JSON.stringify({ line: number, accepted: await accept(json, number) })}\n`
      } catch (error) {
        const failure = toFailure(error)
        if (failure.kind === 'internal') throw error
        return `${JSON.stringify({ line: number, problem: toProblem(failure, requestId) })}\n`
      } finally {
        body.release(size)
      }
    }
    return inOrder(readLines(body.pieces(null), limits.bodyBytes, body.release), answer, limits.batchWidth)
  }
}

interface Line {
  /** Counts from 1 and includes empty lines. */
  readonly number: number
  /** Null: the line was too long and was discarded. */
  readonly bytes: Buffer | null
  /** Bytes of the line that the body budget still counts. */
  readonly size: number
}

/** Yields the lines that are not blank. Buffers at most one line of `maxBytes`; calls `release` for bytes that it discards. */
export async function* readLines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  release: (bytes: number) => void = () => {}
): AsyncGenerator<Line> {
  let number = 1
  let parts: Buffer[] = []
  let size = 0
  const end = (): Line | null => {
    const bytes = size > maxBytes ? null : withoutMark(Buffer.concat(parts))
    const line = { number: number++, bytes, size: bytes === null ? 0 : size }
    parts = []
    size = 0
    if (bytes === null || bytes.toString('latin1').trim() !== '') return line
    release(line.size)
    return null
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, start)) {
      take(chunk.subarray(start, at))
      release(1)
      start = at + 1
      const line = end()
      if (line) yield line
    }
    take(chunk.subarray(start))
  }
  const last = size > 0 ? end() : null
  if (last) yield last

  function take(part: Buffer): void {
    const isOver = size > maxBytes
    size += part.length
    if (isOver) release(part.length)
    else if (size > maxBytes) {
      release(size)
      parts = []
    } else if (part.length > 0) parts.push(part)
  }
}

/** Runs `work` on at most `width` items at a time. Yields the results in the order of the items, each as soon as possible. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  width: number
): AsyncGenerator<Result> {
  const iterator = items[Symbol.asyncIterator]()
  const pending: Promise<Result>[] = []
  let next: Promise<IteratorResult<Item>> | null = iterator.next()
  try {
    while (next || pending.length > 0) {
      const candidates: Promise<'item' | 'result'>[] = []
      const first = pending[0]
      if (first !== undefined) candidates.push(first.then(() => 'result' as const))
      if (next && pending.length < width) candidates.push(next.then(() => 'item' as const))
      if ((await Promise.race(candidates)) === 'result') {
        yield await pending.shift()!
        continue
      }
      const item: IteratorResult<Item> = await next!
      next = item.done ? null : iterator.next()
      if (item.done) continue
      const result = work(item.value)
      result.catch(() => {})
      pending.push(result)
    }
  } finally {
    next?.catch(() => {})
    await iterator.return?.()
  }
}
