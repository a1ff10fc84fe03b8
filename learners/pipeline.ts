import type { Artefact } from './forest/artefact.ts'
import { isRecord } from './json.ts'

/** Learns from rows how to turn a row into another one: TF-IDF, a scaler. */
export interface Transformer<Row, Next> {
  /** Part of the names in an artefact: lower case, different from the other stages. */
  readonly name: string
  fit(rows: readonly Row[]): FittedTransformer<Row, Next>
  /** Throws a TypeError with the reason for an artefact that `encode` did not write. */
  decode(artefact: Artefact): FittedTransformer<Row, Next>
}

export interface FittedTransformer<Row, Next> {
  transform(row: Row): Next
  encode(): Artefact
}

/** Learns from rows with labels. */
export interface Estimator<Row, Label, Answer> {
  readonly name: string
  fit(rows: readonly Row[], labels: readonly Label[]): FittedEstimator<Row, Label, Answer>
  decode(artefact: Artefact): FittedEstimator<Row, Label, Answer>
}

export interface FittedEstimator<Row, Label, Answer> {
  predict(row: Row): Answer
  /** Learns from one more row. Absent: it learns by `fit` only. */
  learn?(row: Row, label: Label): void
  encode(): Artefact
}

/** What `pipeline` fitted. It answers a row of a batch and a row of a stream in the same way. */
export interface FittedPipeline<Row, Next, Label, Answer> extends FittedEstimator<Row, Label, Answer> {
  /** What the estimator gets for a row. */
  transform(row: Row): Next
  predictStream(source: AsyncIterable<Row> | Iterable<Row>): AsyncGenerator<Answer>
}

export interface Pipeline<Row, Next, Label, Answer> extends Estimator<Row, Label, Answer> {
  fit(rows: readonly Row[], labels: readonly Label[]): FittedPipeline<Row, Next, Label, Answer>
  decode(artefact: Artefact): FittedPipeline<Row, Next, Label, Answer>
}

/** One or two transformers and an estimator as one estimator with one artefact. The transformers do not learn from labels. */
export function pipeline<Row, Next, Label, Answer>(
  stages: readonly [Transformer<Row, Next>, Estimator<Next, Label, Answer>]
): Pipeline<Row, Next, Label, Answer>
export function pipeline<Row, Next, Last, Label, Answer>(
  stages: readonly [Transformer<Row, Next>, Transformer<Next, Last>, Estimator<Last, Label, Answer>]
): Pipeline<Row, Last, Label, Answer>
export function pipeline<Row, Next, Last, Label, Answer>(
  stages:
    | readonly [Transformer<Row, Next>, Estimator<Next, Label, Answer>]
    | readonly [Transformer<Row, Next>, Transformer<Next, Last>, Estimator<Last, Label, Answer>]
): Pipeline<Row, Next, Label, Answer> | Pipeline<Row, Last, Label, Answer> {
  if (stages.length === 2) return join(stages[0], stages[1])
  const [first, second, estimator] = stages
  return join(chain(first, second), estimator)
}

function chain<Row, Next, Last>(
  first: Transformer<Row, Next>,
  second: Transformer<Next, Last>
): Transformer<Row, Last> {
  const build = (
    one: FittedTransformer<Row, Next>,
    other: FittedTransformer<Next, Last>
  ): FittedTransformer<Row, Last> => ({
    transform: row => other.transform(one.transform(row)),
    encode: () => joinArtefacts({ [first.name]: one.encode(), [second.name]: other.encode() })
  })
  return {
    name: `${first.name}-${second.name}`,
    fit(rows) {
      const one = first.fit(rows)
      return build(one, second.fit(rows.map(row => one.transform(row))))
    },
    decode: artefact =>
      build(
        first.decode(takeArtefact(artefact, first.name)),
        second.decode(takeArtefact(artefact, second.name))
      )
  }
}

function join<Row, Next, Label, Answer>(
  transformer: Transformer<Row, Next>,
  estimator: Estimator<Next, Label, Answer>
): Pipeline<Row, Next, Label, Answer> {
  function build(
    fitted: FittedTransformer<Row, Next>,
    last: FittedEstimator<Next, Label, Answer>
  ): FittedPipeline<Row, Next, Label, Answer> {
    const predict = (row: Row) => last.predict(fitted.transform(row))
    return {
      transform: row => fitted.transform(row),
      predict,
      async *predictStream(source) {
        for await (const row of source) yield predict(row)
      },
      ...(last.learn && { learn: (row: Row, label: Label) => last.learn?.(fitted.transform(row), label) }),
      encode: () => joinArtefacts({ [transformer.name]: fitted.encode(), [estimator.name]: last.encode() })
    }
  }
  return {
    name: `${transformer.name}-${estimator.name}`,
    fit(rows, labels) {
      const fitted = transformer.fit(rows)
      const next = rows.map(row => fitted.transform(row))
      return build(fitted, estimator.fit(next, labels))
    },
    decode: artefact =>
      build(
        transformer.decode(takeArtefact(artefact, transformer.name)),
        estimator.decode(takeArtefact(artefact, estimator.name))
      )
  }
}

/** One artefact of several: the headers by name, and the arrays with the name before theirs. */
function joinArtefacts(artefacts: Readonly<Record<string, Artefact>>): Artefact {
  const named = Object.entries(artefacts)
  return {
    header: Object.fromEntries(named.map(([name, { header }]) => [name, header])),
    arrays: Object.fromEntries(
      named.flatMap(([name, { arrays }]) =>
        Object.entries(arrays).map(([key, array]) => [`${name}.${key}`, array] as const)
      )
    )
  }
}

function takeArtefact({ header, arrays }: Artefact, name: string): Artefact {
  if (!isRecord(header) || !Object.hasOwn(header, name))
    throw new TypeError(`not an artefact: it has no stage ${name}`)
  const prefix = `${name}.`
  return {
    header: header[name],
    arrays: Object.fromEntries(
      Object.entries(arrays)
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, array]) => [key.slice(prefix.length), array] as const)
    )
  }
}
