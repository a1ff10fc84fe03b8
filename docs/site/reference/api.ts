import { parse } from 'yaml'
import { statuses } from '../../../api/http/problem.ts'
import { describeType, linkTo, renderFields, type SchemaNode, toCell } from './schema.ts'

interface Parameter {
  readonly $ref?: string
  readonly name: string
  readonly in: string
  readonly description?: string
  readonly required?: boolean
  readonly schema: SchemaNode
}

interface Body {
  readonly $ref?: string
  readonly description?: string
  readonly content?: Readonly<Record<string, { readonly schema?: SchemaNode }>>
}

interface Operation {
  readonly tags: readonly string[]
  readonly summary: string
  readonly deprecated?: boolean
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: Body
  readonly responses: Readonly<Record<string, Body>>
}

interface Contract {
  readonly info: { readonly description: string }
  readonly tags: readonly { readonly name: string; readonly description: string }[]
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: {
    readonly schemas: Readonly<Record<string, SchemaNode>>
    readonly parameters: Readonly<Record<string, Parameter>>
    readonly responses: Readonly<Record<string, Body>>
    readonly requestBodies: Readonly<Record<string, Body>>
  }
}

/** The page on the HTTP API: what openapi.yaml says, in the order of its tags. */
export function renderApiReference(yaml: string): string {
  const contract = parse(yaml) as Contract
  const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => ['get', 'put', 'post', 'delete', 'patch'].includes(method))
      .map(([method, operation]) => ({ ...operation, name: `${method.toUpperCase()} ${path}` }))
  )
  const byTag = contract.tags.map(({ name, description }) => {
    const own = operations.filter(({ tags }) => tags[0] === name)
    return `## ${capitalize(name)}\n\n${description}\n\n${own.map(each => renderOperation(each, contract)).join('\n')}`
  })
  const schemas = Object.entries(contract.components.schemas).map(
    ([name, schema]) => `### ${name}\n\n${schema.description ?? ''}\n\n${renderFields(schema)}`
  )
  return `# The HTTP API

Look up every route here. The page is generated from [openapi.yaml](../../openapi.yaml). A running service has the same at
\`/openapi.json\` and, with a form for each route, at \`/docs\`. [Use the API](../how-to/use-the-api.md) has examples.

${contract.info.description}
${byTag.join('\n')}
## Problems

The field \`code\` of an error has one of these values.

| code | status | meaning |
|---|---|---|
${Object.entries(statuses)
  .map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${toCell(title)} |`)
  .join('\n')}

## Schemas

${schemas.join('\n')}`
}

function renderOperation(operation: Operation & { readonly name: string }, contract: Contract): string {
  const { name, summary, deprecated, description, parameters = [], requestBody, responses } = operation
  const { components } = contract
  const asked = parameters.map(each => (each.$ref ? components.parameters[lastOf(each.$ref)]! : each))
  const parts = [`### ${name}`, `**${summary}.**${deprecated ? ' Deprecated.' : ''} ${description ?? ''}`]
  if (asked.length > 0)
    parts.push(
      `| parameter | type | meaning |\n|---|---|---|\n${asked
        .map(({ name, in: place, schema, required, description = '' }) => {
          const preset = schema.default === undefined ? '' : `, by default \`${schema.default}\``
          const mark = required || place === 'path' ? '' : ', optional'
          return `| \`${name}\` (${place}) | ${toCell(describeType(schema))}${mark}${preset} | ${toCell(description)} |`
        })
        .join('\n')}`
    )
  if (requestBody) {
    const full = requestBody.$ref ? components.requestBodies[lastOf(requestBody.$ref)]! : requestBody
    parts.push(`Body: ${describeContent(full)}.`)
  }
  const answers = Object.entries(responses).map(([status, response]) => {
    const full = response.$ref ? components.responses[lastOf(response.$ref)]! : response
    return `| ${status} | ${describeContent(full)} | ${toCell(full.description ?? '')} |`
  })
  parts.push(`| status | answer | when |\n|---|---|---|\n${answers.join('\n')}`)
  return `${parts.join('\n\n')}\n`
}

/** What a body is made of; one that is described in place with its fields in short. */
function describeContent({ content = {} }: Body): string {
  const kinds = Object.entries(content).map(([type, { schema }]) => {
    if (!schema) return `\`${type}\``
    if (schema.$ref) return linkTo(schema.$ref)
    const fields = Object.entries(schema.properties ?? {}).map(
      ([name, field]) => `\`${name}\`: ${describeType(field)}`
    )
    const text = fields.length > 0 ? `{ ${fields.join('; ')} }` : describeType(schema)
    return type === 'application/json' ? text : `\`${type}\`: ${text}`
  })
  return toCell([...new Set(kinds)].join(', or '))
}

function lastOf(reference: string): string {
  return reference.split('/').at(-1)!
}

function capitalize(word: string): string {
  return `${word[0]!.toUpperCase()}${word.slice(1)}`
}
