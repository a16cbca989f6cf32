/** Databases, languages and other products: label, page of the maker, and lines as `readLines` takes them. */
export const shippedProducts: Readonly<Record<string, readonly [label: string, page: string, lines: string]>> = {
  postgresql: [
    'PostgreSQL',
    'https://www.postgresql.org/support/versioning/',
    `18 2030-11-14
     17 2029-11-08
     16 2028-11-09
     15 2027-11-11
     14 2026-11-12
     13 2025-11-13
     12 2024-11-21
     11 2023-11-09
     10 2022-11-10
     9.6 2021-11-11`,
  ],
  mariadb: [
    'MariaDB',
    'https://mariadb.org/about/#maintenance-policy',
    `11.8 2028-06-04
     11.4 2029-05-29
     10.11 2028-02-16
     10.6 2026-07-06
     10.5 2025-06-24
     10.4 2024-06-18
     10.3 2023-05-25`,
  ],
  mysql: [
    'MySQL',
    'https://www.mysql.com/support/',
    `9.7 -
     8.4 2032-04-30 2029-04-30
     8.0 2026-04-30 2025-04-30
     5.7 2023-10-31`,
  ],
  'eclipse-temurin': [
    'Eclipse Temurin (Java)',
    'https://adoptium.net/support/',
    `21 2029-12-31
     17 2027-10-31
     11 2027-10-31`,
  ],
  nodejs: [
    'Node.js',
    'https://nodejs.org/en/about/previous-releases',
    `24 2028-04-30 2026-10-20
     22 2027-04-30 2025-10-21
     20 2026-04-30 2024-10-22
     18 2025-04-30 2023-10-18
     16 2023-09-11 2022-10-18
     14 2023-04-30 2021-10-19`,
  ],
  python: [
    'Python',
    'https://devguide.python.org/versions/',
    `3.14 2030-10-31
     3.13 2029-10-31
     3.12 2028-10-31
     3.11 2027-10-31
     3.10 2026-10-31
     3.9 2025-10-31
     3.8 2024-10-07
     3.7 2023-06-27
     2.7 2020-01-01`,
  ],
  php: [
    'PHP',
    'https://www.php.net/supported-versions.php',
    `8.5 2029-12-31 2027-12-31
     8.4 2028-12-31 2026-12-31
     8.3 2027-12-31 2025-12-31
     8.2 2026-12-31 2024-12-31
     8.1 2025-12-31 2023-11-25
     8.0 2023-11-26 2022-11-26
     7.4 2022-11-28 2021-11-28`,
  ],
  openssl: [
    'OpenSSL',
    'https://openssl-library.org/policies/releasestrat/',
    `3.5 2030-04-08
     3.4 2026-10-22
     3.3 2026-04-09
     3.2 2025-11-23
     3.1 2025-03-14
     3.0 2026-09-07
     1.1.1 2023-09-11
     1.0.2 2019-12-31`,
  ],
  'apache-http-server': [
    'Apache HTTP Server',
    'https://httpd.apache.org/',
    `2.4 -
     2.2 2017-07-11`,
  ],
  kubernetes: [
    'Kubernetes',
    'https://kubernetes.io/releases/patch-releases/',
    `1.34 2026-10-27
     1.33 2026-06-28
     1.32 2026-02-28
     1.31 2025-10-28
     1.30 2025-06-28`,
  ],
}
