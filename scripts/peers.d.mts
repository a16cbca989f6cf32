/** The folder of programs of the oldest PostgreSQL from 15 on that Debian put on this machine. */
export function debianPostgres(): string | undefined
