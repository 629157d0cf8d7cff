/** A PDF of so many pages, each with its number in great letters on a colour of its own. */
export function pdfOf(...colours: [number, number, number][]): Buffer {
  const objects: string[] = []
  const kids = colours.map((_, i) => `${4 + 2 * i} 0 R`).join(' ')
  objects.push('<< /Type /Catalog /Pages 2 0 R >>')
  objects.push(`<< /Type /Pages /Kids [${kids}] /Count ${colours.length} >>`)
  objects.push('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>')
  colours.forEach(([r, g, b], i) => {
    const drawn = `${r} ${g} ${b} rg 0 0 842 595 re f 1 1 1 rg BT /F1 120 Tf 260 240 Td (Trang ${i + 1}) Tj ET`
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents ${5 + 2 * i} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
    objects.push(`<< /Length ${drawn.length} >>\nstream\n${drawn}\nendstream`)
  })
  let text = '%PDF-1.4\n'
  const places = objects.map((o, i) => {
    const at = text.length
    text += `${i + 1} 0 obj\n${o}\nendobj\n`
    return at
  })
  const xref = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  text += places.map((p) => `${String(p).padStart(10, '0')} 00000 n \n`).join('')
  text += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
