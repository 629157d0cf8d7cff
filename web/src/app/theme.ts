import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import i18next from 'i18next'

/** Blue of the product: controls, links, the lower third. */
const lam: MantineColorsTuple = [
  '#eaf3fb',
  '#d3e4f3',
  '#a5c7e6',
  '#73a8d9',
  '#4b8ecd',
  '#327dc6',
  '#2374c3',
  '#1463ac',
  '#09589b',
  '#004b88',
]
/** Red, for on air and overdue only. */
const son: MantineColorsTuple = [
  '#ffeaea',
  '#fcd4d4',
  '#f1a7a7',
  '#e67776',
  '#dd4f4e',
  '#d83634',
  '#d62827',
  '#c8102e',
  '#aa1217',
  '#950311',
]

/** Greys of the dark scheme, on the blue side like the console's walls. */
const dark: MantineColorsTuple = [
  '#e8edf5',
  '#c9d3e0',
  '#a3b0c2',
  '#7c8ba1',
  '#3b4a62',
  '#2a3547',
  '#1d2738',
  '#161e2c',
  '#0e1420',
  '#0a0f18',
]

/** The cross in a corner has a name everywhere. */
const named = { defaultProps: () => ({ closeButtonProps: { 'aria-label': i18next.t('common:nav.close') } }) }

export const theme = createTheme({
  components: { Modal: named, Notification: named },
  primaryColor: 'lam',
  primaryShade: { light: 8, dark: 7 },
  colors: { lam, son, dark },
  fontFamily: "'Be Vietnam Pro', system-ui, 'Segoe UI', sans-serif",
  headings: {
    fontFamily: "'Be Vietnam Pro', system-ui, sans-serif",
    fontWeight: '700',
    sizes: {
      h1: { fontSize: '1.75rem', lineHeight: '1.35' },
      h2: { fontSize: '1.25rem', lineHeight: '1.4' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.45' },
    },
  },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.6', xl: '1.65' },
  defaultRadius: 'md',
  autoContrast: true,
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
})

/** `--surface` and `--line` are cards and rules; `--air` and `--next` mark on air and preview; `--gold` is the timer. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--air': '#c8102e', '--next': '#1f7a33', '--gold': '#ffcf4a' },
  light: {
    '--mantine-color-body': '#f5f7fa',
    '--surface': '#ffffff',
    '--surface-2': '#eef2f6',
    '--line': '#dbe2ea',
    '--mantine-color-dimmed': '#566372',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-teal-light-color': '#066649',
    '--warn': '#8a5a00',
    '--good': '#1f7a33',
    '--bad': '#b3261e',
  },
  dark: {
    '--mantine-color-text': '#e8edf5',
    '--mantine-color-body': '#0e1420',
    '--mantine-color-default': '#1b2536',
    '--mantine-color-default-border': '#34435a',
    '--surface': '#161e2c',
    '--surface-2': '#1d2738',
    '--line': '#2a3547',
    '--mantine-color-dimmed': '#a3b0c2',
    '--mantine-color-error': '#ff8a80',
    '--warn': '#ffcf4a',
    '--good': '#69db7c',
    '--bad': '#ff8a80',
  },
})
