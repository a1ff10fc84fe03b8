import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { toError } from '../../../ports/to-error.ts'
import { type Bound, type OwnerSettings, type Reply, type Step, toSqliteError } from './protocol.ts'

// 4 MB. A commit that triggers a checkpoint waits for it, and a larger checkpoint takes longer.
const CHECKPOINT_PAGES = 500

// The only thread that writes the file. It receives batches of steps, runs the steps in order and answers each batch
// with one message.
const port = parentPort
if (port === null) throw new Error('this module runs only on a thread of startOwner')
const { path, maxPages }: OwnerSettings = workerData
const database = new DatabaseSync(path)
// busy_timeout: another process that reads the file locks it for a moment when it closes it.
database.exec(`
  pragma busy_timeout = 5000;
  pragma page_size = 8192;
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma cache_size = -8000;
  pragma wal_autocheckpoint = ${CHECKPOINT_PAGES};
  pragma temp_store = memory;
  ${maxPages === undefined ? '' : `pragma max_page_count = ${maxPages};`}
`)
const statements = new Map<
  number,
  { readonly prepared: StatementSync; readonly isReading: boolean } | Error
>()

interface Loss {
  readonly message: string
  readonly resultCode: number
}
// The reason why the open group can no longer be committed: SQLite rolled it back, as it does on a full disk.
let loss: Loss | null = null
let isDurable = true

port.on('message', (steps: readonly Step[]) => {
  const replies: Reply[] = []
  for (const step of steps) run(step, replies)
  if (replies.length > 0) port.postMessage(replies)
})
port.postMessage([])

function run(step: Step, replies: Reply[]): void {
  try {
    switch (step.is) {
      case 'prepare':
        prepare(step.statement, step.sql)
        return
      case 'forget':
        statements.clear()
        return
      case 'query':
        replies.push({ reply: step.reply, ok: true, ...query(step.statement, step.parameters) })
        return
      case 'batch':
        runBatch(step.queries)
        replies.push({ reply: step.reply, ok: true, rows: [], changes: 0 })
        return
      case 'begin':
        begin(step.isDurable)
        return
      case 'commit':
        commit()
        replies.push({ reply: step.reply, ok: true, rows: [], changes: 0 })
        return
      case 'close':
        database.exec('pragma optimize; pragma wal_checkpoint(truncate)')
        database.close()
        replies.push({ reply: step.reply, ok: true, rows: [], changes: 0 })
        return
      default:
        transact(step.is)
    }
  } catch (error) {
    const { message, resultCode } = toSqliteError(error)
    if (!database.isTransaction || step.is === 'begin') loss ??= { message, resultCode }
    if ('reply' in step) replies.push({ reply: step.reply, ok: false, message, resultCode })
  }
}

// If a text does not compile, the query that uses it throws the error.
function prepare(statement: number, sql: string): void {
  try {
    const prepared = database.prepare(sql)
    statements.set(statement, { prepared, isReading: prepared.columns().length > 0 })
  } catch (error) {
    statements.set(statement, toError(error))
  }
}

function query(
  statement: number,
  parameters: readonly unknown[]
): { readonly rows: readonly unknown[]; readonly changes: number } {
  failIfLost()
  const found = statements.get(statement)!
  if (found instanceof Error) throw found
  const values = parameters as SQLInputValue[]
  if (found.isReading) return { rows: found.prepared.all(...values), changes: 0 }
  return { rows: [], changes: Number(found.prepared.run(...values).changes) }
}

function runBatch(queries: readonly Bound[]): void {
  failIfLost()
  transact('savepoint')
  try {
    for (const { statement, parameters } of queries) query(statement, parameters)
    transact('release')
  } catch (error) {
    if (database.isTransaction) transact('undo')
    throw error
  }
}

function begin(durable: boolean): void {
  loss = null
  if (durable !== isDurable) {
    isDurable = durable
    // With a write-ahead log, 'normal' omits the sync at the commit; the next 'full' commit syncs both.
    database.exec(`pragma synchronous = ${durable ? 'full' : 'normal'}`)
  }
  database.exec('begin immediate')
}

function transact(step: 'savepoint' | 'release' | 'undo'): void {
  if (loss !== null) return
  if (step === 'savepoint') database.exec('savepoint work')
  else if (step === 'release') database.exec('release work')
  else database.exec('rollback to work; release work')
}

function commit(): void {
  failIfLost()
  try {
    database.exec('commit')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

function failIfLost(): void {
  if (loss) throw Object.assign(new Error(loss.message), { errcode: loss.resultCode })
}
