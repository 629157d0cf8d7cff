export type Grid = { cols: number; rows: number; w: number; h: number; blank: number }

/** How much a tile may leave its shape to fill its box; the picture is cropped, not squeezed. */
const stretch = 1.25

function natural(n: number, cols: number, width: number, height: number, gap: number, aspect: number): Grid {
  const rows = Math.ceil(n / cols)
  let w = (width - gap * (cols - 1)) / cols
  let h = w / aspect
  if (h * rows + gap * (rows - 1) > height) {
    h = (height - gap * (rows - 1)) / rows
    w = h * aspect
  }
  return { cols, rows, w: Math.floor(w), h: Math.floor(h), blank: cols * rows - n }
}

const none: Grid = { cols: 1, rows: 1, w: 0, h: 0, blank: 0 }

function layouts(n: number, width: number, height: number, gap: number, aspect: number): Grid[] {
  if (n < 1 || width <= 0 || height <= 0) return []
  return Array.from({ length: n }, (_, i) => natural(n, i + 1, width, height, gap, aspect)).filter(
    (g) => g.w > 0 && g.h > 0,
  )
}

/** Largest tiles of one shape for n tiles in a box; among layouts within 4 % of the largest, the fewest blanks. */
export function bestGrid(n: number, width: number, height: number, gap = 6, aspect = 16 / 9): Grid {
  const all = layouts(n, width, height, gap, aspect)
  const max = Math.max(0, ...all.map((g) => g.w))
  return all.filter((g) => g.w >= max * 0.96).sort((a, b) => a.blank - b.blank || b.w - a.w)[0] ?? none
}

/** Like `bestGrid`, but tiles may grow by a quarter in one direction: the layout that leaves least of the box empty. */
export function fullGrid(n: number, width: number, height: number, gap = 6, aspect = 16 / 9): Grid {
  const all = layouts(n, width, height, gap, aspect).map((g) => ({
    ...g,
    w: Math.min(Math.floor((width - gap * (g.cols - 1)) / g.cols), Math.floor(g.w * stretch)),
    h: Math.min(Math.floor((height - gap * (g.rows - 1)) / g.rows), Math.floor(g.h * stretch)),
  }))
  const max = Math.max(0, ...all.map((g) => g.w * g.h))
  const covers = (g: Grid) => g.cols * g.w * g.rows * g.h
  return all.filter((g) => g.w * g.h >= max * 0.96).sort((a, b) => covers(b) - covers(a))[0] ?? none
}

/** The panel's clock and two rows of buttons stand in it. */
const shortestPanel = 172

/**
 * How the console divides its height: monitors on top (programme and preview side by side, beside them a panel of
 * at least `panel`, or none), the wall below. Of all heights the one that shows most picture; monitors count a
 * little more.
 */
export function consoleSplit(
  n: number,
  width: number,
  height: number,
  panel = 262,
  gap = 8,
): { top: number; grid: Grid } {
  const aside = panel ? panel + 2 * gap : gap
  const widest = Math.floor(((width - aside) / 2) * (9 / 16))
  const least = Math.min(widest, Math.max(Math.round(height * 0.24), panel && shortestPanel))
  const most = Math.max(least, Math.min(widest, Math.round(height * 0.58)))
  let best: { top: number; grid: Grid; score: number } | undefined
  for (let top = least; top <= most; top += 2) {
    const grid = fullGrid(n, width, height - top - gap)
    const score = n * grid.w * grid.h + 2 * top * top * (16 / 9) * 1.15
    if (!best || score > best.score) best = { top, grid, score }
  }
  return { top: best?.top ?? least, grid: best?.grid ?? fullGrid(n, width, height) }
}

/** Tiles of a page: all while they fit on one, else pages of nearly equal size. */
export function pagesOf<T>(items: T[], perPage = 24): T[][] {
  const count = Math.max(1, Math.ceil(items.length / perPage))
  const size = Math.ceil(items.length / count)
  return Array.from({ length: count }, (_, i) => items.slice(i * size, (i + 1) * size))
}
