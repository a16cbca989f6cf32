/** Adds or changes a link to devices. */
import { Button, Checkbox, Modal, MultiSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Template } from '../remote/contract.ts'
import classes from './devices.module.css'
import { remote } from './remoteCalls.ts'
import { remoteTexts } from './remoteTexts.ts'

interface Props {
  organisationId: string
  /** Undefined: a new one. */
  template: Template | undefined
  kinds: readonly { key: string; name: string }[]
  close: () => void
}
const empty = { name: '', kinds: [] as readonly string[], url: '', active: true }
/** As they are written: words of a text cannot hold braces of their own. */
const braces = {
  host: '{host}',
  ip: '{ip}',
  name: '{name}',
  number: '{number}',
  code: '{code}',
  attribute: '{attribute:serial}',
  fact: '{fact:os.name}',
}

export function TemplateForm({ organisationId, template, kinds, close }: Props) {
  const t = useText(remoteTexts)
  const words = useWords()
  const reload = useReload()
  const [draft, setDraft] = useState<Pick<Template, 'name' | 'url' | 'active'> & { kinds: readonly string[] }>(template ?? empty)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }))
  const send = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const body = { name: draft.name.trim(), url: draft.url.trim(), active: draft.active, kinds: [...draft.kinds] }
    try {
      if (template) await remote.changeTemplate({ params: { organisationId, key: template.key }, body: { ...body, version: template.version } })
      else await remote.addTemplate({ params: { organisationId }, body })
      toast(t('devices.remote.saved', { name: body.name }))
      close()
      await reload(['devices', 'templates'])
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('devices.remote.failed'))
      setBusy(false)
    }
  }
  const title = template ? t('devices.remote.changeOne', { name: template.name }) : t('devices.remote.add')
  return (
    <Modal opened onClose={close} closeOnClickOutside={false} title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.stack} onSubmit={(event) => void send(event)}>
        {wrong && (
          <div role="alert">
            <Note tone="red">{wrong}</Note>
          </div>
        )}
        <TextInput
          label={t('devices.remote.name')}
          required
          maxLength={60}
          data-autofocus
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('devices.remote.url')}
          description={t('devices.remote.urlWhat', braces)}
          required
          maxLength={500}
          spellCheck={false}
          placeholder="ssh://{host}"
          value={draft.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        <MultiSelect
          label={t('devices.remote.kinds')}
          searchable
          clearable
          comboboxProps={{ withinPortal: false }}
          data={kinds.map(({ key, name }) => ({ value: key, label: name }))}
          value={[...draft.kinds]}
          onChange={(chosen) => set({ kinds: chosen })}
        />
        <Checkbox label={t('devices.remote.active')} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
        <div className={classes.end}>
          <Button variant="default" onClick={close}>
            {words('kit.back')}
          </Button>
          <Button type="submit" loading={busy} disabled={draft.name.trim() === '' || draft.url.trim() === ''}>
            {t('devices.remote.save')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
