/** What a document hangs on, and attaching it to a case or item by its number. */
import { ActionIcon, Button, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { documentCalls } from './calls.ts'
import type { Doing } from './documentPage.tsx'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

const addressOf = { case: (number: string) => `/desk/cases/${number}`, item: (_: string, id: string) => `/items/${id}` } as const

export function Places({ doc, act }: Doing) {
  const t = useText(documentWords)
  const words = useWords()
  const [number, setNumber] = useState('')
  const [error, setError] = useState<string>()
  const attach = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const done = await documentCalls.attach({
        params: { id: doc.id },
        body: { kind: /^i/i.test(number.trim()) ? 'item' : 'case', id: number.trim() },
      })
      await act(Promise.resolve(done))
      setNumber('')
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.failed'))
    }
  }
  return (
    <div className={classes.lines}>
      {doc.places.length === 0 && <p className="dim small">{t('doc.places.none')}</p>}
      <ul className={classes.lines} aria-label={t('doc.places')}>
        {doc.places.map((place) => (
          <li key={place.id} className={classes.line}>
            <Link to={addressOf[place.kind](place.number, place.id)}>
              <span className="mono">{place.number}</span> {place.title}
            </Link>
            <ActionIcon
              size="sm"
              aria-label={t('doc.places.detach', { name: place.number })}
              onClick={() => void act(documentCalls.detach({ params: { id: doc.id, kind: place.kind, place: place.id } }))}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <form className={classes.small} onSubmit={(event) => void attach(event)}>
        <TextInput
          size="xs"
          label={t('doc.places.number')}
          placeholder="C-1042, I-1042"
          value={number}
          error={error}
          maxLength={20}
          onChange={(event) => {
            setNumber(event.currentTarget.value)
            setError(undefined)
          }}
        />
        <Button size="xs" type="submit" variant="default" disabled={number.trim() === ''}>
          {t('doc.places.attach')}
        </Button>
      </form>
    </div>
  )
}
