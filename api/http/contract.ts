import { documentText } from '../../ports/contract/generated/document.ts'
import type { operations as Operations } from '../../ports/contract/generated/types.ts'

export type OperationId = keyof Operations

/** One operation of openapi.yaml, with the parts that the server needs. Schemas are JSON pointers into the document. */
export interface Operation {
  readonly id: OperationId
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** For example '/models/{version}'. */
  readonly path: string
  /** The parameters, by their location in the request. */
  readonly parameters: Readonly<Record<'path' | 'query' | 'header', readonly Parameter[]>>
  /** Null: the operation accepts no body. */
  readonly body: {
    readonly isRequired: boolean
    /** The JSON pointer of the schema, by media type. */
    readonly schemas: Readonly<Record<string, string>>
  } | null
  readonly isDeprecated: boolean
  /** Requires no API key, even if keys are configured. */
  readonly isOpen: boolean
}

export interface Parameter {
  readonly name: string
  readonly isRequired: boolean
  readonly schema: { readonly $ref?: string }
}

/** A JSON pointer to a component, with '#' before it. */
interface Reference {
  readonly $ref: string
}

interface ParameterNode {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Parameter['schema']
}

interface BodyNode {
  readonly required?: boolean
  readonly content: Readonly<Record<string, object>>
}

interface OperationNode {
  readonly operationId: OperationId
  readonly parameters?: readonly (ParameterNode | Reference)[]
  readonly requestBody?: BodyNode | Reference
  readonly security?: readonly object[]
  readonly deprecated?: boolean
}

const methods = [
  ['get', 'GET'],
  ['post', 'POST'],
  ['put', 'PUT'],
  ['delete', 'DELETE']
] as const

type Method = (typeof methods)[number][0]

interface Document {
  readonly paths: Readonly<Record<string, { readonly [Key in Method]?: OperationNode }>>
  readonly components: {
    readonly parameters: Readonly<Record<string, ParameterNode>>
    readonly requestBodies: Readonly<Record<string, BodyNode>>
  }
}

export const document: Document = JSON.parse(documentText)

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  methods.flatMap(([key, method]) => {
    const node = item[key]
    return node === undefined ? [] : [readOperation(path, key, method, node)]
  })
)

function readOperation(
  path: string,
  key: string,
  method: Operation['method'],
  node: OperationNode
): Operation {
  const { parameters: named, requestBodies } = document.components
  const parameters = (node.parameters ?? []).map(each => resolve(each, named))
  const at = (location: string): Parameter[] =>
    parameters
      .filter(parameter => parameter.in === location)
      .map(({ name, required, schema }) => ({ name, isRequired: required === true, schema }))
  const given = node.requestBody
  const requestBody = given && resolve(given, requestBodies)
  const base = `${given && '$ref' in given ? given.$ref.slice(1) : `/paths/${escapeStep(path)}/${key}/requestBody`}/content`
  return {
    id: node.operationId,
    method,
    path,
    parameters: { path: at('path'), query: at('query'), header: at('header') },
    body: requestBody
      ? {
          isRequired: requestBody.required === true,
          schemas: Object.fromEntries(
            Object.keys(requestBody.content).map(type => [type, `${base}/${escapeStep(type)}/schema`])
          )
        }
      : null,
    isDeprecated: node.deprecated === true,
    isOpen: node.security?.length === 0
  }
}

/** Finds the component of a reference by its name, the last step of the pointer. */
function resolve<Node extends object>(
  node: Node | Reference,
  components: Readonly<Record<string, Node>>
): Node {
  if (!('$ref' in node)) return node
  return components[node.$ref.slice(node.$ref.lastIndexOf('/') + 1)]!
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Converts '/models/{version}' to '/models/:version'. */
export function toRoutePath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}
