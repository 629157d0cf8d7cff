import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import worker from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url'

GlobalWorkerOptions.workerSrc = worker

/** Where the decoders of scanned pages and the standard fonts lie; see vite.config.ts. */
const extras = import.meta.env.DEV ? '/node_modules/pdfjs-dist' : '/assets/pdfjs'

/** Opens a PDF from its bytes. It rejects what is not one, or needs a password. */
export function openPdf(bytes: ArrayBuffer): Promise<PDFDocumentProxy> {
  return getDocument({
    data: bytes,
    wasmUrl: `${extras}/wasm/`,
    standardFontDataUrl: `${extras}/standard_fonts/`,
    iccUrl: `${extras}/iccs/`,
    cMapUrl: `${extras}/cmaps/`,
  }).promise
}

/** Draws a page as large as the box (in CSS pixels) takes it, on a canvas of its own. */
export async function drawPage(
  pdf: PDFDocumentProxy,
  number: number,
  box: { width: number; height: number },
): Promise<HTMLCanvasElement> {
  const page = await pdf.getPage(Math.min(Math.max(1, number), pdf.numPages))
  const whole = page.getViewport({ scale: 1 })
  const fit = Math.min(box.width / whole.width, box.height / whole.height)
  const density = Math.min(window.devicePixelRatio || 1, 2)
  const viewport = page.getViewport({ scale: fit * density })
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.floor(viewport.width))
  canvas.height = Math.max(1, Math.floor(viewport.height))
  canvas.style.width = `${canvas.width / density}px`
  canvas.style.height = `${canvas.height / density}px`
  await page.render({ canvas, viewport }).promise
  page.cleanup()
  return canvas
}
