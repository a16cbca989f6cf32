/** How back-ups are shown: state, size with those before it, when it was tested. */
import { formatOf } from '#web/kit/graphUnits.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Backup, Run } from '../contract.ts'
import classes from './backups.module.css'
import { backupTexts } from './backupTexts.ts'

const meanings = { good: 'done', wrong: 'broken', unknown: 'late', running: 'progress', crashed: 'cancelled' } as const
/** Unknown is not grey: it is never fine. */
const meaningOf = (state: Run['state']) => (state === 'unknown' ? 'risk' : meanings[state])

export function BackupState({ state, active = true, plain }: { state: Run['state']; active?: boolean; plain?: boolean }) {
  const t = useText(backupTexts)
  if (!active) return <StateBadge meaning="cancelled">{t('monitoring.backups.state.off')}</StateBadge>
  return (
    <StateBadge meaning={meaningOf(state)} {...(plain && { plain })}>
      {t(`monitoring.backups.state.${state}`)}
    </StateBadge>
  )
}

/** The newest size, with a bar for each of the last ten. */
export function Sizes({ backup }: { backup: Pick<Backup, 'newest' | 'sizes'> }) {
  const t = useText(backupTexts)
  const { newest, sizes } = backup
  if (!newest || newest.bytes === null) return <span className="dim">–</span>
  const most = Math.max(1, ...sizes.map((size) => size ?? 0))
  return (
    <span>
      <span className={classes.bars} role="img" aria-label={t('monitoring.backups.sizes', { count: sizes.length })}>
        {sizes.map((size, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they have no other name than their place
          <span key={at} style={{ height: `${Math.max(6, ((size ?? 0) / most) * 100)}%` }} />
        ))}
      </span>
      {formatOf('bytes', t.locale)(newest.bytes)}
    </span>
  )
}

export function Tested({ backup: { testedAt, testedOk, kind } }: { backup: Pick<Backup, 'testedAt' | 'testedOk' | 'kind'> }) {
  const t = useText(backupTexts)
  if (kind === 'vendor') return <span className="dim">–</span>
  if (testedAt === null) return <span className="dim">{t('monitoring.backups.never')}</span>
  return (
    <StateBadge meaning={testedOk ? 'done' : 'broken'} plain>
      <Time at={testedAt} />
    </StateBadge>
  )
}
export function ReadShare({ backup: { readShare, readDays } }: { backup: Pick<Backup, 'readShare' | 'readDays'> }) {
  const t = useText(backupTexts)
  if (readShare === null) return <span className="dim">–</span>
  return <span>{t('monitoring.backups.readWhat', { percent: Math.round(readShare * 100), days: readDays })}</span>
}
