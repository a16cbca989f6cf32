/** The frame of a page: its title in the tab, the breadcrumb and the heading, which takes the focus when somebody arrives. */
import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react'
import classes from './page.module.css'

export interface Crumb {
  label: string
  to?: string
}
interface Frame {
  setCrumbs(crumbs: readonly Crumb[]): void
  /** True once per navigation: the heading that comes then takes the focus. */
  takeFocus(): boolean
}
export const FrameContext = createContext<Frame>({ setCrumbs: () => undefined, takeFocus: () => false })

/** Tells the frame where we are; the last crumb is this page. */
export function useCrumbs(crumbs: readonly Crumb[]): void {
  const { setCrumbs } = useContext(FrameContext)
  const key = JSON.stringify(crumbs)
  useEffect(() => {
    const all = JSON.parse(key) as Crumb[]
    setCrumbs(all)
    document.title = `${[...all]
      .reverse()
      .map(({ label }) => label)
      .join(' · ')} · Spil`
  }, [key, setCrumbs])
}

/** The one h1 of a page. */
export function Heading({ children, hidden, small }: { children: ReactNode; hidden?: boolean; small?: boolean }) {
  const { takeFocus } = useContext(FrameContext)
  const at = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (takeFocus()) at.current?.focus({ preventScroll: true })
  }, [takeFocus])
  return (
    <h1 ref={at} tabIndex={-1} className={hidden ? 'visually-hidden' : classes.heading} data-small={small || undefined}>
      {children}
    </h1>
  )
}

interface Props {
  title: string
  /** Where this page stands under; the page itself is added. */
  under?: readonly Crumb[]
  /** Beside the title: at most one filled button. */
  actions?: ReactNode
  /** Under the title, for one line about what this is. */
  lead?: ReactNode
  /** `form` one column of reading width; `wide` the whole width; `fill` also the whole height (lists). */
  width?: 'form' | 'wide' | 'fill'
  children: ReactNode
}
export function Page({ title, under = [], actions, lead, width = 'wide', children }: Props) {
  useCrumbs([...under, { label: title }])
  return (
    <div className={classes.page} data-width={width}>
      <div className={classes.head}>
        <div>
          <Heading>{title}</Heading>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  )
}

/** A titled part of a page. */
export function Section({ title, actions, children }: { title: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <h2 className={classes.sectionTitle}>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}

/** A calm sheet in the middle, for pages without the frame: signing in, setting up, confirming by link. */
export function Sheet({
  title,
  lead,
  children,
  foot,
  wide,
}: {
  title: string
  lead?: ReactNode
  children: ReactNode
  foot?: ReactNode
  wide?: boolean
}) {
  useCrumbs([{ label: title }])
  return (
    <main id="content" className={classes.sheetGround}>
      <div className={classes.sheet} data-wide={wide || undefined}>
        <div className={classes.mark} aria-hidden>
          <img src="/assets/icon.svg" alt="" width={28} height={28} />
          <span>Spil</span>
        </div>
        <Heading>{title}</Heading>
        {lead && <p className={classes.lead}>{lead}</p>}
        <div className={classes.sheetBody}>{children}</div>
        {foot && <div className={classes.sheetFoot}>{foot}</div>}
      </div>
    </main>
  )
}
