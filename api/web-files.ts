import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, extname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isUnchanged } from './http/etag.ts'
import { refusePath } from './http/paths.ts'

const root = join(import.meta.dirname, '..')

/** `styleHash` allows the inline style sheet of the page. */
const buildPolicy = (styleHash: string | null) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    styleHash === null ? "style-src 'self'" : `style-src 'self' 'sha256-${styleHash}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'"
  ].join('; ')

/** The packages that the page imports, each with its URL and the module behind it. */
const packages = {
  'csv-parse/sync': { url: '/packages/csv-parse/sync.js', module: 'csv-parse/browser/esm/sync' },
  'eventsource-parser': { url: '/packages/eventsource-parser/index.js', module: 'eventsource-parser' }
} as const

/** Matches static imports by path; skips imports of types. */
const importPattern = /^(?:import|export)(?! type)\b[^'\n;]*(?:\n[^'\n;]*)*?from '([./][^']+)'/gm

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.csv': 'text/csv; charset=utf-8',
  '.ts': 'text/javascript; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8'
}

interface WebFile {
  readonly policy: string
  readonly type: string
  readonly etag: string
  readonly bytes: Buffer
  readonly compressed: Buffer
}

const compress = promisify(gzip)

/** The folders that contain the modules of the page. */
export const pageFolders = ['web', 'client', 'files', 'ports/retry', 'ports/contract/pointer'] as const

/**
 * Registers the page at /, its modules below /web, /client, /files, /ports/retry and /ports/contract/pointer, and the packages
 * that they import below /packages. A route for each file would take a tenth of the start. The list of files is read at the first
 * request for one, and each file at its own first request. TypeScript files are sent without their types and otherwise unchanged.
 */
export function registerWebFiles(app: FastifyInstance): void {
  const kept = new Map<string, Promise<WebFile>>()
  const answer = async (url: string, request: FastifyRequest, reply: FastifyReply) => {
    const path = listWebFiles().get(url) ?? refusePath(request, reply, () => [])
    const reading = kept.get(path) ?? readWebFile(path)
    kept.set(path, reading)
    reading.catch(() => kept.delete(path))
    return send(request, reply, await reading)
  }
  const method = ['GET', 'HEAD']
  app.route({ method, url: '/', handler: (request, reply) => answer('/', request, reply) })
  for (const folder of [...pageFolders, 'packages'])
    app.route<{ Params: { readonly '*': string } }>({
      method,
      url: `/${folder}/*`,
      config: { hasFile: url => listWebFiles().has(url) },
      handler: (request, reply) => answer(`/${folder}/${request.params['*']}`, request, reply)
    })
}

let webFiles: ReadonlyMap<string, string> | null = null

/** The path of each public file, by its URL. */
function listWebFiles(): ReadonlyMap<string, string> {
  webFiles ??= findWebFiles()
  return webFiles
}

function findWebFiles(): ReadonlyMap<string, string> {
  // The installed package contains .js modules, and .d.ts files that the page does not need.
  const own = globSync(`{${pageFolders.join()}}/**/*.{html,css,svg,csv,ts,js}`, {
    cwd: root,
    exclude: ['**/*.d.ts', 'client/library/**']
  })
  const found = new Map(own.map(path => [`/${path.replaceAll('\\', '/')}`, join(root, path)]))
  found.set('/', join(root, 'web/index.html'))
  for (const { url, module } of Object.values(packages)) {
    const folder = dirname(fileURLToPath(import.meta.resolve(module)))
    // The module imports other files of its folder.
    for (const name of globSync('*.js', { cwd: folder }))
      found.set(posix.join(url, '..', name), join(folder, name))
  }
  return found
}

async function readWebFile(path: string): Promise<WebFile> {
  const source = await readFile(path, 'utf8')
  const extension = extname(path)
  const { text, styleHash } =
    extension === '.html' ? await complete(source) : { text: source, styleHash: null }
  const bytes = Buffer.from(namePackages(extension === '.ts' ? stripTypeScriptTypes(text) : text))
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 24)
  return {
    policy: buildPolicy(styleHash),
    type: types[extension]!,
    etag: `"${hash}"`,
    bytes,
    compressed: await compress(bytes)
  }
}

/** Replaces the names of packages in imports by their URLs: a browser knows no package names. */
function namePackages(text: string): string {
  return Object.entries(packages).reduce(
    (named, [name, { url }]) => named.replace(new RegExp(`from (['"])${name}\\1`), `from '${url}'`),
    text
  )
}

/** Inlines the style sheets of the page, for a fast first paint, and adds preload links for its modules. */
async function complete(page: string): Promise<{ readonly text: string; readonly styleHash: string }> {
  const links = [...page.matchAll(/<link rel="stylesheet" href="\/([^"]+)">\n/g)]
  const sheets = await Promise.all(links.map(([, path]) => readFile(join(root, path!), 'utf8')))
  const style = sheets.join('')
  const withStyle = links.reduce(
    (text, [link], i) => text.replace(link, () => (i === 0 ? `<style>${style}</style>\n` : '')),
    page
  )
  return {
    text: await addPreloads(withStyle),
    styleHash: createHash('sha256').update(style).digest('base64')
  }
}

/** Adds a preload link for each module, so that the browser loads all of them in parallel. */
async function addPreloads(page: string): Promise<string> {
  const [script, entry] = /<script type="module" src="([^"]+)"><\/script>/.exec(page)!
  const modules = new Set([entry!])
  for (const url of modules) {
    const text = namePackages(await readFile(listWebFiles().get(url)!, 'utf8'))
    for (const [, imported] of text.matchAll(importPattern))
      modules.add(posix.resolve(posix.dirname(url), imported!))
  }
  const links = [...modules].map(url => `<link rel="modulepreload" href="${url}">`)
  return page.replace(script, `${links.join('\n')}\n${script}`)
}

function send(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { policy, type, etag, bytes, compressed }: WebFile
): FastifyReply {
  const isCompressed = /\bgzip\b/.test(headers['accept-encoding'] ?? '')
  // The browser asks for every file again, so that it sees a new version of the service at once. An unchanged file costs a 304.
  reply.type(type).headers({
    etag,
    vary: 'accept-encoding',
    'cache-control': 'no-cache',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin'
  })
  if (isUnchanged(headers['if-none-match'], etag)) return reply.code(304).send()
  if (isCompressed) reply.header('content-encoding', 'gzip')
  return reply.send(isCompressed ? compressed : bytes)
}
