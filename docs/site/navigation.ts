/** A page by its path below docs/, without the extension. */
export interface Section {
  readonly title: string
  readonly pages: readonly string[]
}

const sections: readonly Section[] = [
  { title: 'Begin', pages: ['index', 'tutorial'] },
  { title: 'How to', pages: ['command-line', 'how-to/'] },
  { title: 'Reference', pages: ['reference/'] },
  {
    title: 'Explanation',
    pages: [
      'trust',
      'model',
      'sentiment',
      'language',
      'training',
      'stream',
      'how-it-works',
      'ARCHITECTURE',
      'GLOSSARY',
      'decisions/'
    ]
  },
  { title: 'Operations', pages: ['operations', 'SCALING', 'GUARANTEES', 'measured', 'changes'] }
]

/** All pages there are, each once: those named above in their order, a folder's where it is named, the rest as 'More'. */
export function arrange(pages: readonly string[]): Section[] {
  const left = new Set(pages)
  const take = (wanted: string) => {
    const found = [...left]
      .filter(page => (wanted.endsWith('/') ? page.startsWith(wanted) : page === wanted))
      .toSorted()
    for (const page of found) left.delete(page)
    return found
  }
  const arranged = sections.map(({ title, pages }) => ({ title, pages: pages.flatMap(take) }))
  return left.size === 0 ? arranged : [...arranged, { title: 'More', pages: [...left].toSorted() }]
}
