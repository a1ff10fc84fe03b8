import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../ports/errors.ts'

/** The methods a path takes, OPTIONS among them; empty: there is no such path. */
type FindMethods = (path: string) => readonly string[]

interface Paths {
  readonly findMethods: FindMethods
  /** '/models/rollback' is no id of '/models/:id': whether the path is a route of its own that does not take the method. */
  isOtherMethod(request: Pick<FastifyRequest, 'method' | 'url' | 'routeOptions'>): boolean
}

/** Listens for the routes registered from now on: those of the contract, the page's files and the documentation. */
export function listPaths(app: FastifyInstance): Paths {
  const methodsByUrl = new Map<string, Set<string>>()
  const morePreciseUrls = new Map<string, readonly string[]>()
  app.addHook('onRoute', ({ url, method }) => {
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
      const methods = new Set(precise.flatMap(url => [...(methodsByUrl.get(url) ?? [])]))
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

/** '/predictions/' and '/predictions//input': no path has a slash at its end, and no id is empty. */
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
    throw new Failure(
      'not-found',
      `there is no ${shown}${isSlashed ? ': leave out the slash at its end' : ''}`
    )
  }
  reply.header('allow', methods.join(', '))
  throw new Failure('method-not-allowed', `${shown} takes ${methods.join(', ')}, not ${method}`)
}

/** Answers OPTIONS with the methods of the path. True: it was one, of a path that is there. */
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
