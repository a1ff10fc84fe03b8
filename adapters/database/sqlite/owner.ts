import { Worker } from 'node:worker_threads'
import {
  type OwnerSettings,
  type Reply,
  resultCodes,
  SqliteError,
  type Step,
  toSqliteError
} from './protocol.ts'

/** The client of the thread that owns the file. The thread runs steps in the order of the calls. */
export interface Owner {
  /** Has no answer: the next query or commit rejects with its error. */
  begin(isDurable: boolean): void
  /** Has no answer, as `begin`. */
  transact(step: 'savepoint' | 'release' | 'undo'): void
  /** Runs all queries or none, in their own savepoint. */
  batch(queries: readonly { readonly sql: string; readonly parameters: readonly unknown[] }[]): Promise<void>
  commit(): Promise<void>
  query(sql: string, parameters: readonly unknown[]): Promise<{ rows: readonly unknown[]; changes: number }>
  close(): Promise<void>
}

// Rows are short-lived in the thread: a larger young generation would only delay their collection.
const YOUNG_MEGABYTES = 8
// Above this number all prepared statements are dropped, and prepared again when they are used.
const MAX_STATEMENTS = 500

type Answered = Extract<Reply, { ok: true }>

interface Waiting {
  resolve(reply: Answered): void
  reject(error: SqliteError): void
}

const threadUrl = new URL(
  import.meta.url.endsWith('.ts') ? './owner-thread.ts' : './owner-thread.js',
  import.meta.url
)

/** Resolves once the file is open. Throws SqliteError. */
export async function startOwner(settings: OwnerSettings): Promise<Owner> {
  const waiting = new Map<number, Waiting>()
  const numbers = new Map<string, number>()
  let outgoing: Step[] = []
  let lastReply = 0
  let death: SqliteError | null = null
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES }
  const thread = new Worker(threadUrl, { workerData: settings, name: 'database', resourceLimits })

  function die(error: SqliteError): void {
    death ??= error
    for (const { reject } of waiting.values()) reject(death)
    waiting.clear()
  }

  await new Promise<void>((resolve, reject) => {
    thread.once('message', () => resolve())
    thread.once('error', error => reject(toSqliteError(error)))
  })
  thread.on('error', error =>
    die(new SqliteError(`the database thread died: ${error}`, resultCodes.inputOutput))
  )
  thread.on('exit', () => die(new SqliteError('the database is closed', resultCodes.inputOutput)))
  thread.on('message', (replies: readonly Reply[]) => {
    for (const reply of replies) {
      // Undefined if the thread died in the meantime: `die` has rejected all that waited.
      const asked = waiting.get(reply.reply)
      waiting.delete(reply.reply)
      if (reply.ok) asked?.resolve(reply)
      else asked?.reject(new SqliteError(reply.message, reply.resultCode))
    }
  })

  // Sends all steps of one tick in one message, because a message costs more than a step.
  function send(step: Step): void {
    if (outgoing.length === 0) queueMicrotask(flush)
    outgoing.push(step)
  }

  function flush(): void {
    const steps = outgoing
    outgoing = []
    if (death === null) thread.postMessage(steps)
  }

  function ask(build: (reply: number) => Step): Promise<Answered> {
    return new Promise((resolve, reject) => {
      if (death) return reject(death)
      const reply = ++lastReply
      waiting.set(reply, { resolve, reject })
      send(build(reply))
    })
  }

  function numberOf(sql: string): number {
    const known = numbers.get(sql)
    if (known !== undefined) return known
    if (numbers.size === MAX_STATEMENTS) {
      numbers.clear()
      send({ is: 'forget' })
    }
    const statement = numbers.size + 1
    numbers.set(sql, statement)
    send({ is: 'prepare', statement, sql })
    return statement
  }

  return {
    begin: isDurable => send({ is: 'begin', isDurable }),
    transact: step => send({ is: step }),
    async batch(queries) {
      const bound = queries.map(({ sql, parameters }) => ({ statement: numberOf(sql), parameters }))
      await ask(reply => ({ is: 'batch', reply, queries: bound }))
    },
    commit: async () => void (await ask(reply => ({ is: 'commit', reply }))),
    query: (sql, parameters) => {
      const statement = numberOf(sql)
      return ask(reply => ({ is: 'query', reply, statement, parameters }))
    },
    async close() {
      if (death) return
      await ask(reply => ({ is: 'close', reply }))
      await thread.terminate()
    }
  }
}
