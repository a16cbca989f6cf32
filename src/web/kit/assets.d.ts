declare module '*.css'
declare module '*.module.css' {
  const classes: Record<string, string>
  export default classes
}
declare module '@fontsource-variable/*'
/** Icons are imported by path, one by one: the package's own entry makes every build read six thousand files. */
declare module '@tabler/icons-react/dist/esm/icons/*' {
  import type { FunctionComponent, SVGProps } from 'react'

  const icon: FunctionComponent<Omit<SVGProps<SVGSVGElement>, 'stroke'> & { size?: number | string; stroke?: number; title?: string }>
  export default icon
}
/** Filled in by the build. */
interface ImportMeta {
  readonly env: { readonly DEV: boolean; readonly MODE: string }
}
