/** The clocks of a case: the working time that is left, and opened, the sum it comes from. */
import IconChevron from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { lazy, Suspense, useState } from 'react'
import { Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { Facts } from '#web/kit/recordPage.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { CasePage } from '../../contract.ts'
import { deskWords } from '../texts.ts'
import classes from './case.module.css'
import { workingTime } from './workingTime.ts'

const Sum = lazy(() => import('../../clocks/web/sum.tsx'))

type Clock = CasePage['clocks'][number]

/** A tone only where it means something: a fifth left is at risk, nothing left is late. */
function toneOf(clock: Clock, share: number): string {
  if (clock.state === 'met') return 'green'
  if (clock.state === 'missed' || share >= 1) return 'red'
  if (clock.state === 'paused') return 'grey'
  return share >= 0.8 ? 'amber' : 'blue'
}

export function Clocks({ page: { clocks, case: one } }: { page: Pick<CasePage, 'clocks' | 'case'> }) {
  const t = useText(deskWords)
  return (
    <>
      {clocks.map((clock) => (
        <OneClock key={clock.id} clock={clock} caseId={one.id} version={one.version} />
      ))}
      <p className={classes.help}>{t('desk.clock.help')}</p>
    </>
  )
}

function OneClock({ clock, caseId, version }: { clock: Clock; caseId: string; version: number }) {
  const staff = useMay('desk.read')
  const [open, setOpen] = useState(false)
  const t = useText(deskWords)
  const { locale } = useLooks()
  const target = clock.targetMinutes * 60
  const used = clock.left === null ? null : target - clock.left
  const share = used === null ? (clock.state === 'missed' ? 1 : 0) : used / target
  const ended = clock.state === 'met' || clock.state === 'missed'
  const time = clock.left === null ? '' : workingTime(clock.left, locale)
  const said = ended
    ? t(`desk.clock.${clock.state as 'met' | 'missed'}`)
    : clock.left !== null && clock.left < 0
      ? t('desk.clock.over', { time })
      : t(clock.state === 'paused' ? 'desk.clock.paused' : 'desk.clock.left', { time })
  const width = ended && clock.state === 'met' ? Math.max(share, 0.02) : Math.min(Math.max(share, 0.02), 1)
  return (
    <details className={classes.clock} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={classes.clockLine} title={t('desk.clock.sum')}>
        <span className="dim">{clock.name ?? t(`desk.clock.${clock.target}`)}</span>
        <span>
          <strong>{said}</strong>
          <IconChevron size={14} aria-hidden />
        </span>
        <span className={classes.track} data-tone={toneOf(clock, share)} aria-hidden>
          <span style={{ width: `${Math.min(width, 1) * 100}%` }} />
        </span>
      </summary>
      <div className={classes.sum}>
        <Facts
          rows={[
            { label: t('desk.clock.target'), value: workingTime(target, locale) },
            ...(used === null ? [] : [{ label: t('desk.clock.used'), value: `− ${workingTime(used, locale)}` }]),
            ...(clock.left === null
              ? []
              : [{ label: t('desk.clock.leftLabel'), value: `= ${clock.left < 0 ? '−' : ''}${workingTime(clock.left, locale)}` }]),
            ...(clock.dueAt ? [{ label: t('desk.clock.due'), value: <Time at={clock.dueAt} as="absolute" /> }] : []),
            ...(clock.doneAt ? [{ label: t('desk.clock.doneAt'), value: <Time at={clock.doneAt} as="absolute" /> }] : []),
          ]}
        />
        {open && staff && (
          <Suspense fallback={<Skeletons rows={3} />}>
            <Sum caseId={caseId} clockId={clock.id} version={version} />
          </Suspense>
        )}
      </div>
    </details>
  )
}
