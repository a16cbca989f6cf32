/** While registering: is it about this? One press, and the new case hangs under the major incident. Alt 1, Alt 2 … press it too. */
import { Button } from '@mantine/core'
import { useEffect } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Kbd, Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { RegisterProps } from '../../web/new/parts.ts'
import { majorCalls } from './calls.ts'
import classes from './major.module.css'
import { majorWords } from './texts.ts'

export default function RegisterPart({ draft, change }: RegisterProps) {
  const t = useText(majorWords)
  const { organisationId, under } = draft
  const { data } = useLoad({
    key: ['desk', 'majors', organisationId],
    load: (signal) => majorCalls.ongoing({ query: { organisationId } }, { signal }),
    on: ['desk.major'],
  })
  const known = data?.slice(0, 9)
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const one = event.altKey && /^Digit[1-9]$/.test(event.code) ? known?.[Number(event.code.slice(-1)) - 1] : undefined
      if (!one) return
      event.preventDefault()
      change({ under: under === one.number ? '' : one.number, ...(draft.title === '' && { title: one.title }) })
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [known, under, change, draft.title])
  if (!known || known.length === 0) return null
  return (
    <Note tone="amber">
      <strong>{t('major.known')}</strong>
      <ul className={classes.texts}>
        {known.map((one, at) => (
          <li key={one.id} className={classes.known}>
            <span>
              <span className="mono">{one.number}</span> {one.title}
              {under === one.number && <strong> · {t('major.known.chosen', { number: one.number })}</strong>}
            </span>
            <Kbd keys={`Alt ${at + 1}`} />
            <Button
              size="xs"
              variant={under === one.number ? 'default' : 'filled'}
              aria-pressed={under === one.number}
              onClick={() => change({ under: under === one.number ? '' : one.number, ...(draft.title === '' && { title: one.title }) })}
            >
              {t(under === one.number ? 'major.known.undo' : 'major.known.press')}
            </Button>
          </li>
        ))}
      </ul>
    </Note>
  )
}
