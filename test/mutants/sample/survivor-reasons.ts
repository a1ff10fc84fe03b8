/** Why no test has to notice a mutant of the sample, by its id. */
export const survivorReasons: Readonly<Record<string, string>> = {
  '724a242a0ee9':
    'decides whether a checkpoint that nobody is notified of is synced to disk: only a power cut would show it'
}
