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
  readonly schema: object
}

interface Node {
  readonly [key: string]: unknown
}

export const document = JSON.parse(documentText) as Node & { readonly paths: Readonly<Record<string, Node>> }

const methods = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const

export const operations: readonly Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(methods)
    .filter(([key]) => item[key] !== undefined)
    .map(([key, method]) => readOperation(path, key, method, item[key] as Node))
)

function readOperation(path: string, key: string, method: Operation['method'], node: Node): Operation {
  const parameters = ((node.parameters ?? []) as Node[]).map(resolve)
  const at = (location: string): Parameter[] =>
    parameters
      .filter(parameter => parameter.in === location)
      .map(({ name, required, schema }) => ({
        name: name as string,
        isRequired: required === true,
        schema: schema as object
      }))
  const given = node.requestBody as Node | undefined
  const requestBody = given && (resolve(given) as { required?: boolean; content: Node })
  const reference = given?.$ref as string | undefined
  const base = `${reference?.slice(1) ?? `/paths/${escapeStep(path)}/${key}/requestBody`}/content`
  return {
    id: node.operationId as OperationId,
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
    isOpen: Array.isArray(node.security) && node.security.length === 0
  }
}

function resolve(node: Node): Node {
  if (typeof node.$ref !== 'string') return node
  let found: unknown = document
  for (const step of node.$ref.slice(2).split('/')) found = (found as Node)[step]
  return found as Node
}

function escapeStep(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Converts '/models/{version}' to '/models/:version'. */
export function toRoutePath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}
