/** What hangs under a major incident, what was written to all and how far that is, and how it went. */
import { ActionIcon } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { Link } from '#web/kit/links.tsx'
import { PersonChip } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { CaseState } from '../../web/marksOfCase.tsx'
import type { Major } from '../contract.ts'
import { majorCalls } from './calls.ts'
import classes from './major.module.css'
import { majorWords } from './texts.ts'

interface Props {
  major: Major
  done: () => void
}
export function Course({ major, done }: Props) {
  const t = useText(majorWords)
  return (
    <>
      <details open={major.children > 0 && major.children <= 10}>
        <summary>
          {t('major.children', { count: major.children })}
          {major.children > 0 && <span className="dim"> · {t('major.open', { count: major.openChildren })}</span>}
        </summary>
        <Children major={major} done={done} />
      </details>
      {major.texts.length > 0 && (
        <details open>
          <summary>{t('major.texts')}</summary>
          <ul className={classes.texts}>
            {major.texts.map((one) => (
              <li key={one.id}>
                <div className={classes.head}>
                  <PersonChip name={one.author.name} />
                  <span className="dim small">
                    <Time at={one.at} />
                  </span>
                  <span className="small" role="status">
                    {t(one.kind === 'solve' ? 'major.progress.solve' : 'major.progress', { done: one.done - one.refused, total: one.total })}
                    {one.refused > 0 && ` · ${t('major.refused', { count: one.refused })}`}
                  </span>
                </div>
                {one.finishedAt === null && <progress value={one.done} max={one.total} aria-label={t('major.write')} />}
                <p className={classes.text}>{one.text}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
      {major.review && (
        <div>
          <strong>{t('major.review.by', { name: major.review.by.name })}</strong>
          <p className={classes.text}>{major.review.text}</p>
          {major.review.problem && (
            <p>
              {t('major.problem')}: <Link to={`/desk/cases/${major.review.problem.number}`}>{major.review.problem.number}</Link>
            </p>
          )}
        </div>
      )}
      <details>
        <summary>{t('major.timeline')}</summary>
        <ol className={classes.children}>
          {[...major.timeline].reverse().map((one) => (
            <li key={one.id}>
              <span className="dim small">
                <Time at={one.at} as="absolute" />
              </span>{' '}
              {one.text} {one.by && <span className="dim">({one.by.name})</span>}
            </li>
          ))}
        </ol>
      </details>
    </>
  )
}

function Children({ major, done }: Props) {
  const t = useText(majorWords)
  const takeOut = async (number: string, childId: string) => {
    try {
      await majorCalls.removeChild({ params: { id: major.id, childId } })
      toast(t('major.takenOut', { number }))
      done()
    } catch (error) {
      toastProblem(error, t('major.takeOut', { number }))
    }
  }
  return (
    <ul className={classes.children}>
      {major.childList.map((one) => (
        <li key={one.id} className={classes.child}>
          <Link to={`/desk/cases/${one.number}`}>
            <span className="mono">{one.number}</span> {one.title}
          </Link>
          <PersonChip name={one.reporter.name} />
          <CaseState state={one.state} plain />
          <ActionIcon size="sm" aria-label={t('major.takeOut', { number: one.number })} onClick={() => void takeOut(one.number, one.id)}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </li>
      ))}
    </ul>
  )
}
