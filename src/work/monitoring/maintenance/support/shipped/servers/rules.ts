/** Operating systems other than Windows: label, page of the maker, and lines as `readLines` takes them. */
export const shippedServers: Readonly<Record<string, readonly [label: string, page: string, lines: string]>> = {
  debian: [
    'Debian',
    'https://wiki.debian.org/LTS',
    `13 2028-08-09 - 2030-06-30
     12 2026-06-10 - 2028-06-30
     11 2024-08-14 - 2026-08-31
     10 2022-09-10 - 2024-06-30
     9 2020-07-18 - 2022-06-30`,
  ],
  ubuntu: [
    'Ubuntu',
    'https://ubuntu.com/about/release-cycle',
    `26.04 2031-04-30 - 2036-04-30
     25.10 2026-07-01
     25.04 2026-01-15
     24.10 2025-07-10
     24.04 2029-05-31 - 2034-04-01
     23.10 2024-07-11
     22.04 2027-04-01 - 2032-04-01
     20.04 2025-05-31 - 2030-04-01
     18.04 2023-05-31 - 2028-04-01
     16.04 2021-04-30 - 2026-04-01`,
  ],
  rhel: [
    'Red Hat Enterprise Linux',
    'https://access.redhat.com/support/policy/updates/errata',
    `10 2035-05-31 2030-05-31
     9 2032-05-31 2027-05-31 2035-05-31
     8 2029-05-31 2024-05-31 2032-05-31
     7 2024-06-30 2019-08-06 2028-06-30
     6 2020-11-30 2016-05-10 2024-06-30`,
  ],
  almalinux: [
    'AlmaLinux',
    'https://wiki.almalinux.org/release-notes/',
    `10 2035-05-31 2030-05-31
     9 2032-05-31 2027-05-31
     8 2029-03-01 2024-05-01`,
  ],
  'rocky-linux': [
    'Rocky Linux',
    'https://wiki.rockylinux.org/rocky/version/',
    `10 2035-05-31 2030-05-31
     9 2032-05-31 2027-05-31
     8 2029-05-31 2024-05-31`,
  ],
  centos: [
    'CentOS Linux',
    'https://www.centos.org/cl-vs-cs/',
    `8 2021-12-31
     7 2024-06-30
     6 2020-11-30`,
  ],
  'centos-stream': [
    'CentOS Stream',
    'https://www.centos.org/cl-vs-cs/',
    `10 2030-01-01
     9 2027-05-31
     8 2024-05-31`,
  ],
  sles: [
    'SUSE Linux Enterprise Server',
    'https://www.suse.com/lifecycle',
    `15.7 2031-07-31 - 2034-07-31
     15.6 2025-12-31 - 2028-12-31
     15.5 2024-12-31 - 2027-12-31
     15.4 2023-12-31 - 2026-12-31
     12.5 2024-10-31 - 2027-10-31`,
  ],
  macos: [
    'macOS',
    'https://support.apple.com/en-us/100100',
    `26 -
     15 -
     14 -
     13 2025-09-15
     12 2024-09-16
     11 2023-09-26
     10.15 2022-09-12`,
  ],
  esxi: [
    'VMware ESXi',
    'https://support.broadcom.com/web/ecx/productlifecycle',
    `8.0 2027-10-11
     7.0 2025-10-02
     6.7 2022-10-15
     6.5 2022-10-15`,
  ],
}
