import { type CreateTableBuilder, type Kysely, sql } from 'kysely'
import type { Database } from '../../../ports/database.ts'
import type { Tables } from '../../../ports/tables.ts'
import type { Migration } from '../migrate.ts'

/** Every table of ports/tables. Indexes on predictions are few and partial: each costs every acceptance. */
export const foundation: Migration = { name: '001-foundation', up }

async function up(schema: Kysely<Tables>, dialect: Database['dialect']): Promise<void> {
  const create = (name: keyof Tables) => new Table(schema, name)
  await create('predictions')
    .key('id')
    .text('predictor', 'state')
    .textOrNull('subject', 'slice', 'owner', 'model_checksum', 'callback', 'request_id')
    .textOrNull('error_code', 'error_reason', 'features', 'output', 'timings')
    .number('generation', 'attempts', 'next_attempt_at', 'created_at', 'deadline_at')
    .numberOrNull('lease_until', 'started_at', 'finished_at', 'keep_until', 'pinned_version', 'model_version')
    .execute()
  await index(
    'predictions_active',
    'predictions (deadline_at, state, next_attempt_at, predictor, created_at)',
    'finished_at is null'
  )
  await index(
    'predictions_finished',
    'predictions (finished_at, state, predictor)',
    'finished_at is not null'
  )
  await index('predictions_unusual', 'predictions (state, id)', "state in ('failed', 'canceled')")
  await index('predictions_subject', 'predictions (predictor, subject, id)', 'subject is not null')
  await index('predictions_version', 'predictions (model_version, id)', 'model_version is not null')

  await create('prediction_inputs').key('prediction_id').text('input').execute()

  await create('idempotency_keys')
    .key('key')
    .text('body_hash', 'prediction_id')
    .number('created_at')
    .execute()
  await index('idempotency_keys_prediction', 'idempotency_keys (prediction_id)')
  await index('idempotency_keys_created', 'idempotency_keys (created_at)')

  await create('outbox')
    .counter('sequence', dialect)
    .text('id', 'kind', 'destination', 'key', 'payload')
    .number('due_at', 'created_at')
    .execute()
  await index('outbox_due', 'outbox (kind, due_at, sequence)')

  await create('feed')
    .numberKey('sequence', dialect)
    .text('outbox_id', 'topic', 'key', 'payload')
    .number('created_at')
    .execute()
  await index('feed_key', 'feed (key, sequence)')

  await create('dead_letters')
    .key('id')
    .text('queue', 'body', 'reason')
    .textOrNull('prediction_id')
    .number('created_at')
    .numberOrNull('redriven_at')
    .execute()
  await index('dead_letters_created', 'dead_letters (created_at, id)')
  await index('dead_letters_prediction', 'dead_letters (prediction_id)', 'prediction_id is not null')

  await create('webhook_deliveries')
    .key('id')
    .text('url', 'payload', 'state')
    .textOrNull('prediction_id', 'last_error')
    .number('attempts', 'next_attempt_at', 'created_at')
    .numberOrNull('finished_at')
    .execute()
  await index('webhook_deliveries_due', 'webhook_deliveries (next_attempt_at)', "state = 'pending'")
  await index('webhook_deliveries_created', 'webhook_deliveries (created_at, id)')
  await index(
    'webhook_deliveries_prediction',
    'webhook_deliveries (prediction_id)',
    'prediction_id is not null'
  )

  await create('outcomes')
    .text('predictor', 'subject', 'outcome', 'source')
    .number('ended_at', 'revision', 'sampled_revision', 'sampled_version', 'created_at')
    .keys('predictor', 'subject')
    .execute()
  await index('outcomes_open', 'outcomes (predictor, created_at)', 'sampled_revision < revision')
  await index('outcomes_version', 'outcomes (predictor, sampled_version)')
  await index('outcomes_created', 'outcomes (created_at)')

  await create('samples')
    .key('id')
    .text('predictor', 'subject', 'sample')
    .textOrNull('slice')
    .number('version', 'ended_at', 'created_at')
    .execute()
  await index('samples_ended', 'samples (predictor, version, ended_at, id)')
  await index('samples_created', 'samples (predictor, version, created_at)')
  await index('samples_subject', 'samples (predictor, subject)')

  await create('scores')
    .key('prediction_id')
    .text('predictor', 'subject')
    .textOrNull('slice')
    .real('loss', 'model_less_loss', 'constant_loss')
    .number('ended_at')
    .numberOrNull('model_version')
    .execute()
  await index('scores_version', 'scores (predictor, model_version, ended_at)')
  await index('scores_subject', 'scores (predictor, subject)')
  await index('scores_ended', 'scores (ended_at)')

  await create('training_runs')
    .key('id')
    .text('predictor', 'trigger', 'state', 'options')
    .textOrNull('reason', 'report')
    .numberOrNull('version', 'started_at', 'finished_at')
    .number('created_at')
    .execute()
  await index('training_runs_predictor', 'training_runs (predictor, id)')

  await create('leases').key('name').text('owner').number('until').execute()
  await create('processes').key('id').text('services', 'status').number('started_at', 'seen_at').execute()

  async function index(name: string, on: string, where?: string): Promise<void> {
    await sql.raw(`create index ${name} on ${on}${where ? ` where ${where}` : ''}`).execute(schema)
  }
}

/** The columns of one table, by what they hold. */
class Table {
  #builder: CreateTableBuilder<string, string>

  constructor(schema: Kysely<Tables>, name: string) {
    this.#builder = schema.schema.createTable(name) as CreateTableBuilder<string, string>
  }

  key(name: string): this {
    return this.#add([name], column =>
      this.#builder.addColumn(column, 'text', it => it.primaryKey().notNull())
    )
  }
  numberKey(name: string, dialect: Database['dialect']): this {
    const type = dialect === 'sqlite' ? 'integer' : 'bigint'
    return this.#add([name], column => this.#builder.addColumn(column, type, it => it.primaryKey()))
  }
  /** Given by the database, growing. */
  counter(name: string, dialect: Database['dialect']): this {
    if (dialect === 'sqlite') return this.numberKey(name, dialect)
    return this.#add([name], column => this.#builder.addColumn(column, 'bigserial', it => it.primaryKey()))
  }
  text(...names: string[]): this {
    return this.#add(names, name => this.#builder.addColumn(name, 'text', it => it.notNull()))
  }
  textOrNull(...names: string[]): this {
    return this.#add(names, name => this.#builder.addColumn(name, 'text'))
  }
  number(...names: string[]): this {
    return this.#add(names, name => this.#builder.addColumn(name, 'bigint', it => it.notNull()))
  }
  numberOrNull(...names: string[]): this {
    return this.#add(names, name => this.#builder.addColumn(name, 'bigint'))
  }
  real(...names: string[]): this {
    return this.#add(names, name => this.#builder.addColumn(name, 'double precision'))
  }
  keys(...names: string[]): this {
    this.#builder = this.#builder.addPrimaryKeyConstraint(
      `${names.join('_')}_key`,
      names as [string, ...string[]]
    )
    return this
  }
  async execute(): Promise<void> {
    await this.#builder.execute()
  }

  #add(names: readonly string[], add: (name: string) => CreateTableBuilder<string, string>): this {
    for (const name of names) this.#builder = add(name)
    return this
  }
}
