import { parse } from 'yaml'
import { linkTo, renderFields, type SchemaNode } from './schema.ts'

interface Contract {
  readonly info: { readonly description: string }
  readonly channels: Readonly<
    Record<
      string,
      {
        readonly address: string
        readonly title: string
        readonly description: string
        readonly messages: Readonly<Record<string, { readonly $ref: string }>>
      }
    >
  >
  readonly components: {
    readonly messages: Readonly<Record<string, { readonly payload: SchemaNode; readonly title?: string }>>
    readonly schemas: Readonly<Record<string, SchemaNode>>
  }
}

/** The page on topics and queues: what asyncapi.yaml says. */
export function renderEventReference(yaml: string): string {
  const { info, channels, components } = parse(yaml) as Contract
  const sections = Object.values(channels).map(({ address, title, description, messages }) => {
    const carried = Object.values(messages).map(({ $ref }) => {
      const { payload, title } = components.messages[$ref.split('/').at(-1)!]!
      return `${payload.$ref ? linkTo(payload.$ref) : 'a message'}${title ? ` (${title})` : ''}`
    })
    return `## ${address}\n\n**${title}.** ${description}\n\nMessages: ${carried.join(', ')}.\n`
  })
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `### ${name}\n\n${schema.description ?? ''}\n\n${renderFields(schema)}`
  )
  return `# Topics and queues

Look up every topic, queue and message here. The page is generated from [asyncapi.yaml](../../asyncapi.yaml).
[The stream](../stream.md) says what the collector does with each message.

${info.description}
${sections.join('\n')}
## Schemas

${schemas.join('\n')}`
}
