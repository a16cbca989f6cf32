/** What something costs, told by the processor and not by the clock: the same on a machine that is busy with other things. */

/** Begins to count. What is given back says how many milliseconds of processor this thread took since. */
export function effort(): () => number {
  const before = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(before)
    return (user + system) / 1000
  }
}
