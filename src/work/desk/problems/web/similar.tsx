/** While something is being typed: known errors that look like it, with what helps at once. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import classes from '../../kinds/web/kinds.module.css'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

export function Similar({ text, organisationId, mine }: { text: string; organisationId?: string | undefined; mine?: boolean }) {
  const t = useText(problemWords)
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim().slice(0, 2000)), 400)
    return () => clearTimeout(timer)
  }, [text])
  const items = useQuery({
    queryKey: ['desk', 'similar', asked, organisationId ?? ''],
    queryFn: ({ signal }) => problemCalls.similar({ query: { text: asked, ...(organisationId && { organisationId }) } }, { signal }),
    enabled: asked.length > 3,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  }).data?.items
  if (!items || items.length === 0 || asked === '') return <div role="status" />
  return (
    <div role="status">
      <Note tone="blue">
        <strong>{t(mine ? 'desk.workaround.maybe' : 'desk.workaround.similar')}</strong>
        {mine && <p>{t('desk.workaround.maybe.lead')}</p>}
        <ul className={classes.list}>
          {items.map((one) => (
            <li key={one.problem?.id ?? one.workaround}>
              {one.problem && !mine ? (
                <Link to={`/desk/cases/${one.problem.number}`}>
                  <span className="mono">{one.problem.number}</span> {one.problem.title}
                </Link>
              ) : (
                <strong>{one.knownAs}</strong>
              )}
              <div className={classes.words}>{one.workaround}</div>
            </li>
          ))}
        </ul>
      </Note>
    </div>
  )
}
