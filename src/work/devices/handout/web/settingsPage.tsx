/** What an organisation hands devices out with: terms, instructions and accessories by kind, and how it reminds. */
import { Button, MultiSelect, NativeSelect, NumberInput, TagsInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { documentCalls } from '#record/documents/web/calls.ts'
import { useKinds, useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { problemIn } from '#web/kit/api.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { HandoutSettings, HandoutSettingsView } from '../settings/contract.ts'
import { handoutSettings } from './calls.ts'
import classes from './handout.module.css'
import { handoutWords } from './texts.ts'

const published = async (search: string, organisationId: string | undefined, signal: AbortSignal): Promise<Choice[]> =>
  (
    await documentCalls.documents(
      { query: { limit: 50, state: 'published', ...(search && { search: search.slice(0, 200) }), ...(organisationId && { organisationId }) } },
      { signal },
    )
  ).items.map(({ id, title }) => ({ id, name: title }))

export default function SettingsPage() {
  const t = useText(handoutWords)
  const where = useWhere('devices.configure')
  const [organisationId, setOrganisationId] = useState(where[0]?.id ?? '')
  const { data, error, refetch } = useLoad({
    key: ['devices', 'handout-settings', organisationId],
    load: (signal) => handoutSettings.settings({ query: { organisationId } }, { signal }),
    when: organisationId !== '',
  })
  return (
    <Page title={t('handout.settings')} under={[{ label: t('handout.title'), to: '/devices/handouts' }]} lead={t('handout.set.lead')} width="form">
      {where.length > 1 && (
        <NativeSelect
          label={t('handout.new.organisation')}
          value={organisationId}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
          data={where.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={6} />}
      {data && <Fields key={`${organisationId} ${data.version}`} view={data} />}
    </Page>
  )
}

function Fields({ view }: { view: HandoutSettingsView }) {
  const t = useText(handoutWords)
  const reload = useReload()
  const { organisationId, version, documents } = view
  const [settings, setSettings] = useState(view.settings)
  const [terms, setTerms] = useState<Choice | undefined>(() => {
    const found = documents.find(({ id }) => id === view.settings.termsId)
    return found && { id: found.id, name: found.title }
  })
  const [wrong, setWrong] = useState<string>()
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setWrong(undefined)
    try {
      await handoutSettings.changeSettings({ body: { organisationId, version, settings: { ...settings, termsId: terms?.id ?? null } } })
      toast(t('handout.set.saved'))
      await reload(['devices', 'handout-settings'])
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('handout.failed'))
    } finally {
      setBusy(false)
    }
  }
  const number = (
    key: 'remindAfterDays' | 'remindEveryDays' | 'remindAtMost' | 'dueSoonDays',
    label: 'after' | 'every' | 'most' | 'dueSoon',
    min: number,
    max: number,
  ) => (
    <NumberInput
      label={t(`handout.set.${label}`)}
      {...{ min, max }}
      allowDecimal={false}
      value={settings[key]}
      onChange={(value) => setSettings({ ...settings, [key]: Number(value) || min })}
    />
  )
  return (
    <form className={classes.stack} onSubmit={(event) => void submit(event)}>
      <Pick name="published" label={t('handout.set.terms')} find={published} organisationId={organisationId} value={terms} onChange={setTerms} />
      <ByKind organisationId={organisationId} settings={settings} onChange={setSettings} />
      <Section title={t('handout.set.reminders')}>
        <div className={classes.grid}>
          {number('remindAfterDays', 'after', 1, 90)}
          {number('remindEveryDays', 'every', 1, 90)}
          {number('remindAtMost', 'most', 0, 20)}
          {number('dueSoonDays', 'dueSoon', 0, 30)}
        </div>
      </Section>
      <div role="alert">{wrong && <Note tone="red">{wrong}</Note>}</div>
      <div>
        <Button type="submit" loading={busy}>
          {t('handout.set.save')}
        </Button>
      </div>
    </form>
  )
}

interface ByKindProps {
  organisationId: string
  settings: HandoutSettings
  onChange: (settings: HandoutSettings) => void
}
/** Kinds that persons receive first; others only where something is set for them. */
function ByKind({ organisationId, settings, onChange }: ByKindProps) {
  const t = useText(handoutWords)
  const kinds = useKinds(organisationId) ?? []
  const { data } = useLoad({ key: ['documents', 'published', organisationId], load: (signal) => published('', organisationId, signal) })
  const set = new Set([...settings.accessories, ...settings.instructions].map(({ kind }) => kind))
  const shown = kinds.filter(({ key, active, states }) => set.has(key) || (active && states.some((state) => state.key === 'prepared')))
  const papers = (data ?? []).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Section title={t('handout.set.kinds')}>
      {shown.map(({ key, names }) => {
        const name = names[t.locale] || names.nl || names.en
        return (
          <fieldset key={key} className={`${classes.plain} ${classes.item}`}>
            <legend>
              <strong>{name}</strong>
            </legend>
            <div className={classes.grid}>
              <TagsInput
                label={t('handout.set.accessories')}
                maxTags={20}
                value={settings.accessories.find(({ kind }) => kind === key)?.names ?? []}
                onChange={(all) =>
                  onChange({
                    ...settings,
                    accessories: [...settings.accessories.filter(({ kind }) => kind !== key), ...(all.length > 0 ? [{ kind: key, names: all }] : [])],
                  })
                }
              />
              <MultiSelect
                label={t('handout.set.instructions')}
                searchable
                data={papers}
                value={settings.instructions.find(({ kind }) => kind === key)?.documentIds ?? []}
                onChange={(all) =>
                  onChange({
                    ...settings,
                    instructions: [
                      ...settings.instructions.filter(({ kind }) => kind !== key),
                      ...(all.length > 0 ? [{ kind: key, documentIds: all }] : []),
                    ],
                  })
                }
              />
            </div>
          </fieldset>
        )
      })}
    </Section>
  )
}
