import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ValidateFunction } from 'ajv'
import { parse } from 'yaml'

type Schema = Record<string, unknown>

/** What KEDA's own definitions say of one of its kinds, unknown fields refused. */
export function readKedaSchema(source: string, plural: string): ValidateFunction {
  const text = readFileSync(join(source, 'config/crd/bases', `keda.sh_${plural}.yaml`), 'utf8')
  const { openAPIV3Schema } = parse(text).spec.versions[0].schema
  openAPIV3Schema.properties.metadata = { type: 'object', required: ['name'] }
  return new Ajv({ strict: false, formats: { int32: true, int64: true, 'date-time': true } }).compile(
    close(openAPIV3Schema)
  )
}

/** The names that a scaler reads of its trigger, of the trigger's metadata or of what authenticates it. */
export function readTriggerNames(source: string, scaler: string): ReadonlySet<string> {
  const text = readFileSync(join(source, 'pkg/scalers', `${scaler}_scaler.go`), 'utf8')
  const names = [...text.matchAll(/keda:"name=([\w;,]+?)[;,]\s*order=/g)]
  return new Set(names.flatMap(([, name]) => name!.split(';')))
}

function close(schema: Schema): Schema {
  const entries = Object.entries(schema).map(([key, value]) => [key, closeValue(value)])
  const isOpen = 'additionalProperties' in schema || 'x-kubernetes-preserve-unknown-fields' in schema
  return {
    ...Object.fromEntries(entries),
    ...(schema.type === 'object' && 'properties' in schema && !isOpen && { additionalProperties: false })
  }
}

function closeValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closeValue)
  return typeof value === 'object' && value !== null ? close(value as Schema) : value
}
