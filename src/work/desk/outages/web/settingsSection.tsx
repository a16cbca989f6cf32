/** Whether outages can be seen without signing in, and where. */
import { Button, Checkbox, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { SettingsProps } from '../../web/settings/parts.ts'
import { outageCalls } from './calls.ts'
import classes from './outages.module.css'
import { outageWords } from './texts.ts'

interface Setting {
  public: boolean
  slug: string
  title: string
  url: string | null
}
export default function OutagesSection({ organisationId, may }: SettingsProps) {
  const t = useText(outageWords)
  const { data, error, refetch } = useLoad({
    key: ['desk', 'outage-settings', organisationId],
    load: (signal) => outageCalls.outageSettings({ query: { organisationId } }, { signal }),
  })
  return (
    <Section title={t('out.set')}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data && <Editor key={JSON.stringify(data)} organisationId={organisationId} setting={data} may={may} done={() => void refetch()} />}
    </Section>
  )
}

function Editor({ organisationId, setting, may, done }: SettingsProps & { setting: Setting; done: () => void }) {
  const t = useText(outageWords)
  const words = useWords()
  const [open, setOpen] = useState(setting.public)
  const [slug, setSlug] = useState(setting.slug)
  const [title, setTitle] = useState(setting.title)
  const [wrong, setWrong] = useState('')
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await outageCalls.changeOutageSettings({ body: { organisationId, public: open, slug, title } })
      toast(t('out.saved'))
      done()
    } catch (error) {
      const problem = problemIn(error)
      setWrong(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.away'))
    }
  }
  return (
    <form noValidate className={classes.form} onSubmit={(event) => void save(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <Checkbox
        label={t('out.set.public')}
        description={t('out.set.public.help')}
        checked={open}
        disabled={!may}
        onChange={(event) => setOpen(event.currentTarget.checked)}
      />
      <TextInput
        label={t('out.set.slug')}
        description={t('out.set.slug.help')}
        value={slug}
        maxLength={40}
        disabled={!may}
        onChange={(event) => setSlug(event.currentTarget.value)}
      />
      <TextInput label={t('out.set.title')} value={title} maxLength={120} disabled={!may} onChange={(event) => setTitle(event.currentTarget.value)} />
      {setting.url && (
        <p>
          {t('out.set.at')} <a href={setting.url}>{setting.url}</a>
        </p>
      )}
      {may && (
        <div className={classes.buttons}>
          <Button type="submit">{t('out.save')}</Button>
        </div>
      )}
    </form>
  )
}
