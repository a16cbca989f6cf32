/** Which services are on the status page, what they are called there, and whether anybody may see it. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { findItems, useMayAt, useWhere } from '#record/items/web/more.ts'
import { Pick } from '#record/items/web/pick.tsx'
import { Confirm } from '#web/kit/confirm.tsx'
import { Copy } from '#web/kit/copy.tsx'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Screens } from '../../wall/web/screens.tsx'
import { MonitoringPlaces } from '../../web/places.tsx'
import type { Setting } from '../contract.ts'
import { statusCalls } from './calls.ts'
import classes from './status.module.css'
import { statusWords } from './texts.ts'

const find = findItems()
export default function SettingsPage() {
  const t = useText(statusWords)
  const organisations = useWhere('monitoring.read')
  const [organisationId, setOrganisationId] = useState(organisations[0]?.id ?? '')
  const may = useMayAt('monitoring.configure', organisationId)
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'status-settings', organisationId],
    load: (signal) => statusCalls.statusSettings({ query: { organisationId } }, { signal }),
    on: ['monitoring.statusChanged'],
    when: organisationId !== '',
  })
  return (
    <Page title={t('status.set.title')} lead={t('status.set.lead')} width="form" actions={<Link to="/portal/status">{t('status.set.look')}</Link>}>
      <MonitoringPlaces />
      {organisations.length > 1 && (
        <NativeSelect
          label={t('status.set.organisation')}
          value={organisationId}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
        />
      )}
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={5} />}
      {data && <Editor key={`${organisationId} ${data.version}`} setting={data} may={may} done={() => void refetch()} />}
      {may && <Screens organisationId={organisationId} />}
    </Page>
  )
}

type Shown = Setting['services'][number]
function Editor({ setting, may, done }: { setting: Setting; may: boolean; done: () => void }) {
  const t = useText(statusWords)
  const { wrong, busy, attempt } = useAttempt()
  const [title, setTitle] = useState(setting.title)
  const [services, setServices] = useState<readonly Shown[]>(setting.services)
  const [open, setOpen] = useState(setting.public)
  const [asks, setAsks] = useState(false)
  const { organisationId, version } = setting
  const save = (renew: boolean) =>
    attempt(async () => {
      const chosen = services.map(({ itemId, nl, en }) => ({ itemId, nl, en: en || nl }))
      await statusCalls.changeStatusSettings({ body: { organisationId, title, services: chosen, public: open, renew, version } })
      toast(t('status.set.saved'))
      done()
    })
  const put = (at: number, part: Partial<Shown>) => setServices(services.map((one, place) => (place === at ? { ...one, ...part } : one)))
  const up = (at: number) => setServices(services.toSpliced(at, 1).toSpliced(at - 1, 0, services[at] as Shown))
  return (
    <KeptForm wrong={wrong} save={() => void save(false)}>
      <TextInput
        label={t('status.set.heading')}
        value={title}
        maxLength={120}
        disabled={!may}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      {services.map((one, at) => (
        <fieldset key={one.itemId} className={classes.service} disabled={!may}>
          <legend>
            <Link to={`/items/${one.number}`}>{one.itemName}</Link>
          </legend>
          <TextInput label={t('status.set.nl')} value={one.nl} maxLength={80} onChange={(event) => put(at, { nl: event.currentTarget.value })} />
          <TextInput label={t('status.set.en')} value={one.en} maxLength={80} onChange={(event) => put(at, { en: event.currentTarget.value })} />
          <div className={classes.buttons}>
            <Button size="xs" variant="subtle" disabled={at === 0} aria-label={`${t('status.set.up')}: ${one.itemName}`} onClick={() => up(at)}>
              {t('status.set.up')}
            </Button>
            <Button
              size="xs"
              variant="subtle"
              aria-label={`${t('status.set.remove')}: ${one.itemName}`}
              onClick={() => setServices(services.toSpliced(at, 1))}
            >
              {t('status.set.remove')}
            </Button>
          </div>
        </fieldset>
      ))}
      {may && (
        <Pick
          key={services.length}
          name="status-service"
          label={t('status.set.add')}
          find={find}
          organisationId={organisationId}
          value={undefined}
          onChange={(one) =>
            one &&
            !services.some(({ itemId }) => itemId === one.id) &&
            setServices([...services, { itemId: one.id, nl: one.name, en: one.name, number: one.id, itemName: one.name }])
          }
        />
      )}
      <Checkbox label={t('status.set.public')} checked={open} disabled={!may} onChange={(event) => setOpen(event.currentTarget.checked)} />
      {setting.url && (
        <div className={classes.buttons}>
          {t('status.set.at')}: <a href={setting.url}>{setting.url}</a> <Copy text={setting.url} />
          {may && (
            <Button size="xs" variant="default" onClick={() => setAsks(true)}>
              {t('status.set.renew')}
            </Button>
          )}
        </div>
      )}
      {may && (
        <div className={classes.buttons}>
          <Button type="submit" loading={busy}>
            {t('status.set.save')}
          </Button>
        </div>
      )}
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('status.set.renew')}
        consequences={t('status.set.renews')}
        verb={t('status.set.renew')}
        onConfirm={() => save(true)}
      />
    </KeptForm>
  )
}
