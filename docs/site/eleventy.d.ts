/** What is used of the generator, which brings no types of its own. */
declare module '@11ty/eleventy' {
  import type { Markdown } from './markdown.ts'

  interface Configuration {
    setTemplateFormats(formats: readonly string[]): void
    setUseGitIgnore(isUsed: boolean): void
    addGlobalData(name: string, value: unknown): void
    amendLibrary(name: 'md', amend: (markdown: Markdown) => void): void
    addTemplate(path: string, content: string): void
    addPassthroughCopy(from: Readonly<Record<string, string>>): void
    addTransform(
      name: string,
      transform: (this: { readonly page: { readonly url: string } }, content: string) => string
    ): void
  }

  export class Eleventy {
    constructor(
      input: string,
      output: string,
      options: { readonly quietMode: boolean; readonly config: (configuration: Configuration) => void }
    )
    write(): Promise<unknown>
  }
}
