import { deserialize } from 'node:v8'
import { threadId } from 'node:worker_threads'
import { move, transferableSymbol, valueSymbol } from 'piscina'
import { KEPT_VALUES, type Shared, type Thread, type ThreadFunction } from '../../ports/threads.ts'
import { BEGUN, CANCELED, type Envelope, type Outcome } from './envelope.ts'

/** Runs each task on its thread: imports the module of the task and calls its function. */
export default async function runTask({ module, name, payload, flags }: Envelope): Promise<unknown> {
  if (flags !== null) Atomics.store(flags, BEGUN, 1)
  const moved = new Set<ArrayBufferLike>()
  const thread: Thread = {
    id: threadId,
    get isCanceled() {
      return flags !== null && Atomics.load(flags, CANCELED) === 1
    },
    move: buffers => {
      for (const buffer of buffers) if (buffer instanceof ArrayBuffer) moved.add(buffer)
    },
    open: <Value>({ key, bytes }: Shared<Value>) =>
      keep<Value>(key, () => deserialize(Uint8Array.from(new Uint8Array(bytes)))),
    keep
  }
  try {
    const run = await findFunction(module, name)
    const outcome: Outcome = { isOk: true, value: await run(payload, thread) }
    return moved.size === 0 ? outcome : move({ [valueSymbol]: outcome, [transferableSymbol]: [...moved] })
  } catch (error) {
    return { isOk: false, error } satisfies Outcome
  }
}

async function findFunction(module: string, name: string): Promise<ThreadFunction<unknown, unknown>> {
  const exported: Readonly<Record<string, ThreadFunction<unknown, unknown> | undefined>> = await import(
    module
  )
  const found = exported[name]
  if (typeof found !== 'function') throw new TypeError(`${module} exports no function ${name}`)
  return found
}

// By key, the least recently used first.
const kept = new Map<string, unknown>()

function keep<Value>(key: string, make: () => Value): Value {
  const value = kept.has(key) ? (kept.get(key) as Value) : make()
  kept.delete(key)
  kept.set(key, value)
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_VALUES) break
    kept.delete(oldest)
  }
  return value
}
