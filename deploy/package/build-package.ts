import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import about from '../../package.json' with { type: 'json' }

// Builds dist/package, which `npm pack` packs. Its folders have the same layout as the repository, so that relative paths
// (of threads, the page, the examples) work there, too, with .js.
const root = join(import.meta.dirname, '../..')
const built = join(root, 'dist/package')

rmSync(built, { recursive: true, force: true })
for (const project of ['program', 'page', 'types'])
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', `deploy/package/${project}.json`],
    {
      cwd: root,
      stdio: 'inherit'
    }
  )
for (const path of globSync(['web/**/*.{css,svg,csv}', 'predictors/**/LICENSE.txt'], { cwd: root }))
  copy(path)
write('web/index.html', replaceScripts(readFileSync(join(root, 'web/index.html'), 'utf8')))
cpSync(join(root, 'examples'), join(built, 'examples'), { recursive: true })
// Replaces the complete package.json that the compiler copied.
write('package.json', `${JSON.stringify({ version: about.version, private: true, type: 'module' })}\n`)

function copy(path: string): void {
  write(path, readFileSync(join(root, path)))
}

function write(path: string, content: string | Buffer): void {
  const file = join(built, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
}

/** Replaces .ts by .js in the names of the page's modules. */
function replaceScripts(html: string): string {
  const replaced = html.replaceAll(/(["']\/web\/[^"']+)\.ts(["'])/g, '$1.js$2')
  if (replaced === html || replaced.includes('.ts"'))
    throw new Error('web/index.html must name its modules as /web/NAME.ts')
  return replaced
}
