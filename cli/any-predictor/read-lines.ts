import { buildSchemaCheck } from '../../api/http/validate.ts'
import { InputError } from '../../cascades/source/input-error.ts'
import { type JsonLine, readJsonLines } from '../../cascades/source/read-json-lines.ts'
import { Failure } from '../../ports/errors.ts'
import { describeField } from '../../ports/invalid-field.ts'
import type { AnyPredictor } from '../../predictors/predictor.ts'
import { nameInput, openInput } from '../open-input.ts'
import type { Terminal } from '../terminal.ts'

/** A line whose input is valid by the predictor's schema. */
export interface InputLine {
  /** 1-based. */
  readonly line: number
  /** Default: the number of the line. */
  readonly id: string
  readonly input: unknown
}

/** A line with a finished case: input and outcome are valid by their schemas and do not contradict each other. */
export interface CaseLine extends InputLine {
  readonly outcome: unknown
  /** Default: the id, so that each case is a separate group. */
  readonly group: string
  /** RFC 3339; null if the line names none. */
  readonly endedAt: string | null
}

interface LineFields {
  readonly id?: string
  readonly input: unknown
  readonly outcome?: unknown
  readonly endedAt?: string
  readonly group?: string
}

const name = { type: 'string', minLength: 1, maxLength: 200 }
const lineSchema = {
  type: 'object',
  required: ['input'],
  additionalProperties: false,
  properties: {
    id: name,
    input: true,
    outcome: true,
    endedAt: { type: 'string', format: 'date-time' },
    group: name
  }
}

/** Help of the argument <file>. */
export const lineHelp =
  '<file> is JSON Lines (also .gz; - is standard input). Each line is an object {"id", "input", "outcome", "endedAt", "group"}.'

/** Reads the inputs of a JSON Lines file; ignores the other fields of a case. Throws InputError with line and field. */
export async function readInputs(
  file: string,
  predictor: AnyPredictor,
  terminal: Terminal
): Promise<readonly InputLine[]> {
  const check = buildCheck(file, predictor)
  const inputs: InputLine[] = []
  for await (const each of readFile(file, terminal)) {
    const { id, input } = check.readFields(each)
    inputs.push({ line: each.line, id: id ?? String(each.line), input })
  }
  return inputs
}

/** Reads the finished cases of a JSON Lines file. Throws InputError with line and field. */
export async function readCases(
  file: string,
  predictor: AnyPredictor,
  terminal: Terminal
): Promise<readonly CaseLine[]> {
  const check = buildCheck(file, predictor)
  const lineOf = new Map<string, number>()
  const cases: CaseLine[] = []
  for await (const each of readFile(file, terminal)) {
    const { line } = each
    const { id = String(line), input, outcome, endedAt = null, group = id } = check.readFields(each)
    if (outcome === undefined) throw new InputError(nameInput(file), line, 'outcome is missing')
    check.checkOutcome(line, outcome, input)
    const first = lineOf.get(id)
    if (first !== undefined)
      throw new InputError(nameInput(file), line, `id must differ from that of line ${first}`)
    lineOf.set(id, line)
    cases.push({ line, id, input, outcome, group, endedAt })
  }
  return cases
}

function buildCheck(file: string, predictor: AnyPredictor) {
  const fileName = nameInput(file)
  const checkFields = buildSchemaCheck(lineSchema)
  const checkInput = buildSchemaCheck(predictor.input)
  const checkOutcome = buildSchemaCheck(predictor.outcome)
  return {
    readFields({ line, value }: JsonLine): LineFields {
      return withFileInErrors(fileName, line, () => {
        checkFields(value, '')
        const fields = value as LineFields
        checkInput(fields.input, '/input')
        return fields
      })
    },
    checkOutcome(line: number, outcome: unknown, input: unknown): void {
      withFileInErrors(fileName, line, () => checkOutcome(outcome, '/outcome'))
      const fault = predictor.findReportFault(outcome, input)
      if (fault)
        throw new InputError(fileName, line, `${describeField(`/outcome${fault.field}`)} ${fault.reason}`)
    }
  }
}

function withFileInErrors<Result>(file: string, line: number, check: () => Result): Result {
  try {
    return check()
  } catch (cause) {
    if (!(cause instanceof Failure)) throw cause
    const words = cause.message.replace(/^the body /, 'the line ')
    throw new InputError(file, line, words, { cause })
  }
}

function readFile(file: string, terminal: Terminal): AsyncGenerator<JsonLine> {
  return readJsonLines(nameInput(file), openInput(file, terminal))
}
