/** The items a case is about, and choosing them: the proposed priority follows from what is hit. */
import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { itemLinking } from '#record/items/linking/contract.ts'
import { ItemState } from '#record/items/web/marks.tsx'
import { findItems } from '#record/items/web/more.ts'
import { type Choice, PickMany } from '#record/items/web/pick.tsx'
import { api } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import { itemsWords } from '../itemsWords.ts'
import type { CaseProps } from './parts.ts'

const linking = api(itemLinking)
const find = findItems()
const RemoteOnCase = lazy(() => import('#work/devices/web/remoteOnCase.tsx'))

export default function ItemsPanel({ page, changing }: CaseProps) {
  const t = useText(itemsWords)
  const reload = useReload()
  const [chosen, setChosen] = useState<readonly Choice[]>()
  const [busy, setBusy] = useState(false)
  const { id: caseId, organisationId } = page.case
  const key = ['desk', 'items', caseId]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => linking.caseItems({ params: { caseId } }, { signal }),
    about: [`case/${caseId}`],
    on: ['items.moved'],
  })
  const save = async () => {
    setBusy(true)
    try {
      await linking.setCaseItems({ params: { caseId }, body: { itemIds: (chosen ?? []).map(({ id }) => id) } })
      setChosen(undefined)
      await Promise.all([reload(key), changing.reload()])
    } catch (thrown) {
      toastProblem(thrown, t('desk.items.failed'))
    } finally {
      setBusy(false)
    }
  }
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={2} />
  if (chosen)
    return (
      <>
        <PickMany name="items" label={t('desk.items.about')} find={find} organisationId={organisationId} value={chosen} onChange={setChosen} />
        <Button mt="sm" size="compact-sm" loading={busy} onClick={() => void save()}>
          {t('desk.items.save')}
        </Button>
      </>
    )
  return (
    <>
      {data.items.length === 0 && <p className="dim">{t('desk.items.none')}</p>}
      {data.items.map((one) => (
        <div key={one.id}>
          <p>
            <Link to={`/items/${one.number}`}>{one.name}</Link> <span className="dim">{one.kind.name}</span> <ItemState state={one.state} plain />
          </p>
          {page.mayWork && (
            <Suspense fallback={null}>
              <RemoteOnCase item={one} about={page.case} />
            </Suspense>
          )}
        </div>
      ))}
      {page.mayWork && (
        <Button mt="sm" size="compact-sm" variant="default" onClick={() => setChosen(data.items.map(({ id, name }) => ({ id, name })))}>
          {t('desk.items.choose')}
        </Button>
      )}
    </>
  )
}
