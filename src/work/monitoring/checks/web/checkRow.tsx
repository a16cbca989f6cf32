/** One check: how it stands, since when and why, and what can be done about it. */
import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Copy } from '#web/kit/copy.tsx'
import { Link } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Check } from '../contract.ts'
import { checks, heartbeat } from './calls.ts'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'

const meanings: Readonly<Record<Check['state'] | 'paused', Meaning>> = { ok: 'held', failed: 'broken', unknown: 'risk', paused: 'cancelled' }
export function CheckState({ state }: { state: Check['state'] | 'paused' }) {
  const t = useText(checkTexts)
  return (
    <StateBadge meaning={meanings[state]} plain>
      {t(`monitoring.state.${state}`)}
    </StateBadge>
  )
}

/** `more`: what only this place can do with it. */
export function CheckRow({ check, named, more }: { check: Check; named: boolean; more?: ReactNode }) {
  const t = useText(checkTexts)
  const { name, item, template, instance, why, since, lastAt, paused, state } = check
  const may = useMayAt('monitoring.work', check.organisationId)
  return (
    <li className={classes.row}>
      <span className={classes.state}>
        <CheckState state={paused ? 'paused' : state} />
      </span>
      <span className={classes.wide}>
        {named && (
          <>
            <Link to={`/items/${item.number}`}>{item.name}</Link> ·{' '}
          </>
        )}
        <strong>{name}</strong> <span className="mono small dim">{instance}</span>
        {why && !paused && <div className="small">{why}</div>}
        {template && (
          <div className="dim small">
            {t('monitoring.check.fromTemplate')} <Link to={`/monitoring/templates/${template.id}`}>{template.name}</Link>
          </div>
        )}
      </span>
      <span className={`dim small ${classes.times}`}>
        {t('monitoring.check.since')} <Time at={since} />
        {lastAt && (
          <div>
            {t('monitoring.check.last')} <Time at={lastAt} />
          </div>
        )}
      </span>
      {may && (
        <span className={classes.deeds}>
          <Deeds check={check} />
          {more}
        </span>
      )}
      {may && check.kind === 'heartbeat' && <Token check={check} />}
    </li>
  )
}

export function useDeed() {
  const t = useText(checkTexts)
  const reload = useReload()
  return async (call: Promise<unknown>, said?: string) => {
    await call.then(
      () => said && toast(said),
      (thrown: unknown) => toastProblem(thrown, t('monitoring.check.failed')),
    )
    await reload(['monitoring'])
  }
}
function Deeds({ check: { id, name, paused, nextAt } }: { check: Check }) {
  const t = useText(checkTexts)
  const done = useDeed()
  const params = { id }
  return (
    <>
      {nextAt && (
        <Button
          size="xs"
          variant="default"
          aria-label={t('monitoring.check.askOne', { name })}
          onClick={() => void done(checks.askNow({ params }), t('monitoring.check.asked', { name }))}
        >
          {t('monitoring.check.ask')}
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        aria-label={t(paused ? 'monitoring.check.resumeOne' : 'monitoring.check.pauseOne', { name })}
        onClick={() => void done(checks.pauseCheck({ params, body: { paused: !paused } }))}
      >
        {t(paused ? 'monitoring.check.resume' : 'monitoring.check.pause')}
      </Button>
    </>
  )
}
/** The address that must be called: made here, and shown once. */
function Token({ check: { id } }: { check: Check }) {
  const t = useText(checkTexts)
  const [url, setUrl] = useState<string>()
  const make = () =>
    heartbeat.newToken({ params: { id } }).then(
      (made) => setUrl(made.url),
      (thrown: unknown) => toastProblem(thrown, t('monitoring.check.failed')),
    )
  return (
    <div className={classes.stack}>
      <Button size="xs" variant="default" onClick={() => void make()}>
        {t('monitoring.check.token')}
      </Button>
      {url && (
        <Note>
          {t('monitoring.check.tokenWhat')} <code>{url}</code> <Copy text={url} />
        </Note>
      )}
    </div>
  )
}
