/** A record: one line that says what it is and what to do next, the story at the left, the facts at the right. */
import IconChevron from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { type ReactNode, useState } from 'react'
import { type Crumb, Heading, useCrumbs } from './page.tsx'
import classes from './recordPage.module.css'
import { useWords } from './texts.ts'

export interface FactGroup {
  key: string
  title: string
  content: ReactNode
  /** Open unless told or folded before. */
  folded?: boolean
}
interface Props {
  /** Number in mono before the title, such as C-1042. */
  number?: string
  title: string
  /** Shown instead of the plain title, such as an EditInPlace. */
  titleField?: ReactNode
  under?: readonly Crumb[]
  /** A StateBadge, and what else belongs to the line. */
  state?: ReactNode
  /** The one next action as filled button, then the quiet ones. */
  actions?: ReactNode
  /** Between title and story: somebody else looks too, what changed under your hands. */
  notice?: ReactNode
  facts: readonly FactGroup[]
  /** The timeline. */
  children: ReactNode
  /** Stays in reach at the bottom. */
  composer?: ReactNode
}

export function RecordPage({ number, title, titleField, under = [], state, actions, notice, facts, children, composer }: Props) {
  const t = useWords()
  const [factsOpen, setFactsOpen] = useState(
    () => (localStorage.getItem('spil.facts') ?? (matchMedia('(max-width: 640px)').matches ? '0' : '1')) === '1',
  )
  const flipFacts = () => {
    localStorage.setItem('spil.facts', factsOpen ? '0' : '1')
    setFactsOpen(!factsOpen)
  }
  useCrumbs([...under, { label: number ?? title }])
  return (
    <div className={classes.record}>
      <div className={classes.head}>
        <div className={classes.line}>
          {number && <span className={`mono ${classes.number}`}>{number}</span>}
          {titleField ? (
            <>
              <Heading hidden>{[number, title].filter(Boolean).join(' ')}</Heading>
              <div className={classes.title}>{titleField}</div>
            </>
          ) : (
            <Heading>{title}</Heading>
          )}
          {state && <div className={classes.state}>{state}</div>}
        </div>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {notice && <div className={classes.notice}>{notice}</div>}
      <div className={classes.body}>
        <section className={classes.story} aria-label={t('kit.story')}>
          {children}
          {composer && <div className={classes.composer}>{composer}</div>}
        </section>
        <aside className={classes.facts} aria-label={t('kit.facts')} data-open={factsOpen || undefined}>
          <button type="button" className={classes.all} aria-expanded={factsOpen} onClick={flipFacts}>
            <IconChevron size={14} aria-hidden />
            {t('kit.facts')}
          </button>
          {facts.map((group) => (
            <Fold key={group.key} group={group} />
          ))}
        </aside>
      </div>
    </div>
  )
}

function Fold({ group }: { group: FactGroup }) {
  const kept = `spil.fold.${group.key}`
  const [folded, setFolded] = useState(() => (localStorage.getItem(kept) ?? (group.folded ? '1' : '0')) === '1')
  const toggle = () => {
    localStorage.setItem(kept, folded ? '0' : '1')
    setFolded(!folded)
  }
  return (
    <div className={classes.group}>
      <h2 className={classes.groupTitle}>
        <button type="button" aria-expanded={!folded} onClick={toggle} className={classes.fold}>
          <IconChevron size={14} aria-hidden />
          {group.title}
        </button>
      </h2>
      {!folded && <div className={classes.groupBody}>{group.content}</div>}
    </div>
  )
}

/** Label and value pairs inside a group of facts; a `wide` value is prose and stands under its label. */
export function Facts({ rows }: { rows: readonly { label: string; value: ReactNode; key?: string; wide?: boolean }[] }) {
  return (
    <dl className={classes.list}>
      {rows.map((row) => (
        <div key={row.key ?? row.label} className={classes.fact} data-wide={row.wide || undefined}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}
