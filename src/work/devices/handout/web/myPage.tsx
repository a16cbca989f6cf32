/** What somebody has from us, in plain words, and signing for it. */
import { Button } from '@mantine/core'
import IconLaptop from '@tabler/icons-react/dist/esm/icons/IconDeviceLaptop.mjs'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import type { ListedHandout } from '../contract.ts'
import { fileOf, handouts, signing } from './calls.ts'
import classes from './handout.module.css'
import { devicesIn } from './listPage.tsx'
import { SigningBadge } from './marks.tsx'
import { handoutWords } from './texts.ts'

export default function MyPage() {
  const t = useText(handoutWords)
  const { data, error, refetch } = useLoad({ key: ['devices', 'my-handouts'], load: (signal) => handouts.mine({}, { signal }), on: ['devices.'] })
  return (
    <Page title={t('handout.mine')} lead={t('handout.mine.lead')} width="form">
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && (
        <Empty icon={IconLaptop} title={t('handout.mine.none')}>
          {t('handout.mine.noneWhat')}
        </Empty>
      )}
      <ul className={classes.list} aria-label={t('handout.mine')}>
        {data?.items.map((one) => (
          <Mine key={one.id} one={one} />
        ))}
      </ul>
    </Page>
  )
}

function Mine({ one }: { one: ListedHandout }) {
  const t = useText(handoutWords)
  const [busy, setBusy] = useState(false)
  const sign = async () => {
    setBusy(true)
    try {
      // The same page as by the code on a screen; the link says that it was asked here.
      location.assign(new URL((await signing.link({ params: { id: one.id } })).url).pathname)
    } catch (error) {
      toastProblem(error, t('handout.failed'))
      setBusy(false)
    }
  }
  const open = one.signing !== 'signed' && one.out > 0
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span>
          <strong>{devicesIn(t, one)}</strong>
        </span>
        <SigningBadge signing={one.signing} plain />
        {open && (
          <Button loading={busy} aria-label={t('handout.mine.signFor', { number: one.number })} onClick={() => void sign()}>
            {t('handout.mine.sign')}
          </Button>
        )}
        {one.signing === 'signed' && (
          <Button component="a" href={fileOf(one.id, 'receipt')} download variant="default" size="xs">
            {t('handout.receipt.pdf')}
          </Button>
        )}
      </div>
      <p className="dim small">
        <span className="mono">{one.number}</span> · <Time at={one.issuedAt} as="day" />
        {one.out === 0 && ` · ${t('handout.state.returned')}`}
        {one.dueOn && one.out > 0 && (
          <>
            {' '}
            · {t('handout.col.due')} <Time at={`${one.dueOn}T12:00:00Z`} as="day" />
          </>
        )}
        {one.missing > 0 && ` · ${t('handout.missingCount', { count: one.missing })}`}
      </p>
    </li>
  )
}
