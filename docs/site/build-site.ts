import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Eleventy } from '@11ty/eleventy'
import { layOut } from './layout.ts'
import { amendMarkdown, borrowedPages } from './markdown.ts'
import { arrange } from './navigation.ts'
import { renderApiReference } from './reference/api.ts'
import { renderCommandReference } from './reference/command-line.ts'
import { renderEventReference } from './reference/events.ts'
import { renderSettingsReference } from './reference/settings.ts'

/**
 * Builds the site of docs/ into a folder, offline. The reference is made here, from the contracts, the settings and the
 * commands themselves. Run in the checkout.
 */
export async function buildSite(output: string): Promise<void> {
  rmSync(output, { recursive: true, force: true })
  const generated = await generatePages()
  const written = globSync('docs/**/*.md', { exclude: ['docs/site/**'] }).map(
    path => [path, read(path)] as const
  )
  const texts = new Map([...written, ...generated].map(([path, text]) => [toPage(path), text]))
  const titles = new Map([...texts].map(([page, text]) => [page, findTitle(page, text)]))
  const sections = arrange([...texts.keys()])
  const eleventy = new Eleventy('docs', output, {
    quietMode: true,
    config(configuration) {
      configuration.setTemplateFormats(['md'])
      configuration.setUseGitIgnore(false)
      // Braces in the text are text.
      configuration.addGlobalData('templateEngineOverride', 'md')
      configuration.addGlobalData('eleventyComputed', {
        permalink: ({ page }: { page: { filePathStem: string } }) => `${page.filePathStem}.html`
      })
      configuration.amendLibrary('md', amendMarkdown)
      for (const [path, text] of generated) configuration.addTemplate(path.replace(/^docs\//, ''), text)
      configuration.addPassthroughCopy({
        'docs/pictures': 'pictures',
        'docs/site/style.css': 'style.css',
        'web/icon.svg': 'icon.svg',
        'openapi.yaml': 'openapi.yaml',
        'asyncapi.yaml': 'asyncapi.yaml'
      })
      configuration.addTransform('layout', function (content) {
        const page = this.page.url.replace(/^\//, '').replace(/\.html$/, '') || 'index'
        return layOut({ page, sections, titles, content })
      })
    }
  })
  await eleventy.write()
}

async function generatePages(): Promise<readonly (readonly [path: string, text: string])[]> {
  return [
    ...Object.entries(borrowedPages).map(([file, path]) => [path, read(file)] as const),
    ['docs/reference/api.md', renderApiReference(read('openapi.yaml'))],
    ['docs/reference/events.md', renderEventReference(read('asyncapi.yaml'))],
    ['docs/reference/command-line.md', await renderCommandReference()],
    ['docs/reference/settings.md', renderSettingsReference()]
  ]
}

function read(path: string): string {
  return readFileSync(path, 'utf8')
}

function toPage(path: string): string {
  return path.replace(/^docs\//, '').replace(/\.md$/, '')
}

function findTitle(page: string, text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1]
  if (title === undefined) throw new Error(`the page ${page} has no heading`)
  return title.replaceAll('`', '')
}

if (import.meta.main) {
  const output = process.argv[2] ?? join('dist', 'docs')
  await buildSite(output)
  console.log(`${output}/index.html`)
}
