import { createReadStream } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { errorKinds } from '../ports/errors.ts'
import { statuses } from './http/problem.ts'

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * Registers Swagger UI at /docs and the list of problems at /docs/problems. Each request reads the files of Swagger UI from
 * @fastify/swagger-ui, because swagger-ui-dist depends on a package that reports each installation.
 */
export function registerDocs(app: FastifyInstance): void {
  const types: Readonly<Record<string, string>> = {
    'swagger-ui.css': 'text/css; charset=utf-8',
    'swagger-ui-bundle.js': 'text/javascript; charset=utf-8'
  }
  const page = (path: string, type: string, text: string) =>
    app.route({
      method: ['GET', 'HEAD'],
      url: path,
      handler: (_request, reply) => reply.type(type).headers(pageHeaders).send(text)
    })
  page('/docs', 'text/html; charset=utf-8', docsPage)
  page('/docs/start.js', 'text/javascript; charset=utf-8', startScript)
  page('/docs/problems', 'text/html; charset=utf-8', problemsPage())
  for (const [name, type] of Object.entries(types))
    app.route({
      method: ['GET', 'HEAD'],
      url: `/docs/${name}`,
      handler: (_request, reply) => {
        const folder = dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json'))
        return reply
          .type(type)
          .headers(pageHeaders)
          .send(createReadStream(join(folder, 'static', name)))
      }
    })
}

const pageHeaders = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache'
}

const docsPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Groundswell API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
`

const startScript = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  tryItOutEnabled: true
})
`

function problemsPage(): string {
  const actions = {
    caller: 'correct the request',
    unavailable: 'try again later',
    internal: 'ask the operator: the log has the cause'
  }
  const rows = Object.entries(statuses).map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td><code>${code}</code><td>${status}<td>${title}<td>${actions[errorKinds[code as keyof typeof errorKinds]]}`
  )
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Groundswell problems</title>
<link rel="icon" href="data:,">
<h1>Problems</h1>
<p>Every error is an RFC 9457 problem. Its <code>code</code> is one of these:</p>
<table><tr><th>code<th>status<th>meaning<th>what to do
${rows.join('\n')}
</table>
</html>
`
}
