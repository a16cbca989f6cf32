/** Five faces, a word of explanation, one button. Nothing is recorded before that button. */
import { Button, Textarea } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type * as z from 'zod'
import { api, problemIn } from '#web/kit/api.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { deskSatisfaction, type Mark } from '../contract.ts'
import { Faces, markOf } from './faces.tsx'
import classes from './satisfaction.module.css'
import { rateWords } from './texts.ts'

const calls = api(deskSatisfaction)
export type Asked = z.output<(typeof deskSatisfaction)['asked']['reply']>
const keyOf = (token: string) => ['rate', token]

export const useAsked = (token: string) =>
  useQuery({
    queryKey: keyOf(token),
    queryFn: ({ signal }) => calls.asked({ params: { token } }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  })

/** Under a page that thanks. Draws nothing where it is not asked, or not any more. */
export function Rate({ token }: { token: string }) {
  const { data } = useAsked(token)
  return data?.open ? <RateForm token={token} asked={data} chosen={undefined} /> : null
}

export function RateForm({ token, asked, chosen }: { token: string; asked: Asked; chosen: Mark | undefined }) {
  const t = useText(rateWords)
  const words = useWords()
  const queries = useQueryClient()
  const [mark, setMark] = useState<Mark | undefined>(chosen ?? markOf(asked.mark ?? undefined))
  const [word, setWord] = useState(asked.word)
  const [error, setError] = useState<string>()
  const [saved, setSaved] = useState(false)
  const [busy, setBusy] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (mark === undefined) return setError(t('rate.choose'))
    setBusy(true)
    try {
      queries.setQueryData(keyOf(token), await calls.rate({ params: { token }, body: { mark, word } }))
      setSaved(true)
      setError(undefined)
    } catch (thrown) {
      setError(problemIn(thrown)?.title ?? words('kit.away'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} noValidate onSubmit={(event) => void save(event)}>
      <Faces
        label={t('rate.question')}
        value={mark}
        change={(one) => {
          setMark(one)
          setSaved(false)
          setError(undefined)
        }}
      />
      <Textarea
        label={
          <>
            {t('rate.word')} <span className={classes.optional}>({words('kit.optional')})</span>
          </>
        }
        autosize
        minRows={2}
        maxRows={10}
        maxLength={2000}
        value={word}
        onChange={(event) => {
          setWord(event.currentTarget.value)
          setSaved(false)
        }}
      />
      {asked.anonymous && <p className="dim small">{t('rate.anonymous')}</p>}
      <div role="status">{saved && <Note tone="green">{t('rate.saved')}</Note>}</div>
      {error && (
        <div role="alert">
          <Note tone="red">{error}</Note>
        </div>
      )}
      <div className={classes.foot}>
        <Button type="submit" size="md" loading={busy} variant={saved ? 'default' : 'filled'}>
          {t('rate.save')}
        </Button>
        {asked.until && (
          <span>
            {t('rate.until')} <Time at={asked.until} as="day" />
          </span>
        )}
      </div>
    </form>
  )
}

export function RateState({ token, error, retry }: { token: string; error: unknown; retry: () => void }) {
  return error ? <Failure key={token} error={error} retry={retry} /> : <Skeletons rows={4} />
}
