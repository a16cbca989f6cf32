/** Small marks: a person, a key, and what stands where nothing is, where something failed or is on its way. */
import { Button, Tooltip } from '@mantine/core'
import IconAlert from '@tabler/icons-react/dist/esm/icons/IconAlertCircle.mjs'
import { cloneElement, type ReactElement, type ReactNode, useId } from 'react'
import { AwayError, problemIn } from './api.ts'
import classes from './marks.module.css'
import type { Icon } from './room.ts'
import { useWords } from './texts.ts'

const initials = (name: string) =>
  name
    .split(/\s+/)
    .filter((part) => /^\p{Lu}/u.test(part))
    .map((part) => part[0])
    .filter((_, at, all) => at === 0 || at === all.length - 1)
    .join('') || name.slice(0, 1).toUpperCase()

/** A person by initials and name; `bare` shows the initials alone with the name for screen readers. */
export function PersonChip({ name, detail, bare }: { name: string; detail?: string; bare?: boolean }) {
  return (
    <span className={classes.person} title={bare ? name : undefined}>
      <span className={classes.initials} data-initials={initials(name)} aria-hidden />
      <span className={bare ? 'visually-hidden' : classes.name}>{name}</span>
      {detail && !bare && <span className={classes.detail}>{detail}</span>}
    </span>
  )
}

/** Keys as they are on the keyboard: `<Kbd keys="Ctrl K" />`. */
export const Kbd = ({ keys }: { keys: string }) => (
  <span className={classes.keys}>
    {keys.split(' ').map((key) => (
      <kbd key={key} className={classes.key}>
        {key}
      </kbd>
    ))}
  </span>
)

/** Says what this place is for and offers the first step. */
export function Empty({ icon: Shape, title, children, action }: { icon?: Icon; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      {Shape && <Shape size={28} stroke={1.5} aria-hidden />}
      <p className={classes.emptyTitle}>{title}</p>
      {children && <div className={classes.emptyText}>{children}</div>}
      {action}
    </div>
  )
}

/** What happened, what it means, what to do. `error` may be anything that was thrown. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const t = useWords()
  const problem = problemIn(error)
  const away = error instanceof AwayError
  return (
    <div className={classes.failure} role="alert">
      <IconAlert size={20} aria-hidden />
      <div>
        <p className={classes.emptyTitle}>{problem?.title ?? (away ? t('kit.away') : t('kit.failed'))}</p>
        <p className={classes.emptyText}>{problem && problem.status < 500 ? t('kit.failed.refused') : t('kit.failed.what')}</p>
        {problem?.instance && <p className={classes.reference}>{t('kit.failed.reference', { reference: problem.instance })}</p>}
        {retry && (
          <Button variant="default" size="xs" mt="sm" onClick={retry}>
            {t('kit.again')}
          </Button>
        )}
      </div>
    </div>
  )
}

const widths = ['62%', '84%', '48%', '73%', '91%', '56%']
/** Lines where text will come, in the right size. `kind="page"` for a record page. */
export function Skeletons({ rows = 6, kind = 'lines' }: { rows?: number; kind?: 'lines' | 'page' }) {
  const t = useWords()
  const lines = Array.from({ length: rows }, (_, at) => ({ key: `line-${at}`, width: widths[at % widths.length] }))
  return (
    <div className={classes.skeletons} data-kind={kind} role="status" aria-label={t('kit.loading')}>
      {kind === 'page' && <div className={classes.bone} data-tall style={{ width: '40%' }} />}
      {lines.map(({ key, width }) => (
        <div key={key} className={classes.bone} style={{ width }} />
      ))}
    </div>
  )
}

/** Something to know, quietly, in the page. */
export function Note({
  tone = 'blue',
  icon: Shape,
  children,
}: {
  tone?: 'blue' | 'amber' | 'red' | 'green' | 'grey'
  icon?: Icon
  children: ReactNode
}) {
  return (
    <div className={classes.note} data-tone={tone}>
      {Shape && <Shape size={16} aria-hidden />}
      <div>{children}</div>
    </div>
  )
}

type Control = { disabled?: boolean; 'aria-describedby'?: string }
/**
 * Around a disabled control: says why it is refused, to the pointer and to screen readers alike. Without `why` it does nothing: what the element
 * around it (a menu) gives its target goes on to the control.
 */
export function Refused({ why, children, ...given }: { why: string | undefined; children: ReactElement<Control> }) {
  const id = useId()
  if (!why) return cloneElement(children, { ...given, ...children.props })
  return (
    <Tooltip label={why} multiline maw={320}>
      <span className={classes.refused}>
        {cloneElement(children, { disabled: true, 'aria-describedby': id })}
        <span id={id} className="visually-hidden">
          {why}
        </span>
      </span>
    </Tooltip>
  )
}
