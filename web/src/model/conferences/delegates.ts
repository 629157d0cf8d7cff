export type ListedDelegate = { name: string; title: string; unit: string }

/** A list pasted from a spreadsheet or a letter: a line each, its parts by tab, semicolon or comma. */
export function pastedDelegates(text: string): ListedDelegate[] {
  return text
    .split(/\r?\n/)
    .map((line) => {
      const by = line.includes('\t') ? '\t' : line.includes(';') ? ';' : ','
      const [name = '', title = '', ...unit] = line.split(by).map((part) => part.trim())
      return { name: name.replace(/^\d+[.)]\s*/, ''), title, unit: unit.join(', ') }
    })
    .filter((d) => d.name !== '')
}
