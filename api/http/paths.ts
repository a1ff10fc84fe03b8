import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route that ends with an asterisk: whether a path below it exists. */
    readonly hasFile?: (path: string) => boolean
  }
}

/** Returns the methods of a path, including OPTIONS; empty if the path does not exist. */
type FindMethods = (path: string) => readonly string[]

interface Paths {
  readonly findMethods: FindMethods
  /**
   * Returns whether the path matches a more precise route that does not accept the method: '/models/rollback' is not an id of
   * '/models/:id'.
   */
  isOtherMethod(request: Pick<FastifyRequest, 'method' | 'url' | 'routeOptions'>): boolean
}

/** Collects all routes that are registered after this call. */
export function listPaths(app: FastifyInstance): Paths {
  const methodsByUrl = new Map<string, Set<string>>()
  const morePreciseUrls = new Map<string, readonly string[]>()
  const folders: { readonly methods: readonly string[]; readonly hasFile: (path: string) => boolean }[] = []
  app.addHook('onRoute', ({ url, method, config }) => {
    if (config?.hasFile) {
      folders.push({ methods: [method].flat(), hasFile: config.hasFile })
      return
    }
    const methods = methodsByUrl.get(url) ?? new Set()
    for (const each of [method].flat()) methods.add(each)
    methodsByUrl.set(url, methods)
    morePreciseUrls.clear()
  })
  const findMorePrecise = (url: string): readonly string[] => {
    const known = morePreciseUrls.get(url)
    if (known) return known
    const steps = url.split('/')
    const found = [...methodsByUrl.keys()].filter(each => each !== url && isMatch(steps, each.split('/')))
    morePreciseUrls.set(url, found)
    return found
  }
  return {
    findMethods(path) {
      const given = path.split('/').map(decodeStep)
      const matching = [...methodsByUrl.keys()].filter(url => isMatch(url.split('/'), given))
      const precise = matching.filter(url => !matching.some(each => findMorePrecise(url).includes(each)))
      const folder = folders.find(({ hasFile }) => hasFile(given.join('/')))
      const methods = new Set([
        ...precise.flatMap(url => [...(methodsByUrl.get(url) ?? [])]),
        ...(folder?.methods ?? [])
      ])
      return methods.size === 0 ? [] : [...methods, 'OPTIONS']
    },
    isOtherMethod({ method, url, routeOptions }) {
      const others = findMorePrecise(routeOptions.url ?? '')
      if (others.length === 0) return false
      const given = readPath(url).split('/').map(decodeStep)
      return others.some(each => isMatch(each.split('/'), given) && !methodsByUrl.get(each)?.has(method))
    }
  }
}

function isMatch(wanted: readonly string[], given: readonly string[]): boolean {
  return (
    wanted.length === given.length &&
    wanted.every((step, i) => (step.startsWith(':') ? given[i] !== '' : step === given[i]))
  )
}

function decodeStep(step: string): string {
  try {
    return decodeURIComponent(step)
  } catch {
    return step
  }
}

function readPath(url: string): string {
  return url.split('?', 1)[0] ?? ''
}

/** Returns whether a path has an empty step, such as '/predictions/' and '/predictions//input'. */
export function hasEmptyStep(url: string): boolean {
  const path = readPath(url)
  return path !== '/' && (path.endsWith('/') || path.includes('//'))
}

/** Throws Failure('not-found'), or Failure('method-not-allowed') with the `Allow` header set. */
export function refusePath(
  { method, url }: FastifyRequest,
  reply: FastifyReply,
  findMethods: FindMethods
): never {
  const path = readPath(url)
  const shown = path.slice(0, 200)
  const methods = findMethods(path)
  if (methods.length === 0) {
    const isSlashed = path.endsWith('/') && findMethods(path.replace(/\/+$/, '')).length > 0
    throw new Failure('not-found', `there is no ${shown}${isSlashed ? ': remove the slash at the end' : ''}`)
  }
  reply.header('allow', methods.join(', '))
  throw new Failure(
    'method-not-allowed',
    `${shown} does not accept ${method}: use one of ${methods.join(', ')}`
  )
}

/** Answers an OPTIONS request for an existing path with the methods of the path. Returns whether it answered. */
export function answerOptions(
  { method, url }: FastifyRequest,
  reply: FastifyReply,
  findMethods: FindMethods
): boolean {
  if (method !== 'OPTIONS') return false
  const methods =
    url === '*' ? ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] : findMethods(readPath(url))
  if (methods.length === 0) return false
  reply.code(204).header('allow', methods.join(', ')).send()
  return true
}
