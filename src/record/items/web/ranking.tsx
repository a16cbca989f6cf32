/** Which source of a fact counts first: an order that is moved by buttons. */
import { ActionIcon, Button, Modal, TextInput } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { factTexts } from './factTexts.ts'
import classes from './item.module.css'
import { facts, useRankings } from './more.ts'

interface Props {
  organisationId: string
  /** Undefined: it is asked. */
  factKey: string | undefined
  /** Sources that say something under this key. */
  known: readonly string[]
  close: () => void
}
export function RankingDialog(props: Props) {
  const t = useText(factTexts)
  const words = useWords()
  const { organisationId, factKey, close } = props
  const rankings = useRankings(organisationId)
  return (
    <Modal
      opened
      onClose={close}
      title={
        factKey === undefined ? t('items.ranking.add') : t('items.ranking.of', { key: factKey === '*' ? t('items.ranking.everything') : factKey })
      }
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {rankings && <RankingForm {...props} rankings={rankings} />}
    </Modal>
  )
}

type Rankings = NonNullable<ReturnType<typeof useRankings>>
function RankingForm({ organisationId, factKey, known, close, rankings }: Props & { rankings: Rankings }) {
  const t = useText(factTexts)
  const reload = useReload()
  const [key, setKey] = useState(factKey ?? '')
  const now = rankings.find((one) => one.key === key.trim())
  // What has no order yet begins with the one that holds for everything, then what says something.
  const first = now?.sources ?? [
    ...new Set([...(rankings.find((one) => one.key === '*')?.sources.filter((one) => known.includes(one)) ?? []), ...known]),
  ]
  const [given, setGiven] = useState<readonly string[]>()
  const sources = given ?? first
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const save = () => {
    setWrong(key.trim() === '' ? t('items.ranking.keyNeeded') : undefined)
    if (key.trim() === '' || busy) return
    if (sources.length === 0 && !now) return close()
    void attempt(async () => {
      await facts.rank({ params: { organisationId }, body: { key: key.trim(), sources: [...sources], version: now?.version ?? 0 } })
      await Promise.all([reload(['items/rankings']), reload(['items', 'facts'])])
      toast(t('items.ranking.saved'))
      close()
    })
  }
  return (
    <KeptForm wrong={wrong} save={save}>
      <p>{t('items.ranking.lead')}</p>
      {factKey === undefined && (
        <TextInput
          label={t('items.ranking.key')}
          description={t('items.ranking.keyHelp')}
          maxLength={200}
          value={key}
          data-autofocus
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      )}
      <Order sources={sources} put={setGiven} />
      <div className={form.foot}>
        <Button type="submit" loading={busy}>
          {t('items.ranking.save')}
        </Button>
      </div>
    </KeptForm>
  )
}

function Order({ sources, put }: { sources: readonly string[]; put: (sources: readonly string[]) => void }) {
  const t = useText(factTexts)
  const [typed, setTyped] = useState('')
  const move = (from: number, to: number) => {
    const next = [...sources]
    next.splice(to, 0, ...next.splice(from, 1))
    put(next)
  }
  const add = () => {
    const source = typed.trim()
    if (source && !sources.includes(source)) put([...sources, source])
    setTyped('')
  }
  return (
    <>
      {sources.length === 0 && <p className="dim small">{t('items.ranking.empty')}</p>}
      <ol className={classes.list} aria-label={t('items.ranking.sources')}>
        {sources.map((source, at) => (
          <li key={source} className={classes.row}>
            <span className={classes.wide}>
              {at + 1}. {source}
            </span>
            <ActionIcon aria-label={t('items.ranking.up', { source })} disabled={at === 0} onClick={() => move(at, at - 1)}>
              <IconUp size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t('items.ranking.down', { source })} disabled={at === sources.length - 1} onClick={() => move(at, at + 1)}>
              <IconDown size={14} aria-hidden />
            </ActionIcon>
            <ActionIcon aria-label={t('items.ranking.take', { source })} onClick={() => put(sources.filter((one) => one !== source))}>
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <div className={form.row}>
        <TextInput
          className={form.grow ?? ''}
          label={t('items.ranking.source')}
          description={t('items.ranking.sourceHelp')}
          maxLength={60}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return
            event.preventDefault()
            add()
          }}
        />
        <Button variant="default" onClick={add} disabled={typed.trim() === ''}>
          {t('items.ranking.addSource')}
        </Button>
      </div>
    </>
  )
}
