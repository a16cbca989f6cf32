/** What was found of a back-up, the newest first: with the problems by name, and the proof of a restore test. */
import { Button } from '@mantine/core'
import { formatOf } from '#web/kit/graphUnits.ts'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { lengthOf, Time } from '#web/kit/time.tsx'
import type { Run } from '../contract.ts'
import { backups, pdfOf, proofOf } from './backupCalls.ts'
import { BackupState } from './backupMarks.tsx'
import classes from './backups.module.css'
import { backupTexts } from './backupTexts.ts'

export function BackupRuns({ id }: { id: string }) {
  const t = useText(backupTexts)
  const list = useLoadList({
    key: ['monitoring', 'backups', 'runs', id, t.locale],
    load: (after, signal) => backups.runs({ params: { id }, query: { limit: 20, ...(after && { after }) } }, { signal }),
    on: ['monitoring.backup'],
    about: [`backup/${id}`],
  })
  return (
    <Section title={t('monitoring.backups.runs')}>
      {list.error && !list.rows && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={5} />}
      {list.rows?.length === 0 && <p className="dim">{t('monitoring.backups.noRuns')}</p>}
      <ul className={classes.runs} aria-label={t('monitoring.backups.runs')}>
        {list.rows?.map((run) => (
          <Found key={run.id} run={run} />
        ))}
      </ul>
      {list.loadMore && (
        <Button variant="default" size="xs" mt="sm" loading={list.loadingMore} onClick={list.loadMore}>
          {t('monitoring.backups.more')}
        </Button>
      )}
    </Section>
  )
}

function Found({ run }: { run: Run }) {
  const t = useText(backupTexts)
  const { sort, state, startedAt, endedAt, why, problems, pdf } = run
  const seconds = endedAt ? Math.round((Date.parse(endedAt) - Date.parse(startedAt)) / 1000) : 0
  return (
    <li className={classes.run}>
      <div className={classes.part}>
        <strong>{t(`monitoring.backups.sort.${sort}`)}</strong>
        <BackupState state={state} plain />
        <span className="dim small">
          <Time at={startedAt} />
          {seconds > 0 && ` · ${seconds < 60 ? `${seconds} s` : lengthOf(seconds, t.locale)}`}
        </span>
      </div>
      <div className={classes.part}>
        <What run={run} />
        {why.map(({ code, says }) => (
          <span key={`${code} ${says}`}>{says}</span>
        ))}
        {problems.length > 0 && (
          <details>
            <summary>
              {t('monitoring.backups.problems')} ({problems.length})
            </summary>
            <ul className={`mono ${classes.problems}`}>
              {problems.map((problem, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the same line may come twice
                <li key={at}>{problem}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {pdf && (
        <div className={classes.deeds}>
          <a href={pdfOf(run.id)} download>
            {t('monitoring.backups.pdf')}
          </a>
          <a href={proofOf(run.id)} download>
            {t('monitoring.backups.proof')}
          </a>
        </div>
      )}
    </li>
  )
}
function What({ run: { copy, counts, whole, compared } }: { run: Run }) {
  const t = useText(backupTexts)
  return (
    <>
      {copy && (
        <span className="small">
          <span className="mono">{copy.id.slice(0, 40)}</span> · <Time at={copy.at} as="absolute" />
          {copy.bytes !== null && ` · ${formatOf('bytes', t.locale)(copy.bytes)}`}
        </span>
      )}
      {counts && <span>{t('monitoring.backups.counts', { ...counts })}</span>}
      {compared && (
        <span className="dim small">
          {t(whole ? 'monitoring.backups.whole' : 'monitoring.backups.choice')}, {t(`monitoring.backups.with.${compared}`)}
        </span>
      )}
    </>
  )
}
