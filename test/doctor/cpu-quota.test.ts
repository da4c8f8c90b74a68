import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { cpuQuota } from '../../src/doctor/cpu-quota.ts'
import { sandbox } from '../support/package.ts'

const folder = join(sandbox, 'cpu-quota')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const OF_ALL = 'sys/fs/cgroup'
const VERSION_1 = '4:memory:/a\n2:cpu,cpuacct:/a/b\n0::/\n'

test.each<[string, Record<string, string>, number | 'none' | undefined]>([
  ['no /proc', {}, undefined],
  ['no cgroups', { 'proc/self/cgroup': '' }, 'none'],
  ['version 2 without a limit', { 'proc/self/cgroup': '0::/a\n', [`${OF_ALL}/a/cpu.max`]: 'max 100000\n' }, 'none'],
  ['version 2', { 'proc/self/cgroup': '0::/a\n', [`${OF_ALL}/a/cpu.max`]: '150000 100000\n' }, 1.5],
  [
    'version 2, limited further out',
    {
      'proc/self/cgroup': '0::/a/b\n',
      [`${OF_ALL}/a/b/cpu.max`]: '200000 100000\n',
      [`${OF_ALL}/a/cpu.max`]: '50000 100000\n',
    },
    0.5,
  ],
  [
    'version 2 with a namespace of its own',
    { 'proc/self/cgroup': '0::/\n', [`${OF_ALL}/cpu.max`]: '30000 10000\n' },
    3,
  ],
  [
    'version 1',
    {
      'proc/self/cgroup': VERSION_1,
      [`${OF_ALL}/cpu/a/b/cpu.cfs_quota_us`]: '25000\n',
      [`${OF_ALL}/cpu/a/b/cpu.cfs_period_us`]: '100000\n',
    },
    0.25,
  ],
  [
    'version 1 without a limit',
    {
      'proc/self/cgroup': VERSION_1,
      [`${OF_ALL}/cpu/a/b/cpu.cfs_quota_us`]: '-1\n',
      [`${OF_ALL}/cpu/a/b/cpu.cfs_period_us`]: '100000\n',
    },
    'none',
  ],
])('%s', (_name, files, expected) => {
  rmSync(folder, { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  expect(cpuQuota(folder)).toBe(expected)
})

test('of this machine is told without an error', () => {
  expect(cpuQuota()).toSatisfy((quota) => quota === undefined || quota === 'none' || quota > 0)
})
