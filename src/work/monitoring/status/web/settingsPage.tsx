/** Which services are on the status page, what they are called there, and whether anybody may see it. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { findItems, useMayAt, useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { Confirm } from '#web/kit/confirm.tsx'
import { Copy } from '#web/kit/copy.tsx'
import { KeptForm, useAttempt } from '#web/kit/keptForm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Screens } from '../../wall/web/screens.tsx'
import { MonitoringPage } from '../../web/places.tsx'
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
    <MonitoringPage title={t('status.set.title')} lead={t('status.set.lead')} actions={<Link to="/portal/status">{t('status.set.look')}</Link>}>
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
      <div className={classes.set}>
        {data && may && <Editor key={`${organisationId} ${data.version}`} setting={data} done={() => void refetch()} />}
        {data && !may && <Standing setting={data} />}
      </div>
      {may && <Screens organisationId={organisationId} />}
    </MonitoringPage>
  )
}

type Shown = Setting['services'][number]
/** As it is, for whom may only look. */
function Standing({ setting: { title, services, url } }: { setting: Setting }) {
  const t = useText(statusWords)
  return (
    <>
      <p>
        <strong>{title}</strong>
      </p>
      {services.length === 0 && <p className="dim">{t('status.none')}</p>}
      <ol>
        {services.map(({ itemId, nl, en, number, itemName }) => (
          <li key={itemId}>
            <Link to={`/items/${number}`}>{itemName}</Link> <span className="dim">{t.locale === 'nl' ? nl : en}</span>
          </li>
        ))}
      </ol>
      {url ? <Address url={url} /> : <p className="dim">{t('status.set.notPublic')}</p>}
    </>
  )
}

function Editor({ setting, done }: { setting: Setting; done: () => void }) {
  const t = useText(statusWords)
  const { wrong, busy, attempt } = useAttempt()
  const [title, setTitle] = useState(setting.title)
  const [services, setServices] = useState<readonly Shown[]>(setting.services)
  const [open, setOpen] = useState(setting.public)
  const { organisationId, version, url } = setting
  const save = (renew: boolean) =>
    attempt(async () => {
      const chosen = services.map(({ itemId, nl, en }) => ({ itemId, nl, en: en || nl }))
      await statusCalls.changeStatusSettings({ body: { organisationId, title, services: chosen, public: open, renew, version } })
      toast(t('status.set.saved'))
      done()
    })
  return (
    <KeptForm wrong={wrong} save={() => void save(false)}>
      <TextInput label={t('status.set.heading')} value={title} maxLength={120} onChange={(event) => setTitle(event.currentTarget.value)} />
      <Services {...{ organisationId, services }} change={setServices} />
      <Checkbox label={t('status.set.public')} checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} />
      {url && <Address url={url} renew={() => save(true)} />}
      <div className={classes.buttons}>
        <Button type="submit" loading={busy}>
          {t('status.set.save')}
        </Button>
      </div>
    </KeptForm>
  )
}

interface ServicesProps {
  organisationId: string
  services: readonly Shown[]
  change: (services: readonly Shown[]) => void
}
/** In the order of the page; one that is found is put below. */
function Services({ organisationId, services, change }: ServicesProps) {
  const t = useText(statusWords)
  const add = (one: Choice | undefined) => {
    if (one?.number === undefined || services.some(({ itemId }) => itemId === one.id)) return
    change([...services, { itemId: one.id, nl: one.name, en: one.name, number: one.number, itemName: one.name }])
  }
  const up = (one: Shown, at: number) => change(services.toSpliced(at, 1).toSpliced(at - 1, 0, one))
  return (
    <>
      {services.map((one, at) => (
        <Service
          key={one.itemId}
          one={one}
          put={(part) => change(services.with(at, { ...one, ...part }))}
          up={at === 0 ? undefined : () => up(one, at)}
          remove={() => change(services.toSpliced(at, 1))}
        />
      ))}
      <Pick
        key={services.length}
        name="status-service"
        label={t('status.set.add')}
        find={find}
        organisationId={organisationId}
        value={undefined}
        onChange={add}
      />
    </>
  )
}

interface ServiceProps {
  one: Shown
  put: (part: Partial<Shown>) => void
  /** Undefined: it is the first. */
  up: (() => void) | undefined
  remove: () => void
}
function Service({ one, put, up, remove }: ServiceProps) {
  const t = useText(statusWords)
  return (
    <fieldset className={classes.service}>
      <legend>
        <Link to={`/items/${one.number}`}>{one.itemName}</Link>
      </legend>
      <TextInput label={t('status.set.nl')} value={one.nl} maxLength={80} onChange={(event) => put({ nl: event.currentTarget.value })} />
      <TextInput label={t('status.set.en')} value={one.en} maxLength={80} onChange={(event) => put({ en: event.currentTarget.value })} />
      <div className={classes.buttons}>
        <Button size="xs" variant="subtle" disabled={!up} aria-label={`${t('status.set.up')}: ${one.itemName}`} onClick={() => up?.()}>
          {t('status.set.up')}
        </Button>
        <Button size="xs" variant="subtle" aria-label={`${t('status.set.remove')}: ${one.itemName}`} onClick={remove}>
          {t('status.set.remove')}
        </Button>
      </div>
    </fieldset>
  )
}

/** Where anybody sees it; another address ends this one. */
function Address({ url, renew }: { url: string; renew?: () => Promise<unknown> }) {
  const t = useText(statusWords)
  const [asks, setAsks] = useState(false)
  return (
    <div className={classes.buttons}>
      {t('status.set.at')}: <a href={url}>{url}</a> <Copy text={url} />
      {renew && (
        <>
          <Button size="xs" variant="default" onClick={() => setAsks(true)}>
            {t('status.set.renew')}
          </Button>
          <Confirm
            opened={asks}
            onClose={() => setAsks(false)}
            title={t('status.set.renew')}
            consequences={t('status.set.renews')}
            verb={t('status.set.renew')}
            onConfirm={renew}
          />
        </>
      )}
    </div>
  )
}
