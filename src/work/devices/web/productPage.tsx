/** One product: what is said of it, its versions, and on which devices each is. */
import { Button } from '@mantine/core'
import { useWhere } from '#record/items/web/more.ts'
import { Link, usePath } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Where } from '../products/contract.ts'
import { products } from './calls.ts'
import classes from './devices.module.css'
import { productTexts } from './productTexts.ts'
import { SaidOfProduct } from './saidOfProduct.tsx'

const happens = ['devices.inventoried', 'devices.productJudged'] as const
export default function ProductPage() {
  const { product = '' } = usePath()
  const t = useText(productTexts)
  const params = { product }
  const where = useWhere('devices.read')
  const known = useLoad({
    key: ['devices', 'product', product, 'versions'],
    load: (signal) => products.product({ params, query: { limit: 1 } }, { signal }),
    on: [...happens],
  })
  const list = useLoadList({
    key: ['devices', 'product', product, 'where'],
    load: (after, signal) => products.product({ params, query: { limit: 50, ...(after && { after }) } }, { signal }),
    on: [...happens],
  })
  const error = known.error ?? list.error
  const named = (id: string) => (where.length > 1 ? where.find((one) => one.id === id)?.name : undefined)
  return (
    <Page
      title={product}
      under={[
        { label: t('devices.title'), to: '/devices' },
        { label: t('devices.software'), to: '/devices/products' },
      ]}
    >
      {error && <Failure error={error} retry={list.retry} />}
      {!error && (!known.data || !list.rows) && <Skeletons rows={4} />}
      {known.data?.said.map((of) => (
        <SaidOfProduct key={`${of.organisationId} ${of.version}`} of={of} organisation={named(of.organisationId)} />
      ))}
      {list.rows?.length === 0 && <Empty title={t('devices.product.none')}>{t('devices.product.noneWhat')}</Empty>}
      {known.data && known.data.versions.length > 0 && (
        <Section title={t('devices.product.versions')}>
          <ul className={`${classes.list} ${classes.narrow}`}>
            {known.data.versions.map(({ version, devices, behind }) => (
              <li key={version} className={classes.row}>
                <span className={`mono ${classes.wide}`}>{version || t('devices.product.noVersion')}</span>
                {behind > 0 && <Behind />}
                <span className="dim">{t('devices.product.devices', { count: devices })}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {list.rows && list.rows.length > 0 && (
        <Section title={t('devices.product.where')}>
          <ul className={`${classes.list} ${classes.narrow}`}>
            {list.rows.map((one) => (
              <Row key={`${one.item.id} ${one.name} ${one.version} ${one.firstSeenAt}`} one={one} />
            ))}
          </ul>
          {list.loadMore && (
            <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
              {t('devices.product.more')}
            </Button>
          )}
        </Section>
      )}
    </Page>
  )
}

function Behind() {
  const t = useText(productTexts)
  return (
    <StateBadge meaning="risk" plain>
      {t('devices.product.behind')}
    </StateBadge>
  )
}
function Row({ one: { item, name, version, behind, firstSeenAt, lastSeenAt } }: { one: Where }) {
  const t = useText(productTexts)
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <Link to={`/items/${item.number}`}>{item.name}</Link> <span className="mono small dim">{item.number}</span>
      </span>
      <span>
        {name} <span className="mono small">{version}</span>
      </span>
      {behind && <Behind />}
      <span className="dim small">
        {t('devices.product.since')} <Time at={firstSeenAt} as="day" /> · {t('devices.product.seen')} <Time at={lastSeenAt} />
      </span>
    </li>
  )
}
