/** A JSON Schema, as far as the contracts use it. */
export interface SchemaNode {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly pattern?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, SchemaNode>>
  readonly additionalProperties?: boolean | SchemaNode
  readonly items?: SchemaNode
  readonly oneOf?: readonly SchemaNode[]
  readonly anyOf?: readonly SchemaNode[]
  readonly allOf?: readonly SchemaNode[]
}

/** Its type in words, a named schema as a link to its heading on the page. */
export function describeType(schema: SchemaNode): string {
  if (schema.$ref !== undefined) return linkTo(schema.$ref)
  const options = schema.oneOf ?? schema.anyOf
  if (options) return options.map(describeType).join(' or ')
  if (schema.allOf) return schema.allOf.map(describeType).join(' and ')
  if (schema.const !== undefined) return code(schema.const)
  if (schema.enum) return schema.enum.map(code).join(', ')
  if (schema.items) return `list of ${describeType(schema.items)}`
  const { additionalProperties } = schema
  if (typeof additionalProperties === 'object' && !schema.properties)
    return `object of ${describeType(additionalProperties)}`
  const types = [schema.type ?? 'anything'].flat().join(' or ')
  return [types, schema.format, describeBounds(schema)].filter(Boolean).join(', ')
}

function describeBounds(schema: SchemaNode): string {
  const { minimum, exclusiveMinimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema
  const bounds = [
    minimum !== undefined && `from ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && `to ${maximum}`,
    minLength !== undefined && `${minLength} characters or more`,
    maxLength !== undefined && `${maxLength} characters at most`,
    minItems !== undefined && `${minItems} items or more`,
    maxItems !== undefined && `${maxItems} items at most`,
    pattern !== undefined && code(pattern)
  ]
  return bounds.filter(Boolean).join(', ')
}

/** The fields of an object as a table, the fields of the objects within it by their path. */
export function renderFields(schema: SchemaNode): string {
  const rows = listFields(schema, '')
  if (rows.length === 0) return `${describeType(schema)}\n`
  return `| field | type | meaning |\n|---|---|---|\n${rows.join('\n')}\n`
}

function listFields(schema: SchemaNode, path: string): string[] {
  const parts = schema.allOf ?? []
  const inner = schema.items && !schema.items.$ref ? listFields(schema.items, `${path}[].`) : []
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const mark = schema.required?.includes(name) ? '' : ', optional'
    const preset = field.default === undefined ? '' : `, by default ${code(field.default)}`
    const text = toCell(field.description ?? '')
    const row = `| ${code(`${path}${name}`)} | ${toCell(describeType(field))}${mark}${preset} | ${text} |`
    const within = field.items
      ? listFields(field.items, `${path}${name}[].`)
      : listFields(field, `${path}${name}.`)
    return [row, ...within]
  })
  const borrowed = parts.flatMap(part => (part.$ref ? [] : listFields(part, path)))
  return [...own, ...borrowed, ...inner]
}

export function linkTo(reference: string): string {
  const name = reference.split('/').at(-1)!
  return `[${name}](#${name.toLowerCase()})`
}

export function toCell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|')
}

function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}
