import { type BuiltCascade, CascadeBuilder } from '../cascade-builder.ts'
import { FileFault, quoteText } from '../file-fault.ts'
import { readKind } from '../read-kind.ts'
import type { TableAnswers } from './answers.ts'
import type { TableReading } from './describe-table.ts'
import type { TablePlan, TableRow } from './record-reader.ts'
import type { Records } from './split-records.ts'
import { TableReader } from './table-reader.ts'

export interface NamedCascade extends BuiltCascade {
  /** The value of the cascade column. Null: the table has none. */
  readonly name: string | null
}

/** The cascades of a table, and how it was read. */
export interface TableContent extends TableReading {
  readonly cascades: readonly NamedCascade[]
}

/** Reads the cascades of a table, piece by piece. Throws FileFault. */
export class TableCascades {
  readonly #reader: TableReader
  readonly #eventLimit: number
  readonly #builders = new Map<string | null, CascadeBuilder>()
  #knownKindLine: number | null = null
  #unknownKind: { readonly line: number; readonly text: string } | null = null

  constructor(answers: TableAnswers, eventLimit: number) {
    this.#eventLimit = eventLimit
    this.#reader = new TableReader(answers, row => this.#add(row))
  }

  push(text: string): void {
    this.#reader.push(text)
  }

  /** Reads the records of JSON, in place of text. */
  readRecords(records: Records): TableContent {
    this.#reader.readRecords(records)
    return this.#finish()
  }

  end(): TableContent {
    this.#reader.end()
    return this.#finish()
  }

  #finish(): TableContent {
    const { plan, decimalMark } = this.#reader
    if (plan === null || this.#builders.size === 0)
      throw new FileFault('no events after the heading', { line: 1 })
    this.#checkKinds(plan)
    const cascades = [...this.#builders].map(([name, builder]) => ({
      name,
      ...builder.take(plan.times.origin)
    }))
    return {
      cascades,
      plan,
      decimalMark,
      usesKinds: this.#knownKindLine !== null,
      unknownFollowersCount: cascades.reduce((count, each) => count + each.unknownFollowersCount, 0),
      wasSorted: cascades.some(({ wasSorted }) => wasSorted),
      duplicateCount: cascades.reduce((count, { duplicateCount }) => count + duplicateCount, 0)
    }
  }

  #add(row: TableRow): void {
    let builder = this.#builders.get(row.cascade)
    if (builder === undefined) {
      builder = new CascadeBuilder(this.#eventLimit)
      this.#builders.set(row.cascade, builder)
    }
    builder.add(row)
    if (row.kind === null) return
    if (readKind(row.kind) !== null) this.#knownKindLine ??= row.line
    else this.#unknownKind ??= { line: row.line, text: row.kind }
  }

  #checkKinds({ columns }: TablePlan): void {
    if (this.#unknownKind === null || this.#knownKindLine === null || columns.kind === null) return
    const { line, text } = this.#unknownKind
    throw new FileFault(
      `${quoteText(text)} is neither a post nor a reshare: leave such rows out, or ignore this column`,
      {
        line,
        column: columns.headings[columns.kind] ?? '',
        question: { answer: 'ignoreColumns', choices: [columns.headings[columns.kind] ?? ''] }
      }
    )
  }
}
