/**
 * The one set of tokens. Everything that has a colour, a size or a distance takes it from here, as a CSS variable (`--spil-…`).
 * Light and dark are two palettes; every text colour is at least 4.5:1 on each ground it is used on (theme.test.ts).
 */
import { type CSSVariablesResolver, createTheme, defaultVariantColorsResolver, type MantineColorsTuple } from '@mantine/core'

export type Tone = 'violet' | 'blue' | 'grey' | 'amber' | 'red' | 'green'
export const tones: readonly Tone[] = ['violet', 'blue', 'grey', 'amber', 'red', 'green']

interface Palette {
  /** The desk under everything, what lies on it, what is pressed into it, what floats above it. */
  ground: string
  surface: string
  sunken: string
  raised: string
  hover: string
  text: string
  dim: string
  /** Hairline between things, and the stronger edge of what can be filled in (3:1). */
  line: string
  edge: string
  accent: string
  accentHover: string
  accentSoft: string
  onAccent: string
  internal: string
  internalLine: string
  shadow: string
  scrim: string
  state: Readonly<Record<Tone, { text: string; soft: string }>>
  /** Lines of a graph, in this order: told apart by who sees few colours, at least 3:1 on what they are drawn on. They mean nothing by themselves. */
  graph: readonly string[]
}

export const light: Palette = {
  ground: '#f6f5f2',
  surface: '#fffefc',
  sunken: '#efede8',
  raised: '#ffffff',
  hover: '#f1efea',
  text: '#211f1b',
  dim: '#625d54',
  line: '#e2dfd8',
  edge: '#8f897e',
  accent: '#0b5f60',
  accentHover: '#084a4b',
  accentSoft: '#dfeeec',
  onAccent: '#ffffff',
  internal: '#fbf5e4',
  internalLine: '#e3d3a3',
  shadow: '0 1px 2px rgb(33 31 27 / 6%), 0 8px 24px rgb(33 31 27 / 12%)',
  scrim: 'rgb(33 31 27 / 40%)',
  state: {
    violet: { text: '#5f35b0', soft: '#efe8fb' },
    blue: { text: '#1a559f', soft: '#e3edf9' },
    grey: { text: '#57534b', soft: '#ebe9e4' },
    amber: { text: '#835000', soft: '#faecd0' },
    red: { text: '#ad261d', soft: '#fbe6e3' },
    green: { text: '#1d6736', soft: '#e0f1e3' },
  },
  graph: ['#0b7a75', '#bd5220', '#4a5fc1', '#8a6d00', '#a23b78', '#3d7d3a', '#2a7bab', '#7b5a43'],
}

export const dark: Palette = {
  ground: '#171614',
  surface: '#1e1d1a',
  sunken: '#131211',
  raised: '#272522',
  hover: '#282623',
  text: '#ebe7df',
  dim: '#aaa498',
  line: '#35322d',
  edge: '#7f796e',
  accent: '#62c2bb',
  accentHover: '#7fd0ca',
  accentSoft: '#1b3533',
  onAccent: '#072221',
  internal: '#2a2517',
  internalLine: '#524725',
  shadow: '0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 50%)',
  scrim: 'rgb(0 0 0 / 60%)',
  state: {
    violet: { text: '#bda4f7', soft: '#2d2447' },
    blue: { text: '#8bb9f2', soft: '#1b2c44' },
    grey: { text: '#b9b3a8', soft: '#312e2a' },
    amber: { text: '#e8b45f', soft: '#392b12' },
    red: { text: '#f5968b', soft: '#43201d' },
    green: { text: '#84cc97', soft: '#1a3221' },
  },
  graph: ['#5fc4bb', '#f0926a', '#93a4f4', '#d9b64a', '#e58abd', '#8ccf86', '#74bfe8', '#c5a58c'],
}

/** What does not change with the palette. */
const measures = {
  'font-12': '0.75rem',
  'font-13': '0.8125rem',
  'font-14': '0.875rem',
  'font-16': '1rem',
  'font-20': '1.25rem',
  'font-28': '1.75rem',
  'space-1': '0.25rem',
  'space-2': '0.5rem',
  'space-3': '0.75rem',
  'space-4': '1rem',
  'space-5': '1.25rem',
  'space-6': '1.5rem',
  'space-8': '2rem',
  'space-12': '3rem',
  radius: '6px',
  row: '36px',
  'row-touch': '44px',
  top: '48px',
  prose: '72ch',
  motion: '120ms',
}

const sans = "'Inter Variable', system-ui, sans-serif"
const mono = "'JetBrains Mono Variable', ui-monospace, monospace"

const tuple = (p: Palette): MantineColorsTuple => [
  p.accentSoft,
  p.accentSoft,
  p.accentSoft,
  p.accent,
  p.accent,
  p.accent,
  p.accent,
  p.accentHover,
  p.accentHover,
  p.accentHover,
]

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 6 },
  colors: { accent: tuple(light) },
  fontFamily: sans,
  fontFamilyMonospace: mono,
  fontSizes: { xs: measures['font-12'], sm: measures['font-13'], md: measures['font-14'], lg: measures['font-16'], xl: measures['font-20'] },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  spacing: { xs: measures['space-1'], sm: measures['space-2'], md: measures['space-3'], lg: measures['space-4'], xl: measures['space-6'] },
  radius: { xs: '4px', sm: measures.radius, md: measures.radius, lg: measures.radius, xl: '999px' },
  defaultRadius: 'sm',
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: measures['font-20'], lineHeight: '1.35' },
      h2: { fontSize: measures['font-16'], lineHeight: '1.4' },
      h3: { fontSize: measures['font-14'], lineHeight: '1.5' },
    },
  },
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input)
    const own = input.color === undefined || input.color === 'accent'
    if (own && input.variant === 'filled') return { ...colours, color: 'var(--spil-on-accent)' }
    if (input.color === 'red' && input.variant === 'filled')
      return { background: 'var(--spil-red)', hover: 'var(--spil-red)', color: 'var(--spil-surface)', border: '1px solid transparent' }
    return colours
  },
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { size: 'lg', variant: 'subtle', color: 'gray' } },
    Modal: {
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: true,
        overlayProps: { color: 'var(--spil-scrim)', backgroundOpacity: 1 },
        transitionProps: { duration: 120 },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: 120 } } },
    Checkbox: { defaultProps: { radius: 'xs' } },
    // 24 px, so that it is a target of its own (WCAG 2.2, 2.5.8).
    Radio: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm', hideControls: true } },
    Textarea: { defaultProps: { size: 'sm' } },
    NativeSelect: { defaultProps: { size: 'sm' } },
  },
})

function variables(p: Palette): Record<string, string> {
  const own: Record<string, string> = {
    'on-accent': p.onAccent,
    'accent-hover': p.accentHover,
    'accent-soft': p.accentSoft,
    'internal-line': p.internalLine,
  }
  for (const name of [
    'ground',
    'surface',
    'sunken',
    'raised',
    'hover',
    'text',
    'dim',
    'line',
    'edge',
    'accent',
    'internal',
    'shadow',
    'scrim',
  ] as const)
    own[name] = p[name]
  for (const tone of tones) {
    own[tone] = p.state[tone].text
    own[`${tone}-soft`] = p.state[tone].soft
  }
  for (const [at, colour] of p.graph.entries()) own[`graph-${at + 1}`] = colour
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [`--spil-${name}`, value]))
}

/** Mantine's own names, told to mean ours. */
const mantine = (p: Palette): Record<string, string> => ({
  '--mantine-color-body': p.surface,
  '--mantine-color-text': p.text,
  '--mantine-color-bright': p.text,
  '--mantine-color-dimmed': p.dim,
  '--mantine-color-placeholder': p.dim,
  '--mantine-color-anchor': p.accent,
  '--mantine-color-error': p.state.red.text,
  '--mantine-color-default': p.surface,
  '--mantine-color-default-hover': p.hover,
  '--mantine-color-default-color': p.text,
  '--mantine-color-default-border': p.line,
  '--mantine-color-disabled': p.sunken,
  '--mantine-color-disabled-color': p.dim,
  '--mantine-color-disabled-border': p.line,
  '--mantine-color-accent-filled': p.accent,
  '--mantine-color-accent-filled-hover': p.accentHover,
  '--mantine-color-accent-light': p.accentSoft,
  '--mantine-color-accent-light-hover': p.accentSoft,
  '--mantine-color-accent-light-color': p.accent,
  '--mantine-color-accent-outline': p.accent,
  '--mantine-color-accent-text': p.accent,
  '--mantine-color-gray-light': p.hover,
  '--mantine-color-gray-light-hover': p.hover,
  '--mantine-color-gray-light-color': p.dim,
  '--mantine-color-gray-outline': p.dim,
  '--mantine-shadow-md': p.shadow,
  '--mantine-shadow-sm': p.shadow,
  '--mantine-shadow-xl': p.shadow,
})

export const resolver: CSSVariablesResolver = () => ({
  variables: Object.fromEntries(Object.entries(measures).map(([name, value]) => [`--spil-${name}`, value])),
  light: { ...variables(light), ...mantine(light) },
  dark: { ...variables(dark), ...mantine(dark) },
})
