/** One profile: for which devices, and its steps in order; changed by who decides, read by others. */
import { Button, MultiSelect, Switch, TagsInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useChosenOrganisation } from '#record/items/web/chosenOrganisation.tsx'
import { useKinds, useMayAt } from '#record/items/web/more.ts'
import { useName } from '#record/items/web/names.ts'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Profile } from '../../provisioning/contract.ts'
import classes from '../devices.module.css'
import { provisioning } from './calls.ts'
import { lifeTexts } from './lifeTexts.ts'
import { StepRows } from './profileSteps.tsx'
import { useShipped } from './profilesPage.tsx'

type Draft = Pick<Profile, 'name' | 'kinds' | 'tags' | 'steps' | 'active'>
const blank: Draft = { name: '', kinds: [], tags: [], steps: [], active: true }

export default function ProfilePage() {
  const t = useText(lifeTexts)
  const { id = '' } = usePath()
  const [search] = useUrlState()
  const { organisationId = '' } = useChosenOrganisation()
  const may = useMayAt('devices.configure', organisationId)
  const from = Number(listOf(search.from)[0] ?? 0)
  const isNew = id === 'new'
  const shipped = useShipped(isNew && from > 0 && may)
  const { data, error, refetch } = useLoad({
    key: ['devices', 'profiles', organisationId],
    load: (signal) => provisioning.profiles({ query: { organisationId } }, { signal }),
    when: organisationId !== '',
  })
  const known = data?.items.find((one) => one.id === id)
  const begins = isNew ? (from > 0 ? shipped?.[from - 1] : blank) : known
  const title = known?.name ?? (isNew ? t('devices.profiles.new') : t('devices.profiles.gone'))
  const under = [
    { label: t('devices.title'), to: '/devices' },
    { label: t('devices.profiles'), to: '/devices/profiles' },
  ]
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data || (isNew && !begins)) return <Skeletons kind="page" />
  return (
    <Page title={title} under={under}>
      {begins ? (
        <Editor key={`${id} ${known?.version}`} known={known} begins={begins} organisationId={organisationId} may={may} />
      ) : (
        <Empty title={t('devices.profiles.gone')} />
      )}
    </Page>
  )
}

interface EditorProps {
  known: Profile | undefined
  begins: Draft
  organisationId: string
  may: boolean
}
function Editor({ known, begins, organisationId, may }: EditorProps) {
  const t = useText(lifeTexts)
  const go = useGo()
  const reload = useReload()
  const [draft, setDraft] = useState<Draft>(() => ({
    ...{ name: begins.name, kinds: begins.kinds, tags: begins.tags, steps: begins.steps, active: begins.active },
  }))
  const put = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const save = () => {
    if (draft.kinds.length === 0) return setWrong(t('devices.profiles.kindNeeded'))
    void attempt(async () => {
      if (known) await provisioning.changeProfile({ params: { id: known.id }, body: { ...draft, version: known.version } })
      else await provisioning.addProfile({ body: { ...draft, organisationId } })
      await reload(['devices', 'profiles'])
      toast(t('devices.profiles.saved', { name: draft.name }))
      go(`/devices/profiles?organisationId=${organisationId}`)
    })
  }
  return (
    <KeptForm wrong={wrong} save={save}>
      <fieldset className={classes.plain} disabled={!may}>
        <Fields draft={draft} put={put} organisationId={organisationId} />
        <Section title={t('devices.profiles.steps')}>
          <StepRows steps={draft.steps} organisationId={organisationId} put={(steps) => put({ steps })} />
        </Section>
      </fieldset>
      {may && (
        <div className={form.foot}>
          <Button type="submit" loading={busy} disabled={draft.name.trim() === ''}>
            {t('devices.profiles.save')}
          </Button>
          <Button variant="default" onClick={() => go('/devices/profiles')}>
            {t('devices.life.back')}
          </Button>
        </div>
      )}
    </KeptForm>
  )
}

function Fields({ draft, put, organisationId }: { draft: Draft; put: (part: Partial<Draft>) => void; organisationId: string }) {
  const t = useText(lifeTexts)
  const name = useName()
  const kinds = useKinds(organisationId || undefined) ?? []
  return (
    <div className={`${classes.stack} ${classes.narrow}`}>
      <TextInput
        label={t('devices.profiles.name')}
        required
        maxLength={200}
        value={draft.name}
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <MultiSelect
        label={t('devices.profiles.kinds')}
        required
        searchable
        data={kinds.map(({ key, names }) => ({ value: key, label: name(names) }))}
        value={draft.kinds}
        onChange={(chosen) => put({ kinds: chosen })}
      />
      <TagsInput label={t('devices.profiles.tags')} maxTags={20} value={draft.tags} onChange={(tags) => put({ tags })} />
      <Switch label={t('devices.profiles.active')} checked={draft.active} onChange={(event) => put({ active: event.currentTarget.checked })} />
    </div>
  )
}
