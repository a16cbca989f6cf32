/** Opens a device or wakes it: asks why first, because that is written down. */
import { Anchor, Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Way } from '../remote/contract.ts'
import classes from './devices.module.css'
import { handsKey, openLink, remote } from './remoteCalls.ts'
import { remoteTexts } from './remoteTexts.ts'

export type Act = Pick<Way, 'key' | 'name' | 'scheme'> | 'wake'
interface Props {
  item: { id: string; name: string }
  act: Act
  /** Why is begun with what the case is about. */
  about?: { id: string; title: string } | undefined
  close: () => void
}
export function ActDialog({ item, act, about, close }: Props) {
  const t = useText(remoteTexts)
  const words = useWords()
  const [url, setUrl] = useState<string>()
  const title =
    act === 'wake' ? t('devices.remote.wakeTitle', { name: item.name }) : t('devices.remote.openTitle', { way: act.name, name: item.name })
  return (
    <Modal opened onClose={close} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      {url !== undefined && act !== 'wake' ? (
        <Opening url={url} act={act} close={close} />
      ) : (
        <Asking item={item} act={act} about={about} close={close} opened={setUrl} />
      )}
    </Modal>
  )
}

function Asking({ item, act, about, close, opened }: Props & { opened: (url: string) => void }) {
  const t = useText(remoteTexts)
  const words = useWords()
  const reload = useReload()
  const [why, setWhy] = useState(about?.title.slice(0, 300) ?? '')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const run = async () => {
    const params = { id: item.id }
    const body = { why: why.trim(), ...(about && { case: about.id }) }
    if (act === 'wake') {
      await remote.wake({ params, body })
      toast(t('devices.remote.woken', { name: item.name }))
      close()
    } else {
      const { url } = await remote.open({ params, body: { ...body, template: act.key } })
      openLink(url)
      opened(url)
    }
    await reload(handsKey(item.id))
  }
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    await run().catch((error: unknown) => {
      setWrong(problemIn(error)?.title ?? t('devices.remote.failed'))
      setBusy(false)
    })
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void send(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <TextInput
        label={t('devices.remote.why')}
        description={t(about ? 'devices.remote.whyCase' : 'devices.remote.whyWhat')}
        required
        maxLength={300}
        data-autofocus
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button variant="default" onClick={close}>
          {words('kit.back')}
        </Button>
        <Button type="submit" loading={busy} disabled={why.trim() === ''}>
          {t(act === 'wake' ? 'devices.remote.wake' : 'devices.remote.open')}
        </Button>
      </div>
    </form>
  )
}

function Opening({ url, act, close }: { url: string; act: Exclude<Act, 'wake'>; close: () => void }) {
  const t = useText(remoteTexts)
  const words = useWords()
  const page = /^https?:/i.test(url)
  return (
    <div className={classes.stack}>
      <div role="status">
        <p>{t('devices.remote.opening', { way: act.name })}</p>
        {!page && <p className="dim">{t('devices.remote.noProgram', { scheme: act.scheme })}</p>}
      </div>
      <Anchor href={url} rel="noopener noreferrer" {...(page && { target: '_blank' })}>
        {t('devices.remote.again')}
      </Anchor>
      <div className={classes.end}>
        <Button onClick={close} data-autofocus>
          {words('kit.close')}
        </Button>
      </div>
    </div>
  )
}
