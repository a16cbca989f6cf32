/** Maintenance: support, updates, certificates, checklists, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { monitoringCertificates } from '#work/monitoring/maintenance/certificates/contract.ts'
import { monitoringSupport } from '#work/monitoring/maintenance/support/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** Signed by itself, valid until 2036. */
const pem = `-----BEGIN CERTIFICATE-----
MIIBkDCCATegAwIBAgIUKYhD0kTZix81oSnaSVC3jrLrbuwwCgYIKoZIzj0EAwIw
HjEcMBoGA1UEAwwTZWlnZW4ubGluZGUuZXhhbXBsZTAeFw0yNjExMjYxMjAyNDBa
Fw0zNjExMjMxMjAyNDBaMB4xHDAaBgNVBAMME2VpZ2VuLmxpbmRlLmV4YW1wbGUw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAROgXqLyxjGbod+v8IFwrwDvQ/g24A5
HNsPRduEvX19fPMkp5eQ50RrV6Zx7PtAwNjP0K7iCbkXXEvcsxqbT8Vno1MwUTAd
BgNVHQ4EFgQUvGt1TlihMTmAS9PpM4b0LE4trQMwHwYDVR0jBBgwFoAUvGt1Tlih
MTmAS9PpM4b0LE4trQMwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBE
AiBMjnmANOR9iZV3oouN5IUJLDOwNi77YA0KONIk/qkUowIgNCuh6zVVsbkhMjIo
5ExUXbs6Y+J0lBuKtOYJLzN0gbw=
-----END CERTIFICATE-----
`
/** Each request gets a certificate, or data, of its own. */
export function maintenanceOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const makeCertificate = async (itemId: string) => {
    const { items } = await house.as(monitoringCertificates, bea.token).bringCertificate({ body: { itemId, pem } })
    return items[0]?.id ?? ''
  }
  const makeSupport = async () => {
    const product = `eigen-${randomUUID().slice(0, 8)}`
    const body = { organisationId, dated: '2026-11-01', product, file: [{ cycle: '1', eol: false }] }
    await house.as(monitoringSupport, bea.token).bringSupport({ body })
    return product
  }
  return { makeCertificate, makeSupport }
}
export interface OurMaintenance extends ReturnType<typeof maintenanceOf> {
  organisationId: string
}

const here = ({ organisationId }: { organisationId: string }): Input => ({ query: { organisationId } })
const ofItem = ({ items: { itemId } }: { items: { itemId: string } }): Input => ({ params: { id: itemId } })
const certificate = async (ours: OurMaintenance & { items: { itemId: string } }): Promise<Input> => ({
  params: { id: await ours.makeCertificate(ours.items.itemId) },
})
const lists = ['server', 'ups', 'switch', 'restore', 'accounts']
export const maintenanceInputs: Readonly<Record<string, (ours: OurMaintenance & { items: { itemId: string } }) => Input | Promise<Input>>> = {
  'monitoring.expecting.maintenanceNorms': here,
  'monitoring.expecting.setMaintenanceNorm': ({ organisationId }) => ({
    params: { name: 'reboot' },
    body: { organisationId, counts: false, days: 14, severity: 'normal', version: 0 },
  }),
  'monitoring.checklists.shippedChecklists': here,
  'monitoring.checklists.takeOverChecklist': ({ organisationId }) => ({ params: { key: lists.pop() ?? 'server' }, body: { organisationId } }),
  'monitoring.certificates.certificates': here,
  'monitoring.certificates.itemCertificates': ofItem,
  'monitoring.certificates.bringCertificate': ({ items: { itemId } }) => ({ body: { itemId, pem } }),
  'monitoring.certificates.removeCertificate': certificate,
  'monitoring.certificates.renewCertificate': certificate,
  'monitoring.support.ending': here,
  'monitoring.support.endingItems': ({ organisationId }) => ({ query: { organisationId, product: 'debian', cycle: '12' } }),
  'monitoring.support.itemSupport': ofItem,
  'monitoring.support.supportData': here,
  'monitoring.support.bringSupport': ({ organisationId }) => ({
    body: { organisationId, dated: '2026-11-01', product: `eigen-${randomUUID().slice(0, 8)}`, file: [{ cycle: '1', eol: false }] },
  }),
  'monitoring.support.dropSupport': async ({ makeSupport, organisationId }) => ({
    params: { product: await makeSupport() },
    query: { organisationId },
  }),
  'monitoring.updates.hosts': here,
  'monitoring.updates.itemUpdates': ofItem,
}
export const maintenanceExpectations: Readonly<Record<string, string>> = {
  //                                             rep eng lead sec dba cli aud adm anon stranger
  'monitoring.expecting.maintenanceNorms': /*  */ '. + + + + + + + . .',
  'monitoring.expecting.setMaintenanceNorm': /**/ '. . + . . . . + . .',
  'monitoring.checklists.shippedChecklists': /**/ '. + + + + + + + . .',
  'monitoring.checklists.takeOverChecklist': /**/ '. . + . . . . + . .',
  'monitoring.certificates.certificates': /*   */ '. + + + + + + + . .',
  'monitoring.certificates.itemCertificates': /**/ '. + + + + + + + . .',
  'monitoring.certificates.bringCertificate': /**/ '. + + + + . . + . .',
  'monitoring.certificates.removeCertificate': '. + + + + . . + . .',
  'monitoring.certificates.renewCertificate': /**/ '. + + + + . . + . .',
  'monitoring.support.ending': /*              */ '. + + + + + + + . .',
  'monitoring.support.endingItems': /*         */ '. + + + + + + + . .',
  'monitoring.support.itemSupport': /*         */ '. + + + + + + + . .',
  'monitoring.support.supportData': /*         */ '. + + + + + + + . .',
  'monitoring.support.bringSupport': /*        */ '. . + . . . . + . .',
  'monitoring.support.dropSupport': /*         */ '. . + . . . . + . .',
  'monitoring.updates.hosts': /*               */ '. + + + + + + + . .',
  'monitoring.updates.itemUpdates': /*         */ '. + + + + + + + . .',
  'monitoring.updates.updatesScript': /*       */ '. + + + + + + + . 0',
}
