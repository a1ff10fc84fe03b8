import type { Json } from '../predictor.ts'
import { kernels } from './kernel.ts'
import type { Priors } from './priors.ts'
import { readFields, refuse } from './record.ts'

/** Reads the priors of a model's header. Throws a TypeError if they do not match their kernel. */
export function readPriors(value: Json): Priors | null {
  if (value === null) return null
  const fields = readFields(value, 'priors')
  const kernel = fields.text('kernel')
  if (kernel !== 'power-law' && kernel !== 'exponential')
    refuse(`its priors are for the unknown kernel ${kernel}`)
  const size = 2 + kernels[kernel].bounds.length
  const mean = readNumbers(fields.value('mean'), size)
  const precision = fields.list('precision').map(row => readNumbers(row, size))
  if (precision.length !== size) refuse('the precision of the priors is malformed')
  return { kernel, mean, precision, cascades: fields.number('cascades') }
}

function readNumbers(value: Json, length: number): readonly number[] {
  if (!Array.isArray(value) || value.length !== length || !value.every(isNumber))
    refuse('the priors are malformed')
  return value
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number'
}
