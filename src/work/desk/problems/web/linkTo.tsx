/** Links a case, or several, to a problem: found among the known errors, or by its number. */
import { Button, Modal, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CaseItem } from '../../contract.ts'
import classes from '../../kinds/web/kinds.module.css'
import { problemCalls } from './problemCalls.ts'
import { problemWords } from './texts.ts'

interface Props {
  rows: readonly Pick<CaseItem, 'id' | 'title'>[]
  onClose: () => void
  linked: () => void
}
export function LinkTo({ rows, onClose, linked }: Props) {
  const t = useText(problemWords)
  const words = useWords()
  const reload = useReload()
  const [search, setSearch] = useState('')
  const [number, setNumber] = useState('')
  const [error, setError] = useState<string>()
  const like = useQuery({
    queryKey: ['desk', 'known', search],
    queryFn: ({ signal }) => problemCalls.knownErrors({ query: { limit: 8, ...(search.trim() && { search: search.trim() }) } }, { signal }),
    placeholderData: keepPreviousData,
  }).data
  const go = async (problem: string) => {
    setError(undefined)
    try {
      await problemCalls.linkIncidents({ params: { id: problem }, body: { incidents: rows.map(({ id }) => id) } })
      toast(t('desk.known.linked', { count: rows.length, number: problem }))
      await reload(['desk'])
      linked()
      onClose()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    }
  }
  const byNumber = (event: FormEvent) => {
    event.preventDefault()
    if (number.trim()) void go(number.trim().toUpperCase())
  }
  return (
    <Modal opened onClose={onClose} title={t('desk.problem.linkTo')} size="lg" closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <div className={classes.stack}>
        <p className="dim">{t('desk.problem.linkTo.lead')}</p>
        <TextInput
          label={t('desk.problem.linkTo.search')}
          value={search}
          maxLength={200}
          data-autofocus
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        {like?.items.length === 0 && <p className="dim small">{t('desk.known.none')}</p>}
        <ul className={classes.list}>
          {like?.items.map((one) => (
            <li key={one.id} className={classes.line}>
              <span>
                <span className="mono">{one.number}</span> {one.title}
              </span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={t('desk.problem.linkTo.this', { number: one.number })}
                onClick={() => void go(one.number)}
              >
                {t('desk.problem.linkTo.go')}
              </Button>
            </li>
          ))}
        </ul>
        <form className={classes.search} onSubmit={byNumber}>
          <TextInput
            label={t('desk.problem.linkTo.number')}
            value={number}
            maxLength={20}
            error={error}
            onChange={(event) => setNumber(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" disabled={!number.trim()}>
            {t('desk.problem.linkTo.go')}
          </Button>
        </form>
      </div>
    </Modal>
  )
}
