import { readdir, readFile } from "node:fs/promises";

/** What Linux counts processor time in, whatever the kernel was built with. */
const TICK_US = 10_000;
const PID = /^\d+$/;

type Process = { readonly pid: number; readonly parent: number; readonly name: string; readonly cpuUs: number };

/** Processor time of all PostgreSQL processes below one of ours, or null where there is no /proc. */
export async function postgresCpuUs(ancestor: number): Promise<number | null> {
  const processes = await readProcesses();
  if (processes === null) {
    return null;
  }
  const parents = new Map(processes.map(({ pid, parent }) => [pid, parent]));
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid) ?? 0;
    return parent === ancestor || (parent > 1 && isBelow(parent));
  };
  return processes
    .filter(({ name, pid }) => name === "postgres" && isBelow(pid))
    .reduce((sum, { cpuUs }) => sum + cpuUs, 0);
}

async function readProcesses(): Promise<readonly Process[] | null> {
  const names = await readdir("/proc").catch(() => null);
  if (names === null) {
    return null;
  }
  const stats = await Promise.all(
    names.filter((name) => PID.test(name)).map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => null)),
  );
  return stats.flatMap((stat) => (stat === null ? [] : [parseStat(stat)]));
}

/** proc(5): `pid (name) state ppid …`; utime, stime and those of children that ended are the fields 14 to 17. */
function parseStat(stat: string): Process {
  const open = stat.indexOf("(");
  const close = stat.lastIndexOf(")");
  const fields = stat.slice(close + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return {
    pid: Number(stat.slice(0, open)),
    parent: Number(fields[1]),
    name: stat.slice(open + 1, close),
    cpuUs: ticks * TICK_US,
  };
}
