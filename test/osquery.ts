/** What hosts with osquery 5 post: every value text, with what firmware left in it. */
export interface Host {
  name: string
  serial: string
  uuid: string
}
export const enrolment = ({ name, serial, uuid }: Host, secret: string) => ({
  enroll_secret: secret,
  host_details: {
    os_version: {
      ...{ arch: 'x86_64', build: '', codename: 'jammy', major: '22', minor: '4', name: 'Ubuntu', patch: '0', platform: 'ubuntu' },
      ...{ platform_like: 'debian', version: '22.04.1 LTS (Jammy Jellyfish)' },
    },
    osquery_info: { build_distro: 'centos7', build_platform: 'linux', config_valid: '0', pid: '12947', platform_mask: '9', uuid, version: '5.12.1' },
    platform_info: { address: '0xe000', date: '12/18/2023 ', extra: '', revision: '1.2', size: '65536', vendor: 'Dell Inc.', version: '1.22.0 ' },
    system_info: {
      ...{ computer_name: name, hostname: name, local_hostname: name, uuid },
      ...{ cpu_brand: 'Intel(R) Core(TM) i7-1165G7 @ 2.80GHz\u0000\u0000', cpu_logical_cores: '8', cpu_physical_cores: '4', cpu_type: 'x86_64' },
      ...{ hardware_model: 'Latitude 7440', hardware_serial: serial, hardware_vendor: 'Dell Inc.', hardware_version: ' ' },
      physical_memory: '16777216000',
    },
  },
  host_identifier: name,
  platform_type: '9',
})
/** Seconds since 1970, of this time on one day. */
export const at = (time: string) => Date.parse(`2026-11-26T${time}:00Z`) / 1000
const calendarTime = 'Thu Nov 26 08:00:00 2026 UTC'
export const about = { hostIdentifier: 'x', calendarTime, epoch: 0, counter: 0, numerics: false, decorations: { host_uuid: 'x' } }
export const snapshot = (name: string, time: string, rows: object[]) => ({ ...about, name, unixTime: at(time), action: 'snapshot', snapshot: rows })
export const change = (name: string, time: string, action: 'added' | 'removed', columns: object) => ({
  ...{ ...about, name, unixTime: at(time), action, columns },
})
