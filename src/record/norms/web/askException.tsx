/** Asks that an expectation need not hold for a while, for one item or for all; somebody else decides. */
import { Button, Modal, Radio, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { findItems, useMayAt } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { dayFromNow, today } from '#web/kit/wall.ts'
import { exceptions } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

interface Props {
  expectation: { id: string; title: string }
  organisationId: string
  /** For this one; without it the person chooses one, or all. */
  item?: { id: string; name: string } | undefined
  /** Small, at the end of a row. */
  compact?: boolean
}
export function AskException({ compact, ...asked }: Props) {
  const t = useText(webTexts)
  const [opened, setOpened] = useState(false)
  if (!useMayAt('norms.ask', asked.organisationId)) return null
  return (
    <>
      <Button
        variant={compact ? 'subtle' : 'default'}
        size={compact ? 'compact-sm' : 'sm'}
        aria-label={compact ? t('norms.exception.askFor', { title: asked.expectation.title }) : undefined}
        onClick={() => setOpened(true)}
      >
        {t(compact ? 'norms.exception.one' : 'norms.exception.ask')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('norms.exception.ask')}
        closeButtonProps={{ 'aria-label': t('norms.exception.close') }}
      >
        <Asking {...asked} close={() => setOpened(false)} />
      </Modal>
    </>
  )
}

const find = findItems()
function Asking({ expectation, organisationId, item, close }: Props & { close: () => void }) {
  const t = useText(webTexts)
  const reload = useReload()
  const [scope, setScope] = useState<'one' | 'all'>(item ? 'one' : 'all')
  const [chosen, setChosen] = useState<Choice | undefined>(item)
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState(dayFromNow(30))
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const ready = reason.trim() !== '' && until !== '' && (scope === 'all' || chosen !== undefined)
  const send = (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    exceptions
      .askException({ body: { expectationId: expectation.id, itemId: scope === 'one' ? (chosen?.id ?? null) : null, reason, until } })
      .then(() => reload(['norms']))
      .then(() => {
        toast(t('norms.exception.asked'))
        close()
      })
      .catch((error: unknown) => setWrong(problemIn(error)?.title ?? t('norms.exception.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <form className={classes.form} onSubmit={send}>
      <p className={classes.said}>{t('norms.exception.what', { title: expectation.title })}</p>
      {wrong && <Note tone="red">{wrong}</Note>}
      {item ? (
        <p className={classes.said}>{t('norms.exception.forItem', { name: item.name })}</p>
      ) : (
        <Radio.Group label={t('norms.exception.forWhat')} value={scope} onChange={(value) => setScope(value === 'one' ? 'one' : 'all')}>
          <div className={classes.foot}>
            <Radio value="all" label={t('norms.exception.all')} />
            <Radio value="one" label={t('norms.exception.oneItem')} />
          </div>
        </Radio.Group>
      )}
      {!item && scope === 'one' && (
        <Pick
          name="norms exception"
          label={t('norms.col.item')}
          find={find}
          organisationId={organisationId}
          required
          value={chosen}
          onChange={setChosen}
        />
      )}
      <Textarea
        label={t('norms.exception.reason')}
        description={t('norms.exception.reasonWhat')}
        required
        autosize
        minRows={3}
        maxLength={2000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t('norms.exception.untilDay')}
        description={t('norms.exception.untilWhat')}
        required
        min={today()}
        value={until}
        onChange={(event) => setUntil(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {t('norms.exception.close')}
        </Button>
        <Button type="submit" loading={busy} disabled={!ready}>
          {t('norms.exception.ask')}
        </Button>
      </div>
    </form>
  )
}
