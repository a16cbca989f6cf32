/** Takes an agent off an item, or puts it with another; with the reason, which stays with it. */
import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { findItems } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note, Refused } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Agent } from '../intake/contract.ts'
import { identity } from './calls.ts'
import classes from './devices.module.css'
import { dialectNames } from './marks.tsx'
import { webTexts } from './texts.ts'

interface Props {
  agent: Agent
  item: PanelItem
  /** Why it may not. */
  why: string | undefined
}
export function MoveAgent({ agent, item, why }: Props) {
  const t = useText(webTexts)
  const words = useWords()
  const [asked, setAsked] = useState<'part' | 'join'>()
  const name = `${dialectNames[agent.dialect]} ${agent.deviceId}`
  const close = () => setAsked(undefined)
  return (
    <span className={classes.deeds}>
      {(['join', 'part'] as const).map((what) => (
        <Refused key={what} why={why}>
          <Button size="compact-sm" variant="default" aria-label={t(`devices.item.${what}One`, { agent: name })} onClick={() => setAsked(what)}>
            {t(`devices.item.${what}`)}
          </Button>
        </Refused>
      ))}
      <Modal
        opened={asked !== undefined}
        onClose={close}
        title={asked === 'join' ? t('devices.item.joinTitle', { agent: name }) : t('devices.item.part')}
        closeButtonProps={{ 'aria-label': words('kit.close') }}
      >
        {asked && <Asking what={asked} agent={agent} name={name} item={item} close={close} />}
      </Modal>
    </span>
  )
}

const find = findItems()
function Asking({ what, agent, name, item, close }: { what: 'part' | 'join'; agent: Agent; name: string; item: PanelItem; close: () => void }) {
  const t = useText(webTexts)
  const words = useWords()
  const reload = useReload()
  const [why, setWhy] = useState('')
  const [chosen, setChosen] = useState<Choice>()
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const params = { id: agent.id }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      if (what === 'part') await identity.partAgent({ params, body: { why: why.trim() } })
      else await identity.joinAgent({ params, body: { why: why.trim(), item: chosen?.id ?? '' } })
      toast(what === 'part' ? t('devices.item.partDone', { agent: name }) : t('devices.item.joinDone', { agent: name, name: chosen?.name ?? '' }))
      close()
      await Promise.all([reload(['devices']), reload(['items'])])
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.decide.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void send(event)}>
      <p>{what === 'part' ? t('devices.item.partWhat', { agent: name }) : t('devices.item.joinWhat')}</p>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      {what === 'join' && (
        <Pick
          name="devices join"
          label={t('devices.item.joinTo')}
          find={find}
          organisationId={item.organisationId}
          required
          value={chosen}
          onChange={setChosen}
        />
      )}
      <TextInput
        label={t('devices.item.because')}
        required
        maxLength={500}
        {...(what === 'part' && { 'data-autofocus': true })}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button type="submit" loading={busy} disabled={why.trim() === '' || (what === 'join' && !chosen)}>
          {t(what === 'part' ? 'devices.item.part' : 'devices.item.joinVerb')}
        </Button>
      </div>
    </form>
  )
}
